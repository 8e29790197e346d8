"""Prices, percentages, codes, telephone numbers and handles, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policies.promotion.amounts import find_amounts


@pytest.mark.parametrize(
    "text",
    [
        "£40",
        "40 quid",
        "$1,200.50",
        "1.200,50 €",
        "€ 5",
        "from 300k IDR",
        "Rp 150.000",
        "₹499",
        "499 रुपये",
        "500 元",
        "1500 руб.",
        "R$ 50",
        "50 reais",
        "1000 TL",
        "50 ريال",
        "25 zł",
        "CHF 80",
        "100 USDT",
        "80 euros",
        "50 dolares €5",
    ],
)
def test_a_price_is_found_in_every_language(text: str):
    assert find_amounts(f"it is {text} for you").prices == 1


@pytest.mark.parametrize("text", ["20% off", "50 percent", "20 Prozent", "20 процентов", "yüzde 20", "%20", "5折"])
def test_a_percentage_is_found(text: str):
    assert find_amounts(text).percents == 1


@pytest.mark.parametrize(
    "text", ["code: ANA10", "Code ANA10", "промокод: SALE20", "Gutscheincode ANA10", "cupón: ANA10"]
)
def test_a_code_is_found(text: str):
    assert len(find_amounts(text).coupons) == 1


@pytest.mark.parametrize("text", ["my code is broken", "code review", "the code: it works", "error code 404"])
def test_talk_of_code_is_no_coupon(text: str):
    assert find_amounts(text).coupons == ()


@pytest.mark.parametrize(
    "text", ["+44 7700 900123", "call 020 7946 0958", "+1 (212) 555-0123", "8 (495) 123-45-67", "+91 98765 43210"]
)
def test_a_telephone_number_is_found(text: str):
    assert find_amounts(text).phones == 1


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-12",
        "12/05/2024",
        "12.05.2024 18:00",
        "10-12",
        "order 1234",
        "version 3.14",
        "1 000 000",
        "at 5 p.m.",
        "room 101",
        "5k followers",
        "1999-2003",
        "ISBN 978",
    ],
)
def test_other_numbers_are_neither_telephone_nor_price(text: str):
    found = find_amounts(text)

    assert (found.phones, found.prices) == (0, 0)


def test_a_handle_is_found_once_however_often_it_stands():
    assert find_amounts("write @Ana_Cakes, @ana_cakes. or ana@acme.com").handles == ("ana_cakes",)


@pytest.mark.parametrize("text", ["@everyone", "@here look", "@channel", "@все", "@所有人"])
def test_a_call_to_everyone_is_nobodys_handle(text: str):
    found = find_amounts(text)

    assert (found.everyone, found.handles) == (1, ())


@given(some.text(max_size=200))
def test_any_text_is_looked_at(text: str):
    found = find_amounts(text)

    assert min(found.prices, found.percents, found.phones, found.everyone) >= 0


@given(some.integers(1, 99_999), some.sampled_from(["£", "$", "€", "₹", "₽"]))
def test_what_is_found_leaves_its_place_marked(amount: int, sign: str):
    assert find_amounts(f"only {sign}{amount} today").text.split() == ["only", "<price>", "today"]
