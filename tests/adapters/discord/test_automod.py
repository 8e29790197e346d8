"""What AutoMod has, beside what it should have: only our own rules are ever changed or removed."""

from dataclasses import replace
from typing import Any

from adapters.discord.automod import Block, Difference, difference

ME = "1"
BLOCK = Block(name="No pyramids", words=("mlm", "downline"), patterns=("ref=[a-z]+",), exempt=("Host",), message="No.")
ROLES = {"Host": "21", "21": "21"}
PAYLOAD: dict[str, Any] = {
    "name": "Potluck: No pyramids",
    "event_type": 1,
    "trigger_type": 1,
    "trigger_metadata": {"keyword_filter": ["mlm", "downline"], "regex_patterns": ["ref=[a-z]+"]},
    "actions": [{"type": 1, "metadata": {"custom_message": "No."}}],
    "enabled": True,
    "exempt_roles": ["21"],
}


def standing(number: int, maker: str = ME, **changed: Any) -> dict[str, Any]:
    return PAYLOAD | {"id": str(number), "creator_id": maker} | changed


def test_a_rule_that_is_missing_is_added():
    assert difference([], [BLOCK], ROLES, ME) == Difference(add=(PAYLOAD,))


def test_a_rule_that_stands_as_it_should_is_left():
    assert difference([standing(5)], [BLOCK], ROLES, ME) == Difference(same=("Potluck: No pyramids",))


def test_a_rule_whose_words_changed_or_that_was_switched_off_is_changed():
    found = [
        difference([one], [BLOCK], ROLES, ME) for one in (standing(5, enabled=False), standing(5, exempt_roles=[]))
    ]

    assert found == [Difference(change=(("5", PAYLOAD),))] * 2


def test_ours_that_the_policy_no_longer_has_goes_and_others_never_do():
    rules = [standing(5, name="Potluck: Old"), standing(6, "2", name="Potluck: Theirs"), standing(7, name="By hand")]

    assert difference(rules, [], ROLES, ME) == Difference(remove=(("5", "Potluck: Old"),))


def test_with_others_rules_there_may_be_no_room():
    others = [standing(number, "2", name=f"Theirs {number}") for number in range(5)]

    found = difference(others, [BLOCK, replace(BLOCK, name="Second")], ROLES, ME)

    assert [one["name"] for one in found.add] == ["Potluck: No pyramids"]
    assert [name for name, _ in found.left_out] == ["Potluck: Second"]


def test_what_is_longer_than_discord_takes_is_left_out():
    long = replace(BLOCK, words=("x" * 61,), patterns=("y" * 261,))

    found = difference([], [long], ROLES, ME)

    assert found.add == ()
    assert [name for name, _ in found.left_out] == ["Potluck: No pyramids"]
