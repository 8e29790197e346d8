"""What is known around a message: who asked, whose link it is, what was said before, who is named."""

from typing import Any

import pytest

from chat.context import ALONE, Asked, Context, DomainUse, Example, OfferSeen
from chat.promotions import Stance
from policies.promotion import read, weigh
from policies.promotion.examples import ALLOWED, DENIED, NEAR
from policies.promotion.keys import distance
from tests.policies.promotion.told import NOON, classified, message, names

COURSE = "My sourdough course starts on Friday, book a place at https://crumb.com/course or message me"
REWORDED = "My sourdough course starts on Friday, book a place at the usual page or message me"
DESIGN = "I design logos for small shops, message me for a quote"
ANSWERS = {
    "service": DESIGN,
    "product": "I sell handmade ceramic mugs, £12 each, order at https://mugs.com",
    "event": "Join my workshop on Friday evening, tickets at https://eventbrite.com/e/12",
    "job": "We are hiring a baker for our shop, full time, apply at jobs@crumb.com",
}


def keys_of(text: str):
    return read(message(text)).keys


def example(text: str, *, allowed: bool | None, minutes: int = 0, **more: Any) -> Example:
    keys = keys_of(text)
    decided = None if allowed is None else NOON.replace(minute=minutes)
    given: dict[str, Any] = {"sketch": keys.sketch, "links": keys.links, "handles": keys.handles} | more
    return Example(message_id=f"e{minutes}", member="8", at=NOON, allowed=allowed, decided_at=decided, **given)


def test_nothing_around_a_message_changes_nothing():
    assert weigh(read(message(COURSE)), ALONE) == weigh(read(message(COURSE)))


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_offer_of_what_somebody_asked_for_is_solicited(kind: str):
    assert classified(ANSWERS[kind], Context(asked=Asked(asks_for=(kind,)))).solicited


@pytest.mark.parametrize(
    ("question", "offer", "solicited"),
    [
        ("Does anybody know a good logo designer?", DESIGN, True),
        ("Does anybody know a good logo designer?", ANSWERS["event"], False),
        ("Who is coming to the match tonight?", "crypto signals, 300% profit, join https://t.me/+abc", False),
    ],
)
def test_a_question_that_was_never_classified_is_read(question: str, offer: str, solicited: bool):  # noqa: FBT001
    assert classified(offer, Context(asked=Asked(text=question))).solicited is solicited


def test_who_may_not_ask_asks_for_nothing():
    assert not classified(DESIGN, Context(asked=Asked(asks_for=("service",), eligible=False))).solicited


def test_without_a_question_nothing_is_solicited():
    assert not classified(DESIGN).solicited


def test_a_link_that_only_the_author_posts_is_the_authors():
    found = classified(COURSE, Context(uses={"crumb.com": DomainUse(posts=3, by_author=3)}))

    assert "link that only the author posts" in {signal.name for signal in found.signals}
    assert found.features["own domain"] == 1
    assert found.organisation == "crumb.com"


def test_a_link_that_others_post_too_is_nobodys():
    found = classified(COURSE, Context(uses={"crumb.com": DomainUse(posts=5, by_author=2)}))

    assert "link that others post too" in {signal.name for signal in found.signals}
    assert found.features["own domain"] == 0
    assert found.organisation is None
    assert found.score < classified(COURSE).score


def test_a_link_posted_once_tells_nothing():
    found = classified(COURSE, Context(uses={"crumb.com": DomainUse(posts=1, by_author=1)}))

    assert found.score == classified(COURSE).score
    assert found.organisation is None


def test_a_handle_that_only_the_author_posts_is_the_authors():
    own = Context(uses={"@crumb_orders": DomainUse(posts=3, by_author=3)})
    shared = Context(uses={"@crumb_orders": DomainUse(posts=3, by_author=1)})

    assert "handle that only the author posts" in names("Order now, message me @crumb_orders", own)
    assert "handle that only the author posts" not in names("Order now, message me @crumb_orders", shared)


def test_a_handle_that_is_only_named_is_nobodys():
    thanked = Context(uses={"@bo": DomainUse(posts=9, by_author=9)})

    assert "handle that only the author posts" not in names("Thank you so much @bo", thanked)


def test_the_same_link_is_the_same_offer_whatever_is_said_of_it():
    before = OfferSeen(key="o1", sketch=0, links=keys_of(COURSE).links)
    again = "Last call! https://www.crumb.com/course?utm_source=tg"

    found = classified(again, Context(offers=(before,)))

    assert found.offer == "o1"
    assert "again what the author offered before" in {signal.name for signal in found.signals}


def test_other_words_for_an_offer_are_the_same_offer():
    before = OfferSeen(key="o1", sketch=keys_of(COURSE).sketch)

    assert distance(keys_of(COURSE).sketch, keys_of(REWORDED).sketch) <= NEAR
    assert classified(REWORDED, Context(offers=(before,))).offer == "o1"


def test_another_offer_of_the_author_is_another():
    before = OfferSeen(key="o1", sketch=keys_of(COURSE).sketch, links=keys_of(COURSE).links)

    found = classified(DESIGN, Context(offers=(before,)))

    assert found.offer not in (None, "o1")
    assert "again what the author offered before" not in {signal.name for signal in found.signals}


def test_what_stands_in_disguise_is_the_same_offer():
    before = OfferSeen(key="o1", sketch=keys_of(DESIGN).sketch)

    found = classified("I d3sign l0gos for sm\u0430ll shops, m\u200bessage me for a quote", Context(offers=(before,)))

    assert found.offer == "o1"


def test_a_newcomers_first_words_are_looked_at_closely_unless_they_are_an_introduction():
    newcomer = Context(newcomer=True)

    assert "first message of a newcomer" in names(DESIGN, newcomer)
    assert "first message of a newcomer" not in names("Hi all, I'm new here, nice to meet you", newcomer)
    assert "first message of a newcomer" in names("Hi all, I'm new here, see https://crumb.com", newcomer)


def test_praise_of_another_member_is_no_promotion():
    praise = "I can highly recommend @bo, best accountant I ever had, £200 a year"

    named, unnamed = (classified(praise, Context(names_another=named)) for named in (True, False))

    assert "praises another member by name" in {signal.name for signal in named.signals}
    assert named.stance is Stance.OTHERS
    assert named.score < unnamed.score


def test_an_advert_that_names_a_member_stays_one():
    assert "praises another member by name" not in names(DESIGN, Context(names_another=True))


@pytest.mark.parametrize(
    ("alike", "like_it"),
    [
        (COURSE, COURSE),
        (REWORDED, COURSE),
        ("Look at this: https://crumb.com/course?fbclid=1", COURSE),
        ("DM me, @crumb_orders", "Order now and message @crumb_orders"),
    ],
    ids=["the same", "reworded", "the same page", "the same contact"],
)
def test_what_is_like_a_post_that_was_decided_about_says_so(alike: str, like_it: str):
    denied = Context(examples=(example(like_it, allowed=False),))
    allowed = Context(examples=(example(like_it, allowed=True),))

    assert DENIED.name in names(alike, denied)
    assert ALLOWED.name in names(alike, allowed)


@pytest.mark.parametrize("text", [DESIGN, "Thank you @crumb_orders for the party", "Which course did you take?"])
def test_what_is_like_none_of_them_says_nothing(text: str):
    decided = Context(examples=(example(COURSE, allowed=False), example("DM @crumb_orders", allowed=False, minutes=1)))

    assert not {DENIED.name, ALLOWED.name} & names(text, decided)


def test_of_two_decisions_the_newest_counts():
    first, second = example(COURSE, allowed=False, minutes=1), example(COURSE, allowed=True, minutes=2)

    assert names(COURSE, Context(examples=(second, first))) & {ALLOWED.name, DENIED.name} == {ALLOWED.name}


def test_what_nobody_decided_about_teaches_nothing():
    assert classified(COURSE, Context(examples=(example(COURSE, allowed=None),))).score == classified(COURSE).score


def test_an_admins_word_alone_neither_makes_an_advert_nor_unmakes_a_plain_one():
    chat = "Good morning everybody, the coffee machine is broken again"
    advert = "BUY MY COURSE NOW, 50% off, only £40, message me, https://crumb.com/course, code SALE20"
    denied = Context(examples=(example(chat, allowed=False, sketch=keys_of(chat).sketch or 1),))
    allowed = Context(examples=(example(advert, allowed=True),))

    assert classified(chat, denied).score < 0.5
    assert classified(advert, allowed).score > 0.8
