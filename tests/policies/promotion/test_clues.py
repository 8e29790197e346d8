"""A clue is never missed: whatever an exact expression finds, one look over the text has announced."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policies.promotion import affiliation, amounts, links, normalise, numbers
from policies.promotion.clues import find_clues

CORPUS = Path(__file__).parents[3] / "data" / "corpus"
EXACT: dict[str, tuple[int, re.Pattern[str]]] = {
    "prices": (amounts._MAY_BE_PRICE, amounts._PRICE),
    "percentages": (amounts._MAY_BE_PERCENT, amounts._PERCENT),
    "coupons": (amounts._MAY_BE_COUPON, amounts._COUPON),
    "telephones": (amounts._MAY_BE_PHONE, amounts._PHONE),
    "addresses": (links._MAY_BE_ADDRESS, links._FIND),
    "firms": (affiliation._NAMES_A_FIRM, affiliation._UNSPACED),
    "figures in words": (numbers.SAYS_NUMBERS, numbers._SAID),
    "figures in Chinese": (numbers.SAYS_NUMBERS_IN_HAN, numbers._SAID_IN_HAN),
    "invisible marks": (normalise._TRICKS, normalise._INVISIBLE),
    "struck letters": (normalise._TRICKS, normalise._STRUCK),
    "drawn letters": (normalise._TRICKS, normalise._GLYPHS),
    "flags": (normalise._TRICKS, normalise._FLAGS),
    "keycaps": (normalise._TRICKS, normalise._KEYCAPS),
    "mixed scripts": (normalise._BOTH_SCRIPTS, normalise._MIXED),
    "dots in words": (normalise._SAYS_DOT, normalise._DOT),
    "ats in words": (normalise._SAYS_DOT, normalise._AT),
    "defanged addresses": (normalise._MAY_BE_DEFANGED, normalise._DEFANGED),
}


@pytest.mark.parametrize(("clue", "exact"), EXACT.values(), ids=EXACT)
def test_what_is_there_is_announced_in_every_message_of_the_corpus(clue: int, exact: re.Pattern[str], texts: list[str]):
    missed = [text for text in texts if exact.search(text) and clue not in find_clues(text)]

    assert missed == []


@given(some.text(some.sampled_from("ab1٣é $€%@.:/-k折 \u00a0\u200b一二оwdot(){}[]!+oneTWO"), max_size=40))
def test_what_is_there_is_announced_in_any_text(text: str):
    clues = find_clues(text)

    assert [name for name, (clue, exact) in EXACT.items() if exact.search(text) and clue not in clues] == []


def test_figures_for_letters_are_announced_wherever_a_word_comes_out(texts: list[str]):
    written = {text: normalise._LEET.sub(normalise._unleet, text) for text in texts}

    assert [text for text in texts if written[text] != text and normalise._MAY_BE_LEET not in find_clues(text)] == []
    assert any(written[text] != text for text in texts)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Every tenth message of the corpus."""
    files = sorted(CORPUS.glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [row["text"] for row in rows][::10]
