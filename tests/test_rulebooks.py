"""The selling rules of real groups, each said in a policy file whose own tests notice every condition that goes."""

import asyncio
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from bot.trials import run_test, run_tests
from chat.errors import PolicyError
from policies.language.load import load_with_warnings
from policies.language.schema import Group

FILES: Final = sorted((Path(__file__).parent.parent / "examples" / "rulebooks").glob("*.yaml"))
Step = str | int
Steps = tuple[Step, ...]


def the_group(text: str, file: str) -> Group:
    policy, _ = load_with_warnings(text, file)
    (group,) = policy.groups.values()
    return group


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rulebook_loads_without_a_warning(file: Path):
    _, warnings = load_with_warnings(file.read_text(), file.name)
    assert not warnings


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rulebook_does_what_its_tests_say(file: Path):
    outcomes = asyncio.run(run_tests(the_group(file.read_text(), file.name)))
    assert len(outcomes) >= 5
    assert not [f"{one.test.line} {one.test.name or one.test.say}: {one.wrong}" for one in outcomes if one.wrong]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_test_of_a_rulebook_has_a_name_of_its_own(file: Path):
    names = [test.name for test in the_group(file.read_text(), file.name).tests]
    assert all(names)
    assert len(set(names)) == len(names)


def test_there_is_a_rulebook_for_each_of_the_thirteen_groups():
    assert [file.name[:2] for file in FILES] == [f"{number:02}" for number in range(1, 14)]


def tree_of(file: Path) -> dict[str, Any]:
    tree = yaml.load(file.read_text(), yaml.BaseLoader)  # noqa: S506 - resolves nothing, so it is safe
    assert isinstance(tree, dict)
    return tree


def group_of(tree: dict[str, Any]) -> dict[str, Any]:
    (group,) = tree["groups"].values()
    assert isinstance(group, dict)
    return group


def parts(node: Any, at: Steps) -> Iterator[Steps]:
    """Yield every key, and every item of a list of two or more, however deep."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*at, key)
            yield from parts(value, (*at, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            if len(node) > 1:
                yield (*at, index)
            yield from parts(value, (*at, index))


def conditions(group: dict[str, Any]) -> Iterator[Steps]:
    """Yield the path of everything whose deletion must be noticed."""
    selling = group["selling"]
    if "when" in str(selling):
        yield ("timezone",)
    for key, value in selling.items():
        if key not in ("never", "welcome", "allow"):
            yield ("selling", key)
            yield from parts(value, ("selling", key))
            continue
        for index, rule in enumerate(value):
            yield ("selling", key, index)
            yield from (path for path in parts(rule, ("selling", key, index)) if path[-1] != "name")
    for key in ("roles", "places", "kinds", "frequency"):
        yield from parts(group.get(key, {}), (key,))
    yield from (path for path in parts(group.get("consequences", {}), ("consequences",)) if path[1:] != ("1",))


def without(tree: dict[str, Any], path: Steps) -> str:
    tree = deepcopy(tree)
    node: Any = group_of(tree)
    for step in path[:-1]:
        node = node[step]
    gone = node[path[-1]]
    del node[path[-1]]
    if path[:-1] == ("selling", "allow"):
        forget(gone["name"], group_of(tree)["tests"])
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)


def forget(allowance: str, tests: list[dict[str, Any]]) -> None:
    """Expect the same of the messages, but not the name: it would be unknown, and no test would have to fail."""
    for test in tests:
        if isinstance(test["expect"], dict) and test["expect"].get("allowance") == allowance:
            del test["expect"]["allowance"]


def shown(tree: dict[str, Any], path: Steps) -> str:
    """Write a path with the names of rules and items where the tree has numbers."""
    words, node = [], group_of(tree)
    for step in path:
        node = node[step]  # type: ignore[index]
        name = node.get("name") if isinstance(node, dict) else node if isinstance(node, str) else None
        words.append(str(name or step) if isinstance(step, int) else step)
    return " > ".join(words)


def deletions() -> Iterator[Any]:
    for file in FILES:
        tree = tree_of(file)
        for path in conditions(group_of(tree)):
            yield pytest.param(without(tree, path), id=f"{file.stem}: {shown(tree, path)}")


def notices(text: str) -> bool:
    """Tell whether a policy no longer loads, or one of its tests fails."""
    try:
        group = the_group(text, "changed.yaml")
    except PolicyError:
        return True
    return any(asyncio.run(run_test(test, group)).wrong for test in group.tests)


@pytest.mark.parametrize("text", list(deletions()))
def test_a_deleted_condition_is_noticed(text: str):
    assert notices(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rulebook_written_anew_without_a_deletion_is_as_before(file: Path):
    assert not notices(yaml.safe_dump(tree_of(file), sort_keys=False, allow_unicode=True))
