"""A message of a member with everything that was known and decided about it."""

from dataclasses import dataclass
from datetime import datetime

from chat.events import MessagePosted
from chat.promotions import Promotion
from chat.standing import UNKNOWN, Standing
from chat.verdicts import Verdict
from policies.promotion.reading import NOTHING_READ, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A decision. `at` is the time as of which the message was judged."""

    message: MessagePosted
    promotion: Promotion
    verdict: Verdict
    at: datetime
    reading: Reading = NOTHING_READ
    standing: Standing = UNKNOWN
    edited: bool = False

    @property
    def decision_id(self) -> str:
        """Name the decision: the same message can be judged again after an edit."""
        return f"{self.message.message_id}@{int(self.at.timestamp())}"
