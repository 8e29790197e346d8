"""What the bot may do, judged in process by simcord: its rights, its rank, and the code of each refusal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord

from adapters.discord.acting import Acting
from adapters.discord.errors import ours
from adapters.discord.inbox import Inbox
from adapters.discord.listening import Listener
from bot.clock import now
from chat.actions import BanMember, KickMember, MuteMember, RemoveMessages
from chat.errors import Blocked, Forbidden, Gone, PlatformError

REASON = "mlm (policies.yaml:7) 1@5"


class Open:
    """A gate that holds nothing."""

    def __init__(self) -> None:
        self.inbox = Inbox()

    def begin_anew(self, guild: discord.Guild) -> None:
        """Hold nothing."""

    def catch_up(self, guild: discord.Guild, client: Listener) -> None:
        """Nothing was missed."""


class Stage:
    """A guild with a member, somebody who ranks above the bot, and the bot."""

    def __init__(self, env: simcord.Env, client: Listener) -> None:
        self.env = env
        self.client = client
        self.acting = Acting(client, now)
        lead = env.create_user("lead")
        self.guild = env.create_guild(owner=lead)
        self.general = self.guild.create_text_channel("general")
        self.ana = self.guild.add_member(env.create_user("ana"))
        self.lead = self.guild.add_member(lead)

    def without(self, **rights: bool) -> None:
        """Take rights of the bot away."""
        me = self.guild.me
        assert me is not None
        left = discord.Permissions(me.guild_permissions.value)
        left.update(**rights)
        self.env.backend.edit_role(self.guild.id, me.top_role.id, {"permissions": left.value})

    async def said(self, *texts: str) -> tuple[str, ...]:
        """Let Ana write, and return the messages' ids."""
        return tuple([str((await self.ana.send(self.general, text)).id) for text in texts])

    def removal(self, *ids: str) -> RemoveMessages:
        places = tuple((one, str(self.general.id)) for one in ids)
        return RemoveMessages(chat=str(self.guild.id), message_ids=ids, reason=REASON, places=places)

    def about(self, member: Any) -> dict[str, Any]:
        return {"chat": str(self.guild.id), "member": str(member.id), "reason": REASON}


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    client = Listener(intents=discord.Intents.all(), clock=now, gate=Open())
    async with simcord.run(client, shard_count=1) as env:
        yield Stage(env, client)


async def refused(call: Any) -> PlatformError:
    """Return what an action is refused with, in our words."""
    with pytest.raises(discord.HTTPException) as error:
        await call
    return ours(error.value)


@pytest.mark.parametrize("count", [1, 3])
async def test_messages_come_down_one_by_one_and_in_bulk(count: int) -> None:
    async with staged() as stage:
        ids = await stage.said(*(f"advert {number}" for number in range(count)))

        await stage.acting.remove(stage.removal(*ids))

        assert stage.general.last_message is None


async def test_a_message_that_is_gone_already_is_no_trouble() -> None:
    async with staged() as stage:
        ids = await stage.said("advert")
        await stage.acting.remove(stage.removal(*ids))

        await stage.acting.remove(stage.removal(*ids))


@pytest.mark.parametrize("count", [1, 3])
async def test_without_the_right_to_manage_messages_nothing_comes_down(count: int) -> None:
    async with staged() as stage:
        ids = await stage.said(*(f"advert {number}" for number in range(count)))
        stage.without(manage_messages=False)

        error = await refused(stage.acting.remove(stage.removal(*ids)))

        assert type(error) is Forbidden
        assert stage.general.last_message is not None


async def test_a_time_out_is_set_with_its_reason() -> None:
    async with staged() as stage:
        until = now() + timedelta(hours=1)

        await stage.acting.mute(MuteMember(until=until, **stage.about(stage.ana)))

        found = stage.client.get_guild(stage.guild.id)
        assert found is not None
        member = found.get_member(stage.ana.id)
        assert member is not None
        assert member.timed_out_until == until
        assert [request.reason for request in stage.env.http_requests][-1] == REASON


async def test_whoever_ranks_above_the_bot_is_out_of_its_reach() -> None:
    async with staged() as stage:
        until = now() + timedelta(hours=1)
        lead = stage.about(stage.lead)

        errors = [
            await refused(stage.acting.mute(MuteMember(until=until, **lead))),
            await refused(stage.acting.kick(KickMember(**lead))),
            await refused(stage.acting.ban(BanMember(until=None, **lead))),
        ]

        assert {type(error) for error in errors} == {Forbidden}


@pytest.mark.parametrize(
    ("right", "act"),
    [
        ("moderate_members", lambda stage: stage.acting.mute(MuteMember(until=None, **stage.about(stage.ana)))),
        ("kick_members", lambda stage: stage.acting.kick(KickMember(**stage.about(stage.ana)))),
        ("ban_members", lambda stage: stage.acting.ban(BanMember(until=None, **stage.about(stage.ana)))),
    ],
)
async def test_each_act_takes_its_own_right(right: str, act: Any) -> None:
    async with staged() as stage:
        stage.without(**{right: False})

        assert type(await refused(act(stage))) is Forbidden


async def test_whoever_has_left_is_gone_and_no_error_of_ours() -> None:
    async with staged() as stage:
        stage.guild.remove_member(stage.ana)
        until = now() + timedelta(hours=1)

        assert type(await refused(stage.acting.mute(MuteMember(until=until, **stage.about(stage.ana))))) is Gone


async def test_who_takes_no_direct_messages_is_told_from_a_missing_right() -> None:
    async with staged() as stage:
        other = stage.env.create_user("another bot", bot=True)
        channel = await stage.client.http.start_private_message(other.id)

        with discord.http.handle_message_parameters(content="hello") as words:
            error = await refused(stage.client.http.send_message(channel["id"], params=words))

        assert type(error) is Blocked
