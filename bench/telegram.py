"""From arrival to deletion on Telegram, beside a bare library that deletes everything, on the same stand-in server.

    python -m bench.telegram [--rates 1 50 500] [--seconds 20]

Each message is an advert. The server notes when it was posted and when the deletion came; p50 and p99 of the
difference in milliseconds. The bare one is python-telegram-bot's `Application` with one handler that deletes.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.live.process import Potluck
from tests.standin.telegram import StandIn

TOKEN = "123456:a-token-for-benchmarks"  # noqa: S105
GROUP = -1001000000001
ADVERT = "Buy my sourdough course now, 50% off, only £40! Book at https://crumb{}.example.com/course or DM me"
POLICY = f"""\
version: 1
groups:
  bench:
    platform: telegram
    chat: {GROUP}
    mode: enforce
    selling: {{allow: []}}
"""
BARE = """
import os
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

async def delete(update, context):
    await update.effective_message.delete()

app = (Application.builder().token(os.environ["TOKEN"]).base_url(os.environ["API"] + "/bot")
       .concurrent_updates(True).connection_pool_size(48).pool_timeout(30).build())
app.add_handler(MessageHandler(filters.ALL, delete))
app.run_polling(allowed_updates=["message"])
"""


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rates", type=float, nargs="+", default=[1, 50, 500], help="messages a second")
    arguments.add_argument("--seconds", type=float, default=20)
    given = arguments.parse_args()
    print(f"{'messages/s':>10} {'':8} {'sent':>6} {'deleted':>8} {'p50 ms':>8} {'p99 ms':>8}")
    for rate in given.rates:
        ours = measured(rate, given.seconds, potluck)
        bare = measured(rate, given.seconds, library)
        for name, row in (("potluck", ours), ("bare", bare)):
            print(f"{rate:>10g} {name:8} {row[0]:>6} {row[1]:>8} {row[2]:>8.1f} {row[3]:>8.1f}")
        print(f"{'':10} {'more':8} {'':6} {'':8} {ours[2] - bare[2]:>+8.1f} {ours[3] - bare[3]:>+8.1f}")


def measured(
    rate: float, seconds: float, start: Callable[[StandIn, Path], Callable[[], object]]
) -> tuple[int, int, float, float]:
    """Return how many were sent and deleted, and p50 and p99 in milliseconds."""
    with StandIn(TOKEN, privacy=False) as server, tempfile.TemporaryDirectory() as folder:
        people = [server.user(100 + number, f"Member {number}") for number in range(50)]
        group = server.group("Bench", id=GROUP, admins=[server.user(9, "Priya")], members=people)
        stop = start(server, Path(folder))
        try:
            time.sleep(3)
            posted = {}
            begin = time.perf_counter()
            for number in range(max(5, int(rate * seconds))):
                due = begin + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                message = server.post(group, people[number % 50], ADVERT.format(number))
                posted[message["message_id"]] = time.time()  # noqa: TID251 - as the server notes it
            end = time.perf_counter() + 60
            while len(server.deleted(group)) < len(posted) and time.perf_counter() < end:
                time.sleep(0.1)
            took = sorted(_latencies(server, posted))
        finally:
            stop()
    if len(took) < 2:
        return len(posted), len(took), float("nan"), float("nan")
    cuts = statistics.quantiles(took, n=100)
    return len(posted), len(took), cuts[49], cuts[98]


def _latencies(server: StandIn, posted: dict[int, float]) -> list[float]:
    first: dict[int, float] = {}
    for at, method, given in server.calls:
        ids = given.get("message_ids", []) if method == "deleteMessages" else [given.get("message_id")]
        if method in ("deleteMessage", "deleteMessages"):
            for one in ids:
                first.setdefault(int(one), at)
    return [(at - posted[one]) * 1_000 for one, at in first.items() if one in posted]


def potluck(server: StandIn, folder: Path) -> Callable[[], object]:
    """Start the service."""
    process = Potluck(folder, POLICY, {"POTLUCK_TELEGRAM_TOKEN": TOKEN, "POTLUCK_TELEGRAM_API": server.url})
    process.start()
    process.wait_until_well()
    return process.kill


def library(server: StandIn, folder: Path) -> Callable[[], object]:
    """Start the bare library."""
    env = {**os.environ, "TOKEN": TOKEN, "API": server.url, "PTB_TIMEDELTA": "true"}
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", BARE], env=env, cwd=folder, stderr=subprocess.DEVNULL
    )
    return process.kill


if __name__ == "__main__":
    main()
