"""The composition root: puts adapters, the ledger, policies and the pipeline together. Nothing is decided here."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from bot.pipeline import Handled, Pipeline
from bot.ports import Reader
from bot.replay import TOLD_AFTER, Replay, verdict_row
from bot.result import Result, contribution_row
from bot.rounds import Done, Nudged, Rounds, Summarised
from bot.settings import Settings
from bot.tally import Tally
from bot.texts.signals import signal_words
from chat.errors import ExportError, UsageError
from policies.language.schema import Group
from policies.promotion import read_all
from policies.promotion.thresholds import promotion_kind
from storage.ledger import Ledger

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
    """Keep every outcome, for a comparison."""
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
    if run.database is not None and _same(run.database, settings.database):
        raise UsageError("--db names the live ledger: a replay keeps its own (`potluck import` fills the live one)")
    with _ledger_url(run.database) as url, _rows_file(run.json) as rows:
        ledger = await Ledger.open(url, secret=settings.secret or os.urandom(16))
        try:
            return await _replay(run, ledger, settings, rows, on_progress)
        finally:
            await ledger.close()


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
            result.outcomes[judged.message.message_id] = str(judged.verdict.outcome)
            result.authors[judged.message.message_id] = judged.message.author.name
        if rows is not None:
            _write(rows, verdict_row(judged, run.group.timezone))


def _note_done(done: Done, result: Result, rows: IO[str] | None) -> None:
    result.note(done)
    if rows is not None and isinstance(done, Nudged | Summarised):
        _write(rows, done.row())


async def _collect(result: Result, ledger: Ledger, run: Run, rows: IO[str] | None) -> None:
    """Read who helped whom and what is still open, draw the last summary's picture, and end the file of rows."""
    await gather(result, ledger, _key(run))
    if rows is not None:
        for contribution in result.contributions:
            _write(rows, contribution_row(contribution, run.group.timezone))
        _write(rows, _end_row(result, run))


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

    with _ledger_url(None) as url:
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


@contextmanager
def _ledger_url(wanted: str | None) -> Iterator[str]:
    if wanted is not None:
        yield wanted
        return
    with tempfile.TemporaryDirectory(prefix="potluck-") as folder:
        yield f"sqlite+aiosqlite:///{folder}/replay.db"


@contextmanager
def _rows_file(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
    with file:
        yield file


def _write(file: IO[str], row: dict[str, Any]) -> None:
    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _same(one: str, other: str) -> bool:
    """Tell whether two URLs name one database; of files, whichever way they are written."""
    files = [url.partition(":///")[2] for url in (one, other) if url.startswith("sqlite")]
    return one == other or (len(files) == 2 and all(files) and Path(files[0]).resolve() == Path(files[1]).resolve())


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
