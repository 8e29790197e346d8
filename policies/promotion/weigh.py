"""Add what is known around a message to its reading. Cheap: microseconds where nothing is known."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from chat.context import ALONE, Asked, Context, DomainUse, OfferSeen
from chat.events import MessagePosted, Person
from chat.promotions import PROMOTION_KINDS, Promotion, Signal, Stance
from policies.promotion.examples import NEAR, lesson
from policies.promotion.keys import distance, short_hash
from policies.promotion.read import read
from policies.promotion.reading import Reading
from policies.promotion.signals import CONTEXT_NAMES
from policies.promotion.weights import logistic

_OWNED_LINK = Signal("link that only the author posts", 1.0)
_SHARED_LINK = Signal("link that others post too", -1.0)
_OWNED_HANDLE = Signal("handle that only the author posts", 0.5)
_AGAIN = Signal("again what the author offered before", 0.8)
_NEWCOMER = Signal("first message of a newcomer", 0.4)
_OF_A_MEMBER = Signal("praises another member by name", -1.0)
"""Not learned: the corpus has single messages without a past. Small enough that none of them decides alone."""
_PRAISE = CONTEXT_NAMES["praise"]
_INTRODUCTION = CONTEXT_NAMES["introduction"]
_OWNED_POSTS = 2
_OWNED_SHARE = 0.8
_MEANT = 0.2
"""A kind less probable than this, given that the message promotes, is not what is offered."""
_PROMOTION = frozenset(PROMOTION_KINDS)
_ANSWERS: Mapping[str, frozenset[str]] = {
    "service": frozenset(("service", "product", "job", "candidate")),
    "product": frozenset(("product", "service", "own_content", "giveaway")),
    "own_content": frozenset(("own_content", "product", "event", "community_invite")),
    "event": frozenset(("event", "community_invite", "service", "product")),
    "job": frozenset(("job", "service", "referral_link")),
    "candidate": frozenset(("candidate", "service", "job")),
    "community_invite": frozenset(("community_invite", "event", "own_content")),
    "resource": frozenset(("own_content", "product", "resource")),
}
"""What a question for a kind is answered by: an agency or a freelancer answers whoever asks for a designer."""


def weigh(reading: Reading, context: Context = ALONE) -> Promotion:
    """Return the classification of a message that was read."""
    signals = reading.signals
    features = reading.features
    owned: str | None = None
    if context is not ALONE:
        owned, shared = _ownership(reading, context)
        features = _with_owner(reading, context, owned)
        signals = (*signals, *_context_signals(reading, context, owned=owned is not None, shared=shared))
    score = logistic(sum(signal.weight for signal in signals)) if signals else 0.0
    return Promotion(
        score=score,
        kinds={kind: p * score if kind in _PROMOTION else p for kind, p in reading.kinds.items()},
        stance=reading.stance,
        signals=signals,
        features=features,
        solicited=context.asked is not None and _solicited(reading, context.asked),
        asks_for=reading.asks_for,
        offer=_offer(reading, context.offers),
        organisation=reading.affiliation or context.organisation or owned,
        domains=reading.keys.domains,
        hosts=reading.keys.hosts,
    )


def classify(message: MessagePosted, context: Context = ALONE) -> Promotion:
    """Read and weigh in one go."""
    return weigh(read(message), context)


def _ownership(reading: Reading, context: Context) -> tuple[str | None, bool]:
    """Return the domain that is the author's, if one is, and whether one is posted by others too."""
    shared = False
    for domain in reading.keys.domains:
        use = context.uses.get(domain)
        if use is not None and use.posts >= _OWNED_POSTS:
            if _is_own(use):
                return domain, False
            shared = True
    return None, shared


def _is_own(use: DomainUse | None) -> bool:
    """Tell whether what was posted is the author's: often enough to tell, and by hardly anybody else."""
    return use is not None and use.posts >= _OWNED_POSTS and use.by_author >= _OWNED_SHARE * use.posts


def _with_owner(reading: Reading, context: Context, owned: str | None) -> Mapping[str, int]:
    """Count own domains; absent where some domain was posted too rarely to tell whose it is."""
    if owned is not None:
        return {**reading.features, "own domain": 1}
    known = all(use.posts >= _OWNED_POSTS for d in reading.keys.domains if (use := context.uses.get(d)) is not None)
    if "own domain" not in reading.features and known and all(d in context.uses for d in reading.keys.domains):
        return {**reading.features, "own domain": 0}
    return reading.features


def _context_signals(reading: Reading, context: Context, *, owned: bool, shared: bool) -> Iterable[Signal]:
    said = {signal.name for signal in reading.signals}
    told = (
        (_OWNED_LINK, owned),
        (_SHARED_LINK, shared),
        (_OWNED_HANDLE, any(_is_own(context.uses.get(f"@{handle}")) for handle in reading.contacts)),
        (_AGAIN, _seen_before(reading, context.offers) is not None),
        (_NEWCOMER, context.newcomer and (_INTRODUCTION not in said or bool(reading.keys.links))),
        (_OF_A_MEMBER, context.names_another and _PRAISE in said and reading.stance is not Stance.SELF),
    )
    yield from (signal for signal, holds in told if holds)
    taught = lesson(reading, context.examples)
    if taught is not None:
        yield taught


def _solicited(reading: Reading, asked: Asked) -> bool:
    if not asked.eligible:
        return False
    wanted = asked.asks_for or (_read_question(asked.text) if asked.text else ())
    offered = {kind for kind, p in reading.kinds.items() if kind in _PROMOTION and p >= _MEANT}
    return any(offered & _ANSWERS.get(kind, frozenset((kind,))) for kind in wanted)


def _read_question(text: str) -> tuple[str, ...]:
    asker = Person(id="", name="")
    return read(MessagePosted(at=_NEVER, chat="", message_id="", author=asker, text=text)).asks_for


_NEVER = datetime.fromtimestamp(0, tz=UTC)


def _offer(reading: Reading, seen: Iterable[OfferSeen]) -> str | None:
    """Return the key of an earlier offer that this is again, else a new one."""
    keys = reading.keys
    before = _seen_before(reading, seen)
    if before is not None:
        return before
    if keys.links:
        return short_hash(keys.links[0])
    if keys.text_key:
        return keys.text_key
    return f"{keys.sketch:016x}" if keys.sketch else None


def _seen_before(reading: Reading, seen: Iterable[OfferSeen]) -> str | None:
    """Return the key of the earlier offer that has the same link, or much the same words."""
    keys = reading.keys
    for offer in seen:
        if any(link in offer.links for link in keys.links):
            return offer.key
        if keys.sketch and offer.sketch and distance(keys.sketch, offer.sketch) <= NEAR:
            return offer.key
    return None
