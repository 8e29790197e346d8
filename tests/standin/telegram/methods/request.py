"""One call, read and checked, on its way to being carried out."""

from dataclasses import dataclass, field

from tests.standin.telegram.keyboards import Keyboard, checked_keyboard
from tests.standin.telegram.world import Chat, Json, World


@dataclass(frozen=True, slots=True)
class Request:
    """`files` are the uploads, by field name."""

    world: World
    method: str
    given: Json
    files: dict[str, bytes] = field(default_factory=dict)

    def note(self, sentence: str) -> None:
        self.world.complain(f"{self.method}: {sentence}")

    def keyboard(self) -> Keyboard | None:
        return checked_keyboard(self.given.get("reply_markup"), self.note)

    def sent(self, chat: Chat, fields: Json) -> Json:
        """Let the bot's message stand in the chat."""
        return self.world.keep(chat, fields, self.world.bot)
