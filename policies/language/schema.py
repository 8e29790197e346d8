"""The shape of policies.yaml: one group's policy, and the file. Everything in it can be imported from here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final, Literal
from zoneinfo import ZoneInfo

from chat.promotions import KINDS, PROMOTION_KINDS
from policies.language.dictionaries import Kind, Place, Role
from policies.language.examples import Expectation, Given, PolicyTest
from policies.language.fields import Model, key
from policies.language.rules import (
    MODE,
    Approval,
    Conditions,
    Earnings,
    Features,
    Frequency,
    LimitRule,
    Limits,
    MemberTest,
    Mode,
    Names,
    Rule,
    Selling,
    Threshold,
)
from policies.language.settings import DEFAULT_LADDER, Consequences, Giving, Ladder, Nudges, Privacy, Summary
from policies.language.values import (
    DURATION,
    NAME,
    RULES_OF_THE_HOUSE,
    ZONE,
    ListOf,
    MapOf,
    Nested,
    Scalar,
    one_of,
    read_zone,
)
from policies.language.wording import Wording

__all__ = [
    "DEFAULT_LADDER",
    "Approval",
    "Conditions",
    "Consequences",
    "Earnings",
    "Expectation",
    "Features",
    "Frequency",
    "Given",
    "Giving",
    "Group",
    "Kind",
    "Ladder",
    "LimitRule",
    "Limits",
    "MemberTest",
    "Mode",
    "Names",
    "Nudges",
    "Place",
    "Policy",
    "PolicyTest",
    "Privacy",
    "Role",
    "Rule",
    "Selling",
    "Summary",
    "Threshold",
    "read_zone",
]

PLATFORMS: Final = ("telegram", "discord", "whatsapp", "script")


def _read_language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", text):
        raise ValueError(f"{text!r} is no language: write its short form, like en or pt-BR")
    return text


LANGUAGE: Final = Scalar("a language, like `en`", _read_language)


@dataclass(frozen=True, kw_only=True)
class Group(Model):
    """One group's policy, defaults and preset merged in."""

    name: str = ""
    platform: Literal["telegram", "discord", "whatsapp", "script"] | None = key(
        one_of(*PLATFORMS),
        None,
        "Where the group lives. `whatsapp` is judged from exports only, `script` is the demo.",
        example="telegram",
    )
    chat: str | None = key(NAME, None, "Telegram: the chat's id. Discord: the server's.", example="-1001234567890")
    language: str = key(LANGUAGE, "en", "Language of the bot's words.")
    words: dict[str, str] = key(
        Wording(),
        {},
        "Your own wording of what the bot says, under its English words; the list is in docs/words.md.",
        example='{"Noted, thank you.": "Cheers!"}',
    )
    mode: Mode = key(MODE, "observe", "`observe` only records what would happen; `enforce` acts.")
    timezone: ZoneInfo = key(ZONE, ZoneInfo("UTC"), "The group's time zone: every time in the policy is by it.")
    admins_chat: str | None = key(NAME, None, "Chat for cards, appeals and alerts.", example="-1009876543210")
    set_up_by: str | None = key(NAME, None, "Who set the bot up, as members know them.", example="Priya")
    roles: dict[str, Role] = key(
        MapOf(Nested(Role, "a role"), "names of roles"),
        {},
        "Who: names for lists of people, platform roles, or what people did.",
        example='{team: ["@priya"]}',
    )
    places: dict[str, Place] = key(
        MapOf(Nested(Place, "a place"), "names of places"),
        {},
        "Where: names for channels, topics and threads.",
        example="{offers: 42, friday thread: {under: admins, says: [self-promotion]}}",
    )
    kinds: dict[str, Kind] = key(
        MapOf(Nested(Kind, "a kind"), "names of kinds"),
        {},
        "What: kinds of the group's own.",
        example="{launch: {is: [product], says: [launch]}}",
    )
    selling: Selling | None = key(
        Nested(Selling, "the selling policy"), None, "The selling policy. Without it nothing is judged."
    )
    frequency: Frequency = key(Nested(Frequency, "limits"), Frequency(), "Limits over all allowances.")
    consequences: Consequences = key(Nested(Consequences, "ladders"), Consequences(), "What follows from a breach.")
    grace: timedelta = key(
        DURATION, timedelta(minutes=10), "A post deleted by its author within this gives its slot back."
    )
    house_rules: Names = key(
        RULES_OF_THE_HOUSE,
        (),
        "Rules that no bot can enforce; shown by /rules.",
        example="[No cold pitches by direct message.]",
    )
    nudges: Nudges = key(Nested(Nudges, "settings"), Nudges(), "Gentle invitations to silent members.")
    summary: Summary = key(Nested(Summary, "settings"), Summary(), "The weekly summary.")
    giving: Giving = key(
        Nested(Giving, "settings"), Giving(), "What members arrange with each other: introductions, promises."
    )
    privacy: Privacy = key(Nested(Privacy, "settings"), Privacy(), "How long things are kept.")
    tests: tuple[PolicyTest, ...] = key(
        ListOf(Nested(PolicyTest, "a test"), "a list of tests", empty=True),
        (),
        "Examples, run by `check`, before every reload and in CI.",
    )

    def misfits(self) -> Iterator[str]:
        """Refuse another meaning for built-in names."""
        for name in self.kinds:
            if name in KINDS:
                yield f"kind '{name}' is built in: give your own another name"
        if "admins" in self.roles:
            yield "role 'admins' is built in (the platform's admins): give your own another name"

    @cached_property
    def kinds_needing_allowance(self) -> frozenset[str]:
        """The kinds besides plain promotion that need an allowance: those that one names."""
        rules = self.selling.allow if self.selling else ()
        return frozenset(kind for rule in rules for kind in rule.kinds if kind not in PROMOTION_KINDS)

    def is_kind(self, name: str) -> bool:
        """Tell whether a name is a built-in kind or one of the group's own."""
        return name in KINDS or name in self.kinds


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A whole policy file, read."""

    version: Literal["1"]
    groups: dict[str, Group]
