"""However a file is cut or damaged: what was before the place is read, then an error names the place; never more."""

import json
import zipfile
from datetime import UTC

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.exports import open_export
from chat.errors import ExportError
from chat.events import MessagePosted
from tests.adapters.exports.make import (
    discord,
    post,
    read,
    read_until_broken,
    row,
    service,
    telegram,
    texts,
    told,
    whatsapp,
)

ROWS = [
    row(1, "Zoë 🙂", reactions=[{"emoji": "👍", "count": 1, "recent": [{"from": "B", "from_id": "user6"}]}]),
    row(2, ["a", {"type": "text_link", "text": "b", "href": "https://b.example"}], photo="x"),
    service(3, "invite_members", members=["Bob"]),
    row(4, "end"),
]
LINES = ["13/12/20, 23:55 - Ana: héllo", "two", "13/12/20, 23:56 - Bob left", "13/12/20, 23:57 - Ana: 🙂 bye"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("broken")


def test_a_truncated_file_gives_its_whole_messages_and_the_place(tmp_path):
    path = telegram(tmp_path / "result.json", row(1), row(2, "second"), row(3, "third"))
    data = path.read_bytes()
    cut = data.index(b"third") + 2
    path.write_bytes(data[:cut])

    events, error = read_until_broken(path)

    lines = data[:cut].count(b"\n") + 1
    assert events == [told(1), told(2, "second")]
    assert error == f"result.json, byte {cut:,} (line {lines}): the file ends too early"


def test_damage_in_the_middle_is_placed_to_the_byte(tmp_path):
    path = telegram(tmp_path / "result.json", row(1), row(2, "second"), row(3, "third"))
    data = path.read_bytes().replace(b'"second"', b"oops!!!!")
    path.write_bytes(data)

    events, error = read_until_broken(path)

    place = data.index(b"oops")
    assert events == [told(1)]
    assert error == f"result.json, byte {place:,} (line {data[:place].count(10) + 1}): it is not valid JSON there"


@pytest.mark.parametrize("bad", [b"\xff", b"\0"])
@pytest.mark.parametrize("many", [0, 1_000])
def test_a_bad_byte_is_placed_to_the_byte(tmp_path, bad, many):
    path = telegram(tmp_path / "result.json", *(row(n, f"naïve {n}") for n in range(many)), row(5_000, "bad! é"))
    data = path.read_bytes().replace(b"bad!", b"bad" + bad)
    path.write_bytes(data)

    events, error = read_until_broken(path)

    place = data.index(bad)
    assert len(events) == many
    assert error == f"result.json, byte {place:,} (line {data[:place].count(10) + 1:,}): it is not valid JSON there"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\udfff low", "? low"),
        (r"\ud8ff high", "? high"),
        (r"\ud83d\ude42", "🙂"),
        (r"\ud83d\ud83d\ude42\ude42", "?🙂?"),
        (r"a\\udfff", r"a\udfff"),
        (r"C:\\\udfff", "C:\\?"),
    ],
)
def test_half_a_letter_is_a_question_mark(tmp_path, written, read):
    path = telegram(tmp_path / "result.json", row(1, "TEXT"), row(2, "second"))
    path.write_text(path.read_text().replace("TEXT", written))

    assert read_until_broken(path) == ([told(1, read), told(2, "second")], None)


@pytest.mark.parametrize("shift", range(12))
def test_letters_are_read_wherever_the_file_is_cut_for_reading(tmp_path, shift):
    path = telegram(tmp_path / "result.json", row(1, "TEXT"), row(2, "second"))
    text = "x" * shift + r"\ud83d\ude42 \udfff" * 8_000
    path.write_text(path.read_text().replace("TEXT", text))

    assert read_until_broken(path) == ([told(1, "x" * shift + "🙂 ?" * 8_000), told(2, "second")], None)


def test_where_one_channel_breaks_the_others_are_read_to_their_end(tmp_path):
    broken = discord(tmp_path / "a.json", post(1, "a1"), post(3, "a3", at="2024-03-01T12:03:00+00:00"))
    broken.write_bytes(broken.read_bytes()[:-200])
    discord(
        tmp_path / "b.json",
        post(2, "b2", at="2024-03-01T12:02:00+00:00"),
        post(4, "b4", at="2024-03-01T12:04:00+00:00"),
    )

    events, error = read_until_broken(tmp_path)

    assert texts(events) == ["a1", "b2", "b4"]
    assert error is not None
    assert error.startswith("a.json, byte ")


def cut_account(path, before):
    """Write an account with one group, then a private chat, cut where `before` begins."""
    potters = {"name": "Potters", "type": "private_group", "id": 1, "messages": [row(1), row(2, "second")]}
    zoe = {"name": "Zoe", "type": "personal_chat", "id": 2, "messages": [row(3, "private")]}
    data = json.dumps({"chats": {"list": [potters, zoe]}})
    path.write_text(data[: data.index(before)], encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "read"),
    [(', {"id": 2, "type"', ["hello"]), ('oe"', ["hello", "second"]), ('private"}', ["hello", "second"])],
)
def test_an_account_that_is_cut_says_so_wherever_it_was_cut(tmp_path, before, read):
    events, error = read_until_broken(cut_account(tmp_path / "result.json", before))

    assert texts(events) == read
    assert error is not None
    assert error.startswith("result.json, byte ")
    assert error.endswith("the file ends too early")


def test_channels_without_any_message_left_are_named(tmp_path):
    discord(tmp_path / "a.json", post(1, "good"))
    (tmp_path / "cut.json").write_text('{"guild":{"id":"9","name":"Makers"},"channel":{"id":"14","na')
    (tmp_path / "empty.json").write_text("")
    source = open_export(tmp_path)

    events = source.events(UTC)
    event = next(events)

    assert isinstance(event, MessagePosted)
    assert event.text == "good"
    with pytest.raises(ExportError, match=r"^cut\.json, byte 60 \(line 1\): the file ends too early$"):
        next(events)
    assert source.trouble == ("empty.json: it is empty.",)


def test_a_text_cut_within_a_letter_says_so(tmp_path):
    path = whatsapp(tmp_path / "chat.txt", "13/12/20, 23:55 - Ana: héllo", "13/12/20, 23:56 - Ana: 🙂")
    path.write_bytes(path.read_bytes()[:-1])

    events, error = read_until_broken(path)

    assert texts(events) == ["héllo", ""]
    assert error == "chat.txt, line 2: the file ends within a character"


def test_a_zip_damaged_inside_gives_what_can_be_unpacked(tmp_path):
    path = tmp_path / "x.zip"
    lines = "\n".join(f"13/12/20, 23:{n % 60:02} - Ana: message {n * 7919 % 10007}" for n in range(20_000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", lines)
    data = bytearray(path.read_bytes())
    data[len(data) * 3 // 4] ^= 0xFF
    path.write_bytes(data)

    events, error = read_until_broken(path)

    assert len(events) > 1_000
    assert error is not None
    assert "_chat.txt, line " in error


def whole(path):
    return path.read_bytes(), read(path)


@given(cut=st.floats(0, 1))
@settings(deadline=None)
def test_telegram_cut_anywhere_gives_a_beginning_and_an_export_error(folder, cut):
    data, events = whole(telegram(folder / "whole.json", *ROWS))
    part = folder / "part.json"
    part.write_bytes(data[: int(cut * (len(data) - 1))])

    some, error = read_until_broken(part)

    assert error is not None
    # An album can't be seen before its second picture; there is none here.
    assert some == events[: len(some)]


@given(cut=st.floats(0, 1), newest_first=st.booleans())
@settings(deadline=None)
def test_discord_cut_anywhere_gives_whole_messages_and_an_export_error(folder, cut, newest_first):
    rows = [post(n, f"m{n}", at=f"2024-03-01T12:0{n}:00+00:00") for n in range(1, 6)]
    data, events = whole(discord(folder / "whole", *(rows[::-1] if newest_first else rows)))
    part = folder / "part"
    part.write_bytes(data[: int(cut * (len(data) - 1))])

    some, error = read_until_broken(part)

    assert error is not None
    assert all(event in events for event in some)
    assert [event.at for event in some] == sorted(event.at for event in some)


@given(cut=st.floats(0, 1))
@settings(deadline=None)
def test_whatsapp_cut_anywhere_gives_a_beginning(folder, cut):
    data, events = whole(whatsapp(folder / "chat.txt", *LINES))
    (folder / "cut").mkdir(exist_ok=True)
    part = folder / "cut" / "chat.txt"
    part.write_bytes(data[: int(cut * len(data))])

    some, _ = read_until_broken(part)

    # The cut itself can't be seen: the last entry may lack its end, or be part of a date.
    assert some[:-1] == events[: len(some) - 1] if some else True


@given(st.binary(max_size=300), st.sampled_from(["", '{"messages": [', '{"guild": {"id": 1}, "messages": [{']))
@example(b"\xff\xfe\x00", "")
@example(b"1" * 5_000, '{"name": "x", "messages": [{"id": ')
@settings(deadline=None)
def test_rubbish_raises_an_export_error_or_nothing(folder, rubbish, before):
    path = folder / "rubbish"
    path.write_bytes(before.encode() + rubbish)

    read_until_broken(path)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**63, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
TELEGRAM_KEYS = sorted({key for one in ROWS for key in one} | {"date_unixtime", "poll", "title", "message_id"})
DISCORD_KEYS = sorted({*post(1), "reference", "reactions", "mentions", "attachments", "embeds", "forwardedMessage"})


@given(changes=st.dictionaries(st.sampled_from(TELEGRAM_KEYS), JSON), kind=st.sampled_from([*ROWS]))
@settings(deadline=None)
def test_a_telegram_row_of_any_shape_never_stops_the_reading(folder, changes, kind):
    path = folder / "any.json"
    path.write_text(
        json.dumps({"name": "x", "type": "y", "id": 1, "messages": [kind | changes, kind | changes, row(9)]})
    )

    assert texts(read(path))[-1] == "hello"


@given(changes=st.dictionaries(st.sampled_from(DISCORD_KEYS), JSON))
@settings(deadline=None)
def test_a_discord_row_of_any_shape_never_stops_the_reading(folder, changes):
    path = discord(folder / "any", post(1), post(2) | changes, post(3, "last"))

    assert texts(read(path))[-1] == "last"


def test_an_id_beyond_64_bits_is_an_id(tmp_path):
    text = '"x": 12345678901234567890, "y"'
    path = telegram(tmp_path / "result.json", row(12345678901234567890, text), row(2, "second"))

    assert read_until_broken(path) == ([told(12345678901234567890, text), told(2, "second")], None)


def test_reading_twice_gives_the_same(tmp_path):
    source = open_export(telegram(tmp_path / "result.json", *ROWS))

    assert list(source.events(UTC)) == list(source.events(UTC))


def test_an_error_is_raised_only_when_all_was_given(tmp_path):
    path = telegram(tmp_path / "result.json", row(1))
    path.write_bytes(path.read_bytes()[:-1])
    events = open_export(path).events(UTC)

    assert next(events) == told(1)
    with pytest.raises(ExportError):
        next(events)
