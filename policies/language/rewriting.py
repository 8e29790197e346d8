"""Puts thresholds into the text of a policy and leaves every other letter where it stands: comments, order, spaces."""

from collections.abc import Iterator
from typing import Final

import yaml

_KEY: Final = "thresholds"


class CannotRewrite(ValueError):
    """The text is laid out in a way that can't be changed safely: it says so, and what to do by hand."""


def with_thresholds(source: str, group: str, ask: float, act: float) -> str:
    """Return a policy's text with `thresholds: {default: ...}` under a group's `selling`. Raises CannotRewrite."""
    line = f"{_KEY}: {{default: {{ask: {ask:g}, act: {act:g}}}}}"
    body = _value(_value(yaml.compose(source, Loader=yaml.SafeLoader), "groups"), group)
    if not isinstance(body, yaml.MappingNode) or not body.value:
        raise CannotRewrite(f"the policy has no group '{group}' that could be changed: add under it  {line}")
    selling = _value(body, "selling")
    if selling is None:
        return _inserted(source, body, f"selling: {{{line}}}")
    if not isinstance(selling, yaml.MappingNode) or not selling.value:
        raise CannotRewrite(f"`selling` of '{group}' can't be changed as it is written: add under it  {line}")
    for key, value in _pairs(selling):
        if key.value == _KEY:
            end = _end(source, value)
            return source[: key.start_mark.index] + line + source[end:]
    return _inserted(source, selling, line)


def _pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    return next((value for key, value in _pairs(node) if key.value == name), None)


def _inserted(source: str, body: yaml.MappingNode, line: str) -> str:
    """Put a line before the first key of a mapping, in its own style."""
    at = body.value[0][0].start_mark
    apart = ", " if body.flow_style else "\n" + " " * at.column
    return source[: at.index] + line + apart + source[at.index :]


def _end(source: str, value: yaml.Node) -> int:
    """Return where a value ends: that of a block reaches to the next key, which stays on its own line."""
    text = source[value.start_mark.index : value.end_mark.index]
    return value.start_mark.index + len(text.rstrip())
