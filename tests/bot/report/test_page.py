"""The HTML report: what it shows and leaves out, on a page that refers to nothing and that no member can write into."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.commandline.replaying import Options, replay
from bot.judged import Judged
from bot.report import render
from bot.report.weeks import Bar, Chart, weeks_chart
from bot.result import Result
from bot.rounds import Nudged
from bot.tally import Tally, Week
from chat.errors import ExportError
from chat.events import MessagePosted, Person
from chat.giving import Contribution, GivingKind, Grade
from chat.posts import Post
from chat.promotions import Promotion, Signal
from chat.verdicts import Act, Change, Check, Outcome, Verdict, Way
from policies.language.load import load_policy
from tests.adapters.exports import make

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
POLICY = """\
version: 1
groups:
  makers:
    timezone: Europe/London
    selling:
      never: [mlm]
      allow: [{name: When somebody asks, solicited: yes}]
    nudges: {silent_for: 7d, member_for: 7d, holdout: 0, alive: 1, weekends: yes}
    summary: {every: Mon 09:00, names: everybody, goal: 3}
"""
GROUP = load_policy(POLICY).groups["makers"]
ANA = Person(id="7", name="Ana")
ADVERT = "Buy my sourdough course now, 50% off, only £40! Book at https://crumb.example.com/course or DM me"
HARMLESS = {"ana": "Ana", "bo": "Bo", "cy": "Cy", "dot": "Dot"}
HOSTILE = {
    "ana": "<b>@everyone</b>",
    "bo": "</script><script>alert(1)</script>",
    "cy": '"><img src=https://evil.example/x.png onerror=alert(1)>',
    "dot": "Dot\u202etoD &lt;i&gt; {{ 7 * 7 }}",
}
VOID = {"meta", "img", "line", "rect"}
REFERRING = {"src", "href", "xlink:href", "srcset", "action", "formaction", "poster", "data", "background", "ping"}


@dataclass
class _Page(HTMLParser):
    """A page taken apart: its tags in order, what stands in each, and which are not closed as they were opened."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)
    open: list[tuple[str, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.crossed.append(tag)
            return
        _, said = self.open.pop()
        self.texts.append((tag, " ".join("".join(said).split())))

    def handle_data(self, data: str) -> None:
        for _, said in self.open:
            said.append(data)

    def inside(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]

    def given(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """The markup without what is written in it."""
        return [(tag, sorted(attributes)) for tag, attributes in self.tags]


def taken_apart(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def rows(names: dict[str, str]) -> Iterator[dict[str, object]]:
    """Tell of three weeks: help, adverts, a member who falls silent, a newcomer, a question that stays open."""
    numbers = iter(range(1, 100))

    def moment(day: int, minute: int) -> str:
        return (MONDAY + timedelta(days=day, minutes=minute)).replace(tzinfo=None).isoformat()

    def by(who: str, label: str) -> dict[str, object]:
        return {label: names[who], f"{label}_id": f"user{list(names).index(who) + 1}"}

    def said(day: int, minute: int, who: str, text: str, **more: object) -> dict[str, object]:
        return make.row(next(numbers), text, at=moment(day, minute), **by(who, "from"), **more)

    yield said(0, 1, "dot", "Good morning from the flower stall.")
    for week in range(3):
        question = said(7 * week, 5, "ana", f"Does anybody know a good bookkeeper for a bakery of {week + 2} people?")
        answer = said(7 * week, 9, "bo", "Ask Sam at Mill Street.", reply_to_message_id=question["id"])
        yield question
        yield answer
        yield said(7 * week, 12, "ana", "Thank you, that helps a lot!", reply_to_message_id=answer["id"])
        yield said(7 * week + 1, 0, "ana", ADVERT.replace("course", f"course {week}"))
        if week == 1:
            joins = moment(7 * week + 1, 5)
            yield make.service(next(numbers), "join_group_by_link", at=joins, **by("cy", "actor"))
            yield said(7 * week + 1, 7, "cy", "Hello everybody, I have just opened a repair shop.")
        yield said(7 * week + 2, 0, "cy" if week == 2 else "bo", "See you at the market.")
    yield said(16, 30, "bo", "Which insurance covers bicycles that customers leave with me overnight?")


def reported(folder: Path, names: dict[str, str]) -> str:
    """Return the page that `potluck replay --report` writes about the three weeks."""
    export, policy, page = folder / "result.json", folder / "policies.yaml", folder / "report.html"
    make.telegram(export, *rows(names))
    policy.write_text(POLICY, encoding="utf-8")

    assert replay(Options(file=export, policy=policy, report=page)) == 0

    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return reported(tmp_path_factory.mktemp("harmless"), HARMLESS)


@pytest.fixture(scope="module")
def page(text: str) -> _Page:
    return taken_apart(text)


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> _Page:
    return taken_apart(reported(tmp_path_factory.mktemp("hostile"), HOSTILE))


def judged(number: int, text: str, **more: object) -> Judged:
    """Return the removal of an advert that would have a place on Friday."""
    at = MONDAY + timedelta(minutes=number)
    failed = (Check(code="channels", holds=False, limit="offers"), Check(code="earn", holds=False, limit="1 answer"))
    changes = (Change.PLACE, Change.WAIT)
    way = Way(rule="Market", line="policies.yaml:8", changes=changes, failed=failed, place="offers", next=MONDAY)
    given = {"outcome": Outcome.REMOVE, "code": "allow", "rule": "Market", "line": "policies.yaml:8", "way": way}
    signals = (Signal("intercept", -9.0), Signal("price_beside_an_offer", 1.25), Signal("answers", -0.5))
    return Judged(
        message=MessagePosted(
            at=at, chat="c", message_id=str(number), author=ANA, text=text, place="2", place_name="general"
        ),
        promotion=Promotion(score=0.974, kinds={"product": 0.9}, solicited=False, asks_for=(), signals=signals),
        verdict=Verdict(**{**given, "kind": "product", **more}),  # type: ignore[arg-type]
        at=at,
    )


def result(*decisions: Judged) -> Result:
    """Return a result in which nothing happened but these decisions."""
    tally = Tally(GROUP.timezone)
    for decision in decisions:
        tally.count(decision)
    return Result(tally=tally)


def shown(found: Result, *notes: str) -> _Page:
    return taken_apart(render(found, GROUP, notes=notes))


def test_every_tag_is_closed_in_its_order(page):
    assert (page.crossed, page.open) == ([], [])


def test_every_part_of_the_page_has_its_heading(page):
    assert page.inside("h1") == ["makers"]
    assert page.inside("h2") == [
        "What would have been removed",
        "Promotion by week",
        "Who helped whom",
        "Questions still open",
        "Whom it would have nudged",
        "The last summary, as it would have been posted",
        "What this could not show",
    ]


def test_names_change_nothing_in_the_markup_however_hostile(page, hostile_page):
    assert hostile_page.shape == page.shape


def test_a_hostile_name_stands_there_as_it_was_typed_but_turns_no_line(hostile_page):
    assert set(hostile_page.inside("bdi")) == {"makers", HOSTILE["ana"], HOSTILE["bo"], "DottoD &lt;i&gt; {{ 7 * 7 }}"}
    assert any(f"{HOSTILE['cy']} is new and could be welcomed" in line for line in hostile_page.inside("li"))


@pytest.mark.parametrize(
    "hostile",
    [
        "</blockquote><script src='https://evil.example/x.js'></script>",
        "<style>@import url(https://evil.example/x.css)</style>",
        '<a href="javascript:alert(1)" onclick=alert(1)>Free course</a>',
        "<svg/onload=alert(1)><!-- ]]> -->",
        "{% for x in y %}{{ group }}{% endfor %}",
    ],
)
def test_a_hostile_text_changes_nothing_in_the_markup(hostile):
    found = result(judged(1, hostile))
    found.open_questions = [("Ana", MONDAY, hostile)]
    harmless = result(judged(1, "Buy my course"))
    harmless.open_questions = [("Ana", MONDAY, "Who repairs ovens?")]

    page = shown(found, hostile)

    assert page.shape == shown(harmless, "A note").shape
    assert page.inside("blockquote") == [hostile, hostile]
    assert page.inside("li")[-1] == hostile


def test_a_text_that_turns_lines_or_hides_in_them_is_shown_straight():
    page = shown(result(judged(1, "Half \u202eprice\u202c\u2066 \x1b[31mtoday\x00")))

    assert page.inside("blockquote") == ["Half price [31mtoday"]


def test_the_page_refers_to_nothing_outside_itself(text, page):
    style = text.partition("<style>")[2].partition("</style>")[0]

    referred = [
        value for _, attributes in page.tags for name, value in attributes.items() if name in REFERRING and value
    ]
    assert [value.partition(",")[0] for value in referred] == ["data:image/png;base64"]
    assert {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in page.tags} == set()
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "@import" not in style
    assert "url(" not in style


def test_the_browser_is_told_to_fetch_nothing_either(page):
    policies = [given["content"] for given in page.given("meta") if "http-equiv" in given]

    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_the_page_is_light_and_dark_and_fits_a_telephone(text, page):
    assert "color-scheme: light dark" in text
    assert "@media (prefers-color-scheme: dark)" in text
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.given("meta")


def test_a_removed_text_stands_there_with_its_rule_its_signals_and_the_nearest_way():
    page = shown(result(judged(1, ADVERT, acts=(Act(name="remove"), Act(name="mute", duration=timedelta(days=1))))))

    assert page.inside("h3") == ["Market 1 removed"]
    assert page.inside("article") == [
        f"Ana Mon 5 Jan, 09:01 · general {ADVERT} removed as a product (97% likely) · policies.yaml:8 · then mute 1d "
        "price beside an offer +1.2 answers -0.5 It belongs in #offers. It takes 1 answer; you have 0. "
        "You can post it in #offers from Mon 5 Jan, 09:00."
    ]


def test_what_no_rule_allows_says_so():
    page = shown(result(judged(1, ADVERT, rule=None, line=None, way=None)))

    assert page.inside("h3") == ["No rule allows it 1 removed"]
    assert "If you think that it should have a place here, ask an admin." in page.inside("p")


def test_removals_come_first_and_the_most_frequent_rule_before_the_others():
    held = {"outcome": Outcome.HOLD, "code": "approval", "rule": "A launch"}
    noted = {"outcome": Outcome.NOTICE, "code": "never", "rule": "No calls to everyone"}
    once = judged(3, ADVERT, rule="mlm", code="never")
    found = result(judged(1, ADVERT, **noted), judged(2, ADVERT, **held), once, judged(4, ADVERT), judged(5, ADVERT))

    page = shown(found)

    assert page.inside("h3") == ["Market 2 removed", "mlm 1 removed", "A launch 1 held", "No calls to everyone 1 noted"]


def test_of_many_removals_by_one_rule_four_are_seen_at_once_and_the_others_unfold():
    page = shown(result(*(judged(number, f"Advert {number}") for number in range(7))))

    [unfolded] = page.inside("details")
    assert page.inside("summary") == ["3 more"]
    assert [text in unfolded for text in page.inside("blockquote")] == [False] * 4 + [True] * 3


def test_decisions_beyond_those_kept_are_counted():
    found = result(judged(1, ADVERT), judged(2, ADVERT))
    found.tally.samples.pop()

    assert "1 more decisions are counted above and not shown one by one." in shown(found).inside("p")


def test_an_empty_replay_leaves_out_every_part_that_has_nothing_to_say():
    page = shown(result())

    assert page.inside("h2") == ["What would have been removed", "Who helped whom", "Whom it would have nudged"]
    assert page.inside("p") == [
        "What the policy would have done, no messages. Nobody was told anything.",
        "Nothing.",
        "Nothing that somebody else confirmed.",
        "Nobody: no match, no nudge.",
    ]
    assert page.inside("li") == ["0messages", "0removed"]


def test_only_numbers_that_are_not_zero_are_shown_but_messages_and_removals_always():
    allowed = judged(1, "Hello", outcome=Outcome.ALLOW, code="nothing_to_allow", rule=None, way=None)

    page = shown(result(allowed, judged(2, ADVERT, outcome=Outcome.HOLD, code="approval")))

    assert page.inside("li")[:4] == ["2messages", "1members", "0removed", "1held"]


def test_who_helped_whom_is_told_by_name_most_often_first():
    def gave(giver: str, receiver: str | None, kind: GivingKind, **more: object) -> Contribution:
        given = {"messages": ("1",), "at": MONDAY, "grade": Grade.STRUCTURAL, "weight": 3.0, "credit": 3.0, **more}
        return Contribution(key=f"{giver}{receiver}{kind}", giver=giver, receiver=receiver, kind=kind, **given)  # type: ignore[arg-type]

    found = replace(
        result(),
        names={"7": "Ana", "8": "Bo"},
        contributions=[
            gave("7", "8", GivingKind.THANKS),
            gave("8", "7", GivingKind.ANSWER),
            gave("8", "7", GivingKind.WELCOME),
            gave("9", "7", GivingKind.ANSWER, credit=0.0),
            gave("7", None, GivingKind.QUESTION),
        ],
    )

    page = shown(found)

    assert page.inside("tr") == ["whohelpedbytimes", "BoAnaanswer, welcome2", "AnaBothanks1"]
    assert "2people helped" in page.inside("li")


def test_who_thanks_mostly_each_other_is_told_to_the_admins() -> None:
    def thanked(giver: str, receiver: str, number: int) -> Contribution:
        return Contribution(
            key=f"{giver}{receiver}{number}",
            kind=GivingKind.THANKS,
            giver=giver,
            receiver=receiver,
            messages=(str(number),),
            at=MONDAY,
            grade=Grade.CONFIRMED,
            weight=1.0,
            credit=1.0,
        )

    found = replace(
        result(judged(1, ADVERT)),
        names={"7": "Ana", "8": "<b>Bo"},
        contributions=[thanked(*pair, number) for number in range(3) for pair in (("7", "8"), ("8", "7"))],
    )

    page = shown(found)

    assert (
        "Ana and <b>Bo thank mostly each other (100% of their giving): it counts for a quarter there."
        in page.inside("li")
    )


def test_a_nudge_is_told_with_its_reason_the_newest_first():
    def nudged(number: int) -> Nudged:
        at = MONDAY + timedelta(days=number)
        why = f"last here on day {number}"
        return Nudged(
            member="7", name="Ana", at=at, reason="faded:newcomer", why=why, match="9", words=Post(sections=())
        )

    found = replace(result(), nudges=[nudged(number) for number in range(21)])

    page = shown(found)

    assert page.inside("li")[3] == "Ana, Sun 25 Jan, 09:00: last here on day 20"
    assert len(page.inside("li")) == 3 + 20
    assert "The last 20 of 21." in page.inside("p")


def test_a_replay_shows_its_nudge_its_open_question_and_its_summary(page):
    nudges = [text for text in page.inside("li") if "is new and could be welcomed" in text]
    assert [text.partition(",")[0] for text in nudges] == ["Dot"]
    assert "Which insurance covers bicycles that customers leave with me overnight?" in page.inside("blockquote")
    assert page.inside("h4")[:2] == ["In numbers", "Thank you"]
    assert any(" helped " in line for line in page.inside("p")), "words of a line stand apart"


def test_the_summarys_picture_is_inside_the_page_and_told_in_words(page):
    [picture] = page.given("img")

    assert base64.b64decode((picture["src"] or "").partition(",")[2]).startswith(b"\x89PNG")
    assert picture["alt"] == (
        "Bar chart of people helped each week, oldest first: 1, 1, and 1 this week. The group's goal is 3 a week."
    )


def test_what_the_export_could_not_show_stands_there(page):
    assert page.inside("ul")[-1] == (
        "Telegram's exports show the final text of edited messages, and only the latest members who reacted."
        "18 messages show no channel or topic: rules on places count for the member."
    )


def test_weeks_without_a_summary_the_breaker_and_a_broken_export_are_told():
    broken = ExportError("it ends here", file="result.json", where="line 3")
    found = replace(result(), skipped=2, broken=broken)
    found.tally.breaker.append(MONDAY)

    page = shown(found, "Forwards are not shown.")

    assert page.inside("ul")[-1] == (
        "Forwards are not shown."
        "2 weeks had too little in it for a summary."
        "The breaker would have tripped 1 time: live, the bot goes back to observing and tells the admins."
        "The export could not be read to its end: result.json, line 3: it ends here"
    )


def test_who_cannot_see_the_chart_reads_what_it_shows(page):
    [chart] = page.given("svg")

    assert (chart["role"], chart["aria-label"]) == (
        "img",
        "Share of promotion by week, 3 weeks, at most 17% of a week's messages.",
    )
    assert page.inside("title")[1:] == [
        "5 Jan 2026: 6 messages, 1 promotions, 1 removed",
        "12 Jan 2026: 6 messages, 1 promotions, 1 removed",
        "19 Jan 2026: 6 messages, 1 promotions, 1 removed",
    ]


def test_the_chart_holds_the_share_of_each_week_up_to_the_highest():
    weeks = {
        date(2026, 1, 12): Week(messages=10, promotions=5, removed=1),
        date(2026, 1, 5): Week(messages=20, promotions=5),
    }

    assert weeks_chart(weeks) == Chart(
        width=80.0,
        height=140,
        bars=(
            Bar(
                x=0.0,
                width=28.0,
                label="5 Jan",
                title="5 Jan 2026: 20 messages, 5 promotions, 0 removed",
                share=70.0,
                removed=0.0,
            ),
            Bar(
                x=40.0,
                width=28.0,
                label="12 Jan",
                title="12 Jan 2026: 10 messages, 5 promotions, 1 removed",
                share=140.0,
                removed=28.0,
            ),
        ),
        top="50%",
        words="Share of promotion by week, 2 weeks, at most 50% of a week's messages.",
    )


@pytest.mark.parametrize("weeks", [{}, {date(2026, 1, 5): Week()}, {date(2026, 1, 5): Week(messages=9)}])
def test_there_is_no_chart_where_nobody_promoted_anything(weeks):
    assert weeks_chart(weeks) is None


def test_of_a_long_chat_the_last_sixty_weeks_are_drawn_with_few_labels():
    monday = date(2024, 1, 1)
    weeks = {monday + timedelta(weeks=n): Week(messages=10, promotions=n % 3, removed=n % 2) for n in range(100)}

    chart = weeks_chart(weeks)

    assert chart is not None
    assert len(chart.bars) == 60
    assert chart.bars[0].title.startswith("7 Oct 2024")
    assert chart.width == 60 * 12
    assert sum(bool(bar.label) for bar in chart.bars) <= 10
    assert max(bar.share for bar in chart.bars) == chart.height
