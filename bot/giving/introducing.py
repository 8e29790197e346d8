"""`/intro @a @b why`: both are asked, and are introduced once both say yes. Nobody learns who said no."""

from collections.abc import Callable
from typing import Final

from bot.giving.desk import Desk, Visit
from bot.texts import exchanges as words
from chat.exchanges import Exchange, ExchangeKind, ExchangeState
from chat.ledger import Member
from chat.posts import Post
from policies.giving import exchanges
from policies.giving.exchanges import Refused
from policies.giving.lines import misfit


def intro(visit: Visit, desk: Desk) -> None:
    """Obey `/intro`."""
    if desk.watches_only:
        desk.tell(visit, words.only_watching())
        return
    named, why = _read(visit.argument)
    if len(named) < 2:
        _show_waiting(visit, desk)
        desk.tell(visit, words.intro_how())
        return
    one, other = (desk.find(name) for name in named)
    refused = _refused(visit, desk, one, other, why)
    if refused is not None or one is None or other is None:
        _refuse(visit, desk, refused or Refused.STRANGER, one, other)
        return
    _ask(visit, desk, one.member, other.member, " ".join(why.split()))


def _read(argument: str) -> tuple[list[str], str]:
    """Return the two names at the beginning, and what is said behind them."""
    words_ = argument.split()
    named = [word for word in words_[:2] if word.startswith("@")]
    return named, " ".join(words_[len(named) :])


def _refused(visit: Visit, desk: Desk, one: Member | None, other: Member | None, why: str) -> Refused | None:
    reasons = [desk.reaches(visit, one), desk.reaches(visit, other), misfit(why)]
    found = next((reason for reason in reasons if reason is not None), None)
    if found is not None or one is None or other is None:
        return found
    if one.member == other.member:
        return Refused.TWICE
    pair = frozenset((one.member, other.member))
    return exchanges.may_introduce(visit.member.id, pair, visit.at, desk.arranged.exchanges, desk.arranged.talked)


def _refuse(visit: Visit, desk: Desk, why: Refused, one: Member | None, other: Member | None) -> None:
    out = next((row for row in (one, other) if row is not None and row.opted_out_at is not None), None)
    desk.tell(visit, words.refused(why, out.name if out is not None else ""))


def _ask(visit: Visit, desk: Desk, one: str, other: str, why: str) -> None:
    asked = Exchange(
        exchange_id=desk.ident("introduction", visit.member.id, visit.about, visit.at.isoformat()),
        kind=ExchangeKind.INTRODUCTION,
        giver=visit.member.id,
        one=one,
        other=other,
        about=why,
        message_id=visit.public_id,
        at=visit.at,
        state=ExchangeState.OPEN,
    )
    desk.keep(asked)
    for member in (one, other):
        desk.send(member, _card(desk, asked, member), name=f"intro:{asked.exchange_id}:{member == one}", at=visit.at)
    desk.tell(visit, words.introducing(desk.name(one), desk.name(other)))


def _card(desk: Desk, one: Exchange, member: str) -> Post:
    return words.introduction(desk.name(one.giver), desk.name(_mate(one, member)), one.about, one.exchange_id)


def _mate(one: Exchange, member: str) -> str:
    return one.one if member != one.one else one.other or ""


def _show_waiting(visit: Visit, desk: Desk) -> None:
    for one in desk.arranged.exchanges.values():
        if one.kind is ExchangeKind.INTRODUCTION and _may_answer(visit, one):
            desk.tell(visit, _card(desk, one, visit.member.id))


def _may_answer(visit: Visit, one: Exchange) -> bool:
    """Tell whether the visitor is one of the two, and has not answered yet."""
    said = {one.one: one.one_said, one.other: one.other_said}
    return one.state is ExchangeState.OPEN and visit.member.id in said and said[visit.member.id] is None


# Buttons.


def _yes(visit: Visit, desk: Desk, one: Exchange) -> None:
    if not _may_answer(visit, one):
        return
    heard = desk.settle(
        exchanges.said_of_introduction(one, visit.member.id, visit.at, desk.earned, desk.joined, yes=True)
    )
    if heard.state is ExchangeState.ACCEPTED:
        _introduce(visit, desk, heard)
    else:
        desk.tell(visit, words.wanted())


def _introduce(visit: Visit, desk: Desk, one: Exchange) -> None:
    by, first, second = desk.name(one.giver), desk.name(one.one), desk.name(one.other)
    told = words.was_wanted(first, second)
    desk.send(one.giver, told, name=f"intro:{one.exchange_id}:done", at=visit.at)
    if desk.group.giving.introductions == "group":
        post = words.introduced_to_all(by, first, second, one.about)
        desk.post(post, name=f"intro:{one.exchange_id}:all", at=visit.at, place=None)
    else:
        mate = _mate(one, visit.member.id)
        desk.tell(visit, words.introduced(by, desk.name(mate), one.about))
        to_mate = words.introduced(by, visit.member.name, one.about)
        desk.send(mate, to_mate, name=f"intro:{one.exchange_id}:mate", at=visit.at)


def _no(visit: Visit, desk: Desk, one: Exchange) -> None:
    if not _may_answer(visit, one):
        return
    desk.settle(exchanges.said_of_introduction(one, visit.member.id, visit.at, desk.earned, desk.joined, yes=False))
    desk.tell(visit, words.unwanted())
    desk.send(one.giver, words.was_unwanted(), name=f"intro:{one.exchange_id}:none", at=visit.at)


BUTTONS: Final[dict[str, Callable[[Visit, Desk, Exchange], None]]] = {"yes": _yes, "no": _no}
