"""What the wording of messages says: the same alone and among others, remembered or not, read or trained on."""

import numpy as np
import pytest

from policies.promotion import pieces
from policies.promotion.folding import fold, tokens
from policies.promotion.read import parse
from policies.promotion.weights import shipped
from policies.promotion.wording import BUCKET_BITS, Wording, root
from tests.policies.promotion.told import message
from training import said as said_by

TEXTS = (
    "We bake cakes for weddings. Two places left in June, write to me!",
    "ok",
    "",
    "Does anybody know a good bookkeeper? Budget is about 300 a month.",
    "我们店现在招人，有兴趣的私聊我",
    "a " * 400,
    "Ищем бухгалтера на полставки",
    "\ud800 half of an emoji",
)
WORDS = [tokens(fold(text)) for text in TEXTS]
ANSWERS = [number % 2 == 0 for number in range(len(TEXTS))]


@pytest.fixture
def wording() -> Wording:
    return shipped().wording


def test_a_message_says_the_same_alone_and_among_others(wording: Wording):
    alone = [wording.said([words], [answers])[0] for words, answers in zip(WORDS, ANSWERS, strict=True)]

    assert wording.said(WORDS, ANSWERS) == alone


def test_in_whatever_order_words_are_met_they_say_the_same(wording: Wording):
    before = wording.said(WORDS, ANSWERS)
    wording.said([[f"w{number}" for number in range(60_000)]], [False])  # more words than are remembered

    after = wording.said(WORDS[::-1], ANSWERS[::-1])

    assert after[::-1] == before


def test_an_answer_says_something_else_than_the_same_words_by_themselves(wording: Wording):
    words = ["i", "do", "that"]

    alone, answer = wording.said([words, words], [False, True])

    assert alone.promotion != answer.promotion


def test_what_training_counts_is_what_reading_adds_up(wording: Wording):
    parsed = [parse(message(text)) for text in TEXTS if text]

    said = wording.said([each.words for each in parsed], [False] * len(parsed))

    for each, found in zip(parsed, said, strict=True):
        sets = said_by.of_promoting(each)
        weights = [wording.weights[pieces.bucket(hashes, BUCKET_BITS)].sum(dtype=int) for hashes, _ in sets]
        divided = [weight / root(np.array(len(h)), most) for weight, (h, most) in zip(weights, sets, strict=True)]
        assert found.promotion == pytest.approx(wording.scale * sum(divided))


def test_nothing_said_says_nothing(wording: Wording):
    (said,) = wording.said([[]], [False])

    assert said.promotion == 0.0
    assert np.isfinite(list(said.kinds.values())).all()
