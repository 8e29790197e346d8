"""Lines that members give the bot to pass on or to keep: short, and without names, numbers or addresses of anybody."""

import re
from typing import Final

from policies.giving.exchanges import Refused

LONGEST: Final = 200
LONGEST_LISTED: Final = 100
_LINK: Final = re.compile(
    r"://|\bwww\.|\b[\w-]+\.(?:com|net|org|io|co|me|example|shop|app|de|fr|es|pt|ru)\b", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(?:\d[\s().+-]{0,2}){7,}")
"""Seven digits are a telephone number; prices and years have fewer."""


def misfit(text: str, *, longest: int = LONGEST) -> Refused | None:
    """Return what is wrong with a line."""
    if not text.strip() or len(text) > longest:
        return Refused.TOO_LONG
    if "@" in text or _LINK.search(text) or _NUMBER.search(text):
        return Refused.TELLS_TOO_MUCH
    return None
