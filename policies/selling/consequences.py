"""From a breach to the step on a ladder. Every strike ends by itself; none comes without an event."""

from datetime import timedelta
from typing import Final, NamedTuple

from chat.standing import Strike
from chat.verdicts import Act, Outcome
from policies.language.schema import Ladder
from policies.selling.case import Case
from policies.selling.members import holds_role

DEFAULT: Final = ""
"""Name of the ladder that rules have unless they say `then`."""
ONE_BREACH: Final = timedelta(minutes=10)
"""Refusals before the author was told of the first are one, but no longer than this."""


class Step(NamedTuple):
    """What follows: the acts, on which ladder, at which number of live strikes, and whether one is added."""

    acts: tuple[Act, ...]
    ladder: str
    number: int
    strike: bool


def step(case: Case, wanted: str | None, *, counts: bool) -> Step:
    """Return the step for a breach. `counts` is False for a refusal that is nobody's fault: no strike."""
    name = _ladder_name(case, wanted)
    ladder = _ladder(case, name)
    live = live_strikes(case, name)
    told_later = [strike for strike in live if _is_one_breach(strike, case)]
    strike = counts and not told_later
    number = len(live) + strike
    return Step(ladder.acts(number), name, number, strike)


def live_strikes(case: Case, ladder: str) -> list[Strike]:
    """Return the author's strikes on a ladder that have not ended."""
    life = case.group.consequences.forgive_after
    return [s for s in case.standing.strikes if s.ladder == ladder and s.at <= case.at < s.at + life]


def outcome(acts: tuple[Act, ...]) -> Outcome:
    """Return what a step does to the message: a post stays unless a step says `remove`."""
    names = {act.name for act in acts}
    if "remove" in names:
        return Outcome.REMOVE
    return Outcome.ALLOW if names <= {"ask admins"} else Outcome.NOTICE


def _is_one_breach(strike: Strike, case: Case) -> bool:
    untold = strike.told_at is None or strike.told_at > case.at
    return untold and case.at - strike.at < ONE_BREACH


def _ladder_name(case: Case, wanted: str | None) -> str:
    if wanted is not None:
        return wanted
    for name, ladder in sorted(case.group.consequences.named.items()):
        if any(holds_role(role, case) for role in ladder.for_):
            return name
    return DEFAULT


def _ladder(case: Case, name: str) -> Ladder:
    return case.group.consequences.named.get(name) or case.group.consequences.ladder
