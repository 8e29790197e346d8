"""One process serves the Telegram and the Discord groups of one policy, with one ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.live.discord import conftest as discord_stage
from tests.live.process import Potluck, potluck
from tests.live.telegram import conftest as telegram_stage
from tests.standin import discord as on_discord
from tests.standin import telegram as on_telegram

ADVERT = discord_stage.ADVERT
_, _, _THEIRS = discord_stage.POLICY.partition("groups:\n")
POLICY = telegram_stage.POLICY + _THEIRS.replace("  makers:", "  bakers:", 1)


@dataclass
class Both:
    """Two servers and one bot."""

    telegram: on_telegram.StandIn
    group: on_telegram.Chat
    ana: on_telegram.User
    discord: on_discord.StandIn
    channel: on_discord.Channel
    bo: on_discord.User
    potluck: Potluck


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    with on_telegram.StandIn(telegram_stage.TOKEN) as one, on_discord.StandIn(discord_stage.TOKEN) as other:
        ana, priya = one.user(7, "Ana", "ana"), one.user(9, "Priya", "priya")
        group = one.group("Makers", id=telegram_stage.GROUP, admins=[priya], members=[ana])
        one.group("Admins", id=telegram_stage.ROOM, admins=[priya])
        bo, host = other.user(8, "bo"), other.user(10, "host")
        guild = other.guild("Bakers", id=discord_stage.GUILD, admins=[host], members=[bo])
        channel = other.channel(guild, "general")
        other.channel(guild, "admins", id=discord_stage.ROOM)
        env = {
            "POTLUCK_TELEGRAM_TOKEN": telegram_stage.TOKEN,
            "POTLUCK_TELEGRAM_API": one.url,
            "POTLUCK_DISCORD_TOKEN": discord_stage.TOKEN,
            "POTLUCK_DISCORD_API": other.api,
            "POTLUCK_DISCORD_GATEWAY": other.gateway,
        }
        with potluck(tmp_path, POLICY, env) as process:
            yield Both(one, group, ana, other, channel, bo, process)
        assert one.complaints == []
        assert other.complaints == []


def test_adverts_go_on_both_and_each_author_is_told_there(both: Both) -> None:
    both.potluck.start()
    both.potluck.wait_until_well()
    both.discord.wait_until(lambda: both.discord.commands(), 20)
    here = both.telegram.post(both.group, both.ana, ADVERT)
    there = both.discord.post(both.channel, both.bo, ADVERT)

    assert both.telegram.wait_until(lambda: not both.telegram.stands(here), 20)
    both.discord.wait_until(lambda: there.deleted, 20)
    assert both.telegram.wait_until(lambda: len(both.telegram.sent_to(both.ana)) == 1, 20)
    both.discord.wait_until(lambda: len(both.discord.sent_to(both.bo)) == 1, 20)


def test_one_reload_reaches_both(both: Both) -> None:
    both.potluck.start()
    both.potluck.wait_until_well()
    both.discord.wait_until(lambda: both.discord.commands(), 20)
    room = both.discord.world.channels[discord_stage.ROOM]
    changed = POLICY.replace("mode: enforce", "mode: observe")

    both.potluck.policy.write_text(changed, encoding="utf-8")

    both.discord.wait_until(lambda: both.discord.said(room), 20)
    assert both.potluck.stop() == 0
