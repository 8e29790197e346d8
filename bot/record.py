"""What a batch leaves behind: rows for the ledger and actions for the outbox, and the same in the batch's state.

Every method changes two things alike: what the next message of the batch sees (`known`), and what is written
(`changes`). Nothing is decided here.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import actions
from bot.charges import STAYS, Charges
from bot.decisions import body
from bot.judged import Judged
from chat.actions import RemoveMessages, TellMember
from chat.context import Example
from chat.events import CommandGiven, MemberJoined, MemberLeft, MessageDeleted, MessageKept, Person
from chat.giving import Seen
from chat.ledger import Changes, DecisionRow, Known, LinkUse, Member, TextRow, TextSeen
from chat.posts import Post
from chat.standing import Earned, State
from chat.verdicts import Outcome
from policies.giving import contributions
from policies.giving.conversation import Followed
from policies.language.schema import Group
from policies.selling.case import Case
from policies.selling.kinds import kinds_held, of_kind
from policies.selling.needs import Needs
from policies.selling.places import opens

NEWCOMER_FOR: Final = timedelta(hours=48)
_RECENT: Final = 12
_PLAIN: Final = frozenset({"nothing_to_allow", "no_selling_policy", "not_a_member", "admin"})
"""Verdicts that met no rule: nothing about them is kept."""


def example_of(judged: Judged) -> Example:
    """Return what tells a post, for when an admin decides about it."""
    keys = judged.reading.keys
    return Example(
        message_id=judged.message.message_id,
        member=judged.message.author.id,
        at=judged.message.at,
        sketch=keys.sketch,
        links=keys.links,
        handles=judged.reading.contacts,
    )


class Recorder:
    """Writes down what happened, for the ledger and for the rest of the batch."""

    def __init__(
        self, group: Group, known: Known, changes: Changes, needs: Needs, *, told_after: timedelta | None
    ) -> None:
        self.group = group
        self.known = known
        self.changes = changes
        self.needs = needs
        self.charges = Charges(group, known, changes, told_after=told_after)
        self._has_threads = any(place.under for place in group.places.values())

    def met(self, person: Person, at: datetime, *, wrote: bool = False, reacted: bool = False) -> Member:
        """Note that a member was there, and return the row as it now is."""
        row = self.known.members.get(person.id) or Member(member=person.id, first_seen=at)
        # Spelt out, because `replace` takes four times as long and this runs for every message.
        now = Member(
            member=row.member,
            name=person.name,
            handle=person.handle or row.handle,
            is_bot=person.is_bot,
            is_admin=person.is_admin,
            first_seen=row.first_seen or at,
            last_seen=max(at, row.last_seen or at),
            joined_at=row.joined_at,
            introduced_at=row.introduced_at,
            messages=row.messages + wrote,
            reactions=row.reactions + reacted,
            organisation=row.organisation,
            opted_out_at=row.opted_out_at,
            away_until=row.away_until,
            named_ok=row.named_ok,
            told_at=row.told_at,
            nudged_at=row.nudged_at,
            welcomes_since=row.welcomes_since,
            muted_until=None if wrote else row.muted_until,
            nudges=row.nudges,
        )
        self._put(now)
        return now

    def _put(self, row: Member) -> None:
        self.known.members[row.member] = row
        self.changes.members[row.member] = row

    def changed(self, person: Person, at: datetime, **facts: datetime | bool) -> None:
        """Note what a member said about themselves: opted out, away, may be named."""
        self._put(replace(self.met(person, at), **facts))  # type: ignore[arg-type]

    def told(self, member: str, at: datetime) -> None:
        """Note that a member hears something that they did not ask the bot for."""
        row = self.known.members.get(member)
        if row is not None:
            self._put(replace(row, told_at=at))

    def welcomes(self, member: str, since: datetime | None) -> None:
        """Note whether a member is ready to welcome newcomers."""
        self._put(replace(self.known.members[member], welcomes_since=since))

    def joined(self, event: MemberJoined) -> None:
        """Note a joining; coming back begins a new membership."""
        self._put(replace(self.met(event.member, event.at), joined_at=event.at))

    def left(self, event: MemberLeft) -> None:
        """Note a leaving: credit from and to the member goes with them."""
        self._put(replace(self.met(event.member, event.at), left_at=event.at))
        self.changes.departed.append(event.member.id)
        for giver, rows in list(self.known.credits.items()):
            gone = [row for row in rows if event.member.id in (row.giver, row.receiver)]
            self.known.credits[giver] = [row for row in rows if row not in gone]
            self.changes.contributions += [replace(row, withdrawn=True, credit=0.0) for row in gone]

    def posted(self, judged: Judged) -> None:
        """Note a message, what it was and what was decided."""
        if judged.verdict.code == "not_a_member":
            self._see(judged)
            return
        self.met(judged.message.author, judged.message.at, wrote=True)
        self._see(judged)
        self._say(judged)
        self._decided(judged)
        if judged.verdict.outcome in STAYS:
            self._stays(judged)

    def edited(self, judged: Judged) -> None:
        """Note an edit: the new verdict replaces the old charge.

        A promotion that is edited into something else gives its slot back only within the grace, as if deleted.
        """
        message, verdict = judged.message, judged.verdict
        replaced = verdict.charge is not None or verdict.outcome is not Outcome.ALLOW
        if replaced or judged.at - message.at <= self.group.grace:
            self.charges.give_back(message.author.id, message.message_id, State.WITHDRAWN)
        self._see(judged)
        self._say(judged)
        self._decided(judged)

    def _say(self, judged: Judged) -> None:
        message = judged.message
        self.changes.texts.append(
            TextRow(message_id=message.message_id, member=message.author.id, at=message.at, text=message.text)
        )

    def _decided(self, judged: Judged) -> None:
        """Note the decision, and order what follows from it."""
        if judged.verdict.code in _PLAIN:
            return
        self.charges.charge(judged)
        if judged.verdict.strike:
            self.charges.strike(judged)
            row = self.known.members[judged.message.author.id]
            self._put(replace(row, told_at=judged.at, muted_until=actions.muted_until(judged) or row.muted_until))
        self.changes.decisions.append(
            DecisionRow(
                decision_id=judged.decision_id,
                message_id=judged.message.message_id,
                member=judged.message.author.id,
                at=judged.at,
                outcome=judged.verdict.outcome,
                rule=judged.verdict.rule,
                imagined=self.charges.imagined,
                body=body(judged, self.group),
            )
        )
        self._put_example(example_of(judged))
        around = actions.Around(album=self._album_mates(judged), helped=self._helped(judged))
        self.changes.outbox += actions.rows(judged, around, self.group, self.changes.chat)

    def _put_example(self, one: Example) -> None:
        before = self.known.examples.get(one.message_id)
        if before is not None and before.decided_at is not None:  # edited since: the decision was about what it said
            return
        self.known.examples[one.message_id] = one
        self.changes.examples.append(one)

    def taught(self, message_id: str, at: datetime, *, allowed: bool) -> None:
        """Note what an admin decided about a post, where it is known what tells it."""
        one = self.known.examples.get(message_id)
        if one is not None:
            decided = replace(one, allowed=allowed, decided_at=at)
            self.known.examples[message_id] = decided
            self.changes.examples.append(decided)

    def _album_mates(self, judged: Judged) -> tuple[str, ...]:
        album, author = judged.message.album, judged.message.author.id
        if album is None or judged.verdict.outcome in STAYS:
            return ()
        return tuple(s.message_id for s in self.known.seen.values() if s.album == album and s.author == author)

    def _helped(self, judged: Judged) -> int:
        """Return how many members the author helped lately."""
        rows = self.known.credits.get(judged.message.author.id, ())
        return len({row.receiver for row in rows if row.credit and row.receiver})

    def _see(self, judged: Judged) -> None:
        message, verdict = judged.message, judged.verdict
        before = self.known.seen.get(message.message_id)
        parent = self.known.seen.get(message.reply_to or message.thread or "")
        author = self.known.members.get(message.author.id)
        joined = author.joined_at if author else None
        inherited = parent.opens if parent else ()
        self._remember(
            Seen(
                message_id=message.message_id,
                at=message.at,
                author=message.author.id,
                place=message.place,
                reply_to=message.reply_to,
                kind=verdict.kind,
                asks_for=judged.promotion.asks_for,
                answers=before.answers if before else None,
                removed=verdict.outcome not in STAYS,
                promotes=verdict.charge is not None,
                newcomer=joined is not None and message.at - joined <= NEWCOMER_FOR,
                album=message.album,
                text_key=judged.reading.keys.text_key,
                mentions=message.mentions,
                by_admin=message.author.is_admin,
                opens=(*opens(self._case(judged)), *inherited) if self._has_threads else inherited,
            )
        )

    def _remember(self, seen: Seen) -> None:
        recent = self.known.recent.setdefault(seen.place, [])
        if seen.message_id in self.known.seen:
            recent[:] = [seen if other.message_id == seen.message_id else other for other in recent]
        else:
            recent.append(seen)
            del recent[:-_RECENT]
        self.known.seen[seen.message_id] = seen
        self.changes.seen.append(seen)

    def _case(self, judged: Judged) -> Case:
        message = judged.message
        return Case(
            group=self.group,
            message=message,
            promotion=judged.promotion,
            standing=judged.standing,
            at=judged.at,
            place=message.place or message.place_name,
        )

    def _stays(self, judged: Judged) -> None:
        """Note what a message that stays tells of its author."""
        message, promotion, keys = judged.message, judged.promotion, judged.reading.keys
        row = self.known.members[message.author.id]
        if row.introduced_at is None and of_kind(self._case(judged), "introduction") is not False:
            row = replace(row, introduced_at=message.at)
            self._put(row)
        if promotion.organisation and row.organisation != promotion.organisation:
            self._put(replace(row, organisation=promotion.organisation))
        if self.needs.earned_kinds:
            self._earn(judged)
        for domain in () if message.forwarded else judged.reading.marks:
            by_member = self.known.uses.setdefault(domain, {})
            by_member[message.author.id] = by_member.get(message.author.id, 0) + 1
            self.changes.uses.append(LinkUse(domain=domain, member=message.author.id, posts=1))
        if self.needs.texts and keys.text_key:
            self._text_seen(judged, keys.text_key)

    def _earn(self, judged: Judged) -> None:
        message = judged.message
        kinds = set(kinds_held(self._case(judged))) & self.needs.earned_kinds
        for kind in sorted(kinds | ({"posts"} & self.needs.earned_kinds)):
            earned = Earned(at=message.at, kind=kind)
            self.known.earned.setdefault(message.author.id, []).append(earned)
            self.changes.earned.append((message.author.id, message.message_id, earned))

    def _text_seen(self, judged: Judged, text_key: str) -> None:
        message = judged.message
        seen = TextSeen(
            text_key=text_key,
            member=message.author.id,
            place=message.place or message.place_name,
            at=message.at,
            message_id=message.message_id,
        )
        self.known.texts.setdefault((seen.member, text_key), []).append(seen)
        self.changes.texts_seen.append(seen)

    def deleted(self, event: MessageDeleted) -> None:
        """Give a slot back: to an author within the grace, and for whatever an admin takes down."""
        seen = self.known.seen.get(event.message_id)
        if seen is None:
            return
        by_author = event.by is None or event.by.id == seen.author
        self._remember(replace(seen, removed=True))
        self.gave(contributions.taken_back(event.message_id, self.known.credits))
        if not by_author or event.at - seen.at <= self.group.grace:
            self.charges.give_back(seen.author, event.message_id, State.WITHDRAWN)

    def kept(self, event: MessageKept) -> None:
        """Note that an admin wants a message kept: no rule removes it later."""
        self.known.kept.add(event.message_id)
        self.changes.kept.append((event.message_id, event.at))

    def keep(self, seen: Seen, at: datetime) -> None:
        """Note that an admin looked at a post and lets it stand."""
        self.known.kept.add(seen.message_id)
        self.changes.kept.append((seen.message_id, at))

    def talked(self, message_id: str, parent: Seen | None, at: datetime) -> None:
        """Note that one member answered another."""
        seen = self.known.seen.get(message_id)
        if seen is not None and parent is not None and parent.author != seen.author:
            self.changes.talked.append((seen.author, parent.author, at))

    def take_down(self, seen: Seen, *, by: Person, at: datetime) -> None:
        """Order what an admin wants taken down, and take back what it earned."""
        self._remember(replace(seen, removed=True))
        self.gave(contributions.taken_back(seen.message_id, self.known.credits))
        chat = self.changes.chat
        places = ((seen.message_id, seen.place),) if seen.place else ()
        why = f"an admin said no ({by.id})"
        action = RemoveMessages(chat=chat, message_ids=(seen.message_id,), reason=why, places=places)
        self.changes.outbox.append(actions.row(action, key=f"{chat}:{seen.message_id}:denied", due_at=at))

    def tell_decision(self, message_id: str, member: str, words: Post, at: datetime) -> None:
        """Tell an author what an admin decided, once."""
        chat = self.changes.chat
        action = TellMember(chat=chat, member=member, words=words, about=message_id)
        self.changes.outbox.append(actions.row(action, key=f"{chat}:{message_id}:decided", due_at=at))

    def answer(self, command: CommandGiven, words: Post) -> None:
        """Answer a command, privately and once."""
        chat, about = self.changes.chat, command.message_id
        action = TellMember(chat=chat, member=command.member.id, words=words, about=about)
        key = f"{chat}{actions.ANSWER}{command.member.id}:{about}:{command.at.timestamp():.0f}:{command.name}"
        self.changes.outbox.append(actions.row(action, key=key, due_at=command.at))

    def gave(self, followed: Followed) -> None:
        """Note what a message or reaction yielded."""
        for contribution in followed.contributions:
            rows = self.known.credits.setdefault(contribution.giver, [])
            rows[:] = [row for row in rows if row.key != contribution.key]
            if not contribution.withdrawn:
                rows.append(contribution)
            self.changes.contributions.append(contribution)
        for question in followed.questions:
            self.known.questions[question.message_id] = question
            self.changes.questions.append(question)
        self.changes.terms += list(followed.terms)

    def answers(self, message_id: str, question: str | None) -> None:
        """Note which question a message answers."""
        seen = self.known.seen.get(message_id)
        if seen is not None and question is not None:
            self._remember(replace(seen, answers=question))
