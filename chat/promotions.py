"""What classification says of a message: which kinds, whose, and the named signals that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Stance(StrEnum):
    """Whose thing the message is about."""

    SELF = "self"
    OTHERS = "others"
    ASKING = "asking"
    NONE = "none"


PROMOTION_KINDS = (
    "product",
    "service",
    "own_content",
    "event",
    "job",
    "candidate",
    "community_invite",
    "referral_link",
    "fundraiser",
    "survey",
    "link_exchange",
    "giveaway",
    "crypto",
    "mlm",
    "adult",
)
"""Kinds that need an allowance."""

OTHER_KINDS = ("recommendation", "resource", "introduction", "request", "answer", "question", "thanks")
"""Kinds that are welcome unless an allowance names them."""

KINDS = PROMOTION_KINDS + OTHER_KINDS


@dataclass(frozen=True, slots=True)
class Signal:
    """One named part of a score: its weight in log-odds of promotion."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What a message is, as far as its text, entities, author and context tell.

    `score` is the calibrated probability that it promotes something, `kinds` the probability of each kind that has
    any (a promotion kind's is never above the score). `features` counts what `has` and `without` ask for; a feature
    that the source can't show is absent.
    """

    score: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)
    stance: Stance = Stance.NONE
    signals: tuple[Signal, ...] = ()
    features: Mapping[str, int] = field(default_factory=dict)
    solicited: bool | None = False
    """Did somebody ask for such a thing? None where the source can't tell."""
    asks_for: tuple[str, ...] = ()
    """The kinds that a question or request asks for."""
    offer: str | None = None
    """Key of the thing promoted: the same for the same author's rewordings."""
    organisation: str | None = None
    """Key of the organisation that author and offer belong to, where one is known."""
    domains: tuple[str, ...] = ()
    """Registrable domains (shared hosts: host and first path part) linked to."""
    hosts: tuple[str, ...] = ()
    """The hosts linked to, in full, without `www.`."""


NOTHING = Promotion()
"""An empty message promotes nothing."""
