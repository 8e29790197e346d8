"""The private words of a nudge: why you, one small task, who gains, an easy no. And the reasons, for admins.

Never counts a silence at the silent, never blames, never hurries, and never speaks of a member to another one. Says
that it is a bot and who set it up. Under 400 characters each.
"""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.speech import said, say
from chat.posts import Button, Post, Run, Section, Style
from policies.giving.nudging import Case, Match, MatchKind, Nudge, Passed, Why

_LONGEST_QUESTION: Final = 90
_LONGEST_TITLE: Final = 60
_LONGEST_SETTER: Final = 24
_LONGEST_GIVEN_NAME: Final = 24

_Line = tuple[Run, ...]


def words(nudge: Nudge, *, zone: ZoneInfo, set_up_by: str | None = None) -> Post:
    """Return what a member is told. `set_up_by` is the name of the admin who set the bot up."""
    lines = [(*_greeting(nudge, set_up_by), *_opening(nudge)), *_offer(nudge, zone), _easy_no(nudge)]
    return Post(sections=(Section(lines=tuple(line for line in lines if line)),), buttons=_buttons(nudge))


def _greeting(nudge: Nudge, set_up_by: str | None) -> _Line:
    hello = say("Hi {name},", name=_short_name(nudge.name, _LONGEST_GIVEN_NAME)) if nudge.name else say("Hi,")
    if not set_up_by:
        return (*hello, *say(" I'm the group's bot. "))
    return (*hello, *say(" I'm the group's bot, set up by {name}. ", name=_short_name(set_up_by, _LONGEST_SETTER)))


def _short_name(shown: str, longest: int) -> Run:
    """Return a name for a short message: a long one by its first word, else cut."""
    cleaned = people.clean(shown)
    first = cleaned.split()[0] if len(cleaned) > longest and cleaned else cleaned
    return Run(people.excerpt(first, longest) or said("there"), Style.NAME)


def _opening(nudge: Nudge) -> _Line:
    return {
        Case.NEW: say("Glad you're here."),
        Case.FADED: say("Thank you for what you've shared here."),
        Case.READER: say("Reading along is a fine way to be here."),
    }[nudge.case]


def _offer(nudge: Nudge, zone: ZoneInfo) -> list[_Line]:
    match = nudge.match
    if match.kind is MatchKind.QUESTION:
        return [_asked(match), _why_you(match)]
    if match.kind is MatchKind.NEWCOMER:
        who = _short_name(match.who, _LONGEST_GIVEN_NAME)
        return [
            say("{name} just joined and hasn't been greeted by many yet.", name=who),
            say("One line of hello from somebody who knows the place makes it easier to stay."),
        ]
    title = people.excerpt(match.text or said("Our next event"), _LONGEST_TITLE)
    return [
        say("“{title}” is on {moment}.", title=title, moment=phrases.moment(match.at, zone)),
        say("If you come, the host can count on one more; a tap is enough."),
    ]


def _asked(match: Match) -> _Line:
    who = _short_name(match.who, _LONGEST_GIVEN_NAME) if match.who else Run(said("Somebody"))
    if match.text:
        return say("{name} asked: “{question}”", name=who, question=people.excerpt(match.text, _LONGEST_QUESTION))
    terms = phrases.both([people.excerpt(term, 20) for term in match.terms[:2]])
    return say("{name} asked about {terms}.", name=who, terms=terms)


def _why_you(match: Match) -> _Line:
    about = people.excerpt(match.terms[0], 30) if match.terms else said("this")
    if match.known_by <= 1:
        return say("You are the one person here who has spoken about {term}. Two lines would help.", term=about)
    number = {2: said("two"), 3: said("three"), 4: said("four"), 5: said("five")}.get(match.known_by)
    if number:
        return say(
            "You are one of {number} people here who have spoken about {term}. Two lines would help.",
            number=number,
            term=about,
        )
    return say("You have spoken about {term} here. Two lines would help.", term=about)


def _easy_no(nudge: Nudge) -> _Line:
    if nudge.case is Case.READER:
        return say("Would you rather just read? That is fine too.")
    return say("Not for you? That is fine.")


def _buttons(nudge: Nudge) -> tuple[Button, ...]:
    see = {
        MatchKind.QUESTION: said("See question"),
        MatchKind.NEWCOMER: said("Say hello"),
        MatchKind.EVENT: said("See event"),
    }[nudge.match.kind]
    labels = [
        ("taken", see),
        ("later", said("Later")),
        ("not_me", said("Not me")),
        ("stop", said("Stop these")),
    ]
    if nudge.case is Case.READER:
        labels[1] = ("reading", said("Just reading"))
    return tuple(Button(label=label, data=f"nudge:{reply}:{nudge.key}") for reply, label in labels)


def day(at: datetime, zone: ZoneInfo) -> str:
    """Return a day as admins read it: `6 Jan`."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b}"


def reason_words(nudge: Nudge, *, zone: ZoneInfo) -> str:
    """Return for admins why this member would be nudged, and with what."""
    match = nudge.match
    case = {
        Case.NEW: "joined and has not written yet",
        Case.FADED: f"last here on {day(nudge.silent_since, zone)}",
        Case.READER: "reads for a long time",
    }[nudge.case]
    who = people.name(match.who).text if match.who else ""
    offer = {
        MatchKind.QUESTION: f"{who or 'somebody'}'s open question shares {_quoted(match)}",
        MatchKind.NEWCOMER: f"{who or 'a newcomer'} is new and could be welcomed",
        MatchKind.EVENT: f"“{people.excerpt(match.text or 'an event', _LONGEST_TITLE)}” is near",
    }[match.kind]
    return f"{case}; {offer}"


def _quoted(match: Match) -> str:
    shared = phrases.both([f"“{people.excerpt(term, 30)}”" for term in match.terms[:3]])
    return f"{shared} (known to {phrases.counted(match.known_by, 'member')})"


WHY_NOT: Final = {
    Why.OFF: "nudges are off",
    Why.NOT_ALIVE: "the group itself is quiet",
    Why.PAUSED: "nudges are paused: too many asked to stop",
    Why.BOT: "is a bot",
    Why.ADMIN: "is an admin",
    Why.LEFT: "has left",
    Why.STOPPED: "asked for no more messages",
    Why.AWAY: "is away",
    Why.MUTED: "is muted",
    Why.NEW_MEMBER: "is too new",
    Why.ACTIVE: "was here lately",
    Why.WARNED: "was warned lately",
    Why.TOLD: "had a private message lately",
    Why.LATER: "said “later”",
    Why.RESTING: "is left in peace for a while",
    Why.SPACED: "did not answer the last one",
    Why.ASKED_ENOUGH: "was asked often enough",
    Why.QUIET: "it is a quiet hour",
    Why.NO_MATCH: "nothing to offer fits",
    Why.HOLDOUT: "is in the group that is never nudged, for comparison",
    Why.DAY_FULL: "the day's number is reached",
    Why.MATCH_TAKEN: "what fits is offered to others already",
}


def passed_words(passed: Passed, *, zone: ZoneInfo) -> str:
    """Return for admins why a member is left alone."""
    why = WHY_NOT[passed.why]
    if passed.until is None:
        return why
    return f"{why} (until {day(passed.until, zone)} {passed.until.astimezone(zone).year})"
