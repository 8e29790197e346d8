"""The bot itself: who it is, its commands, its description; and files."""

import re

from tests.standin.telegram.access import find_chat
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.objects import known, me_json
from tests.standin.telegram.pictures import file_json
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Json

SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_DESCRIPTION = 512
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")

Place = tuple[str, int | None, int | None, str]


def get_me(request: Request) -> Json:
    return me_json(request.world)


def get_file(request: Request) -> Json:
    return file_json(request.world, request.given["file_id"])


def set_my_commands(request: Request) -> bool:
    commands = request.given["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("too many bot commands specified")
    for command in commands:
        if not _NAME.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= LONGEST_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    request.world.commands[_place(request)] = [
        known(
            command=command["command"].removeprefix("/"),
            description=command["description"],
            is_ephemeral=command.get("is_ephemeral") or None,
        )
        for command in commands
    ]
    return True


def get_my_commands(request: Request) -> list[Json]:
    """Of exactly this scope and language."""
    return request.world.commands.get(_place(request), [])


def delete_my_commands(request: Request) -> bool:
    request.world.commands.pop(_place(request), None)
    return True


def set_my_description(request: Request) -> bool:
    description = request.given.get("description", "")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad_request("DESCRIPTION_TOO_LONG")
    request.world.descriptions[_language(request)] = description
    return True


def _place(request: Request) -> Place:
    scope = request.given.get("scope", {"type": "default"})
    if scope["type"] not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    for name in SCOPES[scope["type"]]:
        if name not in scope:
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    chat = find_chat(request.world, scope["chat_id"]).id if "chat_id" in scope else None
    return scope["type"], chat, scope.get("user_id"), _language(request)


def _language(request: Request) -> str:
    language: str = request.given.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
