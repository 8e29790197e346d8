"""Chats played from a script: every kind of event, times by the script's own clock, and errors that name their line."""

from datetime import UTC, datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from adapters.script import Script, ScriptError, read_script
from chat.errors import PotluckError
from chat.events import (
    CommandGiven,
    Event,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessageKept,
    MessagePosted,
    Person,
    Reacted,
)

HEAD = """\
begins: 2026-01-05
timezone: Europe/London
members:
  ana: {name: Ana Pereira, handle: ana_bakes, id: "7"}
  priya: {name: Priya Shah, admin: yes}
  guide: {name: Guide, bot: yes}
events:
"""
FIRST_LINE = 8
"""Of the events."""
ANA = Person(id="7", name="Ana Pereira", handle="ana_bakes")
PRIYA = Person(id="priya", name="Priya Shah", handle="priya", is_admin=True)


def script(*lines: str) -> Script:
    return read_script(HEAD + "".join(f"  - {line}\n" for line in lines), "play.yaml")


def events(*lines: str) -> list[Event]:
    return list(script(*lines).events)


def complaint(text: str) -> str:
    with pytest.raises(ScriptError) as refused:
        read_script(text, "play.yaml")
    return str(refused.value)


def complaint_about(line: str) -> str:
    """Return what is said of an event, which stands in line 9."""
    return complaint(f"{HEAD}  - {{at: 1 Mon 09:00, ana: Hello, id: hello}}\n  - {line}\n")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def posted(when: datetime, message_id: str, text: str, **more: object) -> MessagePosted:
    given = {"author": ANA, "place": "general", "place_name": "general", **more}
    return MessagePosted(at=when, chat="script", message_id=message_id, text=text, **given)  # type: ignore[arg-type]


def test_a_script_has_its_zone_and_its_members():
    read = script()

    assert read == Script(
        zone=ZoneInfo("Europe/London"),
        members={"ana": ANA, "priya": PRIYA, "guide": Person(id="guide", name="Guide", handle="guide", is_bot=True)},
        events=(),
    )


def test_a_member_says_something_in_the_general_place():
    assert events("{at: 1 Mon 09:15, ana: 'Hello, all!'}") == [posted(at(5, 9, 15), "m1", "Hello, all!")]


def test_a_message_has_everything_that_the_script_says_of_it():
    lines = "{at: 1 Fri 10:00, ana: Wreaths, id: w, in: offers, to: q, pictures: 2, album: a, forwarded: yes}"

    assert events(lines) == [
        posted(
            at(9, 10),
            "w",
            "Wreaths",
            place="offers",
            place_name="offers",
            reply_to="q",
            pictures=2,
            album="a",
            forwarded=True,
        )
    ]


def test_members_join_and_leave():
    assert events("{at: 1 Mon 09:12, join: ana}", "{at: 2 Mon 10:00, leave: ana}") == [
        MemberJoined(at=at(5, 9, 12), chat="script", member=ANA),
        MemberLeft(at=at(12, 10), chat="script", member=ANA),
    ]


def test_an_edited_message_has_its_new_text_and_the_time_of_its_first_posting():
    _, edited = events(
        "{at: 1 Mon 09:00, ana: Hello, id: hello, in: offers}", "{at: 1 Mon 09:30, edit: hello, text: Hello all}"
    )

    message = posted(at(5, 9), "hello", "Hello all", place="offers", place_name="offers")
    assert edited == MessageEdited(at=at(5, 9, 30), message=message)


def test_a_message_is_deleted_and_kept_by_whoever_does_it_or_by_nobody_known():
    _, deleted, kept, gone = events(
        "{at: 1 Mon 09:00, ana: Hello, id: hello}",
        "{at: 1 Mon 09:10, delete: hello, by: ana}",
        "{at: 1 Mon 09:20, keep: hello, by: priya}",
        "{at: 1 Mon 09:30, delete: hello}",
    )

    assert deleted == MessageDeleted(at=at(5, 9, 10), chat="script", message_id="hello", by=ANA)
    assert kept == MessageKept(at=at(5, 9, 20), chat="script", message_id="hello", by=PRIYA)
    assert gone == MessageDeleted(at=at(5, 9, 30), chat="script", message_id="hello", by=None)


def test_a_reaction_is_thanks_unless_it_says_with_what():
    _, thanks, thumb = events(
        "{at: 1 Mon 09:00, ana: Hello, id: hello}",
        "{at: 1 Mon 09:10, react: hello, by: priya}",
        "{at: 1 Mon 09:11, react: hello, by: priya, with: 👍}",
    )

    assert thanks == Reacted(at=at(5, 9, 10), chat="script", message_id="hello", member=PRIYA, emoji="🙏")
    assert thumb == Reacted(at=at(5, 9, 11), chat="script", message_id="hello", member=PRIYA, emoji="👍")


@pytest.mark.parametrize("written", ["/pass @ana 1", "pass @ana 1"])
def test_a_command_is_its_name_and_its_argument(written):
    [command] = events(f"{{at: 1 Tue 10:00, by: priya, command: '{written}'}}")

    assert command == CommandGiven(
        at=at(6, 10), chat="script", message_id="c1", member=PRIYA, name="pass", argument="@ana 1"
    )


def test_events_come_in_the_order_of_time_and_at_the_same_time_as_they_are_written():
    told = events(
        "{at: 2 Mon 09:00, ana: third}",
        "{at: 1 Mon 09:00, ana: first}",
        "{at: 1 Mon 09:00, ana: second}",
    )

    assert [event.text for event in told if isinstance(event, MessagePosted)] == ["first", "second", "third"]


def test_times_are_of_the_scripts_clock_through_a_change_of_it():
    before, after = events("{at: 12 Sat 09:00, ana: Winter}", "{at: 12 Sun 09:00, ana: Summer}")

    assert before.at == datetime(2026, 3, 28, 9, tzinfo=UTC)
    assert after.at == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_messages_without_an_id_are_numbered_so_that_no_two_are_the_same():
    told = events(*["{at: 1 Mon 09:00, ana: Hello}"] * 3, "{at: 1 Mon 09:00, by: ana, command: me}")

    ids = [event.message_id for event in told if isinstance(event, MessagePosted | CommandGiven)]
    assert ids == ["m1", "m2", "m3", "c4"]


def test_what_looks_like_a_number_a_date_or_a_switch_to_yaml_is_text_here():
    told = events("{at: 1 Mon 09:00, ana: 12}", "{at: 1 Mon 09:01, ana: no}", "{at: 1 Mon 09:02, ana: 2026-01-05}")

    assert [event.text for event in told if isinstance(event, MessagePosted)] == ["12", "no", "2026-01-05"]


def test_the_demos_script_reads():
    text = (resources.files("bot.demo") / "script.yaml").read_text(encoding="utf-8")

    read = read_script(text)

    assert len(read.members) == 12
    assert list(read.events) == sorted(read.events, key=lambda event: event.at)


def test_a_bad_script_is_an_error_of_ours_with_a_sentence():
    assert issubclass(ScriptError, PotluckError)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "play.yaml:1: a script has begins, timezone, members and events"),
        ("- hello", "play.yaml:1: a script has begins, timezone, members and events"),
        (HEAD.replace("begins:", "starts:"), "play.yaml:1: 'begins' is missing"),
        (HEAD.replace("events:", "event:"), "play.yaml:1: 'events' is missing"),
        (
            HEAD.replace("2026-01-05", "5 January"),
            "play.yaml:1: '5 January' is no date: write it like 2026-01-05",
        ),
        (HEAD.replace("2026-01-05", "2026-01-06"), "play.yaml:1: a script begins on a Monday"),
        (HEAD.replace("Europe/London", "Europe/Londres"), "play.yaml:2: 'Europe/Londres' is no time zone"),
        (HEAD.replace("Europe/London", "../../etc/passwd"), "play.yaml:2: '../../etc/passwd' is no time zone"),
    ],
)
def test_a_script_that_lacks_a_part_or_has_a_bad_one_says_which_and_where(text, said):
    assert complaint(text) == said


@pytest.mark.parametrize(
    "time", ["Mon 09:00", "1 Mon", "1 Mon 24:00", "1 Mon 09:60", "1 Monday 09:00", "1 Xyz 09:00", "2026-01-05 09:00"]
)
def test_a_bad_time_is_told_with_its_line_and_how_to_write_one(time):
    said = complaint_about(f"{{at: '{time}', ana: Hello again}}")

    assert said == f"play.yaml:9: '{time}' is no time: write a week, a day and a time, like 1 Mon 09:30"


def test_an_event_without_a_time_is_told_how_to_write_one():
    said = "play.yaml:9: '' is no time: write a week, a day and a time, like 1 Mon 09:30"

    assert complaint_about("{ana: Hello again}") == said


def test_what_is_no_map_has_unknown_keys_or_the_wrong_sort_of_value_is_told():
    assert complaint_about("Hello again") == "play.yaml:9: this is a map in braces: {at: 1 Mon 09:15, ana: Hello!}"
    assert complaint_about("{at: 1 Mon 09:30, ana: Hi, too: q}").startswith("play.yaml:9: 'too' is no member")
    assert complaint_about("{at: 1 Mon 09:30, ana: [Hi]}") == "play.yaml:9: 'ana' has one value"
    assert complaint_about("{at: 1 Mon 09:30, ana: Hi, pictures: many}") == (
        "play.yaml:9: 'many' is no number of pictures"
    )
    assert complaint_about("{at: 1 Mon 09:30, ana: Hi, id: hello}") == "play.yaml:9: two messages have the id 'hello'"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "{at: 1 Mon 09:30, anna: Hello}",
            "'anna' is no member, nor something that happens: "
            "join, leave, edit, delete, react, keep, command, whisper, press",
        ),
        (
            "{at: 1 Mon 09:30, in: offers}",
            "nobody says or does anything here: "
            "name a member, or one of join, leave, edit, delete, react, keep, command, whisper, press",
        ),
        ("{at: 1 Mon 09:30, join: bo}", "'bo' is no member: there are ana, priya, guide"),
        ("{at: 1 Mon 09:30, leave: bo}", "'bo' is no member: there are ana, priya, guide"),
        ("{at: 1 Mon 09:30, react: hello, by: bo}", "'bo' is no member: there are ana, priya, guide"),
        ("{at: 1 Mon 09:30, react: hello}", "a reaction is by somebody: add `by`"),
        ("{at: 1 Mon 09:30, command: /me}", "a command is given by somebody: add `by`"),
        ("{at: 1 Mon 09:30, edit: helo, text: Hi}", "no message before this has the id 'helo'"),
        ("{at: 1 Mon 09:30, delete: helo}", "no message before this has the id 'helo'"),
        ("{at: 1 Mon 09:30, keep: helo}", "no message before this has the id 'helo'"),
        ("{at: 1 Mon 09:30, react: helo, by: ana}", "no message before this has the id 'helo'"),
    ],
)
def test_what_nobody_can_do_is_told_with_its_line_and_what_there_is(line, said):
    assert complaint_about(line) == f"play.yaml:9: {said}"


def test_what_is_no_yaml_is_told_with_its_line():
    said = complaint(f"{HEAD}  - {{at: 1 Mon 09:00, ana: Hello\n")

    assert said.startswith("play.yaml: ")
    assert f"line {FIRST_LINE}" in said
    assert "\n" not in said


def test_a_script_of_more_than_2_mb_is_not_read():
    assert complaint("#" * 2_000_001) == "play.yaml: the script is larger than 2 MB"
