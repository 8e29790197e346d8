"""`/event`: announced in the group, answered by a button, listed, called off; and somebody else going instead.

Announcing happens where everybody sees it, so that the rules for posts hold for an event too.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.giving import checking
from bot.giving.desk import Desk, Visit
from bot.moments import first_after
from bot.texts import exchanges as common
from bot.texts import meetups as words
from chat.exchanges import Attendance, Meetup
from policies.giving import meetups
from policies.giving.exchanges import Refused


def event(visit: Visit, desk: Desk) -> None:
    """Obey `/event`."""
    if desk.watches_only:
        desk.tell(visit, common.only_watching())
        return
    name, _, rest = visit.argument.partition(" ")
    if "|" in visit.argument:
        _announce(visit, desk)
    elif not name:
        _list(visit, desk)
    else:
        do = _SPOKEN.get(name.casefold())
        if do is None:
            desk.tell(visit, words.how())
        else:
            do(replace(visit, argument=rest.strip()), desk)


def _announce(visit: Visit, desk: Desk) -> None:
    title, when, where = (f"{visit.argument}||".split("|"))[:3]
    title, where = " ".join(title.split()), " ".join(where.split())
    if visit.private:
        desk.tell(visit, words.in_the_group())
        return
    hosted = [one for one in desk.arranged.meetups.values() if one.host == visit.member.id and one.at > visit.at]
    if len(hosted) >= meetups.MOST_UPCOMING and not visit.member.is_admin:
        desk.tell(visit, words.too_many())
        return
    if not title or len(title) > words.LONGEST_TITLE or len(where) > words.LONGEST_PLACE:
        desk.tell(visit, words.too_long())
        return
    try:
        at = first_after(when.strip(), visit.at, desk.group.timezone)
    except (ValueError, OverflowError):
        at = visit.at
    if not visit.at < at < visit.at + meetups.HORIZON:
        desk.tell(visit, words.bad_time(when))
        return
    made = Meetup(
        meetup_id=desk.ident("meetup", visit.member.id, visit.about, visit.at.isoformat()),
        host=visit.member.id,
        title=title,
        at=at,
        made_at=visit.at,
        place=where or None,
        message_id=visit.about,
    )
    desk.hold(made)
    announced = words.announced(made, visit.member.name, desk.group.timezone)
    desk.post(announced, name=f"event:{made.meetup_id}", at=visit.at, place=visit.place)
    desk.tell(visit, words.posted(made, desk.group.timezone))


def _list(visit: Visit, desk: Desk) -> None:
    """List what is to come. Who said what is nobody else's business; how many come is everybody's."""
    rows = []
    for one in meetups.upcoming(desk.arranged.meetups.values(), visit.at)[:10]:
        said = [row for (ident, _), row in desk.arranged.attendance.items() if ident == one.meetup_id and row.coming]
        mine = desk.arranged.attendance.get((one.meetup_id, visit.member.id))
        guests = [row for row in said if row.substitute is None]
        rows.append((one, desk.name(one.host), len(guests), mine.coming if mine is not None else None))
    desk.tell(visit, words.listed(rows, desk.group.timezone) if rows else words.nothing_planned())


def _cancel(visit: Visit, desk: Desk) -> None:
    """Call the visitor's next event off, and tell the group."""
    coming = meetups.upcoming(desk.arranged.meetups.values(), visit.at)
    one = next((one for one in coming if one.host == visit.member.id and one.at > visit.at), None)
    if one is None:
        desk.tell(visit, words.not_the_host())
        return
    desk.hold(replace(one, cancelled=True))
    off = words.called_off(one, desk.group.timezone)
    desk.post(off, name=f"event:{one.meetup_id}:off", at=visit.at, place=visit.place)


def _substitute(visit: Visit, desk: Desk) -> None:
    """`/event sub @x`: ask somebody to go instead to the next event that the visitor said yes to."""
    one = _promised(visit, desk)
    if one is None:
        desk.tell(visit, words.sub_how())
        return
    other = desk.find(visit.argument) if visit.argument.startswith("@") else None
    why = desk.reaches(visit, other)
    if why is not None or other is None:
        shown = other.name if other is not None else ""
        desk.tell(visit, common.refused(why or Refused.STRANGER, shown))
        return
    theirs = desk.arranged.attendance.get((one.meetup_id, other.member))
    if other.member == one.host or (theirs is not None and (theirs.coming or theirs.stands_in_for)):
        desk.tell(visit, words.sub_taken())
        return
    row = theirs or Attendance(meetup_id=one.meetup_id, member=other.member, at=visit.at)
    desk.attend(replace(row, coming=None, stands_in_for=visit.member.id, at=visit.at))
    card = words.sub_card(visit.member.name, one, desk.group.timezone)
    name = f"sub:{one.meetup_id}:{desk.ident(visit.member.id, other.member)}"
    desk.send(other.member, card, name=name, at=visit.at)
    desk.tell(visit, words.sub_asked(other.name))


def _promised(visit: Visit, desk: Desk) -> Meetup | None:
    coming = meetups.upcoming(desk.arranged.meetups.values(), visit.at)
    rows = ((one, desk.arranged.attendance.get((one.meetup_id, visit.member.id))) for one in coming)
    return next((one for one, row in rows if row is not None and row.coming and row.substitute is None), None)


# Buttons.


def press(visit: Visit, desk: Desk) -> None:
    """Obey a button: `yes:ID`, `no:ID`, `sub:ID`, `nosub:ID`, `in:ID:TOKEN`."""
    name, _, rest = visit.argument.partition(":")
    ident, _, token = rest.partition(":")
    one = desk.arranged.meetups.get(ident)
    if one is None or visit.at >= one.at + meetups.CLOSES:
        desk.tell(visit, words.over())
    elif name == "in":
        checking.let_in(visit, desk, one, token)
    elif (do := _PRESSED.get(name)) is not None:
        do(visit, desk, one)


def _yes(visit: Visit, desk: Desk, one: Meetup) -> None:
    if visit.member.id == one.host:
        desk.tell(visit, words.posted(one, desk.group.timezone))
        return
    desk.attend(meetups.answered(desk.arranged.attendance, one, visit.member.id, visit.at, coming=True))
    desk.tell(visit, words.coming(one, desk.group.timezone))


def _no(visit: Visit, desk: Desk, one: Meetup) -> None:
    row = meetups.answered(desk.arranged.attendance, one, visit.member.id, visit.at, coming=False)
    if row.came_at is None and visit.at < one.at:  # afterwards a no changes nothing
        desk.attend(row)
        desk.tell(visit, words.not_coming(one))
    else:
        desk.tell(visit, words.over())


def _go_instead(visit: Visit, desk: Desk, one: Meetup) -> None:
    found = _asked_by(visit, desk, one)
    if found is None or visit.at >= one.at:
        desk.tell(visit, words.over())
        return
    mine, theirs = found
    desk.attend(replace(mine, coming=True, at=visit.at), replace(theirs, substitute=visit.member.id))
    desk.tell(visit, words.coming(one, desk.group.timezone))
    told = words.sub_found(visit.member.name, one)
    desk.send(theirs.member, told, name=f"sub:{one.meetup_id}:{desk.ident(theirs.member)}:found", at=visit.at)


def _not_instead(visit: Visit, desk: Desk, one: Meetup) -> None:
    found = _asked_by(visit, desk, one)
    if found is None:
        desk.tell(visit, words.over())
        return
    mine, theirs = found
    desk.attend(replace(mine, coming=False, stands_in_for=None, at=visit.at))
    desk.tell(visit, words.not_coming(one))
    told = words.sub_not_found(visit.member.name)
    name = f"sub:{one.meetup_id}:{desk.ident(theirs.member, visit.member.id)}:none"
    desk.send(theirs.member, told, name=name, at=visit.at)


def _asked_by(visit: Visit, desk: Desk, one: Meetup) -> tuple[Attendance, Attendance] | None:
    """Return the visitor's row and that of whoever asked them to go instead, while both are as they were."""
    mine = desk.arranged.attendance.get((one.meetup_id, visit.member.id))
    theirs = desk.arranged.attendance.get((one.meetup_id, mine.stands_in_for or "")) if mine is not None else None
    if mine is None or mine.coming or theirs is None or not theirs.coming or theirs.substitute is not None:
        return None
    return mine, theirs


_SPOKEN: Final[dict[str, Callable[[Visit, Desk], None]]] = {
    "code": checking.show_code,
    "here": checking.show_guests,
    "sub": _substitute,
    "cancel": _cancel,
}
_PRESSED: Final[dict[str, Callable[[Visit, Desk, Meetup], None]]] = {
    "yes": _yes,
    "no": _no,
    "sub": _go_instead,
    "nosub": _not_instead,
}
