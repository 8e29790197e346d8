"""The door of an event: a code that the host shows and guests write, or the host's tap on whoever is there."""

from typing import Final

from bot.giving.desk import Desk, Visit
from bot.texts import meetups as words
from chat.exchanges import Meetup
from policies.giving import meetups
from policies.giving.meetups import Arrived, Door

_MOST_GUESTS: Final = 24
"""Buttons in one list."""
_TOKEN: Final = 8


def checkin(visit: Visit, desk: Desk) -> None:
    """Obey `/checkin 1234`."""
    given = visit.argument.replace(" ", "")
    if not given:
        desk.tell(visit, words.checkin_how())
        return
    present = desk.arranged.attendance
    found = meetups.by_code(
        given, visit.member.id, desk.arranged.meetups.values(), present, desk.secret, desk.chat, visit.at
    )
    if found.door is Door.IN and found.meetup is not None:
        found = _came(desk, found.meetup, visit.member.id, visit)
    desk.attend(*found.attendance)
    desk.tell(visit, words.door(found.door, found.meetup))


def show_code(visit: Visit, desk: Desk) -> None:
    """Show the host the code of now."""
    one = _hosted(visit, desk)
    if one is None:
        desk.tell(visit, words.not_the_host())
        return
    digits = meetups.code(desk.secret, desk.chat, one.meetup_id, visit.at)
    desk.tell(visit, words.code(one, digits, meetups.code_ends(visit.at), desk.group.timezone))


def show_guests(visit: Visit, desk: Desk) -> None:
    """Let the host tap who is there, of those who said yes; only while the event is on."""
    one = _hosted(visit, desk)
    if one is None:
        desk.tell(visit, words.not_the_host())
        return
    awaited = _awaited(desk, one)
    names = [(desk.name(member), _token(desk, one, member)) for member in awaited[:_MOST_GUESTS]]
    desk.tell(visit, words.guests(one, names))


def let_in(visit: Visit, desk: Desk, one: Meetup, token: str) -> None:
    """Check a guest in by the host's tap."""
    if visit.member.id != one.host or not meetups.is_open(one, visit.at):
        desk.tell(visit, words.not_the_host())
        return
    guest = next((member for member in _awaited(desk, one) if _token(desk, one, member) == token), None)
    if guest is None:
        return
    found = _came(desk, one, guest, visit)
    desk.attend(*found.attendance)
    desk.tell(visit, words.let_in(desk.name(guest)))
    desk.send(guest, words.checked_in(one), name=f"event:{one.meetup_id}:in:{token}", at=visit.at)


def _came(desk: Desk, one: Meetup, member: str, visit: Visit) -> Arrived:
    present, by = desk.arranged.attendance, visit.public_id
    found = meetups.came(one, member, present, visit.at, desk.earned, desk.joined, by=by)
    desk.credit(found.contributions)
    return found


def _awaited(desk: Desk, one: Meetup) -> list[str]:
    """Return who said yes, or stands in, and is not checked in yet."""
    rows = [row for (ident, _), row in desk.arranged.attendance.items() if ident == one.meetup_id]
    awaited = [row.member for row in rows if row.coming and row.came_at is None and row.substitute is None]
    return sorted(awaited, key=lambda member: (desk.name(member).casefold(), member))


def _token(desk: Desk, one: Meetup, member: str) -> str:
    """Return what stands for a guest on a button: no id of a member, and short."""
    return desk.ident(one.meetup_id, member)[:_TOKEN]


def _hosted(visit: Visit, desk: Desk) -> Meetup | None:
    """Return the visitor's event that is on."""
    mine = (one for one in desk.arranged.meetups.values() if one.host == visit.member.id)
    return next((one for one in mine if meetups.is_open(one, visit.at)), None)
