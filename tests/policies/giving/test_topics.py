"""Topics are what several members wrote about, however often one of them did."""

from policies.giving.facts import Topic
from policies.giving.topics import topics


def test_a_word_counts_by_its_authors_and_not_by_how_often_it_was_written():
    said = [
        ("ana", "sourdough sourdough"),
        *[("ana", "sourdough!")] * 50,
        ("bo", "VAT returns"),
        ("kim", "my VAT return"),
    ]

    assert topics(said) == (Topic(word="return", authors=2),)


def test_words_of_all_members_and_names_of_members_are_no_topics():
    said = [(f"m{n}", f"Potluck rocks, dear Priya {'insurance' if n < 4 else ''}") for n in range(20)]

    assert topics(said, names=["Priya Shah"]) == (Topic(word="insurance", authors=4),)


def test_nothing_said_has_no_topics():
    assert topics([]) == ()
