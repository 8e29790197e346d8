"""The three dictionaries of a group: who (roles), where (places) and what (kinds)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import ClassVar

from policies.language.fields import Model, Type, key
from policies.language.rules import MEMBERS, WHOSE, Earnings, Features, MemberTest, Names, Whose
from policies.language.values import DOMAINS, DURATION, EARNINGS, FEATURES, NAME, NAMES, PATTERNS, SWITCH, TEXTS


@dataclass(frozen=True, kw_only=True)
class Role(Model):
    """Who holds a role. A list of people is short for `{people: [...]}`. All conditions given must hold."""

    shorthands: ClassVar[tuple[Type, ...]] = (NAMES,)
    short_for = "people"

    people: Names = key(NAMES, (), "Ids or @handles; shown names count in exports only.", example='["@priya"]')
    platform_role: Names = key(NAMES, (), "Any of these roles (or admin titles) of the platform.", example="[Vendor]")
    for_: timedelta | None = key(DURATION, None, "A member for at least this long.", example="90d")
    introduced: bool | None = key(SWITCH, None, "Has (yes) or has not (no) posted an introduction.", example="yes")
    earn: Earnings = key(EARNINGS, (), "What must have been given before. All of it.", example="5 contributions in 90d")

    @cached_property
    def named(self) -> frozenset[str]:
        """The people, folded and without @."""
        return frozenset(person.casefold().lstrip("@") for person in self.people)

    def misfits(self) -> Iterator[str]:
        """Refuse to mean everybody by no condition."""
        if not (self.people or self.platform_role or self.for_ or self.earn) and self.introduced is None:
            yield "a role needs at least one of people, platform_role, for, introduced, earn"


@dataclass(frozen=True, kw_only=True)
class Place(Model):
    """Where: ids or names of channels or topics, or everything under certain messages."""

    shorthands: ClassVar[tuple[Type, ...]] = (NAMES,)
    short_for = "ids"

    ids: Names = key(NAMES, (), "Ids, or on Discord names, of channels or topics.", example="[42, 43]")
    under: str | None = key(NAME, None, "Replies under a message by somebody of this role.", example="admins")
    says: Names = key(TEXTS, (), "Any of these words stands in that message.", example="[self-promotion]")

    def misfits(self) -> Iterator[str]:
        """Refuse both, and neither."""
        if bool(self.ids) == bool(self.under):
            yield "a place is either ids, or `under` a role"
        elif self.says and not self.under:
            yield "`says` belongs to `under`: it looks at the message that opens a thread"


@dataclass(frozen=True, kw_only=True)
class Kind(Model):
    """A kind of the group's own. All that is given must hold; of a list, any."""

    is_: Names = key(NAMES, (), "Any of these built-in kinds.", example="[product]")
    says: Names = key(TEXTS, (), "Any of these words or phrases stands in the text.", example="[launch, launched]")
    patterns: Names = key(
        PATTERNS, (), "Any of these patterns (RE2, either case) is found in the text.", example='["ref=[a-z]+"]'
    )
    links: Names = key(DOMAINS, (), "Links to any of these domains.", example="[amazon.com]")
    has: Features = key(FEATURES, (), "All of these features.", example="[own domain]")
    without: Features = key(FEATURES, (), "None of these features.", example="[price]")
    whose: Whose | None = key(WHOSE, None, "Whose thing it is.", example="others")
    members: MemberTest | None = key(MEMBERS, None, "Who the author must be.", example="{roles: [recruiter]}")

    def misfits(self) -> Iterator[str]:
        """Refuse to mean every message by no condition."""
        given = (self.is_, self.says, self.patterns, self.links, self.has, self.without, self.whose, self.members)
        if not any(given):
            yield "a kind needs at least one of is, says, patterns, links, has, without, whose, members"
