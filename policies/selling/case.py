"""One message as the rules see it."""

from dataclasses import dataclass
from datetime import datetime

from chat.events import MessagePosted, Person
from chat.promotions import Promotion
from chat.standing import Standing
from policies.language.schema import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a condition may look at. `at` and `place` are what the nearest way to yes varies."""

    group: Group
    message: MessagePosted
    promotion: Promotion
    standing: Standing
    at: datetime
    place: str | None

    @property
    def author(self) -> Person:
        """Whose message it is."""
        return self.message.author
