"""Links: found where they stand, one spelling each, and seen through where they hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chat.events import Link
from policies.promotion.links import Found, cut, describe, read_links

addresses = some.from_regex(r"[a-z]{2,8}\.(com|co\.uk|de)(/[a-zA-Z0-9_-]{1,8}){0,3}", fullmatch=True)


def found(url: str, shown: str | None = None) -> Found:
    link = describe(url, shown=shown)
    assert link is not None, url
    return link


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.Acme.com/Shop/?utm_source=x&fbclid=3&id=7", "acme.com/Shop?id=7"),
        ("https://acme.com/a?b=1&a=2", "http://acme.com/a?a=2&b=1"),
        ("https://acme.com?gclid=9#top", "acme.com"),
        ("https://acme.com:443/a", "https://acme.com./a"),
        ("https://youtu.be/abc?si=2", "https://m.youtube.com/watch?v=abc&feature=share"),
        ("https://telegram.me/acme", "t.me/acme"),
        ("https://twitter.com/ana", "https://x.com/ana"),
        ("https://xn--mnchen-3ya.de/a", "https://münchen.de/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Facme.com%2Fa&h=AT0", "https://acme.com/a"),
        ("https://www.google.com/url?sa=t&url=https%3A%2F%2Facme.com&usg=AO", "https://acme.com"),
        ("https://acme.com/?ref=ana", "https://acme.com/?ref=bo"),
    ],
)
def test_two_ways_to_write_an_address_are_one_link(one: str, other: str):
    assert found(one).canonical == found(other).canonical


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://shop.acme.co.uk/cakes", "acme.co.uk"),
        ("https://acme.github.io/x", "acme.github.io"),
        ("https://medium.com/@ana/story", "medium.com/@ana"),
        ("https://www.youtube.com/watch?v=Abc", "youtube.com/watch/Abc"),
        ("https://bit.ly/abc", "bit.ly/abc"),
        ("https://10.20.30.40/shop", "10.20.30.40"),
    ],
)
def test_a_link_belongs_to_whom_its_domain_or_page_belongs_to(url: str, key: str):
    assert found(url).key == key


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://google.com@evil.com/x", "evil.com"),
        ("https://user:password@evil.com:8080/x", "evil.com"),
        ("https://acme.com\\@evil.com/", "acme.com"),
        ("HTTPS://EVIL.COM/x", "evil.com"),
    ],
)
def test_a_link_leads_where_a_browser_would_go(url: str, host: str):
    assert found(url).host == host


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("https://bit.ly/abc", "shortener"),
        ("https://t.me/+abc", "invite"),
        ("https://discord.gg/abc", "invite"),
        ("https://wa.me/4477", "contact"),
        ("https://acme.com/?ref=ana", "referral"),
        ("https://amazon.com/dp/B00?tag=ana-20", "referral"),
        ("https://acme.com/invite/ana", "referral"),
        ("https://medium.com/@ana", "content"),
    ],
)
def test_what_a_link_leads_to_is_told_without_going_there(url: str, hint: str):
    assert hint in found(url).hints


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://evil.com/x", "https://acme.com"),
        ("https://evil.com/", "acme.com"),
        ("https://evil.com/acme", "acme.com/evil.com"),
        ("https://bit.ly/abc", "www.acme.com"),
        ("https://аррӏе.com/", None),
        ("https://xn--80ak6aa92e.com/", None),
    ],
)
def test_a_link_that_looks_like_another_is_hidden(url: str, shown: str | None):
    assert found(url, shown).hidden


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://acme.com/x", "our shop"),
        ("https://acme.com/x", "Read more. Now."),
        ("https://acme.com/x", "acme.com"),
        ("https://shop.acme.com/x", "www.acme.com"),
        ("https://acme.com/x", None),
        ("https://почта.рф/", None),
        ("https://пример.com/", None),
        ("https://münchen.de/", None),
    ],
)
def test_a_link_behind_words_of_its_own_is_not(url: str, shown: str | None):
    assert not found(url, shown).hidden


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see acme.io, it is good.", ("acme.io",)),
        ("(https://en.wikipedia.org/wiki/Potluck_(meal))", ("https://en.wikipedia.org/wiki/Potluck_(meal)",)),
        ("[it](https://acme.com/a)", ("https://acme.com/a",)),
        ("«https://acme.com/a», and www.acme.com!", ("https://acme.com/a", "www.acme.com")),
        ("done.so what, e.g. this, node.js, main.py, 3.14 and a.m.", ()),
        ("Wait.It is me", ()),
        ("mail ana@acme.com", ()),
        ("https://google.com@evil.com/x", ("https://google.com@evil.com/x",)),
        ("магазин.рф работает", ("магазин.рф",)),
    ],
)
def test_addresses_are_told_from_words_with_dots(text: str, urls: tuple[str, ...]):
    assert cut(text).urls == urls


def test_mail_is_no_link():
    assert cut("mail ana.b+c@acme.co.uk or call").mails == ("ana.b+c@acme.co.uk",)


def test_a_marked_link_that_also_stands_in_the_text_is_one():
    links = read_links(("https://acme.com/a",), (Link(url="https://www.acme.com/a?utm_source=tg"),))

    assert [link.canonical for link in links] == ["acme.com/a"]


@pytest.mark.parametrize("url", ["https://", "http://[::1]/x", "https://[bad/x", "localhost", "", "https://\u2100/"])
def test_what_is_no_address_is_none(url: str):
    assert describe(url) is None


@given(addresses, some.sampled_from(["utm_campaign=spring", "fbclid=Iw0", "gclid=1", "igshid=x", "mc_eid=2"]))
def test_whatever_only_follows_people_is_left_out(address: str, tracker: str):
    assert found(f"https://{address}?{tracker}") == found(f"https://{address}")


@given(some.text(max_size=80))
def test_any_text_may_be_called_a_link(text: str):
    for url in (text, f"https://{text}", f"https://acme.com/{text}", f"https://xn--{text}.com"):
        link = describe(url, shown=text)
        assert link is None or link.canonical


@given(addresses)
def test_a_canonical_link_is_its_own(address: str):
    canonical = found(f"https://{address}").canonical

    assert found(canonical).canonical == canonical
