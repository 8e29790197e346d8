"""Nudges in the ledger: what was offered, what was answered, what came of it; forgotten with the member."""

from datetime import timedelta

import pytest

from chat.giving import Contribution, GivingKind, Grade
from chat.nudges import Arm, Offered, Reply
from chat.runs import Run, RunState
from storage import Ledger
from tests.storage.told import CHAT, DAY, NOON, write

FORTNIGHT = timedelta(days=14)


def _offered(number: int, member: str, **rest) -> Offered:
    given = {"match": "q1", "at": NOON + number * DAY, "key": f"{number:016x}", "reason": "faded:question", **rest}
    return Offered(member=member, **given)


def _gave(number: int, giver: str, credit: float = 1.0) -> Contribution:
    return Contribution(
        key=f"gave {number}",
        kind=GivingKind.ANSWER,
        giver=giver,
        receiver="9",
        messages=(),
        at=NOON + number * DAY,
        grade=Grade.STRUCTURAL,
        weight=credit,
        credit=credit,
    )


@pytest.mark.parametrize("key", ["0" * 16, "7fffffffffffffff", "8000000000000000", "f" * 16])
async def test_a_nudge_is_read_back_as_it_was_written(ledger: Ledger, key: str):
    nudge = _offered(1, "@dana", key=key, arm=Arm.PREVIEW, reply=Reply.LATER, replied_at=NOON)

    await write(ledger, offered=[nudge])

    assert await ledger.nudges.past(CHAT, NOON) == [nudge]
    assert await ledger.nudges.past(CHAT, NOON + 2 * DAY) == []


async def test_a_reply_is_taken_from_whoever_was_nudged_and_stop_is_the_last_word(ledger: Ledger):
    await write(ledger, offered=[_offered(1, "7")])
    key = _offered(1, "7").key

    assert await ledger.nudges.reply(CHAT, key, "8", Reply.STOP, NOON) is None
    assert await ledger.nudges.reply("another:chat", key, "7", Reply.STOP, NOON) is None
    for reply in (Reply.LATER, Reply.STOP, Reply.TAKEN):
        assert await ledger.nudges.reply(CHAT, key, "7", reply, NOON + DAY) is not None

    [kept] = await ledger.nudges.past(CHAT, NOON)
    assert (kept.reply, kept.replied_at) == (Reply.STOP, NOON + DAY)


async def test_what_came_of_nudges_is_counted_beside_those_held_out(ledger: Ledger):
    nudges = [
        _offered(1, "1"),
        _offered(2, "2"),
        _offered(3, "3", reply=Reply.UNREACHED),
        _offered(4, "4", arm=Arm.HELD),
        _offered(5, "5", arm=Arm.PREVIEW),
    ]
    given = [_gave(3, "1"), _gave(17, "2"), _gave(4, "3"), _gave(5, "4", credit=0.0), _gave(0, "1")]
    await write(ledger, offered=nudges, contributions=given)

    counts = await ledger.nudges.outcomes(CHAT, NOON, NOON + 30 * DAY, FORTNIGHT)

    assert counts == {Arm.SENT: (2, 1), Arm.HELD: (1, 0)}


async def test_a_member_who_is_forgotten_leaves_no_nudge_behind_and_is_offered_to_nobody(ledger: Ledger):
    await write(ledger, offered=[_offered(1, "7"), _offered(2, "8", match="7")])

    await ledger.forgetting.forget(CHAT, "7")

    [left] = await ledger.nudges.past(CHAT, NOON)
    assert left.member == "8"
    assert left.match != "7"


async def test_nudges_are_told_to_whom_they_are_about_and_forgotten_in_time(ledger: Ledger):
    await write(ledger, offered=[_offered(1, "7")])

    told = await ledger.forgetting.export(CHAT, "7")
    gone = await ledger.retention.purge(CHAT, messages_before=NOON, texts_before=NOON, facts_before=NOON + 2 * DAY)

    assert told["nudge"][0]["reason"] == "faded:question"
    assert gone["nudge"] == 1
    assert await ledger.nudges.past(CHAT, NOON) == []


async def test_a_run_is_written_with_what_it_orders(ledger: Ledger):
    await ledger.claims.claim(CHAT, "summary", NOON)
    rendered = Run(chat=CHAT, kind="summary", period=NOON, state=RunState.RENDERED, text="{}")

    await write(ledger, runs=[rendered])

    assert await ledger.claims.last(CHAT, "summary", 4) == [rendered]
    assert await ledger.claims.run(CHAT, "summary", NOON) == rendered


async def test_the_last_runs_come_newest_first(ledger: Ledger):
    for number in range(3):
        await ledger.claims.claim(CHAT, "summary", NOON + number * DAY)
    await ledger.claims.claim(CHAT, "note", NOON + 9 * DAY)

    assert [run.period for run in await ledger.claims.last(CHAT, "summary", 2)] == [NOON + 2 * DAY, NOON + DAY]


async def test_what_was_not_sent_goes_back_and_a_sent_one_keeps_what_it_is_known_by(ledger: Ledger):
    await write(ledger, runs=[Run(chat=CHAT, kind="s", period=NOON, state=RunState.RENDERED)])
    run = await ledger.claims.run(CHAT, "s", NOON)
    assert run is not None
    for state in (RunState.SENDING, RunState.RENDERED, RunState.SENDING, RunState.SENT):
        run = await ledger.claims.advance(run, state, "77" if state is RunState.SENT else None)
        assert run is not None

    assert (await ledger.claims.run(CHAT, "s", NOON)) == Run(
        chat=CHAT, kind="s", period=NOON, state=RunState.SENT, text="77"
    )


async def test_when_something_is_next_due_is_remembered(ledger: Ledger):
    assert await ledger.claims.planned(CHAT, "summary") is None

    await ledger.claims.plan(CHAT, "summary", NOON)
    await ledger.claims.plan(CHAT, "summary", NOON + DAY)

    assert await ledger.claims.planned(CHAT, "summary") == NOON + DAY
