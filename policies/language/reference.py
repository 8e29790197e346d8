"""The policy reference, written from the models: every key, what stands behind it, its default, what it means.

`docs/policy-reference.md` is what this returns, and a test says so; nobody edits that file by hand.
"""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from chat.promotions import OTHER_KINDS, PROMOTION_KINDS
from policies.language.durations import show_duration
from policies.language.features import ACTS, FEATURES, show_acts
from policies.language.fields import Key, Model, keys_of
from policies.language.presets import preset_names
from policies.language.schema import (
    Approval,
    Conditions,
    Consequences,
    Expectation,
    Frequency,
    Given,
    Giving,
    Group,
    Kind,
    Ladder,
    LimitRule,
    MemberTest,
    Nudges,
    Place,
    PolicyTest,
    Privacy,
    Role,
    Rule,
    Selling,
    Summary,
    Threshold,
)

_SECTIONS: Final[tuple[tuple[str, str, type[Model]], ...]] = (
    ("A group", "groups: NAME:", Group),
    ("Roles: who", "roles: NAME:", Role),
    ("Places: where", "places: NAME:", Place),
    ("Kinds: what", "kinds: NAME:", Kind),
    ("Selling", "selling:", Selling),
    ("Conditions", "of a rule, and under `not:`", Conditions),
    ("Rules", "an entry under `never`, `welcome` or `allow`", Rule),
    ("Conditions on the author", "members:, exempt:", MemberTest),
    ("Limits with a ladder of their own", "an entry under a limit", LimitRule),
    ("Approval", "approval:", Approval),
    ("Thresholds", "thresholds: KIND:", Threshold),
    ("Frequency", "frequency:", Frequency),
    ("Consequences", "consequences:", Consequences),
    ("Ladders", "consequences: NAME:", Ladder),
    ("Nudges", "nudges:", Nudges),
    ("Summary", "summary:", Summary),
    ("Giving", "giving:", Giving),
    ("Privacy", "privacy:", Privacy),
    ("Tests", "an entry under `tests`", PolicyTest),
    ("What was before a test", "an entry under `given`", Given),
    ("What a test expects", "expect:", Expectation),
)
_LIMIT_ROWS: Final = (
    ("`1 per week`", "One in a calendar week of the group's zone. Also `day`, `month`, `year`."),
    ("`2 per 7d`", "Two in any 168 hours. Any length of time."),
    ("`1 per organisation per 30d`", "Counted for everybody who speaks for one organisation."),
    ("`1 channel per 30d`", "In one place only; posting there again is another question."),
    ("`1 per member ever`", "Once and never again, however long ago."),
    ("`{at_most: 1 per week, then: gentle}`", "Breaking it has the ladder `gentle`."),
)
_EARN_ROWS: Final = (
    ("`3 contributions in 30d`", "Helped others three times in the last 30 days."),
    ("`1 answer in 6d`", "Wrote an answer in the last six days. Any kind, or `posts` for any post."),
    ("`2 value per promotion in 90d`", "Two posts of the kind `value` for each promotion, this one counted."),
    ("`1 introduction ever`", "Has posted an introduction at any time."),
)
_WINDOW_ROWS: Final = (
    ("`Fri`", "All of Friday."),
    ("`Fri 08:00-20:00`", "From eight until just before eight in the evening. Also `8am-8pm`."),
    ("`Mon-Fri 09:00-17:00`", "On each of these days. Also `weekdays`, `weekends`, `daily`, `Tue, Thu`."),
    ("`Sat 18:00 - Mon 09:00`", "Through the weekend."),
    ("`first Mon`", "On the first Monday of a month. Also `second`, `third`, `fourth`, `last`."),
    ("`22:00-06:00`", "Every night."),
)
_LENGTH_ROWS: Final = (
    ("`30s`, `10m`, `24h`, `14d`, `2w`", "Seconds, minutes, hours, days, weeks."),
    ("`1h 30m`", "Added up."),
    ("`2 weeks`", "Written out."),
)
_ACT_MEANINGS: Final = {
    "notice": "The post stays; its author is told.",
    "remove": "The post goes; its author is told why, and gets the text back.",
    "mute": "The author can't write: `mute 1d`. Without a time: until an admin ends it.",
    "kick": "The author is put out and may come back.",
    "ban": "The author is put out and may not come back: `ban 7d`. Without a time: for good.",
    "ask admins": "The admins get a card. By itself it changes nothing.",
}
_ABOUT: Final = """# Policy reference

Written from the code by `policies/language/reference.py`; a test keeps the two the same. How to write a policy in ten
minutes stands in [policies.md](policies.md).

A file begins with `version: 1`. `groups:` holds each group's policy under its name. `defaults:` holds what every group
begins with. What a group says goes on top of the preset that it `extends`, which goes on top of `defaults`: keys are
merged, lists are replaced. An unknown key, a wrong value or a rule that can never apply is an error with its line.
"""


def policy_reference() -> str:
    """Return the whole reference as Markdown."""
    parts = [_ABOUT, *(_section(*section) for section in _SECTIONS), *_grammars()]
    return "\n".join(parts)


def _section(title: str, where: str, model: type[Model]) -> str:
    at = f"`{where}`" if "`" not in where and ":" in where else where
    lines = [f"## {title}", "", f"*Where: {at}.* {(model.__doc__ or '').strip()}"]
    if model.shorthands:
        lines += ["", f"Short: {' or '.join(short.words for short in model.shorthands)}."]
    lines += ["", "| Key | Value | Default | Meaning |", "|---|---|---|---|", *_rows(model)]
    return "\n".join(lines) + "\n"


def _rows(model: type[Model]) -> Iterator[str]:
    inherited = set(keys_of(Conditions)) if model is Rule else set()
    attributes = {declared.name: declared for declared in dataclasses.fields(model)}
    for name, (attribute, known) in keys_of(model).items():
        if name not in inherited:
            yield _row(name, known, _default(attributes[attribute], known))
    if inherited:
        yield "| ... |  |  | and every key of [conditions](#conditions). |"
    if model is Group:
        names = ", ".join(f"`{preset}`" for preset in preset_names())
        yield f"| `extends` | one of {names} | none | A preset to build on. |"


def _row(name: str, known: Key, default: str) -> str:
    shown = f"`{name}`" if known.written else _UNWRITTEN[name]
    example = f" Example: `{name}: {known.example}`" if known.example else ""
    return f"| {shown} | {known.type.words} | {default} | {known.description}{example} |"


_UNWRITTEN: Final = {"steps": "`1`, `2`, `3`, ...", "ladder": "`1`, `2`, `3`, ...", "named": "any other name"}


def _default(declared: dataclasses.Field[Any], known: Key) -> str:
    if known.required and known.written:
        return "must be given"
    made = declared.default_factory() if declared.default_factory is not dataclasses.MISSING else declared.default
    return _shown(made)


def _shown(value: Any) -> str:
    if value is None or value in ((), {}, ""):
        return "none"
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    if isinstance(value, timedelta):
        return f"`{show_duration(value)}`"
    if isinstance(value, Ladder):
        return _shown(value.steps)
    if isinstance(value, Model):
        return "as below"
    if isinstance(value, dict):
        return "; ".join(f"`{step}: {show_acts(acts)}`" for step, acts in value.items())
    if isinstance(value, tuple):
        return "`" + "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in value) + "`"
    return f"`{value.key if isinstance(value, ZoneInfo) else value}`"


def _grammars() -> Iterator[str]:
    yield _table("Limits", "Written", _LIMIT_ROWS)
    yield _table("What is earned", "Written", _EARN_ROWS)
    yield _table("Windows of time", "Written", _WINDOW_ROWS)
    yield _table("Lengths of time", "Written", _LENGTH_ROWS)
    features = ", ".join(f"`{name}`" for name in FEATURES)
    yield f"## Features\n\nFor `has`, `without` and `with`: {features}.\n"
    yield "Under `has` and `without` also `at most 1 line`, `at least 15 words`; under `with` also `2 pictures`.\n"
    yield _table("Consequences, one by one", "Act", [(f"`{act}`", _ACT_MEANINGS[act]) for act in ACTS])
    promotions, others = (", ".join(f"`{name}`" for name in names) for names in (PROMOTION_KINDS, OTHER_KINDS))
    yield f"## Built-in kinds\n\nPromotion, which needs an allowance: {promotions}.\n"
    yield f"Others, welcome unless an allowance names them: {others}.\n"
    yield "Built-in role: `admins`, the platform's. A test may also speak `as: newcomer`.\n"


def _table(title: str, first: str, rows: Any) -> str:
    lines = [f"## {title}", "", f"| {first} | Meaning |", "|---|---|", *(f"| {one} | {two} |" for one, two in rows)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the reference: `python -m policies.language.reference > docs/policy-reference.md`."""
    print(policy_reference(), end="")  # noqa: T201 - its only output


if __name__ == "__main__":
    main()
