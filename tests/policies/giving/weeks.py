"""A week of a group, for summaries."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chat.giving import Contribution, GivingKind, Grade, Question
from chat.ledger import Member
from chat.reports import OpenQuestion, PeriodReport, Week
from policies.giving.facts import SummaryFacts

START = datetime(2026, 1, 12, 9, tzinfo=UTC)
END = START + timedelta(days=7)


def gift(giver: str, receiver: str | None, hours: float, *, kind: GivingKind = GivingKind.ANSWER, weight: float = 4.0):
    return Contribution(
        key=f"{kind}:{giver}:{receiver}:{hours}",
        kind=kind,
        giver=giver,
        receiver=receiver,
        messages=(f"q-{giver}-{hours}", f"a-{giver}-{hours}"),
        at=START + timedelta(hours=hours),
        grade=Grade.STRUCTURAL,
        weight=weight,
        credit=weight,
    )


def person(name: str, *, agreed: bool = True, **more: Any) -> Member:
    return Member(
        member=name, name=more.pop("shown", name.title()), named_ok=agreed, joined_at=START - timedelta(days=90), **more
    )


def asked(number: int, text: str | None = "Who repairs ovens?", *, place: str | None = None) -> OpenQuestion:
    return OpenQuestion(
        question=Question(
            message_id=f"w{number}", asker="sam", at=START + timedelta(hours=number), place=place, terms=("oven",)
        ),
        text=text,
    )


def report(*gifts: Contribution, **more: Any) -> PeriodReport:
    given: dict[str, Any] = {
        "start": START,
        "end": END,
        "messages": 120,
        "removed": 2,
        "writers": 9,
        "promotions_allowed": 4,
        "promotions_removed": 2,
        "asked": 6,
        "answered": 4,
        "open": (),
        "contributions": gifts,
        "helped": len({row.receiver for row in gifts if row.receiver}),
        "joined": (),
        "first_timers": (),
    }
    return PeriodReport(**{**given, **more})


def weeks(*helped: int) -> tuple[Week, ...]:
    """The weeks before, oldest first."""
    count = len(helped)
    return tuple(
        Week(
            start=START - timedelta(days=7 * (count - n)),
            messages=100,
            promotions=5,
            helped=number,
            asked=number + 2,
            answered=number,
        )
        for n, number in enumerate(helped)
    )


def facts(*gifts: Contribution, people: tuple[Member, ...] | None = None, **more: Any) -> SummaryFacts:
    names = {name for row in gifts for name in (row.giver, row.receiver) if name}
    rows = people if people is not None else tuple(person(name) for name in sorted(names))
    own: tuple[str, ...] = (
        "weeks",
        "texts",
        "topics",
        "offers",
        "introduced_before",
        "turned_up",
        "turned_up_before",
        "next_event",
    )
    own += ("led", "private_places")
    of_facts = {key: more.pop(key) for key in own if key in more}
    return SummaryFacts(report=report(*gifts, **more), members={row.member: row for row in rows}, **of_facts)
