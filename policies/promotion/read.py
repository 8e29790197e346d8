"""Read a message: everything that its own words, links and layout tell. No context, no clock, nothing fetched."""

from chat.events import MessagePosted
from chat.promotions import Signal
from policies.promotion.amounts import Amounts, find_amounts
from policies.promotion.folding import fold, tokens
from policies.promotion.intent import Intent, understand
from policies.promotion.keys import make_keys
from policies.promotion.kinds import other_kinds, promotion_kinds
from policies.promotion.layout import Layout, look_at
from policies.promotion.lexicon import lexicon
from policies.promotion.links import Cut, Found, cut, read_links
from policies.promotion.normalise import LONGEST, normalise, plain
from policies.promotion.reading import NOTHING_READ, Reading
from policies.promotion.signals import OFFER_NAMES, find_signals
from policies.promotion.weights import Weights, weights


def read(message: MessagePosted) -> Reading:
    """Return the context-free part of a classification."""
    if not message.text.strip() and not message.links:
        return NOTHING_READ if not message.pictures else Reading(features=_picture_only(message))
    text = normalise(message.text)
    addresses = cut(text)
    amounts = find_amounts(addresses.text)
    links = read_links(addresses.urls, message.links)
    words = tokens(fold(amounts.text))
    words = _with_marked_links(words, links, addresses)
    known = lexicon()
    intent = understand(words, known.find(words), known.phrases)
    layout = look_at(message.text)
    names = find_signals(
        intent, amounts, links, layout, mails=len(addresses.mails), disguised=text != plain(message.text[:LONGEST])
    )
    reply = message.reply_to is not None
    return Reading(
        keys=make_keys(words, links, amounts.handles),
        signals=weigh_signals(names, weights()),
        kinds={**promotion_kinds(names, weights()), **other_kinds(intent, words=layout.words, links=len(links), reply=reply)},
        stance=intent.stance,
        features=_features(message, intent, amounts, links, layout, mails=len(addresses.mails)),
        asks_for=intent.asks_for,
        affiliation=None,
    )


def weigh_signals(names: list[str], table: Weights) -> tuple[Signal, ...]:
    """Give every signal its weight; of several things offered the heaviest counts, the others are one signal more."""
    offers = sorted((name for name in names if name in _OFFERS), key=lambda name: -table.signals.get(name, 0.0))
    rest = [name for name in names if name not in _OFFERS]
    counted = [*offers[:1], *(["offers more than one thing"] if offers[1:] else []), *rest]
    return (Signal("intercept", table.intercept), *(Signal(name, table.signals.get(name, 0.0)) for name in counted))


_OFFERS = frozenset(OFFER_NAMES.values())


def _with_marked_links(words: list[str], links: tuple[Found, ...], addresses: Cut) -> list[str]:
    """A link behind text stands nowhere in the words: put it at their end."""
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
        "contact": amounts.phones + mails + (len(amounts.handles) if "dm" in said or "act" in said else 0)
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
    names = ("price", "link", "line", "word", "contact", "affiliation", "mention of everyone", "ask for a direct message", "profile link")
    return dict.fromkeys((*names, "own domain"), 0) | {"mention of everyone": int(message.mentions_everyone)} | _shown(message)
