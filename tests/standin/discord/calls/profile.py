"""Who the bot is, how to reach the gateway, and users."""

from tests.standin.discord.calls.request import Request
from tests.standin.discord.gateway.greeting import application_flags
from tests.standin.discord.objects import channel_json, user_json
from tests.standin.discord.places import Json
from tests.standin.discord.refusal import Refusal, unknown
from tests.standin.discord.world import World


def me(request: Request) -> Json:
    return user_json(request.world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US", "flags": 0}


def gateway(request: Request) -> Json:
    return {"url": gateway_url(request.world)}


def gateway_bot(request: Request) -> Json:
    limit = {
        "total": 1000,
        "remaining": 1000 - request.world.sessions.begun,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    return {"url": gateway_url(request.world), "shards": request.world.shards, "session_start_limit": limit}


def gateway_url(world: World) -> str:
    return world.base.replace("http", "ws", 1) + "/gateway"


def application(request: Request) -> Json:
    bot = request.world.bot
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "rpc_origins": [],
        "bot_public": True,
        "bot_require_code_grant": False,
        "bot": user_json(bot),
        "owner": {"id": "1", "username": "owner", "global_name": None, "discriminator": "0", "avatar": None},
        "verify_key": "0" * 64,
        "team": None,
        "flags": application_flags(request.world),
        "approximate_guild_count": len(request.world.guilds),
        "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}},
    }


def user(request: Request) -> Json:
    found = request.world.users.get(request.number("user"))
    if found is None:
        raise unknown("User")
    return user_json(found)


def open_direct(request: Request) -> Json:
    """Opening always works with a user who is no bot; writing may not."""
    user = request.world.users.get(int(request.given["recipient_id"]))
    if user is None:
        raise unknown("User")
    if user.bot:
        raise Refusal(400, 50007, "Cannot send messages to this user")
    return channel_json(request.world, request.world.direct(user))


def my_guilds(request: Request) -> list[Json]:
    mine = [guild for guild in request.world.guilds.values() if request.world.bot.id in guild.members]
    return [{"id": str(g.id), "name": g.name, "icon": None, "owner": False, "features": []} for g in mine]
