"""`words:`, a group's own wording of what the bot says: sentence by sentence, under the English one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from policies.language.fields import UNREAD, Reading, did_you_mean, quoted

LONGEST: Final = 400
_PLACE: Final = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def sentences() -> frozenset[str]:
    """Return every sentence that may be worded otherwise, as it stands in `sentences.txt`."""
    text = (resources.files("policies.language") / "sentences.txt").read_text(encoding="utf-8")
    return frozenset(text.split("\n")) - {""}


@dataclass(frozen=True, slots=True)
class Wording:
    """The bot's sentences, each with the one to be said instead."""

    words: str = "sentences of the bot, each with your own wording"

    def read(self, value: Any, reading: Reading) -> Any:
        """Read each; what is no sentence of the bot, or leaves out what stands in it, is reported."""
        if not isinstance(value, dict):
            reading.report(value, f"'{reading.key}' takes {self.words}, indented below it")
            return UNREAD
        return {sentence: str(own) for sentence, own in value.items() if self._fits(str(sentence), own, reading)}

    def _fits(self, sentence: str, own: Any, reading: Reading) -> bool:
        at = reading.under(sentence, own)
        if sentence not in sentences():
            at.report(own, f"the bot never says {quoted(sentence)}{did_you_mean(sentence, sentences())}")
            return False
        if not isinstance(own, str) or not own.strip() or len(own) > LONGEST:
            at.report(own, f"{quoted(sentence)}: write your own wording behind it, at most {LONGEST} characters")
            return False
        wanted, given = set(_PLACE.findall(sentence)), set(_PLACE.findall(own))
        if wanted != given:
            listed = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing in braces"
            at.report(own, f"{quoted(sentence)}: your wording has to keep {listed}")
            return False
        return True
