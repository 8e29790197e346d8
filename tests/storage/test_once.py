"""What must happen once does: claims, runs, and actions from the outbox, whoever dies in between."""

import asyncio
from datetime import timedelta

import pytest

from chat.ledger import OutboxRow
from chat.runs import Due, Run, RunState
from storage import Ledger
from tests.storage.conftest import SECRET
from tests.storage.told import CHAT, DAY, MINUTE, NOON, write


def _action(key: str, *, urgency: int = 1, again: bool = True, **rest) -> OutboxRow:
    return OutboxRow(
        key=key, kind="remove", body=f'{{"key":"{key}"}}', urgency=urgency, due_at=rest.get("due_at", NOON), again=again
    )


async def test_of_five_claims_at_once_exactly_one_wins(url: str):
    ledgers = [await Ledger.open(url, secret=SECRET) for _ in range(5)]

    won = await asyncio.gather(*(ledger.claims.claim(CHAT, "summary", NOON) for ledger in ledgers))

    for ledger in ledgers:
        await ledger.close()
    assert sorted(won) == [False, False, False, False, True]


async def test_another_period_kind_or_chat_is_another_claim(ledger: Ledger):
    claims = [(CHAT, "summary", NOON), (CHAT, "summary", NOON + DAY), (CHAT, "nudges", NOON), ("b", "summary", NOON)]

    assert [await ledger.claims.claim(*claim) for claim in claims] == [True] * 4


async def test_a_run_keeps_its_text_until_it_is_sent(ledger: Ledger):
    await ledger.claims.claim(CHAT, "summary", NOON)
    planned = await ledger.claims.run(CHAT, "summary", NOON)
    assert planned is not None
    rendered = await ledger.claims.advance(planned, RunState.RENDERED, "Ten people were helped")
    assert rendered is not None
    sending = await ledger.claims.advance(rendered, RunState.SENDING)
    assert sending is not None

    assert await ledger.claims.in_state(RunState.SENDING) == [sending]
    assert sending.text == "Ten people were helped"

    sent = await ledger.claims.advance(sending, RunState.SENT)
    assert sent == await ledger.claims.run(CHAT, "summary", NOON)
    assert sent == Run(chat=CHAT, kind="summary", period=NOON, state=RunState.SENT)


async def test_of_two_that_send_the_same_run_one_is_told_no(ledger: Ledger):
    await ledger.claims.claim(CHAT, "summary", NOON)
    run = await ledger.claims.run(CHAT, "summary", NOON)
    assert run is not None

    first = await ledger.claims.advance(run, RunState.RENDERED, "a")
    second = await ledger.claims.advance(run, RunState.RENDERED, "b")

    assert first is not None
    assert second is None


async def test_what_was_sent_is_never_sent_again(ledger: Ledger):
    sent = Run(chat=CHAT, kind="summary", period=NOON, state=RunState.SENT)

    with pytest.raises(ValueError, match="can't go from sent to sending"):
        await ledger.claims.advance(sent, RunState.SENDING)


async def test_what_fell_due_is_found_and_taken_once(ledger: Ledger):
    await ledger.claims.plan(CHAT, "summary", NOON)
    await ledger.claims.plan(CHAT, "nudges", NOON + DAY)

    due = await ledger.claims.due(NOON + MINUTE)
    taken = [await ledger.claims.take(due[0], NOON + 7 * DAY) for _ in range(2)]

    assert due == [Due(chat=CHAT, kind="summary", at=NOON)]
    assert taken == [True, False]
    assert [one.kind for one in await ledger.claims.due(NOON + 8 * DAY)] == ["nudges", "summary"]


async def test_the_same_action_waits_once(ledger: Ledger):
    await write(ledger, outbox=[_action("remove:1")])
    await write(ledger, outbox=[_action("remove:1"), _action("remove:2")])

    claimed = await ledger.outbox.claim(NOON, NOON + MINUTE)

    assert [one.key for one in claimed] == ["remove:1", "remove:2"]


async def test_an_action_done_bars_the_same_again(ledger: Ledger):
    await write(ledger, outbox=[_action("tell:1")])
    (claimed,) = await ledger.outbox.claim(NOON, NOON + MINUTE)
    await ledger.outbox.done([claimed.number])
    await write(ledger, outbox=[_action("tell:1")])

    assert await ledger.outbox.claim(NOON + DAY, NOON + 2 * DAY) == []
    assert await ledger.outbox.counts() == {"done": 1}


async def test_the_most_urgent_come_first_and_none_before_its_time(ledger: Ledger):
    await write(
        ledger,
        outbox=[
            _action("card", urgency=2),
            _action("later", urgency=0, due_at=NOON + DAY),
            _action("delete", urgency=0),
            _action("notice", urgency=1),
        ],
    )

    claimed = await ledger.outbox.claim(NOON, NOON + MINUTE, most=2)

    assert [one.key for one in claimed] == ["delete", "notice"]
    assert claimed[0].body == '{"key":"delete"}'
    assert claimed[0].chat == CHAT


async def test_of_workers_that_claim_at_once_each_gets_its_own(url: str):
    ledgers = [await Ledger.open(url, secret=SECRET) for _ in range(3)]
    await write(ledgers[0], outbox=[_action(str(n)) for n in range(30)])

    claimed = await asyncio.gather(*(ledger.outbox.claim(NOON, NOON + MINUTE, most=10) for ledger in ledgers))

    for ledger in ledgers:
        await ledger.close()
    keys = [one.key for some in claimed for one in some]
    assert len(keys) == len(set(keys))


async def test_after_a_crash_deletions_are_repeated_and_words_are_not(ledger: Ledger):
    await write(ledger, outbox=[_action("delete", again=True), _action("tell", again=False)])
    await ledger.outbox.claim(NOON, NOON + MINUTE)

    too_early = await ledger.outbox.claim(NOON + timedelta(seconds=30), NOON + 2 * MINUTE)
    again = await ledger.outbox.claim(NOON + 2 * MINUTE, NOON + 3 * MINUTE)

    assert too_early == []
    assert [(one.key, one.attempts) for one in again] == [("delete", 2)]
    assert await ledger.outbox.counts() == {"claimed": 1, "unknown": 1}


async def test_what_the_platform_refuses_for_now_waits(ledger: Ledger):
    await write(ledger, outbox=[_action("a"), _action("b"), _action("c")])
    a, b, c = await ledger.outbox.claim(NOON, NOON + MINUTE)
    await ledger.outbox.later(a.number, NOON + DAY)
    await ledger.outbox.failed([b.number])
    await ledger.outbox.unknown([c.number])

    assert await ledger.outbox.counts() == {"waiting": 1, "failed": 1, "unknown": 1}
    assert [one.key for one in await ledger.outbox.claim(NOON + DAY, NOON + 2 * DAY)] == ["a"]


async def test_each_platforms_worker_takes_and_recovers_its_own_actions_alone(ledger: Ledger):
    await write(ledger, outbox=[_action("here", again=False)])
    await write(ledger, "discord:-1001", outbox=[_action("there", due_at=NOON + MINUTE)])

    telegrams = await ledger.outbox.claim(NOON + DAY, NOON + 2 * DAY, platform="telegram")
    too_many = await ledger.outbox.claim(NOON + DAY, NOON + 2 * DAY, platform="telegram")
    due = await ledger.outbox.next_due("discord"), await ledger.outbox.next_due("telegram")
    recovered = await ledger.outbox.recover("discord")
    discords = await ledger.outbox.claim(NOON + DAY, NOON + 2 * DAY, platform="discord")

    assert [one.key for one in telegrams] == ["here"]
    assert too_many == []
    assert due == (NOON + MINUTE, None)
    assert recovered == 0, "what the other platform's worker is about is not settled by this one's start"
    assert [one.key for one in discords] == ["there"]
