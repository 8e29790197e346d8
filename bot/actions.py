"""From a verdict to the actions that carry it out, as rows of the outbox.

Each row says how urgent it is, and whether a crash that leaves it uncertain may repeat it: deletions and restrictions
may (doing them twice is doing them once), words to people may not.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bot.judged import Judged
from bot.texts import cards, verdicts
from chat.actions import (
    Action,
    AskAdmins,
    AskPeer,
    AskWelcomer,
    BanMember,
    DecideByDefault,
    EditCard,
    EditSummary,
    KickMember,
    LiftBan,
    MuteMember,
    NudgeMember,
    PostSummary,
    PostToGroup,
    RemoveMessages,
    TellAdmins,
    TellMember,
)
from chat.ledger import OutboxRow
from chat.verdicts import Act, Outcome, Verdict
from policies.language.schema import Group

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ANSWER: Final = ":answer:"
"""Part of the key of an answer to a command: it goes out even where the group is only observed."""
_NO_END: Final = datetime.max.replace(tzinfo=UTC)
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        RemoveMessages,
        TellMember,
        NudgeMember,
        MuteMember,
        KickMember,
        BanMember,
        LiftBan,
        AskAdmins,
        AskWelcomer,
        TellAdmins,
        PostSummary,
        PostToGroup,
        EditCard,
        EditSummary,
        DecideByDefault,
        AskPeer,
    )
}
_URGENCY = {
    "RemoveMessages": 0,
    "MuteMember": 0,
    "KickMember": 0,
    "BanMember": 0,
    "LiftBan": 0,
    "DecideByDefault": 0,
    "TellMember": 1,
    "AskAdmins": 2,
    "TellAdmins": 2,
}
_LEAST_URGENT = 3
_GUARDED = frozenset({"PostSummary", "EditSummary", "EditCard"})
"""Claimed again after a crash: a summary's own run says whether it may be sent, and an edit is the same twice."""


@cache
def _codec(kind: str) -> "TypeAdapter[Any]":
    from pydantic import ConfigDict, TypeAdapter

    # A union, because only of one does pydantic heed the configuration: pictures are bytes.
    of_kind: Any = _KINDS[kind] | None
    return TypeAdapter(of_kind, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


def row(action: Action, *, key: str, due_at: datetime) -> OutboxRow:
    """Return an action as a row of the outbox, to be carried out once."""
    kind = type(action).__name__
    urgency = _URGENCY.get(kind, _LEAST_URGENT)
    text = json.dumps(_codec(kind).dump_python(action, mode="json"))  # escaped, so that half an emoji does not hurt
    return OutboxRow(
        key=key, kind=kind, body=text, urgency=urgency, due_at=due_at, again=urgency == 0 or kind in _GUARDED
    )


def action_of(kind: str, text: str) -> Action:
    """Read back what `row` wrote."""
    action: Action = _codec(kind).validate_python(json.loads(text))
    return action


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What acting on a decision needs to know besides it."""

    album: tuple[str, ...] = ()
    """Messages of the same album."""
    helped: int = 0
    """How many members the author helped lately."""


def rows(judged: Judged, around: Around, group: Group, chat: str) -> list[OutboxRow]:
    """Return what follows from a decision, in the order in which it is done."""
    found = [*_on_message(judged, around, chat), *_on_member(judged, chat), *_words(judged, around, group, chat)]
    key = judged.decision_id
    due = [row(action, key=f"{chat}:{key}:{type(action).__name__}", due_at=judged.at) for action in found]
    return [*due, *_by_default(judged, group, chat)]


def _by_default(judged: Judged, group: Group, chat: str) -> list[OutboxRow]:
    """Return what decides when no admin has by the deadline."""
    deadline, rules = judged.verdict.deadline, group.selling.allow if group.selling else ()
    if deadline is None:
        return []
    approval = next((rule.approval for rule in rules if rule.name == judged.verdict.rule), None)
    allow = approval is not None and approval.else_ == "allow"
    action = DecideByDefault(chat=chat, decision_id=judged.decision_id, allow=allow)
    return [row(action, key=f"{chat}:{judged.decision_id}:default", due_at=deadline)]


def _on_message(judged: Judged, around: Around, chat: str) -> list[Action]:
    if judged.verdict.outcome not in (Outcome.REMOVE, Outcome.HOLD):
        return []
    ids = tuple(dict.fromkeys((judged.message.message_id, *around.album)))
    where = judged.message.thread or judged.message.place
    places = tuple((one, where) for one in ids) if where else ()
    return [RemoveMessages(chat=chat, message_ids=ids, reason=_reason(judged), places=places)]


def _on_member(judged: Judged, chat: str) -> list[Action]:
    restrictions = (_restriction(act, judged, chat) for act in judged.verdict.acts)
    return [action for action in restrictions if action is not None]


def _words(judged: Judged, around: Around, group: Group, chat: str) -> list[Action]:
    message, verdict, key = judged.message, judged.verdict, judged.decision_id
    found: list[Action] = []
    if _is_told(verdict):
        words = verdicts.told(message, verdict, group, key, at=judged.at, helped=around.helped)
        found.append(
            TellMember(chat=chat, member=message.author.id, words=words, about=message.message_id, place=message.place)
        )
    if verdict.asks_admins:
        card = cards.card(message, judged.promotion, verdict, group, key, at=judged.at)
        found.append(AskAdmins(chat=chat, decision_id=key, card=card))
    return found


def _is_told(verdict: Verdict) -> bool:
    """Tell whether the author hears of it: of every strike once, and of every refusal that is no strike."""
    if verdict.outcome is Outcome.ALLOW or verdict.code == "part_of":
        return False
    way = verdict.way
    refused_for_others = way is not None and all(check.others_only for check in way.failed)
    return verdict.strike or verdict.outcome is Outcome.HOLD or refused_for_others


def muted_until(judged: Judged) -> datetime | None:
    """Return until when a verdict keeps its author from writing; None where it does not."""
    mutes = [act for act in judged.verdict.acts if act.name == "mute"]
    return max((_NO_END if act.duration is None else judged.at + act.duration for act in mutes), default=None)


def _restriction(act: Act, judged: Judged, chat: str) -> Action | None:
    member, reason = judged.message.author.id, _reason(judged)
    until = None if act.duration is None else judged.at + act.duration
    if act.name == "mute":
        return MuteMember(chat=chat, member=member, until=until, reason=reason)
    if act.name == "ban":
        return BanMember(chat=chat, member=member, until=until, reason=reason)
    return KickMember(chat=chat, member=member, reason=reason) if act.name == "kick" else None


def _reason(judged: Judged) -> str:
    verdict = judged.verdict
    return f"{verdict.rule or 'no allowance'} ({verdict.line}) {judged.decision_id}"
