"""What the remaining calls may carry."""

from tests.standin.discord.schema.kinds import Anything, ListOf, Moment, Snowflake, Text, Whole, Yes, fields, one_of
from tests.standin.discord.schema.messages import MESSAGE

DIRECT = fields(["recipient_id"], recipient_id=Snowflake())
BULK = fields(["messages"], messages=ListOf(Snowflake()))
BAN = fields(delete_message_seconds=Whole(0, 604_800), delete_message_days=Whole(0, 7))
MEMBER = fields(
    nick=Text(32),
    roles=ListOf(Snowflake()),
    mute=Yes(),
    deaf=Yes(),
    channel_id=Snowflake(),
    communication_disabled_until=Moment(),
    flags=Whole(),
)
CHANNEL = fields(
    name=Text(100, 1),
    topic=Text(4096),
    rate_limit_per_user=Whole(0, 21_600),
    archived=Yes(),
    locked=Yes(),
    auto_archive_duration=one_of(60, 1440, 4320, 10_080),
    invitable=Yes(),
    flags=Whole(),
    applied_tags=ListOf(Snowflake(), 5),
    position=Whole(),
    parent_id=Snowflake(),
    nsfw=Yes(),
    permission_overwrites=ListOf(Anything()),
    type=Whole(),
)
THREAD = fields(
    ["name"],
    name=Text(100, 1),
    auto_archive_duration=one_of(60, 1440, 4320, 10_080),
    type=one_of(10, 11, 12),
    invitable=Yes(),
    rate_limit_per_user=Whole(0, 21_600),
    message=MESSAGE,
    applied_tags=ListOf(Snowflake(), 5),
)
CALLBACK = fields(["type"], type=one_of(1, 4, 5, 6, 7, 8, 9), data=Anything())
EVENT = fields(
    name=Text(100, 1),
    description=Text(1000),
    channel_id=Snowflake(),
    entity_metadata=fields(location=Text(100)),
    entity_type=one_of(1, 2, 3),
    privacy_level=one_of(2),
    scheduled_start_time=Moment(),
    scheduled_end_time=Moment(),
    image=Text(),
    recurrence_rule=Anything(),
    status=one_of(1, 2, 3, 4),
)
NEW_EVENT = fields(["name", "entity_type", "privacy_level", "scheduled_start_time"], **EVENT.fields)
