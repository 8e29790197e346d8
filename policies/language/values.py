"""The types that stand behind keys: texts read by a grammar, lists, mappings and models. Each says in words what it is.

What a type accepts in an editor is said in `json_schema`, and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from policies.language.durations import read_duration
from policies.language.features import read_acts, read_amount, read_feature, read_switch
from policies.language.fields import UNREAD, Model, Reading, did_you_mean, quoted, read_model
from policies.language.limits import read_earning, read_limit
from policies.language.tree import is_empty
from policies.language.windows import read_clock_span, read_day_time, read_windows


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, read by a grammar."""

    words: str
    reader: Callable[[str], Any]
    choices: tuple[str, ...] = ()
    """The only texts it takes, where they are few."""

    def read(self, value: Any, reading: Reading) -> Any:
        """Read a text; a value from code that is no text passes."""
        if isinstance(value, list | dict):
            shape = "a list" if isinstance(value, list) else "keys with values"
            reading.report(value, f"'{reading.key}' takes {self.words}, not {shape}")
            return UNREAD
        if not isinstance(value, str):
            return value
        try:
            return self.reader(str(value))
        except ValueError as error:
            reading.report(value, str(error))
            return UNREAD


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; a single one may stand for a list of one.

    An entry that can't be read is left out; a model among them is stood in for, so that others keep their number.
    """

    item: Any
    several: str
    flat: bool = False
    """Each item is read as several values."""
    empty: bool = False
    """An empty list means something."""

    @property
    def words(self) -> str:
        """Say what it is."""
        return self.several

    def read(self, value: Any, reading: Reading) -> Any:
        """Read each item."""
        items = value if isinstance(value, list | tuple) else [value]
        if not items and not self.empty and isinstance(value, list):
            reading.report(value, f"'{reading.key}' is an empty list: name something, or leave the key out")
            return UNREAD
        read = [self._item(item, number, reading) for number, item in enumerate(items, 1)]
        kept = [one for one in read if one is not UNREAD]
        if not kept and read:
            return UNREAD
        return tuple(one for several in kept for one in several) if self.flat else tuple(kept)

    def _item(self, item: Any, number: int, reading: Reading) -> Any:
        if is_empty(item):
            reading.report(item, f"'{reading.key}': an empty entry; a word that begins with # must stand in quotes")
            return UNREAD
        read = self.item.read(item, reading.entry(_entry_name(item, number), item))
        return self.item.stand_in() if read is UNREAD and isinstance(self.item, Nested) else read


@dataclass(frozen=True, slots=True)
class MapOf:
    """Names, each with a value of one type."""

    item: Any
    several: str

    @property
    def words(self) -> str:
        """Say what it is."""
        return self.several

    def read(self, value: Any, reading: Reading) -> Any:
        """Read each value. A name whose value can't be read stays known, so that its uses are no errors too."""
        if not isinstance(value, dict):
            reading.report(value, f"'{reading.key}' takes {self.several}, indented below it")
            return UNREAD
        read: dict[str, Any] = {}
        for name, inner in value.items():
            at = reading.entry(name, inner).under(name, inner)
            if is_empty(inner):
                at.report(inner, f"'{name}': nothing stands behind it")
            made = UNREAD if is_empty(inner) else self.item.read(inner, at)
            read[name] = self.item.stand_in() if made is UNREAD else made
        return read


@dataclass(frozen=True, slots=True)
class Nested:
    """A model."""

    model: type[Model]
    words: str

    def read(self, value: Any, reading: Reading) -> Any:
        """Read the model."""
        return read_model(self.model, value, reading)

    def stand_in(self) -> Model:
        """Return what stands in for one that can't be read."""
        return self.model()


def _entry_name(item: Any, number: int) -> str:
    """Return how a message calls an entry of a list."""
    if isinstance(item, dict):
        return str(item.get("name") or item.get("say") or number)
    return str(item)


def one_of(*choices: str) -> Scalar:
    """Return the type of a word out of a few."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{quoted(text)} is none of {', '.join(choices)}{did_you_mean(text, choices)}")
        return text

    return Scalar(" or ".join(f"`{choice}`" for choice in choices), read, choices)


def _read_name(text: str) -> str:
    if not text.strip():
        raise ValueError("an empty text stands here")
    return text


def _read_domain(text: str) -> str:
    if "://" in text or " " in text.strip() or "." not in text:
        raise ValueError(f"{quoted(text)} is no domain: write it like example.com, without https://")
    return text


def _read_pattern(text: str) -> str:
    import re2  # heavy, and few policies have patterns

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(_read_name(text), options=options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
        raise ValueError(f"{quoted(text)} is no pattern that RE2 takes: {reason}") from None
    return text


def _read_amount_text(text: str) -> str:
    read_amount(text)
    return text


def _read_count(text: str) -> int:
    if not text.isdecimal() or len(text) > 7 or not int(text):
        raise ValueError(f"{quoted(text)} is no whole number from 1 to 9999999")
    return int(text)


def _read_share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"{quoted(text)} is no share: write a number from 0 to 1, like 0.05")
    return number


def read_zone(name: str) -> ZoneInfo:
    """Read an IANA name of a time zone. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(name, _zone_names())
        raise ValueError(
            f"{quoted(name)} is no time zone{hint}: write one like Europe/London or Asia/Kolkata"
        ) from None


def _zone_names() -> set[str]:
    from zoneinfo import available_timezones  # walks a folder, so only for a message

    return available_timezones()


TEXT: Final = Scalar("a text", str)
NAME: Final = Scalar("a name", _read_name)
MOMENT: Final = Scalar("a time, like `Fri 10:00` or `8d before`", _read_name)
DURATION: Final = Scalar("a length of time, like `14d`", read_duration)
SWITCH: Final = Scalar("`yes` or `no`", read_switch)
ZONE: Final = Scalar("a time zone, like `Europe/London`", read_zone)
ACTS: Final = Scalar("consequences, like `remove, mute 1d`", read_acts)
CLOCK_SPAN: Final = Scalar("a part of the day, like `20:00-09:00`", read_clock_span)
WEEK_TIME: Final = Scalar("a day and a time, like `Mon 09:00`", read_day_time)
SHARE: Final = Scalar("a number from 0 to 1", _read_share)
COUNT: Final = Scalar("a whole number from 1", _read_count)
LIMIT: Final = Scalar("a limit, like `1 per week`", read_limit)
NAMES: Final = ListOf(NAME, "a name, or a list of names")
TEXTS: Final = ListOf(NAME, "a text, or a list of texts")
RULES_OF_THE_HOUSE: Final = ListOf(NAME, "a list of sentences", empty=True)
PATTERNS: Final = ListOf(Scalar("a pattern", _read_pattern), "a pattern, or a list of patterns")
DOMAINS: Final = ListOf(Scalar("a domain", _read_domain), "a domain, or a list of domains")
WINDOWS: Final = ListOf(Scalar("a window of time", read_windows), "a window of time, or a list of them", flat=True)
FEATURES: Final = ListOf(Scalar("a feature", read_feature), "a feature, or a list of features")
AMOUNTS: Final = ListOf(Scalar("a feature", _read_amount_text), "a feature, or a list of features")
EARNINGS: Final = ListOf(
    Scalar("what is earned", read_earning), "what must have been given, like `3 contributions in 30d`, or a list"
)
