"""From arrival to deletion on Discord, beside a bare library that deletes everything, on the same stand-in server.

    python -m bench.discord [--rates 1 50 500] [--seconds 20]

Each message is an advert. The server notes when it was posted and when the deletion came; p50 and p99 of the
difference in milliseconds. The bare one is a discord.py `Client` with one event handler that deletes. The server's
limits are off for both: with them nothing but the limits would be measured.
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
from tests.standin.discord import Posted, StandIn

TOKEN = "a.token.for-benchmarks"  # noqa: S105
GUILD = 1_100_000_000_000_000_001
ADVERT = "Buy my sourdough course now, 50% off, only £40! Book at https://crumb{}.example.com/course or DM me"
POLICY = f"""\
version: 1
groups:
  bench:
    platform: discord
    chat: "{GUILD}"
    mode: enforce
    selling: {{allow: []}}
    consequences: {{1: remove}}
"""
BARE = """
import os
import discord
from discord.gateway import DiscordWebSocket
from yarl import URL

discord.http.Route.BASE = os.environ["API"]
DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["GATEWAY"])
intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
client = discord.Client(intents=intents)

@client.event
async def on_message(message):
    await message.delete()

client.run(os.environ["TOKEN"], log_handler=None)
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
    with StandIn(TOKEN) as server, tempfile.TemporaryDirectory() as folder:
        server.limits = False
        people = [server.user(100 + number, f"member{number}") for number in range(50)]
        guild = server.guild("Bench", id=GUILD, admins=[server.user(9, "priya")], members=people)
        channel = server.channel(guild, "general")
        stop = start(server, Path(folder))
        try:
            server.wait_until(lambda: server.connected > 0, 30)
            time.sleep(4)
            posted: list[tuple[Posted, float]] = []
            begin = time.perf_counter()
            for number in range(max(5, int(rate * seconds))):
                due = begin + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                message = server.post(channel, people[number % 50], ADVERT.format(number))
                posted.append((message, time.time()))  # noqa: TID251 - as the server notes it
            end = time.perf_counter() + 60
            while not all(message.deleted for message, _ in posted) and time.perf_counter() < end:
                time.sleep(0.1)
            took = sorted(_latencies(server, {message.id: at for message, at in posted}))
        finally:
            stop()
    if len(took) < 2:
        return len(posted), len(took), float("nan"), float("nan")
    cuts = statistics.quantiles(took, n=100)
    return len(posted), len(took), cuts[49], cuts[98]


def _latencies(server: StandIn, posted: dict[int, float]) -> list[float]:
    first: dict[int, float] = {}
    for call in server.calls:
        if call.route == "DELETE /channels/{channel}/messages/{message}":
            first.setdefault(int(call.path.rpartition("/")[2]), call.time)
        elif call.path.endswith("/bulk-delete"):
            for one in call.params.get("messages", ()):
                first.setdefault(int(one), call.time)
    return [(at - posted[one]) * 1_000 for one, at in first.items() if one in posted]


def potluck(server: StandIn, folder: Path) -> Callable[[], object]:
    """Start the service."""
    addresses = {"POTLUCK_DISCORD_API": server.api, "POTLUCK_DISCORD_GATEWAY": server.gateway}
    process = Potluck(folder, POLICY, {"POTLUCK_DISCORD_TOKEN": TOKEN, **addresses})
    process.start()
    process.wait_until_well()
    return process.kill


def library(server: StandIn, folder: Path) -> Callable[[], object]:
    """Start the bare library."""
    env = {**os.environ, "TOKEN": TOKEN, "API": server.api, "GATEWAY": server.gateway}
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", BARE], env=env, cwd=folder, stderr=subprocess.DEVNULL
    )
    return process.kill


if __name__ == "__main__":
    main()
