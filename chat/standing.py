"""What the ledger knew when a message came. Data only: no question is asked of a database through it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a promotion stands."""

    STANDS = "stands"
    HELD = "held"
    """Taken down until an admin decides: a reservation."""
    RESERVED = "reserved"
    """A draft's slot, kept for a while."""
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    """Deleted by its author within the grace, or by an admin: the slot is back."""


COUNTING = frozenset({State.STANDS, State.HELD, State.RESERVED})
"""States in which a promotion takes a slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """An earlier promotion: whose, of what, where, and what it is charged to."""

    message_id: str
    at: datetime
    member: str
    organisation: str | None = None
    offer: str | None = None
    place: str | None = None
    kinds: tuple[str, ...] = ()
    allowance: str | None = None
    """Name of the allowance that it is charged to; None where none allowed it or none limits it."""
    limited: bool = True
    """Counted by `frequency`; solicited and permitted ones are not."""
    state: State = State.STANDS
    album: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Something that `earn` can count: a post of a kind, or a contribution with credit."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """A breach. `told_at` is when the author was told; None while nobody has told."""

    ladder: str
    at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A person's yes, given beforehand: it outranks every rule."""

    permit_id: str
    by: str
    offer: str | None = None
    """Key of the offer it covers; None covers any."""
    times: int | None = 1
    """How often it can still be used; None without end."""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that judging one message may know of what was before it."""

    began_at: datetime | None = None
    """When the ledger began to see the group; None: it knows of nothing before this message."""
    joined_at: datetime | None = None
    """When the author's joining was seen; None where it was not."""
    introduced_at: datetime | None = None
    promoted: tuple[Promoted, ...] = ()
    """Of the author and colleagues, and of others as far as the policy's limits look at them; oldest first."""
    earned: tuple[Earned, ...] = ()
    strikes: tuple[Strike, ...] = ()
    permits: tuple[Permit, ...] = ()
    ever: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Counts for `ever`: by the limit's key, then place ("" where unknown), how often."""
    same_text: tuple[tuple[str, datetime], ...] = ()
    """Places (and times) where the author posted this very text before."""
    part_of: Promoted | None = None
    """The promotion that this message is a part of (album), or says again in the same place within 10 minutes."""
    under: tuple[str, ...] | None = None
    """Names of the policy's places (threads that somebody opened) in which it stands; None where that is hidden."""
    kept: bool = False
    """An admin approved, pinned or restored this message."""


UNKNOWN = Standing()
"""Nothing is known, which counts for the member."""
