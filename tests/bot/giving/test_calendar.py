"""What a platform's own calendar says of an event that was announced from it."""

from datetime import timedelta

import pytest

from chat.events import Gathered, Gathering, Person
from chat.posts import plain
from storage import Ledger
from tests.bot.giving.talk import ANA, BO, Talk
from tests.storage.conftest import empty_file, ledger, postgres, url  # noqa: F401 - fixtures: on both databases


@pytest.fixture
async def talk(ledger: Ledger) -> Talk:  # noqa: F811 - the fixture
    found = await Talk(ledger).begin()
    await found.writes(ANA, "/event Breakfast | Fri 08:00 | Mill Street café", private=False)
    return found


async def calendar(talk: Talk, member: Person, what: Gathering) -> None:
    talk.at += timedelta(minutes=1)
    await talk.happen(Gathered(at=talk.at, chat="c", occasion="1", member=member, what=what))


async def listed(talk: Talk) -> str:
    await talk.writes(BO, "/event")
    return plain(talk.told[BO.id][-1])


async def test_interest_is_a_yes_and_taken_back_a_no_and_neither_is_credited(talk: Talk):
    await calendar(talk, BO, Gathering.COMING)
    coming = await listed(talk)
    await calendar(talk, BO, Gathering.NOT_COMING)
    not_coming = await listed(talk)

    assert "Coming: 1. You come." in coming
    assert "Coming: 0." in not_coming
    assert talk.credit(BO) == {}


async def test_who_is_seen_there_while_it_is_on_came(talk: Talk):
    await calendar(talk, BO, Gathering.HERE)
    early = talk.credit(BO)
    await talk.passes(timedelta(days=3, hours=22, minutes=50))
    await calendar(talk, BO, Gathering.HERE)
    await calendar(talk, BO, Gathering.HERE)

    assert early == {}
    assert talk.credit(BO) == {"event": 4.0}
    assert talk.credit(ANA) == {"event": 10.0}


async def test_a_host_is_no_guest(talk: Talk):
    await talk.passes(timedelta(days=3, hours=22, minutes=50))
    await calendar(talk, ANA, Gathering.HERE)

    assert talk.credit(ANA) == {}


async def test_an_event_that_is_called_off_is_told_to_the_group(talk: Talk):
    await calendar(talk, ANA, Gathering.CALLED_OFF)

    assert "Breakfast" in plain(talk.told["all"][-1])
    assert "Breakfast" not in await listed(talk)
