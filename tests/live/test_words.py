"""What the deliverer makes of refusals: a block is [Stop]; what a platform refuses is said to the admins once."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.actions import row
from bot.live.deliver import Deliverer
from bot.live.groups import Groups, LiveGroup
from bot.live.metrics import Metrics
from chat.actions import Action, DecideByDefault, NudgeMember, Posted, PostSummary, TellAdmins
from chat.errors import Blocked, Forbidden, PlatformError, Retryable
from chat.ledger import Changes
from chat.nudges import Offered, Reply
from chat.posts import Post, plain
from chat.runs import Run, RunState
from policies.language.load import load_policy
from storage.ledger import Ledger

KEY = "telegram:-100"
NUDGE = "00000000000000aa"
POLICY = """
version: 1
groups:
  makers: {platform: telegram, chat: "-100", admins_chat: "-200", mode: enforce, nudges: off, summary: off}
"""
WORDS = Post(sections=())
PERIOD = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
UNDECIDED = RuntimeError("the connection broke")


class Fussy:
    """A platform that refuses what it is told to, in turn."""

    name = "telegram"

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.did: list[Action] = []

    async def perform(self, action: Action, admins_chat: str | None) -> Posted | None:
        del admins_chat
        if self.errors and not isinstance(action, TellAdmins):
            raise self.errors.pop(0)
        self.did.append(action)
        return Posted("77") if isinstance(action, PostSummary) else None

    def free_at(self, action: Action, admins_chat: str | None, key: str, at: datetime) -> datetime:
        del action, admins_chat, key
        return at


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


async def deliver(ledger: Ledger, platform: Fussy) -> None:
    groups = Groups(ledger, "telegram", secret=b"test", on_done=lambda _done: None)
    groups.use(load_policy(POLICY), clock.now())
    deliverer = Deliverer(platform, ledger, groups, Metrics(), _never)  # type: ignore[arg-type]
    await deliverer.begin()
    while await deliverer.deliver():
        pass


async def _never(_group: LiveGroup, _action: DecideByDefault) -> None:
    raise AssertionError("nothing waits for an admin")


async def order(ledger: Ledger, action: Action, **rows: list[object]) -> None:
    due = row(action, key="k", due_at=clock.now() - timedelta(seconds=1))
    async with ledger.batch(KEY) as batch:
        await batch.write(Changes(chat=KEY, outbox=[due], **rows))  # type: ignore[arg-type]


async def summary(ledger: Ledger) -> None:
    run = Run(chat=KEY, kind="summary", period=PERIOD, state=RunState.RENDERED, text='{"leads": ["7"]}')
    await order(ledger, PostSummary(chat=KEY, place=None, summary=WORDS, period=PERIOD.isoformat()), runs=[run])


async def state(ledger: Ledger) -> RunState | None:
    run = await ledger.claims.run(KEY, "summary", PERIOD)
    return run.state if run else None


@pytest.mark.parametrize(
    ("error", "reply"),
    [(Blocked("bot was blocked by the user"), Reply.BLOCKED), (Forbidden("no way"), Reply.UNREACHED)],
)
async def test_a_nudge_that_is_refused_is_remembered_as_what_it_was(
    ledger: Ledger, error: PlatformError, reply: Reply
) -> None:
    offered = Offered(member="7", match="q", at=clock.now(), key=NUDGE)
    await order(ledger, NudgeMember(chat=KEY, member="7", words=WORDS, key=NUDGE), offered=[offered])

    await deliver(ledger, Fussy(error))

    [kept] = await ledger.nudges.past(KEY, PERIOD)
    assert kept.reply is reply


async def test_a_posted_summary_is_known_by_its_message(ledger: Ledger) -> None:
    await summary(ledger)

    await deliver(ledger, Fussy())

    run = await ledger.claims.run(KEY, "summary", PERIOD)
    assert run is not None
    assert (run.state, run.text) == (RunState.SENT, '{"leads": ["7"], "message": "77"}')


async def test_a_summary_that_broke_off_is_not_posted_again_and_the_admins_are_asked_once(ledger: Ledger) -> None:
    await summary(ledger)
    platform = Fussy(UNDECIDED)

    await deliver(ledger, platform)
    await deliver(ledger, platform)

    assert await state(ledger) is RunState.UNKNOWN
    [note] = platform.did
    assert isinstance(note, TellAdmins)
    assert "it may be there, or not" in plain(note.note)


async def test_a_summary_that_the_platform_refuses_is_left_out_and_the_admins_hear_why(ledger: Ledger) -> None:
    await summary(ledger)
    platform = Fussy(Forbidden("not enough rights to send photos"))

    await deliver(ledger, platform)

    assert await state(ledger) is RunState.SKIPPED
    [note] = platform.did
    assert isinstance(note, TellAdmins)
    assert "not enough rights to send photos" in plain(note.note)


async def test_a_summary_that_has_to_wait_stays_ordered(ledger: Ledger) -> None:
    await summary(ledger)

    await deliver(ledger, Fussy(Retryable("too many requests", after=timedelta(seconds=30))))

    assert await state(ledger) is RunState.RENDERED
    assert (await ledger.outbox.counts()) == {"waiting": 1}


async def test_what_a_dead_process_was_sending_is_unknown_to_the_next(ledger: Ledger) -> None:
    await summary(ledger)
    run = await ledger.claims.run(KEY, "summary", PERIOD)
    assert run is not None
    await ledger.claims.advance(run, RunState.SENDING)
    platform = Fussy()

    await deliver(ledger, platform)

    assert await state(ledger) is RunState.UNKNOWN
    assert [type(action) for action in platform.did] == [TellAdmins]
