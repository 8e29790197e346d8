"""What a member asked of the bot by a command or a button, and how it was answered."""

from dataclasses import dataclass, field

from tests.standin.discord.places import Json, Posted
from tests.standin.discord.words import said

COMMAND, PRESS, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
FORM = 9
"""The answer that shows a form."""
ANSWER_SECONDS = 3
TOKEN_SECONDS = 900


@dataclass(eq=False, slots=True, kw_only=True)
class Interaction:
    """`callback` is the first answer as the bot gave it; `messages` are what was shown, ephemeral or not."""

    id: int
    token: str
    type: int
    at: float
    user: int
    channel: int
    data: Json
    message: Posted | None = None
    callback: Json | None = None
    original: Posted | None = None
    deferred: bool = False
    private: bool = False
    """Deferred as ephemeral: so is the answer that follows."""
    messages: list[Posted] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        """Words of all that was answered and still stands."""
        return [said(posted.body) for posted in self.messages if not posted.deleted]

    @property
    def choices(self) -> list[Json] | None:
        """What autocompletion offered; None if it didn't answer yet."""
        return None if self.callback is None else self.callback.get("data", {}).get("choices")
