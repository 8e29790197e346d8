"""What came waits in order, and a guild that is held waits for its history."""

import asyncio

import pytest

from adapters.discord.inbox import Inbox
from chat.arrivals import Arrival


def arrival(number: int, chat: str = "1") -> Arrival:
    return Arrival(number=number, chat=chat)


async def numbers(inbox: Inbox, most: int = 100) -> list[int]:
    return [one.number for one in await inbox.take(most)]


async def test_what_came_is_taken_in_order_and_no_more_than_wanted():
    inbox = Inbox()
    for number in (1, 2, 3):
        inbox.put(arrival(number))

    assert await numbers(inbox, 2) == [1, 2]
    assert await numbers(inbox, 2) == [3]


async def test_a_held_guilds_history_goes_before_what_came_meanwhile_and_others_do_not_wait():
    inbox = Inbox()
    inbox.hold("1")
    inbox.put(arrival(5))
    inbox.put(arrival(6, "2"))
    others = await numbers(inbox)
    inbox.release("1", [arrival(3), arrival(4)])

    assert others == [6]
    assert await numbers(inbox) == [3, 4, 5]
    assert not inbox.is_held("1")


async def test_a_guild_held_again_keeps_what_it_has():
    inbox = Inbox()
    inbox.hold("1")
    inbox.put(arrival(5))
    inbox.hold("1")
    inbox.release("1")

    assert await numbers(inbox) == [5]


async def test_taking_waits_until_something_comes():
    inbox = Inbox()
    taking = asyncio.create_task(inbox.take(1))
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(taking), 0.01)

    inbox.put(arrival(7))

    assert [one.number for one in await taking] == [7]
