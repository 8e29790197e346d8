"""A server, a bot of python-telegram-bot's, and a group of two."""

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot

from tests.standin.calling import TOKEN
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
