"""The server's time, which a test can move."""

import time
from datetime import datetime, timedelta


class Clock:
    """Runs as fast as real time, ahead of it or behind it by what the test said."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time_ns() / 1e9 + self._ahead

    def forward(self, by: timedelta) -> None:
        self._ahead += by.total_seconds()

    def set_to(self, when: datetime) -> None:
        """Go on from here; going back frees no limit and revives no update."""
        self._ahead += when.timestamp() - self.now()
