"""The options of a slash command, filled in by a member as the client would allow."""

from collections.abc import Iterable
from typing import Any

from tests.standin.discord.objects import channel_json, member_json, role_json, user_json
from tests.standin.discord.people import User
from tests.standin.discord.places import Channel, Guild, Json, Role
from tests.standin.discord.schema.commands import GROUP, SUBCOMMAND
from tests.standin.discord.world import World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(3, 11)
PYTHON: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
}


def filled(
    world: World, guild: Guild | None, command: Json, path: list[str], given: dict[str, Any], focused: str | None
) -> Json:
    """`options` and `resolved`; what the client wouldn't let through is an AssertionError."""
    table = command.get("options") or []
    groups: list[Json] = []
    for name in path:
        found = next((one for one in table if one["name"] == name and one["type"] in {SUBCOMMAND, GROUP}), None)
        if found is None:
            raise AssertionError(f"{command['name']} has no subcommand {name}")
        groups.append(found)
        table = found.get("options") or []
    told = [_told(table, name, value, focused, command) for name, value in given.items()]
    _check_complete(table, given, focused, command)
    for group in reversed(groups):
        told = [{"name": group["name"], "type": group["type"], "options": told}]
    people = [value for value in given.values() if isinstance(value, User)]
    resolved = resolved_users(guild, people) | _resolved_places(world, given.values())
    return {"options": told} | ({"resolved": resolved} if any(resolved.values()) else {})


def resolved_users(guild: Guild | None, users: Iterable[User]) -> Json:
    chosen = list(users)
    present = [user for user in chosen if guild is not None and user.id in guild.members]
    members = {str(user.id): member_json(guild.members[user.id], with_user=False) for user in present if guild}
    with_rights = {number: told | {"permissions": "0"} for number, told in members.items()}
    return {"users": {str(user.id): user_json(user) for user in chosen}, "members": with_rights}


def _resolved_places(world: World, values: Iterable[Any]) -> Json:
    chosen = list(values)
    channels = [value for value in chosen if isinstance(value, Channel)]
    roles = [value for value in chosen if isinstance(value, Role)]
    told = {
        "channels": {str(c.id): channel_json(world, c) | {"permissions": "0"} for c in channels},
        "roles": {str(role.id): role_json(role) for role in roles},
    }
    return {name: found for name, found in told.items() if found}


def _told(table: list[Json], name: str, value: Any, focused: str | None, command: Json) -> Json:
    option = next((one for one in table if one["name"] == name), None)
    if option is None:
        raise AssertionError(f"{command['name']} has no option {name}; but {[one['name'] for one in table]}")
    half_typed = name == focused
    if not half_typed:
        _check_value(option, value)
    told: Json = {
        "name": name,
        "type": option["type"],
        "value": str(value.id) if isinstance(value, User | Channel | Role) else value,
    }
    return told | ({"focused": True} if half_typed else {})


def _check_value(option: Json, value: Any) -> None:
    name, kinds = option["name"], PYTHON[option["type"]]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise AssertionError(f"{name}: {value!r} is not of type {option['type']}")
    choices = [one["value"] for one in option.get("choices") or ()]
    if choices and value not in choices:
        raise AssertionError(f"{name}: {value!r} is not among {choices}")
    size = len(value) if isinstance(value, str) else value
    limits = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    least, most = (option.get(limit) for limit in limits)
    if (least is not None and size < least) or (most is not None and size > most):
        raise AssertionError(f"{name}: {value!r} is not between {least} and {most}")


def _check_complete(table: list[Json], given: dict[str, Any], focused: str | None, command: Json) -> None:
    missing = [one["name"] for one in table if one.get("required") and one["name"] not in given]
    if missing and focused is None:
        raise AssertionError(f"{command['name']} was used without {missing}")
    if focused is not None:
        option = next((one for one in table if one["name"] == focused), None)
        if option is None or not option.get("autocomplete"):
            raise AssertionError(f"{command['name']}: {focused} is not completed")
        if focused not in given:
            raise AssertionError(f"what was typed into {focused}?")
