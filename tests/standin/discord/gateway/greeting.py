"""What a connection hears when it says who it is, or that it was here before. No I/O."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.standin.discord.gateway.sessions import Session
from tests.standin.discord.objects import member_json, user_json, whole_guild_json
from tests.standin.discord.places import Guild
from tests.standin.discord.rights import ALL_INTENTS, PRIVILEGED, Intent
from tests.standin.discord.world import World

Json = dict[str, Any]
CHUNK = 1000
FIELDS = frozenset({"token", "properties", "compress", "large_threshold", "shard", "presence", "intents"})
SHARDING_FROM = 2500


class Hello(NamedTuple):
    """An IDENTIFY that is all right."""

    shard: int
    shards: int
    intents: int


def identified(world: World, token: str, data: Json) -> Hello | tuple[int, str]:
    """Or the close code and its words."""
    for name in data.keys() - FIELDS:
        world.complain(f"IDENTIFY has no field {name}")
    if data.get("token") != token:
        return 4004, "Authentication failed"
    shard, shards = data.get("shard") or (0, 1)
    if not 0 <= shard < shards:
        return 4010, "Invalid shard"
    if shards == 1 and len(world.guilds) > SHARDING_FROM:
        return 4011, "Sharding required"
    intents = data.get("intents")
    if not isinstance(intents, int) or intents & ~ALL_INTENTS:
        return 4013, "Invalid intent(s)"
    if intents & PRIVILEGED & ~world.enabled:
        return 4014, "Disallowed intent(s)"
    return Hello(shard, shards, intents)


def greet(world: World, hello: Hello) -> Session:
    """A new session with READY and its guilds."""
    session = world.sessions.begin(world.bot.id, hello.shard, hello.shards, hello.intents)
    mine = [guild for guild in world.guilds.values() if _is_in(world, guild) and session.wants(guild.id, None)]
    session.add("READY", _ready(world, session, mine))
    if hello.intents & Intent.GUILDS:
        for guild in mine:
            if not guild.unavailable:
                session.add("GUILD_CREATE", guild_created(world, session, guild))
    return session


def guild_created(world: World, session: Session, guild: Guild) -> Json:
    told = whole_guild_json(world, guild, everybody=bool(session.intents & Intent.GUILD_PRESENCES))
    left_out = {"voice_states": Intent.GUILD_VOICE_STATES, "guild_scheduled_events": Intent.GUILD_SCHEDULED_EVENTS}
    return told | {name: [] for name, intent in left_out.items() if not session.intents & intent}


def resumed(world: World, data: Json) -> Session | None:
    """The old session, to go on after what the client saw; None: it can't."""
    session = world.sessions.find(str(data.get("session_id")))
    seq = data.get("seq")
    if session is None or not isinstance(seq, int) or not 0 <= seq <= len(session.log):
        return None
    session.add("RESUMED", {})
    session.sent = seq
    return session


def members_chunks(world: World, session: Session, data: Json) -> Iterator[Json]:
    """Answers to a request for guild members."""
    guild = world.guilds.get(int(data["guild_id"]))
    if guild is None or not _is_in(world, guild):
        return
    if "query" not in data and "user_ids" not in data:
        world.complain("members were requested by neither query nor user_ids")
        return
    everybody = data.get("query") == "" and data.get("limit") == 0
    if everybody and not session.intents & Intent.GUILD_MEMBERS:
        world.complain("all members were requested without the intent GUILD_MEMBERS")
        return
    yield from _chunks(guild, data, *_found(guild, data))


def _found(guild: Guild, data: Json) -> tuple[list[Json], list[str]]:
    if "user_ids" in data:
        asked = data["user_ids"] if isinstance(data["user_ids"], list) else [data["user_ids"]]
        present = [member_json(guild.members[int(user)]) for user in asked if int(user) in guild.members]
        return present, [str(user) for user in asked if int(user) not in guild.members]
    begins = data["query"].lower()
    named = [
        member_json(member)
        for member in guild.members.values()
        if member.user.name.lower().startswith(begins) or (member.nick or "").lower().startswith(begins)
    ]
    return named[: data.get("limit") or None], []


def _chunks(guild: Guild, data: Json, members: list[Json], missing: list[str]) -> Iterator[Json]:
    count = max(1, -(-len(members) // CHUNK))
    for number in range(count):
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": members[number * CHUNK : (number + 1) * CHUNK],
            "chunk_index": number,
            "chunk_count": count,
            "not_found": missing,
        }
        yield chunk | ({"nonce": data["nonce"]} if data.get("nonce") else {})


def _is_in(world: World, guild: Guild) -> bool:
    return world.bot.id in guild.members


def _ready(world: World, session: Session, guilds: list[Guild]) -> Json:
    return {
        "v": 10,
        "user": user_json(world.bot) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
        "user_settings": {},
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": world.base.replace("http", "ws", 1) + "/gateway",
        "shard": [session.shard, session.shards],
        "application": {"id": str(world.bot.id), "flags": application_flags(world)},
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "guild_join_requests": [],
    }


def application_flags(world: World) -> int:
    """Which privileged intents are switched on, for bots in fewer than a hundred guilds."""
    limited = {Intent.GUILD_PRESENCES: 1 << 13, Intent.GUILD_MEMBERS: 1 << 15, Intent.MESSAGE_CONTENT: 1 << 19}
    return sum(flag for intent, flag in limited.items() if world.enabled & intent)
