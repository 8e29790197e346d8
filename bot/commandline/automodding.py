"""`automod sync`: writes hard rules into Discord's AutoMod, or shows what it would write."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from adapters.discord.automod import Difference
from bot import automod
from bot.automod import Exported
from bot.commandline import console
from bot.serving import load_checked
from bot.settings import read_settings


def run(policy: Path, group: str | None, *, dry_run: bool, as_json: bool) -> int:
    """Write, and say what was done."""
    found = asyncio.run(
        automod.synchronise(load_checked(policy, strict=False), read_settings(), group=group, dry_run=dry_run)
    )
    if as_json:
        lines = {one.name: [f"{mark} {text}" for mark, text in _lines(what, told)] for one, what, told in found}
        console.print_json({"dry_run": dry_run, "groups": lines})
        return 0
    for one, what, told in found:
        console.out().print(f"{one.name}{' (nothing is written)' if dry_run else ''}", style="bold")
        for mark, text in _lines(what, told):
            console.out().print(f"  {mark} {console.safe(text)}")
    return 0


def _lines(what: Difference, told: Exported) -> Iterator[tuple[str, str]]:
    for payload in what.add:
        yield "+", f"{payload['name']}: {_size(payload)}"
    for _, payload in what.change:
        yield "~", f"{payload['name']}: {_size(payload)}"
    for _, name in what.remove:
        yield "-", name
    for name in what.same:
        yield "=", name
    for name, why in (*what.left_out, *told.left_out):
        yield "!", f"{name}: left out, {why}"


def _size(payload: dict[str, object]) -> str:
    trigger = payload["trigger_metadata"]
    assert isinstance(trigger, dict)  # noqa: S101 - made by us
    return f"{len(trigger['keyword_filter'])} words, {len(trigger['regex_patterns'])} patterns"
