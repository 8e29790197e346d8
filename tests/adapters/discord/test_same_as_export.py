"""A conversation live and the same one exported by DiscordChatExporter become the same events."""

from dataclasses import replace
from typing import Any

import discord
import pytest

from adapters.discord import translate as live
from adapters.exports.discord import translate as exported
from adapters.exports.discord.translate import Channel
from tests.adapters.discord.raw import BO, FIVE, FORUM, GENERAL, GUILD, THREAD, file, member, message, user

ROLES = [{"id": "22", "name": "Maker"}]
ANA = {"id": "7", "name": "ana", "nickname": "Ana P", "isBot": False, "roles": ROLES}
IN_GENERAL = Channel(id=str(GENERAL), place=str(GENERAL), place_name="general", thread=None)
IN_THREAD = Channel(id=str(THREAD), place=str(FORUM), place_name="market", thread=str(THREAD))


def row(content: str = "", **more: Any) -> dict[str, Any]:
    return {"id": str(FIVE), "type": "Default", "content": content, "author": ANA} | more


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (message(content="Morning all"), row("Morning all")),
        (
            message(type=19, content="Yes", message_reference={"message_id": "4", "channel_id": str(GENERAL)}),
            row("Yes", type="Reply", reference={"messageId": "4", "channelId": str(GENERAL)}),
        ),
        (
            message(content="<@8> @everyone", mentions=[user(BO, "bo") | {"member": member(BO, "bo")}]),
            row("@bo @everyone", mentions=[{"id": "8", "name": "bo"}]),
        ),
        (
            message(attachments=[file("a.png", "image/png"), file("b.pdf", "application/pdf")]),
            row(attachments=[{"fileName": "a.png"}, {"fileName": "b.pdf"}]),
        ),
        (
            message(
                content="[bread](https://a.example)",
                embeds=[{"type": "rich", "url": "https://b.example", "title": "Course"}],
            ),
            row("[bread](https://a.example)", embeds=[{"url": "https://b.example", "title": "Course"}]),
        ),
        (
            message(
                content="look",
                message_reference={"type": 1, "message_id": "4", "channel_id": "77"},
                message_snapshots=[
                    {
                        "message": {
                            "type": 0,
                            "content": "Half price today",
                            "attachments": [file("a.png", "image/png")],
                            "embeds": [],
                            "timestamp": "2026-01-14T11:00:00+00:00",
                            "edited_timestamp": None,
                        }
                    }
                ],
            ),
            row(
                "look",
                reference={"messageId": "4", "channelId": "77"},
                forwardedMessage={"content": "Half price today", "attachments": [{"fileName": "a.png"}]},
            ),
        ),
    ],
)
def test_a_message(here: discord.Message, there: dict[str, Any]):
    same = exported.posted(there, at=here.created_at, chat=str(GUILD), channel=IN_GENERAL)

    assert live.posted(here) == replace(same, hidden=frozenset()), "only deletions are hidden in an export"


def test_a_post_in_a_forum():
    here = message(THREAD, content="Fresh bread")
    same = exported.posted(row("Fresh bread"), at=here.created_at, chat=str(GUILD), channel=IN_THREAD)

    assert live.posted(here) == replace(same, hidden=frozenset())
