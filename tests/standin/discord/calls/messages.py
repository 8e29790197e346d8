"""Messages of the bot's own, and everybody's to read and take away."""

from datetime import timedelta
from typing import Any

from tests.standin.discord import composing
from tests.standin.discord.audit import Entry
from tests.standin.discord.calls.request import Request
from tests.standin.discord.objects import iso, message_json, readable_json
from tests.standin.discord.places import FORUM, WITHOUT_MESSAGES, Channel, Json, Posted
from tests.standin.discord.refusal import Refusal, no_private_words, wrong_field
from tests.standin.discord.rights import Right
from tests.standin.discord.schema.messages import wrong_layout
from tests.standin.discord.threads import revive

NONCE_SECONDS = 300
LARGEST_FILE = 10 << 20
BULK_DAYS = timedelta(days=14)


def create_message(request: Request) -> Json:
    channel = request.channel()
    _check_may_speak(request, channel)
    check_something_said(request)
    if (old := _same_nonce(request)) is not None:
        return message_json(request.world, old)
    revive(request.world, channel)
    body = said_by_bot(request, channel) | _replying(request, channel)
    if "nonce" in request.given:
        body["nonce"] = request.given["nonce"]
    posted = composing.keep(request.world, channel, body, request.world.bot.id)
    if request.given.get("nonce") is not None:
        request.world.nonces[str(request.given["nonce"])] = (request.world.clock.now(), posted)
    return message_json(request.world, posted)


def edit_message(request: Request) -> Json:
    """Of others' messages only the flags, to hide their embeds."""
    channel = request.channel()
    posted = request.posted(channel)
    if posted.author != request.world.bot.id:
        if not CONTENTS & set(request.given) and channel.guild is not None:
            request.check_rights(channel, Right.MANAGE_MESSAGES)
            return edited(request, posted)
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    return edited(request, posted)


def edited(request: Request, posted: Posted) -> Json:
    """What isn't given stays; attachments that aren't named go."""
    given, channel = request.given, request.world.channels[posted.channel]
    check_together({"flags": posted.body["flags"]} | given)
    fields = {name: given[name] or empty for name, empty in EDITABLE.items() if name in given}
    if "embeds" in fields:
        fields["embeds"] = told_embeds(fields["embeds"])
    if request.files or "attachments" in given:
        fields["attachments"] = _attachments(request, channel, posted.body["attachments"])
    after = posted.body | fields
    if not any(after[name] for name in ("content", "embeds", "attachments", "components")):
        raise Refusal(400, 50006, "Cannot send an empty message")
    when = iso(request.world.now())
    composing.change(request.world, posted, **fields, edited_timestamp=when)
    return message_json(request.world, posted)


CONTENTS = frozenset({"content", "embeds", "components", "attachments"})
EDITABLE: dict[str, Any] = {"content": "", "embeds": [], "components": [], "flags": 0}


def get_message(request: Request) -> Json:
    return readable_json(request.world, request.posted(request.channel(Right.READ_MESSAGE_HISTORY)))


def list_messages(request: Request) -> list[Json]:
    """Newest first; without the right to read history there is none."""
    channel, most = request.channel(), request.limit(100, 50)
    if channel.type in WITHOUT_MESSAGES:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
    if channel.guild is not None and not request.world.bot_rights(channel) & Right.READ_MESSAGE_HISTORY:
        return []
    chosen = _around(request, channel.standing, most)
    return [readable_json(request.world, posted) for posted in reversed(chosen)]


def _around(request: Request, standing: list[Posted], most: int) -> list[Posted]:
    query = request.query
    if "around" in query:
        at = int(query["around"])
        before = [posted for posted in standing if posted.id < at][-(most // 2) :]
        return (before + [posted for posted in standing if posted.id >= at])[:most]
    if "after" in query:
        return [posted for posted in standing if posted.id > int(query["after"])][:most]
    if "before" in query:
        standing = [posted for posted in standing if posted.id < int(query["before"])]
    return standing[-most:]


def delete_message(request: Request) -> None:
    channel = request.channel()
    posted = request.posted(channel)
    mine = posted.author == request.world.bot.id
    if not mine:
        if channel.guild is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        request.check_rights(channel, Right.MANAGE_MESSAGES)
    composing.remove(request.world, posted)


def bulk_delete(request: Request) -> None:
    """Those that aren't there are passed over; one that is too old keeps all of them."""
    channel = request.channel(Right.MANAGE_MESSAGES)
    numbers = [int(number) for number in request.given["messages"]]
    if channel.guild is None:
        raise Refusal(403, 50003, "Cannot execute action on a DM channel")
    if not 2 <= len(numbers) <= 100:
        raise Refusal(
            400,
            50016,
            "Provided too few or too many messages to delete.",
        )
    if len(set(numbers)) != len(numbers):
        raise wrong_field("messages", "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
    oldest = request.world.snowflake(request.world.now() - BULK_DAYS)
    if any(number < oldest for number in numbers):
        raise Refusal(400, 50034, "A message provided was too old to bulk delete")
    gone = [posted for number in numbers if (posted := request.world.posted(channel, number))]
    if gone:
        composing.remove_together(request.world, channel, gone)
        guild = request.world.guilds[channel.guild]
        request.audit(guild, Entry.MESSAGES_DELETED_TOGETHER, channel.id, count=len(gone))


def said_by_bot(request: Request, channel: Channel) -> Json:
    """A message as the call describes it."""
    given = request.given
    check_together(given)
    body = composing.compose(
        request.world,
        channel,
        request.world.bot,
        given.get("content") or "",
        pings=given.get("allowed_mentions"),
        embeds=told_embeds(given.get("embeds") or []),
        components=given.get("components") or [],
        flags=given.get("flags") or 0,
        tts=given.get("tts", False),
    )
    body["attachments"] = _attachments(request, channel, [])
    return body


def told_embeds(embeds: list[Json]) -> list[Json]:
    return [{"type": "rich"} | embed for embed in embeds]


def check_something_said(request: Request) -> None:
    given = request.given
    content = (given.get("content") or "").strip()
    others = ("embeds", "components", "sticker_ids", "poll", "attachments")
    if not (content or request.files or any(given.get(name) for name in others)):
        raise Refusal(400, 50006, "Cannot send an empty message")


def check_together(given: Json) -> None:
    """What single fields don't tell."""
    if (wrong := wrong_layout(given)) is not None:
        path, sentence = wrong
        raise wrong_field(path, "MESSAGE_CANNOT_USE_WITH_COMPONENTS_V2", sentence)
    allowed = given.get("allowed_mentions") or {}
    for name in "users", "roles":
        if name in (allowed.get("parse") or ()) and allowed.get(name):
            words = f"parse:[{name!r}] and {name}: [ids...] are mutually exclusive."
            raise wrong_field("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _check_may_speak(request: Request, channel: Channel) -> None:
    world = request.world
    if channel.type == FORUM:
        raise Refusal(400, 40058, "Cannot send a message in a forum channel")
    if channel.type in WITHOUT_MESSAGES:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
    if channel.recipient is not None:
        if not takes_private(request, channel.recipient):
            raise no_private_words()
        return
    speak = Right.SEND_MESSAGES_IN_THREADS if channel.is_thread else Right.SEND_MESSAGES
    needed = [speak]
    needed += [Right.EMBED_LINKS] if request.given.get("embeds") else []
    needed += [Right.ATTACH_FILES] if request.files else []
    request.check_rights(channel, *needed)
    if channel.locked and not world.bot_rights(channel) & Right.MANAGE_THREADS:
        raise Refusal(400, 160005, "Thread is locked")


def takes_private(request: Request, user: int) -> bool:
    """A member who doesn't want them, who blocked the bot or shares no guild with it gets none."""
    recipient = request.world.users[user]
    shared = any(user in g.members and request.world.bot.id in g.members for g in request.world.guilds.values())
    return shared and recipient.takes_private and not recipient.blocked and not recipient.bot


def _same_nonce(request: Request) -> Posted | None:
    nonce = request.given.get("nonce")
    if nonce is None or not request.given.get("enforce_nonce"):
        return None
    used = request.world.nonces.get(str(nonce))
    fresh = used is not None and used[0] > request.world.clock.now() - NONCE_SECONDS
    return used[1] if used is not None and fresh else None


def _replying(request: Request, channel: Channel) -> Json:
    reference = request.given.get("message_reference")
    if not reference or "message_id" not in reference:
        return {}
    elsewhere = request.world.channels.get(int(reference.get("channel_id", channel.id)), channel)
    answered = request.world.posted(elsewhere, int(reference["message_id"]))
    if channel.guild is not None:
        request.check_rights(channel, Right.READ_MESSAGE_HISTORY)
    if answered is None:
        if reference.get("fail_if_not_exists", True):
            raise wrong_field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return {}
    return composing.reply_fields(channel, answered)


def _attachments(request: Request, channel: Channel, kept: list[Json]) -> list[Json]:
    """Uploads, and of the old ones those that the call names."""
    named = {str(one.get("id")): one for one in request.given.get("attachments") or () if isinstance(one, dict)}
    old = [one for one in kept if one["id"] in named] if "attachments" in request.given else list(kept)
    return old + [attached(request, channel, number, named.get(number, {})) for number in request.files]


def attached(request: Request, channel: Channel, number: str, about: Json) -> Json:
    upload = request.files[number]
    if len(upload.content) > LARGEST_FILE:
        raise Refusal(413, 40005, "Request entity too large. Try sending something smaller in size")
    name, description = about.get("filename") or upload.name, about.get("description")
    return composing.file_json(request.world, channel, name, upload.content, upload.kind, description)
