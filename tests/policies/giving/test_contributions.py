"""Who helped whom: a thing counts once somebody else confirms it, and staged help does not pay."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.giving.contributions import thank
from tests.policies.giving.chats import MONDAY, Chat


def answered(
    chat: Chat, asker: str = "sam", helper: str = "ana", about: str = "payroll rules in cafés"
) -> tuple[str, str]:
    question = chat.say(asker, f"Who knows about {about}?", "question")
    return question, chat.say(helper, "The rules changed in April, see the ministry's page", to=question)


def test_a_thousand_plain_messages_change_nobodys_number():
    chat = Chat()

    for number in range(1_000):
        chat.say("ana", f"Good morning number {number}")

    assert chat.result() == []


def test_an_answer_counts_nothing_before_the_asker_speaks_again():
    chat = Chat()

    answered(chat)

    assert chat.of("answer") == []


def test_an_answer_counts_one_when_the_asker_speaks_again_and_four_when_thanked_and_five_when_ticked():
    chat = Chat()
    question, answer = answered(chat)

    chat.say("sam", "Ah, in April")
    spoken = chat.of("answer")
    chat.say("sam", "Thank you!", "thanks", to=answer)
    thanked = chat.of("answer")
    chat.tick("sam", answer, "✅")

    assert spoken == [("answer", "ana", "sam", 1.0, "structural")]
    assert thanked == [("answer", "ana", "sam", 4.0, "structural")]
    assert chat.of("answer") == [("answer", "ana", "sam", 5.0, "confirmed")]
    assert chat.rows[f"answer:{question}:ana"].messages == (question, answer, "4")


def test_thanks_settle_a_question_and_so_does_a_tick():
    by_words, by_tick = Chat(), Chat()
    first, answer = answered(by_words)
    second, ticked = answered(by_tick)

    by_words.say("sam", "Thanks a lot", "thanks", to=answer)
    by_tick.tick("sam", ticked)

    assert by_words.questions[first].settled_at == by_words.now
    assert by_tick.questions[second].settled_at == by_tick.now


@pytest.mark.parametrize("reply", ["no idea", "Same question here", "+1", "👀", "following", "Keine Ahnung", "не знаю"])
def test_a_reply_that_says_nothing_is_no_answer(reply):
    chat = Chat()
    question = chat.say("sam", "Who knows payroll?", "question")

    chat.say("ana", reply, to=question)
    chat.say("sam", "Thanks", "thanks")

    assert (chat.result(), chat.questions[question].answers) == ([], 0)


def test_a_question_back_is_no_answer_and_no_question_of_its_own():
    chat = Chat()
    question = chat.say("sam", "Who knows payroll?", "question")

    back = chat.say("ana", "For how many people?", "question", to=question)

    assert (list(chat.questions), chat.seen[back].answers) == ([question], None)


def test_an_own_promotion_under_a_request_earns_nothing_but_the_request_waits_no_longer():
    chat = Chat()
    request = chat.say("sam", "Looking for a baker", "request")

    offer = chat.say("ana", "I bake, from £40", "product", to=request, promotes=True, solicited=True)
    chat.say("sam", "Thanks!", "thanks", to=offer)
    chat.tick("sam", offer)

    assert (chat.result(), chat.questions[request].answers) == ([], 1)


def test_an_advert_that_welcomes_and_thanks_earns_its_author_nothing():
    chat = Chat()
    _, answer = answered(chat, asker="bo", helper="ana")
    new = chat.say("newt", "Hello, I'm new", newcomer=True)

    chat.say("bo", "Thanks, and welcome! Buy my course", "thanks", "product", to=new, promotes=True)
    chat.say("bo", "Thanks! Buy my course", "thanks", "product", to=answer, promotes=True)

    assert [row[:3] for row in chat.result() if row[0] != "question"] == [
        ("thanks", "newt", "bo"),
        ("answer", "ana", "bo"),
    ]


def test_an_answer_in_three_messages_earns_once():
    chat = Chat()
    question, _ = answered(chat)
    chat.say("ana", "And mind the allowance for tips", to=question)
    third = chat.say("ana", "Here is where it stands", to=question)

    chat.say("sam", "Thank you!", "thanks")
    chat.say("sam", "Great, thank you!", "thanks", to=third)

    assert chat.of("answer") == [("answer", "ana", "sam", 4.0, "structural")]


def test_two_who_answered_are_both_credited_by_one_thanks_and_the_named_one_alone_where_one_is_named():
    both, one = Chat(), Chat()
    for chat in (both, one):
        question, _ = answered(chat)
        chat.say("bo", "Ask the guild, they have a leaflet", to=question)

    both.say("sam", "Thank you two", "thanks")
    one.say("sam", "Thank you @bo", "thanks")

    assert [row[1] for row in both.of("answer")] == ["ana", "bo"]
    assert [row[1] for row in one.of("answer")] == ["bo"]


def test_an_asker_who_speaks_too_late_confirms_nothing():
    chat = Chat()
    answered(chat)
    for number in range(10):
        chat.say("bo", f"Something else {number}")

    chat.wait(minutes=31).say("sam", "Hello again")

    assert chat.of("answer") == []


def test_an_asker_who_speaks_within_ten_messages_confirms_up_to_twelve_hours_later():
    in_time, late = Chat(), Chat()
    answered(in_time)
    answered(late)

    in_time.wait(hours=11, minutes=58).say("sam", "Back from work")
    late.wait(hours=12).say("sam", "Back from work")

    assert [row[1] for row in in_time.of("answer")] == ["ana"]
    assert late.of("answer") == []


def test_credits_from_the_same_person_halve_and_end_within_four_weeks():
    chat = Chat()

    for number in range(5):
        _, answer = answered(chat, about=f"subject {number}")
        chat.say("sam", "Thank you!", "thanks", to=answer)
        chat.wait(hours=13)

    assert [row[3] for row in chat.of("answer")] == [4.0, 2.0, 1.0]


def test_after_four_weeks_the_pair_begins_anew():
    chat = Chat()
    for _ in range(3):
        _, answer = answered(chat)
        chat.say("sam", "Thank you!", "thanks", to=answer)
    chat.wait(days=28)

    _, answer = answered(chat)
    chat.say("sam", "Thank you!", "thanks", to=answer)

    assert chat.of("answer")[-1][3] == 4.0


@pytest.mark.parametrize("new", ["ana", "sam"])
def test_members_of_less_than_a_week_neither_score_nor_let_others_score(new):
    chat = Chat(joined={new: MONDAY - timedelta(days=6)})

    _, answer = answered(chat)
    chat.say("sam", "Thank you!", "thanks", to=answer)
    chat.tick("sam", answer)

    assert chat.result() == []


def test_a_question_that_somebody_answered_counts_one_three_a_week():
    chat = Chat()

    for number in range(4):
        answered(chat, about=f"subject {number}")
    within = len(chat.of("question"))
    chat.wait(days=7)
    answered(chat)

    assert (within, len(chat.of("question"))) == (3, 4)


def test_a_question_answered_by_a_newcomer_first_counts_with_the_next_answer():
    chat = Chat(joined={"newt": MONDAY})
    question, _ = answered(chat, helper="newt")
    before = chat.of("question")

    chat.say("ana", "Look at the guild's leaflet", to=question)

    assert (before, chat.of("question")) == ([], [("question", "sam", None, 1.0, "structural")])


def test_a_withdrawn_tick_takes_the_credit_with_it():
    chat = Chat()
    _, answer = answered(chat)
    chat.tick("sam", answer)

    chat.tick("sam", answer, withdrawn=True)

    assert chat.of("answer") == []


def test_a_withdrawn_tick_leaves_what_the_asker_said_in_words():
    chat = Chat()
    _, answer = answered(chat)
    chat.say("sam", "Ah, in April")
    chat.tick("sam", answer)

    chat.tick("sam", answer, withdrawn=True)

    assert chat.of("answer") == [("answer", "ana", "sam", 1.0, "structural")]


def test_thanks_that_are_deleted_take_the_credit_with_them():
    chat = Chat()
    _, answer = answered(chat)
    thanks = chat.say("sam", "Thank you!", "thanks", to=answer)

    chat.delete(thanks)

    assert chat.of("answer") == []


def test_hearts_of_those_who_did_not_ask_change_no_number():
    chat = Chat()
    joke = chat.say("ana", "A baker walks into a bar")
    _, answer = answered(chat)

    for who in ("bo", "kim", "lee"):
        chat.tick(who, joke, "❤")
        chat.tick(who, answer, "❤")
        chat.tick("ana", joke)

    assert chat.of("answer") + chat.of("thanks") == []


def test_thanks_by_a_reply_count_once_a_week_for_a_pair():
    chat = Chat()

    for _ in range(3):
        tip = chat.say("ana", "I put the chairs back")
        chat.say("bo", "Thank you", "thanks", to=tip)

    assert chat.of("thanks") == [("thanks", "ana", "bo", 1.0, "structural")]


def test_thanks_for_a_promotion_earn_nothing():
    chat = Chat()
    advert = chat.say("ana", "Buy my course", "product", promotes=True)

    chat.say("bo", "Thank you", "thanks", to=advert)

    assert chat.result() == []


def test_a_recommendation_counts_once_somebody_reacts_who_is_not_its_owner():
    chat = Chat()
    plug = chat.say("ana", "Bo's bread is the best", "recommendation", mentions=("bo",))

    chat.tick("bo", plug)
    chat.tick("ana", plug)
    by_owner = chat.result()
    chat.tick("kim", plug)
    chat.tick("lee", plug)

    assert by_owner == []
    assert chat.result() == [("recommendation", "ana", "kim", 4.0, "confirmed")]


def test_one_of_two_who_liked_a_find_can_take_only_their_own_tick_back():
    chat = Chat()
    find = chat.say("ana", "A free ledger: https://ledger.example", "resource")
    chat.tick("kim", find)

    chat.tick("lee", find, withdrawn=True)
    kept = chat.result()
    chat.tick("kim", find, withdrawn=True)

    assert (kept, chat.result()) == ([("resource", "ana", "kim", 2.0, "confirmed")], [])


def test_a_dump_of_links_that_nobody_thanks_for_counts_nothing():
    chat = Chat()

    for number in range(30):
        chat.say("ana", f"https://example.org/{number}", "resource")

    assert chat.result() == []


def test_the_first_three_who_welcome_a_newcomer_are_credited():
    chat = Chat(joined={"newt": MONDAY})
    hello = chat.say("newt", "Hello, I'm new", newcomer=True)

    for who in ("ana", "bo", "kim", "lee"):
        chat.say(who, "Welcome!", to=hello)
    chat.say("ana", "Welcome once more!", to=hello)

    assert [row[1:4] for row in chat.of("welcome")] == [("ana", "newt", 2.0), ("bo", "newt", 2.0), ("kim", "newt", 2.0)]


def test_the_same_welcome_pasted_again_counts_once_and_no_more_than_three_a_week_count():
    chat = Chat()

    for number in range(6):
        hello = chat.say(f"newt{number}", "Hello, I'm new", newcomer=True)
        chat.say("paster", f"Welcome to the group @newt{number}!", to=hello)
        chat.say("kind", f"Welcome, tell us about your {number * 'very '}own trade", to=hello)

    assert Counter(row[1] for row in chat.of("welcome")) == {"paster": 1, "kind": 3}


def test_where_replies_are_not_shown_what_stands_under_a_question_may_answer_it():
    chat = Chat(threaded=False)
    question = chat.say("sam", "Who knows payroll?", "question")
    chat.say("ana", "The ministry has a page about payroll")
    chat.say("bo", "haha")

    chat.say("sam", "Thank you!", "thanks")

    assert [row[:4] for row in chat.of("answer")] == [("answer", "ana", "sam", 4.0)]
    assert chat.questions[question].answers == 1


def test_where_replies_are_not_shown_a_word_by_the_asker_confirms_the_first_answer_alone():
    chat = Chat(threaded=False)
    chat.say("sam", "Who knows payroll?", "question")
    chat.say("ana", "The ministry has a page about payroll")
    chat.say("bo", "Tomorrow the market opens early")

    chat.say("sam", "I see")

    assert [row[1] for row in chat.of("answer")] == ["ana"]


def test_thanks_by_command_are_confirmed_decay_and_count_once_a_week():
    first = thank("ana", "bo", "1", MONDAY, {})
    row = first.contributions[0]

    again = thank("ana", "bo", "2", MONDAY + timedelta(days=6), {"ana": [row]})
    later = thank("ana", "bo", "3", MONDAY + timedelta(days=7), {"ana": [row]})
    of_oneself = thank("ana", "ana", "4", MONDAY, {})

    assert (row.credit, str(row.grade), again.contributions, of_oneself.contributions) == (1.0, "confirmed", (), ())
    assert later.contributions[0].credit == 0.5


WORDS = st.sampled_from(
    [
        ("Who knows about payroll in cafés?", ("question",)),
        ("The ministry has a page on payroll", ()),
        ("Thank you!", ("thanks",)),
        ("Thank you @ana and @bo", ("thanks",)),
        ("Welcome to the group!", ()),
        ("Thanks, and welcome!", ("thanks",)),
        ("I'm a florist from Lyon", ("introduction",)),
    ]
)
SAID = st.lists(st.tuples(st.sampled_from(["ana", "bo", "sam", "newt"]), WORDS, st.integers(0, 6)), max_size=40)


@given(said=SAID, threaded=st.booleans())
def test_no_message_ever_credits_anybody_twice_or_credits_its_own_author_as_helped_by_themselves(said, threaded):
    chat = Chat(threaded=threaded)

    for who, (text, kinds), back in said:
        to = str(len(chat.seen) + 1 - back) if back and len(chat.seen) >= back else None
        number = chat.say(who, text, *kinds, to=to, newcomer=who == "newt")

        givers = [row.giver for row in chat.by_message[number].contributions]
        assert len(givers) == len(set(givers))

    assert all(row.giver != row.receiver for row in chat.rows.values())
