"""The first-reply guard: a newcomer's first post that nobody answers goes privately to one member who welcomes people.

The strongest lever of all: whoever is answered the first time writes again. Only members who said `/welcomer on` are
asked, one at a time, whoever was left in peace longest; in public nothing is said.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.actions import row
from bot.commands import BY_POLICY
from bot.giving.desk import Desk, Visit
from bot.texts import people
from bot.texts import welcoming as words
from chat.actions import AskPeer, AskWelcomer
from chat.events import CommandGiven, MessagePosted
from chat.giving import Seen
from chat.ledger import Member
from policies.giving.quiet import slot

WAITS: Final = timedelta(hours=3)
"""How long a first post is left to everybody."""
_NEW_FOR: Final = timedelta(days=7)
NAME: Final = "greet"
RELAY: Final = "relay"
"""The names of the commands that the policy gives itself."""


def watch(message: MessagePosted, desk: Desk) -> None:
    """Let a newcomer's first post be looked at again, in waking hours; an answer to anybody's calls that off."""
    seen, author = desk.known.seen.get(message.message_id), desk.known.members.get(message.author.id)
    if seen is None or author is None or desk.watches_only or not desk.group.nudges.enabled:
        return
    if seen.newcomer and author.messages == 1 and not author.is_admin:
        due = slot(desk.group.nudges, desk.group.timezone, message.at + WAITS).opens
        action = AskWelcomer(chat=desk.chat, member=author.member, message_id=message.message_id)
        waits = row(action, key=desk.key(_name(author.member)), due_at=due)
        desk.recorder.changes.outbox.append(waits)


def order(action: AskWelcomer | AskPeer, chat: str, at: datetime) -> CommandGiven:
    """Return what falls due as the policy's own command."""
    name, about = (RELAY, action.instead_of) if isinstance(action, AskPeer) else (NAME, action.member)
    return CommandGiven(
        at=at,
        chat=chat,
        message_id="",
        member=BY_POLICY,
        name=name,
        argument=about,
        reply_to=action.message_id,
    )


def answered(message: MessagePosted, parent: Seen | None, desk: Desk) -> None:
    """Call it off once another member answers the newcomer, or names them."""
    heard = {parent.author} if parent is not None and parent.newcomer else set()
    for member in (heard | set(message.mentions)) - {message.author.id}:
        row = desk.known.members.get(member)
        if row is not None and row.joined_at is not None and message.at - row.joined_at < _NEW_FOR:
            desk.call_off(_name(member))


def obey(command: CommandGiven, desk: Desk) -> None:
    """Ask one volunteer to answer, if the newcomer is still here and the post still stands."""
    newcomer, message_id = command.argument, command.reply_to or ""
    seen = desk.known.seen.get(message_id)
    volunteer = _volunteer(desk, newcomer, command.at)
    if command.member.id != BY_POLICY.id or volunteer is None or not desk.is_here(newcomer):
        return
    if seen is not None and not seen.removed:
        asked = words.somebody_new(desk.name(newcomer), message_id)
        desk.send(volunteer.member, asked, name=f"{_name(newcomer)}:asked", at=command.at)


def relay(command: CommandGiven, desk: Desk) -> None:
    """Ask one volunteer to pass a question on: whom it fits can't be reached, and is not named."""
    message_id = command.reply_to or ""
    question, seen = desk.known.questions.get(message_id), desk.known.seen.get(message_id)
    if command.member.id != BY_POLICY.id or question is None or seen is None or seen.removed or desk.watches_only:
        return
    others = {command.argument, question.asker}
    found = [one for one in desk.known.members.values() if one.member not in others]
    volunteer = _rested(desk, found, command.at)
    if volunteer is not None:
        term = people.excerpt(question.terms[0], 30) if question.terms else ""
        asked = words.pass_on(term, message_id)
        desk.send(volunteer.member, asked, name=f"{RELAY}:{message_id}", at=command.at)


def _volunteer(desk: Desk, newcomer: str, at: datetime) -> Member | None:
    """Return whoever was told something unasked longest ago, of those who may be told something now."""
    return _rested(desk, [one for one in desk.known.members.values() if one.member != newcomer], at)


def _rested(desk: Desk, members: Iterable[Member], at: datetime) -> Member | None:
    found = [one for one in members if _may_be_asked(desk, one, at)]
    return min(found, key=lambda one: (one.told_at is not None, one.told_at or at, one.member), default=None)


def _may_be_asked(desk: Desk, one: Member, at: datetime) -> bool:
    rests = one.told_at is not None and at - one.told_at < desk.group.nudges.gap
    away = one.away_until is not None and at < one.away_until
    return one.welcomes_since is not None and not (rests or away or one.opted_out_at) and desk.is_here(one.member)


def _name(newcomer: str) -> str:
    return f"{NAME}:{newcomer}"


# The volunteers.


def welcomer(visit: Visit, desk: Desk) -> None:
    """Obey `/welcomer on` and `/welcomer off`."""
    row = desk.known.members[visit.member.id]
    wanted = visit.argument.strip().casefold()
    if wanted in ("on", "yes", ""):
        desk.recorder.welcomes(row.member, row.welcomes_since or visit.at)
    elif wanted in ("off", "no"):
        desk.recorder.welcomes(row.member, None)
    else:
        desk.tell(visit, words.how())
        return
    desk.tell(visit, words.volunteers(on=desk.known.members[row.member].welcomes_since is not None))
