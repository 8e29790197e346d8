from datetime import UTC
from typing import Any

from adapters.exports import Export, open_export
from adapters.exports.discord.translate import HIDES
from chat.events import Link, MemberJoined, MessageKept, MessagePosted, Person, Reacted
from tests.adapters.exports.make import discord, post, read, texts, utc

AT = utc(2024, 3, 1, 12)
ANA = Person(id="5", name="Ana", handle="ana", roles=("Organiser", "8"))
GENERAL = {"place": "31", "place_name": "general"}


def told(number, text="hello", *, at=AT, **more):
    given: dict[str, Any] = {"author": ANA, "hidden": HIDES} | GENERAL | more
    return MessagePosted(at=at, chat="9", message_id=str(number), text=text, **given)


def test_the_head_tells_the_server(tmp_path):
    path = discord(tmp_path / "general", post(1))
    source = open_export(path)

    assert source.zone_in_file
    assert source.export == Export(
        platform="discord",
        name="Makers",
        ids=("9",),
        chat="9",
        paths=(path,),
        size=path.stat().st_size,
        hides=frozenset({"deletion"}),
        notes=("Discord's exports don't say when members reacted: it counts as at the message's time.",),
    )


def test_a_message_has_its_author_with_roles_and_its_channel(tmp_path):
    answer = post(2, "yes", type="Reply", reference={"messageId": "1", "channelId": "31"})

    assert read(discord(tmp_path / "c.json", post(1), answer)) == [told(1), told(2, "yes", reply_to="1")]


def test_older_exports_show_no_roles_and_replies_as_ordinary_messages(tmp_path):
    author = {"id": "6", "name": "bob", "discriminator": "0002", "isBot": True}
    path = discord(tmp_path / "c.json", post(1, author=author, reference={"messageId": "7"}))

    bob = Person(id="6", name="bob", handle="bob", is_bot=True)
    assert read(path) == [told(1, author=bob, reply_to="7", hidden=frozenset({"deletion", "role"}))]
    assert open_export(path).export.hides == frozenset({"deletion", "role"})


def test_a_thread_stands_in_its_parent_channel(tmp_path):
    thread = {"id": "55", "type": "GuildPublicThread", "categoryId": "31", "category": "general", "name": "on mugs"}

    assert read(discord(tmp_path / "t.json", post(1), channel=thread)) == [told(1, thread="55")]


def test_pictures_and_files_are_told_by_their_ending(tmp_path):
    files = [{"fileName": name} for name in ("a.PNG", "b.jpeg", "c.pdf")]

    assert read(discord(tmp_path / "c.json", post(1, attachments=files))) == [told(1, pictures=2, files=1)]


def test_a_link_behind_words_and_an_embed_are_seen(tmp_path):
    text = "look [here](https://shop.example/x) https://b.example"
    embeds = [{"title": "B", "url": "https://b.example"}, {"title": "C", "url": "https://c.example"}]

    assert read(discord(tmp_path / "c.json", post(1, text, embeds=embeds))) == [
        told(
            1,
            text,
            links=(Link(url="https://shop.example/x", shown="here"), Link(url="https://c.example", shown="C")),
        )
    ]


def test_mentions_are_ids_and_everyone_is_noticed(tmp_path):
    path = discord(tmp_path / "c.json", post(1, "@everyone @Bob", mentions=[{"id": "6", "name": "bob"}]))

    assert read(path) == [told(1, "@everyone @Bob", mentions=("6",), mentions_everyone=True)]


def test_a_forwarded_message_carries_its_words(tmp_path):
    forward = post(
        1,
        "",
        reference={"messageId": "3", "channelId": "99", "type": "Forward"},
        forwardedMessage={"content": "buy mugs", "attachments": [{"fileName": "m.png"}]},
    )

    assert read(discord(tmp_path / "c.json", forward)) == [told(1, "buy mugs", pictures=1, forwarded=True)]


def test_reactions_and_pins_follow_their_message(tmp_path):
    reactions = [
        {"emoji": {"name": "👍"}, "count": 1, "users": [{"id": "6", "name": "bob", "isBot": False}]},
        {"emoji": {"name": "mug"}, "count": 2},
    ]
    source = open_export(discord(tmp_path / "c.json", post(1, isPinned=True, reactions=reactions)))

    bob = Person(id="6", name="bob", handle="bob")
    assert list(source.events(UTC)) == [
        told(1),
        MessageKept(at=AT, chat="9", message_id="1"),
        Reacted(at=AT, chat="9", message_id="1", member=bob, emoji="👍"),
    ]
    assert source.trouble == ("Reactions that are counted without saying whose: 2.",)


def test_service_messages_tell_joins_and_pins(tmp_path):
    path = discord(
        tmp_path / "c.json",
        post(1, "Joined the server.", type="GuildMemberJoin"),
        post(2, "Pinned a message.", type="ChannelPinnedMessage", reference={"messageId": "7"}),
        post(3, "Started a thread.", type="ThreadCreated"),
    )

    assert read(path) == [
        MemberJoined(at=AT, chat="9", member=ANA),
        MessageKept(at=AT, chat="9", message_id="7", by=ANA),
    ]


def minute(number):
    return f"2024-03-01T12:{number:02}:00+00:00"


def test_channels_are_merged_by_time(tmp_path):
    discord(tmp_path / "a.json", *(post(n, f"a{n}", at=minute(n)) for n in (1, 4, 5)))
    discord(tmp_path / "b.json", *(post(n, f"b{n}", at=minute(n)) for n in (2, 3, 6)), channel={"id": "32"})
    (tmp_path / "a.json_Files").mkdir()
    (tmp_path / "a.json_Files" / "data.json").write_text("{}")

    assert texts(read(tmp_path)) == ["a1", "b2", "b3", "a4", "a5", "b6"]


def test_an_export_made_newest_first_is_turned_round(tmp_path):
    discord(tmp_path / "a.json", *(post(n, f"a{n}", at=minute(n)) for n in (5, 4, 1)))
    discord(tmp_path / "b.json", *(post(n, f"b{n}", at=minute(n)) for n in (2, 3)), channel={"id": "32"})

    assert texts(read(tmp_path)) == ["a1", "b2", "b3", "a4", "a5"]


def test_rows_that_name_nobody_are_left_out_and_counted(tmp_path):
    rows = [post(1), post(2, author={}), post(3, author={}, type="GuildMemberJoin"), post(1, "again")]
    source = open_export(discord(tmp_path / "a.json", *rows))

    assert texts(list(source.events(UTC))) == ["hello"]
    assert source.trouble == (
        "Rows without an author, left out: 2.",
        "Messages with the id of one before, left out: 1.",
    )
