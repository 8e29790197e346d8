"""The directory: what members offer and seek, in a line each, and who offers what somebody seeks."""

from collections.abc import Iterable
from typing import Final

from chat.exchanges import Listing
from policies.giving.terms import terms

CATEGORIES: Final = ("service", "goods", "work", "space", "know-how", "other")
OFFER, SEEK = "offer", "seek"
MOST_EACH: Final = 5
"""Lines of a member of each kind."""
MOST_FOUND: Final = 5


def found(sought: str, category: str | None, listings: Iterable[Listing], *, seeker: str) -> list[Listing]:
    """Return the offers that share telling words with what is sought, the most alike and newest first.

    Without words, those of a category.
    """
    words = set(terms(sought))
    offers = [one for one in listings if one.kind == OFFER and one.member != seeker]
    if not words:
        alike = [(0, one) for one in offers if category is not None and one.category == category]
    else:
        alike = [(len(words & set(one.terms)), one) for one in offers if words & set(one.terms)]
    alike.sort(key=lambda pair: (-pair[0], -pair[1].at.timestamp(), pair[1].listing_id))
    return [one for _, one in alike[:MOST_FOUND]]


def of(member: str, listings: Iterable[Listing], kind: str | None = None) -> list[Listing]:
    """Return a member's own lines, oldest first."""
    mine = [one for one in listings if one.member == member and kind in (None, one.kind)]
    return sorted(mine, key=lambda one: (one.at, one.listing_id))
