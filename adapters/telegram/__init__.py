"""Telegram through its Bot API."""

import os

# The library warns about numbers of seconds unless it is told to give durations.
os.environ.setdefault("PTB_TIMEDELTA", "true")
