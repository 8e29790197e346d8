"""Every test of the ledger runs on SQLite and on PostgreSQL: one parametrised fixture, one server a session."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from threading import Thread
from typing import Any
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
    """The server's URL, without a database."""
    tools = binaries()
    if tools is None:
        pytest.skip(_MISSING)
    with server(tools) as url:
        _finish(_execute(url, "CREATE DATABASE empty"))
        _finish(_migrate(f"{url}/empty"))
        yield url


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables and nothing in them."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    _finish(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own, migrated."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "ledger.db")
        return f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}"
    return _database(request.getfixturevalue("postgres"), template="empty")


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own without any table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}"
    return _database(request.getfixturevalue("postgres"), template="template1")


@pytest_asyncio.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(url, secret=SECRET)
    yield opened
    await opened.close()


def _database(at: str, template: str) -> str:
    name = f"test_{uuid4().hex}"
    _finish(_execute(at, f"CREATE DATABASE {name} TEMPLATE {template}"))
    return f"{at}/{name}"


async def _execute(at: str, statement: str) -> None:
    connection = await asyncpg.connect(at.replace("+asyncpg", "") + "/postgres")
    await connection.execute(statement)
    await connection.close()


async def _migrate(url: str) -> None:
    await (await Ledger.open(url, secret=SECRET)).close()


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run in a loop of its own, apart from the tests'."""
    thread = Thread(target=asyncio.run, args=(work,))
    thread.start()
    thread.join()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(_MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("PostgreSQL was not tested", sep="!", red=True)
        terminalreporter.line(_MISSING)
