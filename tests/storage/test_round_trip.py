"""What is written is read again, whatever a platform, an admin or a member puts into it."""

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from chat.context import Example, OfferSeen
from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from chat.ledger import Changes, LinkUse, Member, PermitRow, PromotionRow, StrikeRow, TextSeen, Wanted
from chat.standing import Earned, Permit, Promoted, State, Strike
from storage import Ledger
from tests.storage.told import everything

often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

texts = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20) | some.sampled_from(
    ["", "Zoë 🦊", "'; DROP TABLE member; --", "%_\\", "\u202eevil", "a" * 300]
)
ids = (
    some.integers(0, 2**64).map(str)
    | texts.filter(bool)
    | some.sampled_from(["0", "007", "-5", "٣", "9" * 19, "x" * 300])
)
instants = some.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=some.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
lists = some.lists(texts, max_size=3).map(tuple)
maybe = some.none() | texts
counts = some.integers(0, 2**31 - 1)

messages = some.builds(
    Seen,
    message_id=ids,
    at=instants,
    author=ids,
    place=some.none() | ids,
    reply_to=some.none() | ids,
    kind=maybe,
    asks_for=lists,
    answers=some.none() | ids,
    removed=some.booleans(),
    promotes=some.booleans(),
    newcomer=some.booleans(),
    album=maybe,
    text_key=maybe,
    mentions=lists,
    by_admin=some.booleans(),
    opens=lists,
)
members = some.builds(
    Member,
    member=ids,
    name=texts,
    handle=maybe,
    is_bot=some.booleans(),
    is_admin=some.booleans(),
    first_seen=some.none() | instants,
    last_seen=some.none() | instants,
    joined_at=some.none() | instants,
    left_at=some.none() | instants,
    introduced_at=some.none() | instants,
    messages=counts,
    reactions=counts,
    organisation=maybe,
    opted_out_at=some.none() | instants,
    away_until=some.none() | instants,
    named_ok=some.booleans(),
    told_at=some.none() | instants,
    nudged_at=some.none() | instants,
    nudges=counts,
)
posts = some.builds(
    Promoted,
    message_id=ids,
    at=instants,
    member=ids,
    organisation=maybe,
    offer=maybe,
    place=some.none() | ids,
    kinds=lists,
    allowance=maybe,
    limited=some.booleans(),
    state=some.sampled_from(State),
    album=maybe,
)
promotions = some.builds(
    PromotionRow,
    post=posts,
    really=some.sampled_from(State),
    links=lists,
    sketch=some.integers(0, 2**64 - 1),
    ever_keys=lists,
)
examples = some.builds(
    Example,
    message_id=ids,
    member=ids,
    at=instants,
    sketch=some.integers(0, 2**64 - 1),
    links=lists,
    handles=lists,
    allowed=some.none() | some.booleans(),
    decided_at=some.none() | instants,
)
contributions = some.builds(
    Contribution,
    key=ids,
    kind=some.sampled_from(GivingKind),
    giver=ids,
    receiver=some.none() | ids,
    messages=lists,
    at=instants,
    grade=some.sampled_from(Grade),
    weight=some.floats(0, 100),
    credit=some.floats(0, 100),
)
questions = some.builds(
    Question,
    message_id=ids,
    asker=ids,
    at=instants,
    place=some.none() | ids,
    asks_for=lists,
    terms=lists,
    answers=counts,
    settled_at=some.none() | instants,
)
strikes = some.builds(Strike, ladder=texts, at=instants, told_at=some.none() | instants)
permits = some.builds(
    Permit,
    permit_id=ids,
    by=ids,
    offer=maybe,
    times=some.none() | some.integers(1, 9),
    until=some.none() | instants,
)


def unlike(rows, key):
    return some.lists(rows, max_size=6, unique_by=key)


async def _round_trip(ledger: Ledger, changes: Changes, **names):
    """Write in a chat of its own, and read in another transaction."""
    async with ledger.batch(changes.chat) as batch:
        await batch.write(changes)
    async with ledger.batch(changes.chat) as batch:
        return await batch.read(everything(changes.chat, **names))


def _chat() -> str:
    return f"discord:{uuid4()}"


@often
@given(written=unlike(messages, lambda one: one.message_id))
async def test_messages_are_remembered_as_they_were(ledger: Ledger, written: list[Seen]):
    known = await _round_trip(
        ledger, Changes(chat=_chat(), seen=written), message_ids=[one.message_id for one in written]
    )

    assert known.seen == {one.message_id: one for one in written}


@often
@given(written=unlike(members, lambda one: one.member), asked=some.sets(ids))
async def test_members_are_remembered_as_they_were(ledger: Ledger, written: list[Member], asked: set[str]):
    rows = {member.member: member for member in written}

    known = await _round_trip(ledger, Changes(chat=_chat(), members=rows), members=asked | set(rows))

    assert known.members == rows


@often
@given(written=unlike(promotions, lambda one: one.post.message_id))
async def test_promotions_and_their_offers_are_remembered_as_they_were(ledger: Ledger, written: list[PromotionRow]):
    authors = {row.post.member for row in written}

    known = await _round_trip(ledger, Changes(chat=_chat(), promotions=written), members=authors)

    posts_read = [post for some_posts in known.promoted.values() for post in some_posts]
    assert {post.message_id: post for post in posts_read} == {row.post.message_id: row.post for row in written}
    assert all(mine == sorted(mine, key=lambda post: post.at) for mine in known.promoted.values())
    for row in written:
        if row.post.offer is not None:
            offer = OfferSeen(key=row.post.offer, sketch=row.sketch, links=row.links)
            assert offer in known.offers[row.post.member]


@often
@given(written=unlike(examples, lambda one: one.message_id))
async def test_examples_are_found_by_message_and_by_having_been_decided(ledger: Ledger, written: list[Example]):
    chat = _chat()

    named = await _round_trip(
        ledger, Changes(chat=chat, examples=written), message_ids=[one.message_id for one in written]
    )
    async with ledger.batch(chat) as batch:
        decided = await batch.read(everything(chat))

    assert named.examples == {one.message_id: one for one in written}
    assert decided.examples == {one.message_id: one for one in written if one.decided_at is not None}


@often
@given(written=unlike(contributions, lambda one: one.key))
async def test_contributions_are_found_by_giver_and_by_receiver(ledger: Ledger, written: list[Contribution]):
    chat = _chat()
    by_giver = {one.giver for one in written}
    by_receiver = {one.receiver for one in written if one.receiver is not None}

    given_ = await _round_trip(ledger, Changes(chat=chat, contributions=written), members=by_giver)
    async with ledger.batch(chat) as batch:
        received = await batch.read(everything(chat, members=by_receiver))

    assert _by_key(given_.credits) == {one.key: one for one in written}
    assert _by_key(received.credits).items() >= {one.key: one for one in written if one.receiver is not None}.items()


def _by_key(credits_):
    return {one.key: one for mine in credits_.values() for one in mine}


@often
@given(written=unlike(questions, lambda one: one.message_id))
async def test_questions_are_remembered_as_they_were(ledger: Ledger, written: list[Question]):
    asked = [Seen(message_id=one.message_id, at=one.at, author=one.asker, place=one.place) for one in written]

    known = await _round_trip(
        ledger,
        Changes(chat=_chat(), seen=asked, questions=written),
        message_ids=[one.message_id for one in written],
    )

    assert known.questions == {one.message_id: one for one in written}


@often
@given(member=ids, struck=unlike(strikes, lambda one: one.ladder), may=unlike(permits, lambda one: one.permit_id))
async def test_strikes_and_permits_are_remembered_as_they_were(ledger: Ledger, member, struck, may):
    changes = Changes(
        chat=_chat(),
        strikes=[StrikeRow(member=member, strike=one, message_id="1", rule="r", imagined=True) for one in struck],
        permits=[PermitRow(member=member, permit=one) for one in may],
    )

    known = await _round_trip(ledger, changes, members=[member])

    assert {one.ladder: one for one in known.strikes.get(member, [])} == {one.ladder: one for one in struck}
    assert {one.permit_id: one for one in known.permits.get(member, [])} == {one.permit_id: one for one in may}


@often
@given(member=ids, place=some.none() | ids, text_key=texts, at=instants, message_id=ids, domain=texts, kind=texts)
async def test_texts_domains_and_what_was_earned_are_remembered(
    ledger: Ledger, member, place, text_key, at, message_id, domain, kind
):
    posted = TextSeen(text_key=text_key, member=member, place=place, at=at, message_id=message_id)
    earned = Earned(at=at, kind=kind)
    changes = Changes(
        chat=_chat(),
        texts_seen=[posted],
        uses=[LinkUse(domain=domain, member=member, posts=2), LinkUse(domain=domain, member=member, posts=1)],
        earned=[(member, message_id, earned)],
        ever=[(f"allow:Launch|member|{member}", place or "", 1)],
        kept=[(message_id, at)],
    )

    known = await _round_trip(
        ledger, changes, members=[member], text_keys=[text_key], domains=[domain], message_ids=[message_id]
    )

    assert known.texts == {(member, text_key): [posted]}
    assert known.uses == {domain: {member: 3}}
    assert known.earned == {member: [earned]}
    assert known.ever[f"allow:Launch|member|{member}"] == {place or "": 1}
    assert known.kept == {message_id}


async def test_a_chat_without_rows_knows_nothing(ledger: Ledger):
    async with ledger.batch("new") as batch:
        known = await batch.read(Wanted(chat="new", imagined=False, members=frozenset({"7"})))

    assert known.began_at is None
    assert known.members == {}
