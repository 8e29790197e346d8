"""What a file is, is told by its content; what it isn't, by an error that helps."""

import json
import zipfile
from datetime import UTC

import pytest

from adapters.exports import open_export
from chat.errors import ExportError
from tests.adapters.exports.make import discord, post, read, row, said, telegram, texts, told, utc, whatsapp

LINE = "13/12/20, 23:55 - Ana: hello"
AT = utc(2020, 12, 13, 23, 55)
UNDERSTOOD = (
    "understood are Telegram Desktop's result.json, WhatsApp's exported text or zip, and DiscordChatExporter's JSON "
    "or a folder of it"
)


def refused(path):
    with pytest.raises(ExportError) as error:
        open_export(path)
    return str(error.value).removeprefix(f"{path}: ")


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return path


def test_the_file_name_says_nothing(tmp_path):
    platforms = [
        open_export(path).export.platform
        for path in (
            telegram(tmp_path / "a.txt", row(1)),
            discord(tmp_path / "b.txt", post(1)),
            whatsapp(tmp_path / "c.json", LINE),
        )
    ]

    assert platforms == ["telegram", "discord", "whatsapp"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_may_come_in_any_encoding_and_with_any_line_end(tmp_path, encoding, end):
    path = tmp_path / "chat.txt"
    path.write_bytes(f"{LINE} Zoë{end}two{end}{LINE}{end}".encode(encoding))

    assert read(path) == [said(1, "Ana", "hello Zoë\ntwo", at=AT), said(3, "Ana", "hello", at=AT)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_may_have_a_mark_of_its_encoding(tmp_path, encoding):
    path = telegram(tmp_path / "result.json", row(1, "Zoë"))
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    assert read(path) == [told(1, "Zoë")]


def test_keys_may_stand_after_the_messages(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"messages": [row(1)], "id": 77, "type": "private_supergroup", "name": "Potters"}))

    assert read(path) == [told(1)]


def test_a_zip_is_read_without_unpacking(tmp_path):
    path = zipped(tmp_path / "WhatsApp Chat - Potters.zip", _chat_dot_txt=LINE, notes_dot_txt=LINE, a_dot_jpg="x")

    source = open_export(path)

    assert (source.export.name, source.export.size) == ("Potters", len(LINE))
    assert list(source.events(UTC)) == [said(1, "Ana", "hello", at=AT, chat="Potters")]


def test_a_folder_is_looked_through(tmp_path):
    (tmp_path / "photos").mkdir()
    telegram(tmp_path / "result.json", row(1))
    (tmp_path / "photos" / "meta.json").write_text("{}")

    assert read(tmp_path) == [told(1)]


def test_progress_ends_at_the_size(tmp_path):
    source = open_export(telegram(tmp_path / "result.json", *(row(n) for n in range(2_000))))
    seen = [source.bytes_read for _ in source.events(UTC)]

    assert 0 < seen[0] < seen[-1] <= source.bytes_read == source.export.size


def account(path, *chats):
    listed = [
        {"name": name, "type": kind, "id": n, "messages": [row(n, name)]} for n, (name, kind) in enumerate(chats, 1)
    ]
    path.write_text(json.dumps({"about": "x", "contacts": {"list": []}, "chats": {"about": "y", "list": listed}}))
    return path


def test_the_only_group_of_a_telegram_account_is_read(tmp_path):
    path = account(
        tmp_path / "r.json", ("Bob", "personal_chat"), ("Potters", "private_group"), ("Cleo", "personal_chat")
    )

    source = open_export(path)

    assert (source.export.name, source.export.ids) == ("Potters", ("-2", "2"))
    assert texts(list(source.events(UTC))) == ["Potters"]


def test_several_groups_of_an_account_are_listed(tmp_path):
    path = account(tmp_path / "r.json", ("Potters", "private_group"), ("Weavers", "public_supergroup"))

    assert refused(path) == (
        "it is the export of a whole account; export one group by itself (its menu, then 'Export chat history'). "
        "In it are: Potters, Weavers"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", f"it is empty; {UNDERSTOOD}"),
        ("dear diary", f"it is no chat export: text of another kind (x); {UNDERSTOOD}"),
        ('{"a": [1]}', f"it is no chat export: JSON of another kind (x); {UNDERSTOOD}"),
        ("[1, 2]", f"it is no chat export: JSON of another kind (x); {UNDERSTOOD}"),
        (
            '{"name": "x',
            f"it is JSON that breaks before any message (x, byte 11 (line 1): the file ends too early); {UNDERSTOOD}",
        ),
        ("\x00\x01\x02", f"it is no chat export: text of another kind (x); {UNDERSTOOD}"),
        ("PK\x03\x04rubbish", "the zip is cut off or damaged: export or copy it again"),
    ],
)
def test_anything_else_is_refused_with_what_was_found(tmp_path, content, message):
    path = tmp_path / "x"
    path.write_text(content)

    assert refused(path) == message


def test_a_path_that_is_nowhere(tmp_path):
    assert refused(tmp_path / "nowhere") == "there is no such file or folder"


def test_a_folder_with_nothing_in_it(tmp_path):
    assert refused(tmp_path) == f"there is no text or JSON in it; {UNDERSTOOD}"


def test_a_folder_of_several_platforms(tmp_path):
    telegram(tmp_path / "result.json", row(1))
    discord(tmp_path / "general.json", post(1))

    assert refused(tmp_path) == "it holds exports of several platforms, give one: discord, telegram"


def test_a_folder_of_several_telegram_exports(tmp_path):
    telegram(tmp_path / "a.json", row(1))
    telegram(tmp_path / "b.json", row(1))

    assert refused(tmp_path) == "it holds several Telegram exports: give one of a.json, b.json"


def test_a_folder_of_several_servers(tmp_path):
    discord(tmp_path / "a.json", post(1))
    discord(tmp_path / "b.json", post(1), guild="10")

    assert refused(tmp_path) == "it holds several Discord servers, give one: Makers, Makers"


def test_a_folder_of_several_whatsapp_chats(tmp_path):
    whatsapp(tmp_path / "a.txt", LINE)
    whatsapp(tmp_path / "b.txt", LINE)

    assert refused(tmp_path) == "it holds several WhatsApp chats, give one: a.txt, b.txt"


def test_a_zip_of_zips(tmp_path):
    assert refused(zipped(tmp_path / "x.zip", a_dot_zip="x")) == "it is a zip of zips: unpack it and give one of them"


def test_a_zip_that_unpacks_to_far_more_than_any_chat(tmp_path):
    path = zipped(tmp_path / "x.zip", _chat_dot_txt=b"\0" * 60_000_000)

    assert refused(path) == (
        f"_chat.txt in it claims to unpack to 60,000,000 bytes from {path.stat().st_size - 116:,}: no chat does"
    )


def test_a_message_of_a_hostile_depth_is_refused_not_followed(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(
        json.dumps({"name": "x", "type": "private_group", "id": 5, "messages": [row(1)]})[:-2] + "," + "[" * 200_000
    )

    with pytest.raises(ExportError, match="nested too deeply"):
        list(open_export(path).events(UTC))
