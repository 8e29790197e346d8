"""The platform's own calendar: who is interested in an event announced there, and who was seen where it takes place.

Nobody is told anything: the platform showed it already.
"""

from dataclasses import replace

from bot.giving.desk import Desk
from bot.texts import meetups as words
from chat.events import Gathered, Gathering
from chat.exchanges import Meetup
from policies.giving import meetups


def gathered(event: Gathered, desk: Desk) -> None:
    """Note what the calendar says about an event that was announced from it."""
    found = (one for one in desk.arranged.meetups.values() if one.message_id == event.occasion and not one.cancelled)
    one = next(found, None)
    if one is None or desk.watches_only:
        return
    match event.what:
        case Gathering.CALLED_OFF:
            _call_off(event, one, desk)
        case Gathering.HERE:
            _here(event, one, desk)
        case _:
            _answer(event, one, desk)


def _answer(event: Gathered, one: Meetup, desk: Desk) -> None:
    if event.member.id == one.host or event.at >= one.at:
        return
    desk.recorder.met(event.member, event.at)
    coming = event.what is Gathering.COMING
    row = meetups.answered(desk.arranged.attendance, one, event.member.id, event.at, coming=coming)
    if row.came_at is None:
        desk.attend(row)


def _here(event: Gathered, one: Meetup, desk: Desk) -> None:
    if event.member.id == one.host or not meetups.is_open(one, event.at):
        return
    desk.recorder.met(event.member, event.at)
    found = meetups.came(one, event.member.id, desk.arranged.attendance, event.at, desk.earned, desk.joined)
    desk.credit(found.contributions)
    desk.attend(*found.attendance)


def _call_off(event: Gathered, one: Meetup, desk: Desk) -> None:
    if one.at <= event.at:
        return
    desk.hold(replace(one, cancelled=True))
    off = words.called_off(one, desk.group.timezone)
    desk.post(off, name=f"event:{one.meetup_id}:off", at=event.at, place=None)
