"""How a model of the policy reads a tree: keys whose types read text, and every problem at its own place, all at once.

A value that can't be read is reported and left out, and reading goes on: so one run tells everything that is wrong,
with line and column, and what depends on names can still be checked. A validation library that stops at types would
have to be taught all of it, and takes longer to import than `potluck check` may run. Knows nothing of selling.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final, Protocol, Self, TypeVar

from chat.errors import Problem
from policies.language.tree import NOWHERE, Map, Mark, is_empty, map_at, mark_of, problem_at

M = TypeVar("M", bound="Model")
LABELS: Final = {
    "allow": "allowance",
    "never": "prohibition",
    "welcome": "welcome",
    "tests": "test",
    "roles": "role",
    "places": "place",
    "kinds": "kind",
    "named": "ladder",
    "thresholds": "threshold",
}
"""How an entry under a key is called when something is wrong with it."""


class Unread:
    """Stands for a value that could not be read."""


UNREAD: Final = Unread()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest known word, or nothing."""
    import difflib  # for messages only

    names = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower()[:80], names, n=1, cutoff=0.6)
    return f" (did you mean '{names[near[0]]}'?)" if near else ""


def quoted(value: str) -> str:
    """Return a text for a message, cut where it is long."""
    return f"'{value}'" if len(value) <= 80 else f"'{value[:77]}...'"


@dataclass(frozen=True, slots=True)
class Reading:
    """Where reading is, and what was wrong so far."""

    problems: list[Problem] = field(default_factory=list)
    key: str = ""
    """The key whose value is read."""
    mark: Mark = NOWHERE
    """Of the nearest thing around that has one."""
    label: str = ""
    """Of the entry around, like `allowance "Market Friday": `."""
    partial: bool = False
    """A part that others complete: nothing is missing, and nothing has to fit together."""

    def report(self, at: Any, message: str) -> None:
        """Note what is wrong with a value, or at a mark."""
        mark = at if isinstance(at, Mark) else mark_of(at, self.mark)
        self.problems.append(problem_at(mark, f"{self.label}{message}"))

    def under(self, key: str, value: Any) -> "Reading":
        """Return the reading of a key's value."""
        return replace(self, key=key, mark=mark_of(value, self.mark))

    def entry(self, name: str, value: Any) -> "Reading":
        """Return the reading of one entry of a list or mapping; only the outermost is named in messages."""
        word = LABELS.get(self.key)
        label = f'{word} "{name[:80]}": ' if word and not self.label else self.label
        return replace(self, label=label, mark=mark_of(value, self.mark))


class Type(Protocol):
    """What stands behind a key."""

    @property
    def words(self) -> str:
        """Say what it is, to an admin."""

    def read(self, value: Any, reading: Reading) -> Any:
        """Return the value read, or UNREAD after reporting why not."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a model: its type, what it means, and an example of its value."""

    type: Type
    description: str
    called: str | None = None
    example: str | None = None
    required: bool = False
    written: bool = True
    """False: its parts stand directly in the mapping, and nobody writes the key."""


def key(
    type_: Type,
    default: Any,
    description: str,
    *,
    called: str | None = None,
    example: str | None = None,
    required: bool = False,
    written: bool = True,
) -> Any:
    """Declare a key of a model. `called`: its name in the file, where it is no name in Python (`for_` is `for`)."""
    metadata = {"key": Key(type_, description, called, example, required, written)}
    if isinstance(default, dict | Model):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


def keys_of(model: "type[Model]") -> dict[str, tuple[str, Key]]:
    """Return a model's keys as the file calls them, each with its attribute."""
    if model not in _KEYS:
        _KEYS[model] = _declared(model)
    return _KEYS[model]


_KEYS: Final[dict[Any, dict[str, tuple[str, Key]]]] = {}


def _declared(model: "type[Model]") -> dict[str, tuple[str, Key]]:
    found: dict[str, tuple[str, Key]] = {}
    for declared in dataclasses.fields(model):
        if known := declared.metadata.get("key"):
            found[known.called or declared.name.rstrip("_")] = (declared.name, known)
    return found


@dataclass(frozen=True, kw_only=True)
class Model:
    """Something with keys. An unknown one is an error: a misspelt setting must not be ignored."""

    shorthands: ClassVar[tuple[Type, ...]] = ()
    """What may stand in its place, spelt out by `spell_out`."""
    short_for: ClassVar[str | None] = None
    """The key whose value may stand in its place."""

    @classmethod
    def spell_out(cls, value: Any) -> Any:
        """Return the mapping that a shorthand stands for."""
        stands = cls.short_for is not None and isinstance(value, str | list)
        return spelt_out(value, {str(cls.short_for): value}) if stands else value

    @classmethod
    def placed(cls, value: Any) -> dict[str, Any]:
        """Return the attributes that say where the value stands."""
        del value
        return {}

    def misfits(self) -> Iterator[str]:
        """Yield a sentence for each thing that doesn't fit together."""
        return iter(())

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """Read a value that comes from code. Raises ValueError with everything that is wrong."""
        reading = Reading()
        made = read_model(cls, value, reading)
        if reading.problems or isinstance(made, Unread):
            raise ValueError("; ".join(problem.message for problem in reading.problems))
        return made


def read_model(model: type[M], value: Any, reading: Reading) -> M | Unread:
    """Read a model from a tree; UNREAD where something required is missing or can't be read."""
    if isinstance(value, model):
        return value
    spelt = model.spell_out(value)
    if not isinstance(spelt, dict):
        reading.report(value, f"'{reading.key}' takes keys with values, indented below it{_or_short(model)}")
        return UNREAD
    inside = replace(reading, mark=mark_of(value, reading.mark))
    known = keys_of(model)
    values = {name: _read_key(known, name, inner, spelt, inside) for name, inner in spelt.items()}
    missing = [name for name, (_, one) in known.items() if one.required and name not in spelt]
    if not reading.partial:
        for name in missing:
            inside.report(inside.mark, f"'{name}' is missing")
    unread = [name for name, read in values.items() if read is UNREAD]
    if missing or any(known[name][1].required for name in unread if name in known):
        return UNREAD
    read_values = {known[name][0]: read for name, read in values.items() if read is not UNREAD}
    made = model(**read_values, **model.placed(value))
    if not unread and not reading.partial:
        for sentence in made.misfits():
            inside.report(inside.mark, sentence)
    return made


def _or_short(model: type[Model]) -> str:
    return "".join(f", or {short.words}" for short in model.shorthands)


def _read_key(known: dict[str, tuple[str, Key]], name: str, value: Any, around: Any, reading: Reading) -> Any:
    at = around.keys_at.get(name, reading.mark) if isinstance(around, Map) else reading.mark
    if name not in known:
        written = [other for other, (_, one) in known.items() if one.written]
        reading.report(at, f"unknown key {quoted(name)}{did_you_mean(name, written)}")
        return UNREAD
    if is_empty(value):
        hint = "nothing stands behind it; a word that begins with # must stand in quotes"
        reading.report(at, f"'{name}': {hint}")
        return UNREAD
    return known[name][1].type.read(value, reading.under(name, value))


def spelt_out(value: Any, keys: dict[str, Any]) -> Any:
    """Return a mapping with other keys that stands where the value stands."""
    return map_at(keys, mark_of(value), getattr(value, "keys_at", {})) if mark_of(value) != NOWHERE else keys


def line_of(value: Any) -> str:
    """Return `file:line` of a value, or nothing for one that comes from code."""
    mark = mark_of(value)
    return f"{mark.file}:{mark.line}" if mark != NOWHERE else ""
