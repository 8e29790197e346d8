"""Our posts as Discord's Markdown: everything escaped, nobody's telephone rings, cut at a section's border.

Lengths count UTF-16 units of what is sent, escapes and all: never fewer than Discord counts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.signs import WORD_JOINER, first, straight, units
from chat.posts import Button, Post, Run, Section, Style

CONTENT: Final = 2_000
DESCRIPTION: Final = 4_096
IN_A_ROW: Final = 5
MOST_DATA: Final = 100
"""Characters of a button's `custom_id`."""
_LABEL: Final = 80
_ELLIPSIS: Final = "…"
_SHORTEST_QUOTE: Final = 40
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]|`\\]+")
_MARKS: Final = re.compile(r"[\\*_~`|<\[\]]")
_LINE_MARKS: Final = re.compile(r"^(\s*)([#>+-])", re.MULTILINE)
_MENTION: Final = re.compile(r"(?<!\w)@(?=\w|$)")

LinkTo = Callable[[str], str | None]
"""The address of a message, by its id; None where it is unknown."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Markdown, and the buttons below it in rows."""

    text: str
    buttons: tuple[tuple[Button, ...], ...]

    @property
    def needs_embed(self) -> bool:
        """Whether it is too long for a message's content."""
        return units(self.text) > CONTENT


def render(post: Post, *, limit: int = DESCRIPTION, link_to: LinkTo = lambda _id: None) -> Rendered:
    """Return a post within a limit."""
    sections = list(post.sections)
    while units(text := _joined(sections, link_to)) > limit:
        sections = _smaller(sections, units(text) - limit)
    return Rendered(text, tuple(_rows(post.buttons)))


def escaped(text: str) -> str:
    """Return text that shows as it is: no markup, no mention, no masked link; addresses stay addresses."""
    whole, parts, end = straight(text), list[str](), 0
    for address in _ADDRESS.finditer(whole):
        parts += [_plain(whole[end : address.start()]), address[0]]
        end = address.end()
    return "".join([*parts, _plain(whole[end:])])


def _plain(text: str) -> str:
    marked = _LINE_MARKS.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", text))
    return _MENTION.sub(f"@{WORD_JOINER}", marked)


def _smaller(sections: list[Section], by: int) -> list[Section]:
    """Leave out the least important section, of those the last; then shorten a quote; then leave out the last line."""
    dearest = max(range(len(sections)), key=lambda place: (sections[place].priority, place))
    if sections[dearest].priority > 0:
        return [*sections[:dearest], *sections[dearest + 1 :]]
    for place in reversed(range(len(sections))):
        if (shorter := _shortened(sections[place], by)) is not None:
            return [*sections[:place], shorter, *sections[place + 1 :]]
    last = sections[-1]
    if len(last.lines) > 1 or (last.lines and len(sections) > 1):
        kept = replace(last, lines=last.lines[:-1])
        return [*sections[:-1], *([kept] if kept.lines else [])]
    return [*sections[:-1], _cut(last, by)]


def _shortened(section: Section, by: int) -> Section | None:
    """Return a section with its last long quote shorter; None where no quote is long enough."""
    lines = [list(line) for line in section.lines]
    for runs in reversed(lines):
        for place, run in enumerate(runs):
            if run.style is Style.QUOTE and units(run.text) > _SHORTEST_QUOTE:
                room = max(_SHORTEST_QUOTE - 1, units(run.text) - by - 1)
                runs[place] = replace(run, text=first(run.text, room) + _ELLIPSIS)
                return replace(section, lines=tuple(tuple(line) for line in lines))
    return None


def _cut(section: Section, by: int) -> Section:
    """Return the beginning of what is left: one line, or a heading alone."""
    if not section.lines:
        heading = section.heading or ""
        return replace(section, heading=first(heading, max(1, units(heading) - by - 1)) + _ELLIPSIS)
    *runs, run = section.lines[0]
    if runs and units(run.text) <= by + 1:
        return replace(section, lines=(tuple(runs),))
    shorter = first(run.text, max(1, units(run.text) - by - 1)) + _ELLIPSIS
    return replace(section, lines=((*runs, replace(run, text=shorter)),))


def _joined(sections: Sequence[Section], link_to: LinkTo) -> str:
    return "\n\n".join(_section(section, link_to) for section in sections)


def _section(section: Section, link_to: LinkTo) -> str:
    lines = ["".join(_run(run, link_to) for run in line).rstrip() for line in section.lines]
    return "\n".join([*([f"**{escaped(section.heading)}**"] if section.heading else []), *lines])


def _run(run: Run, link_to: LinkTo) -> str:
    match run.style:
        case Style.BOLD:
            return f"**{escaped(run.text)}**" if run.text.strip() else run.text
        case Style.QUOTE:
            return "\n".join(f"> {escaped(line)}" for line in run.text.splitlines())
        case Style.LINK:
            shown, address = _ADDRESS.sub("", escaped(run.text)) or _ELLIPSIS, _address(run.target, link_to)
            return f"[{shown}](<{address}>)" if address and run.text.strip() else escaped(run.text)
        case _:
            return escaped(run.text)


def _address(target: str | None, link_to: LinkTo) -> str | None:
    """Return where a link leads: an address as it is, of a message's id what Discord calls it."""
    if target is None:
        return None
    if target.startswith(("https://", "http://")):
        return None if re.search(r"[\s<>]", target) else target
    return link_to(target)


def _rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    shown = [replace(one, label=first(one.label, _LABEL)) for one in buttons]
    return [tuple(shown[start : start + IN_A_ROW]) for start in range(0, len(shown), IN_A_ROW)]
