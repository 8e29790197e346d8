"""A policy that can't be read, as people and as programs are told."""

import json
import sys
from pathlib import Path

import pytest

from bot import cli

COMMANDS = (("check",), ("test",), ("explain", "hello", "--policy"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_that_is_not_utf_8_is_told_with_its_place(command, tmp_path, monkeypatch, capsys):
    policy = tmp_path / "policies.yaml"
    policy.write_bytes(b"version: 1\n# Caf\xe9\n")

    assert _exit_code(monkeypatch, *command, str(policy)) == 1
    assert f"{policy}:2:6: not UTF-8 text" in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_programs_are_told_in_json_whatever_the_command(command, tmp_path, monkeypatch, capsys):
    policy = tmp_path / "policies.yaml"
    policy.write_text("version: 1\ngroup: {}\n", encoding="utf-8")

    assert _exit_code(monkeypatch, *command, str(policy), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert 2 in [problem["line"] for problem in told["problems"]]


def test_a_test_that_lies_too_far_away_is_told_with_its_line_and_the_others_run(tmp_path, monkeypatch, capsys):
    policy = tmp_path / "policies.yaml"
    policy.write_text(
        "version: 1\n"
        "groups:\n"
        "  g:\n"
        "    selling: {allow: [{name: A, kinds: [product]}]}\n"
        "    tests:\n"
        "      - {say: hello, at: 0001-01-01 00:00, expect: allow}\n"
        "      - {say: hello, joined: 0001-01-01, expect: allow}\n"
        "      - {say: hello, expect: allow}\n",
        encoding="utf-8",
    )

    assert _exit_code(monkeypatch, "check", str(policy)) == 1
    out = capsys.readouterr().out.replace("\n", " ")
    assert f"{policy}:6: test" in out
    assert f"{policy}:7: test" in out
    assert "2 of 3 tests fail" in out


def _exit_code(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["potluck", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)
