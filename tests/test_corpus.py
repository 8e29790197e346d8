"""The corpus: its shape, its doubles, its split, and what the design asks of it."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from chat.promotions import OTHER_KINDS, PROMOTION_KINDS, Stance

FOLDER = Path(__file__).parents[1] / "data" / "corpus"
TEST_THEMES = {"photography", "legal", "handmade_crafts", "logistics", "publishing_writing", "beauty", "it_security"}
UNSEEN = FOLDER.parent / "unseen.jsonl"
KEYS = {"id", "text", "reply_to", "lang", "label", "kind", "stance", "solicited", "hard", "theme"}
HARD = {
    "no_link",
    "fake_question",
    "humble_brag",
    "check_profile",
    "advice_pitch",
    "testimonial",
    "obfuscated",
    "supplier_request",
    "recommends_other",
    "answers_request",
    "introduction",
    "price_talk",
    "news_link",
    "code",
    "dm_invoice",
    "complaint_quotes_spam",
    "coupon_talk",
    "group_event",
    "referral_between_members",
}
LANGUAGES = {"es", "pt", "de", "fr", "it", "ru", "tr", "id", "hi", "ar", "zh"}
ROWS = [
    json.loads(line)
    for file in sorted(FOLDER.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def test_every_row_has_its_keys_and_their_values():
    for row in ROWS:
        assert set(row) <= KEYS, row["id"]
        assert set(row) >= KEYS - {"reply_to"}, row["id"]
        assert row["text"].strip(), row["id"]
        assert row["label"] in ("promo", "ham"), row["id"]
        assert row["kind"] in (PROMOTION_KINDS if row["label"] == "promo" else (*OTHER_KINDS, "none")), row["id"]
        assert row["stance"] in set(Stance), row["id"]
        assert isinstance(row["solicited"], bool), row["id"]
        assert set(row["hard"]) <= HARD, row["id"]


def test_what_is_kept_to_measure_on_has_the_same_form_and_no_message_of_the_corpus():
    unseen = [json.loads(line) for line in UNSEEN.read_text(encoding="utf-8").splitlines()]
    learned = {" ".join(row["text"].casefold().split()) for row in ROWS}

    assert len({row["id"] for row in unseen}) == len(unseen) >= 1_000
    assert {row["lang"] for row in unseen} == {"en", *LANGUAGES}
    assert {case for row in unseen for case in row["hard"]} == HARD
    assert {row["kind"] for row in unseen} >= {*PROMOTION_KINDS, *OTHER_KINDS}
    assert [row["id"] for row in unseen if " ".join(row["text"].casefold().split()) in learned] == []


def test_ids_are_unique_and_say_their_file():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for file in FOLDER.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(rf"{file.stem}-\d{{4}}", json.loads(line)["id"])


def test_nobody_says_the_same_twice():
    said = Counter((" ".join(row["text"].casefold().split()), row.get("reply_to")) for row in ROWS)

    assert [text for text, times in said.items() if times > 1] == []


def test_only_what_answers_somebody_was_asked_for():
    assert [row["id"] for row in ROWS if row["solicited"] and not row.get("reply_to")] == []


def test_there_are_four_thousand_messages_in_twelve_languages():
    by_language = Counter(row["lang"] for row in ROWS)

    assert len(ROWS) >= 4_000
    assert by_language["en"] >= 1_800
    assert {language: by_language[language] for language in LANGUAGES if by_language[language] < 180} == {}


def test_hindi_stands_there_in_both_scripts():
    hindi = [row for row in ROWS if row["lang"] == "hi"]
    devanagari = [row for row in hindi if re.search("[\u0900-\u097f]", row["text"])]

    assert min(len(devanagari), len(hindi) - len(devanagari)) >= 80


@pytest.mark.parametrize("part", ["train", "test"])
def test_both_parts_have_every_kind_and_every_hard_case(part):
    rows = [row for row in ROWS if (row["theme"] in TEST_THEMES) == (part == "test")]

    assert len(rows) >= 0.15 * len(ROWS)
    assert {row["kind"] for row in rows} >= {*PROMOTION_KINDS, *OTHER_KINDS}
    assert {case for row in rows for case in row["hard"]} == HARD


def test_both_parts_are_promotion_for_two_fifths():
    for test in (True, False):
        labels = [row["label"] for row in ROWS if (row["theme"] in TEST_THEMES) == test]

        assert 0.33 < labels.count("promo") / len(labels) < 0.5
