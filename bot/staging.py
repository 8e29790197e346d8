"""The demo's composition root: the script that ships, a ledger in a folder, a platform that keeps what it is told."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

from adapters.recorder import Recorder
from adapters.script import Script, read_script
from bot.app import gather, with_picture, write_page
from bot.demo.play import Moment, Stage, play
from bot.pipeline import Pipeline
from bot.replay import TOLD_AFTER
from bot.result import Result
from bot.rounds import Done, Rounds
from bot.tally import Tally
from policies.language.schema import Group
from storage.ledger import Ledger

__all__ = ["Script", "demo_script", "play_demo"]

_KEY = "script:demo"
_SECRET = b"the demo's own"


def demo_script() -> Script:
    """Read the script that ships."""
    text = (resources.files("bot.demo") / "script.yaml").read_text(encoding="utf-8")
    return read_script(text, "bot/demo/script.yaml")


async def play_demo(script: Script, group: Group, folder: Path, show: Callable[[Moment], None]) -> Result:
    """Play a script by a policy; its ledger, report and picture are left in a folder."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{folder}/demo.db", secret=_SECRET)
    try:
        result = await _play(script, group, ledger, show)
    finally:
        await ledger.close()
    if (png := with_picture(result, group)) is not None:
        (folder / "summary.png").write_bytes(png)
    write_page(folder / "report.html", result, group, ())
    return result


async def _play(script: Script, group: Group, ledger: Ledger, show: Callable[[Moment], None]) -> Result:
    result = Result(tally=Tally(group.timezone), names={who.id: who.name for who in script.members.values()})
    stage = _stage(group, ledger)

    def watch(moment: Moment) -> None:
        if moment.judged is not None:
            result.tally.count(moment.judged)
        if moment.done is not None:
            result.note(moment.done)
        show(moment)

    await play(stage, script.events, watch)
    await gather(result, ledger, _KEY)
    return result


def _stage(group: Group, ledger: Ledger) -> Stage:
    platform = Recorder()
    came: list[Done] = []
    rounds = Rounds(group, _KEY, ledger, secret=_SECRET, on_done=came.append)
    return Stage(
        pipeline=Pipeline(group, _KEY, ledger, told_after=TOLD_AFTER, secret=_SECRET),
        rounds=rounds,
        outbox=ledger.outbox,
        platform=platform,
        performed=platform.performed,
        came=came,
    )
