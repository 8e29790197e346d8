"""The stand-in itself: a server to point a bot at, and to ask afterwards what it saw."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.standin.bell import Bell
from tests.standin.clock import Clock
from tests.standin.faults import Fault, Faults, Status
from tests.standin.telegram.api import Api
from tests.standin.telegram.courier import Courier
from tests.standin.telegram.driver import Driver
from tests.standin.telegram.parameters import METHODS
from tests.standin.telegram.people import User
from tests.standin.telegram.polling import Polling
from tests.standin.telegram.serving import HOST, Serving
from tests.standin.telegram.world import Call, Chat, Json, World

LOOK_AGAIN_SECONDS = 0.01
TOLD_CALLS = 12
T = TypeVar("T")


class StandIn(Driver):
    """`with StandIn(token="123:abc") as server:` serves `server.url` from a thread of this process."""

    def __init__(
        self,
        token: str = "123456:stand-in",  # noqa: S107  nobody else's
        *,
        name: str = "Potluck",
        username: str = "potluck_bot",
        privacy: bool = True,
    ) -> None:
        bot = User(id=int(token.partition(":")[0]), name=name, username=username, is_bot=True)
        super().__init__(World(bot, privacy=privacy))
        self.token = token
        self._bell = Bell()
        self._faults = Faults()
        self.courier = Courier(self.world, self._bell)
        self._api = Api(self.world, token, Polling(self.world, self._bell), self._faults)
        self._serving = Serving(self._api, self._beside)
        self._api.hang_up = self._serving.hang_up
        self.world.updates.changed = self._bell.ring

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def begin(self) -> None:
        """Serve; again after `end`, on the same port."""
        self._serving.start()

    def end(self) -> None:
        """Be out of reach; what the server knows stays."""
        self._serving.stop()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._serving.port}"

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def limits(self) -> bool:
        """Whether the bot can send too much."""
        return self._api.limits.on

    @limits.setter
    def limits(self, on: bool) -> None:
        self._api.limits.on = on

    @property
    def ephemeral(self) -> bool | str:
        """True: shown to one; False: refused; "ignored": posted in public, as by a server that doesn't know them."""
        return self.world.ephemeral

    @ephemeral.setter
    def ephemeral(self, how: bool | str) -> None:
        if how not in {True, False, "ignored"}:
            raise ValueError(how)
        self.world.ephemeral = how

    def fail(self, method: str, times: int = 1, status: Status = 500, *, seconds: float = 1.0) -> None:
        """The next calls of a method ("*": of any) go wrong.

        "drop" carries out and closes the connection, "slow" carries out and answers after `seconds`; a status refuses,
        429 for `seconds`.
        """
        if method != "*" and method not in METHODS:
            raise ValueError(f"no such method: {method}")
        with self.world.lock:
            self._faults.plan(method, Fault(status, seconds), times)

    def mend(self) -> None:
        """No fault is left."""
        with self.world.lock:
            self._faults.clear()

    @property
    def calls(self) -> list[Call]:
        """Everything that the bot asked for, oldest first."""
        return self.world.calls

    @property
    def complaints(self) -> list[str]:
        """What the bot did that the documentation doesn't allow."""
        return self.world.complaints

    def called(self, method: str) -> list[Json]:
        """The parameters of each call of it."""
        with self.world.lock:
            return [call.params for call in self.world.calls if call.method == method]

    def standing(self, group: Chat) -> list[str]:
        """Words of all that stands in the group, people's and the bot's."""
        with self.world.lock:
            return self.world.standing(group)

    def messages(self, group: Chat) -> list[Json]:
        """What stands in the group, whole; service messages too."""
        with self.world.lock:
            return [posted.message for posted in group.messages.values() if not posted.deleted]

    def said(self, where: Chat | User) -> list[Json]:
        """What the bot posted there and still stands, whole."""
        with self.world.lock:
            posted = self.world.chats[where.id].messages.values()
            return [p.message for p in posted if p.author == self.bot.id and not p.deleted and not p.service]

    def stands(self, message: Json) -> bool:
        with self.world.lock:
            return self.world.posted(self.world.chats[message["chat"]["id"]], message["message_id"]) is not None

    def deleted(self, group: Chat) -> list[int]:
        """Whoever deleted them."""
        with self.world.lock:
            return [number for number, posted in group.messages.items() if posted.deleted]

    def sent_to(self, user: User) -> list[str]:
        """Words that the bot showed to the user alone and didn't take back: private ones, then ephemeral ones."""
        with self.world.lock:
            return self.world.sent_to(user)

    def whispers_to(self, user: User) -> list[Json]:
        """Ephemeral messages that still stand, whole."""
        with self.world.lock:
            kept = self.world.whispers.values()
            return [w.message for w in kept if w.receiver == user.id and not w.deleted]

    def reactions_of_bot(self, message: Json) -> list[str]:
        with self.world.lock:
            return self._at(message)[1].reactions.get(self.bot.id, [])

    def answer_to(self, press: str) -> Json | None:
        """What the presser was shown; None if nothing yet."""
        with self.world.lock:
            return self.world.presses[press].answer

    def commands(
        self, scope: str = "default", chat: int | None = None, user: int | None = None, language: str = ""
    ) -> list[Json]:
        """As registered for exactly that."""
        with self.world.lock:
            return self.world.commands.get((scope, chat, user, language), [])

    def description(self, language: str = "") -> str:
        with self.world.lock:
            return self.world.descriptions.get(language, "")

    def status(self, group: Chat, user: User) -> str:
        """What the user is in the group now: member, restricted, kicked ..."""
        with self.world.lock:
            member = self.world.member(group, user.id)
            return member.status if member else "left"

    def pending(self) -> int:
        """Updates that nobody acknowledged."""
        with self.world.lock:
            return len(self.world.updates)

    def wait_until(self, condition: Callable[[], T], seconds: float = 10) -> T:
        """What the condition came to; an AssertionError that shows the last calls if it didn't in time."""
        end = time.monotonic() + seconds
        while not (result := condition()):
            if time.monotonic() > end:
                raise AssertionError(self._what_happened(seconds))
            time.sleep(LOOK_AGAIN_SECONDS)
        return result

    async def eventually(self, condition: Callable[[], T], seconds: float = 10) -> T:
        """`wait_until` for tests that run the bot on their own loop."""
        end = time.monotonic() + seconds
        while not (result := condition()):
            if time.monotonic() > end:
                raise AssertionError(self._what_happened(seconds))
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return result

    def _what_happened(self, seconds: float) -> str:
        with self.world.lock:
            last: list[Any] = [(call.method, call.params) for call in self.world.calls if call.method != "getUpdates"]
            return (
                f"not within {seconds} s; {len(self.world.updates)} updates pending; complaints: "
                f"{self.world.complaints[-TOLD_CALLS:]}; last calls: {last[-TOLD_CALLS:]}"
            )

    async def _beside(self) -> None:
        self._bell.hang()
        try:
            await self.courier.run()
        finally:
            self._bell.take_down()
