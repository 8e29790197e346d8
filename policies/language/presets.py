"""The presets that ship: policies to build on, by the name that `extends` uses."""

from pathlib import Path
from typing import Final

from policies.language.tree import Map, read_tree

PRESETS: Final = "presets/"
_FOLDER: Final = Path(__file__).parent.parent / "presets"


def preset_names() -> tuple[str, ...]:
    """Return the names by which a group can extend the presets that ship."""
    return tuple(sorted(PRESETS + path.stem for path in _FOLDER.glob("*.yaml")))


def read_preset(name: str) -> Map:
    """Read a preset that ships. Raises KeyError for an unknown one."""
    if name not in preset_names():
        raise KeyError(name)
    short = name.removeprefix(PRESETS)
    text = (_FOLDER / f"{short}.yaml").read_text(encoding="utf-8")
    return read_tree(text, f"{name}.yaml")
