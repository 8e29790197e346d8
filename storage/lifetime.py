"""Counts without end (`1 per member ever`), kept under keyed hashes: they survive `/forget me`, and tell nothing.

A limit's key is `scope|subject|who`. Whoever has the database but not the secret can neither read nor guess whose
count it is.
"""

import hmac
import re
from collections.abc import Iterator
from typing import Any

_SUBJECTS = re.compile(r"\|(?:member|organisation|offer|channel|group|text)\|")


class Hasher:
    """The keyed hash of one chat's limits and holders."""

    def __init__(self, secret: bytes, chat: str) -> None:
        self._secret = secret
        self._chat = chat

    def limit(self, key: str) -> int:
        """Hash a limit's key."""
        return self._hash("limit", key)

    def holder(self, who: str) -> int:
        """Hash the one whose count it is: a member, an organisation, an offer, a place, or "" for the group."""
        return self._hash("holder", who)

    def _hash(self, kind: str, text: str) -> int:
        data = f"{kind}\0{self._chat}\0{text}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hmac.digest(self._secret, data, "sha256")[:8], "big") >> 1


def holder_of(key: str) -> str:
    """Return `who` of a limit's key; a key of any other shape belongs to the group."""
    parts = _SUBJECTS.split(key, maxsplit=1)
    return parts[1] if len(parts) == 2 else ""


class Lifetimes(dict[str, dict[str, int]]):
    """Counts by a limit's plain key, though only the hash was kept: ask by key, don't go through it.

    What came from the database is found under its hash; what is set later stands under its plain key.
    """

    def __init__(self, hasher: Hasher, counts: dict[int, dict[str, int]]) -> None:
        super().__init__()
        self._hasher = hasher
        self._counts = counts

    def __missing__(self, key: str) -> dict[str, int]:
        found = self._counts.get(self._hasher.limit(key))
        if found is None:
            raise KeyError(key)
        self[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def get(self, key: str, default: Any = None) -> Any:
        """Return the counts under a plain key."""
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key: str, default: dict[str, int] | None = None) -> dict[str, int]:
        """Return the counts under a plain key, after putting some there if there are none."""
        if key not in self:
            self[key] = {} if default is None else default
        return self[key]

    def hashes(self) -> Iterator[int]:
        """Go through the hashes that were read."""
        return iter(self._counts)
