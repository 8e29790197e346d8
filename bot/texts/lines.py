"""How whole sentences become a post: text and names side by side, a line each."""

from chat.posts import Button, Post, Run, Section

Part = str | Run


def line(*parts: Part) -> tuple[Run, ...]:
    """Return a line of text and names."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def post(*lines: tuple[Run, ...], buttons: tuple[Button, ...] = (), heading: str | None = None) -> Post:
    """Return lines as a post of one section."""
    return Post(sections=(Section(lines=lines, heading=heading),), buttons=buttons)
