"""Our posts as Telegram's HTML: everything escaped, nobody's telephone rings, cut at a section's border.

Lengths count UTF-16 units of the visible text, as Telegram counts them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from adapters.signs import WORD_JOINER, first, straight, units
from chat.posts import Button, Post, Run, Section, Style

IN_A_ROW: Final = 3
MOST_DATA: Final = 64
"""Bytes of a button's data."""
_MENTION: Final = re.compile(r"(?<!\w)@(?=\w|$)")
"""What Telegram may take for a mention; not the @ of an address or of a decision's id, which are there to be copied."""
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML, and the buttons below it in rows."""

    html: str
    buttons: tuple[tuple[Button, ...], ...]


def render(post: Post, *, limit: int, chat: str | None = None) -> Rendered:
    """Return a post within a limit. `chat` is the group that links to messages lead to.

    Raises ValueError for a button whose data is too long.
    """
    sections = _within(post.sections, limit)
    html = "\n\n".join(_section(section, chat) for section in sections)
    return Rendered(html, tuple(_rows(post.buttons)))


def visible_length(sections: Iterable[Section]) -> int:
    """Return how long the visible text of sections is, in UTF-16 units."""
    return units("\n\n".join(_visible(section) for section in sections))


def _within(sections: Sequence[Section], limit: int) -> list[Section]:
    """Leave out whole sections, the least important first and of those the last; then shorten the longest quote."""
    kept = list(sections)
    while visible_length(kept) > limit:
        dearest = max(range(len(kept)), key=lambda place: (kept[place].priority, place))
        quoted = _with_quote(kept)
        if quoted is not None and (kept[dearest].priority == 0 or quoted == dearest):
            shorter = _shortened(kept[quoted], visible_length(kept) - limit)
            if shorter is not None:
                kept[quoted] = shorter
                continue
        if kept[dearest].priority == 0 and len(kept) == 1:
            return [_cut(kept[0], limit)]
        kept.pop(dearest)
    return kept


def _with_quote(sections: Sequence[Section]) -> int | None:
    places = [
        i for i, one in enumerate(sections) if any(run.style is Style.QUOTE for line in one.lines for run in line)
    ]
    return places[-1] if places else None


def _shortened(section: Section, by: int) -> Section | None:
    """Return a section with its last long quote shorter by so many units; None where no quote is long enough."""
    lines = [list(line) for line in section.lines]
    for runs in reversed(lines):
        for place in reversed(range(len(runs))):
            run = runs[place]
            if run.style is Style.QUOTE and units(run.text) > by + 1:
                runs[place] = replace(run, text=first(run.text, units(run.text) - by - 1) + _ELLIPSIS)
                return replace(section, lines=tuple(tuple(line) for line in lines))
    return None


def _cut(section: Section, limit: int) -> Section:
    """Keep as many whole lines as fit; of a first line too long, its beginning; of a heading too long, nothing else."""
    if visible_length([replace(section, lines=((Run(_ELLIPSIS),),))]) > limit:
        return Section(lines=((Run(first(_safe(section.heading or ""), limit - 1) + _ELLIPSIS, Style.BOLD),),))
    kept = replace(section, lines=())
    for line in section.lines:
        longer = replace(kept, lines=(*kept.lines, line))
        if visible_length([longer]) > limit:
            break
        kept = longer
    return kept if kept.lines or not section.lines else replace(kept, lines=(_cut_line(section, limit),))


def _cut_line(section: Section, limit: int) -> tuple[Run, ...]:
    """Return the beginning of a section's first line: whole names and links, of other runs what fits."""
    room = limit - visible_length([replace(section, lines=((Run(_ELLIPSIS),),))])
    runs: list[Run] = []
    for run in section.lines[0]:
        if (size := units(_shown(run))) > room:
            if run.style in (Style.NAME, Style.LINK):
                break
            return (*runs, replace(run, text=first(_shown(run), room) + _ELLIPSIS))
        runs.append(run)
        room -= size
    return (*runs, Run(_ELLIPSIS))


def _visible(section: Section) -> str:
    lines = ["".join(_shown(run) for run in line) for line in section.lines]
    return "\n".join([*([_safe(section.heading)] if section.heading else []), *lines])


def _shown(run: Run) -> str:
    return _safe(run.text)


def _safe(text: str) -> str:
    """Return text that rings nobody's telephone and turns no line: members' words stand in runs of every style."""
    return _MENTION.sub(f"@{WORD_JOINER}", straight(text))


def _section(section: Section, chat: str | None) -> str:
    lines = ["".join(_run(run, chat) for run in line).rstrip() for line in section.lines]
    head = [f"<b>{escape(_safe(section.heading))}</b>"] if section.heading else []
    return "\n".join([*head, *lines])


def _run(run: Run, chat: str | None) -> str:
    shown = escape(_shown(run), quote=False)
    match run.style:
        case Style.BOLD:
            return f"<b>{shown}</b>"
        case Style.QUOTE:
            return f"<blockquote>{shown}</blockquote>"
        case Style.LINK:
            address = _address(run.target, chat)
            return f'<a href="{escape(address)}">{shown}</a>' if address and shown.strip() else shown
        case _:
            return shown


def _address(target: str | None, chat: str | None) -> str | None:
    """Return where a link leads: an address as it is, a message's id to the message, in a supergroup."""
    if target is None:
        return None
    if target.startswith(("https://", "http://")):
        return target
    inside = (chat or "").removeprefix("-100")
    if target.isdecimal() and (chat or "").startswith("-100"):
        return f"https://t.me/c/{inside}/{target}"
    return None


def _rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    for button in buttons:
        if len(button.data.encode()) > MOST_DATA:
            raise ValueError(f"the button {button.label!r} has more than {MOST_DATA} bytes of data")
    return [tuple(buttons[start : start + IN_A_ROW]) for start in range(0, len(buttons), IN_A_ROW)]
