"""Between `chat`'s dataclasses and the rows of the tables, in the order of their columns. No database in sight."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from chat.context import Example
from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from chat.ledger import Member, PromotionRow, TextSeen
from chat.nudges import Arm, Offered, Reply
from chat.standing import Permit, Promoted, State, Strike
from storage.keys import Keys, beside, clean, millis, moment

Row = Sequence[Any]

_REMOVED, _PROMOTES, _NEWCOMER, _BY_ADMIN = 1, 2, 4, 8
_STATES = {state.value: state for state in State}
_HALF, _WHOLE = 2**63, 2**64


def time(at: datetime | None) -> int | None:
    """Return an instant as it is kept."""
    return None if at is None else millis(at)


def instant(value: int | None) -> datetime | None:
    """Return an instant as it was."""
    return None if value is None else moment(value)


def plain(text: str | None) -> str | None:
    """Return a text that both databases take."""
    return None if text is None else clean(text)


def dumps(values: Sequence[Any]) -> str:
    """Return a list as JSON in ASCII, which holds any text."""
    return json.dumps(values, separators=(",", ":")) if values else "[]"


@lru_cache(maxsize=2048)
def loads(value: str) -> tuple[Any, ...]:
    """Return the list again. The same few lists come back over and over."""
    return () if value == "[]" else tuple(json.loads(value))


def message_id(key: int, text: str | None) -> str:
    """Return a message's id from its key, or the text beside it."""
    return str(key) if text is None else text


def seen_row(chat: int, seen: Seen, keys: Keys) -> Row:
    """Return a message as it is kept: numbers, and JSON for what few messages have."""
    key = keys.message(seen.message_id)
    reply = None if seen.reply_to is None else keys.message(seen.reply_to)
    answers = None if seen.answers is None else keys.message(seen.answers)
    flags = _REMOVED * seen.removed + _PROMOTES * seen.promotes + _NEWCOMER * seen.newcomer + _BY_ADMIN * seen.by_admin
    more: dict[str, Any] = {}
    if key < 0:
        more["id"] = seen.message_id
    if reply is not None and reply < 0:
        more["reply"] = seen.reply_to
    if answers is not None and answers < 0:
        more["answers"] = seen.answers
    if seen.asks_for:
        more["asks"] = seen.asks_for
    if seen.mentions:
        more["names"] = seen.mentions
    if seen.text_key is not None:
        more["text"] = seen.text_key
    if seen.opens:
        more["opens"] = seen.opens
    album = None
    if seen.album is not None:
        album, more["album"] = keys.hashed("album", seen.album), seen.album
    author, place, at = keys.member(seen.author), keys.place(seen.place), millis(seen.at)
    packed = json.dumps(more, separators=(",", ":")) if more else None
    return chat, key, at, author, place, reply, answers, plain(seen.kind), flags, album, packed


def seen_of(row: Row, keys: Keys) -> Seen:
    """Return a message as it was."""
    key, at, author, place, reply, answers, kind, flags, more = row
    rest = json.loads(more) if more else {}
    return Seen(
        message_id=str(key) if key >= 0 else rest["id"],
        at=moment(at),
        author=keys.text(author),
        place=None if place is None else keys.text(place),
        reply_to=reply if reply is None else str(reply) if reply >= 0 else rest["reply"],
        kind=kind,
        asks_for=tuple(rest.get("asks", ())),
        answers=answers if answers is None else str(answers) if answers >= 0 else rest["answers"],
        removed=bool(flags & _REMOVED),
        promotes=bool(flags & _PROMOTES),
        newcomer=bool(flags & _NEWCOMER),
        album=rest.get("album"),
        text_key=rest.get("text"),
        mentions=tuple(rest.get("names", ())),
        by_admin=bool(flags & _BY_ADMIN),
        opens=tuple(rest.get("opens", ())),
    )


def member_row(chat: int, member: Member, keys: Keys) -> Row:
    """Return a member as it is kept."""
    return (
        chat,
        keys.member(member.member),
        clean(member.name),
        plain(member.handle),
        member.is_bot,
        member.is_admin,
        time(member.first_seen),
        time(member.last_seen),
        time(member.joined_at),
        time(member.left_at),
        time(member.introduced_at),
        member.messages,
        member.reactions,
        plain(member.organisation),
        time(member.opted_out_at),
        time(member.away_until),
        member.named_ok,
        time(member.told_at),
        time(member.nudged_at),
        member.nudges,
        time(member.welcomes_since),
        time(member.muted_until),
    )


def member_of(row: Row, keys: Keys) -> Member:
    """Return a member as it was."""
    return Member(
        member=keys.text(row[0]),
        name=row[1],
        handle=row[2],
        is_bot=bool(row[3]),
        is_admin=bool(row[4]),
        first_seen=instant(row[5]),
        last_seen=instant(row[6]),
        joined_at=instant(row[7]),
        left_at=instant(row[8]),
        introduced_at=instant(row[9]),
        messages=row[10],
        reactions=row[11],
        organisation=row[12],
        opted_out_at=instant(row[13]),
        away_until=instant(row[14]),
        named_ok=bool(row[15]),
        told_at=instant(row[16]),
        nudged_at=instant(row[17]),
        nudges=row[18],
        welcomes_since=instant(row[19]),
        muted_until=instant(row[20]),
    )


def promotion_row(chat: int, row: PromotionRow, keys: Keys) -> Row:
    """Return a promotion as it is kept, with both its states."""
    post = row.post
    key = keys.message(post.message_id)
    return (
        chat,
        key,
        beside(key, post.message_id),
        millis(post.at),
        keys.member(post.member),
        plain(post.organisation),
        plain(post.offer),
        keys.place(post.place),
        dumps(post.kinds),
        plain(post.allowance),
        post.limited,
        post.state.value,
        row.really.value,
        plain(post.album),
        dumps(row.links),
        signed(row.sketch),
        dumps(row.ever_keys),
    )


def promoted_of(row: Row, keys: Keys, *, imagined: bool) -> Promoted:
    """Return a promotion as it was, in the state it has in the imagined group or in the real one."""
    key, text, at, member, organisation, offer, place, kinds, allowance, limited, there, here, album = row[:13]
    return Promoted(
        message_id=message_id(key, text),
        at=moment(at),
        member=keys.text(member),
        organisation=organisation,
        offer=offer,
        place=None if place is None else keys.text(place),
        kinds=loads(kinds),
        allowance=allowance,
        limited=bool(limited),
        state=_STATES[there if imagined else here],
        album=album,
    )


def signed(sketch: int) -> int:
    """Return the 64 bits of a sketch as databases take them: with a sign."""
    return sketch - _WHOLE if sketch >= _HALF else sketch


def sketch_of(kept: int) -> int:
    """Return the 64 bits of a sketch, which are kept with a sign."""
    return kept % _WHOLE


def example_row(chat: int, one: Example, keys: Keys) -> Row:
    """Return a post that an admin may decide about as it is kept."""
    key = keys.message(one.message_id)
    return (
        chat,
        key,
        beside(key, one.message_id),
        keys.member(one.member),
        millis(one.at),
        signed(one.sketch),
        dumps(one.links),
        dumps(one.handles),
        one.allowed,
        time(one.decided_at),
    )


def example_of(row: Row, keys: Keys) -> Example:
    """Return such a post as it was."""
    key, text, member, at, sketch, links, handles, allowed, decided_at = row
    return Example(
        message_id=message_id(key, text),
        member=keys.text(member),
        at=moment(at),
        sketch=sketch_of(sketch),
        links=loads(links),
        handles=loads(handles),
        allowed=None if allowed is None else bool(allowed),
        decided_at=instant(decided_at),
    )


def strike_of(row: Row) -> Strike:
    """Return a strike as it was."""
    _, ladder, at, told = row
    return Strike(ladder=ladder, at=moment(at), told_at=instant(told))


def permit_of(row: Row, keys: Keys) -> Permit:
    """Return a permit as it was."""
    _, permit_id, by, offer, times, until = row
    return Permit(permit_id=permit_id, by=keys.text(by), offer=offer, times=times, until=instant(until))


def contribution_row(chat: int, given: Contribution, keys: Keys) -> Row:
    """Return a contribution as it is kept."""
    return (
        chat,
        keys.hashed("contribution", given.key),
        clean(given.key),
        given.kind.value,
        keys.member(given.giver),
        None if given.receiver is None else keys.member(given.receiver),
        dumps(given.messages),
        millis(given.at),
        given.grade.value,
        float(given.weight),
        float(given.credit),
        given.withdrawn,
    )


def contribution_of(row: Row, keys: Keys) -> Contribution:
    """Return a contribution as it was."""
    key, kind, giver, receiver, messages, at, grade, weight, credit, withdrawn = row
    return Contribution(
        key=key,
        kind=GivingKind(kind),
        giver=keys.text(giver),
        receiver=None if receiver is None else keys.text(receiver),
        messages=loads(messages),
        at=moment(at),
        grade=Grade(grade),
        weight=weight,
        credit=credit,
        withdrawn=bool(withdrawn),
    )


def offered_row(chat: int, offered: Offered, keys: Keys) -> Row:
    """Return a nudge as it is kept: its key is a number of 64 bits, written as 16 hex digits elsewhere."""
    return (
        chat,
        nudge_number(offered.key),
        keys.member(offered.member),
        clean(offered.match),
        clean(offered.reason),
        offered.arm.value,
        millis(offered.at),
        None if offered.reply is None else offered.reply.value,
        time(offered.replied_at),
    )


def offered_of(row: Row, keys: Keys) -> Offered:
    """Return a nudge as it was."""
    number, member, match, reason, arm, at, reply, replied_at = row
    return Offered(
        key=f"{number % _WHOLE:016x}",
        member=keys.text(member),
        match=match,
        reason=reason,
        arm=Arm(arm),
        at=moment(at),
        reply=None if reply is None else Reply(reply),
        replied_at=instant(replied_at),
    )


def nudge_number(key: str) -> int:
    """Return the number that the 16 hex digits of a nudge's key are, as both databases hold it."""
    number = int(key, 16) % _WHOLE
    return number - _WHOLE if number >= _HALF else number


def question_row(chat: int, question: Question, keys: Keys) -> Row:
    """Return a question as it is kept."""
    key = keys.message(question.message_id)
    return (
        chat,
        key,
        beside(key, question.message_id),
        keys.member(question.asker),
        millis(question.at),
        keys.place(question.place),
        dumps(question.asks_for),
        dumps(question.terms),
        question.answers,
        time(question.settled_at),
    )


def question_of(row: Row, keys: Keys) -> Question:
    """Return a question as it was."""
    key, text, asker, at, place, asks_for, terms, answers, settled = row
    return Question(
        message_id=message_id(key, text),
        asker=keys.text(asker),
        at=moment(at),
        place=None if place is None else keys.text(place),
        asks_for=loads(asks_for),
        terms=loads(terms),
        answers=answers,
        settled_at=instant(settled),
    )


def text_seen_of(row: Row, keys: Keys, text_key: str) -> TextSeen:
    """Return a text's posting as it was."""
    _, member, key, text, place, at = row
    return TextSeen(
        text_key=text_key,
        member=keys.text(member),
        place=None if place is None else keys.text(place),
        at=moment(at),
        message_id=message_id(key, text),
    )
