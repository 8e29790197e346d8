"""`/offer` and `/seek`: the directory of what members offer and seek, in three taps or one line.

Whoever writes a line agrees that members who seek such a thing see it with their name.
"""

from typing import Final

from bot.giving.desk import Desk, Visit
from bot.texts import directory as words
from chat.exchanges import Listing, Step
from policies.giving import directory
from policies.giving.directory import CATEGORIES, OFFER, SEEK
from policies.giving.lines import LONGEST_LISTED, misfit
from policies.giving.terms import terms

_KINDS: Final = frozenset({OFFER, SEEK})


def offer(visit: Visit, desk: Desk) -> None:
    """Obey `/offer`."""
    _obey(visit, desk, OFFER)


def seek(visit: Visit, desk: Desk) -> None:
    """Obey `/seek`."""
    _obey(visit, desk, SEEK)


def go_on(visit: Visit, desk: Desk, step: Step) -> None:
    """Take the line for the category that was tapped."""
    _place(visit, desk, step.what, step.about)


def _obey(visit: Visit, desk: Desk, kind: str) -> None:
    if not visit.argument:
        desk.tell(visit, words.own(kind, directory.of(visit.member.id, desk.arranged.listings.values(), kind)))
        return
    step = desk.arranged.steps.get(visit.member.id)
    _place(visit, desk, kind, step.about if step is not None and step.what == kind else "other")


def _place(visit: Visit, desk: Desk, kind: str, category: str) -> None:
    text = " ".join(visit.argument.split())
    mine = directory.of(visit.member.id, desk.arranged.listings.values(), kind)
    if misfit(text, longest=LONGEST_LISTED) is not None:
        desk.tell(visit, words.misfit())
        return
    desk.done(visit)
    same = next((one for one in mine if one.text.casefold() == text.casefold()), None)
    if same is None and len(mine) >= directory.MOST_EACH:
        desk.tell(visit, words.full(kind))
    else:
        ident = same.listing_id if same else desk.ident("listing", visit.member.id, kind, text.casefold())
        one = Listing(
            listing_id=ident,
            member=visit.member.id,
            kind=kind,
            category=category,
            text=text,
            terms=terms(text),
            at=visit.at,
        )
        desk.list_(one)
        desk.tell(visit, words.placed(one))
    if kind == SEEK:
        _answer(visit, desk, text, category)


def _answer(visit: Visit, desk: Desk, sought: str, category: str | None) -> None:
    """Tell who offers what is sought, of those who are here."""
    here = [one for one in desk.arranged.listings.values() if desk.is_here(one.member)]
    found = directory.found(sought, category, here, seeker=visit.member.id)
    desk.tell(visit, words.offers([(desk.name(one.member), one) for one in found]))


def press(visit: Visit, desk: Desk) -> None:
    """Obey a button: `out:ID`, or a category, `offer:service`."""
    name, _, rest = visit.argument.partition(":")
    if name == "out":
        one = desk.arranged.listings.get(rest)
        if one is not None and one.member == visit.member.id:
            desk.unlist(rest)
            desk.tell(visit, words.taken_out())
    elif name in _KINDS and rest in CATEGORIES:
        desk.step(visit, name, about=rest)
        if name == SEEK:
            _answer(visit, desk, "", rest)
        desk.tell(visit, words.ask_line(name))
