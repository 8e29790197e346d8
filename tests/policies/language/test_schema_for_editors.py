from typing import Any

import jsonschema
import pytest
import yaml

from policies.language.json_schema import policy_schema
from policies.language.load import load_policy, preset_names
from policies.language.presets import PRESETS
from tests.policies.language.policies import FULL, SHORTHANDS, a_group
from tests.policies.language.test_presets import FOLDER

VALIDATOR = jsonschema.Draft202012Validator(policy_schema())


def as_an_editor_reads(source: str) -> Any:
    """Resolve types as editors do; keys are always texts there."""

    def keys_as_text(node: Any) -> Any:
        if isinstance(node, dict):
            return {str(key): keys_as_text(value) for key, value in node.items()}
        return [keys_as_text(item) for item in node] if isinstance(node, list) else node

    return keys_as_text(yaml.safe_load(source))


def complaints(source: str) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(as_an_editor_reads(source))]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(policy_schema())


@pytest.mark.parametrize("source", [FULL, SHORTHANDS], ids=["full", "shorthands"])
def test_a_good_policy_has_no_red_lines(source: str) -> None:
    load_policy(source)

    assert complaints(source) == []


@pytest.mark.parametrize("preset", preset_names())
def test_a_preset_has_no_red_lines(preset: str) -> None:
    source = (FOLDER / f"{preset.removeprefix(PRESETS)}.yaml").read_text(encoding="utf-8")

    assert complaints(a_group(source)) == []


@pytest.mark.parametrize(
    ("good", "misspelt"),
    [
        ("    mode: enforce", "    mod: enforce"),
        ("      exempt:", "      exemt:"),
        ("          channels:", "          chanels:"),
        ("{same_offer:", "{same_ofer:"),
        ("forgive_after:", "forgive_afer:"),
        ("silent_for:", "silent_four:"),
        ("keep_text:", "keep_txt:"),
        ('      - say: "Has', '      - sy: "Has'),
        ("allowance:", "allowanse:"),
        ("  language:", "  langage:"),
        ("{is: [product]", "{iz: [product]"),
        ("{under: admins", "{undr: admins"),
        ("{for: 14d", "{four: 14d"),
        ("{for: 90d", "{four: 90d"),
        ("groups:", "grups:"),
    ],
)
def test_every_misspelt_key_has_a_red_line(good: str, misspelt: str) -> None:
    assert good in FULL

    assert complaints(FULL.replace(good, misspelt, 1)) != []


@pytest.mark.parametrize(
    "body",
    [
        "extends: presets/unknown\n",
        "mode: maybe\n",
        "nudges: {at_most: 0}\n",
        "selling: {allow: [{kinds: []}]}\n",
        "consequences: {1: delete}\n",
        "consequences: {0: remove}\n",
        "tests: [{say: hello}]\n",
    ],
)
def test_a_wrong_value_has_a_red_line(body: str) -> None:
    assert complaints(a_group(body)) != []


def test_every_key_has_a_description() -> None:
    schema = policy_schema()

    for name, definition in schema["$defs"].items():
        for key, fragment in definition["properties"].items():
            assert fragment.get("description"), f"{name}.{key}"
