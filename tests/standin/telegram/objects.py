"""Users, chats and members as the server tells them."""

from typing import Any

from tests.standin.telegram.people import PERMISSIONS, RIGHTS, Member, User
from tests.standin.telegram.world import Chat, Json, World

ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_VOICE: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SERVICE_ACCOUNT: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def known(**fields: Any) -> Json:
    """Leave out what there is nothing to say of."""
    return {name: value for name, value in fields.items() if value is not None and value != ()}


def user_json(user: User) -> Json:
    first, _, last = user.name.partition(" ")
    return known(
        id=user.id,
        is_bot=user.is_bot,
        first_name=first,
        last_name=last or None,
        username=user.username,
        language_code=None if user.is_bot else user.language,
    )


def me_json(world: World) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(world: World, chat: Chat) -> Json:
    if chat.type == "private":
        user = user_json(world.users[chat.id])
        return {"id": chat.id, "type": "private"} | {
            name: user[name] for name in ("first_name", "last_name", "username") if name in user
        }
    return known(
        id=chat.id, type=chat.type, title=chat.title, username=chat.username, is_forum=True if chat.forum else None
    )


def full_chat_json(world: World, chat: Chat) -> Json:
    standing = [posted.message for number in chat.pinned if (posted := world.posted(chat, number))]
    return chat_json(world, chat) | known(
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
        active_usernames=[chat.username] if chat.username else None,
        linked_chat_id=chat.linked,
        permissions=permissions_json(chat.permissions) if chat.type in {"group", "supergroup"} else None,
        pinned_message=standing[-1] if standing else None,
    )


def permissions_json(permissions: frozenset[str]) -> Json:
    return {name: name in permissions for name in PERMISSIONS}


def member_json(member: Member) -> Json:
    plain: Json = {"user": user_json(member.user), "status": member.status}
    match member.status:
        case "creator":
            return plain | known(is_anonymous=member.anonymous, custom_title=member.title)
        case "administrator":
            return plain | administrator_json(member)
        case "restricted":
            return (
                plain
                | permissions_json(member.permissions)
                | {
                    "is_member": not member.outside,
                    "until_date": member.until,
                }
            )
        case "kicked":
            return plain | {"until_date": member.until}
        case _:
            return plain


def administrator_json(member: Member) -> Json:
    rights = {name: name == "can_manage_chat" or name in member.rights for name in RIGHTS}
    return rights | known(can_be_edited=False, is_anonymous=member.anonymous, custom_title=member.title)


def member_changed(world: World, chat: Chat, by: User, old: Json, new: Json) -> None:
    """Tell of it: of the bot always, of others only an admin, and only one who asked."""
    if old == new:
        return
    told = {
        "chat": chat_json(world, chat),
        "from": user_json(by),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    if new["user"]["id"] == world.bot.id:
        world.updates.add("my_chat_member", told)
    elif world.bot_seat(chat).leads:
        world.updates.add("chat_member", told)
