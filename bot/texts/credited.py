"""What a member's last credits were for: when, what, for whose sake, and by which evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.texts import phrases
from bot.texts.lines import line, post
from bot.texts.standing import GRADES
from chat.giving import Contribution, GivingKind
from chat.posts import Post
from policies.language.schema import Group

MOST: Final = 8
_WHAT: Final = {
    GivingKind.ANSWER: "an answer",
    GivingKind.THANKS: "help that somebody thanked you for",
    GivingKind.REFERRAL: "a referral",
    GivingKind.INTRODUCTION: "an introduction",
    GivingKind.RECOMMENDATION: "a recommendation",
    GivingKind.RESOURCE: "something useful that you shared",
    GivingKind.WELCOME: "a welcome",
    GivingKind.QUESTION: "a question that another member answered",
    GivingKind.EVENT: "an event",
    GivingKind.PROMISE: "a promise kept",
}


def listed(rows: Sequence[Contribution], group: Group, at: datetime) -> Post:
    """List the last credits, newest first, each with its reason."""
    lines = [line(_credit(row, group, at)) for row in rows[:MOST]]
    if len(rows) > MOST:
        lines.append(line(f"And {phrases.counted(len(rows) - MOST, 'earlier one')}; /export me lists them all."))
    how = line("About a post of yours: /why in reply to it.")
    return post(*lines, how, heading="What you were credited for")


def _credit(row: Contribution, group: Group, at: datetime) -> str:
    on = phrases.moment(row.at, group.timezone, now=at)
    less = "" if row.credit == row.weight else f", of {row.weight:g}"
    return f"{on}: {_WHAT[row.kind]}, {row.credit:g}{less}: {GRADES[row.grade]}."
