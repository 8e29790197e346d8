"""What the bot may do in which chat, by the stand-in."""

from datetime import timedelta

import pytest
from telegram import Bot, ChatPermissions
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.standin.calling import news
from tests.standin.telegram import Chat, StandIn, User


async def test_only_what_the_bot_may_delete_is_deleted(server: StandIn, bot: Bot, group: Chat, ana: User):
    message = server.post(group, ana, "Buy")
    server.set_bot_rights(group, {"can_restrict_members"})
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, message["message_id"])
    server.set_bot_rights(group, {"can_delete_messages"})
    await bot.delete_message(group.id, message["message_id"])
    assert server.deleted(group) == [message["message_id"]]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(group.id, message["message_id"])
    old = server.post(group, ana, "Old")
    server.clock.forward(timedelta(hours=49))
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, old["message_id"])


async def test_a_restriction_ends_when_it_said(server: StandIn, bot: Bot, group: Chat, ana: User, priya: User):
    await news(bot)
    mute = ChatPermissions.no_permissions()
    await bot.restrict_chat_member(group.id, ana.id, mute, until_date=server.world.now() + 3600)
    with pytest.raises(PermissionError):
        server.post(group, ana, "Hello?")
    (update,) = await news(bot)
    assert update.chat_member.new_chat_member.until_date is not None
    server.clock.forward(timedelta(hours=1, minutes=1))
    server.post(group, ana, "Hello!")
    await bot.restrict_chat_member(group.id, ana.id, mute, until_date=server.world.now() + 10)
    server.clock.forward(timedelta(days=400))
    assert (await bot.get_chat_member(group.id, ana.id)).status == "restricted"
    await bot.restrict_chat_member(group.id, ana.id, ChatPermissions.all_permissions())
    assert server.status(group, ana) == "member"
    await bot.ban_chat_member(group.id, ana.id)
    assert server.status(group, ana) == "kicked"
    await bot.unban_chat_member(group.id, ana.id, only_if_banned=True)
    assert server.status(group, ana) == "left"
    with pytest.raises(BadRequest, match="Can't remove chat owner"):
        await bot.ban_chat_member(group.id, priya.id)
    server.promote(group, ana)
    with pytest.raises(BadRequest, match="User is an administrator of the chat"):
        await bot.restrict_chat_member(group.id, ana.id, mute)
    server.set_bot_rights(group, None)
    with pytest.raises(BadRequest, match="Not enough rights to restrict/unrestrict chat member"):
        await bot.restrict_chat_member(group.id, ana.id, mute)


async def test_a_private_chat_is_the_users_to_open_and_to_close(server: StandIn, bot: Bot, ana: User):
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ana.id, "Hi")
    server.start(ana)
    await bot.send_message(ana.id, "Hi")
    assert server.sent_to(ana) == ["Hi"]
    server.block(ana)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "Hi again")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "Anybody?")


async def test_a_bot_that_was_put_out_is_told_so(server: StandIn, bot: Bot, group: Chat):
    server.remove_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "Hi")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.get_chat(group.id)


async def test_a_group_that_moved_says_where(server: StandIn, bot: Bot, ana: User, priya: User):
    old = server.group("Small", -5, admins=[priya], members=[ana])
    server.migrate(old, -1009)
    moved, came = await news(bot)
    assert (moved.message.migrate_to_chat_id, came.message.migrate_from_chat_id) == (-1009, -5)
    with pytest.raises(ChatMigrated) as told:
        await bot.send_message(old.id, "Hi")
    assert told.value.new_chat_id == -1009
    await bot.send_message(-1009, "Hi")


async def test_topics(server: StandIn, bot: Bot, priya: User):
    forum = server.group("Forum", forum=True, admins=[priya])
    deals = server.topic(forum, "Deals", priya)
    sent = await bot.send_message(forum.id, "x", message_thread_id=deals)
    assert (sent.message_thread_id, sent.is_topic_message) == (deals, True)
    assert (await bot.send_message(forum.id, "In General")).message_thread_id is None
    for thread in 1, 99:
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(forum.id, "x", message_thread_id=thread)
