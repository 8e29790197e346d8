"""What the bot answers, from the ledger as the pipeline left it: privately, and to admins what is theirs."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.actions import action_of, row
from bot.answers import answer, pressed
from bot.pipeline import Pipeline
from bot.replay import TOLD_AFTER
from chat.actions import Action, AskAdmins, TellAdmins, TellMember
from chat.events import ButtonPressed, CommandGiven, Event, MemberJoined, Person
from chat.posts import plain
from storage.ledger import Ledger
from tests.bot.test_pipeline import ADVERT, ANA, BO, GROUP, MONDAY, OTHER_ADVERT, PRIYA, reader, said

CHAT: Final = "script:c"
NOW: Final = MONDAY + timedelta(hours=2)
LAUNCH: Final = "We launch our new bread slicer, buy it now for £30 at https://slicer.example.com"
CLEO: Final = Person(id="99", name="Cleo")


@pytest.fixture
async def ledger(tmp_path: Path):
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


@pytest.fixture
async def lived(ledger):
    """A morning: Bo answers Ana, who sells twice; Bo launches something."""
    events: list[Event] = [
        MemberJoined(at=MONDAY - timedelta(days=30), chat="c", member=member) for member in (ANA, BO)
    ]
    events += [
        said(1, "Does anybody know a good bookkeeper for a bakery?"),
        said(2, "Ask Sam at Mill Street, she did our VAT last year.", by=BO, reply_to="1"),
        said(3, "Thank you Bo, that helps a lot!", reply_to="2"),
        said(4, ADVERT, place="2"),
        said(5, OTHER_ADVERT, place="2", minutes=30),
        said(6, LAUNCH, by=BO, minutes=40),
    ]
    await Pipeline(GROUP, CHAT, ledger, reader=reader, told_after=TOLD_AFTER).handle(events)
    return ledger


async def ask(ledger: Ledger, name: str, argument: str = "", *, by: Person = ANA, group=GROUP, **more) -> list[Action]:
    outbox, given = more.pop("outbox", None), {"message_id": "90", **more}
    command = CommandGiven(at=NOW, chat="c", member=by, name=name, argument=argument, **given)
    return list(await answer(command, group, CHAT, ledger, at=NOW, reader=reader, outbox=outbox))


async def press(ledger: Ledger, data: str, *, by: Person = ANA, press_id: str = "p1") -> list[Action]:
    event = ButtonPressed(at=NOW, chat="c", press_id=press_id, member=by, data=data)
    return list(await pressed(event, GROUP, CHAT, ledger, at=NOW))


async def told(ledger: Ledger, name: str, argument: str = "", *, by: Person = ANA, **more) -> str:
    """Return what the one who asks is told, and nobody else."""
    [action] = await ask(ledger, name, argument, by=by, **more)
    assert isinstance(action, TellMember)
    assert (action.chat, action.member, action.about) == (CHAT, by.id, "90")
    return plain(action.words)


async def noted(ledger: Ledger, name: str, **more) -> str:
    """Return what the admins are told."""
    [action] = await ask(ledger, name, by=PRIYA, **more)
    assert isinstance(action, TellAdmins)
    assert action.chat == CHAT
    return plain(action.note)


@pytest.mark.parametrize("name", ["status", "policy", "log", "resume"])
async def test_members_get_no_answer_to_what_is_for_admins(lived, name):
    assert await ask(lived, name) == []


@pytest.mark.parametrize("name", ["", "thanks", "ban", "étoile"])
async def test_other_commands_get_no_answer(lived, name):
    assert await ask(lived, name) == []
    assert await ask(lived, name, by=PRIYA) == []


@pytest.mark.parametrize("name", ["start", "help", "rules", "me", "why", "draft", "export", "forget", "appeal"])
async def test_every_answer_can_wait_in_the_outbox_and_works_in_an_empty_ledger(ledger, name):
    [action] = await ask(ledger, name, private=True)

    kept = row(action, key="k", due_at=NOW)
    assert action_of(kept.kind, kept.body) == action


async def test_start_says_who_the_bot_is_and_how_to_stop_it(lived):
    [action] = await ask(lived, "start", private=True)

    assert isinstance(action, TellMember)
    assert plain(action.words).startswith("I am Potluck, the bot of “makers”.")
    assert [button.data for button in action.words.buttons] == ["stop"]


async def test_whoever_stopped_it_sees_no_button_to_stop_it(lived):
    stop = CommandGiven(at=NOW, chat="c", message_id="89", member=ANA, name="stop")
    await Pipeline(GROUP, CHAT, lived, reader=reader).handle([stop])

    [action] = await ask(lived, "start")

    assert isinstance(action, TellMember)
    assert action.words.buttons == ()


async def test_me_tells_what_was_given_and_what_is_open(lived):
    text = await told(lived, "me", by=BO)

    assert "In the last 28 days: 1 answer. Members that you helped: 1." in text
    assert (
        "Market: not now (its place is #offers). Over all kinds the limit is 1 per day, and it is used up (1)." in text
    )
    assert "You can post it from Tue 13 Jan, 00:00." in text
    assert "When somebody asks: open to you now, wherever it is asked for." in text
    assert "You have no strikes." in text


async def test_me_tells_when_a_used_up_allowance_opens_and_when_a_strike_ends(lived):
    text = await told(lived, "me")

    assert "Market: not now (its place is #offers). The limit is 1 per week, and it is used up (1)." in text
    assert "You can post it from Mon 19 Jan, 00:00." in text
    assert "The strike of Mon 12 Jan, 09:30 ends Wed 11 Feb, 09:30." in text
    assert "You have no strikes." in await told(lived, "me", group=replace(GROUP, mode="observe"))


async def test_me_tells_a_newcomer_where_something_is_open(lived):
    text = await told(lived, "me", by=CLEO)

    assert "Market: open to you now in #offers." in text
    assert "Launch: open to you in #general; an admin looks at it first." in text


async def test_me_tells_of_permits_and_admins_of_their_freedom(lived):
    given = CommandGiven(at=NOW, chat="c", message_id="88", member=PRIYA, name="pass", argument="@ana 2 7d")
    await Pipeline(GROUP, CHAT, lived, reader=reader).handle([given])

    assert "An admin's yes covers 2 posts until Mon 19 Jan, 11:00." in await told(lived, "me")
    assert "Anything: the rules don't bind admins." in await told(lived, "me", by=PRIYA)


async def test_why_tells_the_rule_and_the_nearest_way_in_300_characters(lived):
    text = await told(lived, "why")

    assert text.startswith("Your post in #offers came down: it reads as a product, and the nearest rule is “Market”.")
    assert text.endswith("You can post it from Mon 19 Jan, 00:00.")
    assert len(text) <= 300


@pytest.mark.parametrize("how", [{"argument": "4"}, {"reply_to": "4"}])
async def test_why_can_be_asked_of_one_message(lived, how):
    assert await told(lived, "why", **how) == "Your post in #offers stands: it reads as a product, under “Market”."


async def test_why_tells_what_a_message_was_credited_for(lived):
    credited = "Credited on Mon 12 Jan, 09:03: an answer (messages 1, 2 and 3), structural: what followed it shows so."

    assert await told(lived, "why", "2", by=BO) == credited


async def test_only_the_author_and_admins_may_ask_about_a_decision(lived):
    decision = [row async for row in lived.reports.decisions(CHAT, MONDAY, NOW, member=ANA.id)][-1].decision_id

    for target in ("5", decision):
        assert "I know of nothing to tell" in await told(lived, "why", target, by=BO)
        assert "came down" in await told(lived, "why", target, by=PRIYA)


async def test_a_decision_of_another_group_is_nobodys_business(lived):
    command = CommandGiven(at=NOW, chat="d", message_id="90", member=PRIYA, name="why", argument="5@1768210200")
    [action] = await answer(command, GROUP, "script:d", lived, at=NOW)

    assert isinstance(action, TellMember)
    assert "I know of nothing to tell" in plain(action.words)


async def test_a_draft_is_judged_where_it_would_stand_with_every_reason_at_once(lived):
    text = await told(lived, "draft", f"in #general: {OTHER_ADVERT}", private=True)

    assert "Posted now in #general it would come down: it reads as a product" in text
    assert "It belongs in #offers." in text
    assert "The limit is 1 per week, and it is used up (1)." in text
    assert "You can post it in #offers from Mon 19 Jan, 00:00." in text
    assert "\nWhen somebody asks: It is for when somebody asks." in text


async def test_a_draft_that_fits_is_fine_and_has_its_slot_but_its_text_is_not_kept(lived):
    text = await told(lived, "draft", ADVERT, by=CLEO, private=True)

    assert "Posted now in #offers it would be fine: it reads as a product, under “Market”." in text
    assert "Its slot is yours for 15 minutes." in text
    assert await told(lived, "draft", ADVERT, by=CLEO, private=True) == text, "its own slot is no hindrance"
    kept = await lived.forgetting.export(CHAT, "99")
    assert [row["really"] for row in kept["promotion"]] == ["reserved"], "one slot, however often it is tried"
    assert ADVERT not in str(kept)


async def test_talk_needs_no_permission_and_what_waits_says_so(lived):
    assert "it reads as no promotion" in await told(lived, "draft", "Has anybody got a van?", private=True)
    held = await told(lived, "draft", f"in general: {LAUNCH}", by=CLEO, private=True)
    assert "Posted now in #general it would wait for the admins: a product falls under “Launch”" in held


async def test_a_draft_is_for_the_bot_alone(lived):
    assert "Send me /draft in a message to me alone" in await told(lived, "draft", ADVERT)


async def test_export_lists_what_is_kept_and_nobody_elses_words(lived):
    text = await told(lived, "export", "me")

    assert "Name: Ana." in text
    assert "Texts of yours: 4." in text
    assert "2026-01-12 09:30: product, removed." in text
    assert not any(words in text for words in ("Mill Street", "sourdough", "Bo"))


async def test_forgetting_asks_first(lived):
    [action] = await ask(lived, "forget", "me")

    assert isinstance(action, TellMember)
    assert [button.data for button in action.words.buttons] == ["forget:yes"]
    assert "member" in await lived.forgetting.export(CHAT, ANA.id)
    assert "I can only forget whoever asks for it" in await told(lived, "forget", "@bo, yes")


@pytest.mark.parametrize("how", ["command", "button"])
async def test_forgetting_deletes_the_one_who_asks_and_says_what_stays(lived, how):
    [action] = await (ask(lived, "forget", "me, yes") if how == "command" else press(lived, "forget:yes"))

    assert isinstance(action, TellMember)
    assert "texts of yours: 4" in plain(action.words)
    assert "how often limits with “ever” were used, under a keyed hash" in plain(action.words)
    assert await lived.forgetting.export(CHAT, ANA.id) == {"chat": CHAT, "member": ANA.id}
    assert isinstance((await lived.forgetting.export(CHAT, BO.id))["member"], list)


async def test_an_appeal_reaches_the_admins_once_with_the_authors_words(lived):
    card, told_so = await ask(lived, "appeal", "That was a gift, not a sale.", message_id="90")
    [again] = await ask(lived, "appeal", "Please?", message_id="91")

    assert isinstance(card, AskAdmins)
    assert isinstance(told_so, TellMember)
    assert isinstance(again, TellMember)
    assert card.decision_id.startswith("5@")
    assert plain(card.card).startswith("Ana asks you to look again.\n> That was a gift, not a sale.\n\nAna in #offers")
    assert OTHER_ADVERT in plain(card.card)
    assert [button.data.partition(":")[0] for button in card.card.buttons] == ["allow", "deny", "weekly"]
    assert "already" in plain(again.words)
    assert "came down" in await told(lived, "why")


async def test_an_appeal_that_a_crash_cut_off_is_made_again(lived):
    assert await ask(lived, "appeal", "6", by=BO) == await ask(lived, "appeal", "6", by=BO)


async def test_only_the_author_can_appeal_and_only_what_came_down(lived):
    [row_] = [row async for row in lived.reports.decisions(CHAT, MONDAY, NOW) if row.message_id == "5"]

    others = [*await press(lived, f"appeal:{row_.decision_id}", by=BO), *await ask(lived, "appeal", by=CLEO)]
    stands = await ask(lived, "appeal", reply_to="4")
    assert [type(action) for action in (*others, *stands)] == [TellMember] * 3
    card, _ = await press(lived, f"appeal:{row_.decision_id}")
    assert isinstance(card, AskAdmins)
    assert await press(lived, "allow:5@1", by=PRIYA) == []


async def test_status_counts_a_week_and_what_waits(lived):
    text = await noted(lived, "status", outbox={"waiting": 2, "failed": 1})

    assert text == (
        "“makers”, mode enforce.\nIn the last 7 days: 4 messages; decisions: 1 allow, 1 hold, 1 remove.\n"
        "Posts that wait for you: 1. Outbox: 1 failed, 2 waiting."
    )
    assert "Outbox" not in await noted(lived, "status")


async def test_the_log_shows_the_last_decisions_without_texts(lived):
    lines = (await noted(lived, "log")).splitlines()[1:]

    assert lines[0] == "Mon 12 Jan, 09:40, Bo: hold, Launch [6@1768210800]"
    assert [line.split(", ")[2] for line in lines] == ["Bo: hold", "Ana: remove", "Ana: allow"]


async def test_the_log_stops_at_ten(ledger):
    adverts = [said(number, ADVERT.replace("sourdough", f"kind {number}"), minutes=number * 60) for number in range(12)]
    await Pipeline(GROUP, CHAT, ledger, reader=reader, told_after=TOLD_AFTER).handle(adverts)

    assert len((await noted(ledger, "log")).splitlines()) == 11


async def test_admins_hear_of_the_policy_and_of_going_on(lived):
    assert (await noted(lived, "policy")).startswith("Rules of “makers” from policies.yaml. Mode: enforce.")
    assert (await noted(lived, "resume")).startswith("Resumed:")
