"""What was decided about a message, why, and what would make it a yes. Findings are data; sentences come later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """What happens to the message."""

    ALLOW = "allow"
    NOTICE = "notice"
    """It stays; its author is told."""
    REMOVE = "remove"
    HOLD = "hold"
    """Taken down until an admin decides."""


class Answer(StrEnum):
    """How one rule answered. Every rule that was asked answers, so `explain` has nothing to guess."""

    MATCHED = "matched"
    """A prohibition applies, or an allowance fits: it decides."""
    PASSED = "passed"
    """It has nothing to say about this message, or does not fit it."""
    OVERRULED = "overruled"
    """It would have decided, but something before it did, or it only observes."""
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition of a rule, or one limit, and how it came out.

    `holds` is None where it can't be known: that counts for the member. `next` is the first instant at which a failing
    one would hold by waiting alone, `until` the first at which a holding one no longer would; None: never.
    """

    code: str
    """`kinds`, `channels`, `when`, `roles`, `for`, `introduced`, `earn`, `has`, `without`, `whose`, `solicited`,
    `not`, `approval`, `limit`, `frequency.member`, ..."""
    holds: bool | None
    measured: str = ""
    limit: str = ""
    line: str = ""
    next: datetime | None = None
    until: datetime | None = None
    others_only: bool = False
    """It depends on what others did, not on the author."""
    ladder: str | None = None
    """The `then` of a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's answer. `line` is `file:line`; `code` names the step of the order that asked."""

    rule: str
    line: str
    code: str
    """`not_a_member`, `admin`, `kept`, `permit`, `exempt`, `never`, `same_message`, `welcome`, `nothing_to_allow`,
    `allow`, `part_of`, `unsure`."""
    answer: Answer
    checks: tuple[Check, ...] = ()


class Change(StrEnum):
    """What an author can do about a refusal, from easiest to hardest."""

    WORDING = "wording"
    PLACE = "place"
    WAIT = "wait"
    CONTRIBUTE = "contribute"
    ASK_ADMINS = "ask admins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The nearest way to yes: an allowance, everything in it that failed, and when it would be a yes."""

    rule: str
    line: str
    changes: tuple[Change, ...]
    failed: tuple[Check, ...]
    place: str | None = None
    """Where to post, if elsewhere."""
    next: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One consequence. `duration` of a mute or ban; None: until an admin ends it."""

    name: str
    """`notice`, `remove`, `mute`, `kick`, `ban`, `ask admins`."""
    duration: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a promotion that stands is charged to."""

    allowance: str | None
    limited: bool
    ever_keys: tuple[str, ...] = ()
    """Keys of the limits without end that it counts in."""
    permit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome for one message, everything that was looked at, and what follows."""

    outcome: Outcome
    code: str
    """Of the finding that decided."""
    rule: str | None = None
    line: str | None = None
    kind: str | None = None
    """The kind that the message was judged as."""
    findings: tuple[Finding, ...] = ()
    acts: tuple[Act, ...] = ()
    ladder: str | None = None
    step: int = 0
    """Live strikes on the ladder, with this one; 0 where none is given."""
    strike: bool = False
    """Does it add a strike?"""
    charge: Charge | None = None
    way: Way | None = None
    measured: str | None = None
    limit: str | None = None
    next: datetime | None = None
    deadline: datetime | None = None
    """When a held message is decided without an admin, by the policy's default."""
    unknown: tuple[str, ...] = ()
    """Codes of conditions that could not be known and counted for the member."""

    @property
    def asks_admins(self) -> bool:
        """Tell whether a card goes to the admins."""
        return self.outcome is Outcome.HOLD or any(act.name == "ask admins" for act in self.acts)
