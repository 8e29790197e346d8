"""Everything that the server knows. No I/O; whoever reads or writes holds `lock`."""

import threading
from collections import defaultdict
from datetime import UTC, datetime
from typing import NamedTuple

from tests.standin.clock import Clock
from tests.standin.discord.gateway.sessions import Sessions
from tests.standin.discord.interactions import Interaction
from tests.standin.discord.people import Member, User
from tests.standin.discord.places import DM, PRIVATE_THREAD, Channel, Guild, Json, Posted
from tests.standin.discord.rights import PRIVILEGED, Intent, Right, rights_of

EPOCH = 1_420_070_400_000
"""The first millisecond of 2015: snowflakes count from it."""


class Call(NamedTuple):
    """What the bot asked for, carried out or not; `route` is as in `routes.py`, `path` as it was."""

    time: float
    route: str
    path: str
    params: Json
    reason: str | None = None


class World:
    """One bot's view of Discord."""

    def __init__(self, bot: User) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.bot = bot
        self.enabled = PRIVILEGED
        """The privileged intents that are switched on in the developer portal."""
        self.shards = 1
        self.users: dict[int, User] = {bot.id: bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        """All: of guilds, threads, direct ones."""
        self.sessions = Sessions()
        self.commands: dict[int | None, list[Json]] = {None: []}
        """By guild; None: everywhere."""
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self.webhooks: dict[int, Json] = {}
        self.files: dict[str, bytes] = {}
        """Attachments, by path."""
        self.audit: list[Json] = []
        self.nonces: dict[str, tuple[float, Posted]] = {}
        """When it was used, and for which message."""
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.base = ""
        """The address of this server, for links to attachments."""
        self._last_ids: defaultdict[int, int] = defaultdict(int)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now(), UTC)

    def snowflake(self, at: datetime | None = None) -> int:
        """The next id of that moment."""
        stamp = at.timestamp() if at else self.clock.now()
        moment = int(stamp * 1000) - EPOCH
        self._last_ids[moment] += 1
        return (moment << 22) + self._last_ids[moment]

    def complain(self, sentence: str) -> None:
        self.complaints.append(sentence)

    def member(self, guild: Guild, user: int) -> Member | None:
        """As of now: a time-out that is over is none."""
        member = guild.members.get(user)
        if member is not None:
            member.muted = member.muted_until is not None and member.muted_until > self.now()
        return member

    def guild_of(self, channel: Channel) -> Guild | None:
        return self.guilds[channel.guild] if channel.guild is not None else None

    def bot_rights(self, channel: Channel) -> int:
        """Of the bot, in a channel of a guild."""
        guild = self.guilds[channel.guild or 0]
        seat = self.member(guild, self.bot.id)
        return rights_of(guild, seat, channel) if seat else 0

    def direct(self, user: User) -> Channel:
        """The private channel of the bot and that user, opened if need be."""
        for channel in self.channels.values():
            if channel.recipient == user.id:
                return channel
        channel = Channel(id=self.snowflake(), type=DM, recipient=user.id)
        self.channels[channel.id] = channel
        return channel

    def posted(self, channel: Channel, message: int) -> Posted | None:
        """What still stands there."""
        posted = channel.messages.get(message)
        return None if posted is None or posted.deleted else posted

    def tell(
        self, event: str, data: Json, guild: Guild | None, intent: Intent | None, channel: Channel | None = None
    ) -> None:
        """To all sessions that asked for it, of the guild's shard; if the bot sees that channel."""
        if guild is not None and self.bot.id not in guild.members and event not in {"GUILD_DELETE"}:
            return
        if channel is not None and channel.guild is not None and not self.sees(channel):
            return
        self.sessions.publish(event, data, guild.id if guild else None, intent)

    def sees(self, channel: Channel) -> bool:
        """A private thread only from within, or as one who manages threads."""
        held = self.bot_rights(channel)
        shut = channel.type == PRIVATE_THREAD and self.bot.id not in channel.in_thread
        return bool(held & Right.VIEW_CHANNEL) and not (shut and not held & Right.MANAGE_THREADS)
