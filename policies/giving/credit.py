"""What a contribution is worth: by kind and evidence, less with every one from the same person, nothing at first.

Reads what was credited before and decides on one row at a time; who gave what to whom is found elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chat.giving import Contribution, GivingKind

PAIR_WINDOW: Final = timedelta(days=28)
PAIR_DECAY: Final = (1.0, 0.5, 0.25)
"""What the first, second and third credit from the same person in the window are worth; later ones nothing."""
SCORES_FROM: Final = timedelta(days=7)
"""Members younger than this neither score nor let others score."""
A_WEEK: Final = timedelta(days=7)
CAP_A_WEEK: Final = 3

ANSWERED, THANKED, TICKED = 1.0, 4.0, 5.0
"""An answer: the asker spoke again, thanked, said so by a tick."""
WEIGHTS: Final[Mapping[GivingKind, float]] = {
    GivingKind.THANKS: 1.0,
    GivingKind.RESOURCE: 2.0,
    GivingKind.RECOMMENDATION: 4.0,
    GivingKind.WELCOME: 2.0,
    GivingKind.QUESTION: 1.0,
}

Credits = Mapping[str, Iterable[Contribution]]
"""By giver: what was credited in the last 28 days."""
Joined = Mapping[str, datetime]
"""When members were seen to join; of others the joining is unknown, which counts for them."""


def scores(member: str, at: datetime, joined: Joined) -> bool:
    """Tell whether a member has been here long enough to score."""
    return member not in joined or at - joined[member] >= SCORES_FROM


def credited(row: Contribution, earned: Credits, joined: Joined) -> Contribution:
    """Return a contribution with its credit: weight times pair decay, nothing for or from the newest members."""
    people = [row.giver] + ([row.receiver] if row.receiver else [])
    if not all(scores(member, row.at, joined) for member in people):
        return replace(row, credit=0.0)
    return replace(row, credit=row.weight * decay(row, earned))


def decay(row: Contribution, earned: Credits) -> float:
    """Return what share of its weight a contribution keeps, by how many came from the same person before."""
    earlier = sum(
        1
        for c in earned.get(row.giver, ())
        if c.receiver == row.receiver and c.key != row.key and c.credit > 0 and row.at - c.at < PAIR_WINDOW
    )
    return PAIR_DECAY[earlier] if earlier < len(PAIR_DECAY) else 0.0


def before(row: Contribution, earned: Credits) -> Contribution | None:
    """Return the row of the same key as it was credited before."""
    return next((c for c in earned.get(row.giver, ()) if c.key == row.key), None)


def given_lately(giver: str, kind: GivingKind, at: datetime, earned: Credits) -> int:
    """Count what a member was credited for of a kind within a week."""
    return sum(1 for c in earned.get(giver, ()) if c.kind is kind and at - c.at < A_WEEK)


def thanked_this_week(row: Contribution, earned: Credits) -> bool:
    """Tell whether the same member thanked the same one within a week: only the first counts."""
    return any(
        c.kind is GivingKind.THANKS and c.receiver == row.receiver and c.key != row.key and row.at - c.at < A_WEEK
        for c in earned.get(row.giver, ())
    )
