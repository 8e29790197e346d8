"""The stand-in behaves as the Bot API is documented to, over real HTTP and for python-telegram-bot."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InputMediaPhoto, Update
from telegram.error import BadRequest

from tests.standin.calling import call, keyboard, news, refused
from tests.standin.telegram import Chat, StandIn, User
from tests.standin.telegram.pictures import PIXEL


async def test_an_acknowledged_update_is_gone_and_others_come_again(server: StandIn, bot: Bot, group: Chat, ana: User):
    server.post(group, ana, "/one")
    server.post(group, ana, "/two")
    first, second = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates(offset=second.update_id)] == [first.update_id + 1]
    assert server.pending() == 1
    assert not await bot.get_updates(offset=second.update_id + 1)
    server.post(group, ana, "/three")
    server.clock.forward(timedelta(hours=25))
    assert server.pending() == 0


async def test_a_poll_waits_for_news(server: StandIn, bot: Bot, group: Chat, ana: User):
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await server.eventually(lambda: server.called("getUpdates"))
    server.post(group, ana, "Hello")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "Hello"


async def test_every_kind_of_update_parses(server: StandIn, bot: Bot, ana: User, priya: User):
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    channel = server.channel("News")
    ben, other = server.user(9, "Ben"), server.user(10, "Other", "otherbot", bot=True)
    group = server.group("Forum", forum=True, admins=[priya, (ana, "Baker")], linked=channel)
    thread = server.topic(group, "Deals", priya)
    posted = server.post(group, ana, "See https://a.example/x 🎉 @ben #sale", thread=thread)
    answer = server.post(group, ana, "Yes", reply_to=posted, via_bot=other)
    server.edit(answer, "No")
    server.post(group, ana, photo=True, caption="Cake", media_group="1", forward_from=ben)
    server.post(group, ana, photo=PIXEL, media_group="1", forward_from="Somebody")
    server.post(group, priya, "As nobody", anonymous=True)
    server.post(group, priya, "As many", as_channel=channel)
    server.post(group, priya, "Published", as_channel=channel, automatic_forward=True)
    server.join(group, ben, by=ana)
    server.promote(group, ben, "Helper")
    server.react(posted, ben, "👍")
    server.unreact(posted, ben)
    server.pin(posted, priya)
    server.poll_answer(group, ben, 0)
    server.leave(group, ben)
    server.set_bot_rights(group, {"can_delete_messages": True})
    server.start(ana, "ref")
    server.block(ana)
    raw = call(server, "getUpdates")["result"]
    parsed: list[Any] = [Update.de_json(update, bot) for update in raw]
    kinds = [next(name for name in update if name != "update_id") for update in raw]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "message": 12,
        "edited_message": 1,
        "chat_member": 3,
        "message_reaction": 2,
        "poll_answer": 1,
        "my_chat_member": 2,
    }
    told = [update.message for update in parsed if update.message]
    assert told[1].is_topic_message
    assert told[1].reply_to_message.forum_topic_created.name == "Deals"
    assert [told[1].parse_entity(entity) for entity in told[1].entities] == ["https://a.example/x", "@ben", "#sale"]
    assert told[2].reply_to_message.message_id == posted["message_id"]
    assert told[3].forward_origin.sender_user.id == ben.id
    assert {told[3].media_group_id, told[4].media_group_id} == {"1"}
    assert told[5].sender_chat.id == group.id
    assert told[7].is_automatic_forward
    assert not any(update.api_kwargs for update in parsed)


async def test_reactions_and_members_are_told_only_to_an_admin_who_named_them(server: StandIn, bot: Bot, ana: User):
    group = server.group("Plain", bot_rights=None, members=[ana])
    for kinds, rights in ([], {"can_delete_messages"}), (Update.ALL_TYPES, None):
        server.set_bot_rights(group, rights)
        await news(bot) if kinds else await bot.get_updates(offset=-1, allowed_updates=kinds)
        server.react(server.post(group, ana, "x"), ana, "🔥")
        assert not any(update.message_reaction for update in await bot.get_updates())


async def test_in_privacy_mode_only_what_is_meant_for_the_bot_arrives(server: StandIn, bot: Bot, ana: User):
    group = server.group("Plain", bot_rights=None, members=[ana])
    mine = await bot.send_message(group.id, "Hi")
    server.post(group, ana, "chatter")
    server.post(group, ana, "/rules@somebody_else")
    server.post(group, ana, "/rules@potluck_bot")
    server.post(group, ana, "thanks", reply_to=mine.to_dict())
    assert [update.effective_message.text for update in await news(bot)] == ["/rules@potluck_bot", "thanks"]


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<u>x</b>", 'Unmatched end tag at byte offset 4, expected "</u>", found "</b>"'),
        ("é <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_is_none_is_refused(server: StandIn, group: Chat, html: str, complaint: str):
    answer = refused(server, "sendMessage", chat_id=group.id, text=html, parse_mode="HTML")
    assert answer == f"400 Bad Request: can't parse entities: {complaint}"


@pytest.mark.usefixtures("ana")
async def test_html_becomes_visible_text_and_entities(server: StandIn, bot: Bot, group: Chat):
    html = (
        ' <b>🎉 <i>a&lt;b</i></b> <a href="https://x.example/?a=1&amp;b=2">here</a> <a href="tg://user?id=7">Ana</a>\n'
        '<blockquote expandable>q</blockquote><pre><code class="language-py">1</code></pre> &unknown; '
    )
    sent = await bot.send_message(group.id, html, parse_mode="HTML")
    assert server.standing(group) == ["🎉 a<b here Ana\nq1 &unknown;"]
    told = {entity.type: sent.parse_entity(entity) for entity in sent.entities}
    assert told == {
        "bold": "🎉 a<b",
        "italic": "a<b",
        "text_link": "here",
        "text_mention": "Ana",
        "expandable_blockquote": "q",
        "pre": "1",
    }
    assert sent.entities[2].url == "https://x.example/?a=1&b=2"


def test_texts_have_their_lengths(server: StandIn, group: Chat):
    assert call(server, "sendMessage", chat_id=group.id, text="x" * 4096)["ok"]
    assert refused(server, "sendMessage", chat_id=group.id, text="x" * 4097) == "400 Bad Request: message is too long"
    for empty in " ", "<b> </b>":
        answer = refused(server, "sendMessage", chat_id=group.id, text=empty, parse_mode="HTML")
        assert answer == "400 Bad Request: message text is empty"


def test_what_no_method_takes_is_complained_of(server: StandIn, group: Chat):
    assert call(server, "sendMessage", chat_id=group.id, text="x", colour="red")["ok"]
    assert refused(server, "sendMessage", chat_id=group.id) == "400 Bad Request: message text is empty"
    assert refused(server, "deleteMessages", chat_id=group.id, message_ids="all").startswith("400 ")
    assert refused(server, "sendDice", chat_id=group.id) == "404 Not Found"
    assert refused(server, "getMe", token="1:wrong") == "401 Unauthorized"  # noqa: S106
    assert server.complaints == [
        "sendMessage has no parameter colour",
        "sendMessage was called without text",
        "deleteMessages, message_ids: expected JSON",
        "this server has no method sendDice",
    ]


async def test_the_library_sends_nothing_to_complain_of(server: StandIn, bot: Bot, group: Chat):
    sent = await bot.send_message(group.id, "x", reply_markup=keyboard("a"), reply_to_message_id=None)
    await bot.edit_message_text("y", group.id, sent.message_id, reply_markup=keyboard("b"))
    await bot.edit_message_reply_markup(group.id, sent.message_id)
    picture = await bot.send_photo(group.id, PIXEL, caption="<b>c</b>", parse_mode="HTML")
    await bot.edit_message_caption(group.id, picture.message_id, caption="d")
    await bot.edit_message_media(InputMediaPhoto(PIXEL, caption="e"), group.id, picture.message_id)
    file = await bot.get_file(picture.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PIXEL
    await bot.set_message_reaction(group.id, sent.message_id, "👀")
    await bot.pin_chat_message(group.id, sent.message_id)
    await bot.set_my_commands([("rules", "The rules")], language_code="pt")
    await bot.set_my_description("A bot")
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.text == "y"
    assert [m.user.id for m in await bot.get_chat_administrators(group.id)] == [8, bot.id]
    assert await bot.get_chat_member_count(group.id) == 3
    assert server.commands(language="pt") == [{"command": "rules", "description": "The rules"}]
    assert server.reactions_of_bot(sent.to_dict()) == ["👀"]
    assert server.standing(group) == ["y", "e"]
    await bot.delete_messages(group.id, [sent.message_id, picture.message_id, 999])
    assert server.standing(group) == []
    assert server.complaints == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("z", group.id, sent.message_id)
