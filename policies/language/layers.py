"""The layers of a group's policy: defaults, then the preset that it extends, then what it says itself.

Maps merge by key, lists are replaced. A list of prohibitions that a layer replaces is easily lost without meaning to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from chat.errors import Problem
from policies.language.fields import did_you_mean, quoted
from policies.language.presets import preset_names, read_preset
from policies.language.tree import Map, Seq, map_at, mark_of, problem_at

OWN_KEYS: Final = ("extends",)
"""Keys of a group that choose layers and are no part of its policy."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What lies below a group, lowest first, and the group itself."""

    below: tuple[Map, ...]
    own: Map

    def merged(self) -> Map:
        """Return everything in one."""
        merged = map_at({}, self.own.mark, {})
        for layer in (*self.below, self.own):
            merged = merged.merged(layer)
        return map_at(
            {name: value for name, value in merged.items() if name not in OWN_KEYS}, self.own.mark, merged.keys_at
        )

    def owns(self, section: str, name: str) -> bool:
        """Tell whether the group itself says something under a name of a section."""
        inner = self.own.get(section)
        return isinstance(inner, Map) and name in inner


def layers_of(own: Map, defaults: Any) -> tuple[Layers, list[Problem]]:
    """Find what a group builds on. An unknown preset is a problem, and the group is read without it."""
    below = [defaults] if isinstance(defaults, Map) else []
    wanted = own.get("extends") or (below[0].get("extends") if below else None)
    if wanted is None:
        return Layers(tuple(below), own), []
    try:
        return Layers((*below, read_preset(str(wanted))), own), []
    except KeyError:
        names = preset_names()
        message = f"no preset {quoted(str(wanted))}{did_you_mean(str(wanted), names)}: there are {', '.join(names)}"
        return Layers(tuple(below), own), [problem_at(mark_of(wanted, own.mark), message)]


def dropped_prohibitions(layers: Layers) -> Iterator[Problem]:
    """Warn of what a lower layer forbids and a list above it no longer does."""
    final = _never(layers.merged())
    forbidden = {word for entry in final for word in _words(entry)}
    dropped = [
        entry
        for layer in layers.below
        for entry in _never(layer)
        if entry not in final and not _words(entry) <= forbidden
    ]
    if not dropped:
        return
    names = ", ".join(dict.fromkeys(quoted(_name(entry)) for entry in dropped))
    wanted = layers.own.get("extends")
    selling = layers.own.get("selling")
    at = (
        selling.keys_at["never"]
        if isinstance(selling, Map) and "never" in selling
        else mark_of(wanted, layers.own.mark)
    )
    message = f"`never` replaces the list below it, and {names} would no longer be forbidden: repeat what should be"
    yield problem_at(at, message, warning=True)


def _never(layer: Map) -> list[Any]:
    selling = layer.get("selling")
    never = selling.get("never") if isinstance(selling, Map) else None
    return list(never) if isinstance(never, Seq) else [never] if never else []


def _words(entry: Any) -> set[str]:
    """Return what an entry forbids, as far as words tell: a name, or kinds without further conditions."""
    if not isinstance(entry, Map):
        return {str(entry)}
    kinds = entry.get("kinds")
    names = {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind}
    bare = set(entry) <= {"name", "kinds", "then"} and names
    return set(names) if bare else {str(entry.get("name") or entry)}


def _name(entry: Any) -> str:
    return str(entry.get("name") or entry.get("kinds")) if isinstance(entry, Map) else str(entry)
