"""Our posts as Telegram's HTML: well-formed, within the limit, nobody's markup but ours, nobody's telephone rings."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.render import render
from chat.posts import Button, Post, Run, Section, Style

styles = st.sampled_from(list(Style))
alphabet = st.one_of(st.characters(), st.sampled_from("@@ aé\u0301👍🏽🇩🇪\u200d\u202e\u2066\u2069\ud800<&"))
texts = st.text(alphabet, max_size=300)
runs = st.builds(Run, texts, styles, st.sampled_from((None, "https://a.example", "12")))
sections = st.builds(
    Section,
    lines=st.lists(st.lists(runs, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
    heading=st.one_of(st.none(), st.text(min_size=1, max_size=300)),
    priority=st.integers(0, 3),
)
posts = st.builds(Post, sections=st.lists(sections, min_size=1, max_size=4).map(tuple))


class _Read(HTMLParser):
    """Reads as Telegram does: what is open, and what is visible."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def post(*lines: tuple[Run, ...], **more) -> Post:
    return Post(sections=(Section(lines=lines, **more),))


@given(posts, st.sampled_from((200, 1024, 4096)))
def test_any_post_is_well_formed_and_within_the_limit(one, limit):
    read = _Read(render(one, limit=limit, chat="-1001").html)

    assert read.open == []
    assert set(read.seen) <= {"b", "a", "blockquote"}
    assert len(read.text.encode("utf-16-le")) // 2 <= limit
    assert not re.search(r"(?<!\w)@\w", read.text)
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e]", read.text)


def test_a_hostile_name_is_no_markup_and_no_mention():
    html = render(post((Run("<b>@everyone\u202e", Style.NAME), Run(" helped"))), limit=4096).html

    assert html == "&lt;b&gt;@\u2060everyone helped"


@pytest.mark.parametrize("style", Style)
def test_no_style_lets_a_telephone_ring_or_turns_a_line(style):
    html = render(post((Run("ask @ana\u202e\u2066", style, "12"),), heading="@bo"), limit=4096).html

    assert "@\u2060ana" in html
    assert "@\u2060bo" in html
    assert not set("\u202e\u2066") & set(html)


def test_addresses_and_ids_of_decisions_can_be_copied():
    html = render(post((Run("/approve 5@1768392000, or ana@crumb.example"),)), limit=4096).html

    assert html == "/approve 5@1768392000, or ana@crumb.example"


def test_a_name_that_runs_from_right_to_left_keeps_its_isolation():
    html = render(post((Run("\u2068דנה\u2069", Style.NAME), Run(" helped"))), limit=4096).html

    assert html == "\u2068דנה\u2069 helped"


def test_half_a_character_in_a_heading_can_still_be_sent():
    assert render(post((Run("x"),), heading="a\ud800"), limit=4096).html == "<b>a?</b>\nx"


@pytest.mark.parametrize("sign", ["👍🏽", "🇩🇪", "e\u0301", "👩\u200d🍳", "🏴\U000e0067\U000e0062\U000e007f"])
@pytest.mark.parametrize("limit", range(40, 48))
def test_a_cut_never_parts_what_is_seen_as_one_sign(sign, limit):
    html = render(post((Run(sign * 50, Style.QUOTE),)), limit=limit).html

    kept = html.removeprefix("<blockquote>").removesuffix("…</blockquote>")
    assert kept == sign * (len(kept) // len(sign))


def test_of_several_quotes_the_last_is_shortened():
    one = post((Run("first " * 20, Style.QUOTE),), (Run("second " * 20, Style.QUOTE),))

    html = render(one, limit=200).html

    assert html.startswith(f"<blockquote>{'first ' * 20}</blockquote>\n<blockquote>second ")
    assert html.endswith("second…</blockquote>")


def test_a_name_is_shown_whole_or_not_at_all():
    one = post((Run("Thanks to "), Run("Alexandra Elizabeth Montgomery", Style.NAME)))

    assert render(one, limit=20).html == "Thanks to …"


def test_a_heading_that_is_too_long_is_cut_too():
    assert render(post((Run("x"),), heading="H" * 300), limit=200).html == f"<b>{'H' * 199}…</b>"


def test_a_quote_a_heading_and_links():
    one = post(
        (Run("It went: "), Run("buy <now> @all", Style.QUOTE)),
        (Run("see", Style.LINK, "https://a.example/?x=1&y=2"), Run(" and "), Run("there", Style.LINK, "12")),
        heading="Why & how",
    )

    assert render(one, limit=4096, chat="-100777").html == (
        "<b>Why &amp; how</b>\n"
        "It went: <blockquote>buy &lt;now&gt; @\u2060all</blockquote>\n"
        '<a href="https://a.example/?x=1&amp;y=2">see</a> and <a href="https://t.me/c/777/12">there</a>'
    )


def test_what_does_not_fit_goes_whole_sections_first_the_least_important_one():
    one = Post(
        sections=(
            Section(lines=((Run("a" * 40),),), priority=0),
            Section(lines=((Run("b" * 40),),), priority=2),
            Section(lines=((Run("c" * 40),),), priority=1),
        )
    )

    assert render(one, limit=90).html == "a" * 40 + "\n\n" + "c" * 40


def test_a_long_quote_is_shortened_before_anything_that_matters_goes():
    one = Post(
        sections=(
            Section(lines=((Run("Your post came down."),),)),
            Section(lines=((Run("🥖 bread " * 1000, Style.QUOTE),),), priority=1),
        )
    )

    html = render(one, limit=500).html

    assert html.startswith("Your post came down.\n\n<blockquote>🥖 bread")
    assert html.endswith("…</blockquote>")


def test_three_buttons_stand_in_a_row_and_their_data_has_bounds():
    buttons = tuple(Button(label=str(number), data="x") for number in range(4))

    assert [len(row) for row in render(Post(sections=(), buttons=buttons), limit=10).buttons] == [3, 1]
    with pytest.raises(ValueError, match="64 bytes"):
        render(Post(sections=(), buttons=(Button(label="a", data="x" * 65),)), limit=10)
