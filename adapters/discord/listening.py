"""The gateway: what happens in the guilds becomes arrivals, in order. Decides nothing and posts nothing."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import discord
import structlog

from adapters.discord import calendar, commands, translate
from adapters.discord.inbox import Inbox
from adapters.discord.pending import Pending
from chat.arrivals import Arrival, Presence
from chat.events import Event, MemberJoined, MemberLeft, MessageDeleted

MESSAGES_KEPT: Final = 5_000
"""Messages whose earlier state is remembered, so that an edit is told from a preview."""
PLACES_KEPT: Final = 50_000
READY_AFTER: Final = timedelta(seconds=0.5)
"""How long the library waits for one more guild at the start; one that comes later is read when it comes."""
LONGEST_WAIT: Final = timedelta(seconds=30)
"""How long the library waits for a limit by itself."""
_SAMPLE: Final = 80
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Recent:
    """A message as an option's list shows it."""

    guild: int
    author: int
    id: int
    text: str


class Memory:
    """What the gateway told lately: where messages stand, and which ones we take down ourselves."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.recent: deque[Recent] = deque(maxlen=2_000)
        self.ours: set[int] = set()
        """Messages that the bot takes down: that they are gone is no news."""
        self.admins: dict[str, dict[str, str]] = {}
        """By guild, whoever was seen with the rights of one: without the list of members nobody else is known."""

    def met(self, user: discord.abc.User) -> None:
        """Remember whether somebody may decide, as Discord says now."""
        if isinstance(user, discord.Member):
            known = self.admins.setdefault(str(user.guild.id), {})
            known.pop(str(user.id), None)
            if translate.may_decide(user) and not user.bot:
                known[str(user.id)] = user.top_role.name

    def note(self, message: discord.Message) -> None:
        """Remember where a message stands."""
        self.places[message.id] = message.channel.id
        if len(self.places) > PLACES_KEPT:
            self.places.pop(next(iter(self.places)))
        if message.guild is not None:
            text = message.content[:_SAMPLE]
            self.recent.append(Recent(message.guild.id, message.author.id, message.id, text))

    def suggest(self, guild: int, author: int | None, words: str) -> Iterator[Recent]:
        """Yield messages of a guild, newest first: of one author, or of all."""
        wanted = words.casefold()
        for one in reversed(self.recent):
            if one.guild == guild and author in (None, one.author) and wanted in f"{one.id} {one.text}".casefold():
                yield one


class Gate(Protocol):
    """What stands between the gateway and whoever takes what came."""

    inbox: Inbox

    def begin_anew(self, guild: discord.Guild) -> None:
        """Hold a guild: it may have missed something."""
        ...

    def catch_up(self, guild: discord.Guild, client: "Listener") -> None:
        """Read what a guild that is held has missed."""
        ...


class Listener(discord.AutoShardedClient):
    """One bot's connection; the number of shards is Discord's to say."""

    def __init__(
        self,
        *,
        intents: discord.Intents,
        clock: Callable[[], datetime],
        gate: "Gate",
    ) -> None:
        """Listen. The gate is told of each guild whose session is new, and when it is there again."""
        super().__init__(
            intents=intents,
            max_messages=MESSAGES_KEPT,
            guild_ready_timeout=READY_AFTER.total_seconds(),
            chunk_guilds_at_startup=intents.members,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT.total_seconds(),
        )
        self.memory = Memory()
        self.pending = Pending()
        self._inbox = gate.inbox
        self._clock = clock
        self._gate = gate

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Tell of an event that could not be read, and go on."""
        _log.exception("could not be read", what=event_method)

    # A guild whose session is new may have missed something: it waits until its history was read.

    async def on_shard_connect(self, shard_id: int) -> None:
        """Hold the guilds of a shard whose session is new."""
        for guild in self.guilds:
            if guild.shard_id == shard_id:
                self._gate.begin_anew(guild)

    async def on_shard_ready(self, shard_id: int) -> None:
        """Let the guilds of a shard be read."""
        for guild in self.guilds:
            if guild.shard_id == shard_id and not guild.unavailable:
                self._gate.catch_up(guild, self)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Let a guild be read that was not there yet."""
        self._gate.catch_up(guild, self)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell that the bot was put into a guild; by whom Discord does not say, so it is the owner's."""
        rights, owner = guild.me.guild_permissions, guild.owner
        presence = Presence(
            title=guild.name,
            present=True,
            is_admin=rights.administrator,
            can_delete=rights.manage_messages,
            can_restrict=rights.moderate_members,
            by=translate.person(owner) if owner is not None else None,
        )
        self._put(guild.id, guild.id, presence=presence)
        self._gate.begin_anew(guild)
        self._gate.catch_up(guild, self)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Tell that the bot was put out of a guild."""
        self._put(guild.id, guild.id, presence=Presence(title=guild.name, present=False))

    # Messages.

    async def on_message(self, message: discord.Message) -> None:
        """Take a message: a post, a pin, or words to the bot alone."""
        if message.author == self.user:
            self.memory.places[message.id] = message.channel.id
            return
        if message.guild is None:
            if not message.author.bot and (said := commands.said_alone(message)) is not None:
                self._put(message.author.id, message.id, said)
            return
        self.memory.note(message)
        self._put(message.guild.id, message.id, *translate.events_of(message))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Take an edit."""
        if payload.message.author != self.user and payload.guild_id is not None:
            edit = translate.edited(payload.cached_message, payload.message)
            if edit is not None:
                self._put(payload.guild_id, payload.message_id, edit)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take that somebody took a message down."""
        self._deleted(payload.guild_id, payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take that somebody took many messages down."""
        for message in sorted(payload.message_ids):
            self._deleted(payload.guild_id, message)

    def _deleted(self, guild: int | None, message: int) -> None:
        if message in self.memory.ours:
            self.memory.ours.discard(message)
        elif guild is not None:
            self._put(guild, message, MessageDeleted(at=self._clock(), chat=str(guild), message_id=str(message)))

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Take a reaction."""
        self._reaction(payload)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Take that a reaction was taken back."""
        self._reaction(payload)

    def _reaction(self, payload: discord.RawReactionActionEvent) -> None:
        guild = self.get_guild(payload.guild_id or 0)
        member = guild.get_member(payload.user_id) if guild is not None else None
        if guild is not None and (event := translate.reacted(payload, member, self._clock())) is not None:
            self._put(guild.id, payload.message_id, event)

    # Members.

    async def on_member_join(self, member: discord.Member) -> None:
        """Take that somebody entered."""
        at, guild = member.joined_at or self._clock(), member.guild.id
        self._put(guild, guild, MemberJoined(at=at, chat=str(guild), member=translate.person(member)))

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Heed that somebody's roles changed."""
        self.memory.met(after)

    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Take that somebody left, or was put out."""
        self.memory.admins.get(str(payload.guild_id), {}).pop(str(payload.user.id), None)
        gone = MemberLeft(at=self._clock(), chat=str(payload.guild_id), member=translate.person(payload.user))
        self._put(payload.guild_id, payload.guild_id, gone)

    # The calendar.

    async def on_scheduled_event_create(self, event: discord.ScheduledEvent) -> None:
        """Take an event that a member put into the guild's calendar as if it was announced by command."""
        if (announced := calendar.announced(event)) is not None:
            self._put(event.guild_id, event.id, announced)

    async def on_scheduled_event_update(self, _before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> None:
        """Take that an event begins, for whoever waits where it takes place; or that it is called off."""
        self._put(after.guild_id, after.id, *calendar.changed(after, self._clock()))

    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Take that an event is called off."""
        self._put(event.guild_id, event.id, *calendar.called_off(event, self._clock()))

    async def on_scheduled_event_user_add(self, event: discord.ScheduledEvent, user: discord.User) -> None:
        """Take that somebody is interested."""
        self._put(event.guild_id, event.id, *calendar.interested(event, user, self._clock(), coming=True))

    async def on_scheduled_event_user_remove(self, event: discord.ScheduledEvent, user: discord.User) -> None:
        """Take that somebody is interested no more."""
        self._put(event.guild_id, event.id, *calendar.interested(event, user, self._clock(), coming=False))

    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Take that somebody comes to where an event takes place, by voice or on its stage."""
        if after.channel is not None and after.channel != before.channel:
            self._put(member.guild.id, member.id, *calendar.came(member, after.channel, self._clock()))

    # Commands and buttons.

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take a command or a press, and tell Discord at once that it came: it waits for three seconds only."""
        if interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(interaction)
            return
        if (event := commands.asked(interaction, self._clock())) is not None:
            self.memory.met(interaction.user)
            self.pending.add(interaction)
            self._put(interaction.guild_id or interaction.user.id, interaction.id, event)
            await self.pending.acknowledge(interaction)

    async def _suggest(self, interaction: discord.Interaction[Any]) -> None:
        named, words = commands.focused(interaction)
        if named == commands.MESSAGE and interaction.guild_id is not None:
            mine = None if commands.name_of(interaction) in commands.ABOUT_OTHERS else interaction.user.id
            found = self.memory.suggest(interaction.guild_id, mine, words)
            choices = [(one.text or str(one.id), str(one.id)) for one, _ in zip(found, range(25), strict=False)]
        else:
            choices = [(one, one) for one in commands.LENGTHS if one.startswith(words.strip())]
        listed = [discord.app_commands.Choice(name=shown[:100], value=value) for shown, value in choices]
        await interaction.response.autocomplete(listed)

    def _put(self, chat: int, number: int, *events: Event, presence: Presence | None = None) -> None:
        if events or presence is not None:
            self._inbox.put(Arrival(number=number, chat=str(chat), events=events, presence=presence))
