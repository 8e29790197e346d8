"""How much the bot may send: 429, and who doesn't wait is told so."""

import math
from collections import defaultdict, deque
from collections.abc import Hashable

from tests.standin.telegram.refusal import too_many
from tests.standin.telegram.world import Chat, World

_METERED = (
    "sendMessage sendPhoto editMessageText editMessageCaption editMessageReplyMarkup editMessageMedia "
    "editEphemeralMessageText"
)
METERED = frozenset(_METERED.split())
BURST = 3
"""Messages at once in a chat; then one a second."""
IN_A_GROUP, GROUP_SECONDS = 20, 60.0
ALTOGETHER, ALTOGETHER_SECONDS = 30, 1.0


class _Window:
    """So many in so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        return self._times[0] + self._seconds - now if len(self._times) >= self._most else 0.0

    def take(self, now: float) -> None:
        self._times.append(now)


class _Bucket:
    """One a second, and a few at once."""

    def __init__(self) -> None:
        self._left, self._at = float(BURST), 0.0

    def wait(self, now: float) -> float:
        self._left = min(BURST, self._left + max(0.0, now - self._at))
        self._at = now
        return max(0.0, 1.0 - self._left)

    def take(self, now: float) -> None:  # noqa: ARG002  as a window's
        self._left -= 1


class Limits:
    """Guarded by the world's lock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.on = False
        self._blocked: dict[Hashable, float] = {}
        self._all = _Window(ALTOGETHER, ALTOGETHER_SECONDS)
        self._chats: defaultdict[int, _Bucket] = defaultdict(_Bucket)
        self._groups: defaultdict[int, _Window] = defaultdict(lambda: _Window(IN_A_GROUP, GROUP_SECONDS))

    def check(self, method: str, chat: Chat | None) -> None:
        """Refuse a call that comes too early."""
        self._check_blocked(method, chat)
        now = self._world.clock.now()
        for key, meter in self._meters(method, chat):
            if wait := meter.wait(now):
                self.block(key, math.ceil(wait))
                raise too_many(math.ceil(wait))

    def count(self, method: str, chat: Chat | None) -> None:
        """It was carried out."""
        now = self._world.clock.now()
        for _, meter in self._meters(method, chat):
            meter.take(now)

    def block(self, key: Hashable, seconds: float) -> None:
        self._blocked[key] = self._world.clock.now() + seconds

    def _check_blocked(self, method: str, chat: Chat | None) -> None:
        now = self._world.clock.now()
        keys: list[Hashable] = [(method, chat.id if chat else None)]
        if method in METERED and chat is not None:
            keys += [chat.id, None]
        for key in keys:
            until = self._blocked.get(key, 0.0)
            if until > now:
                self._world.complain(f"{method} came {until - now:.1f} s before retry_after was over")
                raise too_many(math.ceil(until - now))

    def _meters(self, method: str, chat: Chat | None) -> list[tuple[Hashable, _Window | _Bucket]]:
        if not self.on or method not in METERED or chat is None:
            return []
        meters: list[tuple[Hashable, _Window | _Bucket]] = [(None, self._all), (chat.id, self._chats[chat.id])]
        return meters if chat.type == "private" else [*meters, (chat.id, self._groups[chat.id])]
