"""Commands as Discord registers them, and as they come back."""

from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from adapters.discord.commands import asked, payloads, said_alone
from bot.texts import menus
from bot.texts.command_names import NAMES
from chat.events import ButtonPressed, CommandGiven, Person
from tests.adapters.discord.raw import ANA, GENERAL, GUILD, client, member, user
from tests.standin.discord.schema.commands import Commands
from tests.standin.discord.schema.kinds import Report

AT = datetime(2026, 1, 14, 12, tzinfo=UTC)
ANA_IS = Person(id="7", name="Ana P", handle="ana", roles=("Maker", "22"))
THEIRS = "1461000000000000004"


def interaction(data: dict[str, Any], kind: int = 2, *, private: bool = False) -> discord.Interaction[Any]:
    state, _ = client()
    payload: Any = {
        "id": "77",
        "application_id": "1",
        "type": kind,
        "token": "t",
        "version": 1,
        "channel_id": str(GENERAL),
        "attachment_size_limit": 1,
        "data": data,
    }
    if private:
        return discord.Interaction(data=payload | {"user": user(ANA, "ana")}, state=state)
    seat = member(ANA, "ana", 22, nick="Ana P") | {"permissions": "0"}
    return discord.Interaction(data=payload | {"guild_id": str(GUILD), "member": seat}, state=state)


def given(**parts: Any) -> CommandGiven:
    whole: dict[str, Any] = {"at": AT, "chat": str(GUILD), "message_id": "77", "member": ANA_IS}
    return CommandGiven(**{**whole, **parts})


def slash(name: str, *options: tuple[str, int, Any], **resolved: Any) -> dict[str, Any]:
    listed = [{"name": named, "type": kind, "value": value} for named, kind, value in options]
    return {"id": "1", "name": name, "type": 1, "options": listed, "resolved": resolved}


def test_what_is_registered_is_what_discord_takes_and_has_every_command():
    made = payloads(menus.all_menus(), NAMES)
    report = Report()

    Commands().check(made, "", report)

    assert report.errors == []
    assert {one["name"] for one in made} == {*menus.ADMINS, "Thank", "Was this a referral?"}


def test_every_command_has_a_name_of_its_own_in_every_language():
    for language, names in NAMES.items():
        assert set(names) == set(menus.ADMINS), language
        assert len(set(names.values())) == len(names), language


def test_commands_of_admins_are_shown_to_them_alone():
    made = {one["name"]: one for one in payloads(menus.all_menus(), NAMES)}

    assert made["pass"]["default_member_permissions"] == str(discord.Permissions(manage_messages=True).value)
    assert "default_member_permissions" not in made["rules"]


@pytest.mark.parametrize(
    ("data", "command"),
    [
        (slash("rules"), given(name="rules")),
        (slash("why", ("message", 3, THEIRS)), given(name="why", reply_to=THEIRS)),
        (
            slash("why", ("message", 3, f"https://discord.com/channels/1/2/{THEIRS}")),
            given(name="why", reply_to=THEIRS),
        ),
        (
            slash("pass", ("member", 6, "8"), ("times", 4, 2), ("for", 3, "7d"), users={"8": {"username": "bo"}}),
            given(name="pass", argument="@bo 2 7d"),
        ),
        (
            slash("draft", ("text", 3, "Half price"), ("channel", 7, "12"), channels={"12": {"name": "offers"}}),
            given(name="draft", argument="in offers: Half price"),
        ),
        (
            slash("event", ("title", 3, "Bread"), ("when", 3, "Fri 18:00"), ("where", 3, "Mill Street")),
            given(name="event", argument="Bread | Fri 18:00 | Mill Street"),
        ),
        (slash("event", ("title", 3, "cancel")), given(name="event", argument="cancel")),
        (slash("thanks", ("for", 3, "undo")), given(name="thanks", argument="undo")),
        (
            {"name": "Thank", "type": 3, "target_id": THEIRS, "resolved": {"messages": {THEIRS: {}}}},
            given(name="thanks", reply_to=THEIRS),
        ),
        (
            {
                "name": "Was this a referral?",
                "type": 3,
                "target_id": THEIRS,
                "resolved": {"messages": {THEIRS: {"author": {"id": "7"}, "mentions": [{"username": "bo"}]}}},
            },
            given(name="refer", argument="@bo"),
        ),
    ],
)
def test_what_was_chosen_comes_back_as_it_would_be_typed(data: dict[str, Any], command: CommandGiven):
    assert asked(interaction(data), AT) == command


def test_a_press_carries_what_its_button_says():
    pressed = asked(interaction({"custom_id": "allow:5@9~1000", "component_type": 2}, kind=3), AT)

    assert pressed == ButtonPressed(at=AT, chat=str(GUILD), press_id="77", member=ANA_IS, data="allow:5@9~1000")


def test_a_command_to_the_bot_alone_is_private():
    found = asked(interaction(slash("me"), private=True), AT)

    assert isinstance(found, CommandGiven)
    assert (found.chat, found.private) == ("7", True)


@pytest.mark.parametrize(
    ("text", "name", "argument"), [("/draft Half price", "draft", "Half price"), ("a bookkeeper", "", "a bookkeeper")]
)
def test_words_to_the_bot_alone(text: str, name: str, argument: str):
    state, _ = client()
    channel = discord.DMChannel(me=None, state=state, data={"id": "5", "recipients": [user(ANA, "ana")]})  # type: ignore[arg-type,typeddict-item]
    payload: Any = {"id": THEIRS, "channel_id": "5", "author": user(ANA, "ana"), "content": text, "type": 0}
    payload |= {name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")}
    payload |= {"timestamp": "2026-01-14T12:00:00+00:00", "edited_timestamp": None, "tts": False, "pinned": False}
    message = discord.Message(state=state, channel=channel, data=payload | {"mention_everyone": False})

    found = said_alone(message)

    assert found is not None
    assert (found.chat, found.name, found.argument, found.private) == ("7", name, argument, True)
