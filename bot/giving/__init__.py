"""What members arrange with each other, live: `/refer`, `/intro`, `/event`, `/checkin`, `/offer`, `/seek`, promises."""

from bot.giving.arranging import COMMANDS, is_arranging, obey, press, remember, wants_directory

__all__ = ["COMMANDS", "is_arranging", "obey", "press", "remember", "wants_directory"]
