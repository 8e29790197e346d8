"""A Discord server for tests, REST and gateway of version 10: `with StandIn() as server:`."""

from tests.standin.discord.interactions import Interaction
from tests.standin.discord.people import User
from tests.standin.discord.places import Channel, Guild, Posted, Role
from tests.standin.discord.rights import Intent, Right
from tests.standin.discord.server import StandIn

__all__ = ["Channel", "Guild", "Intent", "Interaction", "Posted", "Right", "Role", "StandIn", "User"]
