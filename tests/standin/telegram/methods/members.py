"""Who is in a chat, and what they may do there."""

from collections.abc import Callable

from tests.standin.telegram.access import own_chat, supergroup, target
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.objects import member_changed, member_json
from tests.standin.telegram.people import GIVEN_TO_ALL, Member
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Chat, Json

SHORTEST_SECONDS = 30
LONGEST_SECONDS = 366 * 24 * 3600
_MEDIA = "audios documents photos videos video_notes voice_notes"
MEDIA = frozenset(f"can_send_{what}" for what in _MEDIA.split())


def get_chat_administrators(request: Request) -> list[Json]:
    chat = own_chat(request.world, request.given["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    others = request.given.get("return_bots", False)
    leading = [member for member in chat.members.values() if member.leads]
    return [member_json(m) for m in leading if others or not m.user.is_bot or m.user is request.world.bot]


def get_chat_member(request: Request) -> Json:
    chat = own_chat(request.world, request.given["chat_id"])
    user = request.world.users.get(request.given["user_id"])
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.type == "private":
        return member_json(Member(user=user))
    return member_json(request.world.member(chat, user.id) or Member(user=user, status="left"))


def get_chat_member_count(request: Request) -> int:
    chat = own_chat(request.world, request.given["chat_id"])
    if chat.type == "private":
        return 2
    return sum(1 for user in chat.members if (member := request.world.member(chat, user)) and member.is_in)


def restrict_chat_member(request: Request) -> bool:
    chat = supergroup(request.world, request.given["chat_id"])
    member = target(request.world, chat, request.given["user_id"])
    allowed = _allowed(request.given["permissions"], alone=request.given.get("use_independent_chat_permissions", False))
    free = chat.permissions <= allowed

    def restrict() -> None:
        outside = member.outside or not member.is_in
        member.status = ("left" if outside else "member") if free else "restricted"
        member.permissions = GIVEN_TO_ALL if free else allowed
        member.outside = outside and not free
        member.until = 0 if free else _until(request)

    return _changing(request, chat, member, restrict)


def ban_chat_member(request: Request) -> bool:
    chat = own_chat(request.world, request.given["chat_id"])
    member = target(request.world, chat, request.given["user_id"])

    def ban() -> None:
        member.status, member.outside, member.until = "kicked", False, _until(request)

    if request.given.get("revoke_messages"):
        for posted in chat.messages.values():
            posted.deleted = posted.deleted or posted.author == member.user.id
    return _changing(request, chat, member, ban)


def unban_chat_member(request: Request) -> bool:
    """One who is in the chat is put out of it, unless only the banned are meant."""
    chat = supergroup(request.world, request.given["chat_id"])
    member = target(request.world, chat, request.given["user_id"])
    if request.given.get("only_if_banned") and member.status != "kicked":
        return True

    def free() -> None:
        member.status, member.outside, member.until = "left", False, 0
        member.permissions = GIVEN_TO_ALL

    return _changing(request, chat, member, free)


def _changing(request: Request, chat: Chat, member: Member, change: Callable[[], None]) -> bool:
    old = member_json(member)
    change()
    member_changed(request.world, chat, request.world.bot, old, member_json(member))
    return True


def _until(request: Request) -> int:
    """Too soon or too late is for ever."""
    until = int(request.given.get("until_date", 0))
    return until if SHORTEST_SECONDS <= until - request.world.now() <= LONGEST_SECONDS else 0


def _allowed(given: dict[str, bool], *, alone: bool) -> frozenset[str]:
    """Unless they stand alone, some permissions bring others."""
    named = {name for name, value in given.items() if value}
    if alone:
        return frozenset(named)
    if named & {"can_send_other_messages", "can_add_web_page_previews"}:
        named |= {"can_send_messages", "can_send_polls"} | MEDIA
    if "can_send_polls" in named or named & MEDIA:
        named |= {"can_send_messages"}
    if "can_react_to_messages" not in given and "can_send_messages" in named:
        named |= {"can_react_to_messages"}
    if "can_edit_tag" not in given and "can_send_messages" in named:
        named |= {"can_edit_tag"}
    return frozenset(named)
