"""What follows from a breach, whom to bring in, what to sum up, how long to keep things."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final, Literal

from chat.verdicts import Act
from policies.language.features import read_acts
from policies.language.fields import UNREAD, Model, Reading, Type, did_you_mean, key, quoted, spelt_out
from policies.language.rules import Names
from policies.language.values import (
    ACTS,
    CLOCK_SPAN,
    COUNT,
    DURATION,
    NAME,
    NAMES,
    SHARE,
    SWITCH,
    WEEK_TIME,
    MapOf,
    Nested,
    one_of,
)
from policies.language.windows import DayTime

Steps = dict[int, tuple[Act, ...]]
DEFAULT_STEPS: Final[Steps] = {
    1: read_acts("remove"),
    3: read_acts("remove, mute 1d"),
    5: read_acts("remove, ask admins"),
}


@dataclass(frozen=True, slots=True)
class StepsOf:
    """Consequences by a number of strikes."""

    words: str = "numbers of strikes, each with its consequences"

    def read(self, value: Any, reading: Reading) -> Any:
        """Read the number and the acts of each step."""
        if not isinstance(value, dict):
            return value
        steps: dict[int, Any] = {}
        for name, inner in value.items():
            number = int(name) if len(str(name)) <= 4 else 0
            if number < 1 or number in steps:
                why = "stands here twice" if number > 0 else "is no step: they count strikes, from 1 to 9999"
                reading.report(getattr(value, "keys_at", {}).get(name, reading.mark), f"'{name}' {why}")
                return UNREAD
            steps[number] = ACTS.read(inner, reading.under(str(name), inner))
        return UNREAD if UNREAD in steps.values() else steps


def _is_step(name: object) -> bool:
    return str(name).lstrip("-").isdecimal()


def _steps_apart(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    steps = {name: acts for name, acts in value.items() if _is_step(name)}
    return spelt_out(value, steps), {name: rest for name, rest in value.items() if not _is_step(name)}


@dataclass(frozen=True, kw_only=True)
class Ladder(Model):
    """Consequences by the number of live strikes. A step holds until the next one, and is complete."""

    steps: Steps = key(
        StepsOf(), DEFAULT_STEPS, "From this many strikes on: `3: remove, mute 1d`.", required=True, written=False
    )
    for_: Names = key(
        NAMES,
        (),
        "Members with any of these roles are on this ladder, unless the rule says `then`.",
        example="[regular]",
    )

    @classmethod
    def spell_out(cls, value: Any) -> Any:
        """Take numbers as steps."""
        if not isinstance(value, dict) or "steps" in value:
            return value
        steps, rest = _steps_apart(value)
        return spelt_out(value, {"steps": steps, **rest})

    def misfits(self) -> Iterator[str]:
        """Refuse a strike without a consequence."""
        if 1 not in self.steps:
            yield "a ladder begins with step 1, like `1: remove`"

    def acts(self, strikes: int) -> tuple[Act, ...]:
        """Return what follows from this many live strikes, the new one counted; at least 1."""
        return self.steps[max(step for step in self.steps if step <= max(strikes, 1))]


DEFAULT_LADDER: Final = Ladder()


@dataclass(frozen=True, slots=True)
class LaddersOf:
    """Ladders by name. What is neither a step nor a ladder is most often a misspelt key."""

    words: str = "names, each with a ladder of its own"

    def read(self, value: Any, reading: Reading) -> Any:
        """Read each ladder."""
        for name, inner in value.items():
            if not isinstance(inner, dict | Ladder):
                at = getattr(value, "keys_at", {}).get(name, reading.mark)
                hint = did_you_mean(name, ("forgive_after",)) or ": a ladder of that name has steps, like {1: notice}"
                reading.report(at, f"unknown key {quoted(name)}{hint}")
        ladders = {name: inner for name, inner in value.items() if isinstance(inner, dict | Ladder)}
        return MapOf(Nested(Ladder, "a ladder"), self.words).read(spelt_out(value, ladders), reading)


@dataclass(frozen=True, kw_only=True)
class Consequences(Model):
    """The ladders, and how long a strike lives."""

    ladder: Ladder = key(
        Nested(Ladder, "steps"),
        DEFAULT_LADDER,
        "Steps of the ladder that rules have unless they say `then`.",
        written=False,
    )
    named: dict[str, Ladder] = key(LaddersOf(), {}, "Ladders that rules pick by `then: NAME`.", written=False)
    forgive_after: timedelta = key(DURATION, timedelta(days=30), "Each strike ends by itself after this long.")

    @classmethod
    def spell_out(cls, value: Any) -> Any:
        """Take numbers as steps of the ladder, and other keys as names of ladders."""
        if not isinstance(value, dict) or isinstance(value.get("ladder"), Ladder):
            return value
        steps, rest = _steps_apart(value)
        parts: dict[str, Any] = {"ladder": spelt_out(value, {"steps": steps})} if steps else {}
        if "forgive_after" in rest:
            parts["forgive_after"] = rest.pop("forgive_after")
        return spelt_out(value, {**parts, "named": spelt_out(value, rest)})


@dataclass(frozen=True, kw_only=True)
class Nudges(Model):
    """Whom to bring in, how rarely, and when not."""

    shorthands: ClassVar[tuple[Type, ...]] = (SWITCH,)
    short_for = "enabled"

    enabled: bool = key(SWITCH, True, "`nudges: off` switches them off.")  # noqa: FBT003
    member_for: timedelta = key(DURATION, timedelta(days=14), "Members younger than this are not nudged.")
    silent_for: timedelta = key(
        DURATION, timedelta(days=21), "Silent at least this long, or three times the usual gap."
    )
    at_most: int = key(COUNT, 2, "Nudges in one silence; then `rest`.")
    rest: timedelta = key(DURATION, timedelta(days=180), "Rest after the last nudge of a silence.")
    quiet_hours: tuple[int, int] = key(CLOCK_SPAN, (20 * 60, 9 * 60), "No private message in these hours.")
    weekends: bool = key(SWITCH, False, "Send at weekends too.")  # noqa: FBT003
    gap: timedelta = key(
        DURATION, timedelta(days=14), "Between unsolicited private messages to one member, over all features."
    )
    share: float = key(SHARE, 0.05, "At most this share of the members a day, but always one.")
    per_day: int = key(COUNT, 20, "At most this many people a day.")
    later: timedelta = key(DURATION, timedelta(days=30), "How long [Later] rests.")
    preview: timedelta = key(
        DURATION, timedelta(days=14), "A new live group's admins only see what would be sent, for this long."
    )
    holdout: float = key(SHARE, 0.2, "Share of members never nudged, to measure against.")
    alive: int = key(COUNT, 5, "Messages of other members in a week below which a group is not alive.")


@dataclass(frozen=True, kw_only=True)
class Summary(Model):
    """The weekly summary of contributions."""

    shorthands: ClassVar[tuple[Type, ...]] = (SWITCH,)
    short_for = "enabled"

    enabled: bool = key(SWITCH, True, "`summary: off` switches it off.")  # noqa: FBT003
    every: DayTime = key(WEEK_TIME, DayTime(0, 9 * 60), "When it is posted, by the group's clock.")
    channel: str | None = key(NAME, None, "Where it is posted.", example="general")
    floor: int = key(COUNT, 3, "Fewer members than this who wrote: nothing is posted.")
    goal: int | None = key(COUNT, None, "People helped a week: the line in the picture.", example="10")
    names: Literal["agreed", "everybody", "nobody"] = key(
        one_of("agreed", "everybody", "nobody"),
        "agreed",
        "Whose names may stand in it: those who agreed, everybody's, nobody's.",
    )
    leaderboard: bool = key(SWITCH, False, "A ranking. Off: people help more where nobody keeps score.")  # noqa: FBT003


@dataclass(frozen=True, kw_only=True)
class Giving(Model):
    """What members arrange with each other through the bot."""

    introductions: Literal["private", "group"] = key(
        one_of("private", "group"),
        "private",
        "Where two who both said yes are introduced: each in private, or in the group.",
    )
    promises: bool = key(
        SWITCH,
        True,  # noqa: FBT003
        "Offer, in private and rarely, to remember what somebody promised another member.",
    )


@dataclass(frozen=True, kw_only=True)
class Privacy(Model):
    """How long things are kept."""

    keep_text: timedelta = key(DURATION, timedelta(days=30), "What was said, for appeals, open questions and topics.")
    keep_facts: timedelta = key(DURATION, timedelta(days=400), "Who promoted, helped and was told what.")
