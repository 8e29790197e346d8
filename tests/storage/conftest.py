"""Every test of the ledger runs on SQLite and on PostgreSQL: one parametrised fixture, one server a session."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from storage import Ledger
from tests.storage.postgres import binaries, server

SECRET = b"a secret of the tests"
_MISSING = "PostgreSQL is not installed here (no initdb): its half of the storage tests did not run"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    tools = binaries()
    if tools is None:
        pytest.skip(_MISSING)
    with server(tools) as url:
        yield url


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}"
    return await fresh_database(request.getfixturevalue("postgres"))


@pytest_asyncio.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(url, secret=SECRET)
    yield opened
    await opened.close()


async def fresh_database(at: str) -> str:
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(at.replace("+asyncpg", "") + "/postgres")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return f"{at}/{name}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(_MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("PostgreSQL was not tested", sep="!", red=True)
        terminalreporter.line(_MISSING)
