"""AutoMod rules of a guild."""

from tests.standin.discord.audit import Entry
from tests.standin.discord.calls.request import Request
from tests.standin.discord.places import Guild, Json
from tests.standin.discord.refusal import invalid_form, not_found, wrong_field
from tests.standin.discord.rights import Intent, Right
from tests.standin.discord.schema.rules import KEYWORD, MENTIONS, MOST, PRESET, PROFILE

BLOCK, ALERT, TIME_OUT = 1, 2, 3
ALLOWED_WORDS = 100
FIELDS_OF = {
    "keyword_filter": {KEYWORD, PROFILE},
    "regex_patterns": {KEYWORD, PROFILE},
    "allow_list": {KEYWORD, PROFILE, PRESET},
    "presets": {PRESET},
    "mention_total_limit": {MENTIONS},
    "mention_raid_protection_enabled": {MENTIONS},
}


def list_rules(request: Request) -> list[Json]:
    return list(request.guild(Right.MANAGE_GUILD).rules.values())


def get_rule(request: Request) -> Json:
    return _rule(request, request.guild(Right.MANAGE_GUILD))


def create_rule(request: Request) -> Json:
    guild, given = request.guild(Right.MANAGE_GUILD), request.given
    kind = given["trigger_type"]
    if sum(1 for rule in guild.rules.values() if rule["trigger_type"] == kind) >= MOST[kind]:
        code, words = "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", "Maximum number of rules of this type reached"
        raise invalid_form({"_errors": [{"code": code, "message": words}]})
    rule: Json = {
        "id": str(request.world.snowflake()),
        "guild_id": str(guild.id),
        "name": given["name"],
        "creator_id": str(request.world.bot.id),
        "event_type": given["event_type"],
        "trigger_type": kind,
        "trigger_metadata": given.get("trigger_metadata") or {},
        "actions": given["actions"],
        "enabled": given.get("enabled", False),
        "exempt_roles": given.get("exempt_roles") or [],
        "exempt_channels": given.get("exempt_channels") or [],
    }
    _check(request, guild, rule)
    return _keep(request, guild, rule, "AUTO_MODERATION_RULE_CREATE", Entry.RULE_MADE)


def edit_rule(request: Request) -> Json:
    guild = request.guild(Right.MANAGE_GUILD)
    rule = _rule(request, guild) | {name: value for name, value in request.given.items() if value is not None}
    _check(request, guild, rule)
    return _keep(request, guild, rule, "AUTO_MODERATION_RULE_UPDATE", Entry.RULE_CHANGED)


def delete_rule(request: Request) -> None:
    guild = request.guild(Right.MANAGE_GUILD)
    rule = _rule(request, guild)
    del guild.rules[int(rule["id"])]
    request.world.tell("AUTO_MODERATION_RULE_DELETE", rule, guild, Intent.AUTO_MODERATION_CONFIGURATION)
    request.audit(guild, Entry.RULE_DELETED, int(rule["id"]))


def _keep(request: Request, guild: Guild, rule: Json, event: str, action: Entry) -> Json:
    guild.rules[int(rule["id"])] = rule
    request.world.tell(event, rule, guild, Intent.AUTO_MODERATION_CONFIGURATION)
    request.audit(guild, action, int(rule["id"]))
    return rule


def _rule(request: Request, guild: Guild) -> Json:
    """The documentation names no code for one that isn't there."""
    rule = guild.rules.get(request.number("rule"))
    if rule is None:
        raise not_found()
    return rule


def _check(request: Request, guild: Guild, rule: Json) -> None:
    kind, trigger = rule["trigger_type"], rule["trigger_metadata"]
    for name in trigger:
        if kind not in FIELDS_OF.get(name, {kind}):
            request.note(f"trigger_metadata.{name} means nothing in a rule of type {kind}")
    if kind in {KEYWORD, PROFILE} and not (trigger.get("keyword_filter") or trigger.get("regex_patterns")):
        raise wrong_field("trigger_metadata", "BASE_TYPE_REQUIRED", "A keyword or a pattern is required")
    if kind != PRESET and len(trigger.get("allow_list") or ()) > ALLOWED_WORDS:
        words = f"Must be {ALLOWED_WORDS} or fewer in length."
        raise wrong_field("trigger_metadata.allow_list", "BASE_TYPE_MAX_LENGTH", words)
    for number, action in enumerate(rule["actions"]):
        _check_action(request, guild, kind, action, f"actions.{number}")


def _check_action(request: Request, guild: Guild, kind: int, action: Json, path: str) -> None:
    about = action.get("metadata") or {}
    if action["type"] == ALERT and int(about.get("channel_id") or 0) not in guild.channels:
        raise wrong_field(f"{path}.metadata.channel_id", "AUTO_MODERATION_INVALID_CHANNEL", "Invalid channel")
    if action["type"] == TIME_OUT:
        request.guild(Right.MODERATE_MEMBERS)
        if kind not in {KEYWORD, MENTIONS} or not about.get("duration_seconds"):
            raise wrong_field(f"{path}.type", "AUTO_MODERATION_INVALID_ACTION_TYPE", "No time-out for such a rule")
