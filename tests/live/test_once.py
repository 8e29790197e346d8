"""The weekly summary is posted once: killed at any await between plan and record, there are never two.

`POTLUCK_TEST_KILLS=all` tries every await; otherwise they are taken evenly.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from chat.runs import Run, RunState
from storage.ledger import Ledger
from tests.live.killed import DUE, KEY, prepare

_SOME = 24
_ROOT = Path(__file__).parents[2]


class Lives:
    """Asks for lives, and starts each from the same database."""

    def __init__(self, process: subprocess.Popen[str], url: str, folder: Path) -> None:
        self._process = process
        self._url = url
        self._folder = folder
        self._number = 0

    def begin(self) -> tuple[str, Path]:
        """Return a copy of the prepared database, and an empty file for what is seen."""
        self._number += 1
        seen = self._folder / f"seen{self._number}"
        seen.touch()
        if self._url.startswith("sqlite"):
            copy = self._folder / f"life{self._number}.db"
            shutil.copy(self._url.partition(":///")[2], copy)
            return f"sqlite+aiosqlite:///{copy}", seen
        at, _, name = self._url.rpartition("/")
        asyncio.run(_execute(at, f"CREATE DATABASE life{self._number}_{name} TEMPLATE {name}"))
        return f"{at}/life{self._number}_{name}", seen

    def live(self, url: str, seen: Path, *, last: int | None, late: timedelta = timedelta(seconds=5)) -> int:
        asked = {"url": url, "seen": str(seen), "at": (DUE + late).isoformat(), "last": last}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


async def _execute(at: str, statement: str) -> None:
    connection = await asyncpg.connect(at.replace("+asyncpg", "") + "/postgres")
    await connection.execute(statement)
    await connection.close()


@contextmanager
def _process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.live.killed"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def lives(url: str, tmp_path: Path) -> Iterator[Lives]:
    asyncio.run(prepare(url))
    with _process() as process:
        yield Lives(process, url, tmp_path)


def _seen(seen: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in seen.read_text(encoding="utf-8").splitlines()]


def _run(url: str) -> Run | None:
    async def read() -> Run | None:
        ledger = await Ledger.open(url, secret=b"test")
        run = await ledger.claims.run(KEY, "summary", DUE - timedelta(days=7))
        await ledger.close()
        return run

    return asyncio.run(read())


def test_killed_at_an_await_the_summary_is_posted_once_or_the_admins_are_asked(lives: Lives) -> None:
    url, seen = lives.begin()
    awaits = lives.live(url, seen, last=None)
    assert awaits >= 100
    assert [one["kind"] for one in _seen(seen)].count("PostSummary") == 1
    step = 1 if os.environ.get("POTLUCK_TEST_KILLS") == "all" else max(1, awaits // _SOME)
    states: dict[RunState, int] = {}

    for last in range(1, awaits + 1, step):
        url, seen = lives.begin()
        if lives.live(url, seen, last=last):  # a life has a few awaits more or less each time
            assert last > 0.9 * awaits
            continue
        assert lives.live(url, seen, last=None) > 0
        lives.live(url, seen, last=None, late=timedelta(minutes=2))
        kinds = [one["kind"] for one in _seen(seen)]
        run = _run(url)
        assert run is not None
        states[run.state] = states.get(run.state, 0) + 1
        assert kinds.count("PostSummary") <= 1, f"two summaries after a kill at await {last}"
        if run.state is RunState.SENT:
            assert kinds.count("PostSummary") == 1, f"no summary after a kill at await {last}"
        else:
            assert run.state is RunState.UNKNOWN
            assert kinds.count("TellAdmins") >= 1, "the admins are asked"
        assert kinds.count("TellAdmins") <= 2, "their note of the week, and the question; each once"

    assert states[RunState.SENT] > states.get(RunState.UNKNOWN, 0)


def test_a_service_that_comes_back_after_twelve_hours_skips_the_summary_and_says_so(lives: Lives) -> None:
    url, seen = lives.begin()

    lives.live(url, seen, last=None, late=timedelta(hours=13))

    run = _run(url)
    assert run is not None
    assert run.state is RunState.SKIPPED
    assert [one["kind"] for one in _seen(seen)].count("PostSummary") == 0
    assert [one["kind"] for one in _seen(seen)].count("TellAdmins") == 2


def test_a_service_that_was_down_for_an_hour_posts_what_fell_due_meanwhile(lives: Lives) -> None:
    url, seen = lives.begin()

    lives.live(url, seen, last=None, late=timedelta(hours=1))

    assert [one["kind"] for one in _seen(seen)].count("PostSummary") == 1
