"""A platform that keeps actions instead of carrying them out: for replays, observing groups, the demo and tests."""

from chat.actions import Action


class Recorder:
    """Keeps what would have been done, in order. Nothing ever fails."""

    def __init__(self) -> None:
        self.performed: list[Action] = []

    async def perform(self, action: Action) -> None:
        """Keep an action."""
        self.performed.append(action)
