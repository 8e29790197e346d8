"""The service of one platform: what arrives is committed before it is acknowledged; then it is delivered.

Three loops that share nothing but the ledger and the groups: arrivals, deliveries, and the clock. A policy that is
loaded anew takes effect between two batches.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot import clock
from bot.actions import ANSWER, action_of, row
from bot.answers import answer, nudged, pressed
from bot.collector import relax
from bot.commands import BY_POLICY
from bot.giving import order
from bot.live import asked, presses, shown
from bot.live.deliver import Deliverer
from bot.live.groups import Groups, LiveGroup
from bot.live.metrics import Metrics
from bot.live.ports import Ledger, Platform
from bot.pipeline import LARGEST, Handled
from bot.rounds import Done
from bot.texts import menus, notes
from chat.actions import Action, AskPeer, AskWelcomer, DecideByDefault, RemoveMessages, TellAdmins
from chat.arrivals import Arrival, Presence
from chat.errors import Forbidden, Gone, LedgerError, PlatformError, Retryable
from chat.events import ButtonPressed, CommandGiven, Event, MessageEdited, MessagePosted, Person
from chat.ledger import Changes, OutboxRow, Wanted
from chat.posts import Post
from chat.runs import RunState
from policies.language.schema import Policy
from policies.promotion import read, weigh

STOPPED: Final = "breaker"
_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ROUNDS_LATE: Final = 60.0
_AFTER_TROUBLE: Final = timedelta(seconds=1)
_log = structlog.get_logger()


class Service:
    """One platform's groups, live."""

    def __init__(self, platform: Platform, ledger: Ledger, policy: Policy, *, secret: bytes, metrics: Metrics) -> None:
        self.platform = platform
        self.ledger = ledger
        self.metrics = metrics
        self.policy = policy
        self.groups = Groups(ledger, platform.name, secret=secret, on_done=self._came)
        self.deliverer = Deliverer(platform, ledger, self.groups, metrics, self._by_default)
        self._reloaded = asyncio.Event()

    async def run(self) -> None:
        """Serve until cancelled; `begin` comes first."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._announce(), name="menus")
                tasks.create_task(self._listen(), name="arrivals")
                tasks.create_task(self.deliverer.run(), name="deliveries")
                tasks.create_task(self._keep_time(), name="rounds")
        finally:
            await self.platform.close()

    async def begin(self) -> None:
        """Load what has to be loaded, and put the policy in force."""
        await asyncio.to_thread(warm_up)
        relax()
        stopped = await self.ledger.claims.in_state(RunState.PLANNED)
        self.groups.stop((run.chat for run in stopped if run.kind == STOPPED), self.policy, clock.now())
        for live in list(self.groups):
            try:
                await self._follow(live.chat, await self.platform.current_id(live.chat))
            except PlatformError as error:
                _log.warning("a group of the policy is out of reach", group=live.group.name, why=str(error))

    async def _announce(self) -> None:
        """Put the commands into the platform's menus, in every language; without them nothing else is missing."""
        with contextlib.suppress(PlatformError):
            await self.platform.announce(menus.all_menus())

    def reload(self, policy: Policy) -> None:
        """Put another policy in force; nothing that is under way is lost."""
        self.policy = policy
        self.groups.use(policy, clock.now())
        self._reloaded.set()

    # What arrives.

    async def _listen(self) -> None:
        waiting: Sequence[Arrival] = ()
        while True:
            try:
                waiting = waiting or await self.platform.arrivals()
                await self.take(waiting)
                waiting = ()
            except LedgerError as error:  # asking for more would acknowledge what is not written
                _log.warning("the ledger broke off", why=str(error))
                await asyncio.sleep(_AFTER_TROUBLE.total_seconds())
            except Retryable as error:
                await asyncio.sleep(max(error.after, _AFTER_TROUBLE).total_seconds())
            except (Forbidden, Gone):
                raise
            except PlatformError as error:
                waiting = ()
                _log.warning("arrivals broke off", why=str(error))
                await asyncio.sleep(_AFTER_TROUBLE.total_seconds())

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """Decide about what arrived, group by group; returns when everything is committed."""
        waiting: dict[str, list[tuple[int, Event]]] = {}
        for arrival in arrivals:
            if arrival.moved_to is not None:
                await self._flush(waiting)
                await self._follow(arrival.chat, arrival.moved_to)
            if arrival.presence is not None:
                await self._met(arrival.chat, arrival.presence)
            for event in arrival.events:
                for live, addressed in await self._addressed(event, arrival.number):
                    one = await presses.with_decision(addressed, live, self.ledger.reports)
                    if not await presses.is_first(one, live, self.ledger.claims, str(arrival.number)):
                        continue
                    await self._close_card(live, one)
                    waiting.setdefault(live.chat, []).append((arrival.number, one))
        await self._flush(waiting)

    async def _flush(self, waiting: dict[str, list[tuple[int, Event]]]) -> None:
        for chat, events in waiting.items():
            live = self.groups.of_chat(chat)
            for start in range(0, len(events), LARGEST):
                if live is not None:
                    await self._handle(live, events[start : start + LARGEST])
        waiting.clear()

    async def _handle(self, live: LiveGroup, numbered: Sequence[tuple[int, Event]]) -> None:
        events = [event for _, event in numbered]
        numbers = [number for number, _ in numbered] if self.platform.numbered else []
        handled = await live.pipeline.handle(events, numbers)
        await self._answer(live, events)
        self.metrics.judged(live.group.name, handled.judged)
        await self._watch(live, handled)
        self.deliverer.wake.set()

    async def _addressed(self, event: Event, number: int) -> list[tuple[LiveGroup, Event]]:
        """Return the groups that an event concerns, and the event as it is seen there."""
        match event:
            case ButtonPressed():
                live, pressed = presses.group_of(event, self.groups)
                return [] if live is None else await self._first_decision(live, pressed, number)
            case CommandGiven(private=True):
                return [(live, await self._seen_in(live, event)) for live in await self._groups_of(event.member.id)]
            case _:
                chat = event.message.chat if isinstance(event, MessageEdited) else event.chat
                live = self.groups.of_chat(chat)
                if live is not None:
                    return [(live, event)]
        if isinstance(event, CommandGiven):
            return [(live, await self._seen_in(live, event)) for live in self.groups.of_admins_chat(event.chat)]
        return []

    async def _groups_of(self, member: str) -> list[LiveGroup]:
        """Return the groups in which somebody was seen; of a stranger, the first."""
        found = []
        for live in self.groups:
            async with self.ledger.batch(live.key) as transaction:
                known = await transaction.read(
                    Wanted(chat=live.key, imagined=live.observes, members=frozenset([member]))
                )
            if member in known.members:
                found.append(live)
        return found or list(self.groups)[:1]

    async def _seen_in(self, live: LiveGroup, event: CommandGiven) -> CommandGiven:
        """Return a command as it counts in a group: an admin is who is one *there*."""
        admins = await self.platform.admins(live.chat)
        return replace(event, chat=live.chat, member=replace(event.member, is_admin=event.member.id in admins))

    async def _first_decision(
        self, live: LiveGroup, event: ButtonPressed, number: int
    ) -> list[tuple[LiveGroup, Event]]:
        """Let a decision on a card through if an admin of the group made it, and nobody made one before."""
        admins = await self.platform.admins(live.chat)
        event = replace(event, chat=live.chat, member=replace(event.member, is_admin=event.member.id in admins))
        said = await presses.answer(event, live, self.ledger.claims, number)
        with contextlib.suppress(PlatformError):
            await self.platform.answer_press(event.press_id, said.words, said.outcome)
        return [(live, event)] if said.counts else []

    async def _by_default(self, live: LiveGroup, action: DecideByDefault | AskWelcomer | AskPeer) -> None:
        """Decide as the policy says, unless an admin has decided meanwhile; or ask whoever welcomes newcomers."""
        if isinstance(action, AskWelcomer | AskPeer):
            await live.pipeline.handle([order(action, live.chat, clock.now())])
            self.deliverer.wake.set()
            return
        event = CommandGiven(
            at=clock.now(),
            chat=live.chat,
            message_id=f"default:{action.decision_id}",
            member=BY_POLICY,
            name="approve" if action.allow else "deny",
            argument=action.decision_id,
        )
        if await presses.is_first(event, live, self.ledger.claims, event.message_id):
            await self._close_card(live, event)
            await live.pipeline.handle([event])

    async def _close_card(self, live: LiveGroup, event: Event) -> None:
        """Let the card of what is decided by command, or by the policy, show so."""
        if (outcome := presses.outcome_of(event)) is not None and isinstance(event, CommandGiven):
            await shown.decided(event.argument.strip(), outcome, live, self.ledger, clock.now())

    async def _answer(self, live: LiveGroup, events: Sequence[Event]) -> None:
        """Answer commands. Each answer waits in the outbox under the command's id, so it is given once."""
        found: list[OutboxRow] = []
        at = clock.now()
        for event in events:
            actions: Sequence[Action] = ()
            if isinstance(event, CommandGiven):
                if event.name == "resume" and event.member.is_admin:
                    await self._resume(live)
                await asked.answer(event, live, self.ledger, at=at, name=_id_of(event))
                counts = await self.ledger.outbox.counts() if event.name == "status" else None
                actions = await answer(event, live.group, live.key, self.ledger, at=at, outbox=counts)
            elif isinstance(event, ButtonPressed):
                actions = await pressed(event, live.group, live.key, self.ledger, at=at)
                actions += await nudged.answer(event, live.group, live.key, self.ledger, self.ledger.nudges, at=at)
            name = f"{live.key}{ANSWER}{_id_of(event)}"
            found += [row(action, key=f"{name}:{place}", due_at=at) for place, action in enumerate(actions)]
        await self._put(live.key, found)

    async def _put(self, key: str, rows: Sequence[OutboxRow]) -> None:
        if rows:
            async with self.ledger.batch(key) as transaction:
                await transaction.write(Changes(chat=key, outbox=list(rows)))

    # What happens to the bot and to its chats.

    async def _follow(self, old: str, new: str) -> None:
        if old == new or self.groups.of_chat(old) is None:
            return
        self.groups.moved(old, new)
        live = self.groups.of_chat(new)
        if live is not None:
            await self._note(live, notes.moved(old, new), name=f"moved:{new}")

    async def _met(self, chat: str, presence: Presence) -> None:
        """Tell whoever put the bot into a group that no policy names how to add it; once."""
        if not presence.present or presence.by is None or self.groups.of_chat(chat) is not None:
            return
        if self.groups.of_admins_chat(chat):
            return
        key = f"{self.platform.name}:{chat}"
        if await self.ledger.claims.claim(key, "met", _ONCE):
            with contextlib.suppress(PlatformError):
                await self.platform.perform(notes.how_to_add(chat, presence, self.platform.name), None)

    async def _watch(self, live: LiveGroup, handled: Handled) -> None:
        """Trip the breaker where too many members of long standing lose posts: observe, and tell the admins once."""
        for judged in handled.judged:
            if judged.verdict.outcome != "remove":
                continue
            member = handled.changes.members.get(judged.message.author.id)
            since = member.first_seen if member else None
            if live.raids.removed(judged.at, known_since=since):
                await self._note(live, notes.raid(live.group), name=f"raid:{judged.at.isoformat()}")
            if live.breaker.removed(judged.message.author.id, judged.at, known_since=since) and not live.observes:
                await self.ledger.claims.claim(live.key, STOPPED, judged.at)
                await self._tell_now(live, notes.stopped(live.group))
                self.groups.stop([live.key], self.policy, clock.now())
                return

    async def _tell_now(self, live: LiveGroup, note: Post) -> None:
        """Tell the admins of a group that is about to observe: after that nothing of it is delivered."""
        with contextlib.suppress(PlatformError):
            await self.platform.perform(TellAdmins(chat=live.chat, note=note), live.group.admins_chat)

    async def _resume(self, live: LiveGroup) -> None:
        for run in await self.ledger.claims.in_state(RunState.PLANNED):
            if run.kind == STOPPED and run.chat == live.key:
                await self.ledger.claims.advance(run, RunState.SKIPPED)
        self.groups.resume(live.key, self.policy, clock.now())

    async def _note(self, live: LiveGroup, note: Post, *, name: str) -> None:
        at = clock.now()
        action = TellAdmins(chat=live.key, note=note)
        await self._put(live.key, [row(action, key=f"{live.key}:{name}", due_at=at)])
        self.deliverer.wake.set()

    async def note_all(self, note: Post, *, name: str) -> None:
        """Tell the admins of every group."""
        for live in list(self.groups):
            await self._note(live, note, name=name)

    # The clock.

    async def _keep_time(self) -> None:
        while True:
            self._reloaded.clear()
            for live in list(self.groups):
                await self._run_rounds(live)
            due = [at for live in self.groups if (at := live.rounds.next_due()) is not None]
            wait = min([_ROUNDS_LATE, *((at - clock.now()).total_seconds() for at in due)])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._reloaded.wait(), max(0.05, wait))

    async def _run_rounds(self, live: LiveGroup) -> None:
        try:
            if not live.rounds.is_resumed:
                await live.rounds.resume(clock.now())
            while (due := live.rounds.next_due()) is not None and due <= clock.now():
                await live.rounds.run()
        except LedgerError as error:
            _log.warning("rounds broke off", group=live.group.name, why=str(error))

    def _came(self, _done: Done) -> None:
        self.deliverer.wake.set()


def warm_up() -> None:
    """Load what the first message would wait for: word lists, tables, codecs."""
    author = Person(id="0", name="")
    text = "Hello, 5 pounds at https://example.org, call +44 20 7946 0000"
    weigh(read(MessagePosted(at=_ONCE, chat="", message_id="0", author=author, text=text)))
    action = RemoveMessages(chat="", message_ids=(), reason="")
    made = row(action, key="", due_at=_ONCE)
    action_of(made.kind, made.body)


def _id_of(event: Event) -> str:
    """Return what tells a command or press apart from all others; ids of private chats are counted by themselves."""
    if isinstance(event, CommandGiven):
        return f"{event.member.id}:{event.message_id}:{event.at.timestamp():.0f}"
    return event.press_id if isinstance(event, ButtonPressed) else ""
