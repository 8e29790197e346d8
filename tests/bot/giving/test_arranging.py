"""What members arrange with each other through the bot, from their words and buttons to what is told and credited."""

from datetime import timedelta

import pytest

from bot.giving import order
from chat.actions import AskPeer
from chat.events import CommandGiven
from chat.exchanges import ExchangeState
from policies.giving.exchanges import PAIR_LIMIT
from storage import Ledger
from tests.bot.giving.talk import ANA, BO, CEM, CHAT, DEE, MONDAY, Talk
from tests.storage.conftest import empty_file, ledger, postgres, url  # noqa: F401 - fixtures: on both databases

DAY = timedelta(days=1)
HOSTILE = "</b> @everyone \u202e {{7*7}}"


@pytest.fixture
async def talk(ledger: Ledger) -> Talk:  # noqa: F811 - the fixture
    return await Talk(ledger).begin()


# Referrals.


async def test_a_referral_goes_from_hand_to_hand_in_small_steps_and_counts_by_the_receivers_word(talk: Talk):
    await talk.writes(ANA, "/refer")
    await talk.writes(ANA, "@bo")
    await talk.writes(ANA, "payroll for a café with six people")
    assert BO.id not in talk.told

    await talk.presses(ANA, "They agree")
    assert "Ana has somebody for you: “payroll for a café with six people”" in talk.heard(BO)
    assert talk.credit(ANA) == {}

    await talk.presses(BO, "Accept")
    assert "Bo accepts your referral" in talk.heard(ANA)
    assert talk.credit(ANA) == {"referral": 8.0}

    await talk.presses(BO, "Closed it")
    assert "came to something" in talk.heard(ANA)
    assert talk.credit(ANA) == {"referral": 10.0}


async def test_a_referral_in_one_line_needs_its_consent_too(talk: Talk):
    await talk.writes(ANA, "/refer @bo payroll for a café")
    assert BO.id not in talk.told

    await talk.writes(ANA, "/refer @bo payroll for a café | yes")
    assert "payroll for a café" in talk.heard(BO)


async def test_without_consent_nothing_is_passed_on_or_kept(talk: Talk):
    await talk.writes(ANA, "/refer @bo payroll for a café")
    await talk.presses(ANA, "Not yet")

    assert BO.id not in talk.told
    assert (talk.exchanges[-1].state, talk.exchanges[-1].about) == (ExchangeState.REFUSED, "")


async def test_a_referral_that_is_no_fit_costs_nobody_anything(talk: Talk):
    await talk.writes(ANA, "/refer @bo payroll for a café | yes")
    await talk.presses(BO, "Not a fit")

    assert "isn't a fit for Bo this time" in talk.heard(ANA)
    assert talk.credit(ANA) == {}


async def test_a_button_is_whoevers_row_it_names_not_whoevers_screen(talk: Talk):
    await talk.writes(ANA, "/refer @bo payroll for a café | yes")
    accept = talk.button(BO, "Accept").data

    for other in (ANA, CEM):
        await talk.presses_data(other, accept)

    assert talk.credit(ANA) == {}
    assert talk.exchanges[-1].state is ExchangeState.OPEN


async def test_pressing_twice_counts_once(talk: Talk):
    await talk.writes(ANA, "/refer @bo payroll for a café | yes")
    await talk.presses(BO, "Accept")
    await talk.presses(BO, "Accept")

    assert talk.credit(ANA) == {"referral": 8.0}
    assert "settled already" in talk.heard(BO)


async def test_of_one_member_to_another_three_referrals_score_in_a_quarter(talk: Talk):
    for number in range(PAIR_LIMIT + 1):
        talk.at += 2 * DAY
        await talk.writes(ANA, f"/refer @bo need number {number} of many | yes")
        await talk.presses(BO, "Accept")

    credits_ = [row.credit for row in talk.given.values() if row.weight == 8.0]
    assert credits_ == [8.0, 4.0, 2.0, 0.0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/refer @ana bread", "somebody else than yourself"),
        ("/refer @nobody bread", "I know no such member"),
        ("/refer @bo call +44 20 7946 0958", "Leave out names, numbers"),
        ("/refer @bo see https://a.example", "Leave out names, numbers"),
        (f"/refer @bo {'x' * 201}", "at most 200 characters"),
    ],
)
async def test_what_cannot_be_passed_on_is_said_with_its_reason(talk: Talk, words: str, said: str):
    await talk.writes(ANA, words)

    assert said in talk.heard(ANA)
    assert BO.id not in talk.told


async def test_whoever_said_stop_is_sent_nothing(talk: Talk):
    await talk.writes(BO, "/stop")
    heard = len(talk.told.get(BO.id, ()))

    await talk.writes(ANA, "/refer @bo payroll for a café | yes")

    assert "takes no messages from me" in talk.heard(ANA)
    assert len(talk.told.get(BO.id, ())) == heard


async def test_strangers_and_those_who_left_arrange_nothing(talk: Talk):
    await talk.leaves(CEM)
    await talk.writes(CEM, "/refer @bo payroll for a café | yes")

    assert "That is for members" in talk.heard(CEM)
    assert BO.id not in talk.told


async def test_an_hour_later_plain_words_are_no_answer_any_more(talk: Talk):
    await talk.writes(ANA, "/refer")
    talk.at += timedelta(hours=2)
    heard = len(talk.told[ANA.id])

    await talk.writes(ANA, "@bo")

    assert len(talk.told[ANA.id]) == heard


async def test_where_the_bot_only_watches_nothing_is_passed_on(ledger: Ledger):  # noqa: F811
    talk = await Talk(ledger, mode="observe").begin()
    await talk.writes(ANA, "/refer @bo payroll for a café | yes")

    assert "I only watch for now" in talk.heard(ANA)
    assert BO.id not in talk.told


# Introductions.


async def test_two_are_introduced_once_both_say_yes(talk: Talk):
    await talk.writes(ANA, "/intro @bo @cem both import tiles from Porto")
    assert "introduce you to Cem" in talk.heard(BO)

    await talk.presses(BO, "Yes")
    assert talk.credit(ANA) == {"introduction": 2.0}

    await talk.presses(CEM, "Yes")
    assert "meet Bo" in talk.heard(CEM)
    assert "meet Cem" in talk.heard(BO)
    assert talk.credit(ANA) == {"introduction": 6.0}


async def test_a_no_is_told_to_nobody_by_name(talk: Talk):
    await talk.writes(ANA, "/intro @bo @cem both import tiles from Porto")
    await talk.presses(BO, "Yes")
    await talk.presses(CEM, "No")

    assert "one of the two" in talk.heard(ANA)
    assert "Cem" not in talk.heard(ANA)
    assert talk.credit(ANA) == {}


async def test_a_group_may_want_introductions_in_the_open(ledger: Ledger):  # noqa: F811
    talk = await Talk(ledger, introductions="group").begin()
    await talk.writes(ANA, "/intro @bo @cem both import tiles from Porto")
    await talk.presses(BO, "Yes")
    await talk.presses(CEM, "Yes")

    assert "Bo, meet Cem" in talk.posted()


async def test_whoever_talked_lately_needs_no_introduction_and_two_a_day_are_enough(talk: Talk):
    asked = await talk.says(BO, "Who knows a tiler in Porto?")
    await talk.says(CEM, "Ask Rui at the harbour, he did ours.", to=asked)
    await talk.writes(ANA, "/intro @bo @cem tiles")
    assert "have talked to each other here already" in talk.heard(ANA)

    await talk.writes(ANA, "/intro @bo @dee tiles")
    await talk.writes(ANA, "/intro @dee @bo tiles")
    assert "under way already" in talk.heard(ANA)
    await talk.writes(ANA, "/intro @cem @dee tiles")
    await talk.writes(ANA, "/intro @bo @cem tiles")
    assert "enough for one day" in talk.heard(ANA)


# Events.


async def announced(talk: Talk) -> None:
    await talk.writes(ANA, "/event Breakfast | Fri 08:00 | Mill Street café", private=False)


async def at_the_door(talk: Talk) -> str:
    """Let Friday come, and return the code that Ana is shown."""
    talk.at = MONDAY + timedelta(days=3, hours=23)  # Friday 08:00 in London
    await talk.writes(ANA, "/event code")
    return talk.heard(ANA).partition(" is ")[2][:4]


async def test_an_event_is_announced_answered_and_checked_into_by_the_hosts_code(talk: Talk):
    await announced(talk)
    assert "Breakfast: Fri" in talk.posted()
    await talk.presses(BO, "Coming")
    assert talk.credit(BO) == {}

    code = await at_the_door(talk)
    await talk.writes(BO, f"/checkin {code}")

    assert "You are checked in at Breakfast" in talk.heard(BO)
    assert talk.credit(BO) == {"event": 4.0}
    assert talk.credit(ANA) == {"event": 10.0}


async def test_a_code_of_half_an_hour_ago_opens_nothing_and_five_guesses_are_enough(talk: Talk):
    await announced(talk)
    code = await at_the_door(talk)
    talk.at += timedelta(minutes=30)

    for _ in range(5):
        await talk.writes(BO, f"/checkin {code}")
        assert "isn't the code" in talk.heard(BO)
    await talk.writes(BO, f"/checkin {code}")

    assert "tried too often" in talk.heard(BO)
    assert talk.credit(BO) == {}


async def test_the_host_may_tap_who_is_there(talk: Talk):
    await announced(talk)
    await talk.presses(BO, "Coming")
    await at_the_door(talk)
    await talk.writes(ANA, "/event here")
    await talk.presses_data(CEM, talk.button(ANA, "Bo").data)
    assert talk.credit(BO) == {}

    await talk.presses(ANA, "Bo")

    assert talk.credit(BO) == {"event": 4.0}
    assert "checked you in" in talk.heard(BO)


async def test_somebody_who_goes_instead_keeps_the_others_word(talk: Talk):
    await announced(talk)
    await talk.presses(BO, "Coming")
    await talk.writes(BO, "/event sub @cem")
    await talk.presses(CEM, "I'll go")
    assert "goes to Breakfast for you" in talk.heard(BO)

    code = await at_the_door(talk)
    await talk.writes(CEM, f"/checkin {code}")

    said = {row.member: row for row in await talk.ledger.gatherings.attended(CHAT, BO.id, talk.at + DAY)}
    assert said[BO.id].came_at is not None
    assert talk.credit(BO) == {}
    assert talk.credit(CEM) == {"event": 4.0}


async def test_an_event_is_announced_where_the_rules_for_posts_hold(talk: Talk):
    await talk.writes(ANA, "/event Breakfast | Fri 08:00 | Mill Street café")

    assert "Announce it in the group" in talk.heard(ANA)
    assert "all" not in talk.told


@pytest.mark.parametrize("when", ["soon", "2020-01-01 10:00", "2099-01-01 10:00", "9999-12-31 23:59", "", HOSTILE])
async def test_a_time_that_cannot_be_read_or_is_no_time_to_come_is_said(talk: Talk, when: str):
    await talk.writes(ANA, f"/event Breakfast | {when} | here", private=False)

    assert "I can't read" in talk.heard(ANA)
    assert "all" not in talk.told


async def test_only_the_host_sees_the_code_and_calls_it_off(talk: Talk):
    await announced(talk)
    await talk.writes(BO, "/event cancel", private=False)
    await talk.writes(BO, "/event code")
    assert "for the host" in talk.heard(BO)

    await talk.writes(ANA, "/event cancel", private=False)
    assert "Called off: Breakfast" in talk.posted()
    await talk.presses(BO, "Coming")
    assert "was called off" in talk.heard(BO)


# The directory.


async def test_an_offer_in_three_taps_is_found_by_who_seeks_it(talk: Talk):
    await talk.writes(BO, "/offer")
    await talk.presses(BO, "A service")
    await talk.writes(BO, "payroll and bookkeeping for cafés")
    assert "In the directory" in talk.heard(BO)

    await talk.writes(ANA, "/seek payroll for my bakery")

    assert "Bo: payroll and bookkeeping for cafés" in talk.heard(ANA)


async def test_a_line_is_taken_out_by_its_owner_alone(talk: Talk):
    await talk.writes(BO, "/offer payroll for cafés")
    out = talk.button(BO, "Take it out").data
    await talk.presses_data(ANA, out)
    await talk.writes(ANA, "/seek payroll")
    assert "Bo: payroll for cafés" in talk.heard(ANA)

    await talk.presses_data(BO, out)
    await talk.writes(ANA, "/seek payroll")

    assert "Nobody lists that yet" in talk.heard(ANA)


async def test_whoever_left_is_offered_to_nobody(talk: Talk):
    await talk.writes(BO, "/offer payroll for cafés")
    await talk.leaves(BO)

    await talk.writes(ANA, "/seek payroll")

    assert "Nobody lists that yet" in talk.heard(ANA)


async def test_five_lines_are_enough_and_the_same_line_stands_once(talk: Talk):
    for thing in ("bread", "Bread", "cakes", "coffee", "tables", "flour"):
        await talk.writes(BO, f"/offer {thing} for cafés")
    assert "In the directory" in talk.heard(BO)

    await talk.writes(BO, "/offer sugar for cafés")

    assert "Five lines are enough" in talk.heard(BO)


# Promises.


async def test_a_promise_is_remembered_if_wanted_and_counts_when_the_other_one_says_so(talk: Talk):
    asked = await talk.says(BO, "Does anybody have a template for supplier contracts?")
    await talk.says(ANA, "I'll send it tomorrow", to=asked)
    assert "Shall I remind you?" in talk.heard(ANA)

    await talk.presses(ANA, "Remember it")
    await talk.passes(2 * DAY)
    assert "You wanted to remember" in talk.heard(ANA)

    await talk.presses(ANA, "Done")
    assert "says that this is done" in talk.heard(BO)
    assert "promise" not in talk.credit(ANA)
    await talk.presses(BO, "Yes, it came")

    assert talk.credit(ANA)["promise"] == 2.0


async def test_a_promise_that_is_no_longer_to_be_remembered_is_forgotten(talk: Talk):
    asked = await talk.says(BO, "Does anybody have a template for supplier contracts?")
    await talk.says(ANA, "I'll send it tomorrow", to=asked)
    await talk.presses(ANA, "Remember it")
    await talk.presses(ANA, "Let it go")
    heard = len(talk.told[ANA.id])

    await talk.passes(10 * DAY)

    assert len(talk.told[ANA.id]) == heard


async def test_promises_are_offered_to_be_remembered_rarely_and_not_to_oneself(talk: Talk):
    mine = await talk.says(ANA, "I still owe you all the slides.")
    await talk.says(ANA, "I'll send them tomorrow", to=mine)
    assert ANA.id not in talk.told

    asked = await talk.says(BO, "Does anybody have a template for supplier contracts?")
    for _ in range(3):
        await talk.says(ANA, "I'll send it tomorrow", to=asked)

    assert len(talk.told[ANA.id]) == 1


# Newcomers.


async def test_a_first_post_that_nobody_answers_goes_privately_to_one_who_welcomes_people(talk: Talk):
    await talk.writes(BO, "/welcomer on")
    await talk.writes(CEM, "/welcomer on")
    eva = await talk.newcomer("Eva")
    await talk.says(eva, "Hello, I repair bicycles behind the station.")

    await talk.passes(timedelta(hours=2, minutes=58))
    assert not any("is new here" in words for words in talk.all_told())
    await talk.passes(timedelta(minutes=3))

    assert [words for words in talk.all_told() if "Eva is new here" in words] == [talk.heard(BO)]
    assert "all" not in talk.told


async def test_an_answer_or_a_mention_calls_that_off(talk: Talk):
    await talk.writes(BO, "/welcomer on")
    for name, mentions in (("Eva", ()), ("Fay", ("fay",))):
        newcomer = await talk.newcomer(name)
        hello = await talk.says(newcomer, "Hello, I repair bicycles behind the station.")
        await talk.says(CEM, "Good to see you", to=None if mentions else hello, mentions=mentions)
    await talk.passes(2 * DAY)

    assert not any("is new here" in words for words in talk.all_told())


async def test_at_night_and_without_a_volunteer_nobody_is_asked(talk: Talk):
    eva = await talk.newcomer("Eva")
    await talk.says(eva, "Hello, I repair bicycles behind the station.")
    await talk.passes(timedelta(hours=4))
    await talk.writes(BO, "/welcomer on")
    await talk.writes(BO, "/welcomer off")
    talk.at = MONDAY.replace(hour=19)
    gus = await talk.newcomer("Gus")
    await talk.writes(CEM, "/welcomer on")
    await talk.says(gus, "Hello, I roast coffee.")
    await talk.passes(timedelta(hours=5))
    assert not any("is new here" in words for words in talk.all_told())

    await talk.passes(timedelta(hours=9, minutes=30))

    assert "Gus is new here" in talk.heard(CEM)


async def test_a_volunteer_is_asked_once_in_a_fortnight(talk: Talk):
    await talk.writes(BO, "/welcomer on")
    for name in ("Eva", "Fay", "Gus"):
        newcomer = await talk.newcomer(name)
        await talk.says(newcomer, "Hello, I am new here.")
        await talk.passes(timedelta(hours=4))

    assert sum("is new here" in words for words in talk.all_told()) == 1


async def test_a_question_whose_fit_cannot_be_reached_goes_to_one_who_helps_and_names_nobody(talk: Talk):
    await talk.writes(BO, "/welcomer on")
    await talk.writes(DEE, "/welcomer on")
    asked = await talk.says(ANA, "Which insurance covers bicycles that customers leave overnight?")

    await talk.happen(order(AskPeer(chat="c", message_id=asked, instead_of=BO.id), "c", talk.at))

    assert "A question waits for somebody who knows about" in talk.heard(DEE)
    assert not any("question waits" in words for words in talk.all_told() if words != talk.heard(DEE))
    assert "Bo" not in talk.heard(DEE)


async def test_nobody_gives_the_policys_own_command(talk: Talk):
    await talk.writes(BO, "/welcomer on")
    eva = await talk.newcomer("Eva")
    hello = await talk.says(eva, "Hello, I repair bicycles behind the station.")

    await talk.happen(
        CommandGiven(at=talk.at, chat="c", message_id="99", member=CEM, name="greet", argument="eva", reply_to=hello)
    )

    assert not any("is new here" in words for words in talk.all_told())


# Thanks that are taken back.


async def helped(talk: Talk) -> str:
    """Let Bo answer Ana, who thanks him; the id of her thanks."""
    asked = await talk.says(ANA, "Does anybody know a good bookkeeper for a bakery?")
    answer = await talk.says(BO, "Ask Sam at Mill Street, she did our VAT last year and was quick.", to=asked)
    return await talk.says(ANA, "Thank you Bo, that helps a lot!", to=answer)


async def test_thanks_that_are_edited_away_no_longer_count(talk: Talk):
    thanks = await helped(talk)
    assert talk.credit(BO)["answer"] == 4.0

    await talk.changes(thanks, ANA, "She is fully booked until June.")

    assert talk.credit(BO).get("answer", 0.0) < 4.0


async def test_thanks_undo_takes_the_last_thanks_back(talk: Talk):
    await talk.writes(ANA, "/thanks @bo for the flour")
    assert talk.credit(BO) == {"thanks": 1.0}

    await talk.writes(ANA, "/thanks undo")

    assert talk.credit(BO) == {}
    assert "Taken back" in talk.heard(ANA)


async def test_with_whoever_leaves_their_credit_goes(talk: Talk):
    await talk.writes(ANA, "/thanks @bo for the flour")
    await talk.leaves(ANA)

    known = await talk.ledger.reports.period(CHAT, MONDAY, talk.at + DAY)
    assert [row.credit for row in known.contributions if row.giver == BO.id and row.credit] == []


async def test_one_batch_gives_what_many_give(ledger: Ledger):  # noqa: F811
    talk = await Talk(ledger).begin()
    await talk.writes(DEE, "/offer tiles from Porto")
    await talk.writes(ANA, "/refer @dee tiles for a bathroom | yes")

    assert "tiles for a bathroom" in talk.heard(DEE)
