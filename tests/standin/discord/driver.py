"""Who there is, which guilds and channels, and who comes, goes and is promoted: as a test has it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tests.standin.discord.audit import Entry, record
from tests.standin.discord.comings import banned, gone, member_changed, unbanned
from tests.standin.discord.gateway.greeting import guild_created
from tests.standin.discord.living import Living
from tests.standin.discord.objects import channel_json, guild_json, iso, member_json, role_json
from tests.standin.discord.people import Member, User
from tests.standin.discord.places import (
    CATEGORY,
    FORUM,
    NEWS,
    STAGE,
    TEXT,
    VOICE,
    Channel,
    Guild,
    Json,
    Overwrite,
    Role,
)
from tests.standin.discord.pressing import Pressing
from tests.standin.discord.rights import EVERYBODYS, USUAL_RIGHTS, Intent, Right
from tests.standin.discord.talking import Talking

NONE = Right(0)
KINDS = {"text": TEXT, "voice": VOICE, "category": CATEGORY, "news": NEWS, "stage": STAGE, "forum": FORUM}


class Driver(Talking, Pressing, Living):
    """The first of a guild's admins owns it."""

    def user(  # the platform says `id`
        self,
        id: int,  # noqa: A002
        name: str,
        display_name: str | None = None,
        *,
        bot: bool = False,
        locale: str = "en-GB",
        takes_private: bool = True,
    ) -> User:
        with self.world.lock:
            user = User(
                id=id, name=name, display_name=display_name, bot=bot, locale=locale, takes_private=takes_private
            )
            self.world.users[id] = user
            return user

    def guild(
        self,
        name: str,
        id: int | None = None,  # noqa: A002
        *,
        admins: Sequence[User] = (),
        members: Iterable[User] = (),
        bot_rights: Right | None = USUAL_RIGHTS,
        joined: datetime | None = None,
    ) -> Guild:
        """With @everyone, a role `Admins` and the bot's own above it; `bot_rights=None`: the bot isn't in."""
        with self.world.lock:
            owner = admins[0] if admins else self.user(self.world.snowflake(), "owner")
            guild = Guild(id=id or self.world.snowflake(), name=name, owner=owner.id)
            self.world.guilds[guild.id] = guild
            guild.roles[guild.id] = Role(id=guild.id, name="@everyone", rights=EVERYBODYS, position=0)
            self._seat(guild, [owner, *admins, *members], joined)
            if len(admins) > 1:
                leading = self.role(guild, "Admins", Right.ADMINISTRATOR)
                for admin in admins[1:]:
                    guild.members[admin.id].roles.append(leading.id)
            if bot_rights is not None:
                self._seat_bot(guild, bot_rights)
            return guild

    def _seat(self, guild: Guild, users: Iterable[User], joined: datetime | None) -> None:
        for user in users:
            guild.members.setdefault(user.id, Member(user=user, joined=joined or self.world.now()))

    def _seat_bot(self, guild: Guild, rights: Right) -> None:
        """The bot comes in with a role of its own. Without a word on `unavailable`: an outage's end has one."""
        position = max(role.position for role in guild.roles.values()) + 1
        own = Role(id=self.world.snowflake(), name=self.world.bot.name, rights=rights, position=position)
        own.managed_by = self.world.bot.id
        guild.roles[own.id] = own
        guild.members[self.world.bot.id] = Member(user=self.world.bot, joined=self.world.now(), roles=[own.id])
        for session in self.world.sessions.all:
            if session.wants(guild.id, Intent.GUILDS):
                told = guild_created(self.world, session, guild)
                session.add("GUILD_CREATE", {name: value for name, value in told.items() if name != "unavailable"})
        self.world.sessions.changed()

    def set_bot_rights(self, guild: Guild, rights: Right) -> None:
        with self.world.lock:
            own = next(role for role in guild.roles.values() if role.managed_by == self.world.bot.id)
            own.rights = rights
            self._told_of_role("GUILD_ROLE_UPDATE", guild, own)

    def bot_leaves(self, guild: Guild) -> None:
        """Somebody threw it out."""
        with self.world.lock:
            self.world.tell("GUILD_DELETE", {"id": str(guild.id)}, guild, Intent.GUILDS)
            del guild.members[self.world.bot.id]

    def set_available(self, guild: Guild, *, available: bool) -> None:
        """An outage of that guild begins or ends."""
        with self.world.lock:
            guild.unavailable = not available
            for session in self.world.sessions.all:
                if session.wants(guild.id, Intent.GUILDS):
                    gone: Json = {"id": str(guild.id), "unavailable": True}
                    told = guild_created(self.world, session, guild) if available else gone
                    session.add("GUILD_CREATE" if available else "GUILD_DELETE", told)
            self.world.sessions.changed()

    def rename_guild(self, guild: Guild, name: str) -> None:
        with self.world.lock:
            guild.name = name
            self.world.tell("GUILD_UPDATE", guild_json(guild), guild, Intent.GUILDS)

    def role(self, guild: Guild, name: str, rights: Right = NONE, id: int | None = None) -> Role:  # noqa: A002
        """At the bottom, below the bot's."""
        with self.world.lock:
            role = Role(id=id or self.world.snowflake(), name=name, rights=rights)
            for other in guild.roles.values():
                other.position += 1 if other.position else 0
            guild.roles[role.id] = role
            self._told_of_role("GUILD_ROLE_CREATE", guild, role)
            return role

    def _told_of_role(self, event: str, guild: Guild, role: Role) -> None:
        self.world.tell(event, {"guild_id": str(guild.id), "role": role_json(role)}, guild, Intent.GUILDS)

    def give(self, guild: Guild, user: User, role: Role) -> None:
        with self.world.lock:
            guild.members[user.id].roles.append(role.id)
            self.member_changed(guild, guild.members[user.id])

    def take(self, guild: Guild, user: User, role: Role) -> None:
        with self.world.lock:
            guild.members[user.id].roles.remove(role.id)
            self.member_changed(guild, guild.members[user.id])

    def channel(
        self,
        guild: Guild,
        name: str,
        id: int | None = None,  # noqa: A002
        *,
        kind: str = "text",
        parent: Channel | None = None,
        tags: Iterable[str] = (),
    ) -> Channel:
        """`kind`: text, news, voice, stage, forum or category; `tags` are a forum's."""
        with self.world.lock:
            channel = Channel(id=id or self.world.snowflake(), type=KINDS[kind], name=name, guild=guild.id)
            channel.parent, channel.position = parent.id if parent else 0, len(guild.channels)
            channel.tags = [
                {"id": str(self.world.snowflake()), "name": t, "moderated": False, "emoji_id": None, "emoji_name": None}
                for t in tags
            ]
            self.world.channels[channel.id] = guild.channels[channel.id] = channel
            self.world.tell("CHANNEL_CREATE", channel_json(self.world, channel), guild, Intent.GUILDS)
            return channel

    def overwrite(self, channel: Channel, whom: User | Role | None, allow: Right = NONE, deny: Right = NONE) -> None:
        """None: everybody; the bot is a user too."""
        with self.world.lock:
            guild = self.world.guilds[channel.guild or 0]
            target = guild.id if whom is None else whom.id
            channel.overwrites[target] = Overwrite(1 if isinstance(whom, User) else 0, allow, deny)
            self.world.tell("CHANNEL_UPDATE", channel_json(self.world, channel), guild, Intent.GUILDS)

    def remove_channel(self, channel: Channel) -> None:
        with self.world.lock:
            guild = self.world.guilds[channel.guild or 0]
            event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
            self.world.tell(event, channel_json(self.world, channel), guild, Intent.GUILDS)
            del self.world.channels[channel.id], guild.channels[channel.id]

    def join(self, guild: Guild, user: User, at: datetime | None = None) -> None:
        """Nobody who is banned comes in: PermissionError."""
        with self.world.lock:
            if user.id in guild.bans:
                raise PermissionError(f"{user.name} is banned from {guild.name}")
            member = guild.members[user.id] = Member(user=user, joined=at or self.world.now())
            told = member_json(member) | {"guild_id": str(guild.id)}
            self.world.tell("GUILD_MEMBER_ADD", told, guild, Intent.GUILD_MEMBERS)

    def leave(self, guild: Guild, user: User) -> None:
        with self.world.lock:
            gone(self.world, guild, user)

    def kick(self, guild: Guild, user: User, by: User, reason: str | None = None) -> None:
        with self.world.lock:
            gone(self.world, guild, user)
            record(self.world, guild, by.id, Entry.KICKED, user.id, reason)

    def ban(self, guild: Guild, user: User, by: User, reason: str | None = None) -> None:
        with self.world.lock:
            banned(self.world, guild, user, reason)
            record(self.world, guild, by.id, Entry.BANNED, user.id, reason)

    def unban(self, guild: Guild, user: User, by: User) -> None:
        with self.world.lock:
            unbanned(self.world, guild, user)
            record(self.world, guild, by.id, Entry.UNBANNED, user.id)

    def time_out(self, guild: Guild, user: User, until: datetime | None, by: User) -> None:
        """None lifts it."""
        with self.world.lock:
            guild.members[user.id].muted_until = until
            self.member_changed(guild, guild.members[user.id])
            record(self.world, guild, by.id, Entry.MEMBER_CHANGED, user.id)

    def member_changed(self, guild: Guild, member: Member) -> None:
        member_changed(self.world, guild, member)

    def enable(self, *intents: Intent) -> None:
        """In the developer portal."""
        with self.world.lock:
            for intent in intents:
                self.world.enabled |= intent

    def disable(self, *intents: Intent) -> None:
        """Connections that are there already stay."""
        with self.world.lock:
            for intent in intents:
                self.world.enabled &= ~intent

    def muted_until(self, guild: Guild, user: User) -> str | None:
        with self.world.lock:
            member = guild.members.get(user.id)
            return iso(member.muted_until) if member else None
