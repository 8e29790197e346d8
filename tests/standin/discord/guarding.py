"""AutoMod at work: a member's words against the guild's rules, before they appear."""

import re

from tests.standin.discord.people import Member, User
from tests.standin.discord.places import Channel, Guild, Json
from tests.standin.discord.rights import Intent, Right, rights_of
from tests.standin.discord.schema.rules import KEYWORD
from tests.standin.discord.world import World

BLOCK = 1
ABOVE_RULES = Right.ADMINISTRATOR | Right.MANAGE_GUILD


def guard(world: World, guild: Guild, channel: Channel, member: Member, text: str) -> None:
    """PermissionError with the rule's own words, if one blocks; rules of other kinds than keywords block nothing."""
    if rights_of(guild, member) & ABOVE_RULES:
        return
    for rule in guild.rules.values():
        if rule["enabled"] and rule["trigger_type"] == KEYWORD and not _exempt(rule, channel, member):
            matched = _matched(rule["trigger_metadata"], text)
            if matched is not None:
                _carry_out(world, guild, channel, member.user, rule, matched, text)


def _exempt(rule: Json, channel: Channel, member: Member) -> bool:
    places = {str(channel.id), str(channel.parent)}
    return bool(places & set(rule["exempt_channels"]) or set(map(str, member.roles)) & set(rule["exempt_roles"]))


def _matched(trigger: Json, text: str) -> tuple[str, str] | None:
    """The keyword or pattern, and what it matched."""
    patterns = [(word, _pattern(word)) for word in trigger.get("keyword_filter") or ()]
    patterns += [(pattern, pattern) for pattern in trigger.get("regex_patterns") or ()]
    allowed = [_pattern(word) for word in trigger.get("allow_list") or ()]
    for written, pattern in patterns:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not any(re.search(one, text, re.IGNORECASE) for one in allowed):
            return written, found[0]
    return None


def _pattern(keyword: str) -> str:
    """A star at either end lets the word go on there."""
    before = "" if keyword.startswith("*") else r"(?<!\w)"
    after = "" if keyword.endswith("*") else r"(?!\w)"
    return before + re.escape(keyword.strip("*")) + after


def _carry_out(
    world: World, guild: Guild, channel: Channel, user: User, rule: Json, matched: tuple[str, str], text: str
) -> None:
    blocked = None
    for action in rule["actions"]:
        told: Json = {
            "guild_id": str(guild.id),
            "action": action,
            "rule_id": rule["id"],
            "rule_trigger_type": rule["trigger_type"],
            "user_id": str(user.id),
            "channel_id": str(channel.id),
            "content": text,
            "matched_keyword": matched[0],
            "matched_content": matched[1],
        }
        world.tell("AUTO_MODERATION_ACTION_EXECUTION", told, guild, Intent.AUTO_MODERATION_EXECUTION)
        if action["type"] == BLOCK:
            blocked = (action.get("metadata") or {}).get("custom_message") or f"blocked by {rule['name']}"
    if blocked is not None:
        raise PermissionError(blocked)
