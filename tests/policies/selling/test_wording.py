"""What an admin's own words and patterns are found in."""

import pytest

from policies.selling.wording import matches, says


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("course", "A COURSE on bread"),
        ("курс", "Новый курс по хлебу"),
        ("café", "the café is open"),
        ("don't buy", "don\u2019t  buy there"),
        ("course", "my c\u043eurse, my \U0001d41c\U0001d428\U0001d42e\U0001d42b\U0001d42c\U0001d41e"),
        ("course", "my co\u200burse"),
        ("café", "cafe\u0301"),
        ("课程", "新课程开始了"),
        ("दुकान", "मेरी दुकान खुली है"),
        ("#jobs", "see #jobs"),
    ],
)
def test_words_are_found_whole_in_any_case_and_disguise(phrase: str, text: str):
    assert says(text, (phrase,))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("course", "of courses"),
        ("курс", "Завтра будет конкурс рисунков"),
        ("été", "répété"),
        ("über", "darüber"),
        ("café", "two cafés"),
        ("दुकान", "दुकानें बंद हैं"),
    ],
)
def test_a_part_of_another_word_is_not_the_word(phrase: str, text: str):
    assert not says(text, (phrase,))


def test_a_pattern_is_looked_for_as_written_and_without_disguises():
    assert matches("order no. AB-1234", (r"[A-Z]{2}-\d{4}",))
    assert matches("my c\u043eurse", ("my course",))
    assert not matches("half of an emoji \ud83d", ("my course",))
