"""How much the bot may ask for: a bucket for each route and place, fifty a second altogether, and no stubbornness."""

import hashlib
from collections import deque
from dataclasses import dataclass

from tests.standin.discord.refusal import Refusal
from tests.standin.discord.world import World

OTHERS = (10, 1.0)
BUCKETS = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "DELETE /channels/{channel}/messages/{message}": (5, 1.0),
    "POST /channels/{channel}/messages/bulk-delete": (1, 1.0),
    "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me": (1, 0.25),
    "PATCH /guilds/{guild}/members/{user}": (10, 10.0),
    "POST /users/@me/channels": (10, 10.0),
}
"""So many in so many seconds: the real ones are told only by the headers, and are of this size."""
MAJOR = ("channel", "guild", "application", "token")
ALTOGETHER, ALTOGETHER_SECONDS = 50, 1.0
MOST_INVALID, INVALID_SECONDS = 10_000, 600.0
NOT_GLOBAL = ("POST /interactions/", "POST /webhooks/", "PATCH /webhooks/", "GET /webhooks/", "DELETE /webhooks/")
AT_ONCE_SECONDS = 0.25
"""What comes so soon after a refusal was on its way already."""
Headers = dict[str, str]


@dataclass(slots=True)
class _Window:
    left: int
    ends: float


@dataclass(slots=True)
class _Block:
    """`told` is when the bot first heard of it."""

    until: float
    told: float | None


class Limits:
    """Guarded by the world's lock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.on = True
        self._windows: dict[str, _Window] = {}
        self._blocked: dict[str, _Block] = {}
        self._all: deque[float] = deque()
        self._invalid: deque[float] = deque()

    def take(self, route: str, ids: dict[str, str]) -> Headers:
        """The headers of the answer; refuse a call that comes too early."""
        key, now = self._key(route, ids), self._world.clock.now()
        self._check_blocked(route, key, now)
        if not self.on:
            return {}
        self._take_of_all(route, now)
        most, seconds = BUCKETS.get(route, OTHERS)
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(most, now + seconds)
        if window.left == 0:
            self._blocked[key] = _Block(window.ends, now)
            raise self._too_many(route, window.ends - now, scope="user")
        window.left -= 1
        return self._headers(route, most, window, now)

    def block(self, route: str, ids: dict[str, str], seconds: float, *, everything: bool = False) -> Refusal:
        """As a test said: 429 for so long; of the one for everything nobody was told yet."""
        now = self._world.clock.now()
        key, told = ("", None) if everything else (self._key(route, ids), now)
        self._blocked[key] = _Block(now + seconds, told)
        return self._too_many(route, seconds, scope="global" if everything else "user")

    def count_invalid(self, status: int) -> None:
        if status in {401, 403, 429}:
            self._invalid.append(self._world.clock.now())

    @property
    def invalid(self) -> int:
        """Answers of 401, 403 and 429 within ten minutes."""
        while self._invalid and self._invalid[0] <= self._world.clock.now() - INVALID_SECONDS:
            self._invalid.popleft()
        return len(self._invalid)

    @property
    def banned(self) -> bool:
        return self.invalid >= MOST_INVALID

    def _check_blocked(self, route: str, key: str, now: float) -> None:
        for name, scope in ((key, "user"), ("", "global")):
            block = self._blocked.get(name)
            if block is not None and block.until > now:
                self._note(route, block, now)
                raise self._too_many(route, block.until - now, scope=scope)

    def _note(self, route: str, block: _Block, now: float) -> None:
        if block.told is None:
            block.told = now
        if now - block.told > AT_ONCE_SECONDS:
            self._world.complain(f"{route} came {block.until - now:.2f} s before retry_after was over")

    def _take_of_all(self, route: str, now: float) -> None:
        if route.startswith(NOT_GLOBAL):
            return
        while self._all and self._all[0] <= now - ALTOGETHER_SECONDS:
            self._all.popleft()
        if len(self._all) >= ALTOGETHER:
            self._blocked[""] = _Block(now + ALTOGETHER_SECONDS, now)
            raise self._too_many(route, ALTOGETHER_SECONDS, scope="global")
        self._all.append(now)

    def _too_many(self, route: str, seconds: float, *, scope: str) -> Refusal:
        everything = scope == "global"
        told = {"retry_after": round(seconds, 3), "global": everything}
        refusal = Refusal(429, 0, "You are being rate limited.", **told)
        most, _ = BUCKETS.get(route, OTHERS)
        refusal.headers = {"Retry-After": str(int(seconds) + 1), "X-RateLimit-Scope": scope}
        if everything:
            refusal.headers["X-RateLimit-Global"] = "true"
        else:
            window = _Window(0, self._world.clock.now() + seconds)
            refusal.headers |= self._headers(route, most, window, self._world.clock.now())
        return refusal

    def _headers(self, route: str, most: int, window: _Window, now: float) -> Headers:
        return {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            "X-RateLimit-Reset-After": f"{window.ends - now:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }

    def _key(self, route: str, ids: dict[str, str]) -> str:
        return " ".join([route, *(ids[name] for name in MAJOR if name in ids)])
