"""From the text of policies.yaml to a Policy, or to everything that is wrong with it, each with its place.

The text comes in as a string: this opens no file but the presets that ship beside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from chat.errors import PolicyError, Problem
from policies.language.fields import LABELS, Reading, Unread, did_you_mean, keys_of, quoted, read_model
from policies.language.layers import Layers, dropped_prohibitions, layers_of
from policies.language.lint import Remark, lint
from policies.language.names import Path, unknown_names
from policies.language.presets import preset_names, read_preset
from policies.language.schema import Group, Policy
from policies.language.tree import Map, Mark, Seq, mark_of, problem_at, read_tree

__all__ = ["load_policy", "load_with_warnings", "preset_names", "read_preset"]

TOP_KEYS: Final = ("version", "defaults", "groups")


def load_policy(source: str | bytes, file: str = "policies.yaml") -> Policy:
    """Read a policy file's text. Raises PolicyError with all problems, in the order of the file."""
    policy, _warnings = load_with_warnings(source, file)
    return policy


def load_with_warnings(source: str | bytes, file: str = "policies.yaml") -> tuple[Policy, tuple[Problem, ...]]:
    """Read a policy file's text, and what is worth a second look. Raises PolicyError with all problems."""
    tree = read_tree(source, file)
    problems = [*_check_top(tree), *_check_defaults(tree.get("defaults"))]
    groups: dict[str, Group] = {}
    bodies = tree.get("groups")
    for name, body in (bodies if isinstance(bodies, Map) else Map()).items():
        group, found = _read_group(name, body, tree, tree["groups"].keys_at[name])
        problems += found
        if group is not None:
            groups[name] = group
    problems += _chats_twice(groups, bodies)
    ordered = _in_order(problems)
    if any(not problem.warning for problem in ordered):
        raise PolicyError(ordered)
    return Policy(version="1", groups=groups), ordered


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort as the file is read; what stands in defaults is found in each group, and told once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: (problem.file, problem.line, problem.column)))


def _check_top(tree: Map) -> Iterator[Problem]:
    for key in tree:
        if key not in TOP_KEYS:
            hint = did_you_mean(key, TOP_KEYS)
            if key in keys_of(Group):
                hint = ": it belongs under a group, or under `defaults`"
            yield problem_at(tree.keys_at[key], f"unknown key {quoted(key)}{hint}")
    if "version" not in tree:
        yield problem_at(tree.mark, "the file begins with `version: 1`")
    elif tree["version"] != "1":
        yield problem_at(mark_of(tree["version"]), "this version is not known: Potluck reads `version: 1`")
    groups = tree.get("groups")
    if not isinstance(groups, Map) or not groups:
        at = tree.keys_at.get("groups", tree.mark)
        yield problem_at(at, "`groups:` names at least one group, each with its policy below it")


def _check_defaults(defaults: Any) -> Iterator[Problem]:
    """Read defaults by themselves, so that a mistake in them is found whether a group uses them or not."""
    if defaults is None:
        return
    if not isinstance(defaults, Map):
        yield problem_at(mark_of(defaults), "`defaults:` holds keys as a group does, indented below it")
        return
    reading = Reading(mark=defaults.mark, partial=True)
    read_model(Group, _without_own_keys(defaults), reading)
    yield from reading.problems
    yield from layers_of(defaults, None)[1]


def _without_own_keys(layer: Map) -> Map:
    return Layers((), layer).merged()


def _read_group(name: str, body: Any, tree: Map, at: Mark) -> tuple[Group | None, list[Problem]]:
    if not isinstance(body, Map):
        return None, [problem_at(at, f"group {quoted(name)} has no policy: write its keys below it, indented")]
    layers, problems = layers_of(body, tree.get("defaults"))
    merged = layers.merged()
    reading = Reading(mark=merged.mark, key=name)
    group = read_model(Group, merged, reading)
    problems += reading.problems
    if isinstance(group, Unread):
        return None, problems
    group = replace(group, name=name)
    problems += [_located(remark, merged) for remark in _name_remarks(group)]
    if not problems:
        problems += [_located(remark, merged) for remark in lint(group) if _concerns(remark, layers)]
        problems += dropped_prohibitions(layers)
    return group, problems


def _name_remarks(group: Group) -> Iterator[Remark]:
    for unknown in unknown_names(group):
        hint = did_you_mean(unknown.name, unknown.known)
        yield Remark(unknown.path, f"{unknown.what} {quoted(unknown.name)} is not known{hint}")


def _concerns(remark: Remark, layers: Layers) -> bool:
    """Tell whether it is this group's: a name that defaults or a preset define may be there for others."""
    return not remark.unused or layers.owns(str(remark.path[0]), str(remark.path[-1]))


def _chats_twice(groups: dict[str, Group], bodies: Any) -> Iterator[Problem]:
    seen: dict[tuple[str | None, str], str] = {}
    for name, group in groups.items():
        if group.chat is None:
            continue
        where = (group.platform, group.chat)
        if where in seen:
            at = mark_of(bodies[name].get("chat"), bodies.keys_at[name])
            yield problem_at(
                at, f"groups {quoted(seen[where])} and {quoted(name)} have the same chat: a chat is one group"
            )
        seen.setdefault(where, name)


class _Found(NamedTuple):
    mark: Mark
    label: str


def _located(remark: Remark, tree: Map) -> Problem:
    found = _locate(remark.path, tree)
    return problem_at(found.mark, f"{found.label}{remark.message}", warning=remark.warning)


def _locate(path: Path, tree: Map) -> _Found:
    """Walk a path as far as it exists in the file; steps into shorthand are passed over."""
    node: Any = tree
    mark, label, above = tree.mark, "", ""
    for step in path:
        if isinstance(node, Map) and str(step) in node:
            if above in LABELS:
                label = label or f'{LABELS[above]} "{step}": '
            key_mark = node.keys_at[str(step)]
            node, above = node[str(step)], str(step)
            mark = mark_of(node, key_mark) if not isinstance(node, Map) else key_mark
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            node = node[step]
            mark = mark_of(node, mark)
            label = label or (f'{LABELS[above]} "{_entry_name(node, step)}": ' if above in LABELS else "")
    return _Found(mark, label)


def _entry_name(node: Any, index: int) -> str:
    if isinstance(node, Map):
        return str(node.get("name") or node.get("say") or index + 1)
    return str(node)
