"""What members and admins tell the bot to do, as far as the ledger is concerned. Who may ask is checked here.

Platforms answer commands that only show something; these change something: permits, decisions on cards, pardons, an
author's own undoing, thanks, opting out.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.record import Recorder
from bot.texts import decided, exchanges
from chat.events import ButtonPressed, CommandGiven, Event, MessageDeleted, Person
from chat.giving import Seen
from chat.ledger import Known
from chat.standing import Permit, Promoted, State
from policies.giving import contributions
from policies.language.grammar import read_duration

FOR_ADMINS: Final = frozenset({"pass", "approve", "deny", "weekly", "pardon"})
BY_POLICY: Final = Person(id="policy", name="the policy", is_admin=True)
"""Who decides when no admin has by the deadline."""
_DECIDE: Final = frozenset({"approve", "deny"})
_PERMIT_FOR: Final = timedelta(days=30)
_WEEK: Final = timedelta(days=7)
_CAN_BE_TAKEN_DOWN: Final = timedelta(hours=47)
"""Telegram lets a bot delete for 48 hours."""


def obey(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """Carry a command out. Unknown ones, and an admin's from somebody else, do nothing."""
    do = _COMMANDS.get(command.name)
    if do is not None and (command.name not in FOR_ADMINS or command.member.is_admin):
        do(command, known, recorder)


def press(event: ButtonPressed, known: Known, recorder: Recorder) -> None:
    """Carry a pressed button out: a card's buttons are the commands of the same name."""
    names = {"allow": "approve", "deny": "deny", "weekly": "weekly", "stop": "stop"}
    name, _, argument = event.data.partition(":")
    if name == "nudge" and argument.startswith("stop:"):  # [Stop these] under a nudge is /stop
        name = "stop"
    if name in names:
        command = CommandGiven(
            at=event.at, chat=event.chat, message_id="", member=event.member, name=names[name], argument=argument
        )
        obey(command, known, recorder)


def decides(event: Event) -> bool:
    """Tell whether somebody says yes or no to a card."""
    if isinstance(event, CommandGiven):
        return event.name in _DECIDE
    return isinstance(event, ButtonPressed) and event.data.partition(":")[0] in ("allow", "deny")


def message_id_of(argument: str) -> str:
    """Return the id of the message that a decision's id names; of a bare message id, itself."""
    return argument.strip().rpartition("@")[0] or argument.strip()


def _pass(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """`/pass @ana [times] [for 7d]`: the next posts of a member are fine."""
    words = command.argument.split()
    member = _member(words[0], known) if words else None
    if member is None:
        return
    times = next((int(word) for word in words[1:] if word.isdecimal()), 1)
    length = next((_length(word) for word in words[1:] if _length(word)), None) or _PERMIT_FOR
    recorder.charges.permit(member, _permit(command, None, times=times, until=command.at + length))


def _approve(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """Say yes to a card: a permit with which the author posts the same thing again."""
    held = _decided(command, known)
    if held is None or held.state is State.REMOVED:  # a yes to what was held says nothing of what it is
        _teach(command, recorder, allowed=True)
    if held is not None:
        recorder.charges.permit(held.member, _permit(command, held.offer, times=1, until=command.at + _PERMIT_FOR))
        recorder.charges.decided(held, State.STANDS)
        recorder.charges.take_back(held.member, held.message_id)
        recorder.tell_decision(
            held.message_id, held.member, decided.allowed(held.state, in_time=_in_time(command)), command.at
        )
    elif (seen := _doubtful(command, known)) is not None:
        recorder.keep(seen, command.at)
        recorder.tell_decision(seen.message_id, seen.author, decided.allowed(State.STANDS), command.at)


def _weekly(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """Say yes for good, once a week: a permit a week for as long as permits last."""
    held = _decided(command, known)
    if held is None:
        return
    for week in range(4):
        until = command.at + _WEEK * (week + 1)
        permit = _permit(command, held.offer, times=1, until=until)
        recorder.charges.permit(held.member, replace(permit, permit_id=f"{permit.permit_id}:{week}"))
    recorder.charges.decided(held, State.STANDS)


def _deny(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """Say no to a card: what waited stays down, and what stands comes down while the platform still lets it."""
    held = _decided(command, known)
    _teach(command, recorder, allowed=False)
    if held is not None:
        recorder.charges.decided(held, State.REMOVED)
        recorder.tell_decision(
            held.message_id, held.member, decided.denied(held.state, in_time=_in_time(command)), command.at
        )
    elif (seen := _doubtful(command, known)) is not None and command.at - seen.at < _CAN_BE_TAKEN_DOWN:
        recorder.take_down(seen, by=command.member, at=command.at)
        recorder.tell_decision(seen.message_id, seen.author, decided.denied(State.STANDS), command.at)


def _teach(command: CommandGiven, recorder: Recorder, *, allowed: bool) -> None:
    """Keep a person's decision as one of the group's own examples."""
    message_id = message_id_of(command.argument) or command.reply_to
    if message_id and command.member.id != BY_POLICY.id:
        recorder.taught(message_id, command.at, allowed=allowed)


def _pardon(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """`/pardon @ana`: all strikes are taken back."""
    member = _member(command.argument.split()[0], known) if command.argument.split() else None
    if member is not None:
        recorder.charges.pardon(member)


def _undo(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """`/undo` in reply to one's own post: as if deleted by its author."""
    seen = known.seen.get(command.reply_to or "")
    if seen is not None and seen.author == command.member.id:
        recorder.deleted(
            MessageDeleted(at=command.at, chat=command.chat, message_id=seen.message_id, by=command.member)
        )


def _thanks(command: CommandGiven, known: Known, recorder: Recorder) -> None:
    """`/thanks @bo for ...`, or in reply to what helped: the one who gained says so. `/thanks undo` takes it back."""
    words = command.argument.split()
    if words and words[0].casefold() == "undo":
        _undo_thanks(command, words[1:], known, recorder)
        return
    seen = None if command.private else known.seen.get(command.reply_to or "")
    giver = _member(words[0], known) if words and (words[0].startswith("@") or seen is None) else None
    giver = giver or (seen.author if seen is not None else None)
    if giver is None or giver == command.member.id:
        return
    ident, about = _evidence(command, seen)
    recorder.gave(
        contributions.thank(
            giver, command.member.id, ident, command.at, known.credits, joined=_joined(known), about=about
        )
    )


def _evidence(command: CommandGiven, seen: Seen | None) -> tuple[str, tuple[str, ...]]:
    """Return what tells a command apart, and the group's messages that show it: ids of private chats name others."""
    if command.private:
        return f"{command.member.id}:{command.message_id}", ()
    return command.message_id, ((seen.message_id,) if seen is not None else ()) + (command.message_id,)


def _undo_thanks(command: CommandGiven, names: list[str], known: Known, recorder: Recorder) -> None:
    giver = _member(names[0], known) if names else None
    if names and giver is None:
        return
    undone = contributions.last_thanks(command.member.id, giver, known.credits, joined=_joined(known))
    recorder.gave(undone)
    words = exchanges.thanks_taken_back() if undone.contributions else exchanges.no_thanks_to_take_back()
    recorder.answer(command, words)


def _joined(known: Known) -> dict[str, datetime]:
    return {row.member: row.joined_at for row in known.members.values() if row.joined_at is not None}


def _stop(command: CommandGiven, _known: Known, recorder: Recorder) -> None:
    """`/stop`: no nudges, for good; it survives leaving and joining again."""
    recorder.changed(command.member, command.at, opted_out_at=command.at)


def _named(command: CommandGiven, _known: Known, recorder: Recorder) -> None:
    """`/named yes`: my name may stand in the summary."""
    recorder.changed(command.member, command.at, named_ok=command.argument.strip().lower() not in ("no", "off"))


def _away(command: CommandGiven, _known: Known, recorder: Recorder) -> None:
    """`/away 3w`: no nudges until then."""
    length = _length(command.argument.strip()) or _PERMIT_FOR
    recorder.changed(command.member, command.at, away_until=command.at + length)


def _permit(command: CommandGiven, offer: str | None, *, times: int, until: datetime) -> Permit:
    return Permit(
        permit_id=command.message_id or f"{command.argument}:{command.at.isoformat()}",
        by=command.member.name,
        offer=offer,
        times=times,
        until=until,
    )


def _length(word: str) -> timedelta | None:
    try:
        return read_duration(word)
    except ValueError:
        return None


def _member(word: str, known: Known) -> str | None:
    wanted = word.lstrip("@").casefold()
    for row in known.members.values():
        if wanted in (row.member.casefold(), (row.handle or "").casefold()):
            return row.member
    return None


def _in_time(command: CommandGiven) -> bool:
    return command.member.id != BY_POLICY.id


def _doubtful(command: CommandGiven, known: Known) -> Seen | None:
    """Return the post that a command is about where it stands, charged to nothing: the admins were only asked."""
    seen = known.seen.get(message_id_of(command.argument) or command.reply_to or "")
    return None if seen is None or seen.removed else seen


def _decided(command: CommandGiven, known: Known) -> Promoted | None:
    """Return the held (or doubtful, or removed) promotion that a command is about; the first decision wins."""
    message_id = message_id_of(command.argument) or command.reply_to
    posts = (post for rows in known.promoted.values() for post in rows)
    return next((post for post in posts if post.message_id == message_id and post.state is not State.WITHDRAWN), None)


_COMMANDS: Final[dict[str, Callable[[CommandGiven, Known, Recorder], None]]] = {
    "pass": _pass,
    "approve": _approve,
    "weekly": _weekly,
    "deny": _deny,
    "pardon": _pardon,
    "undo": _undo,
    "thanks": _thanks,
    "stop": _stop,
    "named": _named,
    "away": _away,
}
