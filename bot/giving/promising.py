"""Promises: what somebody says they will do for another may be remembered, and counts when the other one confirms it.

Offered at most as often as any unsolicited private message; said no to once, that promise is forgotten.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.giving.desk import Desk, Visit
from bot.texts import exchanges as words
from chat.events import MessagePosted
from chat.exchanges import Exchange, ExchangeState
from chat.giving import Seen
from policies.giving import exchanges
from policies.giving.promises import promised
from policies.giving.quiet import slot


def offer(message: MessagePosted, parent: Seen | None, desk: Desk) -> None:
    """Offer to remember a promise, if the one who made it was left in peace lately."""
    made = promised(message, parent, desk.ident("promise", message.message_id))
    row = desk.known.members.get(message.author.id)
    if made is None or row is None or desk.watches_only or not desk.group.giving.promises:
        return
    rests = row.told_at is not None and message.at - row.told_at < desk.group.nudges.gap
    if rests or row.opted_out_at is not None or not desk.is_here(made.one) or _is_bot(desk, made.one):
        return
    desk.keep(made)
    told = words.promise_offer(desk.name(made.one), made.about, made.exchange_id)
    desk.send(made.giver, told, name=f"promise:{made.exchange_id}", at=message.at)


def _is_bot(desk: Desk, member: str) -> bool:
    return desk.known.members[member].is_bot


def _reminder(one: Exchange) -> str:
    return f"promise:{one.exchange_id}:due"


# Buttons.


def _keep(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id != one.giver or one.state is not ExchangeState.ASKED or one.due_at is None:
        return
    due = slot(desk.group.nudges, desk.group.timezone, max(one.due_at, visit.at)).opens
    desk.keep(replace(one, state=ExchangeState.OPEN, due_at=due))
    desk.tell(visit, words.promise_remembered(due, desk.group.timezone, one.exchange_id))
    told = words.promise_due(one.about, one.exchange_id)
    desk.send(one.giver, told, name=_reminder(one), at=visit.at, due=due)


def _drop(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.giver and one.state in (ExchangeState.ASKED, ExchangeState.OPEN):
        desk.keep(replace(one, state=ExchangeState.REFUSED, about="", settled_at=visit.at))
        desk.call_off(_reminder(one))
        desk.tell(visit, words.promise_dropped())


def _done(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id != one.giver or one.state is not ExchangeState.OPEN:
        return
    receiver = desk.known.members.get(one.one)
    why = desk.reaches(visit, receiver)
    if why is not None:
        desk.tell(visit, words.refused(why, receiver.name if receiver is not None else ""))
        return
    desk.keep(replace(one, state=ExchangeState.ACCEPTED))
    desk.call_off(_reminder(one))
    check = words.promise_check(visit.member.name, one.about, one.exchange_id)
    desk.send(one.one, check, name=f"promise:{one.exchange_id}:check:{visit.at.timestamp():.0f}", at=visit.at)
    desk.tell(visit, words.promise_asked(desk.name(one.one)))


def _came(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.one and one.state is ExchangeState.ACCEPTED:
        desk.settle(exchanges.kept(one, visit.at, desk.earned, desk.joined))
        desk.tell(visit, words.noted())
        told = words.promise_kept(visit.member.name)
        desk.send(one.giver, told, name=f"promise:{one.exchange_id}:kept", at=visit.at)


def _missing(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.one and one.state is ExchangeState.ACCEPTED:
        desk.keep(replace(one, state=ExchangeState.OPEN))
        desk.tell(visit, words.noted())
        told = words.promise_missing(visit.member.name, one.exchange_id)
        desk.send(one.giver, told, name=f"promise:{one.exchange_id}:missing:{visit.at.timestamp():.0f}", at=visit.at)


BUTTONS: Final[dict[str, Callable[[Visit, Desk, Exchange], None]]] = {
    "keep": _keep,
    "drop": _drop,
    "done": _done,
    "came": _came,
    "missing": _missing,
}
