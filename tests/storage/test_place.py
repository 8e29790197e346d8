"""Two URLs of one database are known to be that, however they are written."""

from pathlib import Path

import pytest

from storage.place import same_database

SERVER = "postgresql+asyncpg://u@localhost/club"


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "potluck.db").write_bytes(b"")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "potluck.db")
    (tmp_path / "soft.db").symlink_to("potluck.db")
    return "sqlite+aiosqlite:///potluck.db"


@pytest.mark.parametrize(
    "name",
    ["potluck.db", "./potluck.db", "potluck.db?timeout=5", "hard.db", "soft.db", "file:potluck.db?mode=rwc&uri=true"],
)
def test_a_file_is_one_database_by_whichever_name(live, name):
    assert same_database(live, f"sqlite+aiosqlite:///{name}")
    assert same_database(f"sqlite:///{name}", live)


def test_a_file_that_is_not_there_yet_is_known_by_its_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert same_database("sqlite:///new.db", f"sqlite:///{tmp_path}/new.db")
    assert not same_database("sqlite:///new.db", "sqlite:///newer.db")


def test_two_databases_in_memory_are_two():
    assert not same_database("sqlite://", "sqlite:///:memory:")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://u@localhost:5432/club",
        "postgresql://u:pw@localhost/club",
        "postgres://other@127.0.0.1/club",
        "postgresql://u@/club?host=/var/run/postgresql",
        "postgresql://u@/club?host=elsewhere:5432&host=localhost:5432",
    ],
)
def test_a_server_is_one_whoever_asks_it_and_however_it_is_named(url):
    assert same_database(SERVER, url)


@pytest.mark.parametrize(
    "url",
    ["postgresql://u@localhost:5433/club", "postgresql://u@localhost/trial", "postgresql://u@far/club", "sqlite://"],
)
def test_another_port_name_or_server_is_another_database(url):
    assert not same_database(SERVER, url)
