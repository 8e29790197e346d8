"""The platform that only keeps what it is told."""

from datetime import UTC, datetime

import pytest

from adapters.recorder import Recorder
from bot.ports import Platform
from chat.actions import (
    Action,
    AskAdmins,
    BanMember,
    KickMember,
    MuteMember,
    NudgeMember,
    PostSummary,
    RemoveMessages,
    TellAdmins,
    TellMember,
)
from chat.posts import Post, Run, Section

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
WORDS = Post(sections=(Section(lines=((Run("Hello"),),)),))
ACTIONS: list[Action] = [
    RemoveMessages(chat="c", message_ids=("1", "2"), reason="mlm"),
    TellMember(chat="c", member="7", words=WORDS, about="1", place="general"),
    NudgeMember(chat="c", member="7", words=WORDS),
    MuteMember(chat="c", member="7", until=NOON, reason="mlm"),
    KickMember(chat="c", member="7", reason="mlm"),
    BanMember(chat="c", member="7", until=None, reason="mlm"),
    AskAdmins(chat="c", decision_id="1@5", card=WORDS),
    TellAdmins(chat="c", note=WORDS),
    PostSummary(chat="c", place="general", summary=WORDS, period="2026-01-05"),
]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_a_new_recorder_has_done_nothing(recorder):
    assert recorder.performed == []


async def test_it_keeps_every_kind_of_action_in_the_order_in_which_they_came(recorder):
    platform: Platform = recorder

    for action in ACTIONS:
        await platform.perform(action)

    assert recorder.performed == ACTIONS


async def test_what_comes_twice_is_kept_twice(recorder):
    await recorder.perform(ACTIONS[0])
    await recorder.perform(ACTIONS[0])

    assert recorder.performed == [ACTIONS[0], ACTIONS[0]]


async def test_each_recorder_keeps_its_own(recorder):
    await Recorder().perform(ACTIONS[0])

    assert recorder.performed == []


async def test_whoever_emptied_it_sees_only_what_came_since(recorder):
    await recorder.perform(ACTIONS[0])
    recorder.performed.clear()

    await recorder.perform(ACTIONS[1])

    assert recorder.performed == [ACTIONS[1]]
