"""The queue of updates: filtered when they are made, kept for a day, gone once acknowledged."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tests.standin.clock import Clock

KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
        "guest_message",
        "subscription",
    ]
)
ONLY_WHEN_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KEPT_SECONDS = 24 * 3600
FIRST_ID = 700_000_001


class Waiting(NamedTuple):
    """An update that nobody acknowledged yet."""

    update_id: int
    made_at: float
    kind: str
    body: Any

    def as_json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """Guarded by the world's lock. `changed` is called whenever there is something new to fetch."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: deque[Waiting] = deque()
        self._next_id = FIRST_ID
        self.allowed: frozenset[str] = frozenset()
        """As the bot named them; empty means all that need not be named."""
        self.changed: Callable[[], None] = lambda: None

    def allow(self, kinds: Iterable[str]) -> None:
        """Names that no update has are passed over, as the real server does."""
        self.allowed = frozenset(kinds) & KINDS

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_WHEN_NAMED

    def add(self, kind: str, body: Any) -> None:
        if not self.wants(kind):
            return
        self._queue.append(Waiting(self._next_id, self._clock.now(), kind, body))
        self._next_id += 1
        self.changed()

    def acknowledge(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps the last so many."""
        self._forget_old()
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        while self._queue and self._queue[0].update_id < offset:
            self._queue.popleft()

    def first(self, limit: int) -> list[dict[str, Any]]:
        self._forget_old()
        return [waiting.as_json() for waiting, _ in zip(self._queue, range(limit), strict=False)]

    def drop(self) -> None:
        self._queue.clear()

    def __len__(self) -> int:
        self._forget_old()
        return len(self._queue)

    def _forget_old(self) -> None:
        oldest = self._clock.now() - KEPT_SECONDS
        while self._queue and self._queue[0].made_at < oldest:
            self._queue.popleft()
