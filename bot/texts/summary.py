"""The weekly summary in words: a post whose sections can be cut at their borders.

Names are shown and never ring a telephone. With its picture a post holds at most 1,000 visible characters, so the
sections that matter least go first; nothing is ever cut inside a line.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from chat.giving import GivingKind
from chat.posts import Picture, Post, Run, Section, Style, plain
from policies.giving.digest import Digest, Number, Numbered, Skip, Skipped, Thanked, Waiting, Win

MOST_CHARACTERS: Final = 1_000
"""In UTF-16 units, as the strictest platform counts."""
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
        Section(lines=((Run(f"This week together · {days(digest.start, digest.end, zone)}", Style.BOLD),),)),
        _section("", [_win(digest.win)] if digest.win else [], 1),
        _section("In numbers", [_number(number) for number in digest.numbers], 2),
        _section("Thank you", _thanks(digest), 3),
        _section("Still waiting", [_waiting(one) for one in digest.waiting], 4),
        _section("Welcome", _welcome(digest), 5),
        _section("Next", _event(digest, zone), 6),
        _section("", _topics(digest), 8),
        _section("", _share(digest), 7),
        Section(lines=_footer()),
    )
    return tuple(section for section in sections if section.lines)


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
        return f"{first.day} {first:%b} {first.year} to {last.day} {last:%b} {last.year}"
    begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    return f"{begin} to {last.day} {last:%b} {last.year}"


def _section(heading: str, lines: list[_Line], priority: int) -> Section:
    return Section(lines=tuple(lines), heading=heading or None, priority=priority)


def _win(win: Win) -> _Line:
    giver = people.name(win.giver) if win.giver else Run("Somebody")
    receiver = people.name(win.receiver) if win.receiver else Run("a member")
    link = Run("See it", Style.LINK, win.message_id) if win.message_id else Run("")
    if win.kind is GivingKind.ANSWER and win.about:
        about = people.excerpt(win.about, _LONGEST_QUESTION)
        return (giver, Run(" helped "), receiver, Run(f" with “{about}” "), link)
    did = {
        GivingKind.ANSWER: " answered a question of ",
        GivingKind.REFERRAL: " passed on work to ",
        GivingKind.INTRODUCTION: " made an introduction for ",
        GivingKind.RECOMMENDATION: " recommended what served ",
        GivingKind.RESOURCE: " shared what was of use to ",
        GivingKind.PROMISE: " kept a promise to ",
    }.get(win.kind, " did a good turn for ")
    return (giver, Run(did), receiver, Run(". "), link)


def _number(number: Number) -> _Line:
    shown = Run(str(number.value) if number.of is None else f"{number.value} of {number.of}", Style.BOLD)
    return (shown, Run(f" {_what(number)}{_usual(number)}"))


def _what(number: Number) -> str:
    one = number.value == 1 if number.of is None else number.of == 1
    return {
        Numbered.HELPED: "person helped" if one else "people helped",
        Numbered.ANSWERED: "question answered" if one else "questions answered",
        Numbered.INTRODUCED: "introduction or referral" if one else "introductions and referrals",
        Numbered.TURNED_UP: "who said yes turned up",
    }[number.what]


def _usual(number: Number) -> str:
    if number.usual is None or number.usual_of == 0:
        return ""
    usual = _plain_number(number.usual)
    return f" (usually {usual} of {_plain_number(number.usual_of)})" if number.usual_of else f" (usually {usual})"


def _plain_number(value: float) -> str:
    return f"{value:g}"


def _thanks(digest: Digest) -> list[_Line]:
    lines = [_thanked(one) for one in digest.thanked]
    if digest.thanked_unnamed:
        more = "more" if lines else ""
        count = digest.thanked_unnamed
        who = " ".join(word for word in (str(count), more, "member" if count == 1 else "members") if word)
        lines.append((Run(f"{'and ' if lines else ''}{who} who gave something to another"),))
    return lines


def _thanked(one: Thanked) -> _Line:
    first = ", for the first time" if one.first else ""
    gave = phrases.both([_gave(kind, count) for kind, count in one.gave[:2]])
    return (people.name(one.name), Run(f" for {gave}{first}"))


def _gave(kind: GivingKind, count: int) -> str:
    one, many = {
        GivingKind.ANSWER: ("an answer", "{} answers"),
        GivingKind.THANKS: ("help that was thanked for", "help thanked for {} times"),
        GivingKind.REFERRAL: ("a referral", "{} referrals"),
        GivingKind.INTRODUCTION: ("an introduction", "{} introductions"),
        GivingKind.RECOMMENDATION: ("a recommendation", "{} recommendations"),
        GivingKind.RESOURCE: ("a find", "{} finds"),
        GivingKind.WELCOME: ("a welcome", "{} welcomes"),
        GivingKind.QUESTION: ("a good question", "{} good questions"),
        GivingKind.EVENT: ("an event", "{} events"),
        GivingKind.PROMISE: ("a promise kept", "{} promises kept"),
    }[kind]
    return one if count == 1 else many.format(count)


def _waiting(one: Waiting) -> _Line:
    if one.text:
        shown = f"“{people.excerpt(one.text, _LONGEST_QUESTION)}” "
    else:
        shown = f"A question about {phrases.both([people.excerpt(term, 20) for term in one.terms[:3]])} "
    return (Run(shown), Run("Answer it", Style.LINK, one.message_id))


def _welcome(digest: Digest) -> list[_Line]:
    lines: list[_Line] = []
    for one in digest.newcomers:
        offers = f": {people.excerpt(one.offers, _LONGEST_OFFER)}" if one.offers else ""
        lines.append((people.name(one.name), Run(offers)) if offers else (people.name(one.name),))
    if digest.newcomers_unnamed:
        more = " more" if lines else ""
        who = phrases.counted(digest.newcomers_unnamed, f"{more.strip()} newcomer".strip())
        lines.append((Run(f"and {who}" if lines else who),))
    return lines


def _event(digest: Digest, zone: ZoneInfo) -> list[_Line]:
    event = digest.event
    if event is None:
        return []
    where = f", {people.excerpt(event.place, 40)}" if event.place else ""
    return [(Run(f"{people.excerpt(event.title, _LONGEST_TITLE)}, {phrases.moment(event.at, zone)}{where}"),)]


def _topics(digest: Digest) -> list[_Line]:
    shown = [f"{people.excerpt(topic.word, 24)} ({topic.authors})" for topic in digest.topics]
    return [(Run("Talked about, by members: " + ", ".join(shown)),)] if shown else []


def _share(digest: Digest) -> list[_Line]:
    share = digest.share
    if share is None:
        return []
    given = phrases.counted(share.given, "contribution")
    return [(Run(f"As a group: {given} beside {phrases.counted(share.promotions, 'promotion')}."),)]


def _footer() -> tuple[_Line, ...]:
    return ((Run("Counted: what somebody else confirmed, never messages. Yours: /me. Not named here: /named no."),),)
