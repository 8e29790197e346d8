import subprocess
import sys
from datetime import timedelta

import pytest

from chat.errors import PolicyError
from chat.verdicts import Act
from policies.language.grammar import EVER, Earning, FeatureTest, Limit, Period
from policies.language.load import load_policy, load_with_warnings
from policies.language.schema import Group, LimitRule, MemberTest
from tests.policies.language.policies import FULL, SHORTHANDS, a_group


def problems_of(source: str | bytes) -> list[str]:
    with pytest.raises(PolicyError) as refused:
        load_policy(source)
    return [str(problem) for problem in refused.value.problems]


def the_group(source: str) -> Group:
    return next(iter(load_policy(source).groups.values()))


def test_the_full_example_is_read_with_the_line_of_every_rule() -> None:
    group = the_group(FULL)

    assert group.selling is not None
    assert [(rule.name, rule.line) for rule in group.selling.allow] == [
        ("Market Friday", "policies.yaml:21"),
        ("Jobs", "policies.yaml:27"),
        ("When somebody asks", "policies.yaml:28"),
        ("Launch", "policies.yaml:29"),
    ]
    assert group.selling.allow[0].limit == (
        LimitRule(limit=Limit(1, Period(calendar="week")), line="policies.yaml:26"),
    )
    assert group.selling.allow[0].members == MemberTest(
        for_=timedelta(days=14), earn=(Earning(3, "contributions", Period(length=timedelta(days=30))),)
    )
    assert (group.name, group.mode, str(group.timezone)) == ("northside-founders", "enforce", "Europe/London")


def test_shorthands_mean_what_they_stand_for() -> None:
    group = the_group(SHORTHANDS)

    assert group.selling is not None
    assert group.selling.exempt == MemberTest(roles=("team",))
    assert group.selling.never[0].kinds == ("mlm",)
    assert group.roles["team"].people == ("@asha",)
    assert group.places["shop"].ids == ("1", "2")
    assert group.selling.allow[1].has == (FeatureTest("line", least=0, most=1),)
    assert not group.nudges.enabled
    assert not group.summary.enabled
    assert group.consequences.named["gentle"].for_ == ("team",)
    assert group.frequency.same_message[0].limit == Limit(1, EVER, channels=True)


def test_a_ladder_holds_a_step_until_the_next() -> None:
    ladder = the_group(FULL).consequences.ladder

    assert [ladder.acts(strikes)[-1] for strikes in (1, 2, 3, 4, 9)] == [
        Act(name="remove"),
        Act(name="remove"),
        Act(name="mute", duration=timedelta(days=1)),
        Act(name="mute", duration=timedelta(days=1)),
        Act(name="ask admins"),
    ]


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    source = """\
version: 1
defaults: {langage: en}
groups:
  bakers:
    timezone: Europe/Londn
    selling:
      never: [mlmm]
      allow:
        - {name: Market, chanels: [offers], limit: 0 per week, then: gentl}
        - {name: Jobs, members: {roles: [tem]}}
  cooks:
    grace: 10
"""

    problems = problems_of(source)

    assert [problem.split(": ")[0] for problem in problems] == [
        "policies.yaml:2:12",
        "policies.yaml:5:15",
        "policies.yaml:7:15",
        "policies.yaml:9:26",
        "policies.yaml:9:52",
        "policies.yaml:9:70",
        "policies.yaml:10:42",
        "policies.yaml:12:12",
    ]


def test_a_name_whose_definition_is_wrong_counts_as_known() -> None:
    body = "kinds: {launch: {sayz: [launch]}}\nselling: {never: [launch]}\n"

    problems = problems_of(a_group(body))

    assert problems == ["policies.yaml:4:22: kind \"launch\": unknown key 'sayz' (did you mean 'says'?)"]


def test_a_mistake_in_defaults_is_told_once_however_many_groups_there_are() -> None:
    source = "version: 1\ndefaults: {grace: soon}\ngroups: {a: {mode: observe}, b: {mode: observe}}\n"

    assert len(problems_of(source)) == 1


def test_a_group_goes_on_top_of_its_preset_and_that_on_top_of_defaults() -> None:
    source = """\
version: 1
defaults: {mode: enforce, frequency: {member: 1 per day, same_offer: 9 per day}, extends: presets/weekly-market}
groups: {bakers: {frequency: {gap: 1h}}}
"""

    frequency = the_group(source).frequency

    assert str(frequency.member[0].limit) == "1 per day"
    assert str(frequency.same_offer[0].limit) == "1 channel per 7d"
    assert frequency.gap == timedelta(hours=1)


def test_windows_style_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    source = ("\N{BYTE ORDER MARK}" + FULL.replace("\n", "\r\n")).encode()

    policy = load_policy(source)

    assert policy == load_policy(FULL)


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_a_thousand_brackets_end_in_a_sentence(depth: int) -> None:
    assert "nested more than 20 levels deep" in problems_of("version: " + "[" * depth)[0]


def test_a_file_of_many_values_ends_in_a_sentence() -> None:
    assert "more than 50,000 values" in problems_of("version: [" + "a," * 60_000 + "]")[0]


def test_a_file_over_a_megabyte_ends_in_a_sentence() -> None:
    assert "larger than 1 MB" in problems_of("# " + "x" * 1_000_001)[0]


def test_a_value_from_code_is_read_like_one_from_a_file() -> None:
    group = Group.model_validate({"selling": {"allow": [{"name": "Jobs", "kinds": ["job"], "limit": "1 per week"}]}})

    assert group.selling is not None
    assert group.selling.allow[0].limit[0].limit == Limit(1, Period(calendar="week"))


def test_a_wrong_value_from_code_is_a_value_error_that_says_all() -> None:
    with pytest.raises(ValueError, match=r"unknown key 'seling'.*; 'soon' is no length of time"):
        Group.model_validate({"seling": {}, "grace": "soon"})


def test_warnings_refuse_nothing() -> None:
    policy, warnings = load_with_warnings(FULL)

    assert list(policy.groups) == ["northside-founders"]
    assert [str(warning) for warning in warnings] == [
        "policies.yaml:13:31: warning: role \"regular\": 'regular' is never used",
        "policies.yaml:14:48: warning: place \"friday thread\": 'friday thread' is never used",
    ]


def test_loading_imports_nothing_heavy() -> None:
    heavy = ("pydantic", "re2", "jsonschema", "asyncio", "importlib.metadata", "difflib")
    code = f"import sys, policies.language.load; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "[]"
