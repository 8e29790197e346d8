"""AutoMod: rules of ours in a guild, compared with those it should have, and written. Others' rules are never touched.

Ours are told by their maker, the bot itself, and by their names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord

from adapters.discord.errors import ours

OURS: Final = "Potluck: "
"""What the names of our rules begin with."""
MOST_RULES: Final = 6
"""Rules by words that Discord allows a guild, whoever made them."""
MOST_WORDS: Final = 1_000
MOST_PATTERNS: Final = 10
LONGEST_WORD: Final = 60
LONGEST_PATTERN: Final = 260
_LONGEST_NAME: Final = 100
_LONGEST_MESSAGE: Final = 150
_MOST_ROLES: Final = 20
_BY_WORDS: Final = 1
_WHY: Final = "potluck automod sync"
Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is to be blocked before it appears."""

    name: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    exempt: tuple[str, ...]
    """Names or ids of roles."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is to be done, and what can't be."""

    add: tuple[Payload, ...] = ()
    change: tuple[tuple[str, Payload], ...] = ()
    """Each with the id of the rule that it changes."""
    remove: tuple[tuple[str, str], ...] = ()
    """Ids and names."""
    same: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """Names, each with why."""


def difference(
    standing: Iterable[Mapping[str, Any]], wanted: Sequence[Block], roles: Mapping[str, str], me: str
) -> Difference:
    """Return what has to change. `roles` are the guild's ids by name and by id, `me` is the bot's id."""
    standing = list(standing)
    mine = {str(one["name"]): one for one in standing if _is_ours(one, me)}
    others = sum(1 for one in standing if one["trigger_type"] == _BY_WORDS and not _is_ours(one, me))
    room = max(0, MOST_RULES - others)
    made = [_payload(block, roles) for block in wanted]
    usable = [one for one in made if _has_words(one)]
    kept, too_many = usable[:room], usable[room:]
    left_out = [(str(one["name"]), "Discord takes only short words, and none of its are") for one in made]
    left_out = [pair for pair, one in zip(left_out, made, strict=True) if not _has_words(one)]
    left_out += [(str(one["name"]), f"the server has {MOST_RULES} rules by words, Discord's most") for one in too_many]
    names = {one["name"] for one in kept}
    return Difference(
        add=tuple(one for one in kept if one["name"] not in mine),
        change=tuple(
            (str(mine[one["name"]]["id"]), one)
            for one in kept
            if one["name"] in mine and not _is_same(mine[one["name"]], one)
        ),
        remove=tuple((str(one["id"]), name) for name, one in mine.items() if name not in names),
        same=tuple(one["name"] for one in kept if one["name"] in mine and _is_same(mine[one["name"]], one)),
        left_out=tuple(left_out),
    )


def _is_ours(rule: Mapping[str, Any], me: str) -> bool:
    by_us = str(rule.get("creator_id")) == me and rule["trigger_type"] == _BY_WORDS
    return by_us and str(rule["name"]).startswith(OURS)


def _payload(block: Block, roles: Mapping[str, str]) -> Payload:
    exempt = [roles[name] for name in block.exempt if name in roles]
    return {
        "name": f"{OURS}{block.name}"[:_LONGEST_NAME],
        "event_type": 1,
        "trigger_type": _BY_WORDS,
        "trigger_metadata": {
            "keyword_filter": [one for one in block.words if len(one) <= LONGEST_WORD][:MOST_WORDS],
            "regex_patterns": [one for one in block.patterns if len(one) <= LONGEST_PATTERN][:MOST_PATTERNS],
        },
        "actions": [{"type": 1, "metadata": {"custom_message": block.message[:_LONGEST_MESSAGE]}}],
        "enabled": True,
        "exempt_roles": exempt[:_MOST_ROLES],
    }


def _has_words(payload: Payload) -> bool:
    return any(payload["trigger_metadata"].values())


def _is_same(rule: Mapping[str, Any], payload: Payload) -> bool:
    trigger = {name: list(rule["trigger_metadata"].get(name) or ()) for name in payload["trigger_metadata"]}
    says = [(one["type"], (one.get("metadata") or {}).get("custom_message")) for one in rule["actions"]]
    wanted = [(one["type"], one["metadata"]["custom_message"]) for one in payload["actions"]]
    return (
        trigger == payload["trigger_metadata"]
        and says == wanted
        and bool(rule["enabled"])
        and sorted(map(str, rule["exempt_roles"])) == sorted(payload["exempt_roles"])
    )


async def sync(token: str, guild: str, wanted: Sequence[Block], *, dry_run: bool) -> Difference:
    """Compare a guild's rules with those wanted, and write what differs unless told not to. Raises PlatformError."""
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        number = int(guild)
        roles = await client.http.get_roles(number)
        standing: Any = await client.http.get_auto_moderation_rules(number)
        by_name = {str(one["name"]): str(one["id"]) for one in roles} | {
            str(one["id"]): str(one["id"]) for one in roles
        }
        found = difference(standing, wanted, by_name, str(client.user.id if client.user else ""))
        if not dry_run:
            await _write(client, number, found)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise ours(error) from error
    finally:
        await client.close()
    return found


async def _write(client: discord.Client, guild: int, found: Difference) -> None:
    """Remove first: there may be no room for more."""
    for rule, _ in found.remove:
        await client.http.delete_auto_moderation_rule(guild, int(rule), reason=_WHY)
    for rule, payload in found.change:
        changed = {name: value for name, value in payload.items() if name != "trigger_type"}
        await client.http.edit_auto_moderation_rule(guild, int(rule), reason=_WHY, **changed)
    for payload in found.add:
        await client.http.create_auto_moderation_rule(guild, reason=_WHY, **payload)
