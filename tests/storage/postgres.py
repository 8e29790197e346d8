"""A PostgreSQL server of the tests' own: found among what is installed, on loopback, in a directory that goes away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=40")
_WITHIN = 30.0


def binaries() -> Path | None:
    """Return the directory with `initdb` and `postgres`: the newest version's, else what the path has."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: _version(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return None if on_path is None else Path(on_path).resolve().parent


def _version(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdigit() else 0.0


@contextmanager
def server(tools: Path) -> Iterator[str]:
    """Run a server as long as the block lasts, and yield its URL without a database."""
    home = Path(tempfile.mkdtemp(prefix="potluck-postgres-"))
    who = _unprivileged()
    if who is not None:
        os.chown(home, who, -1)
    port = _free_port()
    running = None
    try:
        _run([tools / "initdb", "-D", home / "data", "-U", "potluck", "-A", "trust", "-E", "UTF8", "--no-sync"], who)
        settings = [item for setting in _FAST for item in ("-c", setting)]
        with (home / "log").open("w") as log:
            running = subprocess.Popen(  # noqa: S603 - the server of the tests
                [tools / "postgres", "-D", home / "data", "-p", str(port), "-h", "127.0.0.1", "-k", home, *settings],
                stdout=log,
                stderr=log,
                cwd=home,
                **_as(who),
            )
        _wait(tools, port, home, running)
        yield f"postgresql+asyncpg://potluck@127.0.0.1:{port}"
    finally:
        if running is not None:
            running.send_signal(2)
            running.wait(_WITHIN)
        shutil.rmtree(home, ignore_errors=True)


def _wait(tools: Path, port: int, home: Path, running: subprocess.Popen) -> None:
    ready = [str(tools / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    last = time.monotonic() + _WITHIN
    while subprocess.run(ready, check=False).returncode:  # noqa: S603
        if running.poll() is not None or time.monotonic() > last:
            raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
        time.sleep(0.05)


def _unprivileged() -> int | None:
    """Return whom to run as: the server refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and there is neither a user 'postgres' nor 'nobody'")


def _as(who: int | None) -> dict:
    return {} if who is None else {"user": who, "group": pwd.getpwuid(who).pw_gid, "extra_groups": []}


def _run(command: list, who: int | None) -> None:
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, cwd="/", **_as(who)
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
