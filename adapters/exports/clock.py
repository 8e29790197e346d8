"""Times as exports write them, made instants. Knows no platform and reads no clock."""

from datetime import UTC, datetime, tzinfo


class LocalClock:
    """Reads local times in a zone, keeping them rising where the clock went back and an hour came twice."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._latest: datetime | None = None

    def local(self, naive: datetime) -> datetime | None:
        """Return the instant in UTC; None at the ends of the calendar, where there is none."""
        try:
            at = naive.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
            if self._latest is not None and at < self._latest:
                later = naive.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
                at = later if later >= self._latest else at
        except OverflowError:
            return None
        self._latest = at
        return at

    def iso(self, text: str) -> datetime | None:
        """Return the instant in UTC of an ISO 8601 time, local if it has no offset; None if it is no time."""
        try:
            at = datetime.fromisoformat(text)
            return self.local(at) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def unix(seconds: str) -> datetime | None:
    """Return the instant in UTC of a count of seconds since 1970; None if it is none."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def tells_offset(text: str) -> bool:
    """Whether an ISO 8601 time carries its offset."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
