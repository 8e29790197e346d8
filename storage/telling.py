"""From the rows that a read found to what `chat` calls them. No database in sight."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chat.context import OfferSeen
from chat.giving import Seen
from chat.ledger import Known, Wanted
from chat.standing import Earned
from storage import rows
from storage.keys import NOWHERE, Keys, moment
from storage.lifetime import Hasher, Lifetimes
from storage.rows import Row

RECENT = 12
"""Messages of a place that are remembered as the last ones."""


@dataclass(slots=True)
class Found:
    """The rows of one read."""

    seen: dict[int, Row] = field(default_factory=dict)
    recent: list[Row] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    members: list[Row] = field(default_factory=list)
    promotions: list[Row] = field(default_factory=list)
    uses: list[Row] = field(default_factory=list)
    strikes: list[Row] = field(default_factory=list)
    permits: list[Row] = field(default_factory=list)
    earned: list[Row] = field(default_factory=list)
    credits: list[Row] = field(default_factory=list)
    lifetimes: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    examples: list[Row] = field(default_factory=list)


def tell(found: Found, began_at: int | None, wanted: Wanted, keys: Keys, hasher: Hasher) -> Known:
    """Return everything that was found."""
    known = Known(began_at=rows.instant(began_at), kept=found.kept)
    _tell_messages(known, found, keys)
    known.members = {member.member: member for member in (rows.member_of(row, keys) for row in found.members)}
    _tell_uses(known, found.uses, wanted, keys)
    _tell_promotions(known, found.promotions, keys, imagined=wanted.imagined)
    _tell_standing(known, found, keys)
    _tell_texts(known, found.texts, wanted, keys)
    _tell_credits(known, found.credits, wanted, keys)
    known.ever = _lifetimes(found.lifetimes, keys, hasher)
    questions = (rows.question_of(row, keys) for row in found.questions)
    examples = (rows.example_of(row, keys) for row in found.examples)
    known.examples = {one.message_id: one for one in examples}
    known.questions = {question.message_id: question for question in questions}
    return known


def _tell_messages(known: Known, found: Found, keys: Keys) -> None:
    told = {key: rows.seen_of(row, keys) for key, row in found.seen.items()}
    known.seen = {one.message_id: one for one in told.values()}
    by_place: dict[str | None, list[tuple[datetime, int, Seen]]] = {}
    for row in found.recent:
        one = told[row[0]]
        by_place.setdefault(one.place, []).append((one.at, row[0], one))
    for place, some in by_place.items():
        some.sort(key=lambda item: item[:2])
        known.recent[place] = [one for _, _, one in some[-RECENT:]]


def _tell_uses(known: Known, uses: list[Row], wanted: Wanted, keys: Keys) -> None:
    """Tell who posted a domain, of those asked about; all others together stand under no name."""
    domains = {keys.hashed("domain", domain): domain for domain in wanted.domains}
    for domain, member, posts in uses:
        if member != NOWHERE:
            known.uses.setdefault(domains[domain], {})[keys.text(member)] = posts
    for domain, member, total in uses:
        if member == NOWHERE:
            mine = known.uses.setdefault(domains[domain], {})
            if others := total - sum(mine.values()):
                mine[""] = others


def _tell_promotions(known: Known, promotions: Iterable[Row], keys: Keys, *, imagined: bool) -> None:
    offers: set[tuple[Any, ...]] = set()
    for row in promotions:
        post = rows.promoted_of(row, keys, imagined=imagined)
        known.promoted.setdefault(post.member, []).append(post)
        offer = (row[3], row[5], row[13], row[14])
        if post.offer is not None and offer not in offers:
            offers.add(offer)
            seen = OfferSeen(key=post.offer, sketch=rows.sketch_of(row[14]), links=rows.loads(row[13]))
            known.offers.setdefault(post.member, []).append(seen)


def _tell_standing(known: Known, found: Found, keys: Keys) -> None:
    for row in sorted(found.strikes, key=lambda row: (row[2], row[1])):
        known.strikes.setdefault(keys.text(row[0]), []).append(rows.strike_of(row))
    for row in found.permits:
        known.permits.setdefault(keys.text(row[0]), []).append(rows.permit_of(row, keys))
    for member, kind, at in sorted(found.earned, key=lambda row: row[2]):
        known.earned.setdefault(keys.text(member), []).append(Earned(at=moment(at), kind=kind))


def _tell_texts(known: Known, texts: list[Row], wanted: Wanted, keys: Keys) -> None:
    hashes = {keys.hashed("text", text): text for text in wanted.text_keys}
    for row in sorted(texts, key=lambda row: row[5]):
        one = rows.text_seen_of(row, keys, hashes[row[0]])
        known.texts.setdefault((one.member, one.text_key), []).append(one)


def _tell_credits(known: Known, credits_: list[Row], wanted: Wanted, keys: Keys) -> None:
    """Tell what was given: as contributions to pairs, and as something earned."""
    by_key = {row[0]: row for row in credits_}
    for row in sorted(by_key.values(), key=lambda row: (row[5], row[0])):
        one = rows.contribution_of(row, keys)
        if wanted.earned_since is not None and one.at >= wanted.earned_since and one.credit > 0:
            known.earned.setdefault(one.giver, []).append(Earned(at=one.at, kind="contributions"))
        if wanted.pairs_since is not None and one.at >= wanted.pairs_since:
            known.credits.setdefault(one.giver, []).append(one)


def _lifetimes(found: list[Row], keys: Keys, hasher: Hasher) -> Lifetimes:
    counts: dict[int, dict[str, int]] = {}
    for limit, place, n in found:
        counts.setdefault(limit, {})[keys.text(place)] = n
    return Lifetimes(hasher, counts)
