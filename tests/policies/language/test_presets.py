from pathlib import Path

import pytest

import policies
from policies.language.load import load_with_warnings, preset_names
from policies.language.presets import PRESETS, read_preset
from tests.policies.language.policies import a_group

FOLDER = Path(policies.__file__).parent / "presets"
THREE_LINES = "extends: {preset}\nplatform: telegram\nplaces: {{promotion: 42}}\n"


@pytest.mark.parametrize("preset", preset_names())
def test_a_preset_and_three_lines_make_a_policy(preset: str) -> None:
    policy, warnings = load_with_warnings(a_group(THREE_LINES.format(preset=preset)))

    assert policy.groups["bakers"].selling is not None
    assert [warning for warning in warnings if "'promotion' is never used" not in warning.message] == []


@pytest.mark.parametrize("preset", preset_names())
def test_a_preset_says_for_whom_it_is_and_can_be_read_aloud(preset: str) -> None:
    tree = read_preset(preset)
    path = FOLDER / f"{preset.removeprefix(PRESETS)}.yaml"

    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("# For ")
    assert len(lines) < 40
    assert "selling" in tree


def test_at_least_five_presets_ship() -> None:
    assert len(preset_names()) >= 5


def test_an_unknown_preset_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read_preset("presets/../language/tree")
