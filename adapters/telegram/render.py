"""Our posts as Telegram's HTML: everything escaped, nobody's telephone rings, cut at a section's border.

Lengths count UTF-16 units of the visible text, as Telegram counts them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from chat.posts import Button, Post, Run, Section, Style

IN_A_ROW: Final = 3
MOST_DATA: Final = 64
"""Bytes of a button's data."""
_WORD_JOINER: Final = "\u2060"
_TURNS: Final = re.compile("[\u202a-\u202e\u200e\u200f]")
"""Marks that turn the direction of a line; isolates, which can't reach beyond their end, stay."""
_MENTION: Final = re.compile(r"@(?=\w)")
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
    return _units("\n\n".join(_visible(section) for section in sections))


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
    """Return a section with its quote shorter by so many units; None where the quote is too short for that."""
    lines = []
    done = False
    for line in section.lines:
        runs = []
        for run in line:
            if run.style is Style.QUOTE and not done and _units(run.text) > by + 1:
                runs.append(Run(_first(run.text, _units(run.text) - by - 1) + _ELLIPSIS, Style.QUOTE))
                done = True
            else:
                runs.append(run)
        lines.append(tuple(runs))
    return Section(lines=tuple(lines), heading=section.heading, priority=section.priority) if done else None


def _cut(section: Section, limit: int) -> Section:
    """Keep as many whole lines as fit; of a single line too long, its beginning."""
    lines: list[tuple[Run, ...]] = []
    for line in section.lines:
        if visible_length([Section(lines=(*lines, line), heading=section.heading)]) > limit:
            break
        lines.append(line)
    if not lines and section.lines:
        text = _first("".join(_shown(run) for run in section.lines[0]), limit - _units(section.heading or "") - 2)
        lines = [(Run(text + _ELLIPSIS),)]
    return Section(lines=tuple(lines), heading=section.heading, priority=section.priority)


def _first(text: str, units: int) -> str:
    """Return the beginning of a text, never half of an emoji: cut between words where there are any."""
    kept = text.encode("utf-16-le", "surrogatepass")[: max(0, units) * 2].decode("utf-16-le", "ignore")
    kept = kept.rstrip("\u200d\ufe0f")
    space = kept.rfind(" ")
    return kept[:space] if space > len(kept) // 2 else kept


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _visible(section: Section) -> str:
    lines = ["".join(_shown(run) for run in line) for line in section.lines]
    return "\n".join([*([section.heading] if section.heading else []), *lines])


def _shown(run: Run) -> str:
    """Return a run's visible text: no mention in it, no mark that turns the line."""
    text = run.text.encode("utf-8", "replace").decode()
    if run.style is Style.LINK:
        return text
    return _MENTION.sub(f"@{_WORD_JOINER}", _TURNS.sub("", text)) if run.style in (Style.NAME, Style.QUOTE) else text


def _section(section: Section, chat: str | None) -> str:
    lines = ["".join(_run(run, chat) for run in line).rstrip() for line in section.lines]
    head = [f"<b>{escape(section.heading)}</b>"] if section.heading else []
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
