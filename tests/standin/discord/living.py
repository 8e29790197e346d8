"""Threads, scheduled events and voices, as a test has members begin and end them."""

from datetime import datetime

from tests.standin.discord import composing, happenings, threads
from tests.standin.discord.objects import member_json
from tests.standin.discord.people import User
from tests.standin.discord.places import FORUM, STAGE, Channel, Guild, Json, Posted
from tests.standin.discord.rights import Intent
from tests.standin.discord.world import World


class Living:
    """What goes on in a guild beside its messages."""

    def __init__(self, world: World) -> None:
        self.world = world

    def thread(self, channel: Channel, user: User, name: str, *, on: Posted | None = None) -> Channel:
        with self.world.lock:
            return threads.open_thread(self.world, channel, user, name, on=on)

    def forum_post(self, forum: Channel, user: User, title: str, text: str, *tags: str) -> tuple[Channel, Posted]:
        """The thread and the message that it begins with, which have one id."""
        with self.world.lock:
            if forum.type != FORUM:
                raise ValueError(f"{forum.name} is no forum")
            named = [int(tag["id"]) for tag in forum.tags if tag["name"] in tags]
            thread = threads.open_thread(self.world, forum, user, title, tags=named)
            first = composing.compose(self.world, thread, user, text) | {"id": str(thread.id)}
            return thread, composing.keep(self.world, thread, first, user.id)

    def archive(self, thread: Channel, *, locked: bool = False) -> None:
        with self.world.lock:
            thread.archived, thread.archived_at, thread.locked = True, self.world.now(), locked
            threads.thread_changed(self.world, thread)

    def rename(self, thread: Channel, name: str) -> None:
        with self.world.lock:
            thread.name = name
            threads.thread_changed(self.world, thread)

    def event(
        self,
        guild: Guild,
        by: User,
        name: str,
        start: datetime,
        end: datetime | None = None,
        *,
        channel: Channel | None = None,
        location: str | None = None,
        description: str | None = None,
    ) -> Json:
        """In a voice channel, on a stage, or at `location`."""
        with self.world.lock:
            return happenings.new_event(self.world, guild, by.id, name, start, end, channel, location, description)

    def begin_event(self, guild: Guild, event: Json) -> Json:
        return self._set_status(guild, event, happenings.ACTIVE)

    def end_event(self, guild: Guild, event: Json) -> Json:
        return self._set_status(guild, event, happenings.COMPLETED)

    def cancel_event(self, guild: Guild, event: Json) -> Json:
        return self._set_status(guild, event, happenings.CANCELED)

    def delete_event(self, guild: Guild, event: Json) -> None:
        with self.world.lock:
            happenings.remove_event(self.world, guild, event)

    def interested(self, guild: Guild, event: Json, user: User) -> None:
        with self.world.lock:
            happenings.interest(self.world, guild, event, user.id, now=True)

    def uninterested(self, guild: Guild, event: Json, user: User) -> None:
        with self.world.lock:
            happenings.interest(self.world, guild, event, user.id, now=False)

    def voice_join(self, channel: Channel, user: User) -> None:
        """Also from another channel."""
        with self.world.lock:
            guild = self.world.guilds[channel.guild or 0]
            guild.voices[user.id] = self._voice(channel.id, user, suppressed=channel.type == STAGE)
            self._tell_of_voice(guild, user, guild.voices[user.id])

    def voice_leave(self, guild: Guild, user: User) -> None:
        with self.world.lock:
            del guild.voices[user.id]
            self._tell_of_voice(guild, user, self._voice(None, user, suppressed=False))

    def _set_status(self, guild: Guild, event: Json, status: int) -> Json:
        with self.world.lock:
            return happenings.change_event(self.world, guild, guild.events[int(event["id"])], status=status)

    def _voice(self, channel: int | None, user: User, *, suppressed: bool) -> Json:
        return {
            "channel_id": str(channel) if channel else None,
            "user_id": str(user.id),
            "session_id": f"{user.id:x}",
            "deaf": False,
            "mute": False,
            "self_deaf": False,
            "self_mute": False,
            "self_video": False,
            "suppress": suppressed,
            "request_to_speak_timestamp": None,
        }

    def _tell_of_voice(self, guild: Guild, user: User, state: Json) -> None:
        told = state | {"guild_id": str(guild.id), "member": member_json(guild.members[user.id])}
        self.world.tell("VOICE_STATE_UPDATE", told, guild, Intent.GUILD_VOICE_STATES)
