"""Which privileged things a platform is asked to show, because the policy needs them; by plain names."""

from collections.abc import Iterable

from policies.language.schema import Group
from policies.selling.needs import member_tests

WORDS = "content"
"""What members write."""
COMINGS = "members"
"""Who is there, and who comes and goes."""


def wishes(groups: Iterable[Group]) -> frozenset[str]:
    """Return what the groups of one platform need."""
    found = {WORDS}
    if any(_looks_at_members(group) for group in groups):
        found.add(COMINGS)
    return frozenset(found)


def _looks_at_members(group: Group) -> bool:
    """Tell whether a policy invites the silent, or asks how long a member has been there."""
    return group.nudges.enabled or any(test.for_ or test.introduced is not None for test in member_tests(group))
