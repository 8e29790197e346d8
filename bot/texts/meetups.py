"""What members read of events: announcements, answers, the door, and what each one said and did, told to them alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.lines import line, post
from chat.exchanges import Meetup
from chat.posts import Button, Post, Run, Section
from policies.giving.meetups import Door

LONGEST_TITLE: Final = 80
LONGEST_PLACE: Final = 60


def _title(meetup: Meetup) -> str:
    return people.excerpt(meetup.title, LONGEST_TITLE) or "An event"


def _when(meetup: Meetup, zone: ZoneInfo) -> str:
    where = f", {people.excerpt(meetup.place, LONGEST_PLACE)}" if meetup.place else ""
    return f"{phrases.moment(meetup.at, zone)}{where}"


def _rsvp(meetup: Meetup) -> tuple[Button, ...]:
    return (
        Button(label="Coming", data=f"meet:yes:{meetup.meetup_id}"),
        Button(label="Can't", data=f"meet:no:{meetup.meetup_id}"),
    )


def announced(meetup: Meetup, host: str, zone: ZoneInfo) -> Post:
    """Return what the group reads."""
    return post(
        line(f"{_title(meetup)}: {_when(meetup, zone)}"),
        line("Hosted by ", people.name(host), "."),
        buttons=_rsvp(meetup),
    )


def posted(meetup: Meetup, zone: ZoneInfo) -> Post:
    """Tell the host how it goes on."""
    return post(
        line(f"Announced: {_title(meetup)}, {_when(meetup, zone)}."),
        line("At the door: /event code shows a code for guests, /event here lists them for a tap."),
        line("/event cancel calls it off."),
    )


def how() -> Post:
    """Say how to announce an event."""
    return post(line("Write it in the group: /event title | Fri 18:00 | where"))


def in_the_group() -> Post:
    """Say that announcing is done where all see it."""
    return post(line("Announce it in the group, where the rules for posts hold: /event title | Fri 18:00 | where"))


def bad_time(said: str) -> Post:
    """Say how times are written."""
    return post(line(f"I can't read “{people.excerpt(said, 40)}” as a time to come: Fri 18:00, or 2026-03-27 18:00."))


def too_many() -> Post:
    """Say that three are enough at once."""
    return post(line("Three events of yours are still to come: let one take place first."))


def too_long() -> Post:
    """Say how long a title may be."""
    return post(line(f"A title of at most {LONGEST_TITLE} characters, a place of at most {LONGEST_PLACE}."))


def coming(meetup: Meetup, zone: ZoneInfo) -> Post:
    """Confirm a yes."""
    return post(
        line(f"You come to {_title(meetup)}, {_when(meetup, zone)}."),
        line("At the door: /checkin and the code shown there. Something came up? /event sub @NAME, or press Can't."),
        buttons=_rsvp(meetup)[1:],
    )


def not_coming(meetup: Meetup) -> Post:
    """Confirm a no."""
    return post(line(f"You don't come to {_title(meetup)}. Thank you for saying so."))


def over() -> Post:
    """Say that an event is over or called off."""
    return post(line("That event is over, or was called off."))


def nothing_planned() -> Post:
    """Say that there is no event."""
    return post(line("No event is planned. Announce one in the group: /event title | Fri 18:00 | where"))


def listed(rows: Sequence[tuple[Meetup, str, int, bool | None]], zone: ZoneInfo) -> Post:
    """List what is to come: the event, its host, how many come, and what the reader said. Buttons are of the first."""
    lines = []
    for meetup, host, guests, mine in rows:
        said = {True: " You come.", False: " You don't come.", None: ""}[mine]
        parts = line(f"{_title(meetup)}: {_when(meetup, zone)}, hosted by ", people.name(host))
        lines.append((*parts, Run(f". Coming: {guests}.{said}")))
    first = rows[0]
    return Post(
        sections=(Section(lines=tuple(lines), heading="Events to come"),),
        buttons=_rsvp(first[0]) if first[3] is None else (),
    )


# The door.


def code(meetup: Meetup, digits: str, until: datetime, zone: ZoneInfo) -> Post:
    """Show the host the code for guests."""
    clock = f"{until.astimezone(zone):%H:%M}"
    return post(
        line(f"The code for {_title(meetup)} is {digits}. It changes at {clock}; guests write /checkin {digits}"),
    )


def door(result: Door, meetup: Meetup | None) -> Post:
    """Tell a guest what came of a try to check in."""
    title = _title(meetup) if meetup is not None else ""
    words = {
        Door.IN: f"You are checked in at {title}. Enjoy it.",
        Door.ALREADY: f"You are checked in at {title} already.",
        Door.WRONG: "That isn't the code now: it changes every ten minutes.",
        Door.TRIED_OFTEN: "That was tried too often. Ask the host to check you in.",
        Door.CLOSED: "No event is on just now. Check-in opens half an hour before.",
        Door.HOST: f"You host {title} yourself.",
    }
    return post(line(words[result]))


def checkin_how() -> Post:
    """Say how to check in."""
    return post(line("Write /checkin and the four digits that the host shows."))


def guests(meetup: Meetup, names: Sequence[tuple[str, str]]) -> Post:
    """Let the host tap who is there. `names` are shown names with a token each, of those not checked in yet."""
    if not names:
        return post(line(f"Everybody who said yes to {_title(meetup)} is checked in."))
    buttons = tuple(
        Button(label=people.excerpt(name, 30), data=f"meet:in:{meetup.meetup_id}:{token}") for name, token in names
    )
    return post(line(f"{_title(meetup)}: tap whoever is there."), buttons=buttons)


def let_in(name: str) -> Post:
    """Confirm to the host."""
    return post(line(people.name(name), " is checked in."))


def checked_in(meetup: Meetup) -> Post:
    """Tell a guest that the host checked them in."""
    return post(line(f"The host of {_title(meetup)} checked you in."))


def not_the_host() -> Post:
    """Say that this is for hosts while their event is on."""
    return post(line("That is for the host, from half an hour before the event on."))


# Changes.


def called_off(meetup: Meetup, zone: ZoneInfo) -> Post:
    """Tell the group."""
    return post(line(f"Called off: {_title(meetup)}, {_when(meetup, zone)}."))


def sub_how() -> Post:
    """Say how to send somebody instead."""
    return post(line("You said yes to no event to come. For one that you did: /event sub @NAME"))


def sub_asked(name: str) -> Post:
    """Tell who asks."""
    return post(line("I ask ", people.name(name), ". Until they say yes, your own yes stands."))


def sub_card(name: str, meetup: Meetup, zone: ZoneInfo) -> Post:
    """Ask whoever might go instead."""
    buttons = (
        Button(label="I'll go", data=f"meet:sub:{meetup.meetup_id}"),
        Button(label="I can't", data=f"meet:nosub:{meetup.meetup_id}"),
    )
    return post(
        line(people.name(name), f" can't come to {_title(meetup)}, {_when(meetup, zone)}. Would you go instead?"),
        buttons=buttons,
    )


def sub_found(name: str, meetup: Meetup) -> Post:
    """Tell whoever can't come."""
    return post(line(people.name(name), f" goes to {_title(meetup)} for you: that counts as your word kept."))


def sub_not_found(name: str) -> Post:
    """Tell whoever can't come."""
    return post(line(people.name(name), " can't go instead. Your own yes still stands; press Can't to change it."))


def sub_taken() -> Post:
    """Say that somebody already goes instead, or comes anyway."""
    return post(line("They come already, or are asked already."))


def turned_up(came: int, said_yes: int) -> str:
    """Return a member's own number, for that member alone."""
    if said_yes == came:
        return f"You said yes to {phrases.counted(said_yes, 'event')}, and turned up or sent somebody each time."
    return f"You said yes to {phrases.counted(said_yes, 'event')}, and turned up or sent somebody {came} times."
