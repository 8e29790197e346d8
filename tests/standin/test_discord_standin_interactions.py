"""Commands, buttons, menus and forms, and who sees the answers."""

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from discord import app_commands

from tests.standin.discord import Channel, Guild, Right, StandIn, User
from tests.standin.discord_client import Client, connected


class Translator(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002  as inherited
    ) -> str | None:
        known = {"thank": "danken", "Thank": "Danken"}
        return known.get(string.message) if locale is discord.Locale.german else None


class Form(discord.ui.Modal, title="Why?"):
    reason: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="Reason", custom_id="reason")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Because {self.reason.value}", ephemeral=True)


class Question(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Yes", custom_id="yes")
    async def yes(self, interaction: discord.Interaction, _: discord.ui.Button["Question"]) -> None:
        await interaction.response.edit_message(content="Approved", view=None)

    @discord.ui.button(label="No", custom_id="no")
    async def no(self, interaction: discord.Interaction, _: discord.ui.Button["Question"]) -> None:
        await interaction.response.send_message("Only admins may", ephemeral=True)

    @discord.ui.button(label="Why", custom_id="why")
    async def why(self, interaction: discord.Interaction, _: discord.ui.Button["Question"]) -> None:
        await interaction.response.send_modal(Form(custom_id="form"))


def commands_of(client: Client) -> app_commands.CommandTree:
    tree = app_commands.CommandTree(client)

    @tree.command(name=app_commands.locale_str("thank"), description="Thank somebody")
    async def thank(interaction: discord.Interaction, whom: discord.Member, what: str = "") -> None:
        await interaction.response.send_message(f"{whom.display_name} is thanked for {what}", ephemeral=True)

    @thank.autocomplete("what")
    async def whats(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=word, value=word) for word in ("bread", "butter", "tea") if typed in word]

    @tree.command(description="What was decided about you")
    @app_commands.allowed_contexts(dms=True)
    async def mine(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Nothing", ephemeral=True)

    @tree.command(description="Slowly")
    @app_commands.guild_only()
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("Done")
        await interaction.followup.send("Everybody may know")

    @tree.context_menu(name=app_commands.locale_str("Thank"))
    async def thank_for(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Thanks for: {message.content}")

    events = app_commands.Group(name="event", description="Events")
    events.default_permissions = discord.Permissions(manage_guild=True)

    @events.command(description="A new one")
    async def create(interaction: discord.Interaction, seats: app_commands.Range[int, 1, 50]) -> None:
        await interaction.response.send_message(f"{seats} seats")
        await interaction.edit_original_response(content=f"{seats} seats left")

    tree.add_command(events)
    return tree


LATER: discord.ui.Button[discord.ui.View] = discord.ui.Button(label="Later", custom_id="later")


async def callback(client: Client, interaction: discord.Interaction) -> None:
    """What the library wouldn't do twice."""
    path = "/interactions/{interaction_id}/{interaction_token}/callback"
    route = discord.http.Route("POST", path, interaction_id=interaction.id, interaction_token=interaction.token)
    await client.http.request(route, json={"type": 4, "data": {"content": "x"}})


@pytest.fixture
async def client(standin: StandIn, general: Channel) -> AsyncIterator[Client]:  # noqa: ARG001  before it
    async with connected(standin) as client:
        tree = commands_of(client)
        await tree.set_translator(Translator())
        await tree.sync()
        client.add_view(Question())
        yield client


async def test_commands_are_registered_with_their_translations(standin: StandIn, client: Client):
    told = {(one["name"], one["type"]): one for one in standin.commands()}

    assert set(told) == {("thank", 1), ("slow", 1), ("mine", 1), ("Thank", 3), ("event", 1)}
    assert told["thank", 1]["name_localizations"] == {"de": "danken"}
    assert told["event", 1]["default_member_permissions"] == str(int(Right.MANAGE_GUILD))
    assert client.application_id == standin.bot.id
    assert standin.complaints == []


@pytest.mark.usefixtures("client")
async def test_a_slash_command_is_answered_for_one_alone(standin: StandIn, general: Channel, bo: User, rosa: User):
    asked = standin.command(general, bo, "thank", whom=rosa, what="bread")
    await standin.eventually(lambda: asked.shown)

    assert asked.shown == ["Rosa is thanked for bread"]
    assert standin.sent_to(bo) == asked.shown
    assert (standin.sent_to(rosa), standin.standing(general)) == ([], [])
    assert standin.complaints == []


@pytest.mark.usefixtures("client")
async def test_what_is_typed_is_completed(standin: StandIn, general: Channel, bo: User):
    asked = standin.autocomplete(general, bo, "thank", "what", what="b")
    await standin.eventually(lambda: asked.choices)

    assert [one["value"] for one in asked.choices or ()] == ["bread", "butter"]


@pytest.mark.usefixtures("client")
async def test_a_deferred_answer_is_as_private_as_it_was_said_to_be(standin: StandIn, general: Channel, bo: User):
    asked = standin.command(general, bo, "slow")
    await standin.eventually(lambda: len(asked.shown) == 2)

    assert standin.sent_to(bo) == ["Done"]
    assert standin.standing(general) == ["Everybody may know"]


@pytest.mark.usefixtures("client")
async def test_commands_are_offered_where_they_are_meant_for(standin: StandIn, general: Channel, bo: User):
    private = standin.private(bo, "Hello")
    direct = standin.world.channels[private.channel]
    with pytest.raises(AssertionError, match="no command 'slow'"):
        standin.command(direct, bo, "slow")
    with pytest.raises(AssertionError, match="no command 'mine'"):
        standin.command(general, bo, "mine")

    asked = standin.command(direct, bo, "mine")
    await standin.eventually(lambda: asked.shown == ["Nothing"])


@pytest.mark.usefixtures("client")
async def test_a_context_menu_names_its_message(standin: StandIn, general: Channel, bo: User, rosa: User):
    asked = standin.message_command(standin.post(general, rosa, "Use rye"), bo, "Thank")
    await standin.eventually(lambda: asked.shown)

    assert standin.standing(general) == ["Use rye", "Thanks for: Use rye"]


@pytest.mark.usefixtures("client")
async def test_a_subcommand_is_for_those_who_may(standin: StandIn, general: Channel, bo: User, rosa: User):
    with pytest.raises(PermissionError):
        standin.command(general, bo, "event create", seats=3)
    with pytest.raises(AssertionError, match="not between 1 and 50"):
        standin.command(general, rosa, "event create", seats=51)
    asked = standin.command(general, rosa, "event create", seats=3)
    await standin.eventually(lambda: asked.shown == ["3 seats left"])


async def test_buttons_change_the_card_or_answer_the_presser(
    standin: StandIn, client: Client, general: Channel, bo: User, rosa: User
):
    await client.get_partial_messageable(general.id).send("Approve?", view=Question())
    card = standin.said(general)[0]

    no = standin.press(card, bo, "no")
    await standin.eventually(lambda: no.shown)
    standin.press(card, rosa, "yes")
    await standin.eventually(lambda: standin.standing(general) == ["Approved"])

    assert standin.sent_to(bo) == ["Only admins may"]
    with pytest.raises(AssertionError, match="no button"):
        standin.press(card, rosa, "yes")
    assert standin.complaints == []


async def test_a_form_is_shown_and_sent(standin: StandIn, client: Client, general: Channel, bo: User):
    await client.get_partial_messageable(general.id).send("Approve?", view=Question())
    why = standin.press(standin.said(general)[0], bo, "why")
    await standin.eventually(lambda: why.callback)
    sent = standin.submit(why, {"reason": "bread"})
    await standin.eventually(lambda: sent.shown)

    assert standin.sent_to(bo) == ["Because bread"]


async def test_an_answer_comes_once_and_in_time(standin: StandIn, client: Client, general: Channel, bo: User):
    await client.get_partial_messageable(general.id).send("Approve?", view=Question())
    card = standin.said(general)[0]
    no = standin.press(card, bo, "no")
    await standin.eventually(lambda: no.shown)
    yes = client.told("interaction")[0][0]

    with pytest.raises(discord.HTTPException) as again:
        await callback(client, yes)
    standin.clock.forward(timedelta(minutes=16))
    with pytest.raises(discord.HTTPException) as expired:
        await yes.edit_original_response(content="x")

    assert (again.value.code, expired.value.code) == (40060, 50027)


async def test_an_answer_after_three_seconds_is_none(standin: StandIn, client: Client, general: Channel, bo: User):
    await client.get_partial_messageable(general.id).send("?", view=discord.ui.View(timeout=None).add_item(LATER))
    standin.press(standin.said(general)[0], bo, "later")
    await standin.eventually(lambda: client.told("interaction"))
    standin.clock.forward(timedelta(seconds=4))

    with pytest.raises(discord.NotFound) as late:
        await client.told("interaction")[0][0].response.send_message("x")

    assert late.value.code == 10062


async def test_a_press_can_be_answered_later(standin: StandIn, client: Client, general: Channel, bo: User):
    await client.get_partial_messageable(general.id).send("?", view=discord.ui.View(timeout=None).add_item(LATER))
    pressed = standin.press(standin.said(general)[0], bo, "later")
    await standin.eventually(lambda: client.told("interaction"))
    interaction = client.told("interaction")[0][0]
    await interaction.response.defer()
    standin.clock.forward(timedelta(minutes=1))

    await interaction.edit_original_response(content="Decided", view=None)

    assert pressed.callback == {"type": 6}
    assert standin.standing(general) == ["Decided"]
    assert standin.complaints == []


async def test_a_set_of_commands_that_is_none_is_refused(standin: StandIn, client: Client, guild: Guild):
    put = client.http.bulk_upsert_guild_commands
    for wrong in (
        {"name": "Upper", "description": "x"},
        {"name": "x", "description": ""},
        {"name": "x", "description": "x", "name_localizations": {"xx": "x"}},
        {"name": "x", "description": "x", "name_localizations": {"de": "Groß"}},
    ):
        with pytest.raises(discord.HTTPException) as refused:
            await put(standin.bot.id, guild.id, [wrong])
        assert refused.value.code == 50035
    assert standin.commands(guild) == []
