"""Names that a group defines and never uses: most often one of two spellings."""

from collections.abc import Iterable, Iterator

from policies.language.remarks import Remark
from policies.language.schema import Conditions, Given, Group, MemberTest, PolicyTest, Role, Rule


def unused_names(group: Group) -> Iterator[Remark]:
    """Yield a warning for each role, place, kind and ladder that nothing in the policy names."""
    for section, defined, used in (
        ("roles", group.roles, _roles(group)),
        ("places", group.places, _places(group)),
        ("kinds", group.kinds, _kinds(group)),
        ("consequences", _picked_only(group), _ladders(group)),
    ):
        for name in defined:
            if name not in used:
                yield Remark((section, name), f"'{name}' is never used", warning=True, unused=True)


def _picked_only(group: Group) -> list[str]:
    """Return the ladders that apply only where a rule picks them."""
    return [name for name, ladder in group.consequences.named.items() if not ladder.for_]


def _rules(group: Group) -> Iterator[Rule]:
    if group.selling is not None:
        yield from (*group.selling.never, *group.selling.welcome, *group.selling.allow)


def _conditions(group: Group) -> Iterator[Conditions]:
    for rule in _rules(group):
        yield rule
        if rule.not_ is not None:
            yield rule.not_


def _member_tests(group: Group) -> Iterator[MemberTest | Role]:
    tests = [conditions.members for conditions in _conditions(group)]
    tests += [kind.members for kind in group.kinds.values()]
    tests.append(group.selling.exempt if group.selling else None)
    yield from (test for test in tests if test is not None)
    yield from group.roles.values()


def _roles(group: Group) -> set[str]:
    tested = {name for test in _member_tests(group) for name in getattr(test, "roles", ())}
    openers = {place.under for place in group.places.values() if place.under}
    laddered = {name for ladder in group.consequences.named.values() for name in ladder.for_}
    return tested | openers | laddered | {test.as_ for test in group.tests if test.as_}


def _places(group: Group) -> set[str]:
    named = {name for conditions in _conditions(group) for name in conditions.channels}
    tested = {step.in_ for step in _examples(group) if step.in_}
    return named | tested | ({group.summary.channel} if group.summary.channel else set())


def _examples(group: Group) -> Iterator[PolicyTest | Given]:
    for test in group.tests:
        yield test
        yield from test.given


def _kinds(group: Group) -> set[str]:
    named = {name for conditions in _conditions(group) for name in conditions.kinds}
    earned = {earning.kind for test in _member_tests(group) for earning in test.earn}
    tested = {step.kind for step in _examples(group) if step.kind}
    return named | earned | tested | set(group.selling.thresholds if group.selling else ())


def _ladders(group: Group) -> set[str]:
    frequency = group.frequency
    over_all = (*frequency.member, *frequency.organisation, *frequency.group, *frequency.same_offer)
    limits = [*over_all, *frequency.same_message, *(limit for rule in _rules(group) for limit in rule.limit)]
    return _given(rule.then for rule in _rules(group)) | _given(limit.then for limit in limits)


def _given(names: Iterable[str | None]) -> set[str]:
    return {name for name in names if name}
