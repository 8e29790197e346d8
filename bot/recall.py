"""What is known around one message, put together for those who decide: context, standing, conversation.

Reads the batch's state and changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chat.context import ALONE, Asked, Context, DomainUse
from chat.events import MessagePosted
from chat.giving import Seen
from chat.ledger import Known, Member
from chat.promotions import Promotion
from chat.standing import COUNTING, Earned, Promoted, Standing, State
from policies.giving.conversation import Conversation
from policies.language.schema import Group
from policies.promotion.reading import Reading
from policies.selling.case import Case
from policies.selling.frequency import ever_keys_asked, ever_keys_of
from policies.selling.kinds import may_need_allowance
from policies.selling.needs import SAME_PROMOTION, Needs

ASKER_FOR: Final = timedelta(days=7)
"""A question counts as asking only from members of at least this long: nobody brings an asker along."""
ASKED_WITHIN: Final = timedelta(days=7)
ADJACENT: Final = timedelta(minutes=30)
"""Where replies aren't shown, a post answers a question that stands at most this long and ten messages above it."""
_ADJACENT_MESSAGES: Final = 10


class Recall:
    """Views on the state of a group while a batch is judged."""

    def __init__(self, group: Group, known: Known, needs: Needs) -> None:
        self.group = group
        self.known = known
        self.needs = needs
        self.joined: Mapping[str, datetime] = _Joined(known)

    def member(self, member: str) -> Member:
        """Return what is known of a member; of a stranger, the empty row."""
        return self.known.members.get(member) or Member(member=member)

    def parent(self, message: MessagePosted) -> Seen | None:
        """Return the message that this one replies to, as far as it is remembered."""
        return self.known.seen.get(message.reply_to or message.thread or "")

    def context(self, message: MessagePosted, reading: Reading) -> Context:
        """Return what classification may know besides the message."""
        author = self.known.members.get(message.author.id)
        asked = self._asked(message)
        if asked is None and author is None and not reading.marks and not self.known.examples:
            return ALONE
        return Context(
            asked=asked,
            uses=self._uses(message.author.id, reading.marks),
            offers=tuple(self.known.offers.get(message.author.id, ())),
            examples=tuple(self.known.examples.values()),
            organisation=author.organisation if author else None,
            newcomer=author is not None and author.joined_at is not None and author.messages == 0,
            names_another=self._names_another(message),
        )

    def _names_another(self, message: MessagePosted) -> bool:
        if not message.mentions:
            return False
        handles = self._handles(message)
        named = {handles.get(name.casefold()) for name in message.mentions}
        return bool(named - {None, message.author.id})

    def _uses(self, author: str, domains: tuple[str, ...]) -> Mapping[str, DomainUse]:
        uses = {}
        for domain in domains:
            posts = self.known.uses.get(domain)
            if posts:
                own = posts.get(author, 0) + self._by_colleagues(author, posts)
                uses[domain] = DomainUse(posts=sum(posts.values()), by_author=own)
        return uses

    def _by_colleagues(self, author: str, posts: Mapping[str, int]) -> int:
        if self.member(author).organisation is None:
            return 0
        return sum(n for member, n in posts.items() if member != author and self._colleagues(author, member))

    def _colleagues(self, one: str, other: str) -> bool:
        if one == other:
            return True
        organisation = self.member(one).organisation
        return organisation is not None and organisation == self.member(other).organisation

    def _asked(self, message: MessagePosted) -> Asked | None:
        parent = self.parent(message)
        if parent is None and "reply" in message.hidden:
            parent = self._question_above(message)
        if parent is None or not parent.asks:
            return None
        joined = self.member(parent.author).joined_at
        eligible = (
            not self._colleagues(message.author.id, parent.author)
            and message.at - parent.at <= ASKED_WITHIN
            and (joined is None or message.at - joined >= ASKER_FOR)
        )
        return Asked(asks_for=parent.asks_for, eligible=eligible)

    def _question_above(self, message: MessagePosted) -> Seen | None:
        recent = self.known.recent.get(message.place, [])[-_ADJACENT_MESSAGES:]
        near = [seen for seen in recent if seen.asks_for and message.at - seen.at <= ADJACENT]
        others = [seen for seen in near if seen.asks and seen.author != message.author.id]
        return others[-1] if others else None

    def standing(self, message: MessagePosted, reading: Reading, promotion: Promotion, *, at: datetime) -> Standing:
        """Return what judging the message may know of what was before it."""
        author = message.author.id
        member = self.known.members.get(author)
        promoted = self._promoted(author, promotion)
        own = next((post for post in promoted if post.message_id == message.message_id), None)
        part_of = None if own else self._part_of(message, promotion, promoted)
        standing = Standing(
            began_at=self.known.began_at,
            joined_at=member.joined_at if member else None,
            introduced_at=member.introduced_at if member else None,
            promoted=promoted,
            earned=self._earned(author, at),
            strikes=tuple(self.known.strikes.get(author, ())),
            permits=tuple(self.known.permits.get(author, ())),
            same_text=self._same_text(message, reading),
            part_of=part_of,
            under=self._under(message),
            kept=message.message_id in self.known.kept,
        )
        if not self.needs.ever or not may_need_allowance(self.group, promotion):
            return standing
        return replace(standing, ever=self._ever(message, promotion, standing, own))

    def charge_of(self, message: MessagePosted) -> Promoted | None:
        """Return the promotion that a message was recorded as, if it was one."""
        posts = self.known.promoted.get(message.author.id, ())
        return next((post for post in posts if post.message_id == message.message_id), None)

    def _promoted(self, author: str, promotion: Promotion) -> tuple[Promoted, ...]:
        own = self.known.promoted.get(author, [])
        if not self.needs.promoted_by_all and promotion.organisation is None:
            return tuple(own)
        organisation = promotion.organisation
        others = [
            post
            for member, posts in self.known.promoted.items()
            if member != author
            for post in posts
            if self.needs.promoted_by_all or post.organisation == organisation
        ]
        return tuple(sorted([*own, *others], key=lambda post: post.at)) if others else tuple(own)

    def _earned(self, author: str, at: datetime) -> tuple[Earned, ...]:
        if self.needs.earned is None:
            return ()
        posts = [earned for earned in self.known.earned.get(author, ()) if earned.at <= at]
        return tuple(posts)

    def _same_text(self, message: MessagePosted, reading: Reading) -> tuple[tuple[str, datetime], ...]:
        if not self.needs.texts or reading.keys.text_key is None:
            return ()
        seen = self.known.texts.get((message.author.id, reading.keys.text_key), ())
        return tuple((text.place or "", text.at) for text in seen if text.message_id != message.message_id)

    def _part_of(self, message: MessagePosted, promotion: Promotion, promoted: tuple[Promoted, ...]) -> Promoted | None:
        place = message.place or message.place_name
        for post in reversed(promoted):
            if post.member != message.author.id or post.state in (State.WITHDRAWN, State.RESERVED):
                continue
            if message.album is not None and post.album == message.album:
                return post
            same = promotion.offer is not None and post.offer == promotion.offer and post.place == place
            if same and post.state in COUNTING and message.at - post.at < SAME_PROMOTION:
                return post
        return None

    def _under(self, message: MessagePosted) -> tuple[str, ...] | None:
        parent = self.parent(message)
        if parent is not None:
            return parent.opens
        return None if "reply" in message.hidden else ()

    def _ever(
        self, message: MessagePosted, promotion: Promotion, standing: Standing, own: Promoted | None
    ) -> Mapping[str, Mapping[str, int]]:
        """Return the counts that limits without end look at; a message judged again doesn't count against itself."""
        place = message.place or message.place_name
        case = Case(
            group=self.group, message=message, promotion=promotion, standing=standing, at=message.at, place=place
        )
        counted = ever_keys_of(own, self.group) if own is not None and own.state in COUNTING else ()
        counts = {}
        for key in ever_keys_asked(case):
            by_place = dict(self.known.ever.get(key) or {})
            if own is not None and key in counted:
                by_place[own.place or ""] = by_place.get(own.place or "", 1) - 1
            counts[key] = by_place
        return counts

    def conversation(self, message: MessagePosted) -> Conversation:
        """Return the messages and people around a message, which is noted already."""
        parent = self.parent(message)
        recent = self.known.recent.get(message.place, [])
        question = None
        if parent is not None:
            question = parent if parent.asks else self.known.seen.get(parent.answers or "")
        return Conversation(
            parent=parent,
            question=question,
            recent=tuple(seen for seen in recent if seen.message_id != message.message_id),
            threaded="reply" not in message.hidden,
            joined=self.joined,
            handles=self._handles(message),
            questions=self.known.questions,
            credits=self.known.credits,
        )

    def _handles(self, message: MessagePosted) -> Mapping[str, str]:
        """Return members by what they can be named by: id and @handle; a shown name only where it was mentioned."""
        if not message.mentions and "@" not in message.text:
            return {}
        handles = {}
        for row in self.known.members.values():
            handles[row.member.casefold()] = row.member
            if row.member in message.mentions:
                handles[row.name.casefold()] = row.member
            if row.handle:
                handles[row.handle.casefold()] = row.member
        return handles


class _Joined(Mapping[str, datetime]):
    """When members were seen to join, looked up only when somebody asks."""

    def __init__(self, known: Known) -> None:
        self._members = known.members

    def __getitem__(self, member: str) -> datetime:
        row = self._members.get(member)
        if row is None or row.joined_at is None:
            raise KeyError(member)
        return row.joined_at

    def __iter__(self) -> Iterator[str]:
        return (row.member for row in self._members.values() if row.joined_at is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
