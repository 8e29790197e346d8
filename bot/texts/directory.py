"""What members read of the directory: what they offer and seek, and who offers what they seek."""

from collections.abc import Sequence
from typing import Final

from bot.texts import people
from bot.texts.lines import line, post
from bot.texts.speech import mark, said, say
from chat.exchanges import Listing
from chat.posts import Button, Post, Run
from policies.giving.directory import CATEGORIES, MOST_EACH, OFFER

_LABELS: Final = {
    "service": mark("A service"),
    "goods": mark("Goods"),
    "work": mark("Work"),
    "space": mark("Space"),
    "know-how": mark("Know-how"),
    "other": mark("Else"),
}


def own(kind: str, listings: Sequence[Listing]) -> Post:
    """Show a member's own lines with buttons to take them out, and the categories for another one."""
    lines = [say("{number}. {one}", number=number, one=_shown(one)) for number, one in enumerate(listings, 1)]
    out = tuple(_take_out(number, one) for number, one in enumerate(listings, 1))
    new = () if len(listings) >= MOST_EACH else _categories(kind)
    if kind == OFFER:
        head = said("What you offer here:") if lines else said("You offer nothing here yet.")
        asks = said("What would you like to offer? Others find it by /seek.") if new else ""
    else:
        head = said("What you seek here:") if lines else said("You seek nothing here just now.")
        asks = said("What do you seek? I tell you who offers it.") if new else ""
    return post(line(head), *lines, *([line(asks)] if asks else []), buttons=(*out, *new))


def _take_out(number: int, one: Listing) -> Button:
    return Button(label=said("Take out {number}", number=number), data=f"dir:out:{one.listing_id}")


def _categories(kind: str) -> tuple[Button, ...]:
    return tuple(Button(label=said(_LABELS[name]), data=f"dir:{kind}:{name}") for name in CATEGORIES)


def _shown(one: Listing) -> str:
    return people.excerpt(one.text, 100)


def ask_line(kind: str) -> Post:
    """Ask for the line."""
    if kind == OFFER:
        return post(say("Say it in a line, in a message to me alone; or /offer and the line: payroll for cafés"))
    return post(say("Say it in a line, in a message to me alone; or /seek and the line: a bookkeeper"))


def placed(one: Listing) -> Post:
    """Confirm a line."""
    button = Button(label=said("Take it out"), data=f"dir:out:{one.listing_id}")
    if one.kind == OFFER:
        words = say(
            "In the directory: you offer “{it}”. Members who seek such a thing see it with your name.", it=_shown(one)
        )
    else:
        words = say("In the directory: you seek “{it}”.", it=_shown(one))
    return post(words, buttons=(button,))


def full(kind: str) -> Post:
    """Say that there is no room."""
    return post(say("Five lines are enough. Take one out first: /{kind}", kind=kind))


def taken_out() -> Post:
    """Confirm that a line is gone."""
    return post(say("Taken out of the directory."))


def misfit() -> Post:
    """Say what a line may hold."""
    return post(say("A line of at most 100 characters, without links, numbers or names: members write to you here."))


def offers(found: Sequence[tuple[str, Listing]]) -> Post:
    """Tell who offers what is sought."""
    if not found:
        return post(say("Nobody lists that yet. Ask in the group: somebody may know somebody."))
    lines = [(people.name(name), Run(f": {_shown(one)}")) for name, one in found]
    return post(*lines, heading=said("Who offers it"))
