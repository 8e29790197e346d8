"""Deleting messages."""

from tests.standin.telegram.access import check_deletable, find_message, own_chat
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.refusal import bad_request

MOST = 100


def delete_message(request: Request) -> bool:
    chat = own_chat(request.world, request.given["chat_id"])
    posted = find_message(request.world, chat, request.given["message_id"], "delete")
    check_deletable(request.world, chat, posted)
    posted.deleted = True
    return True


def delete_messages(request: Request) -> bool:
    """Those that aren't there are passed over; one that may not be deleted keeps all of them."""
    chat = own_chat(request.world, request.given["chat_id"])
    numbers = request.given["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MOST:
        raise bad_request("too many message identifiers specified")
    found = [posted for number in numbers if (posted := request.world.posted(chat, number))]
    for posted in found:
        check_deletable(request.world, chat, posted)
    for posted in found:
        posted.deleted = True
    return True
