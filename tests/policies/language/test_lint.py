import pytest

from chat.errors import PolicyError
from policies.language.load import load_policy, load_with_warnings
from tests.policies.language.policies import a_group


def warnings_of(body: str) -> list[str]:
    _, warnings = load_with_warnings(a_group(body))
    return [f"{warning.line}:{warning.column}: {warning.message}" for warning in warnings]


def allowances(allowance: str, frequency: str) -> str:
    return f"selling: {{allow: [{{name: Ads, {allowance}}}]}}\nfrequency: {{{frequency}}}\n"


@pytest.mark.parametrize(
    ("limit", "other"),
    [
        ("3 per week", "member: 1 per week"),
        ("3 per week", "group: 2 per week"),
        ("3 per day", "member: 2 per week"),
        ("3 per 7d", "member: 2 per 14d"),
        ("3 per week", "member: 1 per 7d"),
        ("4 per 7d", "member: 1 per week"),
        ("40 per month", "member: 1 per day"),
        ("9 per week", "gap: 1d"),
        ("2 per offer ever", "same_offer: 1 ever"),
        ("2 per organisation per week", "organisation: 1 per week"),
    ],
)
def test_a_limit_that_another_always_comes_before_is_pointed_out(limit: str, other: str) -> None:
    warnings = warnings_of(allowances(f"limit: {limit}", other))

    assert len(warnings) == 1
    assert f"'{limit}' can't be reached" in warnings[0]


@pytest.mark.parametrize(
    ("limit", "other"),
    [
        ("1 per week", "member: 1 per week"),
        ("2 per week", "member: 1 per 7d"),
        ("2 per 7d", "member: 1 per week"),
        ("2 per week", "member: 1 per month"),
        ("2 per organisation per week", "member: 1 per week"),
        ("3 per week", "same_offer: 1 per week"),
        ("3 per week", "same_message: 1 per week"),
        ("3 per week", "member: 1 channel per week"),
        ("5 ever", "member: 1 per week"),
        ("30 per month", "member: 1 per day"),
    ],
)
def test_a_limit_that_may_be_reached_is_left_alone(limit: str, other: str) -> None:
    assert warnings_of(allowances(f"limit: {limit}", other)) == []


def test_a_solicited_allowance_is_not_counted_by_frequency() -> None:
    assert warnings_of(allowances("solicited: yes, limit: 3 per week", "member: 1 per week")) == []


def test_of_two_limits_of_one_allowance_the_looser_one_is_pointed_out() -> None:
    warnings = warnings_of("selling: {allow: [{name: Ads, limit: [1 per week, 5 per week]}]}\n")

    assert warnings == ["4:55: allowance \"Ads\": '5 per week' can't be reached: `limit` (1 per week) allows fewer"]


@pytest.mark.parametrize(
    ("conditions", "feature"),
    [
        ("has: [price], without: [price]", "price"),
        ("has: [at most 1 line, at least 3 lines]", "line"),
        ("has: [at least 15 words], without: [at least 10 words]", "word"),
        ("without: [link, at most 0 links]", "link"),
    ],
)
def test_a_rule_of_which_no_message_has_the_numbers_is_an_error(conditions: str, feature: str) -> None:
    with pytest.raises(PolicyError, match=f"4:.*can never apply.*no number of '{feature}'"):
        load_policy(a_group(f"selling: {{allow: [{{name: Ads, {conditions}}}]}}\n"))


@pytest.mark.parametrize(
    "conditions", ["has: [at least 3 lines], without: [at least 10 lines]", "has: [price, at most 2 prices]"]
)
def test_a_rule_of_which_some_message_has_the_numbers_is_fine(conditions: str) -> None:
    assert warnings_of(f"selling: {{allow: [{{name: Ads, {conditions}}}]}}\n") == []


def test_a_kind_that_is_both_allowed_and_never_wanted_is_pointed_out() -> None:
    warnings = warnings_of("selling: {never: [mlm], allow: [{name: Ads, kinds: [product, mlm]}]}\n")

    assert warnings == [
        "4:66: allowance \"Ads\": 'mlm' is forbidden under `never` as well, so it is never allowed here"
    ]


@pytest.mark.parametrize(
    "never",
    [
        "{name: N, kinds: [product], mode: observe}",
        "{name: N, kinds: [product], not: {kinds: [job]}}",
        "{name: N, kinds: [product], channels: [general]}",
        "{name: N, kinds: [product], when: Mon}",
        "{name: N, kinds: [product], members: {introduced: no}}",
    ],
)
def test_a_prohibition_with_conditions_leaves_room_for_the_allowance(never: str) -> None:
    assert warnings_of(f"selling: {{never: [{never}], allow: [{{name: Ads, kinds: [product]}}]}}\n") == []


def test_names_that_nothing_uses_are_pointed_out() -> None:
    body = """\
roles: {team: ["@asha"]}
places: {offers: 42}
kinds: {launch: {says: [launch]}}
consequences: {1: remove, gentle: {1: notice}}
"""

    warnings = warnings_of(body)

    assert [warning.rpartition(": ")[2] for warning in warnings] == [
        "'team' is never used",
        "'offers' is never used",
        "'launch' is never used",
        "'gentle' is never used",
    ]


def test_names_that_defaults_offer_to_all_groups_may_stay_unused() -> None:
    source = 'version: 1\ndefaults: {roles: {team: ["@asha"]}}\ngroups: {bakers: {mode: observe}}\n'

    _, warnings = load_with_warnings(source)

    assert warnings == ()


def test_a_prohibition_of_the_preset_that_the_group_drops_is_pointed_out() -> None:
    warnings = warnings_of("extends: presets/weekly-market\nselling: {never: [mlm]}\n")

    assert warnings == [
        "5:15: `never` replaces the list below it, and 'crypto', 'adult' would no longer be forbidden: "
        "repeat what should be"
    ]


def test_a_prohibition_of_the_preset_that_the_group_repeats_in_other_words_is_fine() -> None:
    body = "extends: presets/weekly-market\nselling: {never: [{name: Schemes, kinds: [mlm, crypto, adult]}]}\n"

    assert warnings_of(body) == []


def test_a_prohibition_of_defaults_that_the_preset_drops_is_pointed_out_where_it_is_extended() -> None:
    source = """\
version: 1
defaults: {selling: {never: [survey]}}
groups:
  bakers:
    extends: presets/weekly-market
"""

    _, warnings = load_with_warnings(source)

    assert [(warning.line, warning.column) for warning in warnings] == [(5, 14)]


@pytest.mark.parametrize(
    ("platform", "acts", "expected"),
    [
        ("discord", "mute", "Discord ends every time-out after 28 days"),
        ("telegram", "ban 400d", "Telegram takes bans over 366 days as for ever"),
    ],
)
def test_an_act_that_the_platform_does_otherwise_is_pointed_out(platform: str, acts: str, expected: str) -> None:
    warnings = warnings_of(f"platform: {platform}\nconsequences: {{1: {acts}}}\n")

    assert len(warnings) == 1
    assert expected in warnings[0]


@pytest.mark.parametrize("platform", ["whatsapp", "script"])
def test_what_can_not_act_or_can_do_everything_is_left_alone(platform: str) -> None:
    assert warnings_of(f"platform: {platform}\nconsequences: {{1: mute 10s, 2: ban 999d}}\n") == []
