"""Stops a rule gone mad: too many members of long standing with a post taken down in a short time.

Strangers don't count there: a raid of new accounts is what removing is for, and the admins only hear of it, once.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

KNOWN_FOR: Final = timedelta(days=7)
MOST: Final = 10
WITHIN: Final = timedelta(minutes=10)
RAID: Final = 20
"""Removals of strangers within that time that are a raid."""
QUIET_AFTER: Final = timedelta(hours=1)
"""Another alert of the same raid comes only after this."""


class Breaker:
    """Counts distinct known members with a removal."""

    def __init__(self) -> None:
        self._removals: deque[tuple[datetime, str]] = deque()

    def removed(self, member: str, at: datetime, *, known_since: datetime | None) -> bool:
        """Note a removal; tell whether it is the one that trips the breaker."""
        if known_since is None or at - known_since < KNOWN_FOR:
            return False
        self._removals.append((at, member))
        while self._removals and at - self._removals[0][0] > WITHIN:
            self._removals.popleft()
        if len({who for _, who in self._removals}) < MOST:
            return False
        self._removals.clear()
        return True


class Raids:
    """Counts removals of strangers."""

    def __init__(self) -> None:
        self._removals: deque[datetime] = deque()
        self._alerted: datetime | None = None

    def removed(self, at: datetime, *, known_since: datetime | None) -> bool:
        """Note a removal; tell whether it is the one of which the admins should hear."""
        if known_since is not None and at - known_since >= KNOWN_FOR:
            return False
        self._removals.append(at)
        while self._removals and at - self._removals[0] > WITHIN:
            self._removals.popleft()
        if len(self._removals) < RAID or (self._alerted is not None and at - self._alerted < QUIET_AFTER):
            return False
        self._alerted = at
        return True
