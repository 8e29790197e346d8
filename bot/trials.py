"""The policy's own tests: each plays a few posts through the pipeline, in a ledger of its own, and compares.

The author of a test is an ordinary member of whom nothing is known: that counts for the member, so every condition on
members is met unless the test says otherwise (`as`, `joined`). The kinds come from the text unless the test names one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.judged import Judged
from bot.memory import MemoryLedger
from bot.moments import A_WEDNESDAY, first_after, read_moment
from bot.pipeline import Pipeline
from chat.events import Event, MemberJoined, MessagePosted, Person
from chat.ledger import Known
from chat.promotions import PROMOTION_KINDS, Signal
from chat.standing import Earned
from chat.verdicts import Verdict
from policies.language.grammar import FEATURES, show_duration
from policies.language.names import ADMINS
from policies.language.schema import Given, Group, PolicyTest
from policies.promotion import read
from policies.promotion.reading import Reading
from policies.selling.places import place_key

CHAT: Final = "test"
NEWCOMER: Final = "newcomer"
_AUTHOR: Final = Person(id="author", name="The author")
_ASKER: Final = Person(id="asker", name="Somebody who asks")
_CERTAIN: Final = 20.0
"""Log-odds of a kind that a test gives."""
_A_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one test came out: `wrong` is empty, or says what was expected and what came instead."""

    test: PolicyTest
    wrong: tuple[str, ...]
    judged: Judged | None = None


@dataclass(slots=True)
class _Script:
    """Events to play, with the readings that the test prescribes."""

    events: list[Event] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)

    def reader(self, messages: Sequence[MessagePosted]) -> list[Reading]:
        return [self.readings.get(message.message_id) or read(message) for message in messages]


async def run_tests(group: Group) -> list[Outcome]:
    """Run a group's own tests, in their order."""
    return [await run_test(test, group) for test in group.tests]


async def run_test(test: PolicyTest, group: Group) -> Outcome:
    """Run one test. A time or place that can't be read comes out as wrong, with the sentence."""
    try:
        judged = await play(test, group)
    except ValueError as error:
        return Outcome(test=test, wrong=(str(error),))
    return Outcome(test=test, wrong=tuple(_differences(test, judged, group)), judged=judged)


async def play(test: PolicyTest, group: Group) -> Judged:
    """Play a test's posts and return what was decided about the last one. Raises ValueError."""
    zone = group.timezone
    noon = A_WEDNESDAY.replace(tzinfo=zone).astimezone(UTC)
    at = read_moment(test.at, around=noon, zone=zone) if test.at else noon
    script, author = _Script(), _author(test, group)
    times = _times(test.given, at, group)
    ledger = MemoryLedger(_before(test, author, at, min([at, *times]), group))
    if (joined := _joined(test, at, times, group)) is not None:
        script.events.append(MemberJoined(at=joined, chat=CHAT, member=author))
    for number, (given, when) in enumerate(zip(test.given, times, strict=True)):
        _add_given(script, given, when, number, author, group, ledger.known)
    _add_post(script, "said", author, at, group, test)
    pipeline = Pipeline(group, CHAT, ledger, reader=script.reader, told_after=timedelta(seconds=5))
    judged: Judged | None = None
    for event in sorted(script.events, key=lambda event: event.at):
        for each in (await pipeline.handle([event])).judged:
            judged = each if each.message.message_id == "said" else judged
    assert judged is not None  # noqa: S101 - the last post is a member's message
    return judged


def _author(test: PolicyTest, group: Group) -> Person:
    if test.as_ in (None, NEWCOMER, "member"):
        return _AUTHOR
    if test.as_ == ADMINS:
        return replace(_AUTHOR, is_admin=True)
    role = group.roles.get(test.as_ or "")
    if role is None:
        raise ValueError(f"as: '{test.as_}' is no role: there are {', '.join([*group.roles, NEWCOMER, ADMINS])}")
    person = role.people[0] if role.people else None
    return Person(
        id=person.lstrip("@") if person else _AUTHOR.id,
        name=person.lstrip("@") if person else _AUTHOR.name,
        handle=person.lstrip("@") if person else None,
        roles=role.platform_role[:1],
    )


def _before(test: PolicyTest, author: Person, at: datetime, first: datetime, group: Group) -> Known:
    """Return what is known beforehand: nothing, or what the author's role takes."""
    known = Known(began_at=at)
    role = group.roles.get(test.as_ or "")
    for earning in role.earn if role else ():
        earned = [Earned(at=first - _A_MINUTE, kind=earning.kind)] * earning.count
        known.earned.setdefault(author.id, []).extend(earned)
    return known


def _joined(test: PolicyTest, at: datetime, times: list[datetime], group: Group) -> datetime | None:
    role = group.roles.get(test.as_ or "")
    if test.joined:
        return read_moment(test.joined, around=at, zone=group.timezone, before=True)
    if test.as_ == NEWCOMER:
        return min([at, *times]) - _A_MINUTE
    return at - role.for_ - _A_MINUTE if role and role.for_ else None


def _times(given: tuple[Given, ...], at: datetime, group: Group) -> list[datetime]:
    """Return when each earlier post was: as it says, else an hour apart before the message."""
    zone = group.timezone
    return [
        read_moment(post.at, around=at, zone=zone, before=True)
        if post.at
        else at - timedelta(hours=len(given) - number)
        for number, post in enumerate(given)
    ]


def _add_given(
    script: _Script, given: Given, at: datetime, number: int, author: Person, group: Group, known: Known
) -> None:
    if given.contributed is not None:
        earned = [Earned(at=at, kind="contributions")] * given.contributed
        known.earned.setdefault(author.id, []).extend(earned)
        return
    _add_post(script, f"given {number + 1}", _giver(given.by, author, group), at, group, given)


def _giver(by: str | None, author: Person, group: Group) -> Person:
    """Return who wrote an earlier post: the author, somebody of a role of the policy, or another member."""
    if by is None:
        return author
    other = Person(id=f"member {by}", name=by, handle=by.lstrip("@"))
    if by == ADMINS:
        return replace(other, is_admin=True)
    return _author(PolicyTest(as_=by), group) if by in group.roles else other


def _add_post(script: _Script, name: str, by: Person, at: datetime, group: Group, post: Given | PolicyTest) -> None:
    reply_to = _add_parent(script, name, at, group, post)
    thread = _add_opener(script, name, at, group, post)
    extra = dict(_extra_features(post.with_))
    message = MessagePosted(
        at=at,
        chat=CHAT,
        message_id=name,
        author=by,
        text=post.say,
        place=_place(post, group),
        reply_to=reply_to,
        thread=thread,
        pictures=extra.get("picture", 0),
        forwarded=bool(extra.get("forward")),
    )
    script.readings[name] = _reading(message, post.kind, extra, group)
    script.events.append(message)


def _add_parent(script: _Script, name: str, at: datetime, group: Group, post: Given | PolicyTest) -> str | None:
    """Return the message that a post answers: the earlier post with this text, or one by somebody who asks."""
    if post.reply_to is None:
        return None
    for event in reversed(script.events):
        if isinstance(event, MessagePosted) and event.text == post.reply_to and event.at < at:
            return event.message_id
    parent = MessagePosted(
        at=at - 5 * _A_MINUTE,
        chat=CHAT,
        message_id=f"{name}, asked",
        author=_ASKER,
        text=post.reply_to,
        place=_place(post, group),
    )
    script.events.append(parent)
    return parent.message_id


def _place(post: Given | PolicyTest, group: Group) -> str | None:
    return place_key(group, post.in_) if post.in_ else None


def _add_opener(script: _Script, name: str, at: datetime, group: Group, post: Given | PolicyTest) -> str | None:
    """Open a place that is a thread: by the right person, with the right words."""
    place = group.places.get(post.in_ or "")
    if place is None or not place.under:
        return None
    opener = Person(id="opener", name="The opener", is_admin=True)
    if place.under != ADMINS:
        opener = _author(PolicyTest(as_=place.under), group)
    thread = f"{name}, thread"
    text = place.says[0] if place.says else "thread"
    script.events.append(MessagePosted(at=at - 2 * _A_MINUTE, chat=CHAT, message_id=thread, author=opener, text=text))
    return thread


def _reading(message: MessagePosted, kind: str | None, extra: dict[str, int], group: Group) -> Reading:
    if kind is not None and not group.is_kind(kind):
        raise ValueError(f"kind: '{kind}' is no kind")
    own = group.kinds.get(kind) if kind else None
    kinds = {kind: 1.0} | ({own.is_[0]: 1.0} if own and own.is_ else {}) if kind else {}
    promotes = any(name in PROMOTION_KINDS for name in kinds)
    reading = read(message, promotes=promotes)
    if extra:
        keys = replace(reading.keys, domains=()) if "own domain" in extra else reading.keys
        reading = replace(reading, keys=keys, features={**reading.features, **extra})
    if kind is None:
        return reading
    certain = (Signal("given by the test", _CERTAIN if promotes else -_CERTAIN),)
    return replace(reading, kinds=kinds, signals=certain)


_EXTRA: Final = re.compile(r"(?:(\d+)\s+)?(.+)")


def _extra_features(written: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for text in written:
        match = _EXTRA.fullmatch(text.strip().lower())
        name = match[2].removesuffix("s") if match and match[2] not in FEATURES else match[2] if match else ""
        if match is None or name not in FEATURES:
            raise ValueError(f"with: '{text}' is no feature: there are {', '.join(FEATURES)}")
        yield name, int(match[1] or 1)


def _differences(test: PolicyTest, judged: Judged, group: Group) -> Iterator[str]:
    verdict, expected = judged.verdict, test.expect
    if verdict.outcome != expected.outcome:
        yield f"expected {expected.outcome}, got {verdict.outcome} ({why(verdict)})"
        return
    for key, wanted, got in (
        ("rule", expected.rule, verdict.rule),
        ("allowance", expected.allowance, verdict.rule),
        ("acts", expected.acts, verdict.acts),
        ("asks", expected.asks, verdict.asks_admins),
    ):
        if wanted is not None and wanted != got:
            yield f"expected {key} {_shown(wanted)}, got {_shown(got)}"
    yield from _wrong_next(expected.next, judged, group)


def _wrong_next(wanted: str | None, judged: Judged, group: Group) -> Iterator[str]:
    if wanted is None:
        return
    expected = None if wanted == "never" else first_after(wanted, judged.at, group.timezone)
    got = judged.verdict.next
    if expected != got:
        shown = got.astimezone(group.timezone).strftime("%a %Y-%m-%d %H:%M:%S") if got else "never"
        yield f"expected next {wanted}, got {shown}"


def why(verdict: Verdict) -> str:
    """Return in a few words what decided."""
    rule = f"“{verdict.rule}”" if verdict.rule else verdict.code.replace("_", " ")
    failed = ", ".join(f"{check.code} {check.limit}".strip() for check in verdict.way.failed) if verdict.way else ""
    return f"{rule}{f': {failed}' if failed else ''}{f', as {verdict.kind}' if verdict.kind else ''}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return (
            ", ".join(f"{act.name}{f' {show_duration(act.duration)}' if act.duration else ''}" for act in value)
            or "none"
        )
    return "none" if value is None else f"“{value}”" if isinstance(value, str) else "yes" if value else "no"
