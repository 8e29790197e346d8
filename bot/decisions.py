"""Decisions as they are kept: enough to say why, and to judge the same message again, without its text.

Judging again takes the recorded promotion and standing; it never classifies. What the group's own kinds found in the
text is recorded among the kinds, because the text itself is forgotten sooner.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.judged import Judged
from chat.events import MessagePosted
from chat.promotions import Promotion
from chat.standing import Standing
from chat.verdicts import Verdict
from policies.language.schema import Group
from policies.selling.case import Case
from policies.selling.judge import judge
from policies.selling.kinds import of_kind, threshold

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict with everything that led to it."""

    message: MessagePosted
    promotion: Promotion
    standing: Standing
    verdict: Verdict
    at: datetime


@cache
def _codec() -> "TypeAdapter[Decision]":
    from pydantic import TypeAdapter

    return TypeAdapter(Decision)


def body(judged: Judged, group: Group) -> str:
    """Return a decision as JSON, without what was said."""
    message, promotion = judged.message, judged.promotion
    place = message.place or message.place_name
    case = Case(group=group, message=message, promotion=promotion, standing=judged.standing, at=judged.at, place=place)
    kept = Decision(
        message=replace(message, text="", links=()),
        promotion=replace(promotion, kinds={**promotion.kinds, **_own_kinds(case)}),
        standing=judged.standing,
        verdict=judged.verdict,
        at=judged.at,
    )
    return _codec().dump_json(kept).decode()


def read_body(text: str) -> Decision:
    """Read what `body` wrote."""
    return _codec().validate_json(text)


def judge_again(decision: Decision, group: Group) -> Verdict:
    """Judge a recorded message by a policy: by the same one, with the same verdict."""
    return judge(decision.message, decision.promotion, decision.standing, group, at=decision.at)


def _own_kinds(case: Case) -> dict[str, float]:
    answers = {name: of_kind(case, name) for name in case.group.kinds}
    return {
        name: 1.0 if answer else threshold(case.group, name).ask if answer is None else 0.0
        for name, answer in answers.items()
    }
