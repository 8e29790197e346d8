"""What people say in the channels, as a test has them do it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tests.standin.discord import composing
from tests.standin.discord.audit import Entry, record
from tests.standin.discord.guarding import guard
from tests.standin.discord.objects import iso
from tests.standin.discord.people import Member, User
from tests.standin.discord.places import Channel, Json, Posted
from tests.standin.discord.reacting import react, unreact
from tests.standin.discord.rights import Right, rights_of
from tests.standin.discord.threads import revive
from tests.standin.discord.world import World

SNAPSHOT = (
    *("type", "content", "embeds", "attachments", "timestamp", "edited_timestamp"),
    *("flags", "mentions", "mention_roles", "components"),
)


class Talking:
    """Every act is told to the bot as far as the real server would tell it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def post(
        self,
        channel: Channel,
        user: User,
        text: str = "",
        *,
        reply_to: Posted | None = None,
        files: Mapping[str, bytes] | None = None,
        embeds: Iterable[Json] = (),
        forward_of: Posted | None = None,
        at: datetime | None = None,
        kind: int | None = None,
    ) -> Posted:
        """What the member may not write, or AutoMod blocks, is a PermissionError. `kind` is a system message's."""
        with self.world.lock:
            self._admit(channel, user, text, files=bool(files))
            fields: Json = {"embeds": [{"type": "rich"} | embed for embed in embeds]}
            fields["attachments"] = [
                composing.file_json(self.world, channel, name, content, _kind_of(name), None)
                for name, content in (files or {}).items()
            ]
            if reply_to is not None:
                fields |= composing.reply_fields(channel, reply_to)
            if forward_of is not None:
                fields |= self._forwarded(forward_of)
            if kind is not None:
                fields["type"] = kind
            body = composing.compose(self.world, channel, user, text, at=at, **fields)
            revive(self.world, channel)
            return composing.keep(self.world, channel, body, user.id)

    def webhook_post(self, channel: Channel, name: str, text: str, *, embeds: Iterable[Json] = ()) -> Posted:
        """By no member: the webhook's name is all there is."""
        with self.world.lock:
            hook = User(id=self.world.snowflake(), name=name, bot=True)
            body = composing.compose(self.world, channel, hook, text, embeds=list(embeds), webhook_id=str(hook.id))
            return composing.keep(self.world, channel, body, hook.id)

    def private(self, user: User, text: str) -> Posted:
        """To the bot."""
        with self.world.lock:
            return self.post(self.world.direct(user), user, text)

    def edit(self, posted: Posted, text: str) -> None:
        """Its author changes its words, if AutoMod lets them stand."""
        with self.world.lock:
            channel = self.world.channels[posted.channel]
            guild = self.world.guild_of(channel)
            if guild is not None and (member := guild.members.get(posted.author)):
                guard(self.world, guild, channel, member, text)
            mentioned = composing.compose(self.world, channel, self.world.bot, text)
            kept = {name: mentioned[name] for name in ("content", "mentions", "mention_roles", "mention_everyone")}
            when = iso(self.world.now())
            composing.change(self.world, posted, **kept, edited_timestamp=when)

    def unfurl(self, posted: Posted, *embeds: Json) -> None:
        """A link gets its preview: an update of a message that nobody edited."""
        with self.world.lock:
            composing.change(self.world, posted, embeds=list(embeds))

    def delete(self, *gone: Posted, by: User | None = None) -> None:
        """By its author, or by a moderator, whom the audit log names."""
        with self.world.lock:
            composing.remove(self.world, *gone)
            for posted in gone:
                guild = self.world.guild_of(self.world.channels[posted.channel])
                if by is not None and by.id != posted.author and guild is not None:
                    where = posted.channel
                    record(self.world, guild, by.id, Entry.MESSAGE_DELETED, posted.author, channel_id=where, count=1)

    def purge(self, channel: Channel, *gone: Posted) -> None:
        """Taken away together, by another bot."""
        with self.world.lock:
            composing.remove_together(self.world, channel, list(gone))

    def react(self, posted: Posted, user: User, emoji: str) -> None:
        """An own emoji of a guild is written `name:id`."""
        with self.world.lock:
            react(self.world, posted, user.id, emoji)

    def unreact(self, posted: Posted, user: User, emoji: str) -> None:
        with self.world.lock:
            unreact(self.world, posted, user.id, emoji)

    def _admit(self, channel: Channel, user: User, text: str, *, files: bool) -> None:
        guild = self.world.guild_of(channel)
        if guild is None:
            return
        member: Member | None = self.world.member(guild, user.id)
        if member is None:
            raise PermissionError(f"{user.name} is not in {guild.name}")
        speak = Right.SEND_MESSAGES_IN_THREADS if channel.is_thread else Right.SEND_MESSAGES
        needed = Right.VIEW_CHANNEL | speak | (Right.ATTACH_FILES if files else Right(0))
        held = rights_of(guild, member, channel)
        if needed & ~held or (channel.locked and not held & Right.MANAGE_THREADS):
            raise PermissionError(f"{user.name} may not write in {channel.name}")
        guard(self.world, guild, channel, member, text)

    def _forwarded(self, original: Posted) -> Json:
        there = self.world.channels[original.channel]
        reference = {"type": 1, "message_id": str(original.id), "channel_id": str(there.id)}
        if there.guild is not None:
            reference["guild_id"] = str(there.guild)
        return {
            "message_reference": reference,
            "message_snapshots": [{"message": {name: original.body[name] for name in SNAPSHOT}}],
        }


def _kind_of(name: str) -> str:
    kinds: dict[str, Any] = {"png": "image/png", "jpg": "image/jpeg", "txt": "text/plain", "pdf": "application/pdf"}
    return str(kinds.get(name.rpartition(".")[2], "application/octet-stream"))
