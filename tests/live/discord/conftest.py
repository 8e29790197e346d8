"""A stand-in for Discord with a guild, its admins' channel, and a bot that serves them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest

from tests.live.process import Potluck, potluck
from tests.standin.discord import Channel, Guild, StandIn, User

TOKEN = "a.token.for-tests-and-nothing-else"  # noqa: S105
GUILD, ROOM = 1_100_000_000_000_000_001, 1_100_000_000_000_000_002
POLICY = f"""\
version: 1
groups:
  makers:
    platform: discord
    chat: "{GUILD}"
    admins_chat: "{ROOM}"
    mode: enforce
    timezone: Europe/London
    set_up_by: Priya
    selling:
      never: [mlm]
      allow:
        - {{name: When somebody asks, solicited: yes}}
        - {{name: Launch, kinds: [launch], approval: admins}}
    kinds: {{launch: {{says: [launch]}}}}
    consequences: {{1: remove, 4: "remove, mute 1d", 6: "remove, ban 10s"}}
"""
ADVERT = (
    "Buy my sourdough course now, 50% off until Sunday, only £40! Book at https://crumb.example.com/course or DM me"
)
LAUNCH = "We launch our new sourdough app today! Only £4 a month, order now at https://crumb.example.com/app or DM me"
POST = "POST /channels/{channel}/messages"
DELETE = "DELETE /channels/{channel}/messages/{message}"
BULK = "POST /channels/{channel}/messages/bulk-delete"
QUIET_SECONDS = 0.7
LONG_AGO = datetime(2025, 6, 1, tzinfo=UTC)


@dataclass
class Stage:
    """Everything a test needs."""

    server: StandIn
    guild: Guild
    general: Channel
    room: Channel
    ana: User
    bo: User
    priya: User
    potluck: Potluck

    def begin(self, *options: str) -> None:
        self.potluck.start(*options)
        self.potluck.wait_until_well()
        self.hears()

    def hears(self) -> None:
        """Wait until the gateway is there and its guilds are read."""
        self.server.wait_until(lambda: self.server.connected > 0, 20)
        self.server.wait_until(lambda: self.server.commands(), 20)

    def settled(self) -> None:
        """Wait until the bot asks for nothing any more."""
        before = -1
        while before != len(self.server.calls):
            before = len(self.server.calls)
            sleep(QUIET_SECONDS)

    def judged(self) -> None:
        """Wait until everything posted so far was judged: an advert posted now goes after them."""
        last = self.server.post(self.general, self.bo, f"{ADVERT} {len(self.server.calls)}")
        self.server.wait_until(lambda: last.deleted, 20)
        self.settled()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with StandIn(TOKEN, name="Potluck") as server:
        ana, bo, priya = server.user(7, "ana", "Ana"), server.user(8, "bo", "Bo"), server.user(9, "priya", "Priya")
        guild = server.guild("Makers", id=GUILD, admins=[priya], members=[ana, bo], joined=LONG_AGO)
        general = server.channel(guild, "general")
        room = server.channel(guild, "admins", id=ROOM)
        env = {
            "POTLUCK_DISCORD_TOKEN": TOKEN,
            "POTLUCK_DISCORD_API": server.api,
            "POTLUCK_DISCORD_GATEWAY": server.gateway,
        }
        with potluck(tmp_path, POLICY, env) as process:
            yield Stage(server, guild, general, room, ana, bo, priya, process)
        assert server.complaints == []
