"""`/refer`: who for, what need, and the consent of whoever needs it; then the receiver's word counts.

In small private steps, or in one line: `/refer @ana payroll for a café | yes`.
"""

from collections.abc import Callable
from typing import Final

from bot.giving.desk import Desk, Visit
from bot.texts import exchanges as words
from chat.exchanges import Exchange, ExchangeKind, ExchangeState, Step
from chat.ledger import Member
from chat.posts import Post
from policies.giving import exchanges
from policies.giving.exchanges import Refused
from policies.giving.lines import misfit

STEP: Final = "refer"
_CONSENTS: Final = frozenset({"yes", "agreed", "sí", "si", "sim", "ja", "oui", "да"})


def refer(visit: Visit, desk: Desk) -> None:
    """Obey `/refer`: show what waits for the visitor, or begin, or go on as far as the words reach."""
    if desk.watches_only:
        desk.tell(visit, words.only_watching())
        return
    name, _, rest = visit.argument.partition(" ")
    if not name:
        _show_waiting(visit, desk)
        desk.step(visit, STEP)
        desk.tell(visit, words.refer_whom())
        return
    _for(visit, desk, desk.find(name) if name.startswith("@") else None, rest)


def go_on(visit: Visit, desk: Desk, step: Step) -> None:
    """Take the visitor's next private words."""
    if step.whom is None:
        _for(visit, desk, desk.find(visit.argument.split()[0]), visit.argument.partition(" ")[2])
    else:
        _for(visit, desk, desk.known.members.get(step.whom), visit.argument)


def _for(visit: Visit, desk: Desk, receiver: Member | None, rest: str) -> None:
    why = desk.reaches(visit, receiver)
    if why is not None or receiver is None:
        _refuse(visit, desk, why or Refused.STRANGER, receiver)
        return
    need, _, consent = rest.partition("|")
    if not need.strip():
        desk.step(visit, STEP, whom=receiver.member)
        desk.tell(visit, words.refer_what(receiver.name))
        return
    why = misfit(need.strip()) or exchanges.may_refer(
        visit.member.id, receiver.member, visit.at, desk.arranged.exchanges
    )
    if why is not None:
        _refuse(visit, desk, why, receiver)
        return
    desk.done(visit)
    asked = _asked(visit, desk, receiver.member, " ".join(need.split()))
    if consent.strip().casefold() in _CONSENTS:
        _pass_on(visit, desk, asked)
    else:
        desk.keep(asked)
        desk.tell(visit, words.consent(receiver.name, asked.about, asked.exchange_id))


def _refuse(visit: Visit, desk: Desk, why: Refused, other: Member | None) -> None:
    desk.tell(visit, words.refused(why, other.name if other is not None else ""))


def _asked(visit: Visit, desk: Desk, receiver: str, need: str) -> Exchange:
    return Exchange(
        exchange_id=desk.ident("referral", visit.member.id, visit.about, visit.at.isoformat()),
        kind=ExchangeKind.REFERRAL,
        giver=visit.member.id,
        one=receiver,
        message_id=visit.public_id,
        at=visit.at,
        about=need,
        state=ExchangeState.ASKED,
    )


def _pass_on(visit: Visit, desk: Desk, asked: Exchange) -> None:
    others = {key: one for key, one in desk.arranged.exchanges.items() if key != asked.exchange_id}
    receiver = desk.known.members.get(asked.one)
    why = desk.reaches(visit, receiver) or exchanges.may_refer(asked.giver, asked.one, visit.at, others)
    if why is not None:
        _refuse(visit, desk, why, receiver)
        return
    passed = desk.settle(exchanges.referred(asked))
    desk.send(passed.one, _card(desk, passed), name=f"referral:{passed.exchange_id}", at=visit.at)
    desk.tell(visit, words.passed_on(desk.name(passed.one)))


def _card(desk: Desk, one: Exchange) -> Post:
    return words.referral(desk.name(one.giver), one.about, one.exchange_id)


def _show_waiting(visit: Visit, desk: Desk) -> None:
    """Show again what waits for the visitor: a card may not have reached them."""
    for one in desk.arranged.exchanges.values():
        mine = one.kind is ExchangeKind.REFERRAL and one.one == visit.member.id
        if mine and one.state is ExchangeState.OPEN:
            desk.tell(visit, _card(desk, one))


# Buttons.


def _consent(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.giver and one.state is ExchangeState.ASKED:
        _pass_on(visit, desk, one)


def _wait(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.giver and one.state is ExchangeState.ASKED:
        desk.settle(exchanges.refused(one, visit.at))
        desk.tell(visit, words.not_passed_on())


def _accept(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.one and one.state is ExchangeState.OPEN:
        desk.settle(exchanges.taken_up(one, visit.at, desk.arranged.exchanges, desk.earned, desk.joined))
        desk.tell(visit, words.accepted(desk.name(one.giver), one.exchange_id))
        told = words.was_accepted(visit.member.name, one.about)
        desk.send(one.giver, told, name=f"referral:{one.exchange_id}:accepted", at=visit.at)


def _decline(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.one and one.state is ExchangeState.OPEN:
        desk.settle(exchanges.refused(one, visit.at))
        desk.tell(visit, words.declined())
        told = words.was_declined(visit.member.name)
        desk.send(one.giver, told, name=f"referral:{one.exchange_id}:declined", at=visit.at)


def _close(visit: Visit, desk: Desk, one: Exchange) -> None:
    if visit.member.id == one.one and one.state is ExchangeState.ACCEPTED:
        desk.settle(exchanges.closed(one, desk.earned, desk.joined))
        desk.tell(visit, words.closed())
        told = words.was_closed(visit.member.name)
        desk.send(one.giver, told, name=f"referral:{one.exchange_id}:closed", at=visit.at)


BUTTONS: Final[dict[str, Callable[[Visit, Desk, Exchange], None]]] = {
    "consent": _consent,
    "wait": _wait,
    "accept": _accept,
    "decline": _decline,
    "close": _close,
}
