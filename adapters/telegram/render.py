"""Our posts as Telegram's HTML: everything escaped, nobody's telephone rings, cut at a section's border.

Lengths count UTF-16 units of the visible text, as Telegram counts them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from chat.posts import Button, Post, Run, Section, Style

IN_A_ROW: Final = 3
MOST_DATA: Final = 64
"""Bytes of a button's data."""
_WORD_JOINER: Final = "\u2060"
_TURNS: Final = re.compile("[\u061c\u202a-\u202e\u200e\u200f]")
"""Marks that turn the direction of a line; isolates, which can't reach beyond their end, stay where they have one."""
_OPENS, _CLOSES = "\u2066\u2067\u2068", "\u2069"
_MENTION: Final = re.compile(r"(?<!\w)@(?=\w|$)")
"""What Telegram may take for a mention; not the @ of an address or of a decision's id, which are there to be copied."""
_ELLIPSIS: Final = "…"
_JOINER: Final = "\u200d"
_MODIFIES: Final = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""Colours of skin, and the letters that make a region's flag of a black one."""
_FLAG_HALVES_AT_END: Final = re.compile("[\U0001f1e6-\U0001f1ff]+$")


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
    """Return a section with its last long quote shorter by so many units; None where no quote is long enough."""
    lines = [list(line) for line in section.lines]
    for runs in reversed(lines):
        for place in reversed(range(len(runs))):
            run = runs[place]
            if run.style is Style.QUOTE and _units(run.text) > by + 1:
                runs[place] = replace(run, text=_first(run.text, _units(run.text) - by - 1) + _ELLIPSIS)
                return replace(section, lines=tuple(tuple(line) for line in lines))
    return None


def _cut(section: Section, limit: int) -> Section:
    """Keep as many whole lines as fit; of a first line too long, its beginning; of a heading too long, nothing else."""
    if visible_length([replace(section, lines=((Run(_ELLIPSIS),),))]) > limit:
        return Section(lines=((Run(_first(_safe(section.heading or ""), limit - 1) + _ELLIPSIS, Style.BOLD),),))
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
        if (size := _units(_shown(run))) > room:
            if run.style in (Style.NAME, Style.LINK):
                break
            return (*runs, replace(run, text=_first(_shown(run), room) + _ELLIPSIS))
        runs.append(run)
        room -= size
    return (*runs, Run(_ELLIPSIS))


def _first(text: str, units: int) -> str:
    """Return the beginning of a text, never half of what is seen as one sign: cut between words where there are any."""
    kept = text.encode("utf-16-le", "surrogatepass")[: max(0, units) * 2].decode("utf-16-le", "ignore")
    end = len(kept)
    while 0 < end < len(text) and _is_within_a_sign(text, end):
        end -= 1
    space = text.rfind(" ", 0, end)
    return text[:space] if end < len(text) and space > end // 2 else text[:end]


def _is_within_a_sign(text: str, place: int) -> bool:
    """Whether a cut would part a letter from its marks, an emoji from what it is joined to, or a flag's two halves."""
    before, after = text[place - 1], text[place]
    if _is_flag_half(before) and _is_flag_half(after):
        return (place - len(_FLAG_HALVES_AT_END.sub("", text[:place]))) % 2 == 1
    joined = before == _JOINER or after in (_JOINER, _WORD_JOINER)
    return joined or unicodedata.category(after).startswith("M") or bool(_MODIFIES.match(after))


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _visible(section: Section) -> str:
    lines = ["".join(_shown(run) for run in line) for line in section.lines]
    return "\n".join([*([_safe(section.heading)] if section.heading else []), *lines])


def _shown(run: Run) -> str:
    return _safe(run.text)


def _safe(text: str) -> str:
    """Return text that rings nobody's telephone and turns no line: members' words stand in runs of every style."""
    whole = text.encode("utf-8", "replace").decode()
    return _MENTION.sub(f"@{_WORD_JOINER}", _closed(_TURNS.sub("", whole)))


def _closed(text: str) -> str:
    """Leave out isolates that never end, and ends of none."""
    kept, open_at = list(text), list[int]()
    for place, sign in enumerate(text):
        if sign in _OPENS:
            open_at.append(place)
        elif sign == _CLOSES and open_at:
            open_at.pop()
        elif sign == _CLOSES:
            kept[place] = ""
    for place in open_at:
        kept[place] = ""
    return "".join(kept)


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
