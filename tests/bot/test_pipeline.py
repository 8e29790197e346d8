"""The one path of every message, on the real ledger: doubles, batches, edits, deletions, albums, commands."""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.pipeline import Pipeline
from bot.replay import TOLD_AFTER, verdict_row
from chat.events import (
    CommandGiven,
    Event,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Person,
    Reacted,
)
from chat.promotions import Signal
from policies.language.load import load_policy
from policies.promotion import read_all
from policies.promotion.reading import Reading
from storage.ledger import Ledger

MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
POLICY = """\
version: 1
groups:
  makers:
    platform: script
    mode: enforce
    timezone: Europe/London
    places: {offers: 2, general: 1}
    selling:
      never: [mlm]
      allow:
        - {name: Market, channels: [offers], limit: 1 per week}
        - {name: Launch, kinds: [launch], channels: [general], approval: admins, limit: 1 per member ever}
        - {name: When somebody asks, solicited: yes}
    kinds: {launch: {is: [product], says: [launch]}}
    frequency: {same_offer: 1 channel per 30d, member: 1 per day}
    consequences: {1: remove, 2: "remove, mute 1d"}
"""
GROUP = load_policy(POLICY).groups["makers"]
ANA, BO, PRIYA = (
    Person(id="7", name="Ana", handle="ana"),
    Person(id="8", name="Bo", handle="bo"),
    Person(id="1", name="Priya", is_admin=True),
)
ADVERT = "Buy my sourdough course now, 50% off, only £40! Book at https://crumb.example.com/course or DM me"
OTHER_ADVERT = "Order my new wedding cakes today, from £200, 20% discount! https://crumb.example.com/cakes, message me"


def said(number: int, text: str, *, by: Person = ANA, place: str = "1", minutes: float | None = None, **more: object):
    at = MONDAY + timedelta(minutes=number if minutes is None else minutes)
    given = {"at": at, "chat": "c", "message_id": str(number), "author": by, "text": text, "place": place, **more}
    return MessagePosted(**given)  # type: ignore[arg-type]


@pytest.fixture
async def ledger(tmp_path: Path):
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


def reader(messages: Sequence[MessagePosted]) -> list[Reading]:
    """Read messages; what offers something for money is certainly a product, whatever recognition thinks of it."""
    return [_certain(r) if "£" in m.text else r for m, r in zip(messages, read_all(messages), strict=True)]


def _certain(reading: Reading) -> Reading:
    return replace(reading, kinds={"product": 1.0}, signals=(Signal("given by the test", 20.0),))


@pytest.fixture
def pipeline(ledger):
    return Pipeline(GROUP, "script:c", ledger, reader=reader, told_after=TOLD_AFTER)


async def outcomes(pipeline: Pipeline, *events: Event) -> list[str]:
    return [str(judged.verdict.outcome) for judged in (await pipeline.handle(events)).judged]


async def test_a_message_that_comes_again_is_ignored(pipeline):
    first = await outcomes(pipeline, said(1, ADVERT))
    again = await outcomes(pipeline, said(1, ADVERT))

    assert (first, again) == (["remove"], [])


async def test_a_double_inside_one_batch_is_ignored_too(pipeline):
    assert await outcomes(pipeline, said(1, ADVERT), said(1, ADVERT)) == ["remove"]


async def test_the_week_remembers_over_batches(pipeline):
    await outcomes(pipeline, said(1, ADVERT, place="2"))

    [judged] = (await pipeline.handle([said(2, OTHER_ADVERT, place="2", minutes=2 * 1440)])).judged

    assert judged.verdict.outcome == "remove"
    assert judged.verdict.next == datetime(2026, 1, 19, tzinfo=UTC)


async def test_an_advert_edited_into_a_harmless_message_is_judged_when_it_becomes_one(pipeline):
    await outcomes(pipeline, said(1, "Good morning everybody!"))

    edited = said(1, ADVERT)
    result = await outcomes(pipeline, MessageEdited(at=MONDAY + timedelta(minutes=30), message=edited))

    assert result == ["remove"]


async def test_a_slot_comes_back_for_a_post_deleted_within_the_grace(pipeline):
    await outcomes(pipeline, said(1, ADVERT, place="2"))
    await pipeline.handle([MessageDeleted(at=MONDAY + timedelta(minutes=8), chat="c", message_id="1", by=ANA)])

    assert await outcomes(pipeline, said(2, OTHER_ADVERT, place="2", minutes=60)) == ["allow"]


async def test_a_slot_is_gone_for_a_post_deleted_later(pipeline):
    await outcomes(pipeline, said(1, ADVERT, place="2"))
    await pipeline.handle([MessageDeleted(at=MONDAY + timedelta(minutes=30), chat="c", message_id="1", by=ANA)])

    assert await outcomes(pipeline, said(2, OTHER_ADVERT, place="2", minutes=60)) == ["remove"]


async def test_an_album_is_one_promotion_and_goes_as_one(pipeline):
    album = [
        said(1, "", album="a", pictures=1),
        said(2, ADVERT, album="a", pictures=1, minutes=1),
        said(3, "", album="a", pictures=1, minutes=1),
    ]

    handled = await pipeline.handle(album)

    assert [str(judged.verdict.outcome) for judged in handled.judged] == ["allow", "remove", "remove"]
    assert len(handled.changes.strikes) == 1
    removed = [row.body for row in handled.changes.outbox if row.kind == "RemoveMessages"]
    assert '"1"' in removed[0]


async def test_an_approved_post_is_posted_again_by_its_author_and_counts_once(pipeline):
    launch = "We launch our new bread slicer, buy it now for £30 at https://slicer.example.com"
    held = (await pipeline.handle([said(1, launch)])).judged[0]
    approve = CommandGiven(
        at=MONDAY + timedelta(hours=1),
        chat="c",
        message_id="50",
        member=PRIYA,
        name="approve",
        argument=held.decision_id,
    )
    await pipeline.handle([approve])

    again = await outcomes(pipeline, said(2, launch, minutes=120))
    next_launch = launch.replace("bread slicer", "stone oven mitten").replace("slicer.", "mitten.")
    other = await outcomes(pipeline, said(3, next_launch, minutes=3 * 1440))

    assert str(held.verdict.outcome) == "hold"
    assert (again, other) == (["allow"], ["remove"])


async def test_only_an_admin_can_approve(pipeline):
    launch = "We launch our new bread slicer, buy it now for £30 at https://slicer.example.com"
    held = (await pipeline.handle([said(1, launch)])).judged[0]
    approve = CommandGiven(
        at=MONDAY + timedelta(hours=1), chat="c", message_id="50", member=ANA, name="approve", argument=held.decision_id
    )
    await pipeline.handle([approve])

    assert await outcomes(pipeline, said(2, launch, minutes=120)) == ["remove"]


async def test_a_pass_covers_as_many_posts_as_it_says(pipeline):
    await outcomes(pipeline, said(1, "Morning!"))
    given = CommandGiven(
        at=MONDAY + timedelta(minutes=5), chat="c", message_id="50", member=PRIYA, name="pass", argument="@ana 1"
    )

    first = await outcomes(pipeline, given, said(2, ADVERT, minutes=10))
    second = await outcomes(pipeline, said(3, OTHER_ADVERT, minutes=30))

    assert (first, second) == (["allow"], ["remove"])


async def test_refusals_before_the_notice_arrived_are_one_strike(pipeline):
    handled = await pipeline.handle(
        [said(1, ADVERT, minutes=0), said(2, OTHER_ADVERT, minutes=0.05), said(3, ADVERT + "!", minutes=5)]
    )

    assert [judged.verdict.strike for judged in handled.judged] == [True, False, True]


async def test_thanks_for_an_answer_credit_whoever_answered(pipeline):
    handled = await pipeline.handle(
        [
            said(1, "Does anybody know a good bookkeeper for a bakery?"),
            said(2, "Ask Sam at Mill Street, she did our VAT last year.", by=BO, reply_to="1"),
            said(3, "Thank you Bo, that helps a lot!", reply_to="2"),
        ]
    )

    answers = [row for row in handled.changes.contributions if row.kind == "answer"]
    assert [(row.giver, row.receiver, row.messages, row.weight) for row in answers] == [
        ("8", "7", ("1", "2", "3"), 4.0)
    ]


async def test_a_tick_taken_back_takes_the_credit_back(pipeline):
    await pipeline.handle(
        [
            said(1, "Does anybody know a good bookkeeper for a bakery?"),
            said(2, "Ask Sam at Mill Street, she did our VAT last year.", by=BO, reply_to="1"),
        ]
    )
    tick = Reacted(at=MONDAY + timedelta(minutes=5), chat="c", message_id="2", member=ANA, emoji="🙏")
    back = Reacted(at=MONDAY + timedelta(minutes=6), chat="c", message_id="2", member=ANA, emoji="🙏", withdrawn=True)

    given = (await pipeline.handle([tick])).changes.contributions
    taken = (await pipeline.handle([back])).changes.contributions

    assert [(row.kind, row.grade, row.credit, row.withdrawn) for row in given] == [("answer", "confirmed", 5.0, False)]
    assert [(row.kind, row.credit, row.withdrawn) for row in taken] == [("answer", 0.0, True)]


async def test_a_batch_of_n_messages_leaves_what_n_batches_of_one_leave(tmp_path):
    events = list(_conversation(160))
    seen = {}
    for size in (1, 7, 160):
        file = tmp_path / f"{size}.db"
        ledger = await Ledger.open(f"sqlite+aiosqlite:///{file}", secret=b"test")
        pipeline = Pipeline(GROUP, "script:c", ledger, reader=reader, told_after=TOLD_AFTER)
        rows = []
        for start in range(0, len(events), size):
            handled = await pipeline.handle(events[start : start + size])
            rows += [verdict_row(judged, GROUP.timezone) for judged in handled.judged]
        await ledger.close()
        seen[size] = rows, _content(file)

    assert seen[7] == seen[1]
    assert seen[160] == seen[1]


def _conversation(count: int):
    chance = random.Random(5)  # noqa: S311 - made-up talk, not secrets
    people = [Person(id=str(number), name=f"Member {number}", handle=f"m{number}") for number in range(9)]
    texts = (
        "Does anybody know a good bookkeeper?",
        "Ask Sam at Mill Street, she did our VAT last year.",
        "Thank you, that helps a lot!",
        "Hello everybody, I'm Dana and I run a small bakery in Leeds.",
        "Welcome Dana!",
        "Which oven would you buy for a small kitchen?",
        "We are happy with ours, it heats up quickly.",
        ADVERT,
        OTHER_ADVERT,
        "Morning all.",
    )
    for number, person in enumerate(people[:4]):
        yield MemberJoined(at=MONDAY + timedelta(minutes=number), chat="c", member=person)
    for number in range(10, count):
        if chance.random() < 0.08:
            yield Reacted(
                at=MONDAY + timedelta(minutes=number),
                chat="c",
                message_id=str(chance.randrange(10, number + 1)),
                member=chance.choice(people),
                emoji=chance.choice("🙏👍"),
            )
            continue
        reply_to = (
            str(chance.randrange(max(10, number - 15), number)) if number > 12 and chance.random() < 0.5 else None
        )
        yield said(
            number,
            chance.choice(texts),
            by=chance.choice(people),
            place=chance.choice("12"),
            reply_to=reply_to,
            minutes=number * 3,
        )


def _content(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(file) as database:
        names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' order by 1")]
        return {name: sorted(database.execute(f'select * from "{name}"'), key=repr) for name in names}  # noqa: S608


async def test_a_mute_is_known_until_its_end_and_to_whoever_writes_again_it_has_ended(pipeline, ledger):
    async def muted_until() -> datetime | None:
        [ana] = [row async for row in ledger.reports.members("script:c")]
        until: datetime | None = ana.muted_until
        return until

    once = await pipeline.handle([said(1, ADVERT)])
    after_one = await muted_until()
    again = await pipeline.handle([said(2, OTHER_ADVERT, minutes=1440)])
    after_two = await muted_until()
    await pipeline.handle([said(3, "good morning", minutes=1500)])

    assert [act.name for one in (once, again) for judged in one.judged for act in judged.verdict.acts].count(
        "mute"
    ) == 1
    assert after_one is None
    assert after_two == MONDAY + timedelta(days=2)
    assert await muted_until() is None


async def test_a_mute_without_an_end_is_known_as_one(ledger):
    policy = POLICY.replace("mute 1d", "mute")
    pipeline = Pipeline(load_policy(policy).groups["makers"], "script:c", ledger, reader=reader, told_after=TOLD_AFTER)

    await pipeline.handle([said(1, ADVERT), said(2, OTHER_ADVERT, minutes=1440)])

    [ana] = [row async for row in ledger.reports.members("script:c")]
    assert ana.muted_until is not None
    assert ana.muted_until.year == 9999
