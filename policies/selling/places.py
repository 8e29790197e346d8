"""Where a message stands: channels, topics, and threads under somebody's message."""

from policies.language.schema import Group
from policies.selling.case import Case
from policies.selling.doubt import Answer3, any_of
from policies.selling.members import holds_role
from policies.selling.wording import says


def in_place(case: Case, names: tuple[str, ...]) -> Answer3:
    """Tell whether the message stands in any of the places named."""
    return any_of(_in_one(case, name) for name in names)


def _in_one(case: Case, name: str) -> Answer3:
    place = case.group.places.get(name)
    if place is not None and place.under:
        return None if case.standing.under is None else name in case.standing.under
    ids = place.ids if place else (name,)
    if case.place is None:
        return None
    here = {_folded(case.place)}
    if case.message.place_name and case.place == case.message.place:
        here.add(_folded(case.message.place_name))
    return any(_folded(wanted) in here for wanted in ids)


def opens(case: Case) -> tuple[str, ...]:
    """Return the places of the policy that begin under this message: a thread by somebody of a role that says so."""
    return tuple(
        name
        for name, place in case.group.places.items()
        if place.under and holds_role(place.under, case) and (not place.says or says(case.message.text, place.says))
    )


def place_key(group: Group, name: str) -> str | None:
    """Return the id that a place named in the policy has in messages; None for one that is no channel."""
    place = group.places.get(name)
    if place is None:
        return name
    return place.ids[0] if place.ids else None


def _folded(name: str) -> str:
    return name.strip().lstrip("#").casefold()
