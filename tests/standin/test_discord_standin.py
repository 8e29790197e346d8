"""The stand-in behaves as Discord's API is documented to, over real HTTP and WebSockets and for discord.py."""

from tests.standin.discord import Channel, StandIn, User
from tests.standin.discord_client import Client


async def test_a_post_arrives_and_is_answered(standin: StandIn, client: Client, general: Channel, bo: User):
    standin.post(general, bo, "Hello")
    await standin.eventually(lambda: client.heard)
    await client.heard[0].reply("Hi")
    assert client.heard[0].content == "Hello"
    assert standin.standing(general) == ["Hello", "Hi"]
    assert standin.complaints == []
