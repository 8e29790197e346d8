"""Thresholds written into a policy: nothing else in it moves."""

import pytest

from policies.language.load import load_policy
from policies.language.rewriting import CannotRewrite, with_thresholds

BLOCK = """\
version: 1   # keep me
groups:
  makers:
    platform: telegram
    selling:   # what may be sold
      never: [mlm]   # never
      allow: []
  others: {selling: {allow: []}}
"""


def thresholds(text: str, group: str = "makers"):
    selling = load_policy(text).groups[group].selling
    assert selling is not None
    return {kind: (one.ask, one.act) for kind, one in selling.thresholds.items()}


def test_they_are_put_before_the_first_key_and_every_other_line_stays():
    text = with_thresholds(BLOCK, "makers", 0.4, 0.85)

    assert thresholds(text) == {"default": (0.4, 0.85)}
    assert [line for line in text.splitlines() if "thresholds" not in line] == BLOCK.splitlines()


def test_what_is_written_on_one_line_stays_on_one_line():
    text = with_thresholds(BLOCK, "others", 0.4, 0.85)

    assert thresholds(text, "others") == {"default": (0.4, 0.85)}
    assert len(text.splitlines()) == len(BLOCK.splitlines())


@pytest.mark.parametrize(
    "old",
    [
        "thresholds: {default: {ask: 0.1, act: 0.2}}   # ours",
        "thresholds:\n        default:\n          ask: 0.1   # low\n          act: 0.2",
    ],
)
def test_old_ones_are_replaced(old: str):
    before = BLOCK.replace("      never:", f"      {old}\n      never:")

    text = with_thresholds(before, "makers", 0.4, 0.85)

    assert thresholds(text) == {"default": (0.4, 0.85)}
    assert "0.1" not in text
    assert "never: [mlm]   # never" in text


def test_a_group_without_selling_rules_of_its_own_gets_the_key():
    source = "version: 1\ndefaults: {selling: {allow: []}}\ngroups:\n  makers:\n    mode: enforce\n"

    assert thresholds(with_thresholds(source, "makers", 0.4, 0.85)) == {"default": (0.4, 0.85)}


@pytest.mark.parametrize("source", ["version: 1\n", "groups: {makers: }\n", "groups: {makers: {selling: }}\n", ""])
def test_what_cannot_be_changed_is_said_with_what_to_write(source: str):
    with pytest.raises(CannotRewrite, match=r"thresholds: \{default: \{ask: 0.4, act: 0.85\}\}"):
        with_thresholds(source, "makers", 0.4, 0.85)
