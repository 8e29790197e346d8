"""The tests that stand in a policy: a message, what was before it, and what must follow."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from chat.verdicts import Act
from policies.language.fields import Model, Type, key, line_of
from policies.language.rules import Names
from policies.language.values import ACTS, AMOUNTS, COUNT, MOMENT, NAME, SWITCH, TEXT, ListOf, Nested, one_of

_OUTCOME: Final = one_of("allow", "notice", "remove", "hold")
_WITH: Final = "Features it has beyond its text."


@dataclass(frozen=True, kw_only=True)
class Given(Model):
    """Something that was before the message of a test, in order."""

    say: str = key(TEXT, "", "The text of an earlier post.", example="Hello, I'm Ann and I bake")
    by: str | None = key(NAME, None, "Another member's name; left out: the author of the test.", example="Ben")
    in_: str | None = key(NAME, None, "The place.", example="general")
    at: str | None = key(
        MOMENT, None, "When: `Tue 10:00` (the last one before), `8d before`, a date and time.", example="8d before"
    )
    kind: str | None = key(NAME, None, "Its kind, instead of what is recognised.", example="introduction")
    reply_to: str | None = key(TEXT, None, "The text that it answers.", example="Who can bake?")
    with_: Names = key(AMOUNTS, (), _WITH, example="[2 pictures]")
    contributed: int | None = key(COUNT, None, "Instead of a post: this many contributions of the author.", example="3")


@dataclass(frozen=True, kw_only=True)
class Expectation(Model):
    """What a test expects. A bare outcome is short for `{outcome: it}`."""

    shorthands: ClassVar[tuple[Type, ...]] = (_OUTCOME,)
    short_for = "outcome"

    outcome: Literal["allow", "notice", "remove", "hold"] = key(
        _OUTCOME, "allow", "What happens to the message.", required=True
    )
    rule: str | None = key(NAME, None, "Name of the rule that decides.", example="mlm")
    allowance: str | None = key(
        NAME, None, "Name of the allowance: charged, or the nearest way to yes.", example="Market Friday"
    )
    next: str | None = key(
        MOMENT, None, "When it would be allowed: `Fri 08:00`, a date and time, or `never`.", example="Fri 08:00"
    )
    acts: tuple[Act, ...] | None = key(ACTS, None, "Exactly these consequences.", example="remove, mute 1d")
    asks: bool | None = key(SWITCH, None, "Whether a card goes to the admins.", example="yes")


@dataclass(frozen=True, kw_only=True)
class PolicyTest(Model):
    """One example and what must follow from it."""

    say: str = key(TEXT, "", "The message.", required=True, example='"50% off my course until Sunday!"')
    name: str | None = key(NAME, None, "What the test shows.", example="No pitch outside the market")
    as_: str | None = key(NAME, None, "A role, or `newcomer`. Left out: an ordinary member.", example="newcomer")
    joined: str | None = key(
        MOMENT,
        None,
        "When the author joined. Left out: unknown, and so is whether more was given before than `given` says.",
        example="10d before",
    )
    in_: str | None = key(NAME, None, "The place. Left out: unknown.", example="general")
    at: str | None = key(MOMENT, None, "When, by the group's clock. Left out: a Wednesday noon.", example="Fri 10:00")
    reply_to: str | None = key(
        TEXT, None, "The text of the message that it answers.", example='"Can anybody recommend a course?"'
    )
    kind: str | None = key(NAME, None, "Its kind, instead of what is recognised.", example="product")
    with_: Names = key(AMOUNTS, (), _WITH, example="[picture]")
    given: tuple[Given, ...] = key(
        ListOf(Nested(Given, "an earlier post"), "a list of earlier posts", empty=True),
        (),
        "What was before, in order.",
        example="[{contributed: 3}]",
    )
    expect: Expectation = key(
        Nested(Expectation, "an outcome, or what is expected"),
        Expectation(),
        "`allow`, `notice`, `remove`, `hold`, or more exactly.",
        required=True,
        example="{outcome: remove, allowance: Market Friday, next: Fri 08:00}",
    )
    line: str = ""

    @classmethod
    def placed(cls, value: Any) -> dict[str, Any]:
        """Remember the line."""
        return {"line": line_of(value)}
