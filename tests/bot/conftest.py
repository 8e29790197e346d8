"""The command as its tests run it."""

import sys
from pathlib import Path

import pytest

from bot import cli
from tests.bot.made import EXPORT, POLICY


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policies.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "_chat.txt"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture
def potluck(monkeypatch, capsys):
    """Run the command in this process; return exit code, what was printed, and what was complained of."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["potluck", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run
