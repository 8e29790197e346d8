"""What a replay came to, counted as it goes, in bounded memory: for the terminal, the report and a comparison."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.breaker import Breaker
from bot.judged import Judged
from chat.verdicts import Act, Outcome

MOST_SAMPLES: Final = 400
"""Decisions kept whole for the report; beyond that they are only counted."""


@dataclass(slots=True)
class Week:
    """One week of a group."""

    messages: int = 0
    promotions: int = 0
    removed: int = 0


@dataclass(slots=True)
class OfMember:
    """What happened to one member."""

    name: str
    since: datetime
    """When the export first shows them."""
    messages: int = 0
    promotions: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Tally:
    """Counts and samples of a replay."""

    zone: ZoneInfo
    messages: int = 0
    first: datetime | None = None
    last: datetime | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By rule and outcome, of everything that was not simply allowed."""
    kinds: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    members: dict[str, OfMember] = field(default_factory=dict)
    weeks: dict[date, Week] = field(default_factory=dict)
    samples: list[Judged] = field(default_factory=list)
    """The first decisions that did something, up to MOST_SAMPLES."""
    breaker: list[datetime] = field(default_factory=list)
    """When the breaker would have tripped: live, the bot goes back to observing and alerts the admins."""
    unknown_places: int = 0
    _breaker: Breaker = field(default_factory=Breaker)

    def count(self, judged: Judged) -> None:
        """Count one decision."""
        message, verdict = judged.message, judged.verdict
        if verdict.code == "not_a_member":
            return
        self.messages += 1
        self.first = min(self.first or message.at, message.at)
        self.last = max(self.last or message.at, message.at)
        self.unknown_places += message.place is None
        member = self.members.setdefault(message.author.id, OfMember(message.author.name, message.at))
        week = self.weeks.setdefault(self._monday(message.at), Week())
        member.messages += 1
        week.messages += 1
        self.outcomes[verdict.outcome] += 1
        member.outcomes[verdict.outcome] += 1
        if verdict.charge is not None or verdict.outcome in (Outcome.REMOVE, Outcome.HOLD):
            week.promotions += 1
            member.promotions += 1
            self.kinds[verdict.kind or "?"] += 1
        if verdict.outcome is not Outcome.ALLOW or verdict.asks_admins:
            self._count_consequences(judged, week)

    def _count_consequences(self, judged: Judged, week: Week) -> None:
        verdict = judged.verdict
        self.rules[verdict.rule or "no allowance", verdict.outcome] += 1
        self.acts.update(act_words(act) for act in verdict.acts)
        self.asked += verdict.asks_admins
        if len(self.samples) < MOST_SAMPLES:
            self.samples.append(judged)
        if verdict.outcome is Outcome.REMOVE:
            week.removed += 1
            since = self.members[judged.message.author.id].since
            if self._breaker.removed(judged.message.author.id, judged.at, known_since=since):
                self.breaker.append(judged.at)

    def _monday(self, at: datetime) -> date:
        day = at.astimezone(self.zone).date()
        return day - timedelta(days=day.weekday())


def act_words(act: Act) -> str:
    """Return an act as the policy writes it."""
    from policies.language.grammar import show_duration

    return f"{act.name} {show_duration(act.duration)}" if act.duration else act.name
