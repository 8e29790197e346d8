"""What admins say of a post is heard when something like it comes again: from cards to the next verdict."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands import BY_POLICY
from bot.judged import Judged
from bot.pipeline import Pipeline
from chat.events import ButtonPressed, CommandGiven, Event, MessageEdited, MessagePosted, Person
from chat.promotions import Signal
from policies.language.load import load_policy
from policies.promotion import read
from policies.promotion.examples import ALLOWED, DENIED
from policies.promotion.keys import sketches
from policies.promotion.reading import Reading
from storage.ledger import Ledger

MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
POLICY = """\
version: 1
groups:
  makers:
    platform: script
    mode: enforce
    timezone: Europe/London
    places: {launches: 2}
    selling:
      allow: [{name: Launch, channels: [launches], approval: admins}]
"""
GROUP = load_policy(POLICY).groups["makers"]
ANA, BO, PRIYA = Person(id="7", name="Ana"), Person(id="8", name="Bo"), Person(id="1", name="Priya", is_admin=True)
PITCH = "We still have three places at the pottery evening on Thursday, everybody in the group is very welcome to come"
REWORDED = "We still have two places at the pottery evening on Friday, everybody in the group is very welcome to come"
OTHER = "The kiln at the workshop broke down this morning and I have no idea whom to ask about it, does anybody know"


def posted(number: int, text: str, *, by: Person = ANA, place: str = "1") -> MessagePosted:
    at = MONDAY + timedelta(hours=number)
    return MessagePosted(at=at, chat="c", message_id=str(number), author=by, text=text, place=place)


def said(number: int, name: str, about: str, *, by: Person = PRIYA) -> CommandGiven:
    at = MONDAY + timedelta(hours=number)
    return CommandGiven(at=at, chat="c", message_id=f"c{number}", member=by, name=name, argument=about)


def doubtful(messages: Sequence[MessagePosted]) -> list[Reading]:
    """Read messages and be of two minds about them, whatever recognition thinks of the words."""
    return [_doubtful(message) for message in messages]


def _doubtful(message: MessagePosted) -> Reading:
    reading = read(message)
    keys = replace(reading.keys, sketch=sketches([message.text.lower().split()])[0])
    return replace(reading, keys=keys, kinds={"event": 1.0}, signals=(Signal("given by the test", 0.6),))


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


@pytest.fixture
def pipeline(ledger: Ledger) -> Pipeline:
    return Pipeline(GROUP, "script:c", ledger, reader=doubtful)


async def last(pipeline: Pipeline, *events: Event, batches: str = "each its own") -> Judged:
    """Take events one by one, or as one batch, and return the last verdict."""
    some = [list(events)] if batches == "one" else [[event] for event in events]
    return [judged for batch in some for judged in (await pipeline.handle(batch)).judged][-1]


@pytest.mark.parametrize("batches", ["one", "each its own"])
async def test_a_doubtful_post_is_asked_about_and_after_a_no_its_like_is_taken_down(pipeline: Pipeline, batches: str):
    first = await last(pipeline, posted(1, PITCH))

    again = await last(pipeline, said(2, "deny", first.decision_id), posted(3, REWORDED, by=BO), batches=batches)

    assert first.verdict.outcome == "allow"
    assert [act.name for act in first.verdict.acts] == ["ask admins"]
    assert DENIED in again.promotion.signals
    assert again.verdict.outcome == "remove"


@pytest.mark.parametrize("batches", ["one", "each its own"])
async def test_after_a_yes_nobody_is_asked_about_its_like_again(pipeline: Pipeline, batches: str):
    first = await last(pipeline, posted(1, PITCH))

    again = await last(pipeline, said(2, "approve", first.decision_id), posted(3, REWORDED, by=BO), batches=batches)

    assert ALLOWED in again.promotion.signals
    assert (again.verdict.outcome, again.verdict.acts) == ("allow", ())


async def test_a_button_under_a_card_teaches_as_the_command_does(pipeline: Pipeline):
    first = await last(pipeline, posted(1, PITCH))
    at = MONDAY + timedelta(hours=2)
    press = ButtonPressed(at=at, chat="c", press_id="p", member=PRIYA, data=f"deny:{first.decision_id}")

    again = await last(pipeline, press, posted(3, REWORDED))

    assert DENIED in again.promotion.signals


async def test_something_else_is_judged_as_before(pipeline: Pipeline):
    first = await last(pipeline, posted(1, PITCH))

    other = await last(pipeline, said(2, "deny", first.decision_id), posted(3, OTHER))

    assert not {ALLOWED, DENIED} & {*other.promotion.signals}


async def test_the_newest_decision_counts(pipeline: Pipeline):
    first = await last(pipeline, posted(1, PITCH))
    second = await last(pipeline, said(2, "deny", first.decision_id), posted(3, REWORDED, by=BO))

    third = await last(pipeline, said(4, "approve", second.decision_id), posted(5, PITCH))

    assert ALLOWED in third.promotion.signals


@pytest.mark.parametrize("by", [BO, BY_POLICY])
async def test_nobody_but_an_admin_teaches(pipeline: Pipeline, by: Person):
    first = await last(pipeline, posted(1, PITCH))

    again = await last(pipeline, said(2, "deny", first.decision_id, by=by), posted(3, REWORDED))

    assert not {ALLOWED, DENIED} & {*again.promotion.signals}


async def test_a_yes_to_what_was_held_says_nothing_of_what_it_is(ledger: Ledger):
    sure = Pipeline(
        GROUP,
        "script:c",
        ledger,
        reader=lambda some: [replace(reading, signals=(Signal("sure", 9.0),)) for reading in doubtful(some)],
    )
    held = await last(sure, posted(1, PITCH, place="2"))

    again = await last(sure, said(2, "approve", held.decision_id), posted(3, REWORDED, place="2"))

    assert held.verdict.outcome == "hold"
    assert ALLOWED not in again.promotion.signals


async def test_a_decision_stays_about_what_the_post_said_then(pipeline: Pipeline):
    first = await last(pipeline, posted(1, PITCH))
    edited = MessageEdited(at=MONDAY + timedelta(hours=3), message=posted(1, OTHER))

    again = await last(pipeline, said(2, "approve", first.decision_id), edited, posted(4, REWORDED))

    assert ALLOWED in again.promotion.signals


async def test_who_is_forgotten_teaches_no_more(pipeline: Pipeline, ledger: Ledger):
    first = await last(pipeline, posted(1, PITCH))
    await pipeline.handle([said(2, "deny", first.decision_id)])

    await ledger.forgetting.forget("script:c", ANA.id)

    assert DENIED not in (await last(pipeline, posted(3, REWORDED, by=BO))).promotion.signals
