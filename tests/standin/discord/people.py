"""Users, and the members of guilds that they are."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(eq=False, slots=True, kw_only=True)
class User:
    """`takes_private` and `blocked` say whether the bot can write to it."""

    id: int
    name: str
    display_name: str | None = None
    bot: bool = False
    locale: str = "en-GB"
    takes_private: bool = True
    blocked: bool = False


@dataclass(eq=False, slots=True, kw_only=True)
class Member:
    """A user in a guild."""

    user: User
    joined: datetime
    nick: str | None = None
    roles: list[int] = field(default_factory=list)
    muted_until: datetime | None = None
    muted: bool = False
    """As of the last look at it: see `World.member`."""
