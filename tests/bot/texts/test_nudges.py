"""The words of a nudge: why you, one small task, an easy no; never a reproach, and whole with any name."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.nudges import passed_words, reason_words, words
from chat.posts import Style, plain
from policies.giving.nudging import Case, Match, MatchKind, Nudge, Passed, Why

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
HOSTILE = [
    "<b>@everyone</b>",
    "**_~~`code`~~_**",
    "\u202egnp.exe\u202c",
    "محمد العربي",
    "דנה" * 21 + "!",
    "W" * 64,
    "x" * 5_000,
    "👩‍👩‍👧‍👦" * 16,
    "a\nb\tc\x00d",
    "Z̷̧̢̛̗̗̖̃̃̃̃̃̃" * 12,
    "[link](https://evil.example)",
    "",
    "   ",
    "{0} %s $name",
    "\ud83d",
]
FORBIDDEN = re.compile(
    r"inactive|lurk|silen|ghost|name only|haven't (written|posted|been)|have not (written|posted)|miss(ed|ing)? you"
    r"|\bweeks?\b|\bmonths?\b|\bdays? ago|long time|\burgent|\bnow or\b|hurry|last chance|only \d|expires?|must\b"
    r"|should\b"
    r"|disappoint|sorry|unfortunately|guilt|\bnever\b|still waiting|counting on you|everybody else|others have",
    re.IGNORECASE,
)


def nudge(case: Case = Case.FADED, kind: MatchKind = MatchKind.QUESTION, **more) -> Nudge:
    name = more.pop("name", "Dana")
    match = {
        "kind": kind,
        "id": "q1",
        "score": 2.0,
        "at": AT + timedelta(days=3),
        "who": "" if kind is MatchKind.EVENT else "Sam",
        "text": None if kind is MatchKind.NEWCOMER else "Which payroll rules changed for cafés?",
        "terms": ("payroll",) if kind is MatchKind.QUESTION else (),
        "known_by": 2,
    }
    return Nudge(
        key="0123456789abcdef",
        member="dana",
        name=name,
        at=AT,
        case=case,
        match=Match(**{**match, **more}),
        silent_since=AT - timedelta(days=60),
    )


def text(one: Nudge, set_up_by: str | None = "Priya") -> str:
    return plain(words(one, zone=LONDON, set_up_by=set_up_by))


def test_a_question_for_somebody_who_faded():
    assert text(nudge()) == (
        "Hi Dana, I'm the group's bot, set up by Priya. Thank you for what you've shared here.\n"
        "Sam asked: “Which payroll rules changed for cafés?”\n"
        "You are one of two people here who have spoken about payroll. Two lines would help.\n"
        "Not for you? That is fine."
    )


def test_a_newcomer_for_somebody_new():
    assert text(nudge(Case.NEW, MatchKind.NEWCOMER)) == (
        "Hi Dana, I'm the group's bot, set up by Priya. Glad you're here.\n"
        "Sam just joined and hasn't been greeted by many yet.\n"
        "One line of hello from somebody who knows the place makes it easier to stay.\n"
        "Not for you? That is fine."
    )


def test_an_event_for_a_reader():
    assert text(nudge(Case.READER, MatchKind.EVENT, text="Spring market")) == (
        "Hi Dana, I'm the group's bot, set up by Priya. Reading along is a fine way to be here.\n"
        "“Spring market” is on Fri 6 Mar, 10:00.\n"
        "If you come, the host can count on one more; a tap is enough.\n"
        "Would you rather just read? That is fine too."
    )


@pytest.mark.parametrize(("case", "kind"), list(product(Case, MatchKind)))
def test_every_nudge_offers_an_easy_no_and_an_end_for_good_in_buttons_that_every_platform_holds(case, kind):
    buttons = words(nudge(case, kind), zone=LONDON).buttons

    assert {"Not me", "Stop these"} <= {button.label for button in buttons}
    assert all(len(button.data.encode()) <= 64 for button in buttons)
    assert ("Just reading" in {button.label for button in buttons}) is (case is Case.READER)


@pytest.mark.parametrize(("case", "kind", "name"), list(product(Case, MatchKind, HOSTILE)))
def test_with_any_name_it_stays_short_kind_and_whole(case, kind, name):
    one = nudge(case, kind, name=name, who=name, text=name * 30)

    shown = text(one, set_up_by=name)

    assert len(shown) < 400
    assert "I'm the group's bot" in shown
    assert not re.search("[\u202a-\u202e\u200e\u200f\x00]", shown)
    assert shown.count("\u2068") == shown.count("\u2069")
    shown.encode()


@pytest.mark.parametrize(
    ("case", "kind", "known_by", "terms", "kept"),
    list(product(Case, MatchKind, (0, 1, 2, 5, 40), ((), ("payroll", "vat")), (True, False))),
)
def test_no_word_blames_counts_or_hurries(case, kind, known_by, terms, kept):
    more = {} if kept else {"text": None}
    if kind is MatchKind.QUESTION and not kept and not terms:
        terms = ("payroll",)

    shown = text(nudge(case, kind, known_by=known_by, terms=terms, **more))

    assert not FORBIDDEN.search(shown)
    assert len(shown) < 400


def test_names_are_runs_that_no_platform_turns_into_a_mention():
    post = words(nudge(name="@everyone"), zone=LONDON, set_up_by="<b>Priya</b>")

    names = [run.text for line in post.sections[0].lines for run in line if run.style is Style.NAME]
    assert names == ["@everyone", "<b>Priya</b>", "Sam"]


def test_admins_read_why_and_why_not():
    assert reason_words(nudge(), zone=LONDON) == (
        "last here on 2 Jan; Sam's open question shares “payroll” (known to 2 members)"
    )
    assert passed_words(Passed(member="bo", why=Why.AWAY, until=AT), zone=LONDON) == "is away (until 3 Mar 2026)"
    assert all(passed_words(Passed(member="bo", why=why), zone=LONDON) for why in Why)


@given(name=st.text(max_size=90), who=st.text(max_size=90), asked=st.text(max_size=300), by=st.text(max_size=90))
def test_any_text_at_all_keeps_it_under_400_characters(name, who, asked, by):
    for case in Case:
        shown = text(nudge(case, name=name, who=who, text=asked, terms=(asked[:40] or "x",)), set_up_by=by)

        assert len(shown) < 400
        assert shown.count("\n") == 3
