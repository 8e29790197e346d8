from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.exports import Export, open_export
from adapters.exports.telegram.translate import HIDES
from chat.events import Link, MemberJoined, MemberLeft, MessageKept, Person, Reacted
from tests.adapters.exports.make import ANA, BERLIN, read, row, service, telegram, told, utc


def test_the_head_tells_the_group_and_the_ids_a_policy_may_use(tmp_path):
    path = telegram(tmp_path / "export", row(1))

    export = open_export(path).export

    assert export == Export(
        platform="telegram",
        name="Potters",
        ids=("-10077", "77", "-77"),
        chat="-10077",
        paths=(path,),
        size=path.stat().st_size,
        hides=frozenset({"role", "deletion", "place"}),
        notes=("Telegram's exports show the final text of edited messages, and only the latest members who reacted.",),
    )


def test_a_message_is_its_author_text_and_answer(tmp_path):
    path = telegram(tmp_path / "r.json", row(1), row(2, "hi", reply_to_message_id=1, via_bot="@gif"))

    assert read(path) == [told(1), told(2, "hi", reply_to="1")]


def test_seconds_since_1970_go_before_the_local_time(tmp_path):
    path = telegram(tmp_path / "r.json", row(1, at="2024-03-01T12:00:00", date_unixtime="1709290800"))
    source = open_export(path)

    assert source.zone_in_file
    assert [event.at for event in source.events(BERLIN)] == [utc(2024, 3, 1, 11)]


def test_a_local_time_is_read_in_the_zone_given(tmp_path):
    source = open_export(telegram(tmp_path / "r.json", row(1)))

    assert not source.zone_in_file
    assert [event.at for event in source.events(BERLIN)] == [utc(2024, 3, 1, 11)]


def test_an_iso_time_with_an_offset_needs_no_zone(tmp_path):
    source = open_export(telegram(tmp_path / "r.json", row(1, at="2024-03-01T12:00:00.250Z")))

    assert source.zone_in_file
    assert [event.at for event in source.events(BERLIN)] == [datetime(2024, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)]


def test_times_keep_rising_when_the_clock_goes_back(tmp_path):
    times = ["02:50", "02:10", "02:55", "03:01"]
    rows = [row(n, at=f"2024-10-27T{time}:00") for n, time in enumerate(times)]

    events = read(telegram(tmp_path / "r.json", *rows), zone=BERLIN)

    expected = [utc(2024, 10, 27, 0, 50), utc(2024, 10, 27, 1, 10), utc(2024, 10, 27, 1, 55), utc(2024, 10, 27, 2, 1)]
    assert [event.at for event in events] == expected


def test_a_text_in_pieces_shows_hidden_links_and_mentions(tmp_path):
    text = [
        "See ",
        {"type": "text_link", "text": "this", "href": "https://shop.example/x"},
        " or ",
        {"type": "link", "text": "b.example"},
        " says ",
        {"type": "mention", "text": "@bob"},
        {"type": "mention_name", "text": " Cleo", "user_id": 44},
        {"type": "hashtag", "text": " #sale"},
    ]

    assert read(telegram(tmp_path / "r.json", row(1, text))) == [
        told(
            1,
            "See this or b.example says @bob Cleo #sale",
            links=(Link(url="https://shop.example/x", shown="this"), Link(url="b.example")),
            mentions=("bob", "44"),
        )
    ]


def test_a_button_hides_a_link_too(tmp_path):
    buttons = [[{"type": "url", "text": "Buy", "data": "https://shop.example"}, {"type": "callback", "data": "x"}]]

    [event] = read(telegram(tmp_path / "r.json", row(1, inline_bot_buttons=buttons)))

    assert event == told(1, links=(Link(url="https://shop.example", shown="Buy"),))


def test_a_deleted_account_keeps_its_id(tmp_path):
    path = telegram(tmp_path / "r.json", row(1) | {"from": None})

    assert read(path) == [told(1, author=Person(id="5", name="Deleted Account"))]


def test_older_exports_write_bare_numbers_for_members(tmp_path):
    assert read(telegram(tmp_path / "r.json", row(1, from_id=5))) == [told(1)]


def test_a_channel_is_no_member(tmp_path):
    path = telegram(tmp_path / "r.json", row(1) | {"from": "News", "from_id": "channel12"})

    assert read(path) == [told(1, author=Person(id="-10012", name="News"), sent_as_chat=True)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"photo": "(File not included. Change data exporting settings to download.)"}, {"pictures": 1}),
        ({"file": "a.pdf", "mime_type": "application/pdf"}, {"files": 1}),
        ({"file": "a.png", "mime_type": "image/png"}, {"pictures": 1}),
        ({"file": "v.mp4", "media_type": "video_file", "mime_type": "video/mp4"}, {"files": 1}),
        ({"file": "s.webp", "media_type": "sticker", "mime_type": "image/webp"}, {}),
        ({"forwarded_from": "Cleo"}, {"forwarded": True}),
        ({"forwarded_from": None}, {"forwarded": True}),
        ({"saved_from": "Notes"}, {"forwarded": True}),
        ({"reply_to_message_id": 3, "reply_to_peer_id": "channel3"}, {}),
    ],
)
def test_what_a_row_carries_besides_words(tmp_path, more, expected):
    assert read(telegram(tmp_path / "r.json", row(1, **more))) == [told(1, **expected)]


def test_a_poll_is_its_question_and_options(tmp_path):
    poll = {"question": "When?", "answers": [{"text": "Mon", "voters": 1}, {"text": "Tue", "voters": 0}]}

    assert read(telegram(tmp_path / "r.json", row(1, "", poll=poll))) == [told(1, "When?\nMon\nTue")]


def test_pictures_of_one_moment_are_one_album(tmp_path):
    rows = [
        row(1, "", photo="a.jpg"),
        row(2, "New mugs", photo="b.jpg", at="2024-03-01T12:00:01"),
        row(3, "", photo="c.jpg", at="2024-03-01T12:00:05"),
        row(4, "", photo="d.jpg", at="2024-03-01T12:00:05") | {"from_id": "user6"},
    ]

    events = read(telegram(tmp_path / "r.json", *rows))

    assert [event.album for event in events] == ["1", "1", None, None]


def test_two_captions_are_two_posts(tmp_path):
    rows = [row(1, "one", photo="a.jpg"), row(2, "two", photo="b.jpg")]

    assert [event.album for event in read(telegram(tmp_path / "r.json", *rows))] == [None, None]


def test_a_topic_is_known_by_the_chain_of_replies(tmp_path):
    rows = [
        service(1, "topic_created", title="Offers"),
        row(2, "in it", reply_to_message_id=1),
        row(3, "answer", reply_to_message_id=2),
        row(4, "elsewhere"),
    ]
    offers: dict[str, Any] = {"place": "1", "place_name": "Offers", "hidden": HIDES - {"place"}}

    assert read(telegram(tmp_path / "r.json", *rows)) == [
        told(2, "in it", **offers),
        told(3, "answer", reply_to="2", **offers),
        told(4, "elsewhere"),
    ]


def test_members_join_and_leave_under_the_ids_they_are_known_by(tmp_path):
    at = utc(2024, 3, 1, 12)
    bob = Person(id="6", name="Bob")
    rows = [
        row(1) | {"from": "Bob", "from_id": "user6"},
        service(2, "join_group_by_link", inviter="Bob"),
        service(3, "join_group_by_request"),
        service(4, "invite_members", members=["Bob", "Cleo", None]),
        service(5, "remove_members", members=["Bob"]),
        service(6, "edit_group_title", title="X"),
    ]
    source = open_export(telegram(tmp_path / "r.json", *rows))

    assert list(source.events(UTC)) == [
        told(1, author=bob),
        MemberJoined(at=at, chat="-10077", member=ANA),
        MemberJoined(at=at, chat="-10077", member=ANA),
        MemberJoined(at=at, chat="-10077", member=bob),
        MemberJoined(at=at, chat="-10077", member=Person(id="Cleo", name="Cleo")),
        MemberLeft(at=at, chat="-10077", member=bob),
    ]
    assert source.trouble == ("Service messages that say nothing of members or pins: 1.",)


def test_a_name_that_two_bear_is_nobodys_id(tmp_path):
    rows = [row(1), row(2, from_id="user6"), service(3, "remove_members", members=["Ana"]) | {"actor": "Bob"}]

    assert read(telegram(tmp_path / "r.json", *rows))[-1] == MemberLeft(
        at=utc(2024, 3, 1, 12), chat="-10077", member=Person(id="Ana", name="Ana")
    )


def test_a_pinned_message_is_kept(tmp_path):
    path = telegram(tmp_path / "r.json", service(2, "pin_message", message_id=1))

    assert read(path) == [MessageKept(at=utc(2024, 3, 1, 12), chat="-10077", message_id="1", by=ANA)]


def test_a_reaction_comes_at_its_own_time(tmp_path):
    recent = [
        {"from": "Bob", "from_id": "user6", "date": "2024-03-01T12:07:00"},
        {"from": "Ana", "from_id": "user5", "date": "2024-03-01T12:02:00"},
    ]
    rows = [
        row(1, reactions=[{"type": "emoji", "emoji": "👍", "count": 5, "recent": recent}]),
        row(2, at="2024-03-01T12:05:00"),
    ]
    source = open_export(telegram(tmp_path / "r.json", *rows))

    def thumb(minute: int, member: Person) -> Reacted:
        return Reacted(at=utc(2024, 3, 1, 12, minute), chat="-10077", message_id="1", member=member, emoji="👍")

    assert list(source.events(UTC)) == [
        told(1),
        thumb(2, ANA),
        told(2, at=utc(2024, 3, 1, 12, 5)),
        thumb(7, Person(id="6", name="Bob")),
    ]
    assert source.trouble == ("Reactions that are counted without saying whose: 3.",)


def test_a_reaction_without_a_time_follows_its_message(tmp_path):
    reactions = [{"emoji": "👍", "count": 1, "recent": [{"from": "Ana", "from_id": "user5"}]}]

    assert read(telegram(tmp_path / "r.json", row(1, reactions=reactions), row(2))) == [
        told(1),
        Reacted(at=utc(2024, 3, 1, 12), chat="-10077", message_id="1", member=ANA, emoji="👍"),
        told(2),
    ]


def test_edited_messages_are_counted(tmp_path):
    source = open_export(telegram(tmp_path / "r.json", row(1, edited="2024-03-01T12:01:00")))

    assert list(source.events(UTC)) == [told(1)]
    assert source.trouble == ("Edited messages, of which only the last text is shown: 1.",)


def test_a_row_that_says_nothing_is_counted_not_fatal(tmp_path):
    source = open_export(telegram(tmp_path / "r.json", {"id": 1, "type": "unsupported"}, row(2)))

    assert list(source.events(UTC)) == [told(2)]
    assert source.trouble == ("Rows without an id or a time, left out: 1.",)


def test_rows_that_name_nobody_are_left_out_and_counted(tmp_path):
    nobody = row(2) | {"from": None, "from_id": None}
    joining = service(3, "join_group_by_link") | {"actor": None, "actor_id": None}
    source = open_export(telegram(tmp_path / "r.json", row(1), nobody, joining))

    assert list(source.events(UTC)) == [told(1)]
    assert source.trouble == ("Rows without an author, left out: 2.",)


def test_a_repeated_id_is_counted(tmp_path):
    source = open_export(telegram(tmp_path / "r.json", row(1), row(2, "second"), row(1, "again")))

    assert list(source.events(UTC)) == [told(1), told(2, "second")]
    assert source.trouble == ("Messages with the id of one before, left out: 1.",)
