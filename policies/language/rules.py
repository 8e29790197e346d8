"""Who may promote what, where, when and how often: conditions, rules, limits over all of them.

Shorthand is spelt out before keys are read. Descriptions are the policy reference in `docs/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final, Literal

from policies.language.features import FeatureTest
from policies.language.fields import Model, Type, key, line_of, spelt_out
from policies.language.limits import Earning, Limit
from policies.language.tree import Map, mark_of, text_at
from policies.language.values import (
    DURATION,
    EARNINGS,
    FEATURES,
    LIMIT,
    NAME,
    NAMES,
    SHARE,
    SWITCH,
    WINDOWS,
    ListOf,
    MapOf,
    Nested,
    one_of,
)
from policies.language.windows import Window

Mode = Literal["observe", "enforce"]
Whose = Literal["own", "others"]
Names = tuple[str, ...]
Earnings = tuple[Earning, ...]
Features = tuple[FeatureTest, ...]
MODE: Final = one_of("observe", "enforce")
WHOSE: Final = one_of("own", "others")


@dataclass(frozen=True, kw_only=True)
class LimitRule(Model):
    """A limit and, if breaking it has a ladder of its own, that ladder's name."""

    shorthands: ClassVar[tuple[Type, ...]] = (LIMIT,)
    short_for = "at_most"

    limit: Limit = key(LIMIT, None, "The limit, like `1 per week`.", called="at_most", required=True)
    then: str | None = key(NAME, None, "Ladder of consequences for breaking this limit.", example="gentle")
    line: str = ""

    @classmethod
    def placed(cls, value: Any) -> dict[str, Any]:
        """Remember the line."""
        return {"line": line_of(value)}


Limits = tuple[LimitRule, ...]
LIMITS: Final = ListOf(Nested(LimitRule, "a limit"), "a limit, like `1 per week`, or a list of limits")


@dataclass(frozen=True, kw_only=True)
class MemberTest(Model):
    """Conditions on the author. All that are given must hold."""

    shorthands: ClassVar[tuple[Type, ...]] = (NAMES,)
    short_for = "roles"

    roles: Names = key(NAMES, (), "Any of these roles.", example="[team]")
    for_: timedelta | None = key(DURATION, None, "A member for at least this long.", example="14d")
    introduced: bool | None = key(SWITCH, None, "Has (yes) or has not (no) posted an introduction.", example="yes")
    earn: Earnings = key(EARNINGS, (), "What must have been given before. All of it.", example="3 contributions in 30d")

    def misfits(self) -> Iterator[str]:
        """Refuse to mean everybody by no condition."""
        if not (self.roles or self.for_ or self.earn) and self.introduced is None:
            yield "conditions on an author need at least one of roles, for, introduced, earn"


MEMBERS: Final = Nested(MemberTest, "conditions on the author, or a role, or a list of roles")


@dataclass(frozen=True, kw_only=True)
class Approval(Model):
    """A person decides."""

    shorthands: ClassVar[tuple[Type, ...]] = (one_of("admins", "beforehand"),)
    short_for = "how"

    how: Literal["admins", "beforehand"] = key(
        one_of("admins", "beforehand"),
        "admins",
        "`admins`: held until an admin decides; `beforehand`: refused without a permit.",
    )
    within: timedelta | None = key(DURATION, None, "How long the admins have.", example="24h")
    else_: Literal["refuse", "allow"] = key(
        one_of("refuse", "allow"), "refuse", "What follows when nobody decided in time."
    )


@dataclass(frozen=True, kw_only=True)
class Conditions(Model):
    """What `never`, `welcome`, `allow` and `not` have in common. All that are given must hold."""

    kinds: Names = key(NAMES, (), "Any of these kinds.", example="[product, service]")
    channels: Names = key(NAMES, (), "In any of these places.", example="[offers]")
    when: tuple[Window, ...] = key(
        WINDOWS, (), "In any of these windows, by the group's clock.", example="Fri 08:00-20:00"
    )
    members: MemberTest | None = key(MEMBERS, None, "Who the author must be.", example="{for: 14d}")
    has: Features = key(FEATURES, (), "All of these features.", example="[price, at most 1 line]")
    without: Features = key(FEATURES, (), "None of these features.", example="[picture]")
    whose: Whose | None = key(WHOSE, None, "Whose thing it is.", example="own")
    solicited: bool | None = key(
        SWITCH, None, "Somebody asked for such a thing (yes), or nobody did (no).", example="yes"
    )

    @property
    def are_given(self) -> bool:
        """Tell whether there is any condition."""
        tests = (self.kinds, self.channels, self.when, self.members, self.has, self.without, self.whose)
        return any(tests) or self.solicited is not None


@dataclass(frozen=True, kw_only=True)
class Exclusion(Conditions):
    """What stands under `not`: the rule fails when all of its conditions hold."""

    def misfits(self) -> Iterator[str]:
        """Refuse no condition, which always holds, so that the rule always fails."""
        if not self.are_given:
            yield "`not` needs at least one condition"


@dataclass(frozen=True, kw_only=True)
class Rule(Conditions):
    """One entry under `never`, `welcome` or `allow`. A bare kind is short for `{kinds: [it]}`."""

    shorthands: ClassVar[tuple[Type, ...]] = (NAME,)

    name: str = key(
        NAME, "", "How the rule is called when it is spoken of. Without one: its kinds.", example="Market Friday"
    )
    not_: Conditions | None = key(
        Nested(Exclusion, "conditions"), None, "The rule fails when all of these hold.", example="{kinds: [event]}"
    )
    limit: Limits = key(LIMITS, (), "How often. Under `allow` only; all must have room.", example="1 per week")
    approval: Approval | None = key(
        Nested(Approval, "`admins` or `beforehand`"),
        None,
        "Whether a person decides. Under `allow` only.",
        example="{within: 24h, else: refuse}",
    )
    then: str | None = key(NAME, None, "Ladder of consequences for breaking this rule.", example="major")
    mode: Mode = key(MODE, "enforce", "`observe`: the rule answers and is recorded, and changes nothing.")
    line: str = ""

    @classmethod
    def spell_out(cls, value: Any) -> Any:
        """Take a text as a kind, and call a rule without a name by its kinds."""
        if isinstance(value, str):
            return spelt_out(value, {"name": value, "kinds": value})
        if not isinstance(value, dict) or "name" in value:
            return value
        kinds = value.get("kinds")
        words = [kind for kind in (kinds if isinstance(kinds, list | tuple) else [kinds]) if isinstance(kind, str)]
        name = ", ".join(filter(None, words)) or f"rule in line {mark_of(value).line}"
        return spelt_out(value, {**value, "name": text_at(name, mark_of(value))})

    @classmethod
    def placed(cls, value: Any) -> dict[str, Any]:
        """Remember the line."""
        return {"line": line_of(value)}


RULES: Final = ListOf(Nested(Rule, "a rule or a kind"), "a list of rules; a bare kind is one", empty=True)


@dataclass(frozen=True, kw_only=True)
class Threshold(Model):
    """Probabilities at which the bot asks an admin, and at which it acts."""

    ask: float = key(SHARE, 0.5, "From here on a person is asked.", required=True)
    act: float = key(SHARE, 0.7, "From here on the policy acts.", required=True)

    def misfits(self) -> Iterator[str]:
        """Refuse acting before asking."""
        if self.ask > self.act:
            yield f"ask ({self.ask}) must not be above act ({self.act})"


@dataclass(frozen=True, kw_only=True)
class Selling(Model):
    """Who may promote what, where, when and how often."""

    exempt: MemberTest | None = key(MEMBERS, None, "Members to whom no rule applies.", example="{roles: [team]}")
    never: tuple[Rule, ...] = key(
        RULES, (), "What is never wanted; asked of every message, promotion or not.", example="[mlm, crypto]"
    )
    welcome: tuple[Rule, ...] = key(
        RULES, (), "What needs no allowance, promotion or not.", example="[{name: Free events, kinds: [event]}]"
    )
    allow: tuple[Rule, ...] = key(
        RULES,
        (),
        "Allowances: a promotion needs one that fits. `[]`: none is allowed.",
        example="[{channels: [offers]}]",
    )
    unsure: Literal["ask", "pass"] = key(
        one_of("ask", "pass"),
        "ask",
        "When it is doubtful whether a post is a promotion: ask the admins (it stands), or let it pass.",
    )
    thresholds: dict[str, Threshold] = key(
        MapOf(Nested(Threshold, "two shares"), "kinds with two shares"),
        {},
        "By kind, or `default`: probabilities at which to ask and to act. `potluck tune` proposes them.",
        example="{default: {ask: 0.5, act: 0.7}}",
    )
    line: str = ""
    allow_line: str = ""

    @classmethod
    def placed(cls, value: Any) -> dict[str, Any]:
        """Remember where it stands, and where its allowances do."""
        line = line_of(value)
        if not isinstance(value, Map) or "allow" not in value:
            return {"line": line, "allow_line": line}
        mark = value.keys_at["allow"]
        return {"line": line, "allow_line": f"{mark.file}:{mark.line}"}


@dataclass(frozen=True, kw_only=True)
class Frequency(Model):
    """Limits over all allowances together. What somebody asked for is neither limited nor counted."""

    member: Limits = key(LIMITS, (), "Of one member.", example="1 per 4h")
    organisation: Limits = key(LIMITS, (), "Of members who speak for one organisation.", example="2 per week")
    group: Limits = key(LIMITS, (), "Of the whole group.", example="10 per day")
    gap: timedelta | None = key(DURATION, None, "Between any two promotions in the group.", example="30m")
    same_offer: Limits = key(
        LIMITS, (), "The same thing by the same author, reworded or not.", example="1 channel per 30d"
    )
    same_message: Limits = key(
        LIMITS,
        (),
        "The very same text by the same author; asked of every message, of a few words only where they sell something.",
        example="1 channel ever",
    )
    gap_line: str = ""

    @classmethod
    def placed(cls, value: Any) -> dict[str, Any]:
        """Remember where the gap stands."""
        if isinstance(value, Map) and "gap" in value:
            mark = value.keys_at["gap"]
            return {"gap_line": f"{mark.file}:{mark.line}"}
        return {}
