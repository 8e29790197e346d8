"""What a bot does to members, and what it may not."""

from datetime import timedelta

import discord
import pytest

from tests.standin.discord import Channel, Guild, Right, StandIn, User
from tests.standin.discord_client import Client


def member(client: Client, user: User) -> discord.Member:
    found = client.guilds[0].get_member(user.id)
    assert found is not None
    return found


async def test_a_time_out_silences_until_it_is_over(
    standin: StandIn, client: Client, guild: Guild, general: Channel, bo: User
):
    await member(client, bo).timeout(timedelta(hours=1), reason="rule: adverts / ½")

    with pytest.raises(PermissionError):
        standin.post(general, bo, "But")
    assert standin.called("PATCH /guilds/{guild}/members/{user}")[0].reason == "rule: adverts / ½"
    assert standin.muted_until(guild, bo)

    standin.clock.forward(timedelta(hours=2))
    standin.post(general, bo, "Sorry")
    assert standin.complaints == []


async def test_nobody_is_timed_out_for_over_four_weeks(client: Client, bo: User):
    with pytest.raises(discord.HTTPException, match="more than 28 days"):
        await member(client, bo).timeout(timedelta(days=29))


async def test_a_ban_takes_the_last_messages_along(
    standin: StandIn, client: Client, guild: Guild, general: Channel, bo: User
):
    standin.post(general, bo, "Old", at=standin.world.now() - timedelta(hours=2))
    standin.post(general, bo, "New")

    await member(client, bo).ban(delete_message_seconds=3600, reason="rule 4")
    bans = [entry async for entry in client.guilds[0].bans()]

    assert [(entry.user.id, entry.reason) for entry in bans] == [(bo.id, "rule 4")]
    assert standin.standing(general) == ["Old"]
    with pytest.raises(PermissionError):
        standin.join(guild, bo)

    await client.guilds[0].unban(discord.Object(bo.id))
    standin.join(guild, bo)
    with pytest.raises(discord.NotFound) as gone:
        await client.guilds[0].unban(discord.Object(bo.id))
    assert gone.value.code == 10026
    assert standin.complaints == []


async def test_a_kick_puts_out(standin: StandIn, client: Client, guild: Guild, bo: User):
    await member(client, bo).kick(reason="x")

    assert bo.id not in guild.members
    with pytest.raises(discord.NotFound) as gone:
        await client.guilds[0].fetch_member(bo.id)
    assert gone.value.code == 10007
    await standin.eventually(lambda: client.told("raw_member_remove"))


async def test_those_above_the_bot_are_safe(client: Client, rosa: User):
    with pytest.raises(discord.Forbidden) as refused:
        await member(client, rosa).kick()

    assert refused.value.code == 50013


async def test_each_act_needs_its_right(standin: StandIn, client: Client, guild: Guild, general: Channel, bo: User):
    posted = standin.post(general, bo, "Advert")
    guild.roles[guild.id].rights = Right.VIEW_CHANNEL | Right.READ_MESSAGE_HISTORY
    standin.set_bot_rights(guild, Right.VIEW_CHANNEL)
    place = client.get_partial_messageable(general.id)
    for act in (
        member(client, bo).timeout(timedelta(hours=1)),
        member(client, bo).ban(),
        place.get_partial_message(posted.id).delete(),
        place.send("x"),
    ):
        with pytest.raises(discord.Forbidden) as refused:
            await act
        assert refused.value.code == 50013
    assert standin.invalid_requests == 4


async def test_private_words_reach_those_who_take_them(standin: StandIn, client: Client, bo: User, rosa: User):
    rosa.takes_private = False
    await member(client, bo).send("Only you")

    with pytest.raises(discord.Forbidden) as refused:
        await member(client, rosa).send("Only you")

    assert refused.value.code == 50007
    assert (standin.sent_to(bo), standin.sent_to(rosa)) == (["Only you"], [])


async def test_whoever_blocked_the_bot_or_left_hears_nothing(standin: StandIn, client: Client, guild: Guild, bo: User):
    seen = member(client, bo)
    bo.blocked = True
    with pytest.raises(discord.Forbidden):
        await seen.send("x")
    bo.blocked = False
    standin.leave(guild, bo)
    with pytest.raises(discord.Forbidden):
        await seen.send("x")


async def test_members_can_be_listed_and_searched(standin: StandIn, client: Client, guild: Guild):
    for number in range(1200):
        standin.join(guild, standin.user(1000 + number, f"member{number:04}"))
    ours = client.guilds[0]

    assert len([one async for one in ours.fetch_members(limit=None)]) == 1203
    assert [one.name for one in await ours.query_members("member007", limit=3)] == [
        "member0070",
        "member0071",
        "member0072",
    ]
    assert standin.complaints == []


async def test_too_long_a_reason_is_refused(standin: StandIn, client: Client, bo: User):
    with pytest.raises(discord.HTTPException):
        await member(client, bo).kick(reason="x" * 513)

    assert standin.complaints == [
        "DELETE /guilds/{guild}/members/{user}: the reason for the audit log has 513 characters"
    ]
