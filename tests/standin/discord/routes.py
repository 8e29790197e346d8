"""The calls that this server has: what carries each out, and what each may carry."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.standin.discord.calls import (
    answers,
    automod,
    bans,
    commands,
    events,
    guilds,
    members,
    messages,
    profile,
    reactions,
    threads,
)
from tests.standin.discord.calls.request import Request
from tests.standin.discord.schema import others
from tests.standin.discord.schema.commands import Command, Commands
from tests.standin.discord.schema.kinds import Fields, Kind
from tests.standin.discord.schema.messages import EDIT, FOLLOWUP, MESSAGE
from tests.standin.discord.schema.rules import CHANGED_RULE, NEW_RULE

EMPTY = Fields({})
_PART = re.compile(r"\{(\w+)\}")


class Route(NamedTuple):
    """`query` are the names that may stand in the address; `bare` needs no token."""

    act: Callable[[Request], Any]
    kind: Kind = EMPTY
    query: frozenset[str] = frozenset()
    bare: bool = False


def _asking(act: Callable[[Request], Any], *names: str) -> Route:
    return Route(act, EMPTY, frozenset(names))


def _bare(act: Callable[[Request], Any], kind: Kind = EMPTY, *names: str) -> Route:
    return Route(act, kind, frozenset(names), bare=True)


MESSAGES = "/channels/{channel}/messages"
REACTIONS = MESSAGES + "/{message}/reactions"
GUILD, MEMBER = "/guilds/{guild}", "/guilds/{guild}/members/{user}"
COMMANDS, LOCAL = "/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands"
ANSWERS = "/webhooks/{application}/{token}"
WHERE = ("thread_id", "with_components")
RULES, EVENTS = GUILD + "/auto-moderation/rules", GUILD + "/scheduled-events"

ROUTES: dict[str, Route] = {
    "GET /users/@me": Route(profile.me),
    "GET /users/@me/guilds": _asking(profile.my_guilds, "limit", "before", "after", "with_counts"),
    "GET /users/{user}": Route(profile.user),
    "GET /gateway": _bare(profile.gateway),
    "GET /gateway/bot": Route(profile.gateway_bot),
    "GET /applications/@me": Route(profile.application),
    "GET /oauth2/applications/@me": Route(profile.application),
    "POST /users/@me/channels": Route(profile.open_direct, others.DIRECT),
    "GET /channels/{channel}": Route(guilds.get_channel),
    "PATCH /channels/{channel}": Route(guilds.edit_channel, others.CHANNEL),
    "POST /channels/{channel}/typing": Route(guilds.show_typing),
    f"POST {MESSAGES}": Route(messages.create_message, MESSAGE),
    f"GET {MESSAGES}": _asking(messages.list_messages, "before", "after", "around", "limit"),
    f"GET {MESSAGES}/{{message}}": Route(messages.get_message),
    f"PATCH {MESSAGES}/{{message}}": Route(messages.edit_message, EDIT),
    f"DELETE {MESSAGES}/{{message}}": Route(messages.delete_message),
    f"POST {MESSAGES}/bulk-delete": Route(messages.bulk_delete, others.BULK),
    f"PUT {REACTIONS}/{{emoji}}/@me": Route(reactions.add_own),
    f"DELETE {REACTIONS}/{{emoji}}/@me": Route(reactions.remove_own),
    f"DELETE {REACTIONS}/{{emoji}}/{{user}}": Route(reactions.remove_of),
    f"GET {REACTIONS}/{{emoji}}": _asking(reactions.list_users, "after", "limit", "type"),
    f"DELETE {REACTIONS}": Route(reactions.remove_all),
    f"DELETE {REACTIONS}/{{emoji}}": Route(reactions.remove_all_of_emoji),
    f"POST {MESSAGES}/{{message}}/threads": Route(threads.on_message, others.THREAD),
    "POST /channels/{channel}/threads": Route(threads.without_message, others.THREAD, frozenset({"use_nested_fields"})),
    "GET /channels/{channel}/threads/archived/public": _asking(threads.list_archived, "before", "limit"),
    "GET /channels/{channel}/thread-members": Route(threads.list_thread_members),
    "PUT /channels/{channel}/thread-members/@me": Route(threads.enter),
    "DELETE /channels/{channel}/thread-members/@me": Route(threads.leave),
    f"GET {GUILD}": _asking(guilds.get_guild, "with_counts"),
    f"GET {GUILD}/channels": Route(guilds.list_channels),
    f"GET {GUILD}/roles": Route(guilds.list_roles),
    f"GET {GUILD}/threads/active": Route(threads.list_active),
    f"GET {GUILD}/audit-logs": _asking(guilds.audit_log, "limit", "before", "after", "user_id", "action_type"),
    f"GET {GUILD}/members": _asking(members.list_members, "limit", "after"),
    f"GET {GUILD}/members/search": _asking(members.search_members, "query", "limit"),
    f"GET {MEMBER}": Route(members.get_member),
    f"PATCH {MEMBER}": Route(members.edit_member, others.MEMBER),
    f"DELETE {MEMBER}": Route(members.kick),
    f"PUT {MEMBER}/roles/{{role}}": Route(members.add_role),
    f"DELETE {MEMBER}/roles/{{role}}": Route(members.remove_role),
    f"GET {GUILD}/bans": _asking(bans.list_bans, "limit", "before", "after"),
    f"GET {GUILD}/bans/{{user}}": Route(bans.get_ban),
    f"PUT {GUILD}/bans/{{user}}": Route(bans.put_ban, others.BAN, frozenset({"delete_message_seconds"})),
    f"DELETE {GUILD}/bans/{{user}}": Route(bans.lift_ban),
    f"GET {GUILD}/voice-states/{{user}}": Route(members.get_voice),
    f"GET {RULES}": Route(automod.list_rules),
    f"POST {RULES}": Route(automod.create_rule, NEW_RULE),
    f"GET {RULES}/{{rule}}": Route(automod.get_rule),
    f"PATCH {RULES}/{{rule}}": Route(automod.edit_rule, CHANGED_RULE),
    f"DELETE {RULES}/{{rule}}": Route(automod.delete_rule),
    f"GET {EVENTS}": _asking(events.list_events, "with_user_count"),
    f"POST {EVENTS}": Route(events.create_event, others.NEW_EVENT),
    f"GET {EVENTS}/{{event}}": _asking(events.get_event, "with_user_count"),
    f"PATCH {EVENTS}/{{event}}": Route(events.edit_event, others.EVENT),
    f"DELETE {EVENTS}/{{event}}": Route(events.delete_event),
    f"GET {EVENTS}/{{event}}/users": _asking(events.list_interested, "limit", "with_member", "before", "after"),
    **{
        f"{verb} {path}{rest}": route
        for path in (COMMANDS, LOCAL)
        for verb, rest, route in (
            ("GET", "", _asking(commands.list_commands, "with_localizations")),
            ("PUT", "", Route(commands.overwrite, Commands())),
            ("POST", "", Route(commands.create, Command())),
            ("GET", "/{command}", Route(commands.get_command)),
            ("PATCH", "/{command}", Route(commands.edit, Command())),
            ("DELETE", "/{command}", Route(commands.delete)),
        )
    },
    "POST /interactions/{interaction}/{token}/callback": _bare(answers.callback, others.CALLBACK, "with_response"),
    f"POST {ANSWERS}": _bare(answers.follow_up, FOLLOWUP, "wait", *WHERE),
    f"GET {ANSWERS}/messages/{{message}}": _bare(answers.get_answer, EMPTY, *WHERE),
    f"PATCH {ANSWERS}/messages/{{message}}": _bare(answers.edit_answer, EDIT, *WHERE),
    f"DELETE {ANSWERS}/messages/{{message}}": _bare(answers.delete_answer, EMPTY, *WHERE),
}


class Found(NamedTuple):
    """A route and the parts of the path that it names."""

    name: str
    route: Route
    ids: dict[str, str]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(_PART.sub(r"(?P<\1>[^/]+)", path))


_PATTERNS = [(method, _pattern(path), name) for name in ROUTES for method, _, path in [name.partition(" ")]]


def find(method: str, path: str) -> Found | None:
    """Literal parts go before named ones."""
    matches = [
        Found(name, ROUTES[name], match.groupdict())
        for verb, pattern, name in _PATTERNS
        if verb == method and (match := pattern.fullmatch(path))
    ]
    return min(matches, key=lambda found: len(found.ids), default=None)
