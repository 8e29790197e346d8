"""The batch path with classifications recorded beforehand, beside a bare `executemany` into the same tables.

    python -m bench.ledger [--messages 50000] [--database postgresql+asyncpg://...]

Both run in this process, on disk, in batches of 256: CPU and wall time a message, and the ratio. The bare loop writes
the very rows that the pipeline wrote (copied from its database), and does nothing else.
"""

import argparse
import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from bench.conversation import messages
from bot.collector import relax
from bot.pipeline import LARGEST, Pipeline
from chat.events import MessagePosted
from policies.language.load import load_policy
from policies.promotion import read
from policies.promotion.reading import Reading
from storage.ledger import Ledger

POLICY = Path(__file__).parents[1] / "policies.yaml"
_SHAPE = "select sql from sqlite_master where sql is not null order by type = 'index'"


@cache
def _reading(text: str) -> Reading:
    return read(replace(next(messages(1)), text=text))


def recorded(messages: Sequence[MessagePosted]) -> list[Reading]:
    """Return the messages' readings, recorded beforehand."""
    return [_reading(message.text) for message in messages]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--messages", type=int, default=50_000)
    arguments.add_argument("--database", default=None)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        url = given.database or f"sqlite+aiosqlite:///{file}"
        cpu, wall, slowest = asyncio.run(_pipeline(url, given.messages))
        print(f"{given.messages:,} messages in batches of {LARGEST}, classifications recorded beforehand")
        print(f"pipeline   {cpu:7.1f} us CPU a message {1e6 / wall:9,.0f} messages/s, p99 {slowest:.1f} ms a batch")
        if given.database is None:
            bare_cpu, bare_wall, rows = _bare(file, Path(folder) / "bare.db", given.messages)
            print(f"{'bare':10} {bare_cpu:7.1f} us CPU a message {1e6 / bare_wall:9,.0f} messages/s  ({rows:,} rows)")
            print(f"ratio      {cpu / bare_cpu:7.2f} (CPU), {wall / bare_wall:.2f} (wall)")
            print(f"size       {file.stat().st_size / given.messages:7.1f} bytes a message, everything together")


async def _pipeline(url: str, count: int) -> tuple[float, float, float]:
    group = next(iter(load_policy(POLICY.read_text(encoding="utf-8")).groups.values()))
    ledger = await Ledger.open(url, secret=b"bench")
    relax()
    pipeline = Pipeline(group, f"bench:{os.getpid()}", ledger, reader=recorded, told_after=timedelta(seconds=5))
    recorded(list(messages(count)))
    batches = list(_batched(messages(count)))
    times = []
    cpu, wall = time.process_time(), time.perf_counter()
    for batch in batches:
        begin = time.perf_counter()
        await pipeline.handle(batch)
        times.append((time.perf_counter() - begin) * 1_000)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    await ledger.close()
    return cpu / count * 1e6, wall / count * 1e6, statistics.quantiles(times, n=100)[98]


def _batched(chat: Iterator[MessagePosted]) -> Iterator[list[MessagePosted]]:
    while batch := list(islice(chat, LARGEST)):
        yield batch


def _bare(source: Path, target: Path, count: int) -> tuple[float, float, int]:
    """Write the rows of a database into another with the same tables, in as many transactions as the pipeline had."""
    with sqlite3.connect(source) as old:
        made = [row[0] for row in old.execute(_SHAPE)]
        tables = [row[0] for row in old.execute("select name from sqlite_master where type = 'table'")]
        content = {name: old.execute(f'select * from "{name}"').fetchall() for name in tables}  # noqa: S608
    new = sqlite3.connect(target, isolation_level=None)
    new.execute("pragma journal_mode = wal")
    new.execute("pragma synchronous = full")
    for sql in made:
        new.execute(sql)
    transactions = -(-count // LARGEST)
    cpu, wall, rows = time.process_time(), time.perf_counter(), 0
    for number in range(transactions):
        new.execute("begin immediate")
        for name, all_rows in content.items():
            part = all_rows[len(all_rows) * number // transactions : len(all_rows) * (number + 1) // transactions]
            if part:
                marks = ", ".join("?" * len(part[0]))
                new.executemany(f'insert into "{name}" values ({marks})', part)  # noqa: S608
                rows += len(part)
        new.execute("commit")
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    new.close()
    return cpu / count * 1e6, wall / count * 1e6, rows


if __name__ == "__main__":
    main()
