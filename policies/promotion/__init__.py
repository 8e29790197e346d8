"""Tells whether somebody promotes something here, of what kind, whose, and whether anybody asked for it.

`read` is the dear part and needs the message alone; `weigh` adds its context. Pure: nothing is fetched or written.
"""

from policies.promotion.read import read, read_all
from policies.promotion.reading import NOTHING_READ, Keys, Reading
from policies.promotion.thresholds import THRESHOLDS, Threshold, act, main_kind
from policies.promotion.weigh import classify, weigh

__all__ = [
    "NOTHING_READ",
    "THRESHOLDS",
    "Keys",
    "Reading",
    "Threshold",
    "act",
    "classify",
    "main_kind",
    "read",
    "read_all",
    "weigh",
]
