"""Streams a Telegram Desktop export: remembers names and topics over rows, which `translate` can't see one by one."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from itertools import islice

from adapters.exports.believing import believed, can_be
from adapters.exports.bounded import Bounded
from adapters.exports.clock import LocalClock, tells_offset
from adapters.exports.heads import ACCOUNT_MESSAGES, MESSAGES, Chat, first_rows
from adapters.exports.parts import Part
from adapters.exports.rows import Row, Rows, mappings, string, strings
from adapters.exports.source import Export, Source
from adapters.exports.telegram.order import Delayed, with_albums
from adapters.exports.telegram.translate import HIDES, answered, chat_ids, moment, person, posted
from chat.errors import ExportError
from chat.events import Event, MemberJoined, MemberLeft, MessageKept, Person, Reacted

_JOINS_ALONE = frozenset({"join_group_by_link", "join_group_by_request"})
_NOTE = "Telegram's exports show the final text of edited messages, and only the latest members who reacted."


class TelegramSource(Source):
    """One chat of a `result.json`, alone or in an account's export."""

    def __init__(
        self, part: Part, told: dict[str, str], *, chat: Chat | None = None, cut: ExportError | None = None
    ) -> None:
        """Read a chat. `cut` is where an account's export breaks, which reading this chat alone might not meet."""
        self._part = part
        self._cut = cut
        self._chat = chat
        ids = chat_ids(told.get("id", ""), told.get("type", ""))
        name = told.get("name")
        export = Export(
            platform="telegram",
            name=name,
            ids=ids,
            chat=ids[0] if ids else name or part.path.stem,
            paths=(part.path,),
            size=part.size,
            hides=HIDES,
            notes=(_NOTE,),
        )
        start = chat.start if chat else 0
        first = first_rows(part, prefix=self._prefix, start=start, most=chat.count if chat and chat.count < 5 else 5)
        super().__init__(export, zone_in_file=bool(first) and _tells_instant(first[0]))

    @property
    def _prefix(self) -> str:
        return ACCOUNT_MESSAGES if self._chat else MESSAGES

    def _events(self, zone: tzinfo) -> Iterator[Event]:
        rows = Rows(self._part, self._prefix, self._meter)
        wanted: Iterable[Row] = rows
        if self._chat:
            wanted = islice(rows, self._chat.start, self._chat.start + self._chat.count)
        self._zone = zone
        clock = LocalClock(zone)
        self._topics: Bounded[str, tuple[str, str]] = Bounded()
        self._ids: Bounded[str, str] = Bounded()
        delayed = Delayed()
        timed = believed(((row, moment(row, clock)) for row in wanted), self.latest, self._tally)
        for row, at, album in with_albums(timed):
            for event in self._of_row(row, at, album, delayed):
                yield from delayed.before(event)
        yield from delayed.rest()
        self._note_break(rows.broken or self._cut)

    def _of_row(self, row: Row, at: datetime | None, album: str | None, delayed: Delayed) -> Iterator[Event]:
        if at is None or not string(row, "id"):
            self._tally.add("Rows without an id or a time, left out")
        elif not self._is_new(string(row, "id")):
            return
        elif row.get("type") == "service":
            yield from self._service(row, at)
        elif self._has_author(person(row)):
            yield from self._message(row, at, album, delayed)

    def _message(self, row: Row, at: datetime, album: str | None, delayed: Delayed) -> Iterator[Event]:
        event = posted(row, at=at, chat=self.export.chat, album=album, topic=self._topic(row))
        self._learn(event.author)
        if "edited" in row or "edited_unixtime" in row:
            self._tally.add("Edited messages, of which only the last text is shown")
        yield event
        for reaction in mappings(row, "reactions"):
            yield from self._reacted(row, reaction, at, delayed)

    def _topic(self, row: Row) -> tuple[str, str] | None:
        """Follow the reply to the topic's first message, and remember it for the replies to this one."""
        parent = answered(row)
        topic = self._topics.get(parent) if parent else None
        if topic:
            self._topics[string(row, "id")] = topic
        return topic

    def _reacted(self, row: Row, reaction: Row, posted_at: datetime, delayed: Delayed) -> Iterator[Event]:
        """Yield reactions without a time at once; keep the others for their time."""
        recent = mappings(reaction, "recent")
        count = reaction.get("count")
        if isinstance(count, int) and count > len(recent):
            self._tally.add("Reactions that are counted without saying whose", count - len(recent))
        for one in recent:
            if not person(one).id:
                self._tally.add("Reactions that are counted without saying whose")
                continue
            # Reactions stand in no order of time: a clock of their own leaves that of the messages alone.
            at = moment(one, LocalClock(self._zone))
            if at is not None and not can_be(at, self.latest):
                self._tally.add("Reactions with a time that cannot be, taken at their message's")
                at = None
            event = Reacted(
                at=max(at or posted_at, posted_at),
                chat=self.export.chat,
                message_id=string(row, "id"),
                member=person(one),
                emoji=string(reaction, "emoji") or string(reaction, "type"),
            )
            if at is None:
                yield event
            else:
                delayed.add(event)

    def _service(self, row: Row, at: datetime) -> Iterator[Event]:
        action, chat = string(row, "action"), self.export.chat
        actor = person(row, label="actor")
        self._learn(actor)
        if action == "topic_created":
            self._topics[string(row, "id")] = (string(row, "id"), string(row, "title"))
        elif action == "pin_message" and string(row, "message_id"):
            yield MessageKept(at=at, chat=chat, message_id=string(row, "message_id"), by=actor if actor.id else None)
        elif action in _JOINS_ALONE:
            if self._has_author(actor):
                yield MemberJoined(at=at, chat=chat, member=actor)
        elif action == "invite_members":
            for name in strings(row, "members"):
                yield MemberJoined(at=at, chat=chat, member=self._named(name, actor))
        elif action == "remove_members":
            for name in strings(row, "members"):
                yield MemberLeft(at=at, chat=chat, member=self._named(name, actor))
        else:
            self._tally.add("Service messages that say nothing of members or pins")

    def _learn(self, someone: Person) -> None:
        """Remember whose a name is; a name that two use is nobody's."""
        known = self._ids.get(someone.name)
        self._ids[someone.name] = someone.id if known in {None, someone.id} else ""

    def _named(self, name: str, actor: Person) -> Person:
        """Return a member known by name only: the actor, somebody seen before, else the name is the id."""
        return actor if name == actor.name else Person(id=self._ids.get(name) or name, name=name)


def _tells_instant(row: Row) -> bool:
    return bool(string(row, "date_unixtime")) or tells_offset(string(row, "date"))
