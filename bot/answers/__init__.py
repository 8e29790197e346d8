"""Answers to the commands and buttons that only show something. What changes the ledger is done in `bot.commands`."""

from bot.answers.answer import answer, pressed

__all__ = ["answer", "pressed"]
