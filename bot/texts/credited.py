"""What a member's last credits were for: when, what, for whose sake, and by which evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.texts import phrases
from bot.texts.lines import post
from bot.texts.speech import Line, many, mark, said, say
from bot.texts.standing import GRADES
from chat.giving import Contribution, GivingKind
from chat.posts import Post
from policies.language.schema import Group

MOST: Final = 8
_WHAT: Final = {
    GivingKind.ANSWER: mark("an answer"),
    GivingKind.THANKS: mark("help that somebody thanked you for"),
    GivingKind.REFERRAL: mark("a referral"),
    GivingKind.INTRODUCTION: mark("an introduction"),
    GivingKind.RECOMMENDATION: mark("a recommendation"),
    GivingKind.RESOURCE: mark("something useful that you shared"),
    GivingKind.WELCOME: mark("a welcome"),
    GivingKind.QUESTION: mark("a question that another member answered"),
    GivingKind.EVENT: mark("an event"),
    GivingKind.PROMISE: mark("a promise kept"),
}


def listed(rows: Sequence[Contribution], group: Group, at: datetime) -> Post:
    """List the last credits, newest first, each with its reason."""
    lines = [_credit(row, group, at) for row in rows[:MOST]]
    if len(rows) > MOST:
        more = many(len(rows) - MOST, "And {n} earlier one", "And {n} earlier ones")
        lines.append(say("{more}; /export me lists them all.", more=more))
    how = say("About a post of yours: /why in reply to it.")
    return post(*lines, how, heading=said("What you were credited for"))


def _credit(row: Contribution, group: Group, at: datetime) -> Line:
    on = phrases.moment(row.at, group.timezone, now=at)
    number = phrases.number(row.credit)
    if row.credit != row.weight:
        number = said("{credit}, of {weight}", credit=number, weight=phrases.number(row.weight))
    return say(
        "{moment}: {what}, {credit}: {why}.",
        moment=on,
        what=said(_WHAT[row.kind]),
        credit=number,
        why=said(GRADES[row.grade]),
    )
