"""What members read of events: announcements, answers, the door, and what each one said and did, told to them alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.lines import post
from bot.texts.speech import Part, many, said, say
from chat.exchanges import Meetup
from chat.posts import Button, Post, Section
from policies.giving.meetups import Door

LONGEST_TITLE: Final = 80
LONGEST_PLACE: Final = 60


def _title(meetup: Meetup) -> str:
    return people.excerpt(meetup.title, LONGEST_TITLE) or said("An event")


def _when(meetup: Meetup, zone: ZoneInfo) -> str:
    where = f", {people.excerpt(meetup.place, LONGEST_PLACE)}" if meetup.place else ""
    return f"{phrases.moment(meetup.at, zone)}{where}"


def _rsvp(meetup: Meetup) -> tuple[Button, ...]:
    return (
        Button(label=said("Coming"), data=f"meet:yes:{meetup.meetup_id}"),
        Button(label=said("Can't"), data=f"meet:no:{meetup.meetup_id}"),
    )


def announced(meetup: Meetup, host: str, zone: ZoneInfo) -> Post:
    """Return what the group reads."""
    return post(
        say("{title}: {when}", title=_title(meetup), when=_when(meetup, zone)),
        say("Hosted by {host}.", host=people.name(host)),
        buttons=_rsvp(meetup),
    )


def posted(meetup: Meetup, zone: ZoneInfo) -> Post:
    """Tell the host how it goes on."""
    return post(
        say("Announced: {title}, {when}.", title=_title(meetup), when=_when(meetup, zone)),
        say("At the door: /event code shows a code for guests, /event here lists them for a tap."),
        say("/event cancel calls it off."),
    )


def how() -> Post:
    """Say how to announce an event."""
    return post(say("Write it in the group: /event title | Fri 18:00 | where"))


def in_the_group() -> Post:
    """Say that announcing is done where all see it."""
    return post(say("Announce it in the group, where the rules for posts hold: /event title | Fri 18:00 | where"))


def bad_time(written: str) -> Post:
    """Say how times are written."""
    return post(
        say(
            "I can't read “{written}” as a time to come: Fri 18:00, or 2026-03-27 18:00.",
            written=people.excerpt(written, 40),
        )
    )


def too_many() -> Post:
    """Say that three are enough at once."""
    return post(say("Three events of yours are still to come: let one take place first."))


def too_long() -> Post:
    """Say how long a title may be."""
    return post(
        say(
            "A title of at most {title} characters, a place of at most {place}.",
            title=LONGEST_TITLE,
            place=LONGEST_PLACE,
        )
    )


def coming(meetup: Meetup, zone: ZoneInfo) -> Post:
    """Confirm a yes."""
    return post(
        say("You come to {title}, {when}.", title=_title(meetup), when=_when(meetup, zone)),
        say("At the door: /checkin and the code shown there. Something came up? /event sub @NAME, or press Can't."),
        buttons=_rsvp(meetup)[1:],
    )


def not_coming(meetup: Meetup) -> Post:
    """Confirm a no."""
    return post(say("You don't come to {title}. Thank you for saying so.", title=_title(meetup)))


def over() -> Post:
    """Say that an event is over or called off."""
    return post(say("That event is over, or was called off."))


def nothing_planned() -> Post:
    """Say that there is no event."""
    return post(say("No event is planned. Announce one in the group: /event title | Fri 18:00 | where"))


def listed(rows: Sequence[tuple[Meetup, str, int, bool | None]], zone: ZoneInfo) -> Post:
    """List what is to come: the event, its host, how many come, and what the reader said. Buttons are of the first."""
    lines = []
    for meetup, host, guests, mine in rows:
        shown: dict[str, Part] = {"title": _title(meetup), "when": _when(meetup, zone), "host": people.name(host)}
        parts = say("{title}: {when}, hosted by {host}. Coming: {guests}.", guests=guests, **shown)
        mine_too = {True: say(" You come."), False: say(" You don't come."), None: ()}[mine]
        lines.append((*parts, *mine_too))
    first = rows[0]
    return Post(
        sections=(Section(lines=tuple(lines), heading=said("Events to come")),),
        buttons=_rsvp(first[0]) if first[3] is None else (),
    )


# The door.


def code(meetup: Meetup, digits: str, until: datetime, zone: ZoneInfo) -> Post:
    """Show the host the code for guests."""
    clock = f"{until.astimezone(zone):%H:%M}"
    return post(
        say(
            "The code for {title} is {digits}. It changes at {clock}; guests write /checkin {digits}",
            title=_title(meetup),
            digits=digits,
            clock=clock,
        ),
    )


def door(result: Door, meetup: Meetup | None) -> Post:
    """Tell a guest what came of a try to check in."""
    title = _title(meetup) if meetup is not None else ""
    words = {
        Door.IN: say("You are checked in at {title}. Enjoy it.", title=title),
        Door.ALREADY: say("You are checked in at {title} already.", title=title),
        Door.WRONG: say("That isn't the code now: it changes every ten minutes."),
        Door.TRIED_OFTEN: say("That was tried too often. Ask the host to check you in."),
        Door.CLOSED: say("No event is on just now. Check-in opens half an hour before."),
        Door.HOST: say("You host {title} yourself.", title=title),
    }
    return post(words[result])


def checkin_how() -> Post:
    """Say how to check in."""
    return post(say("Write /checkin and the four digits that the host shows."))


def guests(meetup: Meetup, names: Sequence[tuple[str, str]]) -> Post:
    """Let the host tap who is there. `names` are shown names with a token each, of those not checked in yet."""
    if not names:
        return post(say("Everybody who said yes to {title} is checked in.", title=_title(meetup)))
    buttons = tuple(
        Button(label=people.excerpt(name, 30), data=f"meet:in:{meetup.meetup_id}:{token}") for name, token in names
    )
    return post(say("{title}: tap whoever is there.", title=_title(meetup)), buttons=buttons)


def let_in(name: str) -> Post:
    """Confirm to the host."""
    return post(say("{name} is checked in.", name=people.name(name)))


def checked_in(meetup: Meetup) -> Post:
    """Tell a guest that the host checked them in."""
    return post(say("The host of {title} checked you in.", title=_title(meetup)))


def not_the_host() -> Post:
    """Say that this is for hosts while their event is on."""
    return post(say("That is for the host, from half an hour before the event on."))


# Changes.


def called_off(meetup: Meetup, zone: ZoneInfo) -> Post:
    """Tell the group."""
    return post(say("Called off: {title}, {when}.", title=_title(meetup), when=_when(meetup, zone)))


def sub_how() -> Post:
    """Say how to send somebody instead."""
    return post(say("You said yes to no event to come. For one that you did: /event sub @NAME"))


def sub_asked(name: str) -> Post:
    """Tell who asks."""
    return post(say("I ask {name}. Until they say yes, your own yes stands.", name=people.name(name)))


def sub_card(name: str, meetup: Meetup, zone: ZoneInfo) -> Post:
    """Ask whoever might go instead."""
    buttons = (
        Button(label=said("I'll go"), data=f"meet:sub:{meetup.meetup_id}"),
        Button(label=said("I can't"), data=f"meet:nosub:{meetup.meetup_id}"),
    )
    return post(
        say(
            "{name} can't come to {title}, {when}. Would you go instead?",
            name=people.name(name),
            title=_title(meetup),
            when=_when(meetup, zone),
        ),
        buttons=buttons,
    )


def sub_found(name: str, meetup: Meetup) -> Post:
    """Tell whoever can't come."""
    return post(
        say(
            "{name} goes to {title} for you: that counts as your word kept.",
            name=people.name(name),
            title=_title(meetup),
        )
    )


def sub_not_found(name: str) -> Post:
    """Tell whoever can't come."""
    return post(
        say("{name} can't go instead. Your own yes still stands; press Can't to change it.", name=people.name(name))
    )


def sub_taken() -> Post:
    """Say that somebody already goes instead, or comes anyway."""
    return post(say("They come already, or are asked already."))


def turned_up(came: int, said_yes: int) -> str:
    """Return a member's own number, for that member alone."""
    events = many(said_yes, "{n} event", "{n} events")
    if said_yes == came:
        return said("You said yes to {events}, and turned up or sent somebody each time.", events=events)
    times = many(came, "{n} time", "{n} times")
    return said("You said yes to {events}, and turned up or sent somebody {times}.", events=events, times=times)
