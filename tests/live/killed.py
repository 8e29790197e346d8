"""A service that is killed at a chosen await, and one that comes after it: run as `python -m tests.live.killed`.

Reads lines of JSON, each a life to live, and answers each with a line: how many awaits it had, or that it was killed.
Every life is a process of its own, forked from this one, where everything is imported already.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Coroutine, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import charts, clock
from bot.live.deliver import Deliverer
from bot.live.groups import Groups, LiveGroup
from bot.live.metrics import Metrics
from bot.pipeline import Pipeline
from chat.actions import Action, DecideByDefault, Posted, PostSummary, TellAdmins
from chat.events import MessagePosted, Person
from policies.language.load import load_policy
from storage.ledger import Ledger

DUE = datetime(2026, 1, 12, 9, tzinfo=UTC)
KEY = "telegram:-100"
POLICY = """
version: 1
groups:
  makers:
    platform: telegram
    chat: "-100"
    admins_chat: "-200"
    mode: enforce
    nudges: off
    summary: {every: Mon 09:00, names: everybody}
"""
TALK = (
    ("7", "Does anybody know a good bookkeeper?", None),
    ("8", "Ask Sam at Mill Street, she is great with small shops.", "1"),
    ("7", "Thank you, that helps a lot!", "2"),
    ("9", "Good morning.", None),
)


class Board:
    """A platform that notes down what is done to it, and that makes its caller wait before and after."""

    name = "telegram"

    def __init__(self, seen: Path) -> None:
        self._seen = seen

    async def perform(self, action: Action, admins_chat: str | None) -> Posted | None:
        await asyncio.sleep(0)
        line = {"kind": type(action).__name__, "to": admins_chat if isinstance(action, TellAdmins) else action.chat}
        if isinstance(action, PostSummary):
            line["period"] = action.period
        with self._seen.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        await asyncio.sleep(0)
        return Posted("77") if isinstance(action, PostSummary) else None

    def free_at(self, action: Action, admins_chat: str | None, key: str, at: datetime) -> datetime:
        del action, admins_chat, key
        return at


async def prepare(url: str) -> None:
    """Let a week pass in which somebody was helped."""
    ledger = await Ledger.open(url, secret=b"test")
    policy = load_policy(POLICY)
    talk = [
        MessagePosted(
            at=DUE - timedelta(days=2) + timedelta(minutes=number),
            chat="-100",
            message_id=str(number + 1),
            author=Person(id=who, name=f"Member {who}"),
            text=text,
            place="1",
            reply_to=reply_to,
        )
        for number, (who, text, reply_to) in enumerate(TALK)
    ]
    await Pipeline(policy.groups["makers"], KEY, ledger).handle(talk)
    groups = Groups(ledger, "telegram", secret=b"test", on_done=lambda _done: None)
    groups.use(policy, DUE - timedelta(days=1))
    await next(iter(groups)).rounds.resume(DUE - timedelta(days=1))
    await ledger.close()


async def live(url: str, seen: Path) -> None:
    """Do what fell due, deliver what waits, and end."""
    ledger = await Ledger.open(url, secret=b"test")
    groups = Groups(ledger, "telegram", secret=b"test", on_done=lambda _done: None)
    groups.use(load_policy(POLICY), clock.now())
    group = next(iter(groups))
    deliverer = Deliverer(Board(seen), ledger, groups, Metrics(), _never)  # type: ignore[arg-type]
    await deliverer.begin()
    await group.rounds.resume(clock.now())
    while (due := group.rounds.next_due()) is not None and due <= clock.now():
        await group.rounds.run()
    while await deliverer.deliver():
        pass
    await ledger.close()


async def _never(_group: LiveGroup, _action: DecideByDefault) -> None:
    raise AssertionError("nothing waits for an admin")


class Counted(Coroutine[Any, Any, Any]):
    """A coroutine whose awaits are counted, over all of them; at a given one the process dies.

    Twice at each: when it is handed to whoever is waited for, and when the answer comes.
    """

    awaits = 0
    last: int | None = None

    def __init__(self, inner: Coroutine[Any, Any, Any]) -> None:
        self._inner = inner

    def send(self, value: Any) -> Any:
        self._count()
        result = self._inner.send(value)
        self._count()
        return result

    def throw(self, *error: Any) -> Any:
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    @classmethod
    def _count(cls) -> None:
        cls.awaits += 1
        if cls.awaits == cls.last:
            os.kill(os.getpid(), signal.SIGKILL)


def _task(loop: asyncio.AbstractEventLoop, coroutine: Any, **given: Any) -> asyncio.Task[Any]:
    return asyncio.Task(Counted(coroutine), loop=loop, **given)


async def _counted(url: str, seen: Path) -> None:
    asyncio.get_running_loop().set_task_factory(_task)
    await asyncio.create_task(live(url, seen))


def _life(url: str, seen: str, at: str, last: int | None) -> int:
    """Live once in a process of its own; return how many awaits there were, 0 for a life cut short."""
    receives, sends = os.pipe()
    child = os.fork()
    if child == 0:
        now = datetime.fromisoformat(at)
        clock.now = lambda: now
        Counted.last = last
        asyncio.run(_counted(url, Path(seen)))
        os.write(sends, str(Counted.awaits).encode())
        os._exit(0)
    os.close(sends)
    with os.fdopen(receives) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return int(told or 0)


def main() -> None:
    """Answer one request after another."""
    charts.picture(((DUE, 1),), load_policy(POLICY).groups["makers"].timezone, goal=None)
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(f"{_life(asked['url'], asked['seen'], asked['at'], asked['last'])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
