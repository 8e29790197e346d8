"""Carries out what waits in the outbox: deletions first, then words; each as the platform's limits leave room.

Deletions are claimed many at a time and done again after a crash. Words are claimed a few at a time, because what a
crash leaves claimed is never said again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot import clock
from bot.actions import ANSWER, action_of, row
from bot.live import once, shown
from bot.live.groups import Groups, LiveGroup
from bot.live.metrics import Metrics
from bot.live.ports import FollowUp, Ledger, Platform
from bot.texts import replies
from bot.texts.speech import speaking
from chat.actions import (
    Action,
    AskAdmins,
    AskPeer,
    AskWelcomer,
    DecideByDefault,
    LiftBan,
    NudgeMember,
    Posted,
    PostSummary,
    RemoveMessages,
    TellAdmins,
    TellMember,
)
from chat.errors import Blocked, Forbidden, Gone, Retryable
from chat.ledger import Changes
from chat.nudges import Reply
from chat.reports import Claimed
from chat.runs import Run

CLAIM_FOR: Final = timedelta(minutes=2)
URGENT: Final = (0, 0)
REST: Final = (1, 9)
_MOST_URGENT: Final = 200
_MOST_WORDS: Final = 4
_MOST_IDS: Final = 100
"""Messages that a platform deletes in one call."""
_SOON: Final = timedelta(milliseconds=50)
_AGAIN_AFTER: Final = timedelta(seconds=2)
_MOST_TRIES: Final = 30
_LONGEST_SLEEP: Final = 5.0
_CROWDED: Final = 0.25
_log = structlog.get_logger()


class Deliverer:
    """The outbox of one platform's groups."""

    def __init__(
        self,
        platform: Platform,
        ledger: Ledger,
        groups: Groups,
        metrics: Metrics,
        decide: Callable[[LiveGroup, DecideByDefault | AskWelcomer | AskPeer], Awaitable[None]],
    ) -> None:
        """Serve groups. `decide` is asked when a deadline has come."""
        self._platform = platform
        self._ledger = ledger
        self._groups = groups
        self._metrics = metrics
        self._decide = decide
        self.wake = asyncio.Event()
        self._speaking: set[asyncio.Task[None]] = set()
        self._broke: BaseException | None = None

    async def run(self) -> None:
        """Deliver for ever; woken when something new waits, or when something falls due."""
        await self.begin()
        try:
            while True:
                self.wake.clear()
                if not await self._turn():
                    await self._sleep()
        finally:
            for task in self._speaking:
                task.cancel()

    async def begin(self) -> None:
        """Settle what an earlier process left in the middle."""
        await self._ledger.outbox.recover(self._platform.name)
        for live in list(self._groups):
            await once.settle(live, self._ledger, clock.now())

    async def _sleep(self) -> None:
        due = await self._ledger.outbox.next_due(self._platform.name)
        wait = _LONGEST_SLEEP if due is None else max(0.0, (due - clock.now()).total_seconds())
        if len(self._speaking) >= _MOST_WORDS:  # what is due may be words, for which there is no room
            wait = max(wait, _CROWDED)
        try:
            await asyncio.wait_for(self.wake.wait(), min(wait, _LONGEST_SLEEP))
        except TimeoutError:
            return

    async def deliver(self) -> int:
        """Carry out what is due now, to its end; return how much that was."""
        done = await self._turn()
        await asyncio.gather(*self._speaking)
        return done

    async def _turn(self) -> int:
        """Carry out deletions, else begin to say words: a platform's limits may let them wait, deletions do not."""
        if self._broke is not None:
            raise self._broke
        at = clock.now()
        until, of = at + CLAIM_FOR, self._platform.name
        urgent = await self._ledger.outbox.claim(at, until, _MOST_URGENT, URGENT, of)
        await asyncio.gather(*(self._carry_out(part) for part in _together(urgent)))
        room = _MOST_WORDS - len(self._speaking)
        words = [] if urgent or not room else await self._ledger.outbox.claim(at, until, room, REST, of)
        for claimed in words:
            task = asyncio.create_task(self._carry_out([claimed]))
            self._speaking.add(task)
            task.add_done_callback(self._said)
        return len(urgent) + len(words)

    def _said(self, task: asyncio.Task[None]) -> None:
        """Make room for other words. What broke off ends the next turn."""
        self._speaking.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._broke = error
        self.wake.set()

    async def _carry_out(self, claimed: Sequence[Claimed]) -> None:
        """Carry out one action, or several deletions as one."""
        live = self._groups.of_key(claimed[0].chat)
        numbers = [one.number for one in claimed]
        if live is None or (live.observes and not _was_asked_for(claimed[0])):
            if live is not None and claimed[0].kind == PostSummary.__name__:
                await once.left_out(claimed[0], live, self._ledger.claims)
            await self._ledger.outbox.done(numbers)
            return
        action = _merged([action_of(one.kind, one.body) for one in claimed], live.chat)
        if isinstance(action, PostSummary):
            await self._post_once(action, claimed[0], live)
            return
        if isinstance(action, DecideByDefault | AskWelcomer | AskPeer):
            await self._decide(live, action)
            await self._ledger.outbox.done(numbers)
            return
        at = clock.now()
        free = self._platform.free_at(action, live.group.admins_chat, claimed[0].key, at)
        if free - at > _SOON:
            for number in numbers:
                await self._ledger.outbox.later(number, free)
            return
        await self._perform(action, claimed, live)

    async def _post_once(self, action: PostSummary, claimed: Claimed, live: LiveGroup) -> None:
        """Post a summary unless it was posted, or may have been; its run in the ledger says so."""
        free = self._platform.free_at(action, live.group.admins_chat, claimed.key, clock.now())
        if free - clock.now() > _SOON:
            await self._ledger.outbox.later(claimed.number, free)
            return
        run = await once.may_send(action, live, self._ledger.claims)
        if run is not None and await self._post(action, run, live, last=claimed.attempts >= _MOST_TRIES):
            await self._later([claimed], _AGAIN_AFTER)
        else:
            await self._ledger.outbox.done([claimed.number])

    async def _post(self, action: PostSummary, run: Run, live: LiveGroup, *, last: bool) -> bool:
        """Post a summary, and note what became of it; tell whether to try again."""
        try:
            posted = await self._platform.perform(action, live.group.admins_chat)
        except Retryable as error:
            self._metrics.refused(action, "retry")
            if not last:
                await once.not_sent(run, self._ledger.claims)
                return True
            await once.refused(run, str(error), live, self._ledger, clock.now())
        except (Forbidden, Gone) as error:
            self._metrics.refused(action, "forbidden")
            await once.refused(run, str(error), live, self._ledger, clock.now())
        except Exception:  # noqa: BLE001 - whatever it was, the admins have to look
            self._metrics.refused(action, "error")
            _log.exception("a summary broke off", group=live.group.name)
            await once.broke_off(run, live, self._ledger, clock.now())
        else:
            await once.sent(run, posted if isinstance(posted, Posted) else None, self._ledger.claims)
        return False

    async def _perform(self, action: Action, claimed: Sequence[Claimed], live: LiveGroup) -> None:
        outbox, numbers = self._ledger.outbox, [one.number for one in claimed]
        try:
            follow = await self._platform.perform(_worded(action, live), live.group.admins_chat)
        except Retryable as error:
            self._metrics.refused(action, "retry")
            await self._later(claimed, max(error.after, _SOON))
        except Gone:
            await outbox.done(numbers)
        except Forbidden as error:
            self._metrics.refused(action, "forbidden")
            _log.warning("refused by the platform", group=live.group.name, action=type(action).__name__, why=str(error))
            if isinstance(action, NudgeMember):
                await self._not_reached(action, live, error)
            await outbox.failed(numbers)
        except Exception:  # noqa: BLE001 - one bad action must not stop the others
            self._metrics.refused(action, "error")
            _log.exception("could not act", group=live.group.name, action=type(action).__name__)
            await (self._later(claimed, _AGAIN_AFTER) if claimed[0].again else outbox.unknown(numbers))
        else:
            await self._done(action, claimed, live, follow)

    async def _not_reached(self, action: NudgeMember, live: LiveGroup, error: Forbidden) -> None:
        """Take a block as [Stop]. Without a private way nothing was sent, and the member's turn has passed."""
        reply = Reply.BLOCKED if isinstance(error, Blocked) else Reply.UNREACHED
        offered = await self._ledger.nudges.reply(live.key, action.key, action.member, reply, clock.now())
        if reply is Reply.UNREACHED and offered is not None and offered.reason.endswith(":question"):
            peer = AskPeer(chat=live.chat, message_id=offered.match, instead_of=action.member)
            await self._decide(live, peer)

    async def _later(self, claimed: Iterable[Claimed], after: timedelta) -> None:
        at = clock.now()
        for one in claimed:
            if one.attempts >= _MOST_TRIES:
                await self._ledger.outbox.failed([one.number])
            else:
                await self._ledger.outbox.later(one.number, at + after)

    async def _done(
        self, action: Action, claimed: Sequence[Claimed], live: LiveGroup, follow: FollowUp | Posted | None
    ) -> None:
        at = clock.now()
        if isinstance(action, TellMember):
            await self._ledger.outbox.told(live.key, action.about, at)
        if isinstance(action, AskAdmins) and isinstance(follow, Posted):
            await shown.posted(action, follow, live, self._ledger.claims)
        if isinstance(follow, FollowUp):
            await self._put(live.key, follow, f"{claimed[0].key}:after", at)
        await self._ledger.outbox.done([one.number for one in claimed])
        self._metrics.done(action, [at - one.due_at for one in claimed])

    async def _put(self, key: str, follow: FollowUp, name: str, at: datetime) -> None:
        due = row(replace(follow.action, chat=key), key=name, due_at=at + follow.after)
        async with self._ledger.batch(key) as transaction:
            await transaction.write(Changes(chat=key, outbox=[due]))


def _worded(action: Action, live: LiveGroup) -> Action:
    """Return words to a member with what may be said where no private way is open, in the group's language."""
    if not isinstance(action, TellMember):
        return action
    with speaking(live.group.language, live.group.words):
        return replace(action, in_public=replies.in_public(starts=live.group.platform != "discord"))


def _was_asked_for(claimed: Claimed) -> bool:
    """Tell an answer to a command, a note to the admins, or the end of a ban from what follows from the policy.

    Of an observed group nothing else reaches the platform.
    """
    return claimed.kind in (TellAdmins.__name__, LiftBan.__name__) or ANSWER in claimed.key


def _together(claimed: Sequence[Claimed]) -> list[list[Claimed]]:
    """Put deletions of one chat together, as many as one call takes; everything else stays by itself."""
    parts: list[list[Claimed]] = []
    open_parts: dict[str, list[Claimed]] = {}
    for one in claimed:
        part = open_parts.get(one.chat)
        if one.kind == RemoveMessages.__name__ and part is not None and len(part) < _MOST_IDS // 10:
            part.append(one)
            continue
        parts.append([one])
        if one.kind == RemoveMessages.__name__:
            open_parts[one.chat] = parts[-1]
    return parts


def _merged(actions: Sequence[Action], chat: str) -> Action:
    """Return one action for the platform: with its own id of the chat, and of several deletions all ids."""
    first = replace(actions[0], chat=chat)
    if not isinstance(first, RemoveMessages):
        return first
    removals = [action for action in actions if isinstance(action, RemoveMessages)]
    ids = dict.fromkeys(one for action in removals for one in action.message_ids)
    places = dict(place for action in removals for place in action.places)
    return replace(first, message_ids=tuple(ids), places=tuple(places.items()))
