"""One call, read and checked, on its way to being carried out; and what it may reach."""

from dataclasses import dataclass, field
from typing import Any

from tests.standin.discord.audit import Entry, record
from tests.standin.discord.people import Member
from tests.standin.discord.places import Channel, Guild, Posted
from tests.standin.discord.refusal import missing_access, missing_permissions, unknown, wrong_field
from tests.standin.discord.rights import Right, rank, rights_of
from tests.standin.discord.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart call."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Request:
    """`ids` are the parts of the path by name, `files` the uploads by their number."""

    world: World
    route: str
    ids: dict[str, str]
    given: Any = None
    query: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    reason: str | None = None

    def note(self, sentence: str) -> None:
        self.world.complain(f"{self.route}: {sentence}")

    def number(self, name: str) -> int:
        if not self.ids[name].isdecimal():
            raise wrong_field(f"{name}_id", "NUMBER_TYPE_COERCE", f'Value "{self.ids[name]}" is not snowflake.')
        return int(self.ids[name])

    def guild(self, *needed: Right) -> Guild:
        """One that the bot is in, with those rights."""
        guild = self.world.guilds.get(self.number("guild"))
        if guild is None:
            raise unknown("Guild")
        if self.world.bot.id not in guild.members:
            raise missing_access()
        held = rights_of(guild, self.seat(guild))
        if any(not held & right for right in needed):
            raise missing_permissions()
        return guild

    def channel(self, *needed: Right) -> Channel:
        """One that the bot sees, with those rights there."""
        channel = self.world.channels.get(self.number("channel"))
        if channel is None:
            raise unknown("Channel")
        if channel.guild is not None:
            self.check_rights(channel, *needed)
        return channel

    def check_rights(self, channel: Channel, *needed: Right) -> None:
        held = self.world.bot_rights(channel)
        if not held & Right.VIEW_CHANNEL:
            raise missing_access()
        if any(not held & right for right in needed):
            raise missing_permissions()

    def posted(self, channel: Channel, name: str = "message") -> Posted:
        posted = self.world.posted(channel, self.number(name))
        if posted is None or posted.shown_to is not None:
            raise unknown("Message")
        return posted

    def seat(self, guild: Guild) -> Member:
        """The bot's own."""
        seat = self.world.member(guild, self.world.bot.id)
        assert seat is not None
        return seat

    def member(self, guild: Guild) -> Member:
        member = self.world.member(guild, self.number("user"))
        if member is None:
            raise unknown("User") if self.number("user") not in self.world.users else unknown("Member")
        return member

    def check_rank(self, guild: Guild, member: Member | None) -> None:
        """Nobody acts on somebody whose highest role isn't below their own."""
        if member is not None and rank(guild, member) >= rank(guild, self.seat(guild)):
            raise missing_permissions()

    def limit(self, most: int, otherwise: int) -> int:
        written = self.query.get("limit", str(otherwise))
        if not written.isdecimal() or not 1 <= int(written) <= most:
            raise wrong_field("limit", "NUMBER_TYPE_MAX", f"int value should be between 1 and {most}.")
        return int(written)

    def audit(self, guild: Guild, action: Entry, target: int | None, **options: Any) -> None:
        record(self.world, guild, self.world.bot.id, action, target, self.reason, **options)
