"""What an AutoMod rule may be."""

from tests.standin.discord.schema.kinds import Fields, Kind, ListOf, Snowflake, Text, Whole, Yes, fields, one_of

KEYWORD, SPAM, PRESET, MENTIONS, PROFILE = 1, 3, 4, 5, 6
MOST = {KEYWORD: 6, SPAM: 1, PRESET: 1, MENTIONS: 1, PROFILE: 1}
"""Rules of each kind in a guild."""
_ACTION = fields(
    ["type"],
    type=one_of(1, 2, 3, 4),
    metadata=fields(channel_id=Snowflake(), duration_seconds=Whole(0, 2_419_200), custom_message=Text(150)),
)
_TRIGGER = fields(
    keyword_filter=ListOf(Text(60, 1), 1000),
    regex_patterns=ListOf(Text(260, 1), 10),
    presets=ListOf(one_of(1, 2, 3)),
    allow_list=ListOf(Text(60, 1), 1000),
    mention_total_limit=Whole(0, 50),
    mention_raid_protection_enabled=Yes(),
)
_RULE: dict[str, Kind] = {
    "name": Text(100, 1),
    "event_type": one_of(1, 2),
    "trigger_metadata": _TRIGGER,
    "actions": ListOf(_ACTION, 5, 1),
    "enabled": Yes(),
    "exempt_roles": ListOf(Snowflake(), 20),
    "exempt_channels": ListOf(Snowflake(), 50),
}
NEW_RULE = Fields(
    {**_RULE, "trigger_type": one_of(*MOST)}, frozenset({"name", "event_type", "trigger_type", "actions"})
)
CHANGED_RULE = Fields(_RULE)
