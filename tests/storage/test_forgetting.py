"""What is no longer kept is gone from every table, and what may stay stays."""

import json
from typing import Any

from sqlalchemy import select

from chat.context import Example
from chat.exchanges import Attendance, Exchange, ExchangeKind, ExchangeState, Listing, Meetup, Step
from chat.giving import Question
from chat.ledger import DecisionRow, LinkUse, Member, OutboxRow, PermitRow, StrikeRow, TextRow, TextSeen
from chat.runs import RunState
from chat.standing import Earned, Permit, Strike
from storage import Ledger
from storage.keys import Keys
from storage.tables import metadata
from tests.storage.told import CHAT, DAY, NOON, contribution, message, promotion, read, write

EVER = "allow:Launch|member|{}"


async def _everything_of(ledger: Ledger, who: str, name: str) -> None:
    """Let a member leave a trace in every table."""
    action = OutboxRow(
        key=f"tell:{who}", kind="tell", body=json.dumps({"to": who}), urgency=1, due_at=NOON, again=False
    )
    decision = DecisionRow(
        decision_id="d1", message_id="1", member=who, at=NOON, outcome="hold", rule="r", imagined=False, body="{}"
    )
    anothers = DecisionRow(
        decision_id="d2",
        message_id="2",
        member="other",
        at=NOON,
        outcome="hold",
        rule="r",
        imagined=False,
        body=json.dumps({"standing": [{"member": who}]}),
    )
    strike = StrikeRow(member=who, strike=Strike(ladder="minor", at=NOON), message_id="1", rule="r", imagined=False)
    await write(
        ledger,
        seen=[message("1", who), message("2", "other", mentions=(who, "third"))],
        members={who: Member(member=who, name=name, handle=name), "other": Member(member="other")},
        uses=[LinkUse(domain="a.b", member=who, posts=1), LinkUse(domain="a.b", member="other", posts=1)],
        promotions=[promotion("1", who)],
        ever=[(EVER.format(who), "", 1)],
        strikes=[strike],
        permits=[
            PermitRow(member=who, permit=Permit(permit_id="p1", by="other")),
            PermitRow(member="other", permit=Permit(permit_id="p2", by=who)),
        ],
        earned=[(who, "1", Earned(at=NOON, kind="posts"))],
        texts_seen=[TextSeen(text_key="t", member=who, place=None, at=NOON, message_id="1")],
        texts=[TextRow(message_id="1", member=who, at=NOON, text=f"I am {name}")],
        kept=[("1", NOON)],
        decisions=[decision, anothers],
        examples=[Example(message_id="1", member=who, at=NOON, links=(f"a.b/{name}",), handles=(name,), allowed=False)],
        outbox=[action],
        contributions=[contribution(f"a:{who}", who, "other"), contribution(f"b:{who}", "other", who)],
        questions=[Question(message_id="1", asker=who, at=NOON)],
        terms=[(who, "payroll")],
        **_arranged(who, name),
    )
    await ledger.claims.claim(CHAT, "summary", NOON)
    run = await ledger.claims.run(CHAT, "summary", NOON)
    assert run is not None
    await ledger.claims.advance(run, RunState.RENDERED, f"{name} helped")


def _arranged(who: str, name: str) -> dict[str, Any]:
    """Return what a member arranged with another, on either side of it."""
    rest: dict[str, Any] = {"message_id": "1", "at": NOON, "state": ExchangeState.OPEN, "about": f"for {name}"}
    introduced = ExchangeKind.INTRODUCTION
    return {
        "exchanges": [
            Exchange(exchange_id=f"x1{who}", kind=ExchangeKind.REFERRAL, giver=who, one="other", **rest),
            Exchange(exchange_id=f"x2{who}", kind=introduced, giver="third", one=who, other="other", **rest),
            Exchange(exchange_id=f"x3{who}", kind=introduced, giver="third", one="other", other=who, **rest),
            Exchange(
                exchange_id="x4", kind=introduced, giver="third", one="other", other="fourth", **rest | {"about": ""}
            ),
        ],
        "meetups": [
            Meetup(meetup_id="m1", host=who, title=f"{name}'s", at=NOON, made_at=NOON, place=name, message_id="1"),
            Meetup(meetup_id="m2", host="other", title="Lunch", at=NOON, made_at=NOON, message_id="2"),
        ],
        "attendance": [
            Attendance(meetup_id="m2", member=who, at=NOON, coming=True, substitute="other"),
            Attendance(meetup_id="m1", member="other", at=NOON, coming=True, stands_in_for=who),
            Attendance(meetup_id="m1", member="third", at=NOON, coming=True, substitute=who),
        ],
        "listings": [
            Listing(listing_id="l1", member=who, kind="offer", category="goods", text=name, terms=(name,), at=NOON),
            Listing(listing_id="l2", member="other", kind="seek", category="goods", text="tiles", terms=(), at=NOON),
        ],
        "steps": {
            who: Step(member=who, what="refer", at=NOON),
            "other": Step(member="other", what="refer", at=NOON, whom=who),
        },
        "talked": [(who, "other", NOON), ("third", "other", NOON)],
    }


async def _cells(ledger: Ledger) -> dict[str, str]:
    """Return every table as text."""
    found = {}
    async with ledger.database.reading() as connection:
        for table in metadata.sorted_tables:
            rows: Any = (await connection.execute(select(table))).all()
            found[table.name] = repr([tuple(row) for row in rows])
    return found


async def _forgotten(ledger: Ledger, who: str, name: str) -> None:
    await _everything_of(ledger, who, name)
    before = await _cells(ledger)
    traces = {str(Keys(CHAT).member(who)), who, name}
    assert {table for table, cells in before.items() if any(trace in cells for trace in traces)} >= {"member", "run"}

    await ledger.forgetting.forget(CHAT, who)

    after = await _cells(ledger)
    left = {(table, trace) for table, cells in after.items() for trace in traces if trace in cells}
    assert left == set()


async def test_a_member_of_telegram_leaves_neither_id_nor_name(ledger: Ledger):
    await _forgotten(ledger, "987654321", "Zoë_100%")


async def test_a_member_of_an_export_leaves_neither_id_nor_name(ledger: Ledger):
    await _forgotten(ledger, 'Zoë "Z" 100%_of\\it', "Zoë Zander")


async def test_what_is_others_and_counts_without_end_survive_forgetting(ledger: Ledger):
    await _everything_of(ledger, "987654321", "Zoë")

    await ledger.forgetting.forget(CHAT, "987654321")

    known = await read(ledger, message_ids=["2"], members=["987654321", "other"], domains=["a.b"])
    assert known.seen["2"].mentions == ("third",)
    assert known.ever[EVER.format("987654321")] == {"": 1}
    assert sum(known.uses["a.b"].values()) == 2
    assert [(one.giver, one.receiver) for one in known.credits["other"]] == [("other", None)]
    assert known.permits["other"][0].by == ""
    period = await ledger.reports.period(CHAT, NOON - DAY, NOON + DAY)
    assert period.messages == 2


async def test_another_chat_does_not_forget(ledger: Ledger):
    await _everything_of(ledger, "7", "Zoë")

    await ledger.forgetting.forget("elsewhere", "7")

    assert "7" in (await read(ledger, members=["7"])).members


async def test_an_export_tells_everything_of_a_member_in_plain_words(ledger: Ledger):
    await _everything_of(ledger, "Zoë Z", "Zoë")

    told = await ledger.forgetting.export(CHAT, "Zoë Z")

    assert json.loads(json.dumps(told)) == told
    assert told["member"][0]["name"] == "Zoë"
    assert told["said"][0]["text"] == "I am Zoë"
    assert told["promotion"][0]["at"] == NOON.isoformat()
    assert told["contribution"][0]["receiver"] == "other"
    assert told["received"][0]["giver"] == "other"
    assert set(told) >= {"message", "question", "strike", "permit", "decision", "earned", "term", "link_use"}
    assert told["example"][0]["handles"] == '["Zo\\u00eb"]'
    assert set(told) >= {"exchange", "asked", "asked_too", "meetup", "attendance", "listing", "step"}
    assert told["asked"][0]["giver"] == "third"
    assert {"talked", "talked_too"} & told.keys()


async def test_old_messages_texts_and_facts_go_each_in_its_time(ledger: Ledger):
    days = [NOON - n * DAY for n in range(40)]
    await write(
        ledger,
        seen=[message(f"m{n}", at=at, place="p") for n, at in enumerate(days)],
        texts=[TextRow(message_id=f"m{n}", member="7", at=at, text="x") for n, at in enumerate(days)],
        promotions=[promotion(f"m{n}", at=at) for n, at in enumerate(days)],
        examples=[Example(message_id=f"m{n}", member="7", at=at, decided_at=NOON) for n, at in enumerate(days)],
        decisions=[
            DecisionRow(
                decision_id=str(n), message_id="1", member="7", at=at, outcome="o", rule=None, imagined=False, body="{}"
            )
            for n, at in enumerate(days)
        ],
    )

    gone = await ledger.retention.purge(
        CHAT, messages_before=NOON - 7 * DAY, texts_before=NOON - 20 * DAY, facts_before=NOON - 30 * DAY
    )

    assert {name: n for name, n in gone.items() if n} == {
        "message": 32,
        "said": 19,
        "promotion": 9,
        "decision": 9,
        "example": 9,
        "tally": 10,
    }
    known = await read(ledger, message_ids=[f"m{n}" for n in range(40)], members=["7"], places=["p"])
    assert set(known.seen) == {f"m{n}" for n in range(8)}
    assert len(known.recent["p"]) == 8
    assert len(known.promoted["7"]) == 31
    assert (await ledger.reports.period(CHAT, NOON - 60 * DAY, NOON + DAY)).messages == 30


async def test_a_great_many_old_messages_go_piece_by_piece(ledger: Ledger):
    seen = [message(str(n), at=NOON - (n % 2) * 10 * DAY) for n in range(4500)]
    await write(ledger, seen=seen)

    before = NOON - DAY
    gone = await ledger.retention.purge(CHAT, messages_before=before, texts_before=before, facts_before=before)

    assert gone["message"] == 2250
    assert len((await read(ledger, message_ids=[one.message_id for one in seen])).seen) == 2250
