"""What falls due by itself: nudges, summaries, notes to the admins, forgetting. Found from the ledger and the clock."""

from bot.rounds.clock import Rounds
from bot.rounds.done import Done, Noted, Nudged, Summarised

__all__ = ["Done", "Noted", "Nudged", "Rounds", "Summarised"]
