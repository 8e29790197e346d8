"""The composition root: puts adapters, the ledger, policies and the pipeline together. Nothing is decided here."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, Literal
from zoneinfo import ZoneInfo

from adapters.exports import Source as Chat
from adapters.exports import open_export
from bot import charts, clock
from bot.collector import relax
from bot.judged import Judged
from bot.kept import ledger_url, rows_file, write_row
from bot.pipeline import Handled, Pipeline
from bot.ports import Reader
from bot.replay import TOLD_AFTER, Replay, verdict_row
from bot.result import Result, contribution_row
from bot.rounds import Done, Nudged, Rounds, Summarised
from bot.settings import Settings
from bot.tally import Tally
from bot.texts.signals import signal_words
from chat.errors import ExportError, LedgerError, UsageError
from policies.language.schema import Group
from policies.promotion import read_all
from policies.promotion.thresholds import promotion_kind
from storage.ledger import Ledger
from storage.place import same_database

__all__ = [
    "Chat",
    "OnProgress",
    "Result",
    "Run",
    "Scored",
    "ScoredChat",
    "import_history",
    "open_chat",
    "replay",
    "score",
    "write_report",
]

OnProgress = Callable[[int], None]
"""Told how many messages were judged so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One replay: what, by which policy, how."""

    chat: Chat
    group: Group
    zone: ZoneInfo
    """Of the export's times, where it does not tell them itself."""
    since: datetime | None = None
    database: str | None = None
    """URL of a ledger to keep; None: a temporary file."""
    json: Path | None = None
    keep: bool = False
    """Keep outcomes, for a comparison."""
    reader: Reader = read_all
    """Reads messages, or remembers what was read beforehand."""

    def by(self, group: Group) -> "Run":
        """Return the same run by another policy, with nothing kept or written."""
        return with_changes(self, group=group, database=None, json=None, keep=True)


def open_chat(path: Path, *, dates: Literal["dmy", "mdy"] | None = None) -> Chat:
    """Open an exported chat. Raises ExportError where it is none."""
    return open_export(path, dates=dates, now=clock.now())


async def replay(run: Run, settings: Settings, on_progress: OnProgress) -> Result:
    """Run the real pipeline over an export, into a ledger of its own. Raises UsageError for the live ledger."""
    if run.database is not None and same_database(run.database, settings.database):
        raise UsageError("--db names the live ledger: a replay keeps its own (`potluck import` fills the live one)")
    with ledger_url(run.database) as url:
        ledger = await Ledger.open(url, secret=settings.secret or os.urandom(16))
        try:
            await _check_new(ledger, run)
            with rows_file(run.json) as rows:
                return await _replay(run, ledger, settings, rows, on_progress)
        finally:
            await ledger.close()


async def _check_new(ledger: Ledger, run: Run) -> None:
    """Refuse a ledger that has the chat: what is there already would not be judged again."""
    async with ledger.batch(_key(run)) as batch:
        if not await batch.is_new():
            where = ledger.database.where
            raise LedgerError(f"{where} has messages of {run.group.name} already: name a new ledger by --db")


async def _replay(
    run: Run, ledger: Ledger, settings: Settings, rows: IO[str] | None, on_progress: OnProgress
) -> Result:
    relax()
    pipeline = Pipeline(run.group, _key(run), ledger, reader=run.reader, told_after=TOLD_AFTER)
    result = Result(tally=Tally(run.group.timezone))
    secret = settings.secret or b"a replay's own"
    rounds = Rounds(run.group, _key(run), ledger, secret=secret, on_done=lambda done: _note_done(done, result, rows))

    def on_batch(handled: Handled) -> None:
        _note(handled, result, run, rows)
        on_progress(player.tally.messages)

    player = Replay(pipeline, clock=rounds, on_batch=on_batch, since=run.since)
    result.tally = player.tally
    try:
        await player.run(run.chat.events(run.zone))
    except ExportError as error:
        result.broken = error
    await _collect(result, ledger, run, rows)
    return result


def _note(handled: Handled, result: Result, run: Run, rows: IO[str] | None) -> None:
    for judged in handled.judged:
        if judged.verdict.code == "not_a_member":
            continue
        result.names[judged.message.author.id] = judged.message.author.name
        if run.keep:
            result.keep(judged)
        if rows is not None:
            write_row(rows, verdict_row(judged, run.group.timezone))


def _note_done(done: Done, result: Result, rows: IO[str] | None) -> None:
    result.note(done)
    if rows is not None and isinstance(done, Nudged | Summarised):
        write_row(rows, done.row())


async def _collect(result: Result, ledger: Ledger, run: Run, rows: IO[str] | None) -> None:
    """Read who helped whom and what is still open, draw the last summary's picture, and end the file of rows."""
    await gather(result, ledger, _key(run))
    if rows is not None:
        for contribution in result.contributions:
            write_row(rows, contribution_row(contribution, run.group.timezone))
        write_row(rows, _end_row(result, run))


async def gather(result: Result, ledger: Ledger, key: str) -> None:
    """Read who helped whom, and which questions of the last week are still open."""
    if result.tally.first is None or result.tally.last is None:
        return
    day = timedelta(days=1)
    for waiting in await ledger.reports.open_questions(key, result.tally.last - timedelta(days=7)):
        asker = result.names.get(waiting.question.asker, waiting.question.asker)
        result.open_questions.append((asker, waiting.question.at, waiting.text or ""))
    first, last = result.tally.first - day, result.tally.last + day
    result.contributions += [row async for row in ledger.reports.contributions(key, first, last)]


def _end_row(result: Result, run: Run) -> dict[str, Any]:
    tally = result.tally
    return {
        "type": "end",
        "messages": tally.messages,
        "members": len(tally.members),
        "outcomes": dict(tally.outcomes),
        "contributions": len(result.contributions),
        "nudges": len(result.nudges),
        "summaries": len(result.summaries),
        "not_read": [*run.chat.trouble, *([str(result.broken)] if result.broken else [])],
        "notes": [*run.chat.export.notes, *result.notes],
        "complete": result.broken is None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One message, and how probable it is to promote something."""

    message_id: str
    text: str
    score: float
    kind: str | None
    signals: tuple[str, ...]
    """What tells most, in words."""


@dataclass(slots=True)
class ScoredChat:
    """The messages of an export that nobody asked for, and from when to when they are."""

    rows: tuple[Scored, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    broken: ExportError | None = None


async def score(run: Run, settings: Settings, on_progress: OnProgress) -> ScoredChat:
    """Return how probable each message of an export is to promote something, in its context. Nothing is kept."""
    rows: list[Scored] = []

    def on_batch(handled: Handled) -> None:
        rows.extend(_scored(judged) for judged in handled.judged if _counts(judged))
        on_progress(player.tally.messages)

    with ledger_url(None) as url:
        ledger = await Ledger.open(url, secret=settings.secret or os.urandom(16))
        try:
            pipeline = Pipeline(run.group, _key(run), ledger, reader=run.reader, told_after=TOLD_AFTER)
            player = Replay(pipeline, on_batch=on_batch)
            found = ScoredChat()
            try:
                await player.run(run.chat.events(run.zone))
            except ExportError as error:
                found.broken = error
        finally:
            await ledger.close()
    found.rows, found.first, found.last = tuple(rows), player.tally.first, player.tally.last
    return found


def _counts(judged: Judged) -> bool:
    """Leave out what is no member's, and what somebody asked for: thresholds are for what nobody did."""
    return judged.verdict.code != "not_a_member" and not judged.promotion.solicited and not judged.edited


def _scored(judged: Judged) -> Scored:
    telling = sorted(judged.promotion.signals, key=lambda signal: -signal.weight)
    names = [signal_words(signal) for signal in telling if signal.weight > 0 and signal.name != "intercept"]
    return Scored(
        message_id=judged.message.message_id,
        text=judged.message.text,
        score=judged.promotion.score,
        kind=promotion_kind(judged.promotion),
        signals=tuple(names[:3]),
    )


async def import_history(run: Run, settings: Settings, on_progress: OnProgress) -> Result:
    """Give the live ledger a group's history: facts and contributions, no strikes, nothing in the outbox."""
    ledger = await Ledger.open(settings.database, secret=settings.secret)
    try:
        pipeline = Pipeline(run.group, _key(run), ledger, told_after=timedelta(), history=True)
        player = Replay(pipeline, on_batch=lambda _: on_progress(player.tally.messages))
        result = Result(tally=player.tally)
        try:
            await player.run(run.chat.events(run.zone))
        except ExportError as error:
            result.broken = error
        return result
    finally:
        await ledger.close()


def _key(run: Run) -> str:
    """Return the ledger's key of a group: platform and chat, so that a renamed group keeps its ledger."""
    group = run.group
    return f"{group.platform or run.chat.export.platform}:{group.chat or group.name}"


def write_report(path: Path, result: Result, chat: Chat, group: Group) -> None:
    """Write the HTML report of a replay. Raises UsageError where the file can't be written."""
    with_picture(result, group)
    write_page(path, result, group, (*chat.export.notes, *chat.trouble, *result.notes))


def with_picture(result: Result, group: Group) -> bytes | None:
    """Draw the picture of the last summary, where there is one, and return it as PNG."""
    if not result.summaries:
        return None
    last = result.summaries[-1]
    picture = charts.picture(last.digest.picture, group.timezone, goal=last.digest.goal)
    result.summaries[-1] = with_changes(last, post=with_changes(last.post, picture=picture))
    return picture.png


def write_page(path: Path, result: Result, group: Group, notes: tuple[str, ...]) -> None:
    """Write the report as a page. Raises UsageError where the file can't be written."""
    from bot.report import render

    try:
        path.write_text(render(result, group, notes=notes), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
