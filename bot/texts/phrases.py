"""Small parts of sentences: kinds, times, durations, lists, as people say them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.texts.speech import ENGLISH, forms, language, many, mark, said
from chat.events import MessagePosted
from policies.language.grammar import Limit, read_limit, show_duration
from policies.language.schema import Group

_UNITS: Final = {
    timedelta(days=1): forms("{n} day", "{n} days"),
    timedelta(hours=1): forms("{n} hour", "{n} hours"),
    timedelta(minutes=1): forms("{n} minute", "{n} minutes"),
}
KINDS: Final = {
    "product": mark("a product"),
    "service": mark("a service"),
    "own_content": mark("your own content"),
    "event": mark("an event"),
    "job": mark("a job"),
    "candidate": mark("an offer of your work"),
    "community_invite": mark("an invitation to another community"),
    "referral_link": mark("a referral link"),
    "fundraiser": mark("a fundraiser"),
    "survey": mark("a survey"),
    "link_exchange": mark("a link exchange"),
    "giveaway": mark("a giveaway"),
    "crypto": mark("a crypto or trading offer"),
    "mlm": mark("multi-level marketing"),
    "adult": mark("an adult offer"),
    "recommendation": mark("a recommendation"),
    "resource": mark("a resource"),
    "introduction": mark("an introduction"),
    "request": mark("a request"),
    "answer": mark("an answer"),
    "question": mark("a question"),
    "thanks": mark("thanks"),
}
FEATURES: Final = {
    "price": mark("a price"),
    "link": mark("a link"),
    "own domain": mark("a link to your own site"),
    "picture": mark("a picture"),
    "contact": mark("a contact"),
    "affiliation": mark("whom you work for"),
    "forward": mark("a forwarded post"),
    "reply": mark("a reply to somebody"),
    "mention of everyone": mark("a call to everyone"),
    "ask for a direct message": mark("a request for direct messages"),
    "profile link": mark("a link to a profile"),
}


GIVEN: Final = {
    "contribution": forms("{n} contribution", "{n} contributions"),
    "post": forms("{n} post", "{n} posts"),
    "answer": forms("{n} answer", "{n} answers"),
    "thank": forms("{n} time thanked", "{n} times thanked"),
    "referral": forms("{n} referral", "{n} referrals"),
    "introduction": forms("{n} introduction", "{n} introductions"),
    "recommendation": forms("{n} recommendation", "{n} recommendations"),
    "resource": forms("{n} resource", "{n} resources"),
    "welcome": forms("{n} welcome", "{n} welcomes"),
    "question": forms("{n} question", "{n} questions"),
    "event": forms("{n} event", "{n} events"),
    "promise": forms("{n} promise kept", "{n} promises kept"),
}
CALENDAR: Final = {"day": mark("a day"), "week": mark("a week"), "month": mark("a month"), "year": mark("a year")}


def kind(name: str | None) -> str:
    """Return a kind with its article: "a product"; a group's own kind as it is called."""
    return said(KINDS[name]) if name in KINDS else name or said("a promotion")


def feature(test: str) -> str:
    """Return a feature test as written in the policy, with an article where it is a bare feature."""
    return said(FEATURES[test]) if test in FEATURES else test


def either(words: Sequence[str]) -> str:
    """Join words with commas and "or"."""
    return _joined(words, "or")


def both(words: Sequence[str]) -> str:
    """Join words with commas and "and"."""
    return _joined(words, "and")


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    if language() != ENGLISH:
        return format_list(list(words), "or" if last == "or" else "standard", language())
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def moment(at: datetime, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Return an instant by a group's clock: "Fri 16 Jan, 08:00", with the year where it is another one than now's."""
    local = at.astimezone(zone)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    with_year = now is not None and now.astimezone(zone).year != local.year
    return f"{day(local, weekday=True, year=with_year)}, {local:%H:%M}"


def day(local: date, *, weekday: bool = False, year: bool = False) -> str:
    """Return a day: "6 Jan", with its weekday and year where they are wanted."""
    if language() == ENGLISH:
        return f"{f'{local:%a} ' if weekday else ''}{local.day} {local:%b}{f' {local.year}' if year else ''}"
    form = f"{'EEE ' if weekday else ''}d MMM{' y' if year else ''}"
    return format_date(local, form, locale=language())


def span(duration: timedelta) -> str:
    """Return a duration in the largest whole unit: "3 days", "2 hours"."""
    if duration >= timedelta(days=1):
        return many(duration // timedelta(days=1), "{n} day", "{n} days")
    if duration >= timedelta(hours=1):
        return many(duration // timedelta(hours=1), "{n} hour", "{n} hours")
    if duration >= timedelta(minutes=1):
        return many(duration // timedelta(minutes=1), "{n} minute", "{n} minutes")
    return said("a moment")


def length(duration: timedelta) -> str:
    """Return a duration exactly, as people say it: "30 days", "36 hours"."""
    for unit, (one, more) in _UNITS.items():
        if not duration % unit:
            return many(duration // unit, one, more)
    return show_duration(duration)


def number(value: float) -> str:
    """Return a number as it is written where the language is spoken: 1.5, 1,5."""
    return f"{value:g}" if language() == ENGLISH else format_decimal(value, locale=language())


def given(kind: str, number: int) -> str:
    """Return how often something was given: "3 contributions", "1 answer"; a group's own kinds as they are called."""
    forms = GIVEN.get(kind.replace("_", " ").rstrip("s"))
    if forms is None:
        return f"{number} {kind.replace('_', ' ').removesuffix('s') if number == 1 else kind.replace('_', ' ')}"
    return many(number, *forms)


def limit(written: str) -> str:
    """Return a limit of the policy, `1 per week`, as it is said where another language is spoken than the policy's."""
    if language() == ENGLISH:
        return written
    found = read_limit(written)
    count = many(found.count, "{n} channel", "{n} channels") if found.channels else str(found.count)
    return said("{count} {period}", count=count, period=period(found))


def period(of: Limit) -> str:
    """Return how often a limit begins anew: "a week", "in 30 days", "ever"."""
    if of.period.calendar:
        return said(CALENDAR[of.period.calendar])
    return said("in {span}", span=length(of.period.length)) if of.period.length else said("ever")


def place(name: str) -> str:
    """Return a place as members know it."""
    return name if " " in name or name.startswith("#") else f"#{name}"


def where(message: MessagePosted, group: Group) -> str | None:
    """Return where a message stands as members know it: by the platform's name, else the policy's; None if unnamed."""
    if message.place_name:
        return place(message.place_name)
    named = (name for name, one in group.places.items() if message.place is not None and message.place in one.ids)
    found = next(named, None)
    return place(found) if found else None


def counted(number: int, word: str) -> str:
    """Return "1 answer", "2 answers", in English: for admins and reports."""
    return f"{number} {word}{'' if number == 1 else 's'}"
