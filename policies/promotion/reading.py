"""What a message's own words, links and layout tell, before anything around it is known.

Reading is the dear part (hundreds of microseconds) and depends on the message alone, so it can be done beforehand,
kept, or spread over cores; `weigh` then adds the context in a few microseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.promotions import Signal, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the ledger is asked about a message."""

    domains: tuple[str, ...] = ()
    """Registrable domains; for shared hosts the host and its first path part. In order, no doubles."""
    links: tuple[str, ...] = ()
    """Canonical links: no tracking parameters, no scheme, no `www.`."""
    hosts: tuple[str, ...] = ()
    """Of the links, without `www.`."""
    handles: tuple[str, ...] = ()
    sketch: int = 0
    """64 bits over the normalised text, 0 for a text too short to compare."""
    text_key: str | None = None
    """Equal for the same text up to case, marks, spaces and emoji; None for texts too short to be recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The context-free part of a classification."""

    keys: Keys = Keys()
    signals: tuple[Signal, ...] = ()
    """Their weights add up, with the intercept among them, to the log-odds of promotion."""
    kinds: Mapping[str, float] = field(default_factory=dict)
    """Probability of each kind: of promotion kinds given that it is a promotion (they add up to 1 at most), of other
    kinds outright."""
    stance: Stance = Stance.NONE
    features: Mapping[str, int] = field(default_factory=dict)
    asks_for: tuple[str, ...] = ()
    affiliation: str | None = None
    """The organisation that the author says to work for, folded."""

    @property
    def contacts(self) -> tuple[str, ...]:
        """Handles to write to: one that is only named may be a member who is thanked."""
        return self.keys.handles if self.features.get("contact") else ()

    @property
    def marks(self) -> tuple[str, ...]:
        """What the ledger counts by member, to tell whose it is: domains, and handles to write to."""
        return (
            (*self.keys.domains, *(f"@{handle}" for handle in self.contacts))
            if self.keys.handles
            else self.keys.domains
        )


NOTHING_READ = Reading()
"""Of a message without text, links or pictures."""
