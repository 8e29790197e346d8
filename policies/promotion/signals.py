"""The named parts of a score: what is true of a message, in words that an admin understands.

A signal is said once, whatever says it how often; what it weighs stands in `weights.json`. Where a price, a link or
"message me" belongs to a request or to praise of another, it is no sign of selling and is not said.
"""

from collections.abc import Mapping, Sequence

from policies.promotion.amounts import Amounts
from policies.promotion.intent import OFFERS, Intent
from policies.promotion.layout import Layout
from policies.promotion.links import Found

OFFER_NAMES = {
    "offers service": "offers a service in the first person",
    "offers product": "offers a product of the author's",
    "own content": "shares the author's own content",
    "own event": "announces an event of the author's",
    "hiring": "offers a job",
    "seeks work": "seeks work for the author",
    "invites": "invites to another group",
    "referral": "offers a referral link or code",
    "fundraiser": "asks for donations",
    "survey": "asks to fill in a survey",
    "link exchange": "offers links or guest posts",
    "giveaway": "gives something away to win followers",
    "crypto": "speaks of trading or crypto profits",
    "mlm": "promises income for joining",
    "adult": "adult content",
}
CONTEXT_NAMES = {
    "seeks": "seeks a supplier or advice",
    "praise": "praises somebody else",
    "thanks": "thanks",
    "introduction": "introduces the author",
    "own business": "names the author's own business",
    "affiliation": "says whom the author works for",
    "complaint": "complains about spam or an offer",
    "answer": "answers with advice",
    "resource": "passes on something useful",
    "bait": "asks a question that sells",
    "urgent": "says that time or places are short",
    "discount": "discount",
    "chat": "small talk",
}
_LINK_NAMES = {
    "content": "link to a channel or blog host",
    "event": "link to a ticket page",
    "product": "link to a shop",
    "service": "link to a booking page",
    "job": "link to a job board",
    "fundraiser": "link to a donation page",
    "survey": "link to a form",
    "adult": "link to adult content",
    "invite": "invite link",
    "profile": "profile link",
    "contact": "link to a private chat",
    "referral": "link with a referral code",
    "shortener": "shortened link",
    "code": "link to code or documentation",
}
_LONG = 90
"""Words: more are hardly ever an advert in a group."""
BRIEF = 12
"""Words: talk about one's own things comes round to them in more."""
_LAYOUT_LIMITS = {"bullets": 3, "emoji": 4, "shouts": 4, "capitals": 3}


def find_signals(
    intent: Intent, amounts: Amounts, links: Sequence[Found], layout: Layout, *, mails: int, disguised: bool
) -> list[str]:
    """Return the names of everything that is true of a message, in the order of a report."""
    said, offers = intent.said, intent.offers
    names = [OFFER_NAMES[section] for section in OFFERS if section in offers] if offers else []
    names += [name for section, name in CONTEXT_NAMES.items() if section in said]
    excused = not offers and bool(said & {"seeks", "praise"})
    if not excused:
        names += _ways_to_buy(intent, amounts, links, mails)
    if offers and layout.words <= BRIEF:
        names.append("little else than an offer")
    names += _layout(layout)
    if disguised:
        names.append("disguised letters")
    if "question" in said and not offers and "bait" not in said:
        names.append("asks a question")
    if layout.code > 1 or "code" in said:
        names.append("speaks of code")
    if "news" in said and links and not offers:
        names.append("passes on news")
    if layout.words < 5 and not links:
        names.append("very short")
    if layout.words > _LONG:
        names.append("long text")
    return names


def _ways_to_buy(intent: Intent, amounts: Amounts, links: Sequence[Found], mails: int) -> list[str]:
    names = []
    said, offers = intent.said, bool(intent.offers)
    contact = bool(amounts.phones or mails or (amounts.handles and said & {"dm", "act"}))
    if "act" in said:
        names.append("call to act")
    if "dm" in said:
        names.append("asks for a direct message")
    if amounts.prices:
        names.append("price beside an offer" if offers else "price")
    if amounts.coupons:
        names.append("coupon code")
    if offers and "discount" in said:
        names.append("discount beside an offer")
    if contact:
        names.append("contact beside an offer" if offers else "telephone, mail or handle to contact")
    if links:
        names.append("link beside an offer" if offers else "link")
    if "own site" in said and links:
        names.append("link that the author calls his own")
    hints = frozenset(hint for link in links for hint in link.hints)
    names += [name for hint, name in _LINK_NAMES.items() if hint in hints]
    if any(link.hidden for link in links):
        names.append("link hidden behind another address")
    if intent.trade and (contact or amounts.prices) and ("act" in said or "dm" in said or contact):
        names.append("ware or trade with price or contact")
    return names


def _layout(layout: Layout) -> list[str]:
    signs: Mapping[str, int] = {name: getattr(layout, name) for name in _LAYOUT_LIMITS}
    over = sum(signs[name] >= limit for name, limit in _LAYOUT_LIMITS.items())
    if over >= 2:
        return ["layout of an advert"]
    return ["many emoji, capitals or exclamation marks"] if over else []
