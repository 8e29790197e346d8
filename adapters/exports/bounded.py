"""A dictionary that forgets its oldest keys, so that memory stays flat however long a chat is."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 100_000
"""Replies, names and topics reach back days or weeks; 100,000 messages are months of a lively group and 20 MB."""


class Bounded(Generic[Key, Value]):
    """Remembers the last `most` keys that were set."""

    def __init__(self, most: int = MOST) -> None:
        self._items: dict[Key, Value] = {}
        self._most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        self._items.pop(key, None)
        self._items[key] = value
        if len(self._items) > self._most:
            del self._items[next(iter(self._items))]

    def get(self, key: Key) -> Value | None:
        """Return the value, or None where the key is not known or forgotten."""
        return self._items.get(key)
