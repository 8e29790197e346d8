"""A server, a bot of python-telegram-bot's, and a group of two."""

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot

from tests.standin import discord
from tests.standin.calling import TOKEN
from tests.standin.discord_client import Client, connected
from tests.standin.telegram import Chat, StandIn, User


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn(TOKEN) as server:
        yield server


@pytest.fixture
async def bot(server: StandIn) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=server.url + "/bot", base_file_url=server.url + "/file/bot") as bot:
        yield bot


@pytest.fixture
def ana(server: StandIn) -> User:
    return server.user(7, "Ana Pereira", "ana_bakes")


@pytest.fixture
def priya(server: StandIn) -> User:
    return server.user(8, "Priya")


@pytest.fixture
def group(server: StandIn, ana: User, priya: User) -> Chat:
    return server.group("Neighbours", admins=[priya], members=[ana])


@pytest.fixture
def standin() -> Iterator[discord.StandIn]:
    """Discord's."""
    with discord.StandIn() as standin:
        yield standin


@pytest.fixture
def bo(standin: discord.StandIn) -> discord.User:
    return standin.user(100_000_000_000_000_007, "bo", "Bo Silva")


@pytest.fixture
def rosa(standin: discord.StandIn) -> discord.User:
    return standin.user(100_000_000_000_000_008, "rosa", "Rosa")


@pytest.fixture
def guild(standin: discord.StandIn, bo: discord.User, rosa: discord.User) -> discord.Guild:
    return standin.guild("Makers", admins=[rosa], members=[bo])


@pytest.fixture
def general(standin: discord.StandIn, guild: discord.Guild) -> discord.Channel:
    return standin.channel(guild, "general")


@pytest.fixture
async def client(standin: discord.StandIn, general: discord.Channel) -> AsyncIterator[Client]:  # noqa: ARG001  before it
    async with connected(standin) as client:
        yield client
