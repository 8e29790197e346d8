"""`demo`: ten weeks in a small lively group, the last two shown, a report and a ledger left."""

import asyncio
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Final

from rich.table import Table

from bot import staging
from bot.commandline import console
from bot.commandline.policies import read_policy
from bot.commandline.results import show_rules
from bot.commandline.timeline import Timeline
from bot.result import Result
from chat.errors import UsageError
from policies.language.load import load_policy
from policies.language.schema import Group, Policy

_OURS: Final = frozenset({"demo.db", "demo.db-wal", "demo.db-shm", "report.html", "summary.png"})
_POLICY = "policies.yaml"


def demo(policy: Path | None, folder: Path) -> int:
    """Play, show and leave the report and the ledger in a folder, made anew."""
    group = _group(policy)
    _make(folder)
    script = staging.demo_script()
    out = console.out()
    out.print("Northside Makers: twelve people with small businesses in one town.", style="bold")
    out.print("Ten weeks are played by the policy in policies.yaml; these are the last two.", style="dim")
    first = script.events[0].at.astimezone(group.timezone).date() + timedelta(weeks=8)
    names = {person.id: person.name for person in script.members.values()}
    timeline = Timeline(out, group.timezone, names, first)
    result = asyncio.run(staging.play_demo(script, group, folder, timeline.show))
    _show_end(result, folder)
    return 0


def _show_end(result: Result, folder: Path) -> None:
    out = console.out()
    out.print()
    out.print("In all ten weeks", style="bold")
    show_rules(result.tally)
    table = Table(box=None, pad_edge=False, header_style="bold dim", padding=(0, 2, 0, 0))
    table.add_column("who helped whom")
    table.add_column("times", justify="right")
    pairs: dict[tuple[str, str], int] = {}
    for pair in result.helped:
        pairs[pair] = pairs.get(pair, 0) + 1
    for (giver, receiver), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:8]:
        table.add_row(f"{console.safe(giver)} → {console.safe(receiver)}", str(count))
    out.print()
    out.print(table)
    out.print()
    out.print(f"The report, for a browser: {folder / 'report.html'}")
    out.print(f"The summary's picture:     {folder / 'summary.png'}")
    out.print(f"The ledger (SQLite):       {folder / 'demo.db'}")
    out.print("Change policies.yaml and run it again.", style="dim")


def _group(path: Path | None) -> Group:
    """Return the demo's group: of the policy named, else of the one in this folder, else of the one that ships."""
    if path is not None:
        found = _scripted(read_policy(path)[0])
        if found is None:
            raise UsageError(f"{path} has no group with `platform: script`, which the demo plays")
        return found
    here = _scripted(read_policy(Path(_POLICY))[0]) if Path(_POLICY).exists() else None
    return here or _shipped()


def _shipped() -> Group:
    packaged = resources.files("bot.demo") / _POLICY
    source = packaged if packaged.is_file() else Path(__file__).parents[2] / _POLICY
    found = _scripted(load_policy(source.read_text(encoding="utf-8"), _POLICY))
    assert found is not None  # noqa: S101 - the demo's policy is for the demo
    return found


def _scripted(policy: Policy) -> Group | None:
    return next((group for group in policy.groups.values() if group.platform == "script"), None)


def _make(folder: Path) -> None:
    """Make room in the folder: what an earlier demo left goes, anything else is not touched."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder: name another one by --folder")
    found = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if found and ("demo.db" not in found or found - _OURS):
        raise UsageError(f"{folder} holds something else: name another one by --folder")
    for name in found:
        (folder / name).unlink()
    folder.mkdir(parents=True, exist_ok=True)
