"""A stand-in server with a group, its admins' room, and a bot that serves them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.live.process import Potluck, potluck
from tests.standin.telegram import Chat, StandIn, User

TOKEN = "123456:a-token-for-tests-and-nothing-else"  # noqa: S105
GROUP, ROOM = -1001000000001, -1001000000002
POLICY = f"""\
version: 1
groups:
  makers:
    platform: telegram
    chat: {GROUP}
    admins_chat: {ROOM}
    mode: enforce
    timezone: Europe/London
    set_up_by: Priya
    selling:
      never: [mlm]
      allow:
        - {{name: When somebody asks, solicited: yes}}
        - {{name: Launch, kinds: [launch], approval: admins}}
    kinds: {{launch: {{says: [launch]}}}}
    consequences: {{1: remove, 4: "remove, mute 1d"}}
"""
ADVERT = (
    "Buy my sourdough course now, 50% off until Sunday, only £40! Book at https://crumb.example.com/course or DM me"
)
LAUNCH = "We launch our new sourdough app today! Only £4 a month, order now at https://crumb.example.com/app or DM me"


@dataclass
class Stage:
    """Everything a test needs."""

    server: StandIn
    group: Chat
    room: Chat
    ana: User
    bo: User
    priya: User
    potluck: Potluck

    def begin(self, *options: str) -> None:
        self.potluck.start(*options)
        self.potluck.wait_until_well()

    def settled(self) -> None:
        """Wait until nothing is left to do."""
        assert self.server.wait_until(lambda: self.server.pending() == 0, 20)
        assert self.server.wait_until(lambda: '"waiting":0' in self.potluck.get("/healthz").replace(" ", ""), 20)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with StandIn(TOKEN, name="Potluck", username="potluck_bot") as server:
        ana, bo, priya = server.user(7, "Ana", "ana"), server.user(8, "Bo", "bo"), server.user(9, "Priya", "priya")
        group = server.group("Makers", id=GROUP, admins=[priya], members=[ana, bo])
        room = server.group("Admins", id=ROOM, admins=[priya])
        env = {"POTLUCK_TELEGRAM_TOKEN": TOKEN, "POTLUCK_TELEGRAM_API": server.url}
        with potluck(tmp_path, POLICY, env) as process:
            yield Stage(server, group, room, ana, bo, priya, process)
        assert server.complaints == []
