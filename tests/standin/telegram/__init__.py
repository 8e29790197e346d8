"""A Telegram Bot API server for tests, version 10.3: `with StandIn() as server:`."""

from tests.standin.telegram.driver import ALL_RIGHTS, USUAL_RIGHTS
from tests.standin.telegram.people import User
from tests.standin.telegram.server import StandIn
from tests.standin.telegram.world import Chat

__all__ = ["ALL_RIGHTS", "USUAL_RIGHTS", "Chat", "StandIn", "User"]
