"""Saying something on Discord: in a channel, to one member alone, as an answer. Rings nobody's telephone."""

import io
import secrets
from collections.abc import Callable, Sequence
from typing import Any, Final

import discord
from discord.ui import Button as Knob
from discord.ui import View

from adapters.discord.listening import Listener
from adapters.discord.marks import Marks
from adapters.discord.pending import Interaction
from adapters.discord.render import DESCRIPTION, LinkTo, Rendered, render
from chat.errors import Blocked, Forbidden, Gone
from chat.posts import Button, Post

FILE: Final = "summary.png"
_HOST: Final = "https://discord.com/channels"
_TAKES_NONE: Final = 50007


class Speaking:
    """The bot's voice."""

    def __init__(self, client: Listener, marks: Marks, mark: Callable[[str, str], str]) -> None:
        """Speak through a client. `mark` puts a guild's id on a button's data."""
        self._client = client
        self._marks = marks
        self._mark = mark
        self._refuse: set[str] = set()

    async def post(
        self, channel: discord.abc.Messageable, post: Post, *, chat: str, nonce: str | None = None, rich: bool = False
    ) -> discord.Message:
        """Post in a channel. With a `nonce` Discord posts it once, however often it is asked within minutes."""
        shown = render(post, limit=DESCRIPTION, link_to=self._links(chat))
        parts = self._parts(shown, post, chat, rich=rich)
        return await channel.send(**parts, silent=rich, nonce=nonce or secrets.token_hex(12))

    async def edit(self, message_id: str, post: Post, *, chat: str, rich: bool = False) -> None:
        """Put another text and picture into a post of ours, which is named `channel/message`."""
        place, _, message = message_id.partition("/")
        shown = render(post, limit=DESCRIPTION, link_to=self._links(chat))
        parts = self._parts(shown, post, chat, rich=rich)
        files = [parts.pop("file")] if "file" in parts else []
        parts.pop("suppress_embeds", None)
        ours = self.channel(int(place), chat).get_partial_message(int(message))
        await ours.edit(**{"content": None, "embed": None, "view": None} | parts, attachments=files)

    async def answer(self, interaction: Interaction, post: Post, *, chat: str) -> None:
        """Answer a command or a press: seen by whoever asked alone."""
        shown = render(post, limit=DESCRIPTION, link_to=self._links(chat))
        await interaction.followup.send(**self._parts(shown, post, chat), ephemeral=True)

    async def directly(self, member: str, post: Post, *, chat: str) -> None:
        """Write to a member. Raises Blocked where they take nothing; after that nobody asks again."""
        if member in self._refuse or await self._marks.refuses_words(member):
            self._refuse.add(member)
            raise Blocked("this member takes no direct messages")
        try:
            channel = await self._client.create_dm(discord.Object(int(member)))
            await self.post(channel, post, chat=chat)
        except discord.Forbidden as error:
            self._refuse.add(member)
            await self._marks.refused_words(member)
            raise Blocked(str(error)) from error

    def channel(self, number: int, chat: str | None = None) -> discord.PartialMessageable:
        """Return a channel to speak in, known or not."""
        return self._client.get_partial_messageable(number, guild_id=int(chat) if chat else None)

    async def place(self, chat: str, place: str | None) -> discord.PartialMessageable:
        """Return a guild's channel by id or name; without one, where the guild's own lines stand.

        Raises Forbidden where there is none to write in.
        """
        if place is not None and place.isdecimal():
            return self.channel(int(place), chat)
        guild = self._client.get_guild(int(chat))
        if guild is None:
            raise Gone("the bot is not in this guild")
        wanted = (place or "").removeprefix("#").casefold()
        named = [one for one in guild.text_channels if one.name.casefold() == wanted]
        usual = [one for one in (guild.system_channel, *guild.text_channels) if one is not None]
        for channel in named if wanted else usual:
            if channel.permissions_for(guild.me).send_messages:
                return self.channel(channel.id, chat)
        raise Forbidden(f"there is no channel {place!r} to write in" if place else "there is no channel to write in")

    def _links(self, chat: str) -> LinkTo:
        def link_to(message: str) -> str | None:
            place = self._client.memory.places.get(int(message)) if message.isdecimal() else None
            return f"{_HOST}/{chat}/{place}/{message}" if place is not None else None

        return link_to

    def _parts(self, shown: Rendered, post: Post, chat: str, *, rich: bool = False) -> dict[str, Any]:
        """Return what `send` takes: plain content, or an embed for what is rich or long."""
        parts: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
        if shown.buttons:
            parts["view"] = self._view(shown.buttons, chat)
        if not rich and not shown.needs_embed:
            return parts | {"content": shown.text, "suppress_embeds": True}
        embed = discord.Embed(description=shown.text)
        if post.picture is not None:
            embed.set_image(url=f"attachment://{FILE}")
            png = io.BytesIO(post.picture.png)
            parts["file"] = discord.File(png, filename=FILE, description=post.picture.alt[:1024])
        return parts | {"embed": embed}

    def _view(self, rows: Sequence[Sequence[Button]], chat: str) -> View:
        """Return buttons of which the library keeps nothing: their `custom_id` says all, also after a restart."""
        view = View(timeout=None)
        for row, buttons in enumerate(rows):
            for one in buttons:
                view.add_item(Knob(label=one.label, custom_id=self._mark(one.data, chat), row=row))
        view.stop()
        return view
