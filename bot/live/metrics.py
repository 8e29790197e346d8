"""What is counted for whoever watches the service: Prometheus' formats, no names, no texts."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.judged import Judged
from chat.actions import Action

_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """Counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._messages = Counter("potluck_messages", "Messages judged", ["group"], registry=self.registry)
        self._verdicts = Counter(
            "potluck_verdicts", "Verdicts that did something", ["group", "rule", "outcome"], registry=self.registry
        )
        self._effects = Histogram(
            "potluck_effect_seconds",
            "From when an action was due (a message's own time) to when it was done",
            ["action"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refusals = Counter(
            "potluck_refusals", "Actions that the platform refused", ["action", "why"], registry=self.registry
        )
        self.outbox = Gauge("potluck_outbox", "Actions in the outbox by state", ["state"], registry=self.registry)

    def judged(self, group: str, judged: Iterable[Judged]) -> None:
        """Count messages and verdicts."""
        for one in judged:
            self._messages.labels(group).inc()
            if one.verdict.outcome != "allow" or one.verdict.acts:
                self._verdicts.labels(group, one.verdict.rule or "no allowance", str(one.verdict.outcome)).inc()

    def done(self, action: Action, took: Iterable[timedelta]) -> None:
        """Note what was done, and how long after its time."""
        for one in took:
            self._effects.labels(type(action).__name__).observe(max(0.0, one.total_seconds()))

    def refused(self, action: Action, why: str) -> None:
        """Note a refusal."""
        self._refusals.labels(type(action).__name__, why).inc()
