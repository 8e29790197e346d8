"""Reactions come and go, by whomever, and the sessions hear of it."""

from tests.standin.discord.composing import tell_in
from tests.standin.discord.objects import emoji_json, member_json
from tests.standin.discord.places import Json, Posted
from tests.standin.discord.rights import Intent
from tests.standin.discord.world import World

REACTIONS = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)


def react(world: World, posted: Posted, user: int, emoji: str) -> None:
    """Once for each emoji."""
    users = posted.reactions.setdefault(emoji, [])
    if user not in users:
        users.append(user)
        _tell_of_reaction(world, "MESSAGE_REACTION_ADD", posted, user, emoji)


def unreact(world: World, posted: Posted, user: int, emoji: str) -> None:
    users = posted.reactions.get(emoji, [])
    if user in users:
        users.remove(user)
        if not users:
            del posted.reactions[emoji]
        _tell_of_reaction(world, "MESSAGE_REACTION_REMOVE", posted, user, emoji)


def _tell_of_reaction(world: World, event: str, posted: Posted, user: int, emoji: str) -> None:
    channel = world.channels[posted.channel]
    told: Json = {
        "user_id": str(user),
        "channel_id": str(channel.id),
        "message_id": str(posted.id),
        "emoji": emoji_json(emoji),
        "burst": False,
        "type": 0,
    }
    guild = world.guild_of(channel)
    if event == "MESSAGE_REACTION_ADD":
        told["message_author_id"] = str(posted.author)
        if guild is not None and user in guild.members:
            told["member"] = member_json(guild.members[user])
    tell_in(world, event, channel, told, REACTIONS)
