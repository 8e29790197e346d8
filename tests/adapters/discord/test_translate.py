"""Discord's messages, raw as its API documents them, become events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from adapters.discord.translate import edited, kept, posted, reacted
from chat.events import Link, MessageEdited, MessageKept, MessagePosted, Person, Reacted
from tests.adapters.discord.raw import (
    ANA,
    BO,
    FIVE,
    FORUM,
    GENERAL,
    GUILD,
    PRIYA,
    THREAD,
    client,
    file,
    member,
    message,
    user,
)

AT = datetime(2026, 1, 14, 12, tzinfo=UTC)
ANA_IS = Person(id="7", name="Ana P", handle="ana", roles=("Maker", "22"))
PRIYA_IS = Person(id="9", name="Priya", handle="priya", is_admin=True, roles=("Host", "21"))


def told(**parts: Any) -> MessagePosted:
    given: dict[str, Any] = {"chat": str(GUILD), "message_id": str(FIVE), "author": ANA_IS, "place": str(GENERAL)}
    return MessagePosted(**{"at": discord.utils.snowflake_time(FIVE), **given, "place_name": "general", **parts})


def test_a_text_with_its_author_and_place():
    assert posted(message(content="Morning all")) == told(text="Morning all")


def test_whoever_may_remove_others_posts_is_an_admin():
    found = posted(message(author=user(PRIYA, "priya"), content="Hi"))

    assert found == told(author=PRIYA_IS, text="Hi")


def test_of_somebody_who_has_left_the_roles_are_unknown():
    found = posted(message(author=user(99, "gone"), content="Hi"))

    assert found == told(author=Person(id="99", name="Gone", handle="gone"), text="Hi", hidden=frozenset({"role"}))


@pytest.mark.parametrize("more", [{"author": user(ANA, "ana", bot=True)}, {"webhook_id": "55"}])
def test_bots_and_webhooks_are_no_members(more: dict[str, Any]):
    author = more.pop("author", None) or user(98, "hook")

    found = posted(message(author=author | {"id": "98"}, content="Hi", **more))

    assert found is not None
    assert found.author.is_bot


def test_a_reply_names_what_it_answers():
    found = posted(message(type=19, content="Yes", message_reference={"message_id": "4", "channel_id": str(GENERAL)}))

    assert found == told(text="Yes", reply_to="4")


def test_a_forward_has_the_words_and_files_of_what_it_forwards():
    snapshot = {"type": 0, "content": "Half price today", "attachments": [file("a.png", "image/png")]}
    rest: dict[str, Any] = {"embeds": [], "timestamp": "2026-01-14T11:00:00+00:00", "edited_timestamp": None}

    found = posted(
        message(
            content="look",
            message_reference={"type": 1, "message_id": "4", "channel_id": "77"},
            message_snapshots=[{"message": snapshot | rest}],
        )
    )

    assert found == told(text="look\nHalf price today", pictures=1, forwarded=True)


def test_pictures_are_told_from_files():
    found = posted(message(attachments=[file("a.png", "image/png"), file("b.pdf", "application/pdf")]))

    assert found == told(pictures=1, files=1)


def test_links_behind_words_and_in_embeds():
    embeds = [
        {"type": "rich", "url": "https://b.example", "title": "Course"},
        {"type": "link", "url": "https://a.example"},
    ]

    found = posted(message(content="[free bread](https://a.example)", embeds=embeds))

    assert found is not None
    assert found.links == (
        Link(url="https://a.example", shown="free bread"),
        Link(url="https://b.example", shown="Course"),
    )


def test_a_forums_post_stands_in_the_forum():
    found = posted(message(THREAD, content="Fresh bread"))

    assert found == told(text="Fresh bread", place=str(FORUM), place_name="market", thread=str(THREAD))


def test_mentions_of_members_and_of_everyone():
    mentioned = user(BO, "bo") | {"member": member(BO, "bo")}

    found = posted(message(content="<@8> @everyone look", mentions=[mentioned]))

    assert found == told(text="@bo @everyone look", mentions=("8",), mentions_everyone=True)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@!7> <@&22> <#12> <#14>", "@member @Maker #offers #thread"),
        ("<:ok:1461000000000000005> <a:yes:1461000000000000005>", ":ok: :yes:"),
        ("at <t:1768392000:R>, see </why:1461000000000000005>", "at 2026-01-14 12:00, see /why"),
        ("<t:9999999999999>, <@x>, 2 < 3", ", <@x>, 2 < 3"),
    ],
)
def test_what_discord_writes_as_numbers_is_read_as_words(written: str, read: str):
    assert posted(message(content=written)) == told(text=read)


def test_the_platforms_own_lines_say_nothing():
    assert posted(message(type=7)) is None


def test_an_edit_has_the_new_words_and_the_first_time():
    found = edited(None, message(content="new", edited_timestamp="2026-01-14T13:00:00+00:00"))

    assert found == MessageEdited(at=AT + timedelta(hours=1), message=told(text="new"))


def test_a_preview_that_comes_later_is_no_edit():
    assert edited(None, message(content="https://a.example", embeds=[{"type": "link"}])) is None


def test_an_edit_that_is_told_again_is_none():
    same: dict[str, Any] = {"content": "new", "edited_timestamp": "2026-01-14T13:00:00+00:00"}

    assert edited(message(**same), message(**same, pinned=True)) is None


def test_an_admin_who_pins_keeps_a_message():
    line: dict[str, Any] = {"type": 6, "message_reference": {"message_id": "4", "channel_id": str(GENERAL)}}

    by_admin = kept(message(author=user(PRIYA, "priya"), **line))
    by_member = kept(message(**line))

    at = discord.utils.snowflake_time(FIVE)
    assert by_admin == MessageKept(at=at, chat=str(GUILD), message_id="4", by=PRIYA_IS)
    assert by_member is None


def test_a_reaction_and_one_taken_back():
    _, guild = client()
    ids = {"user_id": str(ANA), "channel_id": str(GENERAL), "message_id": "4", "guild_id": str(GUILD)}
    given: Any = ids | {"burst": False, "type": 0, "message_author_id": None}
    emoji = discord.PartialEmoji(name="👍")
    payloads = [discord.RawReactionActionEvent(given, emoji, kind) for kind in ("REACTION_ADD", "REACTION_REMOVE")]

    found = [reacted(payload, guild.get_member(ANA), AT) for payload in payloads]

    plus = Reacted(at=AT, chat=str(GUILD), message_id="4", member=ANA_IS, emoji="👍")
    assert found == [plus, replace(plus, withdrawn=True)]
