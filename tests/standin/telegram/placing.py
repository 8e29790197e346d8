"""Where a message stands: its topic, and what it answers."""

from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Chat, Json, World

GENERAL = 1
"""The topic that every forum has; messages in it carry no thread."""


def placed(world: World, chat: Chat, thread: int | None, reply_to: Json | None) -> Json:
    """The fields that say so. In a topic, what answers nothing answers the message that opened the topic."""
    if thread is None and reply_to is not None and chat.forum:
        thread = reply_to.get("message_thread_id")
    fields: Json = {}
    if thread is not None:
        check_thread(chat, thread)
        fields |= {"message_thread_id": thread, "is_topic_message": True}
        opening = chat.messages.get(thread)
        reply_to = reply_to or (opening.message if opening else None)
    elif reply_to is not None and chat.type == "supergroup" and not chat.forum:
        fields["message_thread_id"] = reply_to.get("message_thread_id", reply_to["message_id"])
    if reply_to is not None:
        fields["reply_to_message"] = without_reply(current(world, chat, reply_to))
    return fields


def check_thread(chat: Chat, thread: int) -> None:
    if not chat.forum or thread not in chat.topics:
        raise bad_request("message thread not found")


def current(world: World, chat: Chat, message: Json) -> Json:
    posted = world.posted(chat, message["message_id"])
    return posted.message if posted else message


def without_reply(message: Json) -> Json:
    """Answers are told one deep."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}
