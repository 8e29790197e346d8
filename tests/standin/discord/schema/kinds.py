"""Kinds of values. Each reads one and reports what is wrong with it, in Discord's words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(slots=True)
class Report:
    """`errors` are path, code and sentence; `unknown` the paths that no documentation names."""

    errors: list[tuple[str, str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def error(self, path: str, code: str, sentence: str) -> None:
        self.errors.append((path, code, sentence))


class Kind(Protocol):
    """`path` is dotted, with numbers for places in lists; null never comes here."""

    def check(self, value: Any, path: str, report: Report) -> None: ...


@dataclass(frozen=True, slots=True)
class Text:
    most: int | None = None
    least: int = 0

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str):
            report.error(path, "BASE_TYPE_STRING", "This field must be a string.")
        elif self.most is not None and not self.least <= len(value) <= self.most:
            self._length(value, path, report)

    def _length(self, value: str, path: str, report: Report) -> None:
        if not value:
            report.error(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif self.least:
            words = f"Must be between {self.least} and {self.most} in length."
            report.error(path, "BASE_TYPE_BAD_LENGTH", words)
        else:
            report.error(path, "BASE_TYPE_MAX_LENGTH", f"Must be {self.most} or fewer in length.")


@dataclass(frozen=True, slots=True)
class Whole:
    least: int | None = None
    most: int | None = None

    def check(self, value: Any, path: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report.error(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif self.least is not None and value < self.least:
            report.error(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {self.least}.")
        elif self.most is not None and value > self.most:
            report.error(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {self.most}.")


@dataclass(frozen=True, slots=True)
class OneOf:
    values: frozenset[Any]

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str | int) or value not in self.values:
            listed = ", ".join(str(one) for one in sorted(self.values))
            report.error(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")


@dataclass(frozen=True, slots=True)
class Yes:
    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, bool):
            report.error(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


@dataclass(frozen=True, slots=True)
class Number:
    def check(self, value: Any, path: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            report.error(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')


@dataclass(frozen=True, slots=True)
class Snowflake:
    def check(self, value: Any, path: str, report: Report) -> None:
        if isinstance(value, bool) or not str(value).isdecimal():
            report.error(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


@dataclass(frozen=True, slots=True)
class Moment:
    """ISO 8601."""

    def check(self, value: Any, path: str, report: Report) -> None:
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            report.error(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")


@dataclass(frozen=True, slots=True)
class ListOf:
    kind: Kind
    most: int | None = None
    least: int = 0

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.error(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            report.error(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {self.least} and {self.most} in length.")
        for number, one in enumerate(value):
            self.kind.check(one, f"{path}.{number}" if path else str(number), report)


@dataclass(frozen=True, slots=True)
class ByKey:
    """An object whose keys are data."""

    keys: frozenset[str]
    kind: Kind

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.error(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for key, one in value.items():
            if key not in self.keys:
                report.error(f"{path}.{key}", "BASE_TYPE_CHOICES", "Value must be one of the locales.")
            elif one is not None:
                self.kind.check(one, f"{path}.{key}", report)


@dataclass(frozen=True, slots=True)
class Anything:
    def check(self, value: Any, path: str, report: Report) -> None:
        """All is well."""


@dataclass(frozen=True, slots=True)
class Fields:
    """An object; null stands for a field that isn't there, except among the required."""

    fields: dict[str, Kind]
    required: frozenset[str] = frozenset()

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.error(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        prefix = f"{path}." if path else ""
        for name, one in value.items():
            if name not in self.fields:
                report.unknown.append(prefix + name)
            elif one is not None:
                self.fields[name].check(one, prefix + name, report)
        for name in sorted(self.required):
            if value.get(name) is None:
                report.error(prefix + name, "BASE_TYPE_REQUIRED", "This field is required")


def fields(required: Iterable[str] = (), /, **kinds: Kind) -> Fields:
    return Fields(kinds, frozenset(required))


def one_of(*values: Any) -> OneOf:
    return OneOf(frozenset(values))
