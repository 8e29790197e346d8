"""Our posts as Discord's Markdown: hostile words stay words, and what is too long is cut at a section's border."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.render import CONTENT, DESCRIPTION, escaped, render
from adapters.signs import units
from chat.posts import Button, Post, Run, Section, Style


def post(*lines: tuple[Run, ...], heading: str | None = None) -> Post:
    return Post(sections=(Section(lines=lines, heading=heading),))


@pytest.mark.parametrize(
    ("theirs", "shown"),
    [
        ("**bold** _it_ ~~no~~ `code` ||hid||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\` \|\|hid\|\|"),
        ("<@123> <@&5> <#9> </why:1> <t:1:R>", "\\<@\u2060123> \\<@&5> \\<#9> \\</why:1> \\<t:1:R>"),
        ("@everyone and @here", "@\u2060everyone and @\u2060here"),
        ("[free](https://evil.example)", r"\[free\](https://evil.example)"),
        ("# big\n- one\n> quoted", "\\# big\n\\- one\n\\> quoted"),
        ("https://a.example/x_y_z is fine_ness", r"https://a.example/x_y_z is fine\_ness"),
        ("mail ana@example.org", "mail ana@example.org"),
        ("turned \u202eretsof\u202c", "turned retsof"),
    ],
)
def test_what_members_write_shows_as_they_wrote_it(theirs: str, shown: str):
    assert escaped(theirs) == shown


def test_each_style_has_its_markup():
    runs = (Run("Hello "), Run("Ana_B", Style.NAME), Run(" all", Style.BOLD), Run(" here", Style.LINK, "77"))

    shown = render(post(runs, heading="Week 3"), link_to=lambda message: f"https://discord.com/channels/1/2/{message}")

    assert shown.text == "**Week 3**\nHello Ana\\_B** all**[ here](<https://discord.com/channels/1/2/77>)"


def test_a_link_to_a_message_that_is_not_known_is_plain():
    assert render(post((Run("here", Style.LINK, "77"),))).text == "here"


def test_every_line_of_a_quote_is_quoted():
    assert render(post((Run("one\n# two", Style.QUOTE),))).text == "> one\n> \\# two"


def test_the_least_important_sections_go_first_and_whole():
    sections = tuple(
        Section(lines=((Run(name * 900),),), priority=priority) for name, priority in (("a", 0), ("b", 2), ("c", 1))
    )

    shown = render(Post(sections=sections), limit=CONTENT)

    assert shown.text == f"{'a' * 900}\n\n{'c' * 900}"


def test_a_long_quote_is_shortened_before_lines_go():
    long = post((Run("Your text:"),), (Run("word " * 1_000, Style.QUOTE),), (Run("Next: Friday"),))

    shown = render(long, limit=CONTENT)

    assert shown.text.startswith("Your text:\n> word word")
    assert shown.text.endswith("…\nNext: Friday")


def test_five_buttons_stand_in_a_row():
    shown = render(Post(sections=(), buttons=tuple(Button(label=f"{n}", data=f"d:{n}") for n in range(7))))

    assert [len(row) for row in shown.buttons] == [5, 2]


def test_what_fits_no_message_needs_an_embed():
    assert render(post((Run("x" * 2_001),))).needs_embed
    assert not render(post((Run("x" * 2_000),))).needs_embed


@given(
    st.lists(
        st.tuples(st.text(max_size=3_000), st.sampled_from(list(Style)), st.integers(0, 2)), min_size=1, max_size=5
    )
)
def test_nothing_is_longer_than_it_may_be(given):
    sections = tuple(
        Section(lines=((Run(text, style, "5"),),), heading=text[:50] or None, priority=priority)
        for text, style, priority in given
    )

    for limit in (CONTENT, DESCRIPTION):
        assert units(render(Post(sections=sections), limit=limit).text) <= limit
