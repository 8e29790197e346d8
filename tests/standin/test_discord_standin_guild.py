"""AutoMod, scheduled events, threads and voices."""

from datetime import timedelta

import discord
import pytest

from tests.standin.discord import Channel, Guild, Right, StandIn, User
from tests.standin.discord.rights import USUAL_RIGHTS
from tests.standin.discord_client import Client

BLOCK = [discord.AutoModRuleAction(custom_message="No adverts here")]


async def make_rule(client: Client, trigger: discord.AutoModTrigger, name: str = "Never") -> discord.AutoModRule:
    kind = discord.AutoModRuleEventType.message_send
    return await client.guilds[0].create_automod_rule(
        name=name, event_type=kind, trigger=trigger, actions=BLOCK, enabled=True, reason="potluck"
    )


async def test_rules_are_made_changed_and_taken_away(standin: StandIn, client: Client, guild: Guild):
    rule = await make_rule(client, discord.AutoModTrigger(keyword_filter=["mlm"], regex_patterns=["join m[yi] team"]))
    await rule.edit(name="Hard never", trigger=discord.AutoModTrigger(keyword_filter=["mlm", "pyramid*"]))

    (kept,) = await client.guilds[0].fetch_automod_rules()

    assert kept.name == "Hard never"
    assert kept.trigger.keyword_filter == ["mlm", "pyramid*"]
    assert kept.actions[0].custom_message == "No adverts here"
    await kept.delete()
    assert guild.rules == {}
    await standin.eventually(lambda: client.told("automod_rule_delete"))
    assert standin.complaints == []


async def test_a_guild_has_six_rules_with_words(client: Client):
    for number in range(6):
        await make_rule(client, discord.AutoModTrigger(keyword_filter=["mlm"]), f"Never {number}")

    with pytest.raises(discord.HTTPException) as refused:
        await make_rule(client, discord.AutoModTrigger(keyword_filter=["mlm"]))

    assert refused.value.code == 50035
    await make_rule(client, discord.AutoModTrigger(presets=discord.AutoModPresets(slurs=True)))


@pytest.mark.parametrize(
    "trigger",
    [
        discord.AutoModTrigger(keyword_filter=["x" * 61]),
        discord.AutoModTrigger(keyword_filter=["x"] * 1001),
        discord.AutoModTrigger(regex_patterns=["x" * 261]),
        discord.AutoModTrigger(regex_patterns=["x"] * 11),
        discord.AutoModTrigger(keyword_filter=["x"], allow_list=["x"] * 101),
        discord.AutoModTrigger(keyword_filter=[]),
    ],
)
async def test_rules_have_their_limits(client: Client, trigger: discord.AutoModTrigger):
    with pytest.raises(discord.HTTPException) as refused:
        await make_rule(client, trigger)

    assert refused.value.code == 50035


async def test_a_rule_blocks_before_a_post_appears(
    standin: StandIn, client: Client, general: Channel, bo: User, rosa: User
):
    await make_rule(client, discord.AutoModTrigger(keyword_filter=["mlm", "pyramid*"], allow_list=["mlm free"]))
    for words in "An MLM for you", "Pyramids!":
        with pytest.raises(PermissionError, match="No adverts here"):
            standin.post(general, bo, words)
    harmless = standin.post(general, bo, "mlmx")
    with pytest.raises(PermissionError):
        standin.edit(harmless, "mlm")
    standin.post(general, rosa, "mlm: admins may")

    assert standin.standing(general) == ["mlmx", "mlm: admins may"]
    await standin.eventually(lambda: len(client.told("automod_action")) == 3)
    assert client.told("automod_action")[0][0].matched_keyword == "mlm"


async def test_rules_need_the_right_to_manage(standin: StandIn, client: Client, guild: Guild):
    standin.set_bot_rights(guild, USUAL_RIGHTS & ~Right.MANAGE_GUILD)

    with pytest.raises(discord.Forbidden):
        await make_rule(client, discord.AutoModTrigger(keyword_filter=["mlm"]))


async def test_scheduled_events_and_who_is_interested(
    standin: StandIn, client: Client, guild: Guild, bo: User, rosa: User
):
    start = standin.world.now() + timedelta(days=1)
    stage = standin.channel(guild, "stage", kind="stage")
    event = standin.event(guild, rosa, "Bread day", start, start + timedelta(hours=2), location="Hall")
    talk = standin.event(guild, rosa, "Talk", start, channel=stage, description="Rye")
    standin.interested(guild, event, bo)
    standin.interested(guild, event, rosa)
    standin.uninterested(guild, event, rosa)
    standin.begin_event(guild, talk)
    standin.end_event(guild, talk)
    await standin.eventually(lambda: len(client.told("scheduled_event_update")) == 2)

    (told,) = await client.guilds[0].fetch_scheduled_events()

    assert (told.name, told.location, told.creator_id, told.user_count) == ("Bread day", "Hall", rosa.id, 1)
    assert [user.id async for user in told.users()] == [bo.id]
    assert client.told("scheduled_event_user_add")[0][1].id == bo.id
    assert client.told("scheduled_event_user_remove")[0][1].id == rosa.id
    assert client.told("scheduled_event_update")[1][1].status is discord.EventStatus.completed
    assert standin.complaints == []


async def test_the_bot_schedules_with_its_right(standin: StandIn, client: Client, guild: Guild):
    standin.set_bot_rights(guild, USUAL_RIGHTS | Right.CREATE_EVENTS)
    start = standin.world.now() + timedelta(days=1)

    event = await client.guilds[0].create_scheduled_event(
        name="Bread day",
        start_time=start,
        end_time=start + timedelta(hours=2),
        location="Hall",
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    await event.edit(name="Bread night")

    assert [one["name"] for one in guild.events.values()] == ["Bread night"]
    assert standin.complaints == []


async def test_threads_and_forum_posts_are_told(
    standin: StandIn, client: Client, guild: Guild, general: Channel, bo: User
):
    forum = standin.channel(guild, "offers", kind="forum", tags=["bread"])
    thread = standin.thread(general, bo, "Where to buy flour", on=standin.post(general, bo, "Flour?"))
    standin.post(thread, bo, "Mill street")
    offer, first = standin.forum_post(forum, bo, "Sourdough", "Every Friday", "bread")
    standin.archive(offer)
    await standin.eventually(lambda: client.told("thread_update"))

    created = [event[0] for event in client.told("thread_create")]
    archived = [one async for one in created[1].parent.archived_threads()]

    assert [one.name for one in created] == ["Where to buy flour", "Sourdough"]
    assert [tag.name for tag in created[1].applied_tags] == ["bread"]
    assert [m.content for m in client.heard] == ["Flour?", "Mill street", "Every Friday"]
    assert offer.id == first.id == archived[0].id
    assert [one.id for one in await client.guilds[0].active_threads()] == [thread.id]
    standin.post(offer, bo, "Still there")
    await standin.eventually(lambda: len(client.told("raw_thread_update")) == 2)
    assert not offer.archived
    with pytest.raises(discord.HTTPException) as refused:
        await client.get_partial_messageable(forum.id).send("x")
    assert refused.value.code == 40058


async def test_a_locked_thread_is_for_moderators(standin: StandIn, client: Client, general: Channel, bo: User):
    thread = standin.thread(general, bo, "Flour")
    standin.archive(thread, locked=True)
    with pytest.raises(PermissionError):
        standin.post(thread, bo, "But")

    await client.get_partial_messageable(thread.id).send("Closed for good")
    assert standin.standing(thread) == ["Closed for good"]


async def test_the_bot_opens_threads_and_forum_posts(standin: StandIn, client: Client, guild: Guild, general: Channel):
    forum = standin.channel(guild, "offers", kind="forum")
    await standin.eventually(lambda: client.get_channel(forum.id))
    place, offers = client.get_channel(general.id), client.get_channel(forum.id)
    assert isinstance(place, discord.TextChannel)
    assert isinstance(offers, discord.ForumChannel)

    thread = await (await place.send("Talk here")).create_thread(name="Talk")
    await thread.send("First")
    opened = await offers.create_thread(name="Offers of the week", content="None yet")
    await opened.thread.edit(archived=True)

    assert standin.standing(general) == ["Talk here"]
    assert [c.name for c in guild.channels.values() if c.is_thread] == ["Talk", "Offers of the week"]
    assert guild.channels[opened.thread.id].archived
    assert standin.complaints == []


async def test_voices_come_and_go(standin: StandIn, client: Client, guild: Guild, bo: User):
    hall = standin.channel(guild, "hall", kind="voice")
    standin.voice_join(hall, bo)
    await standin.eventually(lambda: client.told("voice_state_update"))
    who, _, came = client.told("voice_state_update")[0]
    assert (who.id, came.channel.id) == (bo.id, hall.id)

    standin.voice_leave(guild, bo)
    await standin.eventually(lambda: len(client.told("voice_state_update")) == 2)
    _, left, gone = client.told("voice_state_update")[1]
    assert (left.channel.id, gone.channel) == (hall.id, None)
