"""What is waiting in a real ledger is carried out: the most urgent first, each once, whatever the platform answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.recorder import Recorder
from bot.actions import action_of, row
from bot.outbox import CLAIM_FOR, drain
from chat.actions import (
    Action,
    AskAdmins,
    BanMember,
    EditCard,
    EditSummary,
    KickMember,
    MuteMember,
    NudgeMember,
    PostSummary,
    PostToGroup,
    RemoveMessages,
    TellAdmins,
    TellMember,
)
from chat.errors import Forbidden, Gone, Retryable
from chat.ledger import Changes, OutboxRow
from chat.posts import Button, Post, Run, Section, Style
from storage.ledger import Ledger

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOSTILE = "</b> @everyone \u202e\x00 {{ 7 * 7 }} \U0001f9d1\u200d\U0001f373"
WORDS = Post(
    sections=(Section(lines=((Run("Hello "), Run(HOSTILE, Style.NAME)),), heading="Your text:", priority=1),),
    buttons=(Button(label="Appeal", data="appeal:1@5"),),
)
REMOVE = RemoveMessages(chat="c", message_ids=("1", "2"), reason="mlm (policies.yaml:7) 1@5")
TELL = TellMember(chat="c", member="7", words=WORDS, about="1", place="general")
CARD = AskAdmins(chat="c", decision_id="1@5", card=WORDS)
NUDGE = NudgeMember(chat="c", member="7", words=WORDS)
MUTE = MuteMember(chat="c", member="7", until=NOON, reason="mlm")
EVERYTHING: list[Action] = [
    REMOVE,
    MUTE,
    KickMember(chat="c", member="7", reason="mlm"),
    BanMember(chat="c", member="7", until=None, reason="mlm"),
    TELL,
    CARD,
    TellAdmins(chat="c", note=WORDS),
    NUDGE,
    PostSummary(chat="c", place="general", summary=WORDS, period="2026-01-05"),
    EditSummary(chat="c", message_id="77", summary=WORDS),
    EditCard(chat="c", message_id="78", card=WORDS),
    PostToGroup(chat="c", place="general", words=WORDS),
]


class Refusing(Recorder):
    """A platform that refuses some actions, each time with the next of its errors, and then carries them out."""

    def __init__(self, *refused: tuple[Action, Exception]) -> None:
        super().__init__()
        self.refused = list(refused)
        self.tried: list[Action] = []

    async def perform(self, action: Action) -> None:
        self.tried.append(action)
        for number, (refused, error) in enumerate(self.refused):
            if refused == action:
                del self.refused[number]
                raise error
        await super().perform(action)


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


async def put(ledger: Ledger, *rows: OutboxRow, chat: str = "script:c") -> None:
    async with ledger.batch(chat) as batch:
        await batch.write(Changes(chat=chat, outbox=list(rows)))


def waiting(*actions: Action, due_at: datetime = NOON) -> list[OutboxRow]:
    return [row(action, key=f"key {number}", due_at=due_at) for number, action in enumerate(actions)]


@pytest.mark.parametrize("action", EVERYTHING, ids=lambda action: type(action).__name__)
def test_an_action_is_read_back_as_it_was_written(action):
    written = row(action, key="k", due_at=NOON)

    assert action_of(written.kind, written.body) == action


def test_only_what_does_no_harm_twice_or_is_guarded_by_its_run_may_be_repeated_after_a_crash():
    repeated = [type(action) for action in EVERYTHING if row(action, key="k", due_at=NOON).again]

    assert repeated == [RemoveMessages, MuteMember, KickMember, BanMember, PostSummary, EditSummary, EditCard]


async def test_an_empty_outbox_is_nothing_to_do(ledger):
    platform = Recorder()

    assert await drain(ledger.outbox, platform, NOON) == 0
    assert platform.performed == []


async def test_the_most_urgent_is_done_first_however_it_was_written(ledger):
    await put(ledger, *waiting(*reversed(EVERYTHING)))
    platform = Recorder()

    count = await drain(ledger.outbox, platform, NOON)

    urgencies = [row(action, key="k", due_at=NOON).urgency for action in platform.performed]
    assert count == len(EVERYTHING)
    assert urgencies == sorted(urgencies)
    assert set(urgencies) == {0, 1, 2, 3}


async def test_of_equally_urgent_actions_the_one_due_first_is_done_first(ledger):
    later = RemoveMessages(chat="c", message_ids=("9",), reason="mlm")
    await put(ledger, row(later, key="a", due_at=NOON), row(REMOVE, key="b", due_at=NOON - MINUTE))
    platform = Recorder()

    await drain(ledger.outbox, platform, NOON)

    assert platform.performed == [REMOVE, later]


async def test_what_is_not_due_yet_waits(ledger):
    await put(ledger, row(REMOVE, key="a", due_at=NOON + MINUTE))
    platform = Recorder()

    early = await drain(ledger.outbox, platform, NOON)
    late = await drain(ledger.outbox, platform, NOON + MINUTE)

    assert (early, late) == (0, 1)
    assert platform.performed == [REMOVE]


async def test_each_action_is_done_once_however_often_it_is_asked_for(ledger):
    await put(ledger, *waiting(REMOVE, TELL))
    platform = Recorder()

    await drain(ledger.outbox, platform, NOON)
    await put(ledger, *waiting(REMOVE, TELL))
    again = await drain(ledger.outbox, platform, NOON + timedelta(days=1))

    assert again == 0
    assert platform.performed == [REMOVE, TELL]


async def test_more_actions_than_one_claim_holds_are_all_done_in_their_order(ledger):
    cards = [AskAdmins(chat="c", decision_id=str(number), card=WORDS) for number in range(120)]
    removals = [RemoveMessages(chat="c", message_ids=(str(number),), reason="mlm") for number in range(3)]
    await put(ledger, *waiting(*cards, *removals))
    platform = Recorder()

    count = await drain(ledger.outbox, platform, NOON)

    assert count == 123
    assert platform.performed == [*removals, *cards]


async def test_the_actions_of_all_groups_are_carried_out(ledger):
    other = RemoveMessages(chat="d", message_ids=("5",), reason="mlm")
    await put(ledger, row(REMOVE, key="a", due_at=NOON))
    await put(ledger, row(other, key="a", due_at=NOON), chat="script:d")
    platform = Recorder()

    await drain(ledger.outbox, platform, NOON)

    assert platform.performed == [REMOVE, other]


async def test_what_may_work_later_is_tried_again_not_before_the_platform_said(ledger):
    await put(ledger, *waiting(REMOVE, TELL))
    platform = Refusing((REMOVE, Retryable("slow down", after=5 * MINUTE)))

    await drain(ledger.outbox, platform, NOON)
    too_early = await drain(ledger.outbox, platform, NOON + 4 * MINUTE)
    count = await drain(ledger.outbox, platform, NOON + 5 * MINUTE)

    assert (too_early, count) == (0, 1)
    assert platform.tried == [REMOVE, TELL, REMOVE]
    assert platform.performed == [TELL, REMOVE]


async def test_words_that_may_arrive_later_are_tried_again_too(ledger):
    await put(ledger, *waiting(TELL))
    platform = Refusing((TELL, Retryable("slow down", after=MINUTE)), (TELL, Retryable("again", after=MINUTE)))

    for minutes in range(5):
        await drain(ledger.outbox, platform, NOON + minutes * MINUTE)

    assert platform.tried == [TELL, TELL, TELL]
    assert platform.performed == [TELL]
    assert await ledger.outbox.counts() == {"done": 1}


async def test_what_is_forbidden_is_given_up_and_the_rest_is_done(ledger):
    await put(ledger, *waiting(REMOVE, TELL, CARD))
    platform = Refusing((REMOVE, Forbidden("the bot is no admin")))

    count = await drain(ledger.outbox, platform, NOON)
    await drain(ledger.outbox, platform, NOON + timedelta(days=1))

    assert count == 3
    assert platform.tried == [REMOVE, TELL, CARD]
    assert await ledger.outbox.counts() == {"failed": 1, "done": 2}


async def test_what_is_gone_already_counts_as_done(ledger):
    await put(ledger, *waiting(REMOVE, NUDGE))
    platform = Refusing((REMOVE, Gone("no such message")), (NUDGE, Gone("no such member")))

    await drain(ledger.outbox, platform, NOON)
    await drain(ledger.outbox, platform, NOON + timedelta(days=1))

    assert platform.tried == [REMOVE, NUDGE]
    assert await ledger.outbox.counts() == {"done": 2}


async def test_after_a_crash_a_deletion_is_done_again_and_words_are_not(ledger):
    await put(ledger, *waiting(TELL, REMOVE))
    platform = Refusing((TELL, RuntimeError("the machine stopped")))

    with pytest.raises(RuntimeError):
        await drain(ledger.outbox, platform, NOON)
    await put(ledger, row(MUTE, key="mute", due_at=NOON))
    crashed = Refusing((MUTE, RuntimeError("the machine stopped")))
    with pytest.raises(RuntimeError):
        await drain(ledger.outbox, crashed, NOON)
    after = Recorder()
    await drain(ledger.outbox, after, NOON + CLAIM_FOR + timedelta(seconds=1))

    assert platform.performed == [REMOVE]
    assert after.performed == [MUTE]
    assert await ledger.outbox.counts() == {"done": 2, "unknown": 1}


async def test_while_a_claim_lasts_nobody_else_does_the_same(ledger):
    await put(ledger, *waiting(REMOVE))
    with pytest.raises(RuntimeError):
        await drain(ledger.outbox, Refusing((REMOVE, RuntimeError("the machine stopped"))), NOON)
    platform = Recorder()

    assert await drain(ledger.outbox, platform, NOON + CLAIM_FOR) == 0
    assert platform.performed == []
