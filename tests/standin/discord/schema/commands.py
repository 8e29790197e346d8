"""What an application command may be."""

import re
from typing import Any

from tests.standin.discord.refusal import Refusal
from tests.standin.discord.schema.kinds import (
    Anything,
    ByKey,
    Fields,
    Kind,
    ListOf,
    Number,
    Report,
    Snowflake,
    Text,
    Whole,
    Yes,
    fields,
    one_of,
)

CHAT_INPUT, ON_USER, ON_MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
NESTED = frozenset({SUBCOMMAND, GROUP})
_LOCALES = """
    id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja
    zh-TW ko
"""
LOCALES = frozenset(_LOCALES.split())
LONGEST_ALTOGETHER = 8000
_NAME = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")


class Name:
    """Of a slash command or an option."""

    def check(self, value: Any, path: str, report: Report) -> None:
        Text(32, 1).check(value, path, report)
        if isinstance(value, str) and 0 < len(value) <= 32 and not (_NAME.fullmatch(value) and value == value.lower()):
            report.error(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


_CHOICE = fields(
    ["name", "value"], name=Text(100, 1), name_localizations=ByKey(LOCALES, Text(100, 1)), value=Anything()
)


def _described(name: Kind, description: Kind) -> dict[str, Kind]:
    return {
        "name": name,
        "name_localizations": ByKey(LOCALES, name),
        "description": description,
        "description_localizations": ByKey(LOCALES, description),
    }


class Options:
    """Those that must be given come first, no name comes twice, groups hold subcommands only."""

    def check(self, value: Any, path: str, report: Report) -> None:
        ListOf(OPTION, 25).check(value, path, report)
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            self._order(value, path, report)
            self._twice(value, path, report)

    def _order(self, options: list[dict[str, Any]], path: str, report: Report) -> None:
        optional = False
        for number, option in enumerate(options):
            if option.get("required") and optional:
                words = "Required options must be placed before non-required options"
                report.error(f"{path}.{number}", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
            optional = optional or not option.get("required")
        kinds = {option.get("type") in NESTED for option in options}
        if len(kinds) > 1:
            words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
            report.error(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)

    def _twice(self, options: list[dict[str, Any]], path: str, report: Report) -> None:
        names = [option.get("name") for option in options]
        for number, name in enumerate(names):
            if name in names[:number]:
                words = "Option name already exists in parent option"
                report.error(f"{path}.{number}", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)


OPTION = Fields(
    {
        **_described(Name(), Text(100, 1)),
        "type": Whole(1, 11),
        "required": Yes(),
        "choices": ListOf(_CHOICE, 25),
        "options": Options(),
        "channel_types": ListOf(Whole()),
        "min_value": Number(),
        "max_value": Number(),
        "min_length": Whole(0, 6000),
        "max_length": Whole(1, 6000),
        "autocomplete": Yes(),
    },
    frozenset({"type", "name", "description"}),
)
_REST: dict[str, Kind] = {
    "id": Snowflake(),
    "type": one_of(1, 2, 3, 4),
    "options": Options(),
    "default_member_permissions": Snowflake(),
    "dm_permission": Yes(),
    "default_permission": Yes(),
    "nsfw": Yes(),
    "integration_types": ListOf(one_of(0, 1)),
    "contexts": ListOf(one_of(0, 1, 2)),
}
_SLASH = Fields({**_described(Name(), Text(100, 1)), **_REST}, frozenset({"name", "description"}))
_MENU = Fields({**_described(Text(32, 1), Text(0)), **_REST}, frozenset({"name"}))


class Command:
    """Context menus have neither description nor options, and freer names."""

    def check(self, value: Any, path: str, report: Report) -> None:
        menu = isinstance(value, dict) and value.get("type") in {ON_USER, ON_MESSAGE}
        (_MENU if menu else _SLASH).check(value, path, report)
        if menu and value.get("options"):
            words = "Context menu commands cannot have options"
            report.error(f"{path}.options".lstrip("."), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", words)
        if not report.errors and _length(value) > LONGEST_ALTOGETHER:
            words = f"Command exceeds maximum size ({LONGEST_ALTOGETHER})"
            report.error(path, "APPLICATION_COMMAND_TOO_LARGE", words)


class Commands:
    """A whole set: a name once for each type, and not too many."""

    def check(self, value: Any, path: str, report: Report) -> None:
        ListOf(Command()).check(value, path, report)
        if report.errors:
            return
        for kind, most in ((CHAT_INPUT, 100), (ON_USER, 15), (ON_MESSAGE, 15)):
            names = [one["name"] for one in value if one.get("type", CHAT_INPUT) == kind]
            if len(names) > most:
                raise Refusal(400, 30032, f"Maximum number of application commands reached ({most})")
            if len(set(names)) != len(names):
                words = "Application command names must be unique"
                report.error("_", "APPLICATION_COMMANDS_DUPLICATE_NAME", words)


def _length(part: dict[str, Any]) -> int:
    """Names, descriptions and values, the longest of their translations."""
    said = 0
    for name in "name", "description":
        every = [part.get(name) or "", *(part.get(f"{name}_localizations") or {}).values()]
        said += max(len(words or "") for words in every)
    choices = sum(len(one["name"]) + len(str(one["value"])) for one in part.get("choices") or ())
    return said + choices + sum(map(_length, part.get("options") or ()))
