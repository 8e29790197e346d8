"""The summary as it is read: short enough for one photo's caption, names whole, nothing cut inside a line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.summary import length, render, skipped_words
from chat.giving import GivingKind
from chat.posts import Style, plain
from policies.giving.digest import Digest, Joined, Number, Numbered, Share, Skip, Skipped, Thanked, Waiting, Win
from policies.giving.facts import Gathering, Topic
from tests.bot.texts.test_nudges import HOSTILE

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 1, 12, 9, tzinfo=UTC)
WEEK = Digest(
    start=START,
    end=START + timedelta(days=7),
    win=Win(kind=GivingKind.ANSWER, giver="Ana", receiver="Sam", about="Which payroll rules changed?", message_id="12"),
    numbers=(
        Number(what=Numbered.HELPED, value=9, usual=6.5),
        Number(what=Numbered.ANSWERED, value=4, of=6, usual=5.0, usual_of=7.0),
        Number(what=Numbered.TURNED_UP, value=1, of=1),
    ),
    thanked=(
        Thanked(name="Kim", gave=((GivingKind.ANSWER, 2), (GivingKind.WELCOME, 1)), first=True),
        Thanked(name="Bo", gave=((GivingKind.RESOURCE, 1),)),
    ),
    thanked_unnamed=3,
    waiting=(
        Waiting(message_id="31", at=START, text="Who repairs ovens?", terms=("oven",)),
        Waiting(message_id="32", at=START, text=None, terms=("florist", "delivery")),
    ),
    newcomers=(Joined(name="Newt", offers="flowers"), Joined(name="Lee")),
    newcomers_unnamed=1,
    topics=(Topic(word="payroll", authors=4), Topic(word="ovens", authors=3)),
    event=Gathering(event_id="e", title="Spring market", at=START + timedelta(days=9), place="Town hall"),
    share=Share(given=12, promotions=4),
)


def test_a_whole_summary():
    assert plain(render(WEEK, LONDON)) == (
        "This week together · 12 to 19 Jan 2026\n"
        "\n"
        "Ana helped Sam with “Which payroll rules changed?”\n"
        "\n"
        "In numbers\n"
        "9 people helped (usually 6.5)\n"
        "4 of 6 questions answered (usually 5 of 7)\n"
        "1 of 1 who said yes turned up\n"
        "\n"
        "Thank you\n"
        "Kim for 2 answers and a welcome, for the first time\n"
        "Bo for a find\n"
        "and 3 more members who gave something to another\n"
        "\n"
        "Still waiting\n"
        "“Who repairs ovens?”\n"
        "A question about florist and delivery\n"
        "\n"
        "Welcome\n"
        "Newt: flowers\n"
        "Lee\n"
        "and 1 more newcomer\n"
        "\n"
        "Next\n"
        "Spring market, Wed 21 Jan, 09:00, Town hall\n"
        "\n"
        "Talked about, by members: payroll (4), ovens (3)\n"
        "\n"
        "As a group: 12 contributions beside 4 promotions.\n"
        "\n"
        "Counted: what somebody else confirmed, never messages. Yours: /me. Not named here: /named no."
    )


def test_empty_sections_are_left_out():
    assert plain(render(Digest(start=START, end=START + timedelta(days=7), thanked_unnamed=1), LONDON)) == (
        "This week together · 12 to 19 Jan 2026\n"
        "\n"
        "Thank you\n"
        "1 member who gave something to another\n"
        "\n"
        "Counted: what somebody else confirmed, never messages. Yours: /me. Not named here: /named no."
    )


def test_names_are_names_and_links_lead_to_messages():
    runs = [run for section in render(WEEK, LONDON).sections for line in section.lines for run in line]

    assert [run.text for run in runs if run.style is Style.NAME] == ["Ana", "Sam", "Kim", "Bo", "Newt", "Lee"]
    assert [run.target for run in runs if run.style is Style.LINK] == ["12", "31", "32"]


def full(name: str) -> Digest:
    """A summary with everything at its longest."""
    thanked = Thanked(name=name, gave=((GivingKind.RECOMMENDATION, 12), (GivingKind.INTRODUCTION, 11)), first=True)
    return replace(
        WEEK,
        win=Win(kind=GivingKind.ANSWER, giver=name, receiver=name, about=name * 9, message_id="1"),
        thanked=(thanked,) * 7,
        waiting=(Waiting(message_id="1", at=START, text=name * 20, terms=(name,)),) * 3,
        newcomers=(Joined(name=name, offers=name * 9),) * 7,
        topics=(Topic(word=name, authors=5),) * 4,
        event=Gathering(event_id="e", title=name * 9, at=START, place=name * 9),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_with_any_names_it_fits_under_its_picture_and_cuts_only_whole_sections(name):
    everything = render(full(name), LONDON)
    shown = plain(everything)

    assert length(everything) <= 1_000
    assert shown.startswith("This week together")
    assert shown.endswith("/named no.")
    assert shown.count("\u2068") == shown.count("\u2069")
    assert not any(mark in shown for mark in "\u202e\u202d\u200f\x00")
    shown.encode()


def test_a_name_of_64_characters_is_shown_whole():
    name = "Wilhelmina-" * 5 + "Montgomery"[:9]

    shown = plain(
        render(replace(WEEK, win=None, thanked=(Thanked(name=name, gave=((GivingKind.ANSWER, 1),)),)), LONDON)
    )

    assert len(name) == 64
    assert f"{name} for an answer" in shown


def test_lists_grow_shorter_before_a_section_goes_and_what_matters_least_goes_first():
    sections = render(full("W" * 40), LONDON).sections
    thanked = next(section for section in sections if section.heading == "Thank you")

    assert [section.heading for section in sections][:4] == [None, None, "In numbers", "Thank you"]
    assert thanked.lines[-1][0].text == "and 7 more members who gave something to another"
    assert "Talked about" not in plain(render(full("W" * 40), LONDON))


@given(name=st.text(max_size=80))
def test_any_text_at_all_fits(name):
    assert length(render(full(name), LONDON)) <= 1_000


def test_no_one_is_compared_with_anybody():
    shown = plain(render(WEEK, LONDON)).lower()

    assert not any(
        word in shown for word in ("top", "best", "most", "rank", "leader", "points", "score", "least", "1st")
    )


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 1, 19, tzinfo=UTC), "12 to 19 Jan 2026"),
        (datetime(2026, 1, 26, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC), "26 Jan to 2 Feb 2026"),
        (datetime(2025, 12, 29, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC), "29 Dec 2025 to 5 Jan 2026"),
    ],
)
def test_admins_read_why_nothing_was_posted(start, end, shown):
    skipped = Skipped(start=start, end=end, why=Skip.FEW_WRITERS, measured=1, limit=3)

    assert skipped_words(skipped, LONDON) == f"No summary for {shown}: 1 member wrote, and `floor` is 3."
