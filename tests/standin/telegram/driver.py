"""Who there is, which chats, and who comes, goes and is promoted: as a test has it."""

from collections.abc import Callable, Iterable, Sequence

from tests.standin.telegram.objects import member_changed, member_json, user_json
from tests.standin.telegram.people import RIGHTS, Member, User
from tests.standin.telegram.talking import Talking
from tests.standin.telegram.world import Chat, Json

USUAL_RIGHTS = frozenset({"can_delete_messages", "can_restrict_members", "can_pin_messages", "can_invite_users"})
"""What a group that wants moderation gives the bot."""
ALL_RIGHTS = frozenset(RIGHTS)
SUPERGROUPS = -1_000_000_000_000
Rights = Iterable[str] | dict[str, bool]


def named(rights: Rights) -> frozenset[str]:
    """Those that are given; a name that no right has is an error."""
    given = frozenset(name for name in rights if not isinstance(rights, dict) or rights[name])
    if wrong := given - ALL_RIGHTS:
        raise ValueError(f"no such right: {', '.join(sorted(wrong))}")
    return given


class Driver(Talking):
    """The first of a group's admins is its creator."""

    def user(  # the platform says `id`
        self,
        id: int,  # noqa: A002
        name: str,
        username: str | None = None,
        language: str = "en",
        *,
        bot: bool = False,
    ) -> User:
        with self.world.lock:
            user = User(id=id, name=name, username=username, language=language, is_bot=bot)
            self.world.users[id] = user
            self.world.chats[id] = Chat(id=id, type="private")
            return user

    def group(
        self,
        title: str,
        id: int | None = None,  # noqa: A002
        *,
        forum: bool = False,
        admins: Sequence[User | tuple[User, str]] = (),
        members: Iterable[User] = (),
        bot_rights: Rights | None = USUAL_RIGHTS,
        bot_in: bool = True,
        linked: Chat | None = None,
        username: str | None = None,
    ) -> Chat:
        """A supergroup, or with an id above -1000000000000 a basic group. `bot_rights=None`: the bot is no admin.

        An admin may come with a title. Nobody is told that any of it began.
        """
        with self.world.lock:
            number = id if id is not None else SUPERGROUPS - 1_000_000_000 - self.world.count("group")
            kind = "supergroup" if number < SUPERGROUPS else "group"
            group = Chat(id=number, type=kind, title=title, username=username, forum=forum, last_id=1)
            group.linked = linked.id if linked else None
            if linked:
                linked.linked = group.id
            self.world.chats[number] = group
            for place, admin in enumerate(admins):
                user, admin_title = admin if isinstance(admin, tuple) else (admin, None)
                status = "administrator" if place else "creator"
                group.members[user.id] = Member(user=user, status=status, rights=ALL_RIGHTS, title=admin_title)
            for user in members:
                group.members.setdefault(user.id, Member(user=user))
            if bot_in:
                self._seat_bot(group, bot_rights)
            return group

    def channel(self, title: str, id: int | None = None, *, username: str | None = None) -> Chat:  # noqa: A002
        with self.world.lock:
            number = id if id is not None else SUPERGROUPS - 2_000_000_000 - self.world.count("channel")
            channel = Chat(id=number, type="channel", title=title, username=username)
            self.world.chats[number] = channel
            return channel

    def topic(self, group: Chat, name: str, by: User) -> int:
        """The thread that it opens in a forum."""
        with self.world.lock:
            thread = group.last_id + 1
            group.topics[thread] = name
            opening = {"name": name, "icon_color": 7322096}
            self.service(group, by, message_thread_id=thread, is_topic_message=True, forum_topic_created=opening)
            return thread

    def join(self, group: Chat, user: User, by: User | None = None, *, quiet: bool = False) -> None:
        """`quiet`: without a service message, as in large groups."""
        with self.world.lock:
            if not quiet:
                self.service(group, by or user, new_chat_members=[user_json(user)])
            self._change(group, user, by or user, lambda seat: _set(seat, "member"))

    def leave(self, group: Chat, user: User, by: User | None = None) -> None:
        """By another, it is a ban."""
        with self.world.lock:
            self._change(group, user, by or user, lambda seat: _set(seat, "kicked" if by else "left"))
            self.service(group, by or user, left_chat_member=user_json(user))

    def promote(self, group: Chat, user: User, title: str | None = None, *, by: User | None = None) -> None:
        with self.world.lock:
            self._change(group, user, by or self._creator(group), lambda seat: _lead(seat, ALL_RIGHTS, title))

    def demote(self, group: Chat, user: User, *, by: User | None = None) -> None:
        with self.world.lock:
            self._change(group, user, by or self._creator(group), lambda seat: _set(seat, "member"))

    def add_bot(self, group: Chat, by: User, rights: Rights | None = None) -> None:
        """With a service message and my_chat_member; with rights, at once as an admin."""
        with self.world.lock:
            self.set_bot_rights(group, rights, by=by)
            self.service(group, by, new_chat_members=[user_json(self.world.bot)])

    def set_bot_rights(self, group: Chat, rights: Rights | None, *, by: User | None = None) -> None:
        """my_chat_member; None makes the bot a plain member."""
        with self.world.lock:
            old = member_json(self.world.bot_seat(group))
            self._seat_bot(group, rights)
            new = member_json(self.world.bot_seat(group))
            member_changed(self.world, group, by or self._creator(group), old, new)

    def remove_bot(self, group: Chat, by: User | None = None) -> None:
        """my_chat_member; from now on it is 403."""
        with self.world.lock:
            self._change(group, self.world.bot, by or self._creator(group), lambda seat: _set(seat, "kicked"))

    def migrate(self, group: Chat, new_id: int) -> Chat:
        """A basic group becomes a supergroup, with the same people; the new one."""
        with self.world.lock:
            new = Chat(id=new_id, type="supergroup", title=group.title, members=group.members, last_id=1)
            self.world.chats[new_id] = new
            by = self._creator(group)
            self.service(group, by, migrate_to_chat_id=new_id)
            group.migrated_to = new_id
            self.service(new, by, migrate_from_chat_id=group.id)
            return new

    def start(self, user: User, payload: str = "") -> Json:
        """Press Start in the private chat, for the first time or after a block."""
        with self.world.lock:
            if user.blocked:
                self._tell_of_block(user, now=False)
            return self.private(user, f"/start {payload}".strip())

    def block(self, user: User) -> None:
        with self.world.lock:
            if user.started and not user.blocked:
                self._tell_of_block(user, now=True)
            user.blocked = True

    def _tell_of_block(self, user: User, *, now: bool) -> None:
        kicked, member = (Member(user=self.world.bot, status=status) for status in ("kicked", "member"))
        old, new = (member, kicked) if now else (kicked, member)
        member_changed(self.world, self.world.chats[user.id], user, member_json(old), member_json(new))

    def _seat_bot(self, group: Chat, rights: Rights | None) -> None:
        seat = self.world.bot_seat(group)
        if rights is None:
            _set(seat, "member")
        else:
            _lead(seat, named(rights), None)

    def _change(self, group: Chat, user: User, by: User, change: Callable[[Member], None]) -> None:
        seat = self.world.seat(group, user)
        old = member_json(seat)
        change(seat)
        member_changed(self.world, group, by, old, member_json(seat))

    def _creator(self, group: Chat) -> User:
        leading = [member.user for member in group.members.values() if member.leads]
        people = [user for user in leading if not user.is_bot]
        return people[0] if people else User(id=1, name="Owner")


def _set(seat: Member, status: str) -> None:
    seat.status, seat.until, seat.outside, seat.title = status, 0, False, None


def _lead(seat: Member, rights: frozenset[str], title: str | None) -> None:
    seat.status, seat.rights, seat.title, seat.until = "administrator", rights, title, 0
