"""Commands and presses that wait for their answer: shown to whoever asked alone, for as long as Discord lets us."""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any, Final

import discord

KEPT: Final = 2_000
NOTED_AFTER: Final = timedelta(seconds=20)
_NOTED: Final = "Noted."
"""Said where a command changes something and has no other answer."""
Interaction = discord.Interaction[Any]


class Pending:
    """Interactions by their ids."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Interaction, asyncio.Event]] = {}
        self._answered: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, interaction: Interaction) -> None:
        """Let one wait; the oldest are forgotten."""
        self._waiting[str(interaction.id)] = (interaction, asyncio.Event())
        while len(self._waiting) > KEPT:
            first = next(iter(self._waiting))
            self._waiting.pop(first)
            self._answered.discard(first)

    async def acknowledge(self, interaction: Interaction) -> None:
        """Tell Discord that it came; a command's answer follows, a press leaves its card as it is."""
        _, told = self._waiting[str(interaction.id)]
        is_command = interaction.type is discord.InteractionType.application_command
        try:
            with contextlib.suppress(discord.HTTPException):
                await interaction.response.defer(ephemeral=True, thinking=is_command)
        finally:
            told.set()
        if is_command:
            task = asyncio.create_task(self._note(interaction))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def find(self, ident: str) -> Interaction | None:
        """Return one that can still be answered."""
        found = self._waiting.get(ident)
        if found is None:
            return None
        interaction, told = found
        await told.wait()
        return None if interaction.is_expired() or not interaction.response.is_done() else interaction

    def answered(self, ident: str) -> None:
        """Note that one has its answer; more may follow."""
        self._answered.add(ident)

    async def _note(self, interaction: Interaction) -> None:
        """Say that a command was taken, where nothing else answers it."""
        await asyncio.sleep(NOTED_AFTER.total_seconds())
        if str(interaction.id) not in self._answered:
            self.answered(str(interaction.id))
            with contextlib.suppress(discord.HTTPException):
                await interaction.followup.send(_NOTED, ephemeral=True)

    def close(self) -> None:
        """Wait for nothing any more."""
        for task in self._tasks:
            task.cancel()
