"""Reactions: the bot's own, and whose there are."""

from tests.standin.discord.calls.request import Request
from tests.standin.discord.composing import tell_in
from tests.standin.discord.objects import emoji_json, user_json
from tests.standin.discord.places import Channel, Json, Posted
from tests.standin.discord.reacting import REACTIONS, react, unreact
from tests.standin.discord.refusal import Refusal, unknown
from tests.standin.discord.rights import Right

MOST = 20


def add_own(request: Request) -> None:
    """A new emoji needs the right to react; one that is there already doesn't."""
    channel = request.channel(Right.READ_MESSAGE_HISTORY)
    posted, emoji = request.posted(channel), _emoji(request)
    if emoji not in posted.reactions and len(posted.reactions) >= MOST:
        raise Refusal(400, 30010, "Maximum number of reactions reached (20)")
    if emoji not in posted.reactions and channel.guild is not None:
        request.check_rights(channel, Right.ADD_REACTIONS)
    react(request.world, posted, request.world.bot.id, emoji)


def remove_own(request: Request) -> None:
    posted = request.posted(request.channel())
    unreact(request.world, posted, request.world.bot.id, _emoji(request))


def remove_of(request: Request) -> None:
    posted = request.posted(request.channel(Right.MANAGE_MESSAGES))
    unreact(request.world, posted, request.number("user"), _emoji(request))


def list_users(request: Request) -> list[Json]:
    posted = request.posted(request.channel(Right.READ_MESSAGE_HISTORY))
    after, most = int(request.query.get("after", 0)), request.limit(100, 25)
    users = sorted(user for user in posted.reactions.get(_emoji(request), ()) if user > after)
    return [user_json(request.world.users[user]) for user in users[:most]]


def remove_all(request: Request) -> None:
    channel = request.channel(Right.MANAGE_MESSAGES)
    posted = request.posted(channel)
    posted.reactions.clear()
    _tell(request, "MESSAGE_REACTION_REMOVE_ALL", channel, posted, {})


def remove_all_of_emoji(request: Request) -> None:
    channel = request.channel(Right.MANAGE_MESSAGES)
    posted, emoji = request.posted(channel), _emoji(request)
    if posted.reactions.pop(emoji, None):
        _tell(request, "MESSAGE_REACTION_REMOVE_EMOJI", channel, posted, {"emoji": emoji_json(emoji)})


def _tell(request: Request, event: str, channel: Channel, posted: Posted, more: Json) -> None:
    told = {"channel_id": str(channel.id), "message_id": str(posted.id), **more}
    tell_in(request.world, event, channel, told, REACTIONS)


def _emoji(request: Request) -> str:
    emoji = request.ids["emoji"]
    if emoji.isascii() and ":" not in emoji:
        raise unknown("Emoji")
    return emoji
