"""Every name that a group's policy uses must be one that it, or Potluck, defines."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from chat.promotions import KINDS
from policies.language.schema import (
    Conditions,
    Earnings,
    Given,
    Group,
    Kind,
    LimitRule,
    MemberTest,
    PolicyTest,
    Role,
    Rule,
    Selling,
)

Path = tuple[str | int, ...]

ADMINS: Final = "admins"
"""The built-in role of the platform's admins."""
NEWCOMER: Final = "newcomer"
"""Whom a test may speak as, besides roles."""
EARNED_BESIDES_KINDS: Final = ("contributions", "posts")


class UnknownName(NamedTuple):
    """A name that is defined nowhere, where it stands and which would have been known."""

    path: Path
    what: str
    name: str
    known: tuple[str, ...]


def unknown_names(group: Group) -> Iterator[UnknownName]:
    """Yield every unknown kind, role, ladder and (where ids are needed) place that a group's policy names."""
    yield from _own_dictionaries(group)
    yield from _settings(group)
    for index, test in enumerate(group.tests):
        yield from _test(group, test, ("tests", index))
    if group.selling is not None:
        yield from _selling(group, group.selling)


def _selling(group: Group, selling: Selling) -> Iterator[UnknownName]:
    if selling.exempt:
        yield from _members(group, selling.exempt, ("selling", "exempt"))
    for key in ("never", "welcome", "allow"):
        for index, rule in enumerate(getattr(selling, key)):
            yield from _rule(group, rule, ("selling", key, index))
    for key in selling.thresholds:
        yield from _kinds(group, [key] if key != "default" else [], ("selling", "thresholds", key))


def _settings(group: Group) -> Iterator[UnknownName]:
    for key in ("member", "organisation", "group", "same_offer", "same_message"):
        yield from _limits(group, getattr(group.frequency, key), ("frequency", key))
    for name, ladder in group.consequences.named.items():
        yield from _roles(group, ladder.for_, ("consequences", name, "for"))
    if group.summary.channel:
        yield from _place(group, group.summary.channel, ("summary", "channel"))


def _test(group: Group, test: PolicyTest, path: Path) -> Iterator[UnknownName]:
    """Check what an example names. Its rule may be one of the bot's own, and is not looked up."""
    if test.as_ and test.as_ != NEWCOMER:
        yield from _roles(group, [test.as_], (*path, "as"), also=(NEWCOMER,))
    allowances = tuple(rule.name for rule in group.selling.allow) if group.selling else ()
    wanted = test.expect.allowance
    if wanted is not None and wanted not in allowances:
        yield UnknownName((*path, "expect", "allowance"), "allowance", wanted, allowances)
    steps: list[tuple[PolicyTest | Given, Path]] = [(test, path)]
    steps += [(given, (*path, "given", index)) for index, given in enumerate(test.given)]
    for step, at in steps:
        if step.kind:
            yield from _kinds(group, [step.kind], (*at, "kind"))
        if step.in_:
            yield from _place(group, step.in_, (*at, "in"))


def _place(group: Group, name: str, path: Path) -> Iterator[UnknownName]:
    """Check a place. Only Telegram's topics have no names of their own by which a rule could call them."""
    if group.platform == "telegram" and name not in group.places and not name.lstrip("-").isdecimal():
        yield UnknownName(path, "place", name, tuple(group.places))


def _own_dictionaries(group: Group) -> Iterator[UnknownName]:
    for name, kind in group.kinds.items():
        yield from _own_kind(group, kind, ("kinds", name))
    for name, role in group.roles.items():
        yield from _earnings(group, role, ("roles", name))
    for name, place in group.places.items():
        if place.under:
            yield from _roles(group, [place.under], ("places", name, "under"))


def _own_kind(group: Group, kind: Kind, path: Path) -> Iterator[UnknownName]:
    for index, name in enumerate(kind.is_):
        if name not in KINDS:
            yield UnknownName((*path, "is", index), "built-in kind", name, KINDS)
    if kind.members:
        yield from _members(group, kind.members, (*path, "members"))


def _rule(group: Group, rule: Rule, path: Path) -> Iterator[UnknownName]:
    yield from _conditions(group, rule, path)
    if rule.not_:
        yield from _conditions(group, rule.not_, (*path, "not"))
    yield from _limits(group, rule.limit, (*path, "limit"))
    yield from _ladder(group, rule.then, (*path, "then"))


def _conditions(group: Group, conditions: Conditions, path: Path) -> Iterator[UnknownName]:
    yield from _kinds(group, conditions.kinds, (*path, "kinds"))
    if conditions.members:
        yield from _members(group, conditions.members, (*path, "members"))
    for index, name in enumerate(conditions.channels):
        yield from _place(group, name, (*path, "channels", index))


def _kinds(group: Group, names: Iterable[str], path: Path) -> Iterator[UnknownName]:
    for index, name in enumerate(names):
        if not group.is_kind(name):
            yield UnknownName((*path, index), "kind", name, (*KINDS, *group.kinds))


def _members(group: Group, test: MemberTest, path: Path) -> Iterator[UnknownName]:
    yield from _roles(group, test.roles, (*path, "roles"))
    yield from _earnings(group, test, path)


def _roles(group: Group, names: Iterable[str], path: Path, also: tuple[str, ...] = ()) -> Iterator[UnknownName]:
    for index, name in enumerate(names):
        if name not in group.roles and name != ADMINS:
            yield UnknownName((*path, index), "role", name, (*group.roles, ADMINS, *also))


def _earnings(group: Group, test: MemberTest | Role, path: Path) -> Iterator[UnknownName]:
    earnings: Earnings = test.earn
    for index, earning in enumerate(earnings):
        if not group.is_kind(earning.kind) and earning.kind not in EARNED_BESIDES_KINDS:
            yield UnknownName(
                (*path, "earn", index), "kind", earning.kind, (*KINDS, *group.kinds, *EARNED_BESIDES_KINDS)
            )


def _limits(group: Group, limits: Iterable[LimitRule], path: Path) -> Iterator[UnknownName]:
    for index, limit in enumerate(limits):
        yield from _ladder(group, limit.then, (*path, index, "then"))


def _ladder(group: Group, name: str | None, path: Path) -> Iterator[UnknownName]:
    known = tuple(group.consequences.named)
    if name is not None and name not in known:
        yield UnknownName(path, "ladder of consequences", name, known)
