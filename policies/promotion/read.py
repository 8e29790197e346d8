"""Read a message: everything that its own words, links and layout tell. No context, no clock, nothing fetched."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import NamedTuple

from chat.events import MessagePosted
from chat.promotions import Signal
from policies.giving.phrases import is_promise
from policies.promotion.affiliation import affiliation
from policies.promotion.amounts import Amounts, find_amounts
from policies.promotion.folding import fold, tokens
from policies.promotion.intent import Intent, understand
from policies.promotion.keys import make_keys, sketches, spoken
from policies.promotion.kinds import ASKS, kind_points, other_kinds, promotion_kinds, stance_of
from policies.promotion.layout import Layout, look_at
from policies.promotion.lexicon import lexicon
from policies.promotion.links import Cut, Found, cut, read_links
from policies.promotion.normalise import normalise
from policies.promotion.reading import NOTHING_READ, Keys, Reading
from policies.promotion.signals import BRIEF, find_signals
from policies.promotion.weights import Model, Weights, logistic, shipped
from policies.promotion.wording import Said


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is found in a message before anything is weighed: the training reads the same."""

    text: str
    """Without tricks."""
    words: list[str]
    names: list[str]
    """Of the signals."""
    intent: Intent
    amounts: Amounts
    links: tuple[Found, ...]
    layout: Layout
    mails: int
    affiliation: str | None
    """The organisation that the author speaks for."""


def parse(message: MessagePosted) -> Parsed:
    """Find words, links, amounts, intent and layout, and name the signals."""
    text, disguised, clues = normalise(message.text)
    addresses = cut(text, clues)
    amounts = find_amounts(addresses.text, clues)
    links = read_links(addresses.urls, message.links)
    words = _with_marked_links(tokens(fold(amounts.text)), links, addresses)
    known = lexicon()
    organisation = None if message.forwarded else affiliation(text, clues)
    intent = understand(known.hear(words), known.phrases)
    if organisation is not None:
        intent = replace(intent, said=intent.said | {"affiliation"})
    layout = look_at(message.text)
    mails = len(addresses.mails)
    names = find_signals(intent, amounts, links, layout, mails=mails, disguised=disguised)
    if message.reply_to is not None:
        names.append("answers a message")
    return Parsed(text, words, names, intent, amounts, links, layout, mails, organisation)


def read(message: MessagePosted, model: Model | None = None, *, promotes: bool = False) -> Reading:
    """Read one message, as `read_all` does."""
    return read_all((message,), model, promotes=promotes)[0]


def read_all(messages: Sequence[MessagePosted], model: Model | None = None, *, promotes: bool = False) -> list[Reading]:
    """Return the context-free part of each classification, by the model that ships unless another is given.

    Reading many at once takes less time than one after the other, and comes to the same. Who knows that they
    `promote` something asks only whose that is: then no stance stands for no promotion.
    """
    speaks = [bool(message.text.strip() or message.links) for message in messages]
    readings = iter(_read_spoken(list(compress(messages, speaks)), model or shipped(), promotes=promotes))
    return [next(readings) if says else _unspoken(message) for message, says in zip(messages, speaks, strict=True)]


def _unspoken(message: MessagePosted) -> Reading:
    return NOTHING_READ if not message.pictures else Reading(features=_picture_only(message))


class _Weighed(NamedTuple):
    """A message on the way to its reading."""

    message: MessagePosted
    found: Parsed
    said: Said
    signals: tuple[Signal, ...]
    score: float


def _read_spoken(messages: Sequence[MessagePosted], model: Model, *, promotes: bool) -> list[Reading]:
    parsed = [parse(message) for message in messages]
    answers = [message.reply_to is not None for message in messages]
    said = model.wording.said([found.words for found in parsed], answers)
    weighed = [_weigh(*each, model) for each in zip(messages, parsed, said, strict=True)]
    texts = [spoken(found.words) for found in parsed]
    same = sketches([text if each.score >= _MAY_OFFER else () for each, text in zip(weighed, texts, strict=True)])
    keys = [_keys(*each, sells=promotes) for each in zip(weighed, texts, same, strict=True)]
    return [_understood(each, key, model, promotes=promotes) for each, key in zip(weighed, keys, strict=True)]


def _keys(weighed: _Weighed, text: Sequence[str], sketch: int, *, sells: bool) -> Keys:
    found = weighed.found
    sells = sells or weighed.score >= _LIKELY or found.amounts.prices > 0
    return make_keys(text, found.links, found.amounts.handles, sketch, sells=sells)


def _weigh(message: MessagePosted, found: Parsed, said: Said, model: Model) -> _Weighed:
    signals = (*weigh_signals(found.names, model.weights), _of_wording(said.promotion))
    if _COMMAND.match(message.text):
        signals = (*signals, _ASKS_A_BOT)
    if message.reply_to is not None and _only_promises(found):
        signals = (*signals, _PROMISES)
    return _Weighed(message, found, said, signals, logistic(sum([signal.weight for signal in signals])))


def _understood(weighed: _Weighed, keys: Keys, model: Model, *, promotes: bool) -> Reading:
    message, found, said, signals, score = weighed
    points = kind_points(found.names, said.kinds, model)
    others = other_kinds(points, score)
    of_promotion = promotion_kinds(points) if "?" in found.words or score >= _MAY_OFFER else {}
    return Reading(
        keys=keys,
        signals=signals,
        kinds={**of_promotion, **others},
        stance=stance_of(points, found.intent.stance, 1.0 if promotes else score),
        features=_features(message, found.intent, found.amounts, found.links, found.layout, mails=found.mails),
        asks_for=_asks_for(found.intent, of_promotion, points, score=score),
        affiliation=found.affiliation,
    )


_COMMAND = re.compile(r"/[a-z][a-z_]{1,31}(?:@\w+)?(?:\s|$)", re.ASCII | re.IGNORECASE)
_ASKS_A_BOT = Signal("gives a bot a command", -1.5)
"""Not learned: who has the bot announce an event is no advertiser, and an advert behind a slash still is one."""


_PROMISES = Signal("promises something to whom it answers", -2.5)
"""Not learned: the corpus has hardly any. "I'll send it tomorrow" is what helpful members say to one another."""


def _only_promises(found: Parsed) -> bool:
    """Tell whether a message is a promise of a few words: no offer, no price, nothing to follow or to write to."""
    amounts = found.amounts
    sells = found.intent.offers or found.links or found.mails or amounts.handles or amounts.prices or amounts.phones
    return not sells and found.layout.words <= BRIEF and is_promise(found.text)


def _of_wording(weight: float) -> Signal:
    return Signal("wording like that of adverts" if weight > 0 else "wording like that of ordinary talk", weight)


def _asks_for(
    intent: Intent, topics: Mapping[str, float], points: Mapping[str, float], *, score: float
) -> tuple[str, ...]:
    """Return the kinds asked for: by the words of the request, and what an advert in these words would be of.

    Doubt counts for whoever answers.
    """
    if score >= _LIKELY or points.get(ASKS, 0.0) < _MAY_ASK:
        return ()
    near = (kind for kind, share in topics.items() if share >= _TOPIC)
    return tuple(dict.fromkeys((*(intent.asks_for or ("service", "product")), *near)))


_MAY_ASK = -1.0
"""Log-odds: of the corpus's questions that were answered by somebody who had just that, nine in ten lie above."""
_TOPIC = 0.25


def weigh_signals(names: list[str], table: Weights) -> tuple[Signal, ...]:
    """Give every signal its weight, each once."""
    weighed = (Signal(name, table.signals.get(name, 0.0)) for name in dict.fromkeys(names))
    return (Signal("intercept", table.intercept), *weighed)


_LIKELY = 0.5
_MAY_OFFER = 0.05
"""Context adds little: below this, what a message says is no offer."""


def _with_marked_links(words: list[str], links: tuple[Found, ...], addresses: Cut) -> list[str]:
    """Put a link behind text at the end of the words: it stands nowhere among them."""
    return [*words, "<link>"] if links and not addresses.urls else words


def _features(
    message: MessagePosted, intent: Intent, amounts: Amounts, links: tuple[Found, ...], layout: Layout, *, mails: int
) -> dict[str, int]:
    said = intent.said
    features = {
        "price": amounts.prices,
        "link": len(links),
        "line": layout.lines,
        "word": layout.words,
        "contact": amounts.phones
        + mails
        + (len(amounts.handles) if "dm" in said or "act" in said else 0)
        + sum("contact" in link.hints for link in links),
        "affiliation": int("affiliation" in said),
        "mention of everyone": max(amounts.everyone, int(message.mentions_everyone)),
        "ask for a direct message": int("dm" in said),
        "profile link": sum("profile" in link.hints for link in links),
    }
    if not links or "own site" in said:
        features["own domain"] = int(bool(links))
    return features | _shown(message)


def _shown(message: MessagePosted) -> dict[str, int]:
    """Leave out what the source can't show: absent is unknown, and counts for the member."""
    seen = {"picture": message.pictures, "forward": int(message.forwarded), "reply": int(message.reply_to is not None)}
    return {name: count for name, count in seen.items() if name not in message.hidden}


def _picture_only(message: MessagePosted) -> dict[str, int]:
    names = (
        "price",
        "link",
        "line",
        "word",
        "contact",
        "affiliation",
        "mention of everyone",
        "ask for a direct message",
        "profile link",
    )
    return (
        dict.fromkeys((*names, "own domain"), 0)
        | {"mention of everyone": int(message.mentions_everyone)}
        | _shown(message)
    )
