"""`tune`: thresholds from a group's own messages."""

import pytest

from tests.adapters.exports.make import row, telegram


def test_tune_proposes_thresholds_shows_what_stands_between_and_writes_them(potluck, tmp_path):
    advert = "Buy my sourdough course, £40 only! https://crumb{}.example/course DM me"
    rows = [row(number, advert.format(number)) for number in range(3)]
    chat = telegram(tmp_path / "result.json", *rows, row(9, "Morning all, lovely weather for the market"))
    policy = tmp_path / "policies.yaml"
    policy.write_text("version: 1\ngroups:\n  g:   # ours\n    selling:\n      allow: []\n", encoding="utf-8")

    status, out, err = potluck("tune", str(chat), "--policy", str(policy), "--write")

    assert (status, "thresholds of g are written" in err) == (0, True)
    assert "proposed" in out
    assert "Without labels nobody can say what is missed" in out
    written = policy.read_text(encoding="utf-8")
    assert "  g:   # ours\n" in written
    assert "thresholds: {default: {ask: " in written


def test_tune_leaves_a_policy_alone_that_it_cannot_change(potluck, tmp_path):
    chat = telegram(tmp_path / "result.json", row(1, "Morning all"))
    policy = tmp_path / "policies.yaml"
    policy.write_text("version: 1\ngroups: {g: {extends: presets/no-selling, selling: {}}}\n", encoding="utf-8")
    before = policy.read_text(encoding="utf-8")

    status, _, err = potluck("tune", str(chat), "--policy", str(policy), "--write")

    assert status != 0
    assert "left as it was" in err
    assert policy.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("asked", ["-1", "nan", "inf"])
def test_tune_wants_a_number_of_posts_that_can_be(potluck, policy, tmp_path, asked):
    chat = telegram(tmp_path / "result.json", row(1, "Morning all"))

    status, out, err = potluck("tune", str(chat), "-p", str(policy), "--asked", asked)

    assert (status, out) == (2, "")
    assert "--asked" in err


def test_an_export_without_messages_is_no_wrong_use(potluck, policy, tmp_path):
    chat = telegram(tmp_path / "result.json")

    status, out, err = potluck("tune", str(chat), "-p", str(policy))

    assert (status, out) == (1, "")
    assert "no messages of members" in err
