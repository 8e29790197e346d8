"""A neutral post: what the bot writes, before any platform's markup.

Sections carry a priority so that a platform with a limit can cut at a section's border: the highest number goes
first. Everything in a run is plain text, however hostile; only adapters know how to escape it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a run is shown."""

    PLAIN = "plain"
    BOLD = "bold"
    NAME = "name"
    """A member's name: shown, never a mention that rings a telephone."""
    LINK = "link"
    QUOTE = "quote"
    """Words of a member, as they were."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `target` is a URL or a message id, for links only."""

    text: str
    style: Style = Style.PLAIN
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines. Priority 0 is never cut."""

    lines: tuple[tuple[Run, ...], ...]
    heading: str | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice under a post. `data` is at most 64 bytes (Telegram's bound, the smallest)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG and what it shows, in words."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something to be read by people."""

    sections: tuple[Section, ...]
    buttons: tuple[Button, ...] = ()
    picture: Picture | None = None


def plain(post: Post) -> str:
    """Return the post as plain text: sections apart by an empty line, quotes behind "> "."""
    return "\n\n".join(_plain_section(section) for section in post.sections)


def _plain_section(section: Section) -> str:
    lines = ["".join(_plain_run(run) for run in line).rstrip() for line in section.lines]
    return "\n".join(([section.heading] if section.heading else []) + lines)


def _plain_run(run: Run) -> str:
    """Return a run as text. A link to a message leads nowhere in plain text, so only addresses are kept."""
    if run.style is Style.QUOTE:
        return "\n".join(f"> {line}" for line in run.text.splitlines())
    if run.style is Style.LINK:
        return f"{run.text} ({run.target})" if "://" in (run.target or "") else ""
    return run.text
