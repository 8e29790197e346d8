"""Starts and stops `potluck run`, as an operator or a crash would."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

_POTLUCK = (sys.executable, "-m", "bot")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Potluck:
    """One process; its folder, policy and ledger outlive it."""

    def __init__(self, folder: Path, policy: str, env: dict[str, str]) -> None:
        self.folder = folder
        self.policy = folder / "policies.yaml"
        self.policy.write_text(policy, encoding="utf-8")
        self.log = folder / "log.jsonl"
        self.port = free_port()
        self._env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "POTLUCK_DATABASE": f"sqlite+aiosqlite:///{folder}/potluck.db",
            "POTLUCK_SECRET": "a secret for tests",
            **env,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the same installation."""
        return subprocess.run(  # noqa: S603 - our own command
            [*_POTLUCK, *words],
            env=self._env | env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *options: str) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                [*_POTLUCK, "run", "--policy", str(self.policy), "--listen", f"127.0.0.1:{self.port}", *options],
                env=self._env,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """As a power cut would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def stop(self) -> int:
        """Return the exit code of a clean stop."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=20)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def wait_until_well(self, seconds: float = 20) -> None:
        end = monotonic() + seconds
        while monotonic() < end:
            with suppress(urllib.error.URLError, OSError):
                if '"ok":true' in self.get("/healthz").replace(" ", ""):
                    return
            assert self.alive, self.log.read_text(encoding="utf-8")
            sleep(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8"))


@contextmanager
def potluck(folder: Path, policy: str, env: dict[str, str]) -> Iterator[Potluck]:
    process = Potluck(folder, policy, env)
    try:
        yield process
    finally:
        process.kill()
