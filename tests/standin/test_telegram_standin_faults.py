"""The stand-in's buttons, whispers, limits, faults and webhook."""

import asyncio
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, EndPointNotFound, NetworkError, RetryAfter, TimedOut

from tests.standin.calling import TOKEN, call, keyboard, news, refused
from tests.standin.telegram import Chat, StandIn, User


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns of its `retry_after` in seconds."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def whispered(user: User, **more: Any) -> dict[str, Any]:
    return {"ephemeral_message_parameters": {"receiver_user_id": user.id, **more}}


async def test_a_button_is_pressed_where_it_is_and_answered_once(server: StandIn, bot: Bot, group: Chat, ana: User):
    sent = (await bot.send_message(group.id, "Yes?", reply_markup=keyboard("yes"))).to_dict()
    with pytest.raises(AssertionError, match="no button 'no'"):
        server.press(sent, ana, "no")
    press = server.press(sent, ana, "yes")
    (update,) = await news(bot)
    assert update.callback_query.data == "yes"
    assert update.callback_query.from_user.id == ana.id
    await bot.answer_callback_query(press, "Thanks", show_alert=True)
    assert server.answer_to(press) == {"text": "Thanks", "show_alert": True}
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press)
    late = server.press(sent, ana, "yes")
    server.clock.forward(timedelta(minutes=1))
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late)


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, 'Field "text" must be of type String'),
        ({"text": "x", "url": "ftp://x"}, "Unsupported URL protocol"),
    ],
)
def test_a_button_is_well_formed_or_refused(server: StandIn, group: Chat, button: dict[str, str], complaint: str):
    markup = {"inline_keyboard": [[button]]}
    assert complaint in refused(server, "sendMessage", chat_id=group.id, text="x", reply_markup=markup)


def test_an_edit_that_changes_nothing_is_refused(server: StandIn, group: Chat, ana: User):
    sent = call(server, "sendMessage", chat_id=group.id, text="<b>x</b>", parse_mode="HTML")["result"]
    same = {"chat_id": group.id, "message_id": sent["message_id"], "text": "<strong>x</strong>", "parse_mode": "HTML"}
    assert "message is not modified" in refused(server, "editMessageText", **same)
    theirs = {"chat_id": group.id, "message_id": server.post(group, ana, "mine")["message_id"], "text": "yours"}
    assert refused(server, "editMessageText", **theirs) == "400 Bad Request: message can't be edited"


async def test_a_whisper_is_heard_by_one(server: StandIn, bot: Bot, group: Chat, ana: User):
    sent = await bot.send_message(group.id, "Psst", api_kwargs=whispered(ana), reply_markup=keyboard("ok"))
    assert sent.message_id == 0
    assert sent.api_kwargs["receiver_user"]["id"] == ana.id
    assert (server.standing(group), server.sent_to(ana)) == ([], ["Psst"])
    (shown,) = server.whispers_to(ana)
    where = {"chat_id": group.id, "receiver_user_id": ana.id, "ephemeral_message_id": shown["ephemeral_message_id"]}
    press = server.press(shown, ana, "ok")
    await bot.do_api_request("editEphemeralMessageText", {**where, "text": "Pssst"})
    assert server.sent_to(ana) == ["Pssst"]
    await bot.do_api_request("deleteEphemeralMessage", where)
    assert server.sent_to(ana) == []
    server.set_bot_rights(group, None)
    with pytest.raises(BadRequest, match=r"(?i)bot_not_admin"):
        await bot.send_message(group.id, "Psst", api_kwargs=whispered(ana))
    await bot.send_message(group.id, "Psst", api_kwargs=whispered(ana, callback_query_id=press))
    assert server.sent_to(ana) == ["Psst"]
    assert server.complaints == []


async def test_servers_that_know_no_whispers(server: StandIn, bot: Bot, group: Chat, ana: User):
    server.ephemeral = "ignored"
    sent = await bot.send_message(group.id, "Psst", api_kwargs=whispered(ana))
    assert "ephemeral_message_id" not in sent.api_kwargs
    assert server.standing(group) == ["Psst"]
    server.ephemeral = False
    with pytest.raises(BadRequest):
        await bot.send_message(group.id, "Psst", api_kwargs=whispered(ana))
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("deleteEphemeralMessage", {"chat_id": group.id})


async def test_too_much_is_refused_and_impatience_noted(server: StandIn, bot: Bot, group: Chat):
    server.limits = True
    for _ in range(3):
        await bot.send_message(group.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "x")
    assert server.complaints == []
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "x")
    (complaint,) = server.complaints
    assert complaint.endswith("before retry_after was over")


def test_a_group_takes_twenty_messages_a_minute_edits_too(server: StandIn, group: Chat):
    server.limits = True
    sent = call(server, "sendMessage", chat_id=group.id, text="0")["result"]["message_id"]
    for number in range(1, 20):
        server.clock.forward(timedelta(seconds=1))
        assert call(server, "editMessageText", chat_id=group.id, message_id=sent, text=str(number))["ok"]
    server.clock.forward(timedelta(seconds=1))
    answer = call(server, "sendMessage", chat_id=group.id, text="x")
    assert 38 <= answer["parameters"]["retry_after"] <= 40
    server.clock.forward(timedelta(seconds=40))
    assert call(server, "sendMessage", chat_id=group.id, text="x")["ok"]


async def test_faults_come_as_planned(server: StandIn, bot: Bot, group: Chat):
    server.fail("sendMessage", status=502)
    with pytest.raises(NetworkError):
        await bot.send_message(group.id, "lost")
    server.fail("sendMessage", status="drop")
    with pytest.raises(NetworkError):
        await bot.send_message(group.id, "carried out")
    server.fail("sendMessage", status="slow", seconds=0.5)
    with pytest.raises(TimedOut):
        await bot.send_message(group.id, "carried out too", read_timeout=0.1)
    server.fail("deleteMessage", status=429, seconds=2)
    with pytest.raises(RetryAfter):
        await bot.delete_message(group.id, 1)
    await bot.send_message(group.id, "well")
    assert server.standing(group) == ["carried out", "carried out too", "well"]


async def test_of_two_polls_the_older_is_sent_away(server: StandIn, bot: Bot):
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await server.eventually(lambda: server.called("getUpdates"))
    async with Bot(TOKEN, base_url=server.url + "/bot") as other:
        assert await other.get_updates() == ()
    with pytest.raises(Conflict):
        await older
    assert server.complaints == ["getUpdates was called while another still waited"]


def test_a_client_that_is_killed_loses_nothing(server: StandIn, group: Chat, ana: User):
    poll = f"import urllib.request as u; u.urlopen('{server.url}/bot{TOKEN}/getUpdates?timeout=30')"
    client = subprocess.Popen([sys.executable, "-c", poll])  # noqa: S603  its own words
    server.wait_until(lambda: server.called("getUpdates"))
    client.kill()
    client.wait()
    server.post(group, ana, "Anybody there?")
    assert len(call(server, "getUpdates", timeout=5)["result"]) == 1
    assert server.complaints == []


async def test_a_server_out_of_reach_comes_back_with_all_it_knew(server: StandIn, bot: Bot, group: Chat, ana: User):
    server.end()
    with pytest.raises(NetworkError):
        await bot.get_updates()
    server.post(group, ana, "Meanwhile")
    server.begin()
    (update,) = await news(bot)
    assert update.message.text == "Meanwhile"


class Hook(BaseHTTPRequestHandler):
    """Refuses twice, and takes what comes then."""

    seen: list[tuple[int, str | None]]
    refusals: int

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert Update.de_json(body, None).message
        self.seen.append((body["update_id"], self.headers["X-Telegram-Bot-Api-Secret-Token"]))
        type(self).refusals -= 1
        self.send_response(500 if self.refusals >= 0 else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[HTTPServer]:
    Hook.seen, Hook.refusals = [], 2
    with HTTPServer(("127.0.0.1", 0), Hook) as hook:
        thread = threading.Thread(target=hook.serve_forever, args=(0.02,))
        thread.start()
        yield hook
        hook.shutdown()
        thread.join()


async def test_a_webhook_gets_each_update_until_it_takes_it(
    server: StandIn, bot: Bot, group: Chat, ana: User, hook: HTTPServer
):
    await bot.set_webhook(f"http://127.0.0.1:{hook.server_port}/hook", secret_token="s3cret")  # noqa: S106
    server.post(group, ana, "One")
    server.post(group, ana, "Two")
    await server.eventually(lambda: server.pending() == 0)
    first = Hook.seen[0][0]
    assert Hook.seen == [(number, "s3cret") for number in (first, first, first, first + 1)]
    assert "500" in str((await bot.get_webhook_info()).last_error_message)
    with pytest.raises(Conflict):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
    assert "HTTPS" in refused(server, "setWebhook", url="http://example.com/hook")


def test_what_the_bot_said_can_be_pressed(server: StandIn, group: Chat, ana: User):
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    call(server, "sendMessage", chat_id=group.id, text="Well?", reply_markup=markup)
    server.post(group, ana, "Something else")
    (said,) = server.said(group)
    server.press(said, ana, "x")
    assert server.pending() == 2
    with pytest.raises(ValueError, match="no such method"):
        server.fail("sendMesage")


def test_it_is_fast(server: StandIn, group: Chat):
    """Looser than what it does (thousands): tests run on busy machines."""
    began = time.monotonic()
    with ConnectionKept(server) as ask:
        for _ in range(500):
            ask(f"getChatMemberCount?chat_id={group.id}")
    assert time.monotonic() - began < 5


class ConnectionKept:
    """One connection for many calls."""

    def __init__(self, server: StandIn) -> None:
        self._connection = http.client.HTTPConnection(server.url.removeprefix("http://"))

    def __enter__(self) -> "ConnectionKept":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __call__(self, path: str) -> None:
        self._connection.request("GET", f"/bot{TOKEN}/{path}")
        assert json.loads(self._connection.getresponse().read())["ok"]
