"""A small group to plan nudges in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chat.giving import Question
from chat.ledger import Member
from chat.reports import OpenQuestion
from policies.giving.facts import Newcomer, NudgeFacts
from policies.language.schema import Nudges

SECRET = b"a secret of the tests"
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
EVERYBODY = Nudges(holdout=0.0)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def member(name: str, *, at: datetime = TUESDAY, **facts: Any) -> Member:
    """A member of half a year who wrote 20 messages and then none for 60 days."""
    given: dict[str, Any] = {
        "member": name,
        "name": name.title(),
        "joined_at": at - days(180),
        "first_seen": at - days(180),
        "last_seen": at - days(60),
        "messages": 20,
    }
    return Member(**{**given, **facts})


def active(name: str, at: datetime = TUESDAY) -> Member:
    return member(name, at=at, last_seen=at - days(1), messages=200)


def question(
    number: str = "q1", *, asker: str = "sam", about: tuple[str, ...] = ("payroll",), at: datetime | None = None
):
    asked = at or TUESDAY - days(1)
    return OpenQuestion(
        question=Question(message_id=number, asker=asker, at=asked, terms=about),
        text=f"Which {' and '.join(about)} rules changed for cafés?",
    )


def newcomer(name: str = "newt", **facts: Any) -> Newcomer:
    return Newcomer(**{"member": name, "name": name.title(), "joined_at": TUESDAY - days(1), **facts})


def facts(*members: Member, **more: Any) -> NudgeFacts:
    """Facts of a living group in which Dana once wrote about payroll and Sam now asks about it."""
    given: dict[str, Any] = {
        "members": (*members, active("sam")),
        "messages_last_week": 50,
        "terms": {"dana": {"payroll": 2}, "sam": {"cake": 1}},
        "questions": (question(),),
    }
    return NudgeFacts(**{**given, **more})
