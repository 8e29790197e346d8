"""A process killed in the middle of its batches loses nothing that was committed and doubles nothing."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from chat.ledger import Changes, LinkUse, Member
from storage import Ledger
from tests.storage.conftest import SECRET
from tests.storage.told import CHAT, NOON, everything, message, promotion, read

_PER_BATCH = 20
_ROOT = Path(__file__).parents[2]


async def _deliver(url: str, acknowledged: Path) -> None:
    """Take messages as a platform sends them: again from the last one acknowledged, doubles dropped by the ledger."""
    ledger = await Ledger.open(url, secret=SECRET)
    while True:
        start = _told(acknowledged)
        ids = [str(n) for n in range(start, start + _PER_BATCH)]
        async with ledger.batch(CHAT) as batch:
            known = await batch.read(everything(message_ids=ids, members=["7"]))
            new = [one for one in ids if one not in known.seen]
            before = known.members.get("7") or Member(member="7")
            await batch.write(
                Changes(
                    chat=CHAT,
                    seen=[message(one, at=NOON + timedelta(seconds=int(one))) for one in new],
                    members={"7": Member(member="7", messages=before.messages + len(new))},
                    uses=[LinkUse(domain="a.b", member="7", posts=1) for _ in new],
                    promotions=[promotion(one) for one in new],
                    ever=[("member|member|7", "", len(new))] if new else [],
                )
            )
        _acknowledge(acknowledged, start + _PER_BATCH)


def _told(acknowledged: Path) -> int:
    return int(acknowledged.read_text() or 0)


def _acknowledge(acknowledged: Path, until: int) -> None:
    part = acknowledged.with_suffix(".part")
    part.write_text(str(until))
    part.replace(acknowledged)


async def test_killed_at_any_moment_nothing_is_lost_or_counted_twice(url: str, tmp_path: Path):
    acknowledged = tmp_path / "acknowledged"
    acknowledged.write_text("")
    await (await Ledger.open(url, secret=SECRET)).close()
    for kill in range(4):
        await asyncio.to_thread(_run_and_kill, url, acknowledged, 0.15 + 0.11 * kill)
    told = _told(acknowledged)
    assert told > 0

    ledger = await Ledger.open(url, secret=SECRET)
    known = await read(ledger, message_ids=[str(n) for n in range(told + _PER_BATCH)], members=["7"], domains=["a.b"])
    await ledger.close()

    count = len(known.seen)
    assert told <= count <= told + _PER_BATCH
    assert known.members["7"].messages == count
    assert known.uses["a.b"]["7"] == count
    assert len(known.promoted["7"]) == count
    assert known.ever["member|member|7"] == {"": count}


def _run_and_kill(url: str, acknowledged: Path, after: float) -> None:
    """Let a process run until it has got somewhere, then kill it after a while."""
    before = acknowledged.read_text()
    running = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.storage.test_kill", url, str(acknowledged)], cwd=_ROOT, env=os.environ
    )
    last = time.monotonic() + 30
    while acknowledged.read_text() == before and running.poll() is None and time.monotonic() < last:
        time.sleep(0.01)
    time.sleep(after)
    assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.wait()


if __name__ == "__main__":
    asyncio.run(_deliver(sys.argv[1], Path(sys.argv[2])))
