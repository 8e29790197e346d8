"""By what a message is known again."""

import pytest

from policies.promotion import read
from policies.promotion.keys import distance, sketches
from policies.promotion.reading import Keys
from tests.policies.promotion.told import message


def keys(text: str) -> Keys:
    return read(message(text)).keys


@pytest.mark.parametrize("text", ["IKEA high chair, €12", "Selling my van, £4,500 ono", "Oak desk €80"])
def test_a_few_words_that_sell_something_are_known_again(text: str):
    assert keys(text).text_key == keys(text.upper()).text_key is not None


@pytest.mark.parametrize(
    "text", ["Good morning everybody!", "Thanks, see you on Friday", "free on Friday, not Saturday"]
)
def test_anybody_may_say_good_morning_every_day(text: str):
    assert keys(text).text_key is None


def test_hosts_are_kept_in_full_beside_their_domains():
    found = keys("order at https://www.shop.example.com/bread or https://example.com")

    assert found.hosts == ("shop.example.com", "example.com")
    assert found.domains == ("example.com",)


def test_reworded_texts_differ_in_few_bits_and_others_in_many():
    first = "we bake sourdough on fridays and deliver in the whole town order by thursday night please"
    again = "we bake our sourdough on fridays and deliver in the whole town order by thursday please"
    other = "the council moved the street fair to the last weekend in june and wants to know who has a stall"

    one, two, three = sketches([text.split() for text in (first, again, other)])

    assert distance(one, two) < 16 < distance(one, three)


def test_a_sketch_is_the_same_alone_and_among_others():
    texts = [f"number {number} of many texts about bread {number * 7} and more".split() for number in range(40)]

    assert sketches(texts) == [sketches([text])[0] for text in texts]
    assert sketches([["too", "short"], [], texts[0]]) == [0, 0, sketches([texts[0]])[0]]
