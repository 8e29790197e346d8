"""Application commands, everywhere or in one guild."""

from tests.standin.discord.calls.request import Request
from tests.standin.discord.places import Json
from tests.standin.discord.refusal import Refusal, missing_access, unknown
from tests.standin.discord.schema.commands import CHAT_INPUT


def list_commands(request: Request) -> list[Json]:
    return _kept(request)


def overwrite(request: Request) -> list[Json]:
    """What isn't given goes; what has the name and type of an old one keeps its id."""
    kept = _kept(request)
    fresh = [_command(request, kept, given) for given in request.given]
    request.world.commands[_scope(request)] = fresh
    return fresh


def create(request: Request) -> Json:
    """In place of one of that name and type."""
    kept = _kept(request)
    command = _command(request, kept, request.given)
    request.world.commands[_scope(request)] = [one for one in kept if one["id"] != command["id"]] + [command]
    return command


def edit(request: Request) -> Json:
    kept = _kept(request)
    old = _named(request, kept)
    fresh = old | {name: value for name, value in request.given.items() if value is not None}
    kept[kept.index(old)] = fresh
    return fresh


def get_command(request: Request) -> Json:
    return _named(request, _kept(request))


def delete(request: Request) -> None:
    kept = _kept(request)
    kept.remove(_named(request, kept))


def _named(request: Request, kept: list[Json]) -> Json:
    for command in kept:
        if command["id"] == request.ids["command"]:
            return command
    raise unknown("Application Command")


def _kept(request: Request) -> list[Json]:
    if request.number("application") != request.world.bot.id:
        raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
    return request.world.commands.setdefault(_scope(request), [])


def _scope(request: Request) -> int | None:
    if "guild" not in request.ids:
        return None
    guild = request.world.guilds.get(request.number("guild"))
    if guild is None or request.world.bot.id not in guild.members:
        raise missing_access()
    return guild.id


def _command(request: Request, kept: list[Json], given: Json) -> Json:
    kind = given.get("type") or CHAT_INPUT
    same = [one for one in kept if one["name"] == given["name"] and one["type"] == kind]
    needed = given.get("default_member_permissions")
    base: Json = {
        "id": same[0]["id"] if same else str(request.world.snowflake()),
        "application_id": str(request.world.bot.id),
        "version": str(request.world.snowflake()),
        "type": kind,
        "name": given["name"],
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
        "default_member_permissions": None if needed is None else str(needed),
        "dm_permission": given.get("dm_permission", True),
        "nsfw": given.get("nsfw", False),
        "integration_types": given.get("integration_types") or [0],
        "contexts": given.get("contexts"),
    }
    base |= {"options": given["options"]} if given.get("options") else {}
    return base | ({"guild_id": request.ids["guild"]} if "guild" in request.ids else {})
