"""What members arrange with each other, live: `/refer`, `/intro`, `/event`, `/checkin`, `/offer`, `/seek`, promises."""

from bot.giving.arranging import (
    COMMANDS,
    is_arranging,
    obey,
    press,
    remember,
    wants_directory,
    wants_welcomers,
)
from bot.giving.calendar import gathered
from bot.giving.welcoming import order

__all__ = [
    "COMMANDS",
    "gathered",
    "is_arranging",
    "obey",
    "order",
    "press",
    "remember",
    "wants_directory",
    "wants_welcomers",
]
