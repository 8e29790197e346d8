"""The tables of what members arrange with each other, their statements, and their rows. No row is of a stranger.

Read only where a batch holds a command or a button of theirs: ordinary messages cost nothing here, but for a pair that
talks.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    false,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from chat.exchanges import Attendance, Exchange, ExchangeKind, ExchangeState, Listing, Meetup, Step
from storage import tables as t
from storage.columns import UtcDateTime, key, must, of_chat
from storage.keys import Keys, clean, millis, moment
from storage.rows import Row, dumps, instant, loads, plain, time
from storage.sql import Upsert, among
from storage.tables import metadata

MOST_LISTINGS = 5_000


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


exchange = _table(
    "exchange",
    of_chat(),
    key("exchange"),
    must("exchange_id", Text),
    must("kind", Text),
    must("giver", BigInteger),
    must("one", BigInteger),
    Column("other", BigInteger),
    must("about", Text),
    must("message_id", Text),
    must("at", UtcDateTime),
    must("state", Text),
    Column("one_said", Boolean),
    Column("other_said", Boolean),
    Column("settled_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Index("exchange_by_time", "chat", "at"),
    Index("exchange_by_giver", "chat", "giver", "at"),
    Index("exchange_by_one", "chat", "one", "at"),
    Index("exchange_by_other", "chat", "other", "at"),
)
"""Referrals, introductions and promises."""

meetup = _table(
    "meetup",
    of_chat(),
    key("meetup"),
    must("meetup_id", Text),
    must("host", BigInteger),
    must("title", Text),
    must("at", UtcDateTime),
    must("made_at", UtcDateTime),
    Column("place", Text),
    must("message_id", Text),
    must("cancelled", Boolean),
    Index("meetup_by_time", "chat", "at"),
)

attendance = _table(
    "attendance",
    of_chat(),
    key("meetup"),
    key("member"),
    must("meetup_id", Text),
    must("at", UtcDateTime),
    Column("coming", Boolean),
    Column("came_at", UtcDateTime),
    Column("substitute", BigInteger),
    Column("stands_in_for", BigInteger),
    must("tries", Integer),
    Index("attendance_by_time", "chat", "at"),
    Index("attendance_by_member", "chat", "member"),
)

listing = _table(
    "listing",
    of_chat(),
    key("listing"),
    must("listing_id", Text),
    must("member", BigInteger),
    must("kind", Text),
    must("category", Text),
    must("text", Text),
    must("terms", Text),
    must("at", UtcDateTime),
    Index("listing_by_time", "chat", "at"),
    Index("listing_by_member", "chat", "member"),
)

step = _table(
    "step",
    of_chat(),
    key("member"),
    must("what", Text),
    must("at", UtcDateTime),
    Column("whom", BigInteger),
    must("about", Text),
)

talked = _table("talked", of_chat(), key("one"), key("other"), must("at", UtcDateTime))
"""When of two members one last answered the other; the smaller key first."""

_chat: BindParameter[int] = bindparam("chat")


def _columns(table: Table, *left_out: str) -> list[Column[Any]]:
    return [column for column in table.columns if column.name not in ("chat", *left_out)]


def _of(table: Table, *left_out: str) -> Any:
    return select(*_columns(table, *left_out)).where(table.c.chat == _chat)


_exchanges = _of(exchange, "exchange").where(exchange.c.at >= bindparam("since"))
EXCHANGES = union_all(*(_exchanges.where(among(exchange.c[who], "members")) for who in ("giver", "one", "other")))
MEETUPS = (
    _of(meetup, "meetup")
    .where(meetup.c.at >= bindparam("since"), meetup.c.cancelled == false())
    .order_by(meetup.c.at)
    .limit(200)
)
ATTENDANCE = _of(attendance, "meetup").where(among(attendance.c.meetup, "meetups"))
LISTINGS = _of(listing, "listing").order_by(listing.c.at.desc(), listing.c.listing).limit(MOST_LISTINGS)
OWN_LISTINGS = _of(listing, "listing").where(among(listing.c.member, "members"))
STEPS = _of(step).where(among(step.c.member, "members"))
TALKED = _of(talked).where(
    among(talked.c.one, "members"), among(talked.c.other, "members"), talked.c.at >= bindparam("since")
)

OFFERED = select(listing.c.member, listing.c.terms).where(
    listing.c.chat == _chat, listing.c.kind == literal_column("'offer'"), among(listing.c.member, "members")
)
BETWEEN = (
    _of(meetup, "meetup")
    .where(meetup.c.at >= bindparam("start"), meetup.c.at < bindparam("end"), meetup.c.cancelled == false())
    .order_by(meetup.c.at, meetup.c.meetup)
)
OF_MEMBER = (
    _of(attendance, "meetup")
    .join(meetup, and_(meetup.c.chat == attendance.c.chat, meetup.c.meetup == attendance.c.meetup))
    .where(attendance.c.member == bindparam("member"), meetup.c.at < bindparam("end"), meetup.c.cancelled == false())
)

PUT_EXCHANGES = Upsert(exchange)
PUT_MEETUPS = Upsert(meetup)
PUT_ATTENDANCE = Upsert(attendance)
PUT_LISTINGS = Upsert(listing)
PUT_STEPS = Upsert(step)
PUT_TALKED = Upsert(talked)
UNLIST = delete(listing).where(listing.c.chat == _chat, listing.c.listing == bindparam("of"))
UNSTEP = delete(step).where(step.c.chat == _chat, step.c.member == bindparam("of"))
CALL_OFF = (
    update(t.outbox)
    .where(t.outbox.c.chat == _chat, t.outbox.c.key == bindparam("of"), t.outbox.c.state == literal_column("'waiting'"))
    .values(state="done", key_text="", body="")
)
UNCREDIT = (
    update(t.contribution)
    .where(
        t.contribution.c.chat == _chat,
        or_(t.contribution.c.giver == bindparam("of"), t.contribution.c.receiver == bindparam("of")),
        t.contribution.c.withdrawn == false(),
    )
    .values(withdrawn=True, credit=0.0)
)
UNLIST_ALL = delete(listing).where(listing.c.chat == _chat, listing.c.member == bindparam("of"))


def exchange_row(chat: int, one: Exchange, keys: Keys) -> Row:
    """Return an exchange as it is kept."""
    return (
        chat,
        keys.hashed("exchange", one.exchange_id),
        clean(one.exchange_id),
        one.kind.value,
        keys.member(one.giver),
        keys.member(one.one),
        None if one.other is None else keys.member(one.other),
        clean(one.about),
        clean(one.message_id),
        millis(one.at),
        one.state.value,
        one.one_said,
        one.other_said,
        time(one.settled_at),
        time(one.due_at),
    )


def exchange_of(row: Row, keys: Keys) -> Exchange:
    """Return an exchange as it was."""
    ident, kind, giver, one, other, about, message, at, state, one_said, other_said, settled, due = row
    return Exchange(
        exchange_id=ident,
        kind=ExchangeKind(kind),
        giver=keys.text(giver),
        one=keys.text(one),
        other=None if other is None else keys.text(other),
        about=about,
        message_id=message,
        at=moment(at),
        state=ExchangeState(state),
        one_said=None if one_said is None else bool(one_said),
        other_said=None if other_said is None else bool(other_said),
        settled_at=instant(settled),
        due_at=instant(due),
    )


def meetup_row(chat: int, one: Meetup, keys: Keys) -> Row:
    """Return a meetup as it is kept."""
    return (
        chat,
        keys.hashed("meetup", one.meetup_id),
        clean(one.meetup_id),
        keys.member(one.host),
        clean(one.title),
        millis(one.at),
        millis(one.made_at),
        plain(one.place),
        clean(one.message_id),
        one.cancelled,
    )


def meetup_of(row: Row, keys: Keys) -> Meetup:
    """Return a meetup as it was."""
    ident, host, title, at, made_at, place, message, cancelled = row
    return Meetup(
        meetup_id=ident,
        host=keys.text(host),
        title=title,
        at=moment(at),
        made_at=moment(made_at),
        place=place,
        message_id=message,
        cancelled=bool(cancelled),
    )


def attendance_row(chat: int, one: Attendance, keys: Keys) -> Row:
    """Return an attendance as it is kept."""
    return (
        chat,
        keys.hashed("meetup", one.meetup_id),
        keys.member(one.member),
        clean(one.meetup_id),
        millis(one.at),
        one.coming,
        time(one.came_at),
        None if one.substitute is None else keys.member(one.substitute),
        None if one.stands_in_for is None else keys.member(one.stands_in_for),
        one.tries,
    )


def attendance_of(row: Row, keys: Keys) -> Attendance:
    """Return an attendance as it was."""
    member, ident, at, coming, came_at, substitute, stands_in_for, tries = row
    return Attendance(
        meetup_id=ident,
        member=keys.text(member),
        at=moment(at),
        coming=None if coming is None else bool(coming),
        came_at=instant(came_at),
        substitute=None if substitute is None else keys.text(substitute),
        stands_in_for=None if stands_in_for is None else keys.text(stands_in_for),
        tries=tries,
    )


def listing_row(chat: int, one: Listing, keys: Keys) -> Row:
    """Return a line of the directory as it is kept."""
    return (
        chat,
        keys.hashed("listing", one.listing_id),
        clean(one.listing_id),
        keys.member(one.member),
        clean(one.kind),
        clean(one.category),
        clean(one.text),
        dumps(one.terms),
        millis(one.at),
    )


def listing_of(row: Row, keys: Keys) -> Listing:
    """Return a line of the directory as it was."""
    ident, member, kind, category, text, terms, at = row
    return Listing(
        listing_id=ident,
        member=keys.text(member),
        kind=kind,
        category=category,
        text=text,
        terms=loads(terms),
        at=moment(at),
    )


def step_row(chat: int, one: Step, keys: Keys) -> Row:
    """Return a step as it is kept."""
    whom = None if one.whom is None else keys.member(one.whom)
    return chat, keys.member(one.member), clean(one.what), millis(one.at), whom, clean(one.about)


def step_of(row: Row, keys: Keys) -> Step:
    """Return a step as it was."""
    member, what, at, whom, about = row
    return Step(
        member=keys.text(member),
        what=what,
        at=moment(at),
        whom=None if whom is None else keys.text(whom),
        about=about,
    )
