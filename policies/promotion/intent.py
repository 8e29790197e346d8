"""Who offers, who seeks, who praises: the phrases that were found, made into one understanding.

The same words sell and seek ("looking for a designer?"): here is decided whose they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat.promotions import Stance
from policies.promotion.folding import BOUNDARIES
from policies.promotion.phrases import Heard, Phrases, Span

OFFERS = {
    "offers service": "service",
    "offers product": "product",
    "own content": "own_content",
    "own event": "event",
    "hiring": "job",
    "seeks work": "candidate",
    "invites": "community_invite",
    "referral": "referral_link",
    "fundraiser": "fundraiser",
    "survey": "survey",
    "link exchange": "link_exchange",
    "giveaway": "giveaway",
    "crypto": "crypto",
    "mlm": "mlm",
    "adult": "adult",
}
"""Sections of the language files that promote, and the kind each one is."""

_ASKED_FOR = {
    "trade": ("service",),
    "tool": ("product", "service"),
    "gathering": ("event",),
    "media": ("own_content", "resource"),
    "post": ("job",),
    "group": ("community_invite",),
}
_ANYTHING = ("service", "product")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a message wants."""

    said: frozenset[str] = frozenset()
    """The sections that count, after the decisions below."""
    stance: Stance = Stance.NONE
    asks_for: tuple[str, ...] = ()
    trade: bool = False
    """Does it name a trade or a ware?"""
    own_part: frozenset[str] = frozenset()

    @property
    def offers(self) -> frozenset[str]:
        """The sections that promote something."""
        return self.said & OFFERS.keys()


def understand(heard: Heard, phrases: Phrases) -> Intent:
    """Decide between offering, seeking and praising."""
    said = {section for section in heard.sections if section in _KNOWN}
    seeking = _real_requests(heard.words, heard.sections) if "seeks" in said else []
    if not seeking:
        said.discard("seeks")
    if "bait" in said and not _baits(heard.words, heard.sections["bait"]):
        said.discard("bait")
    trade = phrases.any_member(heard.atoms, ("trade", "tool"))
    asks_for = _asked(heard, seeking, phrases) if seeking else ()
    return Intent(frozenset(said), _stance(said), asks_for, trade)


_KNOWN = frozenset(
    (
        *OFFERS,
        *(
            "act",
            "dm",
            "discount",
            "urgent",
            "seeks",
            "bait",
            "praise",
            "thanks",
            "introduction",
            "own business",
            "own site",
        ),
        *("affiliation", "complaint", "answer", "resource", "news", "question", "chat", "code"),
    )
)


def _stance(said: set[str]) -> Stance:
    if said & OFFERS.keys() and not ("complaint" in said or ("seeks" in said and not said & _SURE)):
        return Stance.SELF
    if "seeks" in said:
        return Stance.ASKING
    if "praise" in said:
        return Stance.OTHERS
    if "complaint" in said:  # what it quotes is another's
        return Stance.NONE
    if said & {"own business", "own site", "introduction", "discount", "bait"} or {"act", "dm"} <= said:
        return Stance.SELF
    return Stance.NONE


_SURE = frozenset(
    ("offers service", "offers product", "own event", "hiring", "seeks work", "referral", "survey", "fundraiser")
)


def _real_requests(words: Sequence[str], found: Mapping[str, list[Span]]) -> list[Span]:
    """Leave out seeking words that are part of something else.

    Of an offer ("looking for clients"), of a bait ("need a logo?"), of praise ("I can recommend her").
    """
    offers = [span for section in OFFERS for span in found.get(section, ())]
    baits = [span for span in found.get("bait", ()) if _baits(words, [span])]
    taken = offers + baits + [span for span in found.get("praise", ()) if not _is_asked(words, span)]
    return [
        span for span in found.get("seeks", ()) if not any(span[0] < other[1] and other[0] < span[1] for other in taken)
    ]


def _is_asked(words: Sequence[str], span: Span) -> bool:
    """Tell whether the sentence around a span is a question."""
    return next((word for word in words[span[1] :] if word in BOUNDARIES), "") == "?"


def _baits(words: Sequence[str], spans: Sequence[Span]) -> bool:
    """Tell whether a question without anybody asking is followed by more."""
    for start, end in spans:
        rest = list(words[end : end + 20])
        stop = next((index for index, word in enumerate(rest) if word in BOUNDARIES), None)
        asks = "anyone" in words[start:end] or "anybody" in words[start:end]
        if stop is not None and rest[stop] == "?" and len(words) - (end + stop) > 3 and not asks:
            return True
    return False


def _asked(heard: Heard, spans: Sequence[Span], phrases: Phrases) -> tuple[str, ...]:
    """Name the kinds of thing that the sentences with a request speak of."""
    kinds: dict[str, None] = {}
    for first, last in dict.fromkeys(_sentence_around(heard.words, span) for span in spans):
        for name in phrases.classes(heard.atoms[first:last], _ASKED_FOR):
            kinds |= dict.fromkeys(_ASKED_FOR[name])
    return tuple(kinds) or _ANYTHING


def _sentence_around(words: Sequence[str], span: Span) -> Span:
    first, last = span
    while first and words[first - 1] not in BOUNDARIES:
        first -= 1
    while last < len(words) and words[last] not in BOUNDARIES:
        last += 1
    return first, last
