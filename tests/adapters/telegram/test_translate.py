"""Telegram's updates, raw as the Bot API documents them, become events."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from adapters.telegram.translate import moved, presence, translate
from chat.arrivals import Presence
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    Link,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessageKept,
    MessagePosted,
    Person,
    Reacted,
)

AT = datetime(2026, 1, 14, 12, tzinfo=UTC)
DATE = int(AT.timestamp())
CHAT = {"id": -1001, "type": "supergroup", "title": "Makers"}
ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "last_name": "Pereira", "username": "ana"}
PRIYA = {"id": 9, "is_bot": False, "first_name": "Priya"}
ANA_IS = Person(id="7", name="Ana Pereira", handle="ana")
PRIYA_IS = Person(id="9", name="Priya", is_admin=True, roles=("Host",))


def events(**payload: Any) -> tuple[Event, ...]:
    update = Update.de_json({"update_id": 1, **payload}, None)
    return translate(update, admins=lambda _chat: {9: "Host"}, bot_username="Potluck_Bot")


def message(**parts: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": DATE, "chat": CHAT, "from": ANA, **parts}


def posted(**parts: Any) -> MessagePosted:
    given = {
        "at": AT,
        "chat": "-1001",
        "message_id": "5",
        "author": ANA_IS,
        "place": "1",
        "hidden": frozenset({"deletion"}),
    }
    return MessagePosted(**{**given, **parts})


def test_a_text():
    assert events(message=message(text="Morning all")) == (posted(text="Morning all"),)


def test_an_admin_is_one_by_the_groups_list_with_the_title_as_a_role():
    assert events(message=message(**{"from": PRIYA}, text="Hi")) == (posted(author=PRIYA_IS, text="Hi"),)


def test_a_caption_is_the_text_and_an_album_one_post():
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]

    found = events(message=message(photo=photo, caption="New wreaths", media_group_id="99"))

    assert found == (posted(text="New wreaths", pictures=1, album="99"),)


def test_hidden_links_and_mentions_count_utf_16_units():
    text = "🥖 bread by @bo and Cy"
    entities = [
        {"type": "text_link", "offset": 3, "length": 5, "url": "https://crumb.example"},
        {"type": "mention", "offset": 12, "length": 3},
        {"type": "text_mention", "offset": 20, "length": 2, "user": {"id": 11, "is_bot": False, "first_name": "Cy"}},
    ]

    found = events(message=message(text=text, entities=entities))

    assert found == (
        posted(text=text, links=(Link(url="https://crumb.example", shown="bread"),), mentions=("bo", "11")),
    )


def test_a_topic_counts_only_where_telegram_says_that_it_is_one():
    topic = {"message_id": 40, "date": DATE, "chat": CHAT, "from": ANA}
    opened = {**topic, "forum_topic_created": {"name": "Offers", "icon_color": 1}}

    in_topic = events(message=message(text="x", message_thread_id=40, is_topic_message=True, reply_to_message=opened))
    reply = events(message=message(text="x", message_thread_id=40, reply_to_message={**topic, "text": "hello"}))

    assert in_topic == (posted(text="x", place="40"),)
    assert reply == (posted(text="x", place="1", reply_to="40"),)


def test_a_forward_and_a_file():
    origin = {"type": "hidden_user", "date": DATE, "sender_user_name": "Somebody"}
    document = {"file_id": "f", "file_unique_id": "u"}

    found = events(message=message(document=document, caption="the form", forward_origin=origin))

    assert found == (posted(text="the form", files=1, forwarded=True),)


@pytest.mark.parametrize(
    "parts",
    [
        {"sender_chat": CHAT, "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"sender_chat": {"id": -1002, "type": "channel", "title": "News"}, "is_automatic_forward": True},
    ],
    ids=["anonymous admin", "linked channel"],
)
def test_who_speaks_as_a_chat_is_no_member(parts):
    [found] = events(message=message(text="Hello", **parts))

    assert isinstance(found, MessagePosted)
    assert found.sent_as_chat


def test_an_edit_has_its_own_time_and_that_of_the_first_posting():
    found = events(edited_message=message(text="Changed", edit_date=DATE + 60))

    assert found == (MessageEdited(at=datetime(2026, 1, 14, 12, 1, tzinfo=UTC), message=posted(text="Changed")),)


@pytest.mark.parametrize("text", ["/pass @bo 2", "/pass@potluck_bot @bo 2"])
def test_a_command_in_a_group_is_obeyed_and_judged_because_an_advert_may_stand_behind_it(text):
    length = len(text.split()[0])

    found = events(message=message(text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}]))

    command = CommandGiven(at=AT, chat="-1001", message_id="5", member=ANA_IS, name="pass", argument="@bo 2")
    assert [one for one in found if isinstance(one, CommandGiven)] == [command]
    assert [one.text for one in found if isinstance(one, MessagePosted)] == [text]


def test_a_command_for_another_bot_is_an_ordinary_message():
    text = "/start@other_bot"

    found = events(message=message(text=text, entities=[{"type": "bot_command", "offset": 0, "length": len(text)}]))

    assert found == (posted(text=text),)


@pytest.mark.parametrize(
    ("parts", "more"),
    [
        ({"forward_origin": {"type": "hidden_user", "date": DATE, "sender_user_name": "Bo"}}, {"forwarded": True}),
        ({"via_bot": {"id": 3, "is_bot": True, "first_name": "Inline"}}, {}),
        ({"sender_chat": CHAT}, {"sent_as_chat": True}),
    ],
    ids=["forwarded", "through an inline bot", "by an anonymous admin"],
)
def test_an_order_in_words_that_are_not_the_senders_own_is_an_ordinary_message(parts, more):
    entities = [{"type": "bot_command", "offset": 0, "length": 7}]

    found = events(message=message(**{"from": PRIYA}, text="/pardon @bo", entities=entities, **parts))

    assert found == (posted(author=PRIYA_IS, text="/pardon @bo", **more),)


def test_an_animation_is_a_picture_and_not_a_file_besides():
    file = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}

    found = events(message=message(animation=file, document={"file_id": "f", "file_unique_id": "u"}))

    assert found == (posted(pictures=1),)


def test_a_picture_sent_as_a_file_is_a_picture():
    document = {"file_id": "f", "file_unique_id": "u", "mime_type": "image/png"}

    assert events(message=message(document=document)) == (posted(pictures=1),)


def test_addresses_on_buttons_are_links():
    buttons = {
        "inline_keyboard": [[{"text": "Order", "url": "https://crumb.example"}, {"text": "No", "callback_data": "n"}]]
    }

    found = events(message=message(text="Bread", reply_markup=buttons))

    assert found == (posted(text="Bread", links=(Link(url="https://crumb.example", shown="Order"),)),)


def test_the_words_of_polls_and_checklists_are_read():
    tasks = [{"id": 1, "text": "order at crumb.example"}, {"id": 2, "text": "pay"}]

    found = events(message=message(checklist={"title": "My bread", "tasks": tasks}))

    assert found == (posted(text="My bread\norder at crumb.example\npay"),)


def test_who_is_restricted_is_in_the_group_only_where_telegram_says_so():
    may = dict.fromkeys(
        [
            "can_send_messages",
            "can_change_info",
            "can_invite_users",
            "can_pin_messages",
            "can_manage_topics",
            "can_send_polls",
            "can_send_other_messages",
            "can_add_web_page_previews",
            "can_send_audios",
            "can_send_documents",
            "can_send_photos",
            "can_send_videos",
            "can_send_video_notes",
            "can_send_voice_notes",
            "can_edit_tag",
            "can_react_to_messages",
        ],
        True,
    )
    muted = {"user": ANA, "status": "restricted", "is_member": True, "until_date": 0, **may}
    change = {"chat": CHAT, "from": PRIYA, "date": DATE}
    kicked = {"user": ANA, "status": "kicked", "until_date": 0}
    gone = {**muted, "is_member": False}

    assert events(chat_member={**change, "old_chat_member": muted, "new_chat_member": kicked}) == (
        MemberLeft(at=AT, chat="-1001", member=ANA_IS),
    )
    assert events(chat_member={**change, "old_chat_member": gone, "new_chat_member": muted}) == (
        MemberJoined(at=AT, chat="-1001", member=ANA_IS),
    )
    assert events(chat_member={**change, "old_chat_member": kicked, "new_chat_member": gone}) == ()


def test_custom_emoji_and_anonymous_reactions_say_nothing():
    change = {"chat": CHAT, "message_id": 5, "date": DATE, "old_reaction": []}
    custom, thumb = {"type": "custom_emoji", "custom_emoji_id": "1"}, {"type": "emoji", "emoji": "👍"}

    assert events(message_reaction={**change, "user": ANA, "new_reaction": [custom]}) == ()
    assert events(message_reaction={**change, "actor_chat": CHAT, "new_reaction": [thumb]}) == ()


def test_joining_and_leaving_are_told_once_by_the_change_of_membership():
    service = message(new_chat_members=[ANA])
    change = {"chat": CHAT, "from": ANA, "date": DATE}
    out, within = {"user": ANA, "status": "left"}, {"user": ANA, "status": "member"}

    assert events(message=service) == ()
    assert events(chat_member={**change, "old_chat_member": out, "new_chat_member": within}) == (
        MemberJoined(at=AT, chat="-1001", member=ANA_IS),
    )
    assert events(chat_member={**change, "old_chat_member": within, "new_chat_member": out}) == (
        MemberLeft(at=AT, chat="-1001", member=ANA_IS),
    )


def test_reactions_are_what_is_new_and_what_is_gone():
    change = {"chat": CHAT, "message_id": 5, "user": ANA, "date": DATE}
    thanks, heart = {"type": "emoji", "emoji": "🙏"}, {"type": "emoji", "emoji": "❤"}

    found = events(message_reaction={**change, "old_reaction": [heart], "new_reaction": [thanks]})

    new = Reacted(at=AT, chat="-1001", message_id="5", member=ANA_IS, emoji="🙏")
    assert found == (new, replace(new, emoji="❤", withdrawn=True))


def test_a_pressed_button():
    card = message(**{"from": {"id": 1, "is_bot": True, "first_name": "Potluck"}}, text="card")

    [found] = events(
        callback_query={"id": "q", "from": PRIYA, "chat_instance": "c", "data": "allow:5@1~-1001", "message": card}
    )

    assert isinstance(found, ButtonPressed)
    assert (found.press_id, found.data, found.member, found.chat) == ("q", "allow:5@1~-1001", PRIYA_IS, "-1001")


def test_what_an_admin_pins_is_kept_and_what_a_member_pins_is_not():
    pinned = message(text="the rules")

    assert events(message=message(**{"from": PRIYA}, pinned_message=pinned)) == (
        MessageKept(at=AT, chat="-1001", message_id="5", by=PRIYA_IS),
    )
    assert events(message=message(pinned_message=pinned)) == ()


def test_a_group_that_becomes_a_supergroup_says_so_twice():
    old = message(chat={"id": -55, "type": "group", "title": "Makers"}, migrate_to_chat_id=-1001)
    new = message(migrate_from_chat_id=-55)

    assert [moved(Update.de_json({"update_id": 1, "message": one}, None)) for one in (old, new)] == [
        ("-55", "-1001"),
        ("-55", "-1001"),
    ]


def test_the_bots_own_rights():
    bot = {"id": 1, "is_bot": True, "first_name": "Potluck", "username": "potluck_bot"}
    rights = dict.fromkeys(
        [
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ],
        False,
    )
    change = {
        "chat": CHAT,
        "from": PRIYA,
        "date": DATE,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": "administrator", **rights, "can_delete_messages": True},
    }

    found = presence(Update.de_json({"update_id": 1, "my_chat_member": change}, None))

    assert found == Presence(
        title="Makers", present=True, is_admin=True, can_delete=True, by=Person(id="9", name="Priya")
    )
