"""Everything a batch writes: one statement for each table that changes, a row for each thing that changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chat.context import Example
from chat.ledger import Changes
from storage import arranging, rows, statements
from storage.engine import Each, Put
from storage.keys import NOWHERE, Keys, beside, clean, decision_key, millis
from storage.lifetime import Hasher, holder_of
from storage.rows import Row
from storage.sql import Upsert
from storage.telling import RECENT


class Writer:
    """Turns what `chat` calls things into rows, table by table."""

    def __init__(self, chat: int, changes: Changes, hasher: Hasher) -> None:
        self._steps: list[Put | Each] = []
        self._chat = chat
        self._changes = changes
        self._hasher = hasher
        self._keys = Keys(changes.chat)

    def steps(self) -> list[Put | Each]:
        """Return everything to write. Names come last, when every id was met."""
        self._write_messages()
        self._write_members()
        self._write_promotions()
        self._write_standing()
        self._write_giving()
        self._write_actions()
        self._steps += arranging.steps(self._chat, self._changes, self._keys)
        self._put(statements.PUT_NAMES, ((key, clean(text)) for key, text in self._keys.texts.items()))
        return self._steps

    def _rows(self, rule: Upsert, some: Sequence[Row]) -> None:
        self._steps.append(Put(rule, some))

    def _put(self, rule: Upsert, some: Iterable[Row]) -> None:
        self._rows(rule, [(self._chat, *row) for row in some])

    def _write_messages(self) -> None:
        if not self._changes.seen:
            return
        newest = {one.message_id: one for one in self._changes.seen}
        done = [rows.seen_row(self._chat, one, self._keys) for one in newest.values()]
        self._rows(statements.PUT_MESSAGES, done)
        places: dict[int, list[tuple[int, int]]] = {}
        for row in done:
            places.setdefault(NOWHERE if row[4] is None else row[4], []).append((row[2], row[1]))
        last = [(place, *one) for place, some in places.items() for one in sorted(some)[-RECENT:]]
        self._put(statements.PUT_RECENT, last)
        trim = [{"chat": self._chat, "place": place, "but": RECENT - 1} for place in places]
        self._steps.append(Each(statements.TRIM, trim))

    def _write_members(self) -> None:
        members = [rows.member_row(self._chat, member, self._keys) for member in self._changes.members.values()]
        self._rows(statements.PUT_MEMBERS, members)
        uses: dict[tuple[int, int], int] = {}
        for use in self._changes.uses:
            domain, member = self._keys.hashed("domain", use.domain), self._keys.member(use.member)
            for whose in (member, NOWHERE):
                uses[domain, whose] = uses.get((domain, whose), 0) + use.posts
        self._put(statements.ADD_USES, ((*key, posts) for key, posts in uses.items()))
        terms: dict[tuple[int, int, str], int] = {}
        for who, term in self._changes.terms:
            key = self._keys.member(who), self._keys.hashed("term", term), clean(term)
            terms[key] = terms.get(key, 0) + 1
        self._put(statements.ADD_TERMS, ((*key, n) for key, n in terms.items()))

    def _write_promotions(self) -> None:
        promotions = [rows.promotion_row(self._chat, row, self._keys) for row in self._changes.promotions]
        self._rows(statements.PUT_PROMOTIONS, promotions)
        lifetimes = [
            (self._hasher.holder(holder_of(key)), self._hasher.limit(key), self._keys.place(place), n)
            for key, place, n in self._changes.ever
        ]
        self._put(statements.ADD_LIFETIMES, lifetimes)

    def _write_standing(self) -> None:
        """Write strikes, permits, what was earned and kept. Strikes are taken back before new ones are given."""
        key, member, changes = self._keys.message, self._keys.member, self._changes
        taken = [{"chat": self._chat, "of": key(text)} for text in changes.strikes_taken_back]
        pardoned = [{"chat": self._chat, "of": member(who)} for who in changes.pardoned]
        self._steps += [Each(statements.FORGIVE, taken), Each(statements.PARDON, pardoned)]
        strikes = (
            (
                member(row.member),
                key(row.message_id),
                clean(row.strike.ladder),
                row.imagined,
                millis(row.strike.at),
                rows.time(row.strike.told_at),
                clean(row.rule),
            )
            for row in changes.strikes
        )
        self._put(statements.PUT_STRIKES, strikes)
        permits = (
            (
                member(row.member),
                self._keys.hashed("permit", row.permit.permit_id),
                clean(row.permit.permit_id),
                member(row.permit.by),
                rows.plain(row.permit.offer),
                row.permit.times,
                rows.time(row.permit.until),
            )
            for row in changes.permits
        )
        self._put(statements.PUT_PERMITS, permits)
        earned = ((member(who), key(text), clean(what.kind), millis(what.at)) for who, text, what in changes.earned)
        self._put(statements.PUT_EARNED, earned)
        self._put(statements.PUT_KEPT, ((key(text), millis(at)) for text, at in changes.kept))

    def _write_giving(self) -> None:
        contributions = [rows.contribution_row(self._chat, one, self._keys) for one in self._changes.contributions]
        self._rows(statements.PUT_CONTRIBUTIONS, contributions)
        questions = [rows.question_row(self._chat, one, self._keys) for one in self._changes.questions]
        self._rows(statements.PUT_QUESTIONS, questions)
        self._put(statements.PUT_TEXTS, (self._said(row) for row in self._changes.texts))
        seen = (
            (
                self._keys.hashed("text", one.text_key),
                self._keys.member(one.member),
                *self._message(one.message_id),
                self._keys.place(one.place),
                millis(one.at),
            )
            for one in self._changes.texts_seen
        )
        self._put(statements.PUT_TEXTS_SEEN, seen)
        self._rows(
            statements.PUT_NUDGES, [rows.offered_row(self._chat, one, self._keys) for one in self._changes.offered]
        )

    def _write_actions(self) -> None:
        decisions = [
            (
                decision_key(row.decision_id),
                self._chat,
                clean(row.decision_id),
                *self._message(row.message_id),
                self._keys.member(row.member),
                millis(row.at),
                clean(row.outcome),
                rows.plain(row.rule),
                row.imagined,
                clean(row.body),
            )
            for row in self._changes.decisions
        ]
        self._rows(statements.PUT_DECISIONS, decisions)
        self._rows(
            statements.PUT_EXAMPLES, [rows.example_row(self._chat, one, self._keys) for one in self._newest_examples()]
        )
        runs = (
            (clean(one.kind), millis(one.period), one.state.value, rows.plain(one.text)) for one in self._changes.runs
        )
        self._put(statements.PUT_RUNS, runs)
        actions = (
            (
                self._keys.hashed("action", row.key),
                clean(row.key),
                clean(row.kind),
                clean(row.body),
                row.urgency,
                millis(row.due_at),
                row.again,
                "waiting",
                None,
                0,
            )
            for row in self._changes.outbox
        )
        self._put(statements.PUT_OUTBOX, actions)

    def _newest_examples(self) -> Iterable[Example]:
        return {one.message_id: one for one in self._changes.examples}.values()

    def _message(self, text: str) -> tuple[int, str | None]:
        key = self._keys.message(text)
        return key, beside(key, text)

    def _said(self, row: Any) -> Row:
        return *self._message(row.message_id), self._keys.member(row.member), millis(row.at), clean(row.text)


def earliest(changes: Changes) -> datetime | None:
    """Return the first instant that a batch tells of: the ledger sees the group since then, or longer."""
    members = changes.members.values()
    times = [seen.at for seen in changes.seen]
    times += [at for member in members for at in (member.first_seen, member.joined_at) if at is not None]
    return min(times, default=None)
