"""The weekly summary in words: a post whose sections can be cut at their borders.

Names are shown and never ring a telephone. With its picture a post holds at most 1,000 visible characters, so the
sections that matter least go first; nothing is ever cut inside a line.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.speech import forms, language, many, mark, said, say
from chat.giving import GivingKind
from chat.posts import Picture, Post, Run, Section, Style, plain
from policies.giving.digest import Digest, Number, Numbered, Skip, Skipped, Thanked, Waiting, Win

MOST_CHARACTERS: Final = 1_000
"""In UTF-16 units, as the strictest platform counts."""
_DAY_FIRST: Final = frozenset({"en", "es", "pt", "fr", "de"})
"""Languages in which a span of days may leave out the first month."""
_LISTS: Final = (7, 5, 3)
_LONGEST_QUESTION: Final = 80
_LONGEST_TITLE: Final = 60
_LONGEST_OFFER: Final = 50

_Line = tuple[Run, ...]


def render(digest: Digest, zone: ZoneInfo, *, picture: Picture | None = None) -> Post:
    """Return the summary as a post, short enough to stand under its picture.

    Long lists are told shorter before any section is left out.
    """
    for most in _LISTS:
        post = Post(sections=_sections(_shorter(digest, most), zone), picture=picture)
        if length(post) <= MOST_CHARACTERS:
            return post
    return fitting(post)


def _sections(digest: Digest, zone: ZoneInfo) -> tuple[Section, ...]:
    sections = (
        Section(lines=((Run(_head(digest, zone), Style.BOLD),),)),
        _section("", [_win(digest.win)] if digest.win else [], 1),
        _section(said("In numbers"), [_number(number) for number in digest.numbers], 2),
        _section(said("Thank you"), _thanks(digest), 3),
        _section(said("Still waiting"), [*(_waiting(one) for one in digest.waiting), *_wanted(digest)], 4),
        _section(said("Welcome"), _welcome(digest), 5),
        _section(said("Next"), _event(digest, zone), 6),
        _section("", _topics(digest), 8),
        _section("", _share(digest), 7),
        Section(lines=_footer()),
    )
    return tuple(section for section in sections if section.lines)


def _head(digest: Digest, zone: ZoneInfo) -> str:
    return said("This week together · {days}", days=days(digest.start, digest.end, zone))


def _shorter(digest: Digest, most: int) -> Digest:
    """Return the digest with at most so many names in a list; the others are counted."""
    return replace(
        digest,
        thanked=digest.thanked[:most],
        thanked_unnamed=digest.thanked_unnamed + len(digest.thanked[most:]),
        newcomers=digest.newcomers[:most],
        newcomers_unnamed=digest.newcomers_unnamed + len(digest.newcomers[most:]),
    )


def fitting(post: Post, most: int = MOST_CHARACTERS) -> Post:
    """Leave out the sections that matter least until the post fits; those of priority 0 always stay."""
    sections = list(post.sections)
    while length(post) > most:
        least = max(sections, key=lambda section: section.priority)
        if least.priority == 0:
            break
        sections.remove(least)
        post = Post(sections=tuple(sections), buttons=post.buttons, picture=post.picture)
    return post


def length(post: Post) -> int:
    """Return how long a post is, in UTF-16 units."""
    return len(plain(post).encode("utf-16-le", "surrogatepass")) // 2


def skipped_words(skipped: Skipped, zone: ZoneInfo) -> str:
    """Return the one line by which admins learn that nothing was posted."""
    why = {
        Skip.OFF: "summaries are off",
        Skip.FEW_WRITERS: f"{phrases.counted(skipped.measured, 'member')} wrote, and `floor` is {skipped.limit}",
        Skip.NOTHING_GIVEN: "there was nothing to tell",
        Skip.LATE: "I was not running when it was due. /summary now posts it all the same",
    }[skipped.why]
    return f"No summary for {days(skipped.start, skipped.end, zone)}: {why}."


def days(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return a period by its days: "12-19 Jan 2026"."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.year != last.year:
        return said("{first} to {last}", first=phrases.day(first, year=True), last=phrases.day(last, year=True))
    begin = f"{first.day}" if first.month == last.month and language() in _DAY_FIRST else phrases.day(first)
    return said("{first} to {last}", first=begin, last=phrases.day(last, year=True))


def _section(heading: str, lines: list[_Line], priority: int) -> Section:
    return Section(lines=tuple(lines), heading=heading or None, priority=priority)


def _win(win: Win) -> _Line:
    giver = people.name(win.giver) if win.giver else Run(said("Somebody"))
    receiver = people.name(win.receiver) if win.receiver else Run(said("a member"))
    link = Run(said("See it"), Style.LINK, win.message_id) if win.message_id else Run("")
    if win.kind is GivingKind.ANSWER and win.about:
        about = people.excerpt(win.about, _LONGEST_QUESTION)
        return say(
            "{giver} helped {receiver} with “{question}” {link}",
            giver=giver,
            receiver=receiver,
            question=about,
            link=link,
        )
    did = {
        GivingKind.ANSWER: mark("{giver} answered a question of {receiver}. {link}"),
        GivingKind.REFERRAL: mark("{giver} passed on work to {receiver}. {link}"),
        GivingKind.INTRODUCTION: mark("{giver} made an introduction for {receiver}. {link}"),
        GivingKind.RECOMMENDATION: mark("{giver} recommended what served {receiver}. {link}"),
        GivingKind.RESOURCE: mark("{giver} shared what was of use to {receiver}. {link}"),
        GivingKind.PROMISE: mark("{giver} kept a promise to {receiver}. {link}"),
    }.get(win.kind, mark("{giver} did a good turn for {receiver}. {link}"))
    return say(did, giver=giver, receiver=receiver, link=link)


def _number(number: Number) -> _Line:
    value = str(number.value) if number.of is None else said("{n} of {all}", n=number.value, all=number.of)
    return say("{number} {what}{usual}", number=Run(value, Style.BOLD), what=_what(number), usual=_usual(number))


def _what(number: Number) -> str:
    count = number.value if number.of is None else number.of
    return {
        Numbered.HELPED: many(count, "person helped", "people helped"),
        Numbered.ANSWERED: many(count, "question answered", "questions answered"),
        Numbered.INTRODUCED: many(count, "introduction or referral", "introductions and referrals"),
        Numbered.TURNED_UP: said("who said yes turned up"),
    }[number.what]


def _usual(number: Number) -> str:
    if number.usual is None or number.usual_of == 0:
        return ""
    usual = phrases.number(number.usual)
    if not number.usual_of:
        return said(" (usually {usual})", usual=usual)
    return said(" (usually {usual} of {all})", usual=usual, all=phrases.number(number.usual_of))


def _thanks(digest: Digest) -> list[_Line]:
    lines = [_thanked(one) for one in digest.thanked]
    if digest.thanked_unnamed and lines:
        more = (
            "and {n} more member who gave something to another",
            "and {n} more members who gave something to another",
        )
        lines.append(say(many(digest.thanked_unnamed, *more)))
    elif digest.thanked_unnamed:
        who = forms("{n} member who gave something to another", "{n} members who gave something to another")
        lines.append((Run(many(digest.thanked_unnamed, *who)),))
    return lines


def _thanked(one: Thanked) -> _Line:
    gave = phrases.both([_gave(kind, count) for kind, count in one.gave[:2]])
    if one.first:
        return say("{name} for {gave}, for the first time", name=people.name(one.name), gave=gave)
    return say("{name} for {gave}", name=people.name(one.name), gave=gave)


def _gave(kind: GivingKind, count: int) -> str:
    one, more = {
        GivingKind.ANSWER: forms("an answer", "{n} answers"),
        GivingKind.THANKS: forms("help that was thanked for", "help thanked for {n} times"),
        GivingKind.REFERRAL: forms("a referral", "{n} referrals"),
        GivingKind.INTRODUCTION: forms("an introduction", "{n} introductions"),
        GivingKind.RECOMMENDATION: forms("a recommendation", "{n} recommendations"),
        GivingKind.RESOURCE: forms("a find", "{n} finds"),
        GivingKind.WELCOME: forms("a welcome", "{n} welcomes"),
        GivingKind.QUESTION: forms("a good question", "{n} good questions"),
        GivingKind.EVENT: forms("an event", "{n} events"),
        GivingKind.PROMISE: forms("a promise kept", "{n} promises kept"),
    }[kind]
    return many(count, one, more)


def _wanted(digest: Digest) -> list[_Line]:
    terms = phrases.both([people.excerpt(term, 24) for term in digest.wanted])
    return [say("Somebody is wanted who knows about {terms}.", terms=terms)] if terms else []


def _waiting(one: Waiting) -> _Line:
    if one.text:
        shown = f"“{people.excerpt(one.text, _LONGEST_QUESTION)}” "
    else:
        terms = phrases.both([people.excerpt(term, 20) for term in one.terms[:3]])
        shown = said("A question about {terms} ", terms=terms)
    return (Run(shown), Run(said("Answer it"), Style.LINK, one.message_id))


def _welcome(digest: Digest) -> list[_Line]:
    lines: list[_Line] = []
    for one in digest.newcomers:
        offers = f": {people.excerpt(one.offers, _LONGEST_OFFER)}" if one.offers else ""
        lines.append((people.name(one.name), Run(offers)) if offers else (people.name(one.name),))
    if digest.newcomers_unnamed and lines:
        lines.append((Run(many(digest.newcomers_unnamed, "and {n} more newcomer", "and {n} more newcomers")),))
    elif digest.newcomers_unnamed:
        lines.append((Run(many(digest.newcomers_unnamed, "{n} newcomer", "{n} newcomers")),))
    return lines


def _event(digest: Digest, zone: ZoneInfo) -> list[_Line]:
    event = digest.event
    if event is None:
        return []
    where = f", {people.excerpt(event.place, 40)}" if event.place else ""
    return [(Run(f"{people.excerpt(event.title, _LONGEST_TITLE)}, {phrases.moment(event.at, zone)}{where}"),)]


def _topics(digest: Digest) -> list[_Line]:
    shown = [f"{people.excerpt(topic.word, 24)} ({topic.authors})" for topic in digest.topics]
    return [say("Talked about, by members: {topics}", topics=", ".join(shown))] if shown else []


def _share(digest: Digest) -> list[_Line]:
    share = digest.share
    if share is None:
        return []
    given = many(share.given, "{n} contribution", "{n} contributions")
    promoted = many(share.promotions, "{n} promotion", "{n} promotions")
    return [say("As a group: {given} beside {promoted}.", given=given, promoted=promoted)]


def _footer() -> tuple[_Line, ...]:
    return (say("Counted: what somebody else confirmed, never messages. Yours: /me. Not named here: /named no."),)
