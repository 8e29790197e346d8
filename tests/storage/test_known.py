"""What is known of the keys that are asked for: no less, and of others no more."""

from dataclasses import replace

import pytest

from chat.context import Example
from chat.giving import Question
from chat.ledger import LinkUse, Member, PermitRow, StrikeRow, Wanted
from chat.standing import Earned, Permit, State, Strike
from storage import Ledger
from tests.storage.told import (
    CHAT,
    DAY,
    MINUTE,
    NOON,
    contribution,
    everything,
    known_as,
    message,
    promotion,
    read,
    write,
)


async def test_chats_know_nothing_of_each_other(ledger: Ledger):
    await write(ledger, seen=[message("1")], members=known_as("7"))

    known = await read(ledger, chat="discord:1", message_ids=["1"], members=["7"])

    assert known.seen == {}
    assert known.members == {}


async def test_of_many_decisions_the_newest_are_looked_at(ledger: Ledger):
    decided = [Example(message_id=str(n), member="7", at=NOON, decided_at=NOON + n * MINUTE) for n in range(300)]
    await write(ledger, examples=[*decided, Example(message_id="400", member="7", at=NOON)])

    known = await read(ledger)

    assert set(known.examples) == {str(n) for n in range(100, 300)}


async def test_what_nobody_asks_for_is_not_read(ledger: Ledger):
    await write(ledger, examples=[Example(message_id="1", member="7", at=NOON, decided_at=NOON)])

    async with ledger.batch(CHAT) as batch:
        known = await batch.read(Wanted(chat=CHAT, imagined=False, message_ids=frozenset({"1"})))

    assert known.examples == {}


async def test_the_imagined_group_and_the_real_one_are_kept_apart(ledger: Ledger):
    strikes = [
        StrikeRow(
            member="7", strike=Strike(ladder=ladder, at=NOON), message_id="1", rule="Market Friday", imagined=imagined
        )
        for ladder, imagined in (("minor", True), ("major", False))
    ]
    await write(ledger, promotions=[promotion("1", state=State.REMOVED, really=State.STANDS)], strikes=strikes)

    there = await read(ledger, imagined=True, members=["7"])
    here = await read(ledger, imagined=False, members=["7"])

    assert [post.state for post in there.promoted["7"]] == [State.REMOVED]
    assert [post.state for post in here.promoted["7"]] == [State.STANDS]
    assert [strike.ladder for strike in there.strikes["7"]] == ["minor"]
    assert [strike.ladder for strike in here.strikes["7"]] == ["major"]


async def test_thanks_lead_to_the_answer_and_on_to_the_question(ledger: Ledger):
    question = Question(message_id="1", asker="8", at=NOON, terms=("payroll",))
    await write(
        ledger,
        seen=[message("1", "8", kind="question"), message("2", "9", reply_to="1", answers="1")],
        members=known_as("8", "9"),
        questions=[question],
    )

    known = await read(ledger, message_ids=["2", "3"], members=["8"])

    assert set(known.seen) == {"1", "2"}
    assert known.questions == {"1": question}
    assert set(known.members) == {"8", "9"}


async def test_the_last_dozen_messages_of_each_place_are_read_oldest_first(ledger: Ledger):
    in_the_forum = [message(str(n), at=NOON + n * MINUTE, place="general") for n in range(40)]
    elsewhere = [message("100", place=None)]
    for start in range(0, 40, 5):
        await write(ledger, seen=in_the_forum[start : start + 5])
    await write(ledger, seen=elsewhere)

    known = await read(ledger, places=["general", None])

    assert known.recent == {"general": in_the_forum[-12:], None: elsewhere}


async def test_albums_are_found_by_their_name(ledger: Ledger):
    await write(ledger, seen=[message("1", album="a"), message("2", album="b")])

    assert set((await read(ledger, albums=["a"])).seen) == {"1"}


async def test_colleagues_come_with_a_member_and_others_do_not(ledger: Ledger):
    members = {
        "7": Member(member="7", organisation="acme.com"),
        "8": Member(member="8", organisation="acme.com"),
        "9": Member(member="9", organisation="other.com"),
    }
    posts = [promotion("1", "8"), promotion("2", "9"), promotion("3", "10", organisation="acme.com")]
    await write(ledger, members=members, promotions=posts)

    known = await read(ledger, members=["7"])

    assert set(known.members) == {"7", "8"}
    assert set(known.promoted) == {"8", "10"}


async def test_promotions_are_as_old_as_asked_for_and_in_the_order_of_time(ledger: Ledger):
    posts = [promotion(str(n), at=NOON - n * DAY) for n in range(5)]
    await write(ledger, promotions=posts)

    async with ledger.batch(CHAT) as batch:
        known = await batch.read(replace(everything(members=["7"]), promoted_since=NOON - 2 * DAY))

    assert [post.message_id for post in known.promoted["7"]] == ["2", "1", "0"]


async def test_everybodys_promotions_are_read_where_limits_look_at_them(ledger: Ledger):
    await write(ledger, promotions=[promotion("1", "8"), promotion("2", "9")])

    async with ledger.batch(CHAT) as batch:
        known = await batch.read(replace(everything(members=["7"]), promoted_by_all=True))

    assert set(known.promoted) == {"8", "9"}


async def test_a_promotion_given_back_keeps_what_tells_its_offer(ledger: Ledger):
    posted = promotion("1", offer="cakes", sketch=2**63 + 5, links=("cake.shop/a",))
    await write(ledger, promotions=[posted])
    await write(ledger, promotions=[promotion("1", offer="cakes", state=State.WITHDRAWN)])

    known = await read(ledger, members=["7"])

    (offer,) = known.offers["7"]
    assert (offer.key, offer.sketch, offer.links) == ("cakes", 2**63 + 5, ("cake.shop/a",))
    assert known.promoted["7"][0].state is State.WITHDRAWN


async def test_uses_of_a_domain_add_up_and_strangers_stand_under_no_name(ledger: Ledger):
    for _ in range(2):
        await write(ledger, uses=[LinkUse(domain="a.b", member=member, posts=1) for member in ("7", "8", "9")])

    known = await read(ledger, members=["7"], domains=["a.b"])

    assert known.uses == {"a.b": {"7": 2, "": 4}}


async def test_strikes_are_taken_back_by_message_and_all_at_once_by_a_pardon(ledger: Ledger):
    strikes = [
        StrikeRow(member=member, strike=Strike(ladder="minor", at=NOON), message_id=of, rule="r", imagined=False)
        for member, of in (("7", "1"), ("7", "2"), ("8", "3"))
    ]
    await write(ledger, strikes=strikes)
    await write(ledger, strikes_taken_back=["1"], pardoned=["8"])

    known = await read(ledger, imagined=False, members=["7", "8"])

    assert {member: len(some) for member, some in known.strikes.items()} == {"7": 1}


async def test_a_strike_written_again_does_not_count_twice(ledger: Ledger):
    for told in (None, NOON + MINUTE):
        strike = Strike(ladder="minor", at=NOON, told_at=told)
        await write(ledger, strikes=[StrikeRow(member="7", strike=strike, message_id="1", rule="r", imagined=False)])

    known = await read(ledger, imagined=False, members=["7"])

    assert known.strikes["7"] == [Strike(ladder="minor", at=NOON, told_at=NOON + MINUTE)]


async def test_a_permit_used_up_is_no_longer_read(ledger: Ledger):
    permit = Permit(permit_id="p", by="1", times=1)
    await write(ledger, permits=[PermitRow(member="7", permit=permit)])
    await write(ledger, permits=[PermitRow(member="7", permit=replace(permit, times=0))])

    assert (await read(ledger, members=["7"])).permits == {}


async def test_contributions_with_credit_are_earned_and_withdrawn_ones_are_gone(ledger: Ledger):
    given = [contribution("a"), contribution("b", credit=0.0), contribution("c")]
    await write(ledger, contributions=given)
    await write(ledger, contributions=[replace(given[2], withdrawn=True)])

    known = await read(ledger, members=["7"])

    assert known.earned == {"7": [Earned(at=NOON, kind="contributions")]}
    assert [one.key for one in known.credits["7"]] == ["a", "b"]


async def test_counts_without_end_add_up_by_place(ledger: Ledger):
    key = "allow:Launch|member|7"
    await write(ledger, ever=[(key, "market", 1), (key, "", 1)])
    await write(ledger, ever=[(key, "market", 2), (key, "", -1)])

    known = await read(ledger, members=["7"])

    assert known.ever[key] == {"market": 3, "": 0}
    assert known.ever.get("allow:Launch|member|8") is None
    assert "allow:Launch|member|8" not in known.ever


@pytest.mark.parametrize(
    "key", ["allow:A|organisation|acme.com", "allow:A|offer|o1", "allow:A|channel|market", "allow:A|group|", "allow:A"]
)
async def test_counts_without_end_are_found_whoever_holds_them(ledger: Ledger, key: str):
    await write(
        ledger,
        members={"7": Member(member="7", organisation="acme.com")},
        promotions=[promotion("1", offer="o1")],
        ever=[(key, "", 1)],
    )

    known = await read(ledger, members=["7"], places=["market"])

    assert known.ever[key] == {"": 1}


async def test_another_secret_knows_nothing_of_counts_without_end(ledger: Ledger, url: str):
    await write(ledger, ever=[("allow:A|member|7", "", 1)])
    other = await Ledger.open(url, secret=b"another")

    known = await read(other, members=["7"])

    await other.close()
    assert known.ever.get("allow:A|member|7") is None
