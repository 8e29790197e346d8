"""What a member answers to a nudge: noted, and answered in a line. Only whoever was nudged is heard."""

from datetime import datetime
from typing import Protocol

from bot.answers.ports import AnswerLedger, Inquiry
from bot.texts import replies
from bot.texts.speech import speaking
from chat.actions import Action
from chat.events import ButtonPressed
from chat.nudges import Offered, Reply
from chat.posts import Post
from policies.language.schema import Group

NUDGE = "nudge"
"""What the data of a nudge's buttons begins with: `nudge:REPLY:KEY`."""


class Replies(Protocol):
    """Where answers to nudges are kept."""

    async def reply(self, chat: str, key: str, member: str, reply: Reply, at: datetime) -> Offered | None:
        """Note what a member answered; None for whoever was not asked."""
        ...


def reply_of(data: str) -> tuple[Reply, str] | None:
    """Return what a button says, and of which nudge; None for other buttons."""
    name, _, rest = data.partition(":")
    said, _, key = rest.partition(":")
    if name != NUDGE or said not in set(Reply) or len(key) != 16 or not set(key) <= set("0123456789abcdef"):
        return None
    return Reply(said), key


async def answer(
    event: ButtonPressed, group: Group, chat: str, ledger: AnswerLedger, kept: Replies, *, at: datetime
) -> tuple[Action, ...]:
    """Note the answer; to who wants to see what was offered, say where it is."""
    found = reply_of(event.data)
    if found is None:
        return ()
    reply, key = found
    offered = await kept.reply(chat, key, event.member.id, reply, at)
    if offered is None or reply is not Reply.TAKEN:
        return ()
    inquiry = Inquiry(group=group, chat=chat, ledger=ledger, member=event.member, about=event.press_id, at=at)
    known = await inquiry.look(members=[offered.match]) if offered.reason.endswith(":newcomer") else None
    newcomer = known.members.get(offered.match) if known else None
    with speaking(group.language, group.words):
        return inquiry.tell(_where(offered, newcomer.name if newcomer else ""))


def _where(offered: Offered, newcomer: str) -> Post:
    """Return the way to what was offered."""
    if offered.reason.endswith(":question"):
        return replies.question(offered.match)
    return replies.newcomer(newcomer) if offered.reason.endswith(":newcomer") else replies.event()
