"""The gateway: who is let in, what is told again after a break, and to which shard."""

import json
from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.standin.discord import Channel, Guild, Intent, Right, StandIn, User
from tests.standin.discord_client import Client, connected


@pytest.fixture
def heard_by(standin: StandIn, client: Client):
    async def heard(number: int) -> list[str]:
        await standin.eventually(lambda: len(client.heard) >= number)
        return [message.content for message in client.heard]

    return heard


async def test_a_guild_is_told_whole(standin: StandIn, guild: Guild, general: Channel, bo: User, rosa: User):
    forum = standin.channel(guild, "offers", kind="forum", tags=["bread"])
    thread, _ = standin.forum_post(forum, bo, "Sourdough", "Every Friday", "bread")
    stage = standin.channel(guild, "stage", kind="stage")
    standin.voice_join(stage, bo)
    async with connected(standin) as client:
        told = client.guilds[0]

        assert {member.id for member in told.members} == {bo.id, rosa.id, standin.bot.id}
        assert [channel.name for channel in told.channels] == ["general", "offers", "stage"]
        assert [thread.name for thread in told.threads] == ["Sourdough"]
        assert [tag.name for tag in told.threads[0].applied_tags] == ["bread"]
        assert told.stage_channels[0].members[0].id == bo.id
        assert told.me.guild_permissions.moderate_members
        assert told.get_thread(thread.id) is not None
        assert told.get_channel(general.id) is not None


async def test_a_broken_connection_is_resumed_and_nothing_is_lost(
    standin: StandIn, client: Client, general: Channel, bo: User, heard_by
):
    standin.post(general, bo, "before")
    await heard_by(1)
    standin.drop()
    standin.post(general, bo, "during")
    await standin.eventually(lambda: client.told("resumed") or client.told("shard_resumed"))
    standin.post(general, bo, "after")

    assert await heard_by(3) == ["before", "during", "after"]
    assert len(client.told("shard_ready")) == 1


async def test_a_call_to_reconnect_is_obeyed(standin: StandIn, client: Client, general: Channel, bo: User, heard_by):
    standin.reconnect()
    standin.post(general, bo, "meanwhile")
    await standin.eventually(lambda: client.told("shard_resumed"))

    assert await heard_by(1) == ["meanwhile"]


async def test_an_invalid_session_that_can_be_resumed_is(
    standin: StandIn, client: Client, general: Channel, bo: User, heard_by
):
    standin.invalidate(resumable=True)
    await standin.eventually(lambda: client.told("shard_resumed"))
    standin.post(general, bo, "after")

    assert await heard_by(1) == ["after"]


async def test_an_invalid_session_begins_anew_and_misses_what_was_between(
    standin: StandIn, client: Client, general: Channel, bo: User, heard_by
):
    with standin.world.lock:
        standin.invalidate()
        standin.post(general, bo, "missed")
    await standin.eventually(lambda: len(client.told("shard_ready")) == 2)
    standin.post(general, bo, "after")

    assert await heard_by(1) == ["after"]


async def test_unanswered_heartbeats_end_a_connection(general: Channel, standin: StandIn, bo: User):
    standin.heartbeat = timedelta(seconds=0.3)
    async with connected(standin, heartbeat_timeout=0.5) as client:
        standin.stop_acknowledging()
        await standin.eventually(lambda: client.told("shard_resumed"))
        standin.post(general, bo, "after")
        await standin.eventually(lambda: client.heard)


async def test_a_wrong_token_is_refused(standin: StandIn):
    standin.token = "another"  # noqa: S105
    with pytest.raises(discord.LoginFailure):
        async with connected(standin):
            pass


@pytest.mark.usefixtures("general")
async def test_a_privileged_intent_must_be_switched_on(standin: StandIn):
    standin.disable(Intent.GUILD_MEMBERS)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(standin):
            pass

    async with connected(standin, discord.Intents(guilds=True, message_content=True)) as client:
        flags = (await client.application_info()).flags
        assert (flags.gateway_guild_members_limited, flags.gateway_message_content_limited) == (False, True)


IDENTIFY = {"token": "stand-in.discord.token", "properties": {}, "intents": 1}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (["{"], 4002),
        ([{"op": 99, "d": None}], 4001),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 2, "d": IDENTIFY | {"token": "x"}}], 4004),
        ([{"op": 2, "d": IDENTIFY}, {"op": 2, "d": IDENTIFY}], 4005),
        ([{"op": 1, "d": None}] * 121, 4008),
        ([{"op": 2, "d": IDENTIFY | {"shard": [2, 2]}}], 4010),
        ([{"op": 2, "d": IDENTIFY | {"intents": 1 << 40}}], 4013),
    ],
)
async def test_who_does_not_keep_to_the_protocol_is_put_out(standin: StandIn, told: list[object], code: int):
    async with aiohttp.ClientSession() as http, http.ws_connect(standin.gateway + "?v=10&encoding=json") as socket:
        for one in told:
            await socket.send_str(one if isinstance(one, str) else json.dumps(one))
        while not socket.closed:
            await socket.receive()

        assert socket.close_code == code


async def test_only_version_ten_is_spoken(standin: StandIn):
    async with aiohttp.ClientSession() as http, http.ws_connect(standin.gateway + "?v=8") as socket:
        await socket.receive()

        assert socket.close_code == 4012


async def test_each_shard_hears_of_its_guilds_alone(standin: StandIn, bo: User):
    standin.world.shards = 2
    guilds = [standin.guild(f"Guild {n}", (1 << 50) + (n << 22), members=[bo]) for n in range(4)]
    places = [standin.channel(guild, "general") for guild in guilds]
    async with connected(standin) as client:
        for number, channel in enumerate(places):
            standin.post(channel, bo, str(number))
        await standin.eventually(lambda: len(client.heard) == 4)

        assert {m.guild.name: m.guild.shard_id for m in client.heard if m.guild} == {
            "Guild 0": 0,
            "Guild 1": 1,
            "Guild 2": 0,
            "Guild 3": 1,
        }
        assert standin.connected == 2


async def test_members_roles_and_channels_change_before_ones_eyes(
    standin: StandIn, client: Client, guild: Guild, general: Channel, bo: User, rosa: User
):
    ben = standin.user(9, "ben")
    baker = standin.role(guild, "Baker")
    standin.join(guild, ben)
    standin.give(guild, ben, baker)
    standin.leave(guild, ben)
    standin.ban(guild, bo, rosa, "Spam")
    standin.unban(guild, bo, rosa)
    standin.set_bot_rights(guild, Right.VIEW_CHANNEL)
    standin.remove_channel(general)
    await standin.eventually(lambda: client.told("guild_channel_delete"))

    assert client.told("member_join")[0][0].name == "ben"
    assert [role.name for role in client.told("member_update")[0][1].roles] == ["@everyone", "Baker"]
    assert [event[0].user.id for event in client.told("raw_member_remove")] == [ben.id, bo.id]
    assert [client.told(name)[0][1].id for name in ("member_ban", "member_unban")] == [bo.id, bo.id]
    assert not client.guilds[0].me.guild_permissions.manage_messages
    assert client.told("audit_log_entry_create")[0][0].reason == "Spam"


async def test_the_bot_comes_and_goes(standin: StandIn, client: Client, guild: Guild):
    standin.set_available(guild, available=False)
    standin.set_available(guild, available=True)
    standin.guild("Another")
    standin.bot_leaves(guild)
    await standin.eventually(lambda: client.told("guild_remove"))

    assert client.told("guild_unavailable")
    assert client.told("guild_available")
    assert [one.name for one in client.guilds] == ["Another"]


async def test_a_session_that_expired_begins_anew(standin: StandIn, client: Client, general: Channel, bo: User):
    standin.end()
    standin.expire_sessions()
    standin.post(general, bo, "missed")
    standin.begin()
    await standin.eventually(lambda: len(client.told("shard_ready")) == 2, 20)
    standin.post(general, bo, "after")
    await standin.eventually(lambda: client.heard)

    assert [message.content for message in client.heard] == ["after"]
