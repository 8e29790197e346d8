"""Where members arrange things with each other: who is there, what is known, and how words and changes go out.

Like the recorder it changes two things alike: what the next event of the batch sees, and what is written. What becomes
of a step is decided in `policies/giving`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from bot.actions import ANSWER, row
from bot.record import Recorder
from chat.actions import Action, PostToGroup, TellMember
from chat.events import ButtonPressed, CommandGiven, Person
from chat.exchanges import Attendance, Exchange, Listing, Meetup, Step
from chat.giving import Contribution
from chat.ledger import Arranged, Known, Member
from chat.posts import Post
from policies.giving.conversation import Followed
from policies.giving.exchanges import Refused, Settled
from policies.language.schema import Group

_ID_BYTES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A command or press, as it is answered."""

    at: datetime
    member: Person
    about: str
    """Id of the command or press: the answer goes where that came from."""
    argument: str = ""
    private: bool = False
    place: str | None = None

    @property
    def public_id(self) -> str:
        """The message of the group that it is; "" for what was said in private: ids there name other messages."""
        return "" if self.private else self.about


def of_command(command: CommandGiven, known: Known) -> Visit:
    """Return a command as a visit."""
    seen = None if command.private else known.seen.get(command.message_id)
    return Visit(
        at=command.at,
        member=command.member,
        about=command.message_id,
        argument=command.argument.strip(),
        private=command.private,
        place=seen.place if seen is not None else None,
    )


def of_press(event: ButtonPressed, argument: str) -> Visit:
    """Return a press as a visit."""
    return Visit(at=event.at, member=event.member, about=event.press_id, argument=argument, private=True)


class Desk:
    """One batch's view on what members arrange."""

    def __init__(self, known: Known, recorder: Recorder, secret: bytes) -> None:
        """Work on a batch's state; `secret` keys the codes that are shown at doors."""
        self.known = known
        self.recorder = recorder
        self.secret = secret
        self._told: dict[str, int] = {}

    @property
    def group(self) -> Group:
        """The group's policy."""
        return self.recorder.group

    @property
    def chat(self) -> str:
        """The ledger's key of the group."""
        return self.recorder.changes.chat

    @property
    def arranged(self) -> Arranged:
        """What is arranged so far."""
        return self.known.arranged

    @property
    def watches_only(self) -> bool:
        """Tell whether nothing may be passed on."""
        return self.group.mode == "observe"

    @property
    def earned(self) -> Mapping[str, Iterable[Contribution]]:
        """What was credited lately, by giver."""
        return self.known.credits

    @property
    def joined(self) -> Mapping[str, datetime]:
        """When members were seen to join."""
        return {row.member: row.joined_at for row in self.known.members.values() if row.joined_at is not None}

    # Who.

    def is_here(self, member: str) -> bool:
        """Tell whether somebody is a member now."""
        row = self.known.members.get(member)
        return row is not None and (row.left_at is None or (row.joined_at is not None and row.joined_at > row.left_at))

    def find(self, word: str) -> Member | None:
        """Return the member who is named by @handle, or by id."""
        wanted = word.strip().rstrip(".,:;").lstrip("@").casefold()
        rows = self.known.members.values()
        return next((row for row in rows if wanted in (row.member.casefold(), (row.handle or "").casefold())), None)

    def reaches(self, visit: Visit, other: Member | None) -> Refused | None:
        """Return why nothing can be passed on to somebody."""
        if other is None or other.is_bot or not self.is_here(other.member):
            return Refused.STRANGER
        if other.member == visit.member.id:
            return Refused.SELF
        return Refused.OUT_OF_REACH if other.opted_out_at is not None else None

    def name(self, member: str | None) -> str:
        """Return a member's shown name."""
        row = self.known.members.get(member or "")
        return row.name if row is not None else ""

    def ident(self, *words: str) -> str:
        """Return an id that is the same for the same words, short enough for a button."""
        data = "\0".join((self.chat, *words)).encode("utf-8", "surrogatepass")
        return blake2b(data, digest_size=_ID_BYTES).hexdigest()

    # Words.

    def tell(self, visit: Visit, words: Post) -> None:
        """Answer a visitor alone."""
        key = self._answer(visit)
        self._told[key] = self._told.get(key, 0) + 1
        action = TellMember(chat=self.chat, member=visit.member.id, words=words, about=visit.about, place=visit.place)
        self._order(action, f"{key}:arranged{self._told[key]}", visit.at)

    def send(self, member: str, words: Post, *, name: str, at: datetime, due: datetime | None = None) -> None:
        """Say something to another member alone, once under its name; nothing where the bot only watches."""
        if self.watches_only or not self.is_here(member):
            return
        self._order(TellMember(chat=self.chat, member=member, words=words, about=name), self.key(name), due or at)
        if due is None:
            self.recorder.told(member, at)

    def post(self, words: Post, *, name: str, at: datetime, place: str | None) -> None:
        """Post something where all see it, once under its name."""
        self._order(PostToGroup(chat=self.chat, place=place, words=words), self.key(name), at)

    def call_off(self, name: str) -> None:
        """Take back what was to be said later."""
        self.recorder.changes.called_off.append(self.key(name))

    def key(self, name: str) -> str:
        """Return the outbox's key for a name."""
        return f"{self.chat}:{name}"

    def _order(self, action: Action, key: str, due: datetime) -> None:
        self.recorder.changes.outbox.append(row(action, key=key, due_at=due))

    def has_told(self, visit: Visit) -> bool:
        """Tell whether a visitor was answered."""
        return self._answer(visit) in self._told

    def _answer(self, visit: Visit) -> str:
        return f"{self.chat}{ANSWER}{visit.member.id}:{visit.about}:{visit.at.timestamp():.0f}"

    # Changes.

    def credit(self, rows: Iterable[Contribution]) -> None:
        """Note what members are credited with."""
        self.recorder.gave(Followed(contributions=tuple(rows)))

    def settle(self, settled: Settled) -> Exchange:
        """Note what a step came to."""
        self.keep(settled.exchange)
        self.credit(settled.contributions)
        return settled.exchange

    def keep(self, one: Exchange) -> None:
        """Note an exchange as it is now."""
        self.arranged.exchanges[one.exchange_id] = one
        self.recorder.changes.exchanges.append(one)

    def hold(self, one: Meetup) -> None:
        """Note an event as it is now."""
        self.arranged.meetups[one.meetup_id] = one
        if one.cancelled:
            del self.arranged.meetups[one.meetup_id]
        self.recorder.changes.meetups.append(one)

    def attend(self, *rows: Attendance) -> None:
        """Note what members said about an event, or that they came."""
        for one in rows:
            self.arranged.attendance[one.meetup_id, one.member] = one
            self.recorder.changes.attendance.append(one)

    def list_(self, one: Listing) -> None:
        """Note a line of the directory."""
        self.arranged.listings[one.listing_id] = one
        self.recorder.changes.listings.append(one)

    def unlist(self, listing_id: str) -> None:
        """Take a line out of the directory."""
        del self.arranged.listings[listing_id]
        self.recorder.changes.unlisted.append(listing_id)

    def step(self, visit: Visit, what: str, *, whom: str | None = None, about: str = "") -> None:
        """Note what the visitor's next private words are for."""
        step = Step(member=visit.member.id, what=what, at=visit.at, whom=whom, about=about)
        self.arranged.steps[step.member] = step
        self.recorder.changes.steps[step.member] = step

    def done(self, visit: Visit) -> None:
        """End the visitor's steps."""
        if self.arranged.steps.pop(visit.member.id, None) is not None:
            self.recorder.changes.steps[visit.member.id] = None
