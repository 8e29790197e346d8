"""Files that a command is to write: whether they can be written is known before anything is done."""

import os
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from chat.errors import UsageError


def check_targets(targets: Mapping[str, Path | None], sources: Iterable[Path]) -> None:
    """Refuse what would write over a source or over another target, or can't be written. Raises UsageError."""
    wanted = {name: path for name, path in targets.items() if path is not None}
    read = tuple(sources)
    for name, path in wanted.items():
        check_target(path)
        if any(_same(path, source) for source in read):
            raise UsageError(f"{name} would write over {path}, which is to be read: name another file")
    for (one, path), (other, second) in combinations(wanted.items(), 2):
        if _same(path, second) and not _is_device(path):
            raise UsageError(f"{one} and {other} name the same file: {path}")


def check_target(path: Path) -> None:
    """Refuse what can't be written. Raises UsageError."""
    if path.is_dir():
        raise UsageError(f"{path} can't be written: it is a folder")
    if not path.parent.is_dir():
        raise UsageError(f"{path} can't be written: there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"{path} can't be written: Permission denied")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()
