"""Documents that can't be out of date: the changelog knows the version, the docs know every command and setting."""

import re
from pathlib import Path

import typer.main

from bot import __version__, cli, settings

ROOT = Path(__file__).parents[1]


def test_the_changelog_and_the_package_agree_on_the_version():
    released = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    declared = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)

    assert declared is not None
    assert released[0] == declared[1] == __version__


def test_every_command_and_option_is_documented():
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]

    for name, command in commands.items():
        assert f"`potluck {name}" in documented, name
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        for option in options:
            assert f"`{option}" in documented or f" {option}" in documented, f"{name} {option}"


def test_every_setting_of_the_environment_is_documented():
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    read = re.findall(r'environ\.get\("(\w+)"', Path(settings.__file__).read_text(encoding="utf-8"))

    assert read
    assert [name for name in read if f"`{name}`" not in documented] == []


def test_decisions_are_numbered_without_gaps_and_have_their_four_parts():
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text(encoding="utf-8")
        parts = ("**Context.**", "**Decision.**", "**Consequences.**", "**What would change our mind.**")
        assert [part for part in parts if part not in text] == [], file.name
