"""Answers to interactions: the first one, and those that follow through the interaction's webhook."""

from dataclasses import replace
from typing import Any

from tests.standin.discord import composing
from tests.standin.discord.calls import messages
from tests.standin.discord.calls.request import Request
from tests.standin.discord.interactions import (
    ANSWER_SECONDS,
    AUTOCOMPLETE,
    COMMAND,
    MODAL,
    PRESS,
    TOKEN_SECONDS,
    Interaction,
)
from tests.standin.discord.objects import message_json, user_json
from tests.standin.discord.places import Json, Posted
from tests.standin.discord.refusal import Refusal, unknown, wrong_field
from tests.standin.discord.schema.messages import ANSWER_DATA
from tests.standin.discord.schema.reading import check

MESSAGE, LATER, UPDATE_LATER, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: {MESSAGE, LATER, FORM},
    PRESS: {MESSAGE, LATER, UPDATE_LATER, UPDATE, FORM},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {MESSAGE, LATER, UPDATE_LATER, UPDATE},
}
EPHEMERAL, LOADING = 1 << 6, 1 << 7
SLASH_ANSWER, MENU_ANSWER, REPLY = 20, 23, 19


def callback(request: Request) -> Json | None:
    """Once, within three seconds."""
    interaction = _asked(request)
    kind, data = request.given["type"], request.given.get("data") or {}
    check(request.route, ANSWER_DATA, data, request.world.complain)
    if kind not in FITTING[interaction.type]:
        raise wrong_field("type", "BASE_TYPE_CHOICES", f"Value must be one of {FITTING[interaction.type]}.")
    within = replace(request, given=data)
    shown = _carry_out(within, interaction, kind)
    interaction.callback = request.given
    if request.query.get("with_response") not in {"true", "1", "True"}:
        return None
    return _receipt(request, interaction, kind, shown)


def _asked(request: Request) -> Interaction:
    interaction = request.world.interactions.get(request.ids["token"])
    if interaction is None or interaction.id != request.number("interaction"):
        raise unknown("Interaction")
    if interaction.callback is not None:
        raise Refusal(400, 40060, "Interaction has already been acknowledged.")
    if request.world.clock.now() > interaction.at + ANSWER_SECONDS:
        request.note("an interaction was answered too late")
        raise unknown("Interaction")
    return interaction


def _carry_out(request: Request, interaction: Interaction, kind: int) -> Posted | None:
    match kind:
        case 4:
            messages.check_something_said(request)
            interaction.original = _show(request, interaction)
            return interaction.original
        case 5:
            interaction.deferred = True
            interaction.private = bool((request.given.get("flags") or 0) & EPHEMERAL)
            return None
        case 6:
            interaction.original = interaction.message
            return None
        case 7:
            assert interaction.message is not None
            messages.edited(request, interaction.message)
            interaction.original = interaction.message
            return interaction.message
    return None


def _show(request: Request, interaction: Interaction) -> Posted:
    """To everybody, or to the one who asked."""
    world, channel = request.world, request.world.channels[interaction.channel]
    alone = bool((request.given.get("flags") or 0) & EPHEMERAL)
    body = messages.said_by_bot(request, channel) | _of_answers(request, interaction)
    posted = composing.keep(world, channel, body, world.bot.id, shown_to=interaction.user if alone else None)
    interaction.messages.append(posted)
    return posted


def _of_answers(request: Request, interaction: Interaction) -> Json:
    menu = interaction.data.get("type", 1) != 1
    kind = (MENU_ANSWER if menu else SLASH_ANSWER) if interaction.type == COMMAND else 0
    user = user_json(request.world.users[interaction.user])
    about = {"id": str(interaction.id), "type": interaction.type, "user": user, "authorizing_integration_owners": {}}
    fields: Json = {"type": kind, "application_id": str(request.world.bot.id), "interaction_metadata": about}
    return fields | {"webhook_id": str(request.world.bot.id)}


def _receipt(request: Request, interaction: Interaction, kind: int, shown: Posted | None) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    if shown is not None:
        about |= {
            "response_message_id": str(shown.id),
            "response_message_loading": False,
            "response_message_ephemeral": shown.shown_to is not None,
        }
    resource: Json = {"type": kind} | ({"message": message_json(request.world, shown)} if shown else {})
    return {"interaction": about, "resource": resource}


def follow_up(request: Request) -> Json | None:
    """The first one after a deferral takes its place, and is as private as that was."""
    interaction = _acknowledged(request)
    messages.check_something_said(request)
    first = interaction.deferred and interaction.original is None
    if first:
        posted = interaction.original = _show_deferred(request, interaction)
    else:
        posted = _show(request, interaction)
    return message_json(request.world, posted) if request.query.get("wait") in {"true", "1", "True"} else None


def _show_deferred(request: Request, interaction: Interaction) -> Posted:
    flags = (request.given.get("flags") or 0) & ~EPHEMERAL
    flags |= EPHEMERAL if interaction.private else 0
    return _show(replace(request, given=request.given | {"flags": flags}), interaction)


def get_answer(request: Request) -> Json:
    return message_json(request.world, _answer(request))


def edit_answer(request: Request) -> Json:
    interaction = _acknowledged(request)
    if request.ids["message"] == "@original" and interaction.deferred and interaction.original is None:
        interaction.original = _show_deferred(request, interaction)
        return message_json(request.world, interaction.original)
    return messages.edited(request, _answer(request))


def delete_answer(request: Request) -> None:
    composing.remove(request.world, _answer(request))


def _answer(request: Request) -> Posted:
    interaction = _acknowledged(request)
    named: str = request.ids["message"]
    found: Any = interaction.original
    if named != "@original":
        found = next((posted for posted in interaction.messages if str(posted.id) == named), None)
    if found is None or found.deleted:
        raise unknown("Message")
    return found  # type: ignore[no-any-return]


def _acknowledged(request: Request) -> Interaction:
    """For fifteen minutes."""
    interaction = request.world.interactions.get(request.ids["token"])
    if interaction is None or request.number("application") != request.world.bot.id:
        raise unknown("Webhook")
    if request.world.clock.now() > interaction.at + TOKEN_SECONDS:
        raise Refusal(401, 50027, "Invalid Webhook Token")
    if interaction.callback is None:
        raise unknown("Webhook")
    return interaction
