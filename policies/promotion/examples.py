"""What a group's admins decided about earlier posts, as a part of the score of one that is like them.

Not learned: an admin's word weighs as much as a clear sign does and no more, so that a plain advert stays one whatever
was let pass, and ordinary talk is never acted on for its likeness alone. Of several alike the newest decision counts.
"""

from collections.abc import Iterable
from typing import Final

from chat.context import Example
from chat.promotions import Signal
from policies.promotion.keys import distance
from policies.promotion.reading import Reading

NEAR: Final = 14
"""Bits of 64 in which the sketches of one offer's wordings may differ (measured: see the tests)."""
DENIED: Final = Signal("like a post that an admin said no to", 1.4)
"""From 0.5, which is asked about, past 0.7, which is acted on."""
ALLOWED: Final = Signal("like a post that an admin let stand", -1.4)


def lesson(reading: Reading, examples: Iterable[Example]) -> Signal | None:
    """Return what the admins' newest decision about something like this says of it."""
    alike = [one for one in examples if one.decided_at is not None and is_like(reading, one)]
    if not alike:
        return None
    newest = max(alike, key=lambda one: (one.decided_at, one.message_id))
    return ALLOWED if newest.allowed else DENIED


def is_like(reading: Reading, one: Example) -> bool:
    """Tell whether a post says much the same, or leads to the same page or person."""
    keys = reading.keys
    if keys.sketch and one.sketch and distance(keys.sketch, one.sketch) <= NEAR:
        return True
    return any(link in one.links for link in keys.links) or any(to in one.handles for to in reading.contacts)
