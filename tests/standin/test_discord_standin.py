"""The stand-in behaves as Discord's API is documented to, over real HTTP and WebSockets and for discord.py."""

from datetime import timedelta
from io import BytesIO

import discord
import pytest

from tests.standin.discord import Channel, Guild, Intent, Right, StandIn, User
from tests.standin.discord_client import Client, connected


def place(client: Client, channel: Channel) -> discord.TextChannel:
    found = client.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_a_post_arrives_and_is_answered(standin: StandIn, client: Client, general: Channel, bo: User):
    standin.post(general, bo, "Hello")
    await standin.eventually(lambda: client.heard)

    await client.heard[0].reply("Hi")

    assert client.heard[0].content == "Hello"
    assert client.heard[0].author.display_name == "Bo Silva"
    assert standin.standing(general) == ["Hello", "Hi"]
    assert standin.complaints == []


async def test_every_kind_of_message_parses(standin: StandIn, client: Client, general: Channel, bo: User, rosa: User):
    first = standin.post(general, bo, f"<@{rosa.id}> look", files={"cake.png": b"png"}, embeds=[{"title": "Cake"}])
    standin.post(general, rosa, "Nice", reply_to=first)
    standin.post(general, rosa, forward_of=first)
    standin.webhook_post(general, "News", "Published")
    standin.private(bo, "Psst")
    await standin.eventually(lambda: len(client.heard) == 5)

    told, answer, forward, published, private = client.heard

    assert [user.id for user in told.mentions] == [rosa.id]
    assert await told.attachments[0].read() == b"png"
    assert told.embeds[0].title == "Cake"
    assert answer.reference is not None
    assert answer.reference.message_id == first.id
    assert forward.message_snapshots[0].content == f"<@{rosa.id}> look"
    assert published.webhook_id
    assert isinstance(private.channel, discord.DMChannel)


async def test_edits_deletions_and_reactions_are_told(standin: StandIn, client: Client, general: Channel, bo: User):
    posted = standin.post(general, bo, "One")
    standin.edit(posted, "Two")
    standin.react(posted, bo, "🙏")
    standin.unreact(posted, bo, "🙏")
    standin.delete(posted)
    standin.purge(general, standin.post(general, bo, "x"), standin.post(general, bo, "y"))
    await standin.eventually(lambda: client.told("raw_bulk_message_delete"))

    assert client.told("raw_message_edit")[0][0].message.content == "Two"
    assert str(client.told("raw_reaction_add")[0][0].emoji) == "🙏"
    assert client.told("raw_reaction_remove")[0][0].user_id == bo.id
    assert client.told("raw_message_delete")[0][0].message_id == posted.id
    assert len(client.told("raw_bulk_message_delete")[0][0].message_ids) == 2


async def test_without_the_intent_there_are_no_words(standin: StandIn, general: Channel, bo: User):
    standin.disable(Intent.MESSAGE_CONTENT)
    intents = discord.Intents.all()
    intents.message_content = intents.presences = False
    async with connected(standin, intents) as client:
        standin.post(general, bo, "Buy my course")
        standin.post(general, bo, f"<@{standin.bot.id}> help")
        standin.private(bo, "Psst")
        await standin.eventually(lambda: len(client.heard) == 3)

        assert [message.content for message in client.heard] == ["", f"<@{standin.bot.id}> help", "Psst"]
        history = place(client, general).history(oldest_first=True)
        assert [message.content async for message in history] == ["", f"<@{standin.bot.id}> help"]


async def test_a_post_that_the_bot_may_not_see_is_not_told(
    standin: StandIn, client: Client, guild: Guild, general: Channel, rosa: User
):
    hidden = standin.channel(guild, "secret")
    standin.overwrite(hidden, None, deny=Right.VIEW_CHANNEL)
    standin.post(hidden, rosa, "Hidden")
    standin.post(general, rosa, "Seen")
    await standin.eventually(lambda: client.heard)

    with pytest.raises(discord.Forbidden) as refused:
        await place(client, hidden).send("I am here")

    assert [message.content for message in client.heard] == ["Seen"]
    assert refused.value.code == 50001


async def test_what_the_bot_says_stands_whole(standin: StandIn, client: Client, general: Channel):
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Yes", custom_id="yes"))
    picture = discord.File(BytesIO(b"png"), "week.png", description="The week")
    embed = discord.Embed(title="The week", description="Ten offers").set_image(url="attachment://week.png")

    sent = await place(client, general).send("<@1> @everyone", embed=embed, file=picture, view=view, silent=True)
    await sent.edit(content="Changed", attachments=sent.attachments)
    await place(client, general).send(embed=discord.Embed(title="Rules", description="Be kind"))

    posted = standin.said(general)[0]
    assert posted.body["content"] == "Changed"
    assert posted.body["embeds"][0]["description"] == "Ten offers"
    assert posted.body["attachments"][0]["description"] == "The week"
    assert posted.body["components"][0]["components"][0]["custom_id"] == "yes"
    assert posted.body["flags"] == 1 << 12
    assert standin.standing(general) == ["Changed", "Rules\nBe kind"]
    assert standin.complaints == []


async def test_nobody_is_pinged_whom_the_bot_does_not_allow(
    standin: StandIn, client: Client, general: Channel, bo: User
):
    said = f"<@{bo.id}> @everyone"
    await place(client, general).send(said, allowed_mentions=discord.AllowedMentions.none())
    await place(client, general).send(said, allowed_mentions=discord.AllowedMentions(users=True, everyone=False))

    quiet, loud = standin.said(general)

    assert (quiet.body["mentions"], quiet.body["mention_everyone"]) == ([], False)
    assert [user["id"] for user in loud.body["mentions"]] == [str(bo.id)]
    assert loud.body["mention_everyone"] is False


async def test_the_same_nonce_posts_once(standin: StandIn, client: Client, general: Channel):
    first = await place(client, general).send("Summary", nonce="week-47")
    second = await place(client, general).send("Summary", nonce="week-47")

    assert first.id == second.id
    assert standin.standing(general) == ["Summary"]

    standin.clock.forward(timedelta(hours=1))
    await place(client, general).send("Summary", nonce="week-47")
    assert standin.standing(general) == ["Summary", "Summary"]


async def test_too_much_is_refused_and_complained_of(standin: StandIn, client: Client, general: Channel):
    with pytest.raises(discord.HTTPException, match=r"content: Must be 2000 or fewer in length\.") as refused:
        await place(client, general).send("x" * 2001)
    embeds = [discord.Embed(description="x" * 4000), discord.Embed(description="x" * 2001)]
    with pytest.raises(discord.HTTPException, match="Embed size exceeds maximum size of 6000"):
        await place(client, general).send(embeds=embeds)
    with pytest.raises(discord.HTTPException, match="Cannot send an empty message"):
        await place(client, general).send(" ")

    assert refused.value.code == 50035
    assert standin.complaints == [
        "POST /channels/{channel}/messages, content: Must be 2000 or fewer in length.",
        "POST /channels/{channel}/messages, embeds: Embed size exceeds maximum size of 6000",
    ]


async def test_history_comes_by_pages_in_either_direction(standin: StandIn, client: Client, general: Channel, bo: User):
    posted = [standin.post(general, bo, str(number)) for number in range(230)]
    after = discord.Object(posted[9].id)

    oldest_first = [message.content async for message in place(client, general).history(after=after, limit=None)]
    newest = [message.content async for message in place(client, general).history(limit=3)]

    assert oldest_first == [str(number) for number in range(10, 230)]
    assert newest == ["229", "228", "227"]
    assert standin.complaints == []


async def test_history_needs_its_right(standin: StandIn, client: Client, general: Channel, bo: User):
    standin.post(general, bo, "Old")
    standin.overwrite(general, standin.bot, deny=Right.READ_MESSAGE_HISTORY)

    assert [message async for message in place(client, general).history()] == []


async def test_messages_go_one_by_one_and_together(standin: StandIn, client: Client, general: Channel, bo: User):
    posted = [standin.post(general, bo, str(number)) for number in range(5)]
    ours = place(client, general)

    await ours.get_partial_message(posted[0].id).delete()
    await ours.delete_messages([discord.Object(one.id) for one in posted[1:4]])
    with pytest.raises(discord.NotFound) as gone:
        await ours.get_partial_message(posted[0].id).delete()

    assert gone.value.code == 10008
    assert standin.standing(general) == ["4"]
    assert len(standin.called("POST /channels/{channel}/messages/bulk-delete")) == 1


async def test_what_is_older_than_two_weeks_is_not_deleted_together(
    standin: StandIn, client: Client, general: Channel, bo: User
):
    old = standin.post(general, bo, "Old", at=standin.world.now() - timedelta(days=15))
    new = standin.post(general, bo, "New")

    with pytest.raises(discord.HTTPException) as refused:
        await place(client, general).delete_messages([discord.Object(old.id), discord.Object(new.id)])

    assert refused.value.code == 50034
    assert standin.standing(general) == ["Old", "New"]


async def test_files_have_their_size(client: Client, general: Channel):
    large = discord.File(BytesIO(b"x" * (2 << 20)), "large.bin")
    larger = discord.File(BytesIO(b"x" * (11 << 20)), "larger.bin")
    await place(client, general).send(file=large)
    with pytest.raises(discord.HTTPException) as refused:
        await place(client, general).send(file=larger)

    assert (refused.value.status, refused.value.code) == (413, 40005)


async def test_the_embeds_of_others_can_be_hidden(standin: StandIn, client: Client, general: Channel, bo: User):
    posted = standin.post(general, bo, "See https://x.example")
    standin.unfurl(posted, {"title": "X"})
    message = await place(client, general).fetch_message(posted.id)

    await message.edit(suppress=True)
    with pytest.raises(discord.Forbidden) as refused:
        await message.edit(content="Mine")

    assert posted.body["flags"] == 1 << 2
    assert refused.value.code == 50005


async def test_words_that_are_answered_or_forwarded_are_kept_back_too(
    standin: StandIn, general: Channel, bo: User, rosa: User
):
    intents = discord.Intents.all()
    intents.message_content = False
    async with connected(standin, intents) as client:
        posted = standin.post(general, bo, "Buy my course")
        standin.post(general, rosa, f"<@{standin.bot.id}> look", reply_to=posted)
        standin.post(general, rosa, forward_of=posted)
        await standin.eventually(lambda: len(client.heard) == 3)
        _, answer, forward = client.heard

        assert answer.content == f"<@{standin.bot.id}> look"
        assert answer.reference is not None
        assert isinstance(answer.reference.resolved, discord.Message)
        assert answer.reference.resolved.content == ""
        assert forward.message_snapshots[0].content == ""


def button(**given: object) -> dict[str, object]:
    return {"type": 2, "style": 1, "label": "Yes", "custom_id": "yes"} | given


def rows(*of: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{"type": 1, "components": parts} for parts in of]


@pytest.mark.parametrize(
    ("components", "complaint"),
    [
        (rows([button(label="x" * 81)]), "label: Must be 80 or fewer"),
        (rows([button(custom_id="x" * 101)]), "custom_id: Must be between 1 and 100"),
        (rows([button(), button()]), "Component custom id cannot be duplicated"),
        (rows([button(custom_id=str(number)) for number in range(6)]), "components: Must be between 1 and 5"),
        (rows(*[[button(custom_id=str(number))] for number in range(6)]), "components: Must be between 1 and 5"),
        (rows([button(style=5)]), "A link has no custom id"),
        ([{"type": 10, "content": "x"}], "Only action rows are allowed"),
    ],
)
async def test_buttons_have_their_limits(client: Client, general: Channel, components: object, complaint: str):
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)

    with pytest.raises(discord.HTTPException, match=complaint):
        await client.http.request(route, json={"content": "?", "components": components})


async def test_the_newer_layout_stands_alone(standin: StandIn, client: Client, general: Channel):
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("The week")))
    sent = await place(client, general).send(view=view)
    await sent.edit(view=view)
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=general.id)

    with pytest.raises(discord.HTTPException, match="IS_COMPONENTS_V2"):
        await client.http.request(route, json={"content": "x", "flags": 1 << 15, "components": view.to_components()})

    assert standin.said(general)[0].body["components"][0]["type"] == 17
    assert standin.complaints == []
