"""`init`: five questions, then a short policy from a preset."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import typer

from bot.commandline import console
from bot.commandline.targets import check_target
from chat.errors import PolicyError, UsageError
from policies.language.load import load_policy, preset_names
from policies.language.values import read_zone

_QUOTES: Final = re.compile("[\"'`“”„«»]")
_PLATFORMS: Final = ("telegram", "discord", "whatsapp")


def init(path: Path, *, force: bool) -> int:
    """Ask, write, and say what to do next. Raises UsageError where the file is there already, or can't be."""
    check_target(path)
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: --force writes over it")
    name = _ask("1/5  What is the group called?", "my group", _name)
    platform = _ask(f"2/5  Where does it live? ({', '.join(_PLATFORMS)})", "telegram", _platform)
    zone = _ask("3/5  Its time zone, like Europe/London?", "UTC", _zone)
    presets = [preset.removeprefix("presets/") for preset in preset_names()]
    preset = _ask(f"4/5  Which rules to begin with? ({', '.join(presets)})", "weekly-market", _one_of(presets))
    team = _ask("5/5  Who may always post? (handles, apart by spaces or commas; empty for nobody)", "", str)
    text = policy_text(name, platform, zone, preset, _handles(team))
    path.write_text(_checked(text, path), encoding="utf-8")
    console.out().print(f"Wrote {path}: it only observes until you set `mode: enforce`.")
    console.out().print("Next: read it aloud, then `potluck check` and `potluck replay YOUR-EXPORT`.")
    return 0


def policy_text(name: str, platform: str, zone: str, preset: str, team: list[str]) -> str:
    """Return a policy of under 30 lines that extends a preset."""
    lines = [
        "# yaml-language-server: $schema=policies/policy.schema.json",
        "# What each key means: docs/policy-reference.md. `potluck check` says whether all is well.",
        "version: 1",
        "",
        "groups:",
        f"  {_quoted(name)}:",
        f"    extends: presets/{preset}",
        f"    platform: {platform}",
        "    # chat: -1001234567890          # the chat's id; on Discord the server's",
        "    # admins_chat: -1009876543210   # where the admins get cards and alerts",
        f"    timezone: {zone}",
        "    mode: observe                   # only records what would happen; then: enforce",
    ]
    if team:
        handles = ", ".join(json.dumps(f"@{handle}", ensure_ascii=False) for handle in team)
        lines += [f"    roles: {{team: [{handles}]}}", "    selling:", "      exempt: {roles: [team]}"]
    lines += [
        "    tests:",
        "      - say: Has anybody used a good bookkeeper?",
        "        expect: allow",
    ]
    return "\n".join(lines) + "\n"


def _checked(text: str, path: Path) -> str:
    try:
        load_policy(text, str(path))
    except PolicyError as error:
        raise UsageError(f"that makes no policy: {error}") from None
    return text


def _ask(question: str, default: str, read: Callable[[str], str]) -> str:
    while True:
        answer = typer.prompt(question, default=default, show_default=bool(default))
        try:
            return read(str(answer).strip())
        except ValueError as error:
            console.err().print(f"  {error}", style="yellow")
            if not sys.stdin.isatty():
                raise UsageError(str(error)) from None


def _handles(text: str) -> list[str]:
    """Take handles apart at spaces and commas, without their quotes and signs."""
    handles = (handle.lstrip("@") for handle in re.split(r"[\s,]+", _QUOTES.sub("", text)))
    return list(dict.fromkeys(filter(None, handles)))


def _name(text: str) -> str:
    if not text or any(not character.isprintable() for character in text):
        raise ValueError("a name of one line, please")
    return text


def _platform(text: str) -> str:
    return _one_of(_PLATFORMS)(text.lower())


def _zone(text: str) -> str:
    return read_zone(text).key


def _one_of(words: tuple[str, ...] | list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"one of these, please: {', '.join(words)}")
        return text

    return read


def _quoted(text: str) -> str:
    plain = text.isascii() and text.replace("-", "").replace(" ", "").isalnum()
    return text if plain else json.dumps(text, ensure_ascii=False)
