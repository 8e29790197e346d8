"""Rules that can never apply, whatever anybody writes: contradictions within a rule, and prohibitions over allowances.

Everything here errs on the side of silence: only what follows from the words is said.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from policies.language.names import Path
from policies.language.remarks import Remark
from policies.language.rules import Conditions, Rule
from policies.language.schema import Group, Selling
from policies.language.windows import MINUTES_A_WEEK, Window

_WHOLE_WEEK: Final = (1 << MINUTES_A_WEEK) - 1


def unreachable_rules(group: Group, selling: Selling) -> Iterator[Remark]:
    """Yield an error for each rule that can never apply, and a warning for parts of one."""
    for section in ("never", "welcome", "allow"):
        for index, rule in enumerate(getattr(selling, section)):
            path: Path = ("selling", section, index)
            if section == "never" and not rule.are_given and rule.not_ is None:
                yield Remark(path, "this forbids every message: give it a condition, like `kinds`")
            if rule.not_ is not None and _implies(rule, rule.not_, group):
                yield Remark((*path, "not"), "this rule can never apply: its own `not` takes back all that it says")
            for feature in _contradicted(rule):
                message = f"this rule can never apply: its `has` and `without` leave no number of '{feature}'"
                yield Remark((*path, "has" if rule.has else "without"), message)
    for index, rule in enumerate(selling.allow):
        yield from _shadowed(rule, ("selling", "allow", index), group, selling)


def _contradicted(rule: Conditions) -> list[str]:
    """Return the features of which no number is both what a rule wants and not what it must be without."""
    tests = (*rule.has, *rule.without)
    return [name for name in dict.fromkeys(test.feature for test in tests) if not _leaves_a_number(rule, name)]


def _leaves_a_number(rule: Conditions, feature: str) -> bool:
    wanted = [test for test in rule.has if test.feature == feature]
    unwanted = [test for test in rule.without if test.feature == feature]
    edges = {edge for test in (*wanted, *unwanted) for edge in (test.least, test.most) if edge is not None}
    near = {max(0, edge + step) for edge in edges for step in (-1, 0, 1)}
    return any(
        all(test.holds(count) for test in wanted) and not any(test.holds(count) for test in unwanted) for count in near
    )


def _shadowed(rule: Rule, path: Path, group: Group, selling: Selling) -> Iterator[Remark]:
    prohibitions = [one for one in selling.never if one.mode == "enforce" and one.not_ is None and one.are_given]
    whole = _forbidding(rule, prohibitions, group)
    parts = _forbidden_parts(rule, prohibitions, group)
    if whole and rule.when and any(one.when for one in whole):
        message = f"this window never opens: {_called(whole)} under `never` forbids all of its hours"
        yield Remark((*path, "when"), message)
        return
    if whole:
        yield Remark(path, f"this allowance can never apply: {_called(whole)} under `never` forbids all of it")
        return
    for key, (names, given) in parts.items():
        for number, name in names:
            message = f"'{name}' is forbidden under `never` as well, so it is never allowed here"
            if len(names) == given:
                message = f"this allowance can never apply: `never` forbids everything under its `{key}`"
            yield Remark((*path, key, number), message, warning=len(names) < given)
            if len(names) == given:
                return


def _called(rules: list[Rule]) -> str:
    return ", ".join(f"'{rule.name}'" for rule in rules)


def _forbidding(rule: Rule, prohibitions: list[Rule], group: Group) -> list[Rule]:
    """Return the prohibitions that together cover an allowance: one alone, or several that share its hours."""
    covering = [one for one in prohibitions if _implies(rule, replace(one, when=()), group)]
    alone = [one for one in covering if _covers(rule.when, one.when)]
    if alone:
        return alone[:1]
    hours = _certain_hours(tuple(window for one in covering for window in one.when))
    return covering if covering and not _possible_hours(rule.when) & ~hours else []


def _forbidden_parts(
    rule: Rule, prohibitions: list[Rule], group: Group
) -> dict[str, tuple[list[tuple[int, str]], int]]:
    """Return the kinds and places of an allowance that are forbidden, each by itself, and how many there are."""
    parts: dict[str, tuple[list[tuple[int, str]], int]] = {}
    for key in ("kinds", "channels"):
        names: tuple[str, ...] = getattr(rule, key)
        forbidden = [
            (number, name)
            for number, name in enumerate(names)
            if _forbidding(_with_only(rule, key, name), prohibitions, group)
        ]
        if forbidden:
            parts[key] = (forbidden, len(names))
    return parts


def _with_only(rule: Rule, key: str, name: str) -> Rule:
    return replace(rule, kinds=(name,)) if key == "kinds" else replace(rule, channels=(name,))


def _implies(rule: Conditions, other: Conditions, group: Group) -> bool:
    """Tell whether all of the other's conditions hold wherever the rule's do."""
    return (
        _kinds_within(rule.kinds, other.kinds, group)
        and _places_within(rule.channels, other.channels, group)
        and _covers(rule.when, other.when)
        and other.members in (None, rule.members)
        and set(other.has) <= set(rule.has)
        and set(other.without) <= set(rule.without)
        and other.whose in (None, rule.whose)
        and other.solicited in (None, rule.solicited)
    )


def _kinds_within(kinds: tuple[str, ...], others: tuple[str, ...], group: Group) -> bool:
    if not others:
        return True
    return bool(kinds) and all(_is_within(kind, others, group) for kind in kinds)


def _is_within(kind: str, others: tuple[str, ...], group: Group) -> bool:
    if kind in others:
        return True
    own = group.kinds.get(kind)
    return own is not None and bool(own.is_) and set(own.is_) <= set(others)


def _places_within(places: tuple[str, ...], others: tuple[str, ...], group: Group) -> bool:
    if not others:
        return True
    known = {where for name in others for where in _ids(name, group)}
    return bool(places) and all(_ids(name, group) <= known for name in places)


def _ids(name: str, group: Group) -> set[str]:
    place = group.places.get(name)
    ids = place.ids if place is not None and place.ids else (name,)
    return {one.strip().lstrip("#").casefold() for one in ids}


def _covers(windows: tuple[Window, ...], others: tuple[Window, ...]) -> bool:
    if not others or (windows and set(windows) <= set(others)):
        return True
    return not _possible_hours(windows) & ~_certain_hours(others)


def _possible_hours(windows: tuple[Window, ...]) -> int:
    """Return the minutes of a week in which any window may be open, as bits; all of them without windows."""
    return _hours(windows) if windows else _WHOLE_WEEK


def _certain_hours(windows: tuple[Window, ...]) -> int:
    """Return the minutes of every week in which one of the windows is open."""
    return _hours(tuple(window for window in windows if window.nth is None))


def _hours(windows: tuple[Window, ...]) -> int:
    hours = 0
    for window in windows:
        bits = ((1 << window.length) - 1) << window.start
        hours |= (bits | bits >> MINUTES_A_WEEK) & _WHOLE_WEEK
    return hours
