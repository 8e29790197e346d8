"""Limits of the REST API, and what goes wrong because a test said so."""

import time
import urllib.error
import urllib.request

import aiohttp
import discord
import pytest

from tests.standin.discord import Channel, StandIn, User
from tests.standin.discord_client import Client

SEND = "POST /channels/{channel}/messages"


def status_of(standin: StandIn, path: str, token: str) -> tuple[int, dict[str, str]]:
    """Over bare HTTP."""
    request = urllib.request.Request(standin.api + path, headers={"Authorization": f"Bot {token}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers)


async def test_the_library_waits_until_a_bucket_is_full_again(
    standin: StandIn, client: Client, general: Channel, bo: User
):
    posted, began = standin.post(general, bo, "x"), time.monotonic()
    message = client.get_partial_messageable(general.id).get_partial_message(posted.id)
    for emoji in "👍🙏🎉🔥":
        await message.add_reaction(emoji)

    assert time.monotonic() - began > 0.6
    assert len(posted.reactions) == 4
    assert standin.invalid_requests == 0
    assert standin.complaints == []


async def test_a_refusal_for_a_time_is_waited_out(standin: StandIn, client: Client, general: Channel):
    standin.fail(SEND, status=429, seconds=0.5)
    began = time.monotonic()
    await client.get_partial_messageable(general.id).send("x")

    assert time.monotonic() - began >= 0.5
    assert standin.invalid_requests == 1
    assert standin.complaints == []


async def test_the_limit_of_everything_holds_everything(standin: StandIn, client: Client, general: Channel, bo: User):
    standin.limit_everything(0.5)
    began = time.monotonic()
    await client.get_partial_messageable(general.id).send("x")
    await client.fetch_user(bo.id)

    assert time.monotonic() - began >= 0.5
    assert standin.complaints == []


def test_who_does_not_wait_is_told_so(standin: StandIn):
    statuses = [status_of(standin, "/users/@me", standin.token) for _ in range(12)]

    assert [status for status, _ in statuses] == [200] * 10 + [429] * 2
    assert statuses[0][1]["X-RateLimit-Remaining"] == "9"
    assert statuses[10][1]["X-RateLimit-Scope"] == "user"
    assert float(statuses[10][1]["X-RateLimit-Reset-After"]) > 0
    assert standin.complaints == []

    time.sleep(0.3)
    assert status_of(standin, "/users/@me", standin.token)[0] == 429
    assert standin.invalid_requests == 3
    assert standin.complaints[0].startswith("GET /users/@me came 0.")


def test_ten_thousand_refusals_close_the_address(standin: StandIn):
    for _ in range(9_999):
        standin.count_invalid()
    assert status_of(standin, "/users/@me", "wrong")[0] == 401
    assert status_of(standin, "/users/@me", standin.token)[0] == 429


async def test_an_answer_that_breaks_off_has_its_effect(standin: StandIn, client: Client, general: Channel):
    standin.fail(SEND, status="drop")
    place = client.get_partial_messageable(general.id)
    with pytest.raises((OSError, aiohttp.ClientError)):
        await place.send("Summary", nonce="week-47")

    await place.send("Summary", nonce="week-47")

    assert standin.standing(general) == ["Summary"]


async def test_errors_of_the_server_are_retried_by_the_library(standin: StandIn, client: Client, general: Channel):
    standin.fail(SEND, status=502)
    await client.get_partial_messageable(general.id).send("x")
    assert [call.route for call in standin.called(SEND)] == [SEND, SEND]

    standin.fail(SEND, status=403)
    with pytest.raises(discord.Forbidden):
        await client.get_partial_messageable(general.id).send("x")
    assert standin.standing(general) == ["x"]


def test_what_this_server_has_not_is_complained_of(standin: StandIn):
    assert status_of(standin, "/stickers/1", standin.token)[0] == 404
    assert status_of(standin, "/users/@me?colour=red", standin.token)[0] == 200
    assert status_of(standin, "/channels/1", standin.token)[0] == 404
    assert standin.complaints == [
        "this server has no GET /api/v10/stickers/1",
        "GET /users/@me has no parameter colour in its address",
    ]


async def test_away_and_back_on_the_same_port(standin: StandIn, client: Client, general: Channel, bo: User):
    address = standin.api
    standin.end()
    standin.begin()
    standin.post(general, bo, "Back")
    await standin.eventually(lambda: client.heard)

    assert standin.api == address
