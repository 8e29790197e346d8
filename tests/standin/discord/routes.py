"""The calls that this server has: what carries each out, and what each may carry."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.standin.discord.calls import messages, profile
from tests.standin.discord.calls.request import Request
from tests.standin.discord.schema.kinds import Fields, Kind, ListOf, Snowflake, fields
from tests.standin.discord.schema.messages import EDIT, MESSAGE

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


ROUTES: dict[str, Route] = {
    "GET /users/@me": Route(profile.me),
    "GET /users/@me/guilds": _asking(profile.my_guilds, "limit", "before", "after", "with_counts"),
    "GET /users/{user}": Route(profile.user),
    "GET /gateway": Route(profile.gateway, bare=True),
    "GET /gateway/bot": Route(profile.gateway_bot),
    "GET /applications/@me": Route(profile.application),
    "GET /oauth2/applications/@me": Route(profile.application),
    "POST /users/@me/channels": Route(profile.open_direct, fields(["recipient_id"], recipient_id=Snowflake())),
    "POST /channels/{channel}/messages": Route(messages.create_message, MESSAGE),
    "GET /channels/{channel}/messages": _asking(messages.list_messages, "before", "after", "around", "limit"),
    "GET /channels/{channel}/messages/{message}": Route(messages.get_message),
    "PATCH /channels/{channel}/messages/{message}": Route(messages.edit_message, EDIT),
    "DELETE /channels/{channel}/messages/{message}": Route(messages.delete_message),
    "POST /channels/{channel}/messages/bulk-delete": Route(
        messages.bulk_delete, fields(["messages"], messages=ListOf(Snowflake()))
    ),
}


class Found(NamedTuple):
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
