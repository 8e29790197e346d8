"""Whom an author says to speak for: named by capitals, quotes or a legal form, and by nothing less."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from policies.promotion.affiliation import affiliation


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I work for Acme, we build payroll tools. Happy to answer!", "acme"),
        ("I work for ACME Corp.", "acme"),
        ("I work for Acme. Everybody is nice", "acme"),
        ("We at Northwind just launched our bakery line", "northwind"),
        ("here at Acme & Sons we bake", "acme & sons"),
        ("Brightside team here! Our autumn sale starts Friday", "brightside"),
        ("Hi all, Blue Fox team here", "blue fox"),
        ("Ana here, from the Acme Widgets team", "acme widgets"),
        ("On behalf of Acme Ltd I invite you", "acme"),
        ("Trabajo para Acme", "acme"),
        ("somos a equipe da Padaria Sol", "padaria sol"),
        ("Ich arbeite bei der Müller & Söhne GmbH, wir suchen Kunden", "müller & söhne"),
        ("I'm the founder of Acme and we do patching", "acme"),
        ("As the CTO of Acme I can say that it works", "acme"),
        ("Acme dev here, ask me anything", "acme"),
        ("I'm employed by Acme", "acme"),
        ("Je travaille chez «Acme»", "acme"),
        ("Lavoro per Rossi Srl", "rossi"),
        ("работаю в компании «Ромашка»", "ромашка"),
        ("Saya bekerja di PT Maju Jaya", "maju jaya"),
        ("Acme'de çalışıyorum", "acme"),
        ("我在阿里巴巴公司工作", "阿里巴巴"),
        ("أعمل في شركة النور", "النور"),
        ("Fresh bread on Friday!\n— Ana, Acme Ltd", "acme"),
        ("Fresh bread on Friday!\nAna Silva | Acme Inc.", "acme"),
    ],
)
def test_it_is_told_in_many_ways(text: str, name: str):
    assert affiliation(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "I work for myself",
        "I work at home, we at home love it",
        "I used to work for Acme",
        "my brother works for Acme",
        "I don't work for Acme",
        "Do you think I work for Google?",
        "Nobody at Acme answered me, the Acme team is great",
        "Our team here is great. Team here!",
        "I'm with the band, I'm Ana from London",
        "Trabajo en Madrid, работаю в Москве, lavoro in Italia",
        "Ich arbeite bei Kunden vor Ort",
        "On behalf of Ana: is there a plumber?",
        "I'm the owner of a small dog",
        "As the founder of our club said",
        "See you on Friday\nAna, London",
        "我在家工作",
    ],
)
def test_towns_friends_and_other_peoples_work_are_nobodys_firm(text: str):
    assert affiliation(text) is None


def test_one_firm_has_one_name_however_it_is_written():
    assert {affiliation(f"I work for {name}") for name in ("Acme", "ACME", "Acme Ltd.", '"Acme"', "Acme GmbH")} == {
        "acme"
    }


@given(some.text(max_size=200))
def test_any_text_is_looked_at(text: str):
    for written in (text, f"I work for {text}", f"{text} team here", f"Hello\n— Ana, {text}"):
        name = affiliation(written)
        assert name is None or name == name.strip() != ""
