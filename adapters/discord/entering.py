"""Coming to Discord: where it is, who we are there, and which intents are switched on for us."""

from dataclasses import dataclass
from typing import Final

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from chat.errors import Forbidden

# The library warns that it can't speak or listen, which a bot that reads never does.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False
CONTENT: Final = "content"
MEMBERS: Final = "members"
PRIVILEGED: Final = {CONTENT: "Message Content Intent", MEMBERS: "Server Members Intent"}
"""What the developer portal calls those that have to be switched on there."""
_USUAL: Final = {
    "guilds": True,
    "guild_messages": True,
    "dm_messages": True,
    "guild_reactions": True,
    "guild_scheduled_events": True,
    "voice_states": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who we are, and what we may hear."""

    name: str
    intents: discord.Intents
    missing: frozenset[str]
    """Of the intents wanted, those that are switched off."""


def point_at(api: str | None, gateway: str | None) -> None:
    """Use other addresses than Discord's own; the library has no option for them."""
    if api:
        Route.BASE = api
    if gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


async def look(token: str, wants: frozenset[str]) -> Entered:
    """Log in and ask which intents are switched on."""
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        flags = (await client.application_info()).flags
        on = {
            CONTENT: flags.gateway_message_content or flags.gateway_message_content_limited,
            MEMBERS: flags.gateway_guild_members or flags.gateway_guild_members_limited,
        }
        missing = frozenset(name for name in wants if not on.get(name, True))
        name = str(client.user)
    finally:
        await client.close()
    return Entered(name=name, intents=_intents(wants - missing), missing=missing)


async def enter(token: str, wants: frozenset[str]) -> Entered:
    """Do so before listening. Raises Forbidden where no words would be heard."""
    entered = await look(token, wants)
    if CONTENT in entered.missing:
        raise Forbidden(
            f"Discord shows the bot no words: switch on “{PRIVILEGED[CONTENT]}” in the developer portal, under Bot"
        )
    return entered


def _intents(wanted: frozenset[str]) -> discord.Intents:
    intents = discord.Intents(**_USUAL)
    intents.message_content = CONTENT in wanted
    intents.members = MEMBERS in wanted
    return intents
