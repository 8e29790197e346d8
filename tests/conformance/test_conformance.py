"""One conversation, told on Telegram, on Discord and in exports: verdicts, words and rows of the ledger are the same.

Ids differ, and so do a few things that a platform never shows; those are listed here, each with whoever lacks it.
"""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from bot.pipeline import Pipeline
from bot.replay import TOLD_AFTER, verdict_row
from chat.events import MessagePosted
from policies.language.load import load_policy
from storage import Ledger
from tests.bot.test_pipeline import reader
from tests.conformance.conversation import ANYWHERE, IN_PLACES, LIVE, WRITTEN_OTHERWISE, Step
from tests.conformance.tellers import Told, discord_export, discord_live, telegram, telegram_export

POLICY: Final = """\
version: 1
groups:
  makers:
    platform: {platform}
    chat: "{chat}"
    mode: enforce
    timezone: Europe/London
    {places}
    selling:
      never: [mlm]
      allow:
        - {{name: Market, {where}limit: 1 per week, not: {{kinds: [launch]}}}}
        - {{name: Launch, kinds: [launch], approval: admins, limit: 1 per member ever}}
        - {{name: When somebody asks, solicited: yes}}
    kinds: {{launch: {{is: [product], says: [launch]}}}}
    frequency: {{same_offer: 1 channel per 30d, member: 1 per day}}
    consequences: {{1: remove, 2: "remove, mute 1d", 4: "remove, ban 7d"}}
"""
TELLERS: Final[dict[str, Callable[[Sequence[Step], Path], Told]]] = {
    "telegram": lambda steps, _: telegram(steps),
    "discord": lambda steps, _: discord_live(steps),
    "telegram export": telegram_export,
    "discord export": discord_export,
}
CANNOT_SHOW: Final = {
    "telegram": {"deletion"},
    "discord": set[str](),
    "telegram export": {"deletion", "role", "place"},
    "discord export": {"deletion"},
}
"""What no policy can ask about there, in the words of `MessagePosted.hidden`."""
CANNOT_TELL: Final = {
    "telegram": {"place_name"},
    "discord": set[str](),
    "telegram export": {"handle", "is_admin"},
    "discord export": {"is_admin"},
}
"""What is not told there of people and places, and is left out of what is compared. No verdict hangs on it here."""
NEVER_COMPARED: Final = {"hidden", "place_name", "channel", "handle", "is_admin", "by_admin", "mentions_everyone"}
_PLACES: Final = {"place", "places", "ever"}


async def outcome(told: Told, ledger: Ledger, *, in_places: bool) -> list[Any]:
    """Return, of every event, the verdict, what is to be done and said, and every row that is written."""
    where = "channels: [offers], " if in_places else ""
    places = json.dumps(told.places)
    policy = POLICY.format(platform=told.platform, chat=told.chat, places=f"places: {places}", where=where)
    group = load_policy(policy).groups["makers"]
    chat = f"{told.platform}:{told.chat}"
    pipeline = Pipeline(group, chat, ledger, reader=reader, told_after=TOLD_AFTER)
    found = []
    for event in told.events:
        handled = await pipeline.handle([event])
        verdicts = [verdict_row(judged, group.timezone) for judged in handled.judged]
        found.append(_plain([verdicts, dataclasses.asdict(handled.changes)], told))
    return found


def _plain(value: Any, told: Told) -> Any:
    """Return nested rows as JSON would have them, with labels for ids."""
    names = {f"{told.platform}:{told.chat}": "CHAT", told.chat: "CHAT", **told.labels}
    names |= {number: name for name, number in told.places.items()}
    text = json.dumps(value, default=str, sort_keys=True)
    for number, name in sorted(names.items(), key=lambda item: -len(item[0])):
        text = text.replace(number, name)
    return _compared(json.loads(text))


def _compared(value: Any) -> Any:
    """Return a value without what is never compared; what is kept as JSON is opened."""
    if isinstance(value, dict):
        return {name: _compared(one) for name, one in value.items() if name not in NEVER_COMPARED}
    if isinstance(value, list):
        return [_compared(one) for one in value]
    return _compared(json.loads(value)) if isinstance(value, str) and value.startswith("{") else value


def _same(value: Any) -> Any:
    return value


def _nowhere(value: Any) -> Any:
    """Return what is left where nobody knows where a message stands."""
    if isinstance(value, dict):
        return {name: None if name in _PLACES else _nowhere(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_nowhere(one) for one in value]
    return value.replace(" in #general", "") if isinstance(value, str) else value


async def outcomes_of(
    steps: Sequence[Step], names: Sequence[str], tmp_path: Path, *, in_places: bool
) -> dict[str, list[Any]]:
    outcomes = {}
    for name in names:
        folder = tmp_path / name
        folder.mkdir()
        ledger = await Ledger.open(f"sqlite+aiosqlite:///{folder}/ledger.db", secret=b"test")
        (folder / "chat").mkdir()
        outcomes[name] = await outcome(TELLERS[name](steps, folder / "chat"), ledger, in_places=in_places)
        await ledger.close()
    return outcomes


async def test_what_all_can_show_comes_to_the_same_everywhere(tmp_path: Path) -> None:
    outcomes = await outcomes_of(ANYWHERE, list(TELLERS), tmp_path, in_places=False)

    assert len(outcomes["telegram"]) == len(ANYWHERE)
    for name in TELLERS:
        blind = _nowhere if "place" in CANNOT_SHOW[name] else _same
        for step, one, other in zip(ANYWHERE, outcomes["telegram"], outcomes[name], strict=True):
            assert blind(other) == blind(one), f"{name} tells {step} otherwise than Telegram"


async def test_what_is_written_otherwise_is_judged_the_same(tmp_path: Path) -> None:
    outcomes = await outcomes_of(WRITTEN_OTHERWISE, list(TELLERS), tmp_path, in_places=False)

    for name in TELLERS:
        assert [verdicts for verdicts, _ in outcomes[name]] == [verdicts for verdicts, _ in outcomes["telegram"]], name


async def test_where_places_are_seen_they_come_to_the_same(tmp_path: Path) -> None:
    names = [name for name in TELLERS if "place" not in CANNOT_SHOW[name]]

    outcomes = await outcomes_of(IN_PLACES, names, tmp_path, in_places=True)

    assert len(names) == 3
    assert [row[0][0]["outcome"] for row in outcomes["telegram"]] == ["allow", "remove", "remove", "hold"]
    for name in names:
        assert outcomes[name] == outcomes["telegram"], name


async def test_what_is_seen_only_while_it_happens_comes_to_the_same_live(tmp_path: Path) -> None:
    outcomes = await outcomes_of(LIVE, ["telegram", "discord"], tmp_path, in_places=False)

    assert outcomes["telegram"] == outcomes["discord"]


async def test_the_conversation_has_every_outcome_and_words_for_it(tmp_path: Path) -> None:
    outcomes = await outcomes_of(ANYWHERE, ["telegram"], tmp_path, in_places=False)

    verdicts = [verdicts[0]["outcome"] for verdicts, _ in outcomes["telegram"]]
    assert set(verdicts) == {"allow", "remove", "hold"}
    kinds = {row["kind"] for _, changes in outcomes["telegram"] for row in changes["outbox"]}
    assert kinds >= {"RemoveMessages", "TellMember", "AskAdmins", "MuteMember"}
    assert any(changes["contributions"] for _, changes in outcomes["telegram"])


@pytest.mark.parametrize("name", TELLERS)
def test_what_each_cannot_show_is_listed(name: str, tmp_path: Path) -> None:
    told = TELLERS[name](ANYWHERE, tmp_path)

    hidden = {one for event in told.events if isinstance(event, MessagePosted) for one in event.hidden}

    assert hidden == CANNOT_SHOW[name]


@pytest.mark.parametrize("name", TELLERS)
def test_what_is_left_out_of_the_comparison_is_what_is_not_told(name: str, tmp_path: Path) -> None:
    told = TELLERS[name](ANYWHERE, tmp_path)
    posts = [event for event in told.events if isinstance(event, MessagePosted)]

    shown = {
        "handle": any(post.author.handle for post in posts),
        "is_admin": any(post.author.is_admin for post in posts),
        "place_name": any(post.place_name for post in posts),
    }

    missing = {what for what, is_shown in shown.items() if not is_shown}
    assert missing - {"place_name"} == CANNOT_TELL[name] - {"place_name"}
