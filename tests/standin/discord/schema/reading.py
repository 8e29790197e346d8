"""The check of one call against its table: complaints for tests, a refusal for the bot."""

from collections.abc import Callable
from typing import Any

from tests.standin.discord.refusal import Json, invalid_form
from tests.standin.discord.schema.kinds import Kind, Report

Note = Callable[[str], None]


def check(route: str, kind: Kind, given: Any, note: Note) -> None:
    """Unknown names are only told: the real server passes over them."""
    report = Report()
    kind.check(given, "", report)
    for path in report.unknown:
        note(f"{route} has no parameter {path}")
    for path, _, sentence in report.errors:
        note(f"{route}, {path}: {sentence}")
    if report.errors:
        raise invalid_form(as_tree(report.errors))


def as_tree(errors: list[tuple[str, str, str]]) -> Json:
    tree: Json = {}
    for path, code, message in errors:
        leaf = tree
        for name in path.split("."):
            leaf = leaf.setdefault(name, {})
        leaf.setdefault("_errors", []).append({"code": code, "message": message})
    return tree
