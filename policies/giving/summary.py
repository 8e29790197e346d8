"""What the weekly summary says: nine sections as data, the empty ones left out, or the reason why nothing is posted.

Names stand in it only for giving, of those who agreed (or as the policy says), newest first: nobody is ranked, nobody
is compared, and a group of few is not summed up at all.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import Final

from chat.giving import Contribution, GivingKind
from chat.ledger import Member
from chat.reports import OpenQuestion, Week
from policies.giving.digest import Digest, Joined, Number, Numbered, Share, Skip, Skipped, Thanked, Waiting, Win
from policies.giving.facts import SummaryFacts
from policies.giving.periods import next_due, period_ending, weeks_before
from policies.language.schema import Summary

__all__ = [
    "Digest",
    "Joined",
    "Number",
    "Numbered",
    "Share",
    "Skip",
    "Skipped",
    "Thanked",
    "Waiting",
    "Win",
    "compose",
    "next_due",
    "period_ending",
    "weeks_before",
]

MOST_THANKED: Final = 7
MOST_WAITING: Final = 3
MOST_TOPICS: Final = 4
MOST_NEWCOMERS: Final = 7
LEAST_AUTHORS: Final = 3
"""Distinct members who make a word a topic."""
WEEKS_OF_MEDIAN: Final = 4
WEEKS_OF_PICTURE: Final = 8
_INTRODUCED: Final = frozenset({GivingKind.INTRODUCTION, GivingKind.REFERRAL})
_WORTH_TELLING: Final = frozenset(GivingKind) - {GivingKind.QUESTION, GivingKind.WELCOME}


def compose(facts: SummaryFacts, policy: Summary) -> Digest | Skipped:
    """Return what the summary of a period says, or why there is none."""
    report = facts.report
    start, end = report.start, report.end
    if not policy.enabled:
        return Skipped(start=start, end=end, why=Skip.OFF)
    if report.writers < policy.floor:
        return Skipped(start=start, end=end, why=Skip.FEW_WRITERS, measured=report.writers, limit=policy.floor)
    naming = _Naming(facts, policy)
    newcomers = [row for row in report.joined if not _gone(row)]
    if not (report.contributions or report.asked or newcomers or facts.next_event):
        return Skipped(start=start, end=end, why=Skip.NOTHING_GIVEN)
    won = _won(facts, naming)
    givers = _givers(facts, naming, won)
    named = [giver for giver in givers if naming.may(giver)]
    joined = [Joined(name=name, offers=facts.offers.get(row.member)) for row in newcomers if (name := naming.new(row))]
    waiting = _waiting(report.open, facts.private_places)
    return Digest(
        start=start,
        end=end,
        win=_win(won, facts, naming) if won else None,
        numbers=_numbers(facts),
        thanked=tuple(_thanked(giver, facts, naming) for giver in named[:MOST_THANKED]),
        thanked_unnamed=len(givers) - len(named[:MOST_THANKED]),
        waiting=waiting,
        wanted=_wanted(report.open, facts),
        newcomers=tuple(joined[:MOST_NEWCOMERS]),
        newcomers_unnamed=len(newcomers) - len(joined[:MOST_NEWCOMERS]),
        topics=tuple(topic for topic in facts.topics if topic.authors >= LEAST_AUTHORS)[:MOST_TOPICS],
        event=facts.next_event,
        share=_share(facts),
        picture=(
            *((week.start, week.helped) for week in _lived(facts.weeks)[1 - WEEKS_OF_PICTURE :]),
            (start, report.helped),
        ),
        goal=policy.goal,
        leads=tuple(dict.fromkeys([*([won.giver] if won and naming.may(won.giver) else []), *named[:1]])),
        waiting_ids=tuple(one.message_id for one in waiting),
        newcomer_ids=tuple(row.member for row in newcomers),
    )


def _gone(row: Member) -> bool:
    return row.left_at is not None and (row.joined_at is None or row.left_at >= row.joined_at)


class _Naming:
    """Who may be named."""

    def __init__(self, facts: SummaryFacts, policy: Summary) -> None:
        self._members = facts.members
        self._names = policy.names

    def may(self, member: str | None) -> bool:
        row = self._members.get(member or "")
        if row is None or _gone(row) or not row.name or self._names == "nobody":
            return False
        return row.named_ok or (self._names == "everybody" and row.opted_out_at is None)

    def name(self, member: str | None) -> str | None:
        return self._members[member].name if member is not None and self.may(member) else None

    def new(self, row: Member) -> str | None:
        """Return a newcomer's name: of those who may be named, and of those who introduced themselves to all."""
        if self._names == "nobody" or row.opted_out_at is not None or not row.name:
            return None
        return row.name if self._names == "everybody" or row.named_ok or row.introduced_at is not None else None


def _won(facts: SummaryFacts, naming: _Naming) -> Contribution | None:
    """Return what went best: thanked help first; whoever led lately, and whoever may not be named, comes later."""
    rows = [row for row in facts.report.contributions if row.helped is not None and row.kind in _WORTH_TELLING]
    return max(
        rows,
        key=lambda row: (row.giver not in facts.led, naming.may(row.giver), row.weight, row.at, row.key),
        default=None,
    )


def _win(row: Contribution, facts: SummaryFacts, naming: _Naming) -> Win:
    asked = row.kind is GivingKind.ANSWER and row.messages
    return Win(
        kind=row.kind,
        giver=naming.name(row.giver),
        receiver=naming.name(row.receiver),
        about=facts.texts.get(row.messages[0]) if asked else None,
        message_id=row.messages[0] if row.messages else "",
    )


def _givers(facts: SummaryFacts, naming: _Naming, won: Contribution | None) -> list[str]:
    """Return who gave: first-timers first, then the newest; whoever led lately, or in the win, does not lead."""
    newest: dict[str, datetime] = {}
    for row in facts.report.contributions:
        newest[row.giver] = max(row.at, newest.get(row.giver, row.at))
    if won is not None and naming.may(won.giver):
        newest.pop(won.giver, None)
    first = set(facts.report.first_timers)
    givers = sorted(newest, key=lambda giver: (giver not in first, -newest[giver].timestamp(), giver))
    return _led_by_another(givers, facts.led, naming)


def _led_by_another(givers: list[str], led: frozenset[str], naming: _Naming) -> list[str]:
    """Move whoever led in the last four weeks behind the first who did not, among those who may be named."""
    fresh = next((giver for giver in givers if naming.may(giver) and giver not in led), None)
    if fresh is None:
        return [giver for giver in givers if giver not in led] + [giver for giver in givers if giver in led]
    return [fresh, *(giver for giver in givers if giver != fresh)]


def _thanked(giver: str, facts: SummaryFacts, naming: _Naming) -> Thanked:
    kinds = Counter(row.kind for row in facts.report.contributions if row.giver == giver)
    gave = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    return Thanked(name=naming.name(giver) or "", gave=tuple(gave), first=giver in facts.report.first_timers)


def _waiting(open_: Iterable[OpenQuestion], private: frozenset[str]) -> tuple[Waiting, ...]:
    found = [one for one in open_ if one.question.place not in private and (one.text or one.question.terms)]
    return tuple(
        Waiting(
            message_id=one.question.message_id,
            at=one.question.at,
            text=one.text,
            terms=one.question.terms,
        )
        for one in found[:MOST_WAITING]
    )


def _wanted(open_: Iterable[OpenQuestion], facts: SummaryFacts) -> tuple[str, ...]:
    """Return what those questions are about that reached nobody, a word each; nobody is named or counted."""
    questions = (one.question for one in open_ if one.question.message_id in facts.unreached)
    words = [one.terms[0] for one in questions if one.terms and one.place not in facts.private_places]
    return tuple(dict.fromkeys(words))[:MOST_WAITING]


def _numbers(facts: SummaryFacts) -> tuple[Number, ...]:
    weeks = _lived(facts.weeks)[-WEEKS_OF_MEDIAN:]
    report = facts.report
    introduced = sum(1 for row in report.contributions if row.kind in _INTRODUCED)
    numbers = [
        Number(what=Numbered.HELPED, value=report.helped, usual=_median([week.helped for week in weeks])),
        Number(
            what=Numbered.ANSWERED,
            value=report.answered,
            of=report.asked,
            usual=_median([week.answered for week in weeks]),
            usual_of=_median([week.asked for week in weeks]),
        ),
        Number(what=Numbered.INTRODUCED, value=introduced, usual=_median(facts.introduced_before[-WEEKS_OF_MEDIAN:])),
        *_turned_up(facts),
    ]
    return tuple(number for number in numbers if number.value or number.usual)


def _turned_up(facts: SummaryFacts) -> list[Number]:
    if facts.turned_up is None:
        return []
    came, said_yes = facts.turned_up
    before = facts.turned_up_before[-WEEKS_OF_MEDIAN:]
    return [
        Number(
            what=Numbered.TURNED_UP,
            value=came,
            of=said_yes,
            usual=_median([came for came, _ in before]),
            usual_of=_median([yes for _, yes in before]),
        )
    ]


def _lived(weeks: Sequence[Week]) -> Sequence[Week]:
    """Leave out the weeks before anybody wrote: they are not low, they are unknown."""
    first = next((number for number, week in enumerate(weeks) if week.messages), len(weeks))
    return weeks[first:]


def _median(values: Sequence[int]) -> float | None:
    return float(median(values)) if values else None


def _share(facts: SummaryFacts) -> Share | None:
    given, promotions = len(facts.report.contributions), facts.report.promotions_allowed
    return Share(given=given, promotions=promotions) if given and promotions else None
