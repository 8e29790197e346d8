"""Platform ids as numbers, and back again; texts that both databases take; instants as milliseconds.

An id that is a number (Telegram's, Discord's, a line of an export) is its own key: small, in the order of time, and
readable. Any other becomes a negative 63-bit hash of kind, chat and id; its text is kept once beside it.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

NOWHERE = -(2**63)
"""The key of no place, and of all members together: no id has it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_EXACT = 2**32 * 1000
"""Up to here (the year 2106) the quick way is exact to the millisecond; beyond, and before 1970, it isn't."""
_BIGGEST, _DIGITS = 2**63, 19


class Keys:
    """The keys of one chat's ids. It remembers the texts that it has met, so that rows can be read back."""

    def __init__(self, chat: str) -> None:
        self._chat = chat
        self._known: dict[tuple[str, str], int] = {}
        self.texts: dict[int, str] = {}
        """Texts of the hashed ids met so far, of members and places."""

    def message(self, text: str) -> int:
        """Return the key of a message; its text, where it is no number, is kept in the row that needs it."""
        return self._key("message", text)

    def member(self, text: str) -> int:
        """Return the key of a member."""
        return self._key("member", text)

    def place(self, text: str | None) -> int | None:
        """Return the key of a place, None for none."""
        return None if text is None else self._key("place", text)

    def hashed(self, kind: str, text: str) -> int:
        """Return a key for what is never read back, or has its text beside it: a domain, a term, an album."""
        known = self._known.get((kind, text))
        if known is None:
            known = self._known[kind, text] = hash63(f"{kind}\0{self._chat}\0{text}")
        return known

    def text(self, key: int) -> str:
        """Return the id of a member or place."""
        if key == NOWHERE:
            return ""
        return str(key) if key >= 0 else self.texts.get(key, f"#{-key:x}")

    def _key(self, kind: str, text: str) -> int:
        key = number(text)
        if key >= 0:
            return key
        key = self.hashed(kind, text)
        if kind != "message":
            self.texts[key] = text
        return key


def decision_key(decision_id: str) -> int:
    """Return the key of a decision, which is asked for without saying in which chat it was."""
    return hash63(f"decision\0{decision_id}")


def number(text: str) -> int:
    """Return the number that an id is, written the one way a number is written; -1 for any other id."""
    if not text.isdecimal() or len(text) > _DIGITS or not text.isascii():
        return -1
    if text[0] == "0":
        return 0 if text == "0" else -1
    value = int(text)
    return value if value < _BIGGEST else -1


def beside(key: int, text: str) -> str | None:
    """Return the text to keep beside a key: none where the key says it all."""
    return None if key >= 0 else clean(text)


def hash63(text: str) -> int:
    """Hash a text to a negative number of 63 bits."""
    return -1 - (int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1)


def clean(text: str) -> str:
    """Replace what PostgreSQL (NUL) or UTF-8 (half a surrogate pair) can't hold."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def millis(at: datetime) -> int:
    """Return an instant as milliseconds since 1970; a time without a zone is refused."""
    if at.tzinfo is None:
        raise TypeError(f"a time without a zone can't be kept: {at!r}")
    return (at - _EPOCH) // _MILLISECOND


def moment(value: int) -> datetime:
    """Return the instant again, in UTC."""
    if 0 <= value < _EXACT:
        return datetime.fromtimestamp(value / 1000, UTC)
    return _EPOCH + timedelta(milliseconds=value)
