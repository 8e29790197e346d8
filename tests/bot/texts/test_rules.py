"""The policy in plain words: every rule is named, it fits a message, and nothing in it is markup."""

import re
from pathlib import Path
from typing import Final

import pytest

from bot.texts import phrases, rules
from chat.posts import Post, Style, plain
from policies.language.load import load_policy
from policies.language.schema import Group, Rule

ROOT: Final = Path(__file__).parents[3]
FILES: Final = [ROOT / "policies.yaml", *sorted((ROOT / "examples" / "rulebooks").glob("*.yaml"))]
MARKUP: Final = re.compile(r"[*_`<>{}\[\]\\~|]|None|timedelta|\bFeatureTest\b")
BOUND: Final = 3_500


def groups() -> list[Group]:
    return [group for file in FILES for group in load_policy(file.read_text(), file.name).groups.values()]


def a_group(body: str) -> Group:
    text = f"version: 1\ngroups:\n  makers:\n    platform: script\n    mode: enforce\n{body}"
    return load_policy(text).groups["makers"]


def is_named(rule: Rule, text: str) -> bool:
    kinds = [phrases.kind(kind) for kind in rule.kinds]
    return rule.name in text or (rule.name == ", ".join(rule.kinds) and all(kind[1:] in text for kind in kinds))


def styles(post: Post) -> set[Style]:
    return {run.style for section in post.sections for line in section.lines for run in line}


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.name)
def test_every_allowance_and_prohibition_is_named(group: Group):
    text = plain(rules.rules(group))

    assert group.selling is not None
    every = (*group.selling.never, *group.selling.welcome, *group.selling.allow)
    assert [rule.name for rule in every if not is_named(rule, text)] == []


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.name)
def test_places_times_limits_ladders_and_house_rules_are_told(group: Group):
    text = plain(rules.rules(group))

    assert group.selling is not None
    told = [*group.house_rules, f"Each strike ends after {phrases.length(group.consequences.forgive_after)}"]
    for rule in (*group.selling.never, *group.selling.allow):
        told += [phrases.place(name) for name in rule.channels] + [window.text for window in rule.when]
        told += [f"at most {entry.limit.count}" for entry in rule.limit]
        told += [phrases.length(rule.members.for_)] if rule.members and rule.members.for_ else []
    assert [part for part in told if part not in text] == []


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.name)
@pytest.mark.parametrize("of", [rules.rules, rules.policy, rules.start], ids=["rules", "policy", "start"])
def test_it_fits_a_message_and_holds_no_markup(of, group: Group):
    post = of(group)

    assert len(plain(post)) < BOUND
    assert MARKUP.findall(plain(post)) == []
    assert styles(post) <= {Style.PLAIN, Style.NAME}
    assert "@" not in plain(post)


def test_the_demo_policy_reads_like_this():
    text = plain(rules.rules(groups()[0]))

    assert "Never\nMulti-level marketing.\nA crypto or trading offer.\nNo calls to everyone: anything calling" in text
    assert (
        "Market Friday: a product, a service, an event or your own content in #offers, Fri 08:00-20:00, from members of"
        " 14 days and longer with 1 contribution in the last 60 days; at most 1 a week for each member." in text
    )
    assert "A launch: launch in #general; at most 1 ever for each member; an admin looks at it first." in text
    assert "The same offer, reworded or not: in at most 1 channel in 30 days." in text
    assert "From strike 3 on: the post comes down and you can't write for 1 day." in text
    assert "For No calls to everyone: Each time: you are told, and the post stays." in text


def test_a_long_policy_loses_what_matters_least_first():
    never = "\n".join(f"        - {{name: Rule number {n}, kinds: [mlm], has: [price]}}" for n in range(30))
    kinds = "\n".join(f"      own kind {n}: {{says: [a word that is quite long number {n}]}}" for n in range(200))
    post = rules.rules(a_group(f"    kinds:\n{kinds}\n    selling:\n      never:\n{never}\n      allow: []\n"))

    text = plain(post)
    assert len(text) < BOUND
    assert "Rule number 29" in text
    assert "No promotion is allowed here." in text
    assert text.endswith("… and more.")


def test_a_policy_that_is_longer_than_any_message_still_fits():
    name = "A very long name indeed " * 20
    never = "\n".join(f"        - {{name: {name}{n}, kinds: [mlm]}}" for n in range(300))

    assert len(plain(rules.rules(a_group(f"    selling:\n      never:\n{never}\n")))) < BOUND


def test_durations_are_exact():
    text = plain(rules.rules(a_group("    selling: {allow: [{name: Rare, limit: 1 per 36h}]}\n    grace: 90m\n")))

    assert "Rare: any promotion; at most 1 in 36 hours for each member." in text
    assert "A post that you delete within 90 minutes gives its slot back." in text


def test_a_group_without_selling_rules_says_so_and_shows_its_house_rules():
    text = plain(rules.rules(a_group("    house_rules: [Be kind.]\n")))

    assert text == "“makers” has no selling rules: I judge nothing.\n\nHouse rules\nBe kind."


def test_admins_see_file_and_mode():
    assert plain(rules.policy(groups()[0])).startswith("Rules of “northside makers” from policies.yaml. Mode: enforce.")


def test_the_button_to_stop_stands_only_where_there_is_something_to_stop():
    makers = a_group("    set_up_by: <b>@everyone</b>\n")

    assert [button.data for button in rules.start(makers).buttons] == ["stop"]
    assert rules.start(makers, opted_out=True).buttons == ()
    assert rules.start(a_group("    nudges: off\n")).buttons == ()
    assert [run.text for run in rules.start(makers).sections[0].lines[0] if run.style is Style.NAME] == [
        "<b>@everyone</b>"
    ]


def test_only_admins_are_shown_the_commands_of_admins():
    member, admin = (plain(rules.commands(for_admin=for_admin)) for for_admin in (False, True))

    assert "/resume" not in member
    assert admin.startswith(member)
    assert "/resume" in admin
