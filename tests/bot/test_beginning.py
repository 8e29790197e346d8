"""`init`: five questions, then a policy that checks."""

import io
import sys

import pytest

from policies.language.load import load_policy
from tests.bot.made import POLICY


def test_init_asks_five_questions_and_writes_a_policy_that_checks(potluck, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("my makers\ntelegram\nEurope/London\nweekly-market\n@priya @sam\n"))
    path = tmp_path / "policies.yaml"

    code, _, _ = potluck("init", str(path))
    checked, _, _ = potluck("check", str(path))

    assert (code, checked) == (0, 0)
    assert len(path.read_text(encoding="utf-8").splitlines()) < 30


def test_init_writes_over_nothing_unless_told_to(potluck, policy):
    code, _, err = potluck("init", str(policy))

    assert code == 2
    assert "--force" in err
    assert policy.read_text(encoding="utf-8") == POLICY


def test_init_asks_nothing_where_the_file_cannot_be_written(potluck, tmp_path):
    code, out, err = potluck("init", str(tmp_path / "nowhere" / "policies.yaml"))

    assert (code, out) == (2, "")
    assert "there is no folder" in err


@pytest.mark.parametrize(
    ("answer", "team"),
    [
        ('"@b" @c', ["@b", "@c"]),
        ("@b @c, d", ["@b", "@c", "@d"]),
        ("'b','@c' ,, “d” @b @", ["@b", "@c", "@d"]),
        ("b\\\\c: #d", ["@b\\\\c:", "@#d"]),
    ],
)
def test_handles_are_taken_apart_however_they_are_written(potluck, tmp_path, monkeypatch, answer, team):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"my makers\ntelegram\nUTC\nweekly-market\n{answer}\n"))
    path = tmp_path / "policies.yaml"

    code, _, _ = potluck("init", str(path))

    assert code == 0
    group = load_policy(path.read_text(encoding="utf-8"), str(path)).groups["my makers"]
    assert list(group.roles["team"].people) == team
