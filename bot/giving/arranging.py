"""Which command or button goes to which desk, and who may come at all: members who are here.

Whose a button is, each desk checks by the row that it names, never by who was shown it.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.giving import checking, introducing, listing, meeting, promising, referring, welcoming
from bot.giving.desk import Desk, Visit, of_command, of_press
from bot.texts import exchanges as words
from chat.events import ButtonPressed, CommandGiven, Event, Gathered, MessagePosted
from chat.exchanges import Exchange, Step
from chat.giving import Seen

STEP_FOR: Final = timedelta(hours=1)
"""Until when private words go on from the last step."""
PRIVATE_WORDS: Final = ""
"""The name of a command that is none: plain words to the bot alone."""

COMMANDS: Final[Mapping[str, Callable[[Visit, Desk], None]]] = {
    "refer": referring.refer,
    "intro": introducing.intro,
    "event": meeting.event,
    "checkin": checking.checkin,
    "offer": listing.offer,
    "seek": listing.seek,
    "welcomer": welcoming.welcomer,
}
_EXCHANGES: Final[Mapping[str, Mapping[str, Callable[[Visit, Desk, Exchange], None]]]] = {
    "ref": referring.BUTTONS,
    "intro": introducing.BUTTONS,
    "promise": promising.BUTTONS,
}
_OTHERS: Final[Mapping[str, Callable[[Visit, Desk], None]]] = {"meet": meeting.press, "dir": listing.press}
_STEPS: Final[Mapping[str, Callable[[Visit, Desk, Step], None]]] = {
    "refer": referring.go_on,
    "offer": listing.go_on,
    "seek": listing.go_on,
}


def is_arranging(event: Event) -> bool:
    """Tell whether an event is for one of the desks: only then is anything read for them."""
    if isinstance(event, CommandGiven):
        return event.name in COMMANDS or _is_private_words(event)
    if isinstance(event, ButtonPressed):
        return event.data.partition(":")[0] in {*_EXCHANGES, *_OTHERS}
    return isinstance(event, Gathered)


def wants_welcomers(event: Event) -> bool:
    """Tell whether whoever welcomes newcomers is looked for."""
    return isinstance(event, CommandGiven) and event.name in (welcoming.NAME, welcoming.RELAY)


def wants_directory(event: Event) -> bool:
    """Tell whether everybody's lines are looked through."""
    if isinstance(event, CommandGiven):
        return event.name == "seek" or _is_private_words(event)
    return isinstance(event, ButtonPressed) and event.data.startswith("dir:")


def _is_private_words(event: CommandGiven) -> bool:
    return event.private and event.name == PRIVATE_WORDS and bool(event.argument.strip())


def obey(event: CommandGiven, desk: Desk) -> None:
    """Carry out a command, or take the next private words of somebody who is asked for them."""
    if event.name == welcoming.NAME:
        welcoming.obey(event, desk)
    elif event.name == welcoming.RELAY:
        welcoming.relay(event, desk)
    if not is_arranging(event) or _came_down(event, desk):
        return
    visit, step = of_command(event, desk.known), desk.arranged.steps.get(event.member.id)
    if event.name == PRIVATE_WORDS:
        if step is not None and event.at - step.at < STEP_FOR and desk.is_here(event.member.id):
            _STEPS[step.what](visit, desk, step)
    elif _may_come(visit, desk):
        COMMANDS[event.name](visit, desk)


def _came_down(event: CommandGiven, desk: Desk) -> bool:
    """Tell whether the command itself was an advert: then nothing of it is passed on."""
    seen = desk.known.seen.get(event.message_id)
    return not event.private and seen is not None and seen.removed


def press(event: ButtonPressed, desk: Desk) -> None:
    """Carry out a button."""
    name, _, rest = event.data.partition(":")
    if not is_arranging(event):
        return
    if name in _OTHERS:
        visit = of_press(event, rest)
        if (name == "meet" and event.member.id not in desk.known.members) or _may_come(visit, desk):
            desk.recorder.met(event.member, event.at)  # somebody who only reads may come too
            _OTHERS[name](visit, desk)
        return
    action, _, ident = rest.partition(":")
    visit, do = of_press(event, ident), _EXCHANGES[name].get(action)
    if do is not None and _may_come(visit, desk):
        _on_exchange(visit, desk, do, ident)


def _on_exchange(visit: Visit, desk: Desk, do: Callable[[Visit, Desk, Exchange], None], ident: str) -> None:
    one = desk.arranged.exchanges.get(ident)
    before = len(desk.recorder.changes.exchanges)
    if one is not None:
        do(visit, desk, one)
    if len(desk.recorder.changes.exchanges) == before and not desk.has_told(visit):
        desk.tell(visit, words.out_of_time())


def _may_come(visit: Visit, desk: Desk) -> bool:
    if not desk.is_here(visit.member.id):
        desk.tell(visit, words.not_a_member())
        return False
    desk.recorder.met(visit.member, visit.at)
    return True


def remember(message: MessagePosted, parent: Seen | None, desk: Desk) -> None:
    """Look at a message that stands: a promise in it may be remembered, a first post wants an answer."""
    promising.offer(message, parent, desk)
    welcoming.watch(message, desk)
    welcoming.answered(message, parent, desk)
