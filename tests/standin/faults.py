"""What goes wrong because a test said so."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

Status = int | Literal["drop", "slow"]


@dataclass(frozen=True, slots=True)
class Fault:
    """`status` is an HTTP status, "drop" or "slow"; `seconds` are those of retry_after, or of slowness."""

    status: Status
    seconds: float

    @property
    def carries_out(self) -> bool:
        """The call has its effect, and the bot doesn't learn of it in time."""
        return isinstance(self.status, str)


class Faults:
    """Waiting for their methods to be called; guarded by the world's lock."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def plan(self, method: str, fault: Fault, times: int) -> None:
        self._waiting[method].extend([fault] * times)

    def clear(self) -> None:
        self._waiting.clear()

    def next(self, method: str) -> Fault | None:
        """Those planned for this method come before those for any ("*")."""
        for name in (method, "*"):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        return None
