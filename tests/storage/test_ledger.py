"""A batch is one transaction: all of it or nothing, once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chat.ledger import Changes, Member
from storage import Ledger
from tests.storage.conftest import SECRET
from tests.storage.told import (
    CHAT,
    DAY,
    LONG_AGO,
    NOON,
    everything,
    known_as,
    message,
    promotion,
    read,
    write,
)


async def test_a_message_delivered_twice_is_known_the_second_time(ledger: Ledger):
    await write(ledger, seen=[message("1")])

    known = await read(ledger, message_ids=["1", "2"])

    assert set(known.seen) == {"1"}


async def test_a_message_written_twice_is_there_once_as_it_was_last(ledger: Ledger):
    await write(ledger, seen=[message("1", place="9")])
    await write(ledger, seen=[replace(message("1", place="9"), removed=True)])

    known = await read(ledger, message_ids=["1"], places=["9"])

    assert known.seen["1"].removed
    assert known.recent["9"] == [known.seen["1"]]


async def test_nothing_of_a_batch_that_fails_is_kept(ledger: Ledger):
    async def half_way() -> None:
        async with ledger.batch(CHAT) as batch:
            await batch.write(Changes(chat=CHAT, seen=[message("1")], promotions=[promotion("1")]))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await half_way()

    known = await read(ledger, message_ids=["1"], members=["7"])

    assert known.began_at is None
    assert known.seen == {}
    assert known.promoted == {}


async def test_nothing_of_a_batch_that_is_cancelled_is_kept_and_the_next_one_goes_on(ledger: Ledger):
    written = asyncio.Event()

    async def slow() -> None:
        async with ledger.batch(CHAT) as batch:
            await batch.write(Changes(chat=CHAT, seen=[message("1")]))
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await write(ledger, seen=[message("2")])

    assert set((await read(ledger, message_ids=["1", "2"])).seen) == {"2"}


@pytest.mark.parametrize("after", range(1, 30, 3))
async def test_a_batch_cancelled_at_any_moment_is_there_wholly_or_not_at_all(ledger: Ledger, after: int):
    async def one_batch() -> None:
        async with ledger.batch(CHAT) as batch:
            await batch.read(everything(message_ids=["1"], members=["7"], places=["9"]))
            await batch.write(Changes(chat=CHAT, seen=[message("1")], promotions=[promotion("1")]))

    task = asyncio.create_task(one_batch())
    for _ in range(after):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await write(ledger, seen=[message("2")])
    known = await read(ledger, message_ids=["1", "2"], members=["7"])

    assert "2" in known.seen
    assert ("1" in known.seen) == ("7" in known.promoted)


async def test_batches_of_one_chat_run_one_after_another(ledger: Ledger):
    async def post(number: int) -> None:
        async with ledger.batch(CHAT) as batch:
            known = await batch.read(everything(members=["7"]))
            before = known.members.get("7") or Member(member="7")
            await batch.write(Changes(chat=CHAT, members={"7": replace(before, messages=before.messages + number)}))

    await asyncio.gather(*(post(1) for _ in range(20)))

    assert (await read(ledger, members=["7"])).members["7"].messages == 20


async def test_the_ledger_began_with_the_earliest_it_was_told(ledger: Ledger):
    await write(ledger, seen=[message("2", at=NOON)])
    await write(ledger, seen=[message("1", at=NOON - DAY)])
    await write(ledger, seen=[message("3", at=NOON + DAY)])

    assert (await read(ledger)).began_at == NOON - DAY


async def test_the_cursor_stays_until_there_is_a_new_one(ledger: Ledger):
    await write(ledger, cursor="41", seen=[message("1")])
    await write(ledger, seen=[message("2")])

    assert await ledger.reports.cursor(CHAT) == "41"


async def test_a_time_without_a_zone_is_refused(ledger: Ledger):
    with pytest.raises(TypeError, match="without a zone"):
        await write(ledger, seen=[message("1", at=datetime(2026, 3, 4))])  # noqa: DTZ001


async def test_what_databases_cannot_hold_is_replaced(ledger: Ledger):
    name = "nul \0 and half a pair \ud83d"
    await write(ledger, members={name: Member(member=name, name=name)}, seen=[message("x\0\ud83d", author=name)])

    known = await read(ledger, members=[name], message_ids=["x\0\ud83d"])

    assert known.members[name].name == "nul \ufffd and half a pair \ufffd"
    assert known.seen["x\0\ud83d"].author == name


async def test_a_ledger_opened_again_knows_what_it_knew(ledger: Ledger, url: str):
    await write(ledger, seen=[message("1")])
    await ledger.close()
    again = await Ledger.open(url, secret=SECRET)

    known = await read(again, message_ids=["1"])

    await again.close()
    assert set(known.seen) == {"1"}


async def test_a_large_batch_of_many_members_is_read_and_written(ledger: Ledger):
    seen = [message(str(n), author=str(n), at=NOON + timedelta(seconds=n), place="p") for n in range(3000)]
    await write(ledger, seen=seen, members=known_as(*(str(n) for n in range(3000))))

    known = await read(ledger, message_ids=map(str, range(3000)), members=map(str, range(3000)))

    assert len(known.seen) == len(known.members) == 3000
    assert known.began_at == NOON
    assert LONG_AGO < NOON
