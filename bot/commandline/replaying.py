"""`replay` and `import`: an exported chat through the pipeline."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app
from bot.commandline import console
from bot.commandline.policies import choose_group, read_policy
from bot.commandline.results import show_comparison, show_result
from bot.commandline.targets import check_targets
from bot.moments import read_moment
from bot.settings import read_settings
from chat.errors import ExportError, UsageError
from policies.language.schema import Group, Policy
from policies.language.values import read_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `replay` and `import` were told."""

    file: Path
    policy: Path
    group: str | None = None
    since: str | None = None
    timezone: str | None = None
    dates: Literal["dmy", "mdy"] | None = None
    report: Path | None = None
    against: Path | None = None
    json: Path | None = None
    db: str | None = None


def replay(options: Options) -> int:
    """Run a policy over an export and print what it would have done; return 1 where the export broke."""
    chat = app.open_chat(options.file, dates=options.dates)
    group = _group_of(chat, options.policy, options.group)
    other = _other_group(chat, options)
    _check_targets(chat, options)
    run = app.Run(
        chat=chat,
        group=group,
        zone=zone_of(options, group),
        since=_since(options.since, group.timezone),
        database=options.db,
        json=options.json,
        keep=other is not None,
    )
    with progress(chat, options.file.name) as report_progress:
        result = asyncio.run(app.replay(run, read_settings(), report_progress))
    show_result(result, chat, group)
    if other is not None:
        with progress(chat, f"{options.file.name} by {options.against}") as report_progress:
            before = asyncio.run(app.replay(run.by(other), read_settings(), report_progress))
        show_comparison(before, result, str(options.against), str(options.policy))
    if options.report is not None:
        app.write_report(options.report, result, chat, group)
        console.out().print(f"Report: {options.report}")
    return _ended(result.broken)


def import_history(options: Options) -> int:
    """Give the live ledger a group's history; return 1 where the export broke."""
    chat = app.open_chat(options.file, dates=options.dates)
    group = _group_of(chat, options.policy, options.group)
    run = app.Run(chat=chat, group=group, zone=zone_of(options, group))
    with progress(chat, options.file.name) as report_progress:
        result = asyncio.run(app.import_history(run, read_settings(), report_progress))
    read = f"Read {result.tally.messages:,} messages of {len(result.tally.members):,} members"
    console.out().print(f"{read} into the ledger of {group.name}: no actions, no strikes.")
    return _ended(result.broken)


def open_for(options: Options) -> tuple[app.Chat, Group]:
    """Open an export, and say whose it is."""
    chat = app.open_chat(options.file, dates=options.dates)
    return chat, _group_of(chat, options.policy, options.group)


def zone_of(options: Options, group: Group) -> ZoneInfo:
    """Return the zone of an export's times, where it does not tell them itself."""
    return _zone(options.timezone) or group.timezone


def _check_targets(chat: app.Chat, options: Options) -> None:
    policies = (options.policy,) if options.against is None else (options.policy, options.against)
    check_targets({"--json": options.json, "--report": options.report}, (*chat.export.paths, *policies))


def _group_of(chat: app.Chat, path: Path, name: str | None) -> Group:
    """Return the group that an export belongs to: the one named, else by id, else the only one."""
    policy, _ = read_policy(path)
    return choose_group(policy, name or _by_id(chat, policy))


def _other_group(chat: app.Chat, options: Options) -> Group | None:
    """Return the group by the policy to compare with; its only group may have another name."""
    if options.against is None:
        return None
    policy, _ = read_policy(options.against)
    return choose_group(policy, None if len(policy.groups) == 1 else options.group or _by_id(chat, policy))


def _by_id(chat: app.Chat, policy: Policy) -> str | None:
    ids = set(chat.export.ids)
    return next((group.name for group in policy.groups.values() if group.chat in ids), None)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return read_zone(name) if name else None
    except ValueError as error:
        raise UsageError(str(error)) from None


def _since(text: str | None, zone: ZoneInfo) -> datetime | None:
    if text is None:
        return None
    try:
        return read_moment(text, around=datetime(2000, 1, 1, tzinfo=zone), zone=zone)
    except ValueError:
        raise UsageError(f"--since {text!r} is no date: write it like 2026-03-27") from None


@contextmanager
def progress(chat: app.Chat, name: str) -> Iterator[app.OnProgress]:
    """Show a bar on a terminal: messages a second and the time left."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[speed]}"), TimeRemainingColumn())
    bar = Progress(*columns, console=console.err(), transient=True, disable=not console.err().is_terminal)
    with bar:
        task = bar.add_task(console.safe(name), total=max(chat.export.size, 1), speed="")

        def show(messages: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            speed = f"{messages / elapsed:,.0f} messages/s" if elapsed else ""
            bar.update(task, completed=chat.bytes_read, speed=speed)

        yield show


def _ended(broken: ExportError | None) -> int:
    if broken is None:
        return 0
    console.err().print(f"potluck: {broken}", style="red")
    return 1
