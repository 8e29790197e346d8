"""A YAML file as plain text, lists and mappings that remember where they stand.

Built from the parser's events, which resolve nothing: `18:00`, `no` and `9:1` stay what was written, and the schema's
own types read them. Anchors, aliases and tags are refused, and size and nesting end the reading before they can hurt.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, NoReturn

import yaml

from chat.errors import PolicyError, Problem
from policies.language.syntax import forbidden_character, syntax_message

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 20
MAX_NODES: Final = 50_000
_FAST: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Mark(NamedTuple):
    """Where something stands: a file, and line and column from 1."""

    file: str
    line: int
    column: int


NOWHERE: Final = Mark("", 0, 0)
"""Of values that come from code."""


class Text(str):
    """A scalar as written."""

    __slots__ = ("mark", "quoted")
    mark: Mark
    quoted: bool


class Seq(list[Any]):
    """A list and where it begins."""

    mark: Mark


class Map(dict[str, Any]):
    """A mapping, where it begins and where each key stands."""

    mark: Mark
    keys_at: dict[str, Mark]

    def merged(self, over: "Map") -> "Map":
        """Return this with `over` on top: maps merge by key, everything else is replaced."""
        result = map_at({**self}, over.mark, self.keys_at | over.keys_at)
        for key, value in over.items():
            below = self.get(key)
            result[key] = below.merged(value) if isinstance(below, Map) and isinstance(value, Map) else value
        return result


def text_at(value: str, mark: Mark) -> Text:
    """Return a scalar that stands at a mark."""
    text = Text(value)
    text.mark, text.quoted = mark, False
    return text


def map_at(values: dict[str, Any], mark: Mark, keys_at: dict[str, Mark]) -> Map:
    """Return a mapping that stands at a mark."""
    result = Map(values)
    result.mark, result.keys_at = mark, keys_at
    return result


def mark_of(value: object, otherwise: Mark = NOWHERE) -> Mark:
    """Return where a value stands."""
    mark = getattr(value, "mark", otherwise)
    return mark if isinstance(mark, Mark) else otherwise


def is_empty(value: object) -> bool:
    """Tell whether a value was left out (`key:` and nothing behind it)."""
    return isinstance(value, Text) and not value and not value.quoted


def problem_at(mark: Mark, message: str, *, warning: bool = False) -> Problem:
    """Return a problem that stands at a mark."""
    return Problem(file=mark.file, line=mark.line, column=mark.column, message=message, warning=warning)


def read_tree(source: str | bytes, file: str) -> Map:
    """Read YAML text; `file` is the name used in messages.

    Raises PolicyError with every repeated key, and for whatever a policy has no use for: anchors, aliases, tags,
    several documents, over 1 MB, 20 levels or 50,000 values.
    """
    text = _decoded(source, file)
    builder = _Builder(file)
    try:
        tree = builder.build(yaml.parse(text, Loader=_FAST))
    except yaml.YAMLError as error:
        line, column, message = syntax_message(text, error)
        raise PolicyError((problem_at(Mark(file, line, column), message),)) from None
    if not isinstance(tree, Map):
        builder.problems.append(problem_at(Mark(file, 1, 1), "a policy begins with a key, like `version: 1`"))
    if builder.problems:
        raise PolicyError(tuple(builder.problems))
    assert isinstance(tree, Map)  # noqa: S101 - told to the type checker
    return tree


def _decoded(source: str | bytes, file: str) -> str:
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        mark = Mark(file, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        _refuse(mark, "not UTF-8 text: save the file as UTF-8 in your editor")
    text = text.removeprefix("\N{BYTE ORDER MARK}")
    if len(text) > MAX_BYTES:
        _refuse(Mark(file, 1, 1), "the file is larger than 1 MB")
    if found := forbidden_character(text):
        line, column, message = found
        _refuse(Mark(file, line, column), message)
    return text


def _refuse(mark: Mark, message: str) -> NoReturn:
    raise PolicyError((problem_at(mark, message),))


_CURLY: Final = re.compile("[\u201c\u201d\u201e\u2018\u2019\u00ab].*[\u201c\u201d\u2018\u2019\u00bb]", re.DOTALL)
"""What word processors make of quotation marks: here they would be a part of the text."""


class _Builder:
    """Makes a tree of parse events, and collects what is wrong with single keys."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._nodes = 0

    def build(self, events: Iterator[Any]) -> Any:
        """Return the only document's tree. Raises PolicyError, and yaml.YAMLError for what is no YAML."""
        tree: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _refuse(self._mark(event), "one policy a file: remove the line '---'")
            elif isinstance(event, yaml.NodeEvent):
                tree = self._value(event, events, 0)
        if tree is None or is_empty(tree):
            _refuse(Mark(self.file, 1, 1), "the file is empty: `potluck init` writes a policy")
        return tree

    def _mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        self._check(event, depth)
        mark = self._mark(event)
        if isinstance(event, yaml.ScalarEvent):
            text = text_at(event.value, mark)
            text.quoted = event.style not in (None, "")
            if not text.quoted and _CURLY.fullmatch(event.value):
                message = f'{event.value[0]} is no quotation mark here: write the straight one, "'
                self.problems.append(problem_at(mark, message))
            return text
        if isinstance(event, yaml.SequenceStartEvent):
            items = Seq()
            items.mark = mark
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    return items
                items.append(self._value(inner, events, depth + 1))
        return self._mapping(mark, events, depth)

    def _mapping(self, mark: Mark, events: Iterator[Any], depth: int) -> Map:
        result = map_at({}, mark, {})
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._value(event, events, depth + 1)
            self._put(result, key, self._value(next(events), events, depth + 1))
        return result

    def _put(self, result: Map, key: Any, value: Any) -> None:
        mark = mark_of(key)
        if not isinstance(key, Text):
            message = "a key is a word, not a list or a mapping"
        elif is_empty(key):
            message = "a key is missing before the colon"
        elif key in result:
            message = f"key '{key}' stands here again; it is in line {result.keys_at[key].line} already"
        else:
            result[str(key)] = value
            result.keys_at[str(key)] = mark
            return
        self.problems.append(problem_at(mark, message))

    def _check(self, event: Any, depth: int) -> None:
        self._nodes += 1
        if depth > MAX_DEPTH:
            _refuse(self._mark(event), f"nested more than {MAX_DEPTH} levels deep")
        if self._nodes > MAX_NODES:
            _refuse(self._mark(event), f"more than {MAX_NODES:,} values in one file")
        if isinstance(event, yaml.AliasEvent):
            _refuse(self._mark(event), f'a word that begins with * must stand in quotes, like "*{event.anchor}"')
        if event.anchor:
            _refuse(self._mark(event), f'a word that begins with & must stand in quotes, like "&{event.anchor}"')
        if event.tag:
            _refuse(self._mark(event), "a word that begins with ! must stand in quotes")
