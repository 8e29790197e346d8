"""`potluck replay` in a fresh process with its ledger on disk: messages a second, the share of each stage, memory.

    python -m bench.replay [--sizes 10000 100000 1000000]

First the whole path (reading the export, classifying, the ledger, judging, writing), then with classifications
recorded beforehand over growing exports: time must stay in proportion, memory flat. Ratios are printed against the
smallest size and against reading the export alone, in the same run.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.conversation import messages

POLICY = Path(__file__).parents[1] / "policies.yaml"
STAGES = ("export", "classify", "ledger reads", "judge", "ledger writes", "rounds", "rest")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--recorded", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run:
        print(json.dumps(run(given.run, recorded=given.recorded)))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = [(size, write_export(Path(folder) / f"{size}.json", size)) for size in given.sizes]
        show("classifying included", [(size, fresh("--run", str(file))) for size, file in files[:1]])
        show("recorded beforehand", [(size, fresh("--run", str(file), "--recorded")) for size, file in files])


def show(title: str, rows: list[tuple[int, dict[str, Any]]]) -> None:
    """Print a table of runs, each beside the first."""
    print(f"\n{title}")
    print(f"{'messages':>10} {'messages/s':>11} {'us CPU':>8} {'time/msg':>9} {'MB':>6} {'memory':>7}  stages")
    first = rows[0][1]
    for size, row in rows:
        per = row["seconds"] / size
        ratio, memory = per / (first["seconds"] / rows[0][0]), row["megabytes"] / first["megabytes"]
        stages = ", ".join(f"{name} {share:.0%}" for name, share in row["stages"].items())
        print(
            f"{size:>10,} {1 / per:>11,.0f} {row['cpu'] / size * 1e6:>8.0f} {ratio:>8.2f}x {row['megabytes']:>6.0f} "
            f"{memory:>6.2f}x  {stages}"
        )


def fresh(*words: str) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "bench.replay", *words], capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def run(file: Path, *, recorded: bool) -> dict[str, Any]:
    """Replay an export in this process, and say where the time went."""
    from bot import app
    from bot.settings import Settings
    from chat.events import MessagePosted
    from policies.language.load import load_policy
    from policies.promotion import read, read_all
    from policies.promotion.reading import Reading

    spent: Counter[str] = Counter()
    known: dict[str, Reading] = {}

    def remembered(some: Sequence[MessagePosted]) -> list[Reading]:
        for message in some:
            if message.text not in known:
                known[message.text] = read(message)
        return [known[message.text] for message in some]

    if recorded:
        remembered(list(messages(20_000)))
    _watch(spent)
    chat = app.open_chat(file)
    group = next(iter(load_policy(POLICY.read_text(encoding="utf-8")).groups.values()))
    reader = _timed(remembered if recorded else read_all, "classify", spent)
    task = app.Run(chat=chat, group=group, zone=ZoneInfo("UTC"), reader=reader)
    begin, cpu = time.perf_counter(), time.process_time()
    asyncio.run(app.replay(task, Settings(secret=b"bench"), lambda _: None))
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    spent["rest"] = seconds - sum(spent.values())
    return {
        "seconds": seconds,
        "cpu": cpu,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "stages": {name: spent[name] / seconds for name in STAGES if spent[name] > 0},
    }


def _watch(spent: Counter[str]) -> None:
    """Put a stopwatch around each stage."""
    from adapters.exports import Source
    from bot import batch, rounds
    from storage.ledger import Batch

    Batch.read = _timed_async(Batch.read, "ledger reads", spent)
    Batch.write = _timed_async(Batch.write, "ledger writes", spent)
    batch.Batch.take = _timed(batch.Batch.take, "judge", spent)
    rounds.Rounds.run = _timed_async(rounds.Rounds.run, "rounds", spent)
    for kind in Source.__subclasses__():
        kind.events = _timed_events(kind.events, spent)


def _timed(do: Callable, name: str, spent: Counter[str]) -> Callable:
    def timed(*given: Any, **named: Any) -> Any:
        begin = time.perf_counter()
        result = do(*given, **named)
        spent[name] += time.perf_counter() - begin
        return result

    return timed


def _timed_async(do: Callable, name: str, spent: Counter[str]) -> Callable:
    async def timed(*given: Any, **named: Any) -> Any:
        begin = time.perf_counter()
        result = await do(*given, **named)
        spent[name] += time.perf_counter() - begin
        return result

    return timed


def _timed_events(events: Callable, spent: Counter[str]) -> Callable:
    def timed(self: Any, zone: Any) -> Any:
        source = events(self, zone)
        while True:
            begin = time.perf_counter()
            event = next(source, None)
            spent["export"] += time.perf_counter() - begin
            if event is None:
                return
            yield event

    return timed


@cache
def write_export(path: Path, count: int) -> Path:
    """Write a Telegram export of a made-up chat."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"name": "Bench", "type": "private_supergroup", "id": 1, "messages": [\n')
        for number, message in enumerate(messages(count)):
            row = {
                "id": int(message.message_id),
                "type": "message",
                "date": f"{message.at:%Y-%m-%dT%H:%M:%S}",
                "date_unixtime": str(int(message.at.timestamp())),
                "from": message.author.name,
                "from_id": f"user{message.author.id}",
                "text": message.text,
            }
            if message.reply_to:
                row["reply_to_message_id"] = int(message.reply_to)
            file.write((",\n" if number else "") + json.dumps(row))
        file.write("\n]}\n")
    return path


if __name__ == "__main__":
    main()
