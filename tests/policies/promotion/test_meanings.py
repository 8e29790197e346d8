"""What words mean, across languages."""

import pytest

from policies.promotion.folding import fold, tokens
from policies.promotion.lexicon import LANGUAGES, data_file
from policies.promotion.meanings import Meanings, meanings
from policies.promotion.wording import last_sentence, meant

BAKING = {
    "en": "bake",
    "de": "backe",
    "es": "cocinamos",
    "it": "cucino",
    "ru": "пеку",
    "tr": "dikiyorum",
    "id": "bikin",
    "hi": "बनाती",
    "ar": "اصنع",
    "zh": "做",
}


def read(text: str) -> list[str | None]:
    return meanings().of(tokens(fold(text)))


@pytest.mark.parametrize("word", BAKING.values(), ids=BAKING)
def test_who_makes_something_makes_it_in_every_language(word: str):
    assert read(word) == ["make"]


def test_a_beginning_stands_for_all_its_words_and_the_longest_counts():
    known = Meanings("[ware]\nde: kuchen* ku*\n[team]\nde: kuchenladen*")

    assert known.of(["kuchenform", "kuchenladens", "kugel", "brot"]) == ["ware", "team", "ware", None]


def test_of_two_meanings_of_a_word_the_first_counts():
    assert Meanings("[one]\nen: seat\n[two]\nen: seat").of(["seat"]) == ["one"]


def test_two_chinese_letters_that_are_a_word_mean_what_the_word_means():
    assert read("免费") == ["free", "free"]


def test_a_number_means_how_long_it_is():
    assert read("7 12 2500 250000") == ["1 digits", "2 digits", "4 digits", "4 digits"]


def test_every_meaning_has_words_in_every_language():
    sections = data_file("meanings.txt").split("\n[")[1:]

    lacking = {
        (section.partition("]")[0], language)
        for section in sections
        for language in LANGUAGES
        if f"\n{language}: " not in section
    }

    assert lacking == set()
    assert len(sections) > 30


def test_other_words_of_the_same_meaning_are_the_same_piece():
    assert set(meant(["i", "bake", "cakes"])) == set(meant(["we", "sew", "bags"]))
    assert not set(meant(["bake"])) & set(meant(["bought"]))


def test_the_order_of_meanings_counts():
    assert set(meant(["i", "bake"])) != set(meant(["bake", "i"]))


def test_where_nothing_is_known_nothing_is_meant():
    assert meant(["zyxwv", "qqqq"]) == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("what a day . two places left", "two"),
        ("one sentence only", "one"),
        ("it is over .", "it"),
        (" ".join(f"w{number}" for number in range(40)), "w24"),
    ],
)
def test_the_last_sentence_is_where_the_call_stands(text: str, begins: str):
    words = text.split()

    assert words[last_sentence(words)] == begins
