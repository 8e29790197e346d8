"""What members ask of the bot by commands, buttons and forms, as a test has them do it."""

import secrets
from typing import Any

from tests.standin.discord import options
from tests.standin.discord.interactions import AUTOCOMPLETE, COMMAND, FORM, MODAL, PRESS, Interaction
from tests.standin.discord.objects import channel_json, message_json, seat_json, user_json
from tests.standin.discord.people import User
from tests.standin.discord.places import Channel, Guild, Json, Posted
from tests.standin.discord.rights import Right, rights_of
from tests.standin.discord.schema.commands import CHAT_INPUT, ON_MESSAGE, ON_USER
from tests.standin.discord.world import World

IN_GUILD, IN_PRIVATE = 0, 1


class Pressing:
    """Each act gives the interaction, on which the bot's answer appears; who may not ask can't: PermissionError."""

    def __init__(self, world: World) -> None:
        self.world = world

    def press(self, posted: Posted, user: User, custom_id: str) -> Interaction:
        """Such a button must be under the message now, and not greyed out."""
        with self.world.lock:
            part = self._part(posted, user, custom_id)
            data = {"custom_id": custom_id, "component_type": part["type"], "id": 1}
            return self._ask(self.world.channels[posted.channel], user, PRESS, data, posted)

    def choose(self, posted: Posted, user: User, custom_id: str, *values: str) -> Interaction:
        """From a menu."""
        with self.world.lock:
            part = self._part(posted, user, custom_id)
            offered = [option["value"] for option in part.get("options") or ()]
            if not set(values) <= set(offered):
                raise AssertionError(f"not offered: {values}; but {offered}")
            data = {"custom_id": custom_id, "component_type": part["type"], "id": 1, "values": list(values)}
            return self._ask(self.world.channels[posted.channel], user, PRESS, data, posted)

    def command(self, channel: Channel, user: User, name: str, **given: Any) -> Interaction:
        """A slash command; `name` goes on with its subcommand: "event create"."""
        with self.world.lock:
            return self._slash(channel, user, COMMAND, name, given, None)

    def autocomplete(self, channel: Channel, user: User, name: str, focused: str, **given: Any) -> Interaction:
        """Somebody is typing into the option `focused`; see `choices` of what comes back."""
        with self.world.lock:
            return self._slash(channel, user, AUTOCOMPLETE, name, given, focused)

    def message_command(self, posted: Posted, user: User, name: str) -> Interaction:
        """From the context menu of a message."""
        with self.world.lock:
            channel = self.world.channels[posted.channel]
            resolved = {"messages": {str(posted.id): message_json(self.world, posted)}}
            return self._menu(channel, user, ON_MESSAGE, name, posted.id, resolved)

    def user_command(self, channel: Channel, user: User, target: User, name: str) -> Interaction:
        """From the context menu of a member."""
        with self.world.lock:
            resolved = options.resolved_users(self.world.guild_of(channel), [target])
            return self._menu(channel, user, ON_USER, name, target.id, resolved)

    def submit(self, form: Interaction, values: dict[str, str]) -> Interaction:
        """The form that the bot showed, filled in: by custom_id."""
        with self.world.lock:
            if form.callback is None or form.callback["type"] != FORM:
                raise AssertionError("the bot showed no form")
            rows = [
                {"type": 1, "id": n, "components": [{"type": 4, "id": n, "custom_id": name, "value": value}]}
                for n, (name, value) in enumerate(values.items(), 1)
            ]
            data = {"custom_id": form.callback["data"]["custom_id"], "components": rows}
            user = self.world.users[form.user]
            return self._ask(self.world.channels[form.channel], user, MODAL, data, form.message)

    def commands(self, guild: Guild | None = None) -> list[Json]:
        """As registered for exactly that; None: everywhere."""
        with self.world.lock:
            return list(self.world.commands.get(guild.id if guild else None, []))

    def _slash(
        self, channel: Channel, user: User, kind: int, name: str, given: dict[str, Any], focused: str | None
    ) -> Interaction:
        first, *path = name.split()
        command = self._command(channel, user, CHAT_INPUT, first)
        guild = self.world.guild_of(channel)
        data = self._head(command) | options.filled(self.world, guild, command, path, given, focused)
        return self._ask(channel, user, kind, data, None)

    def _menu(self, channel: Channel, user: User, kind: int, name: str, target: int, resolved: Json) -> Interaction:
        command = self._command(channel, user, kind, name)
        data = self._head(command) | {"target_id": str(target), "resolved": resolved}
        return self._ask(channel, user, COMMAND, data, None)

    def _head(self, command: Json) -> Json:
        head = {name: command[name] for name in ("id", "name", "type")}
        return head | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})

    def _command(self, channel: Channel, user: User, kind: int, name: str) -> Json:
        """The guild's own goes before that for everywhere; what isn't meant for such a place isn't offered."""
        here = IN_GUILD if channel.guild else IN_PRIVATE
        registered = self.world.commands.get(channel.guild or 0, []) + self.world.commands[None]
        registered = [one for one in registered if one["contexts"] is None or here in one["contexts"]]
        command = next((one for one in registered if (one["type"], one["name"]) == (kind, name)), None)
        if command is None:
            raise AssertionError(f"no command {name!r}; but {[one['name'] for one in registered]}")
        guild = self.world.guild_of(channel)
        if guild is not None:
            self._check_allowed(guild, channel, user, int(command["default_member_permissions"] or 0), command)
        return command

    def _check_allowed(self, guild: Guild, channel: Channel, user: User, needed: int, command: Json) -> None:
        held = rights_of(guild, guild.members[user.id], channel)
        closed = command["default_member_permissions"] == "0" and not held & Right.ADMINISTRATOR
        if closed or needed & ~held or not held & Right.USE_APPLICATION_COMMANDS:
            raise PermissionError(f"{user.name} may not use {command['name']}")

    def _part(self, posted: Posted, user: User, custom_id: str) -> Json:
        if posted.deleted or posted.shown_to not in {None, user.id}:
            raise AssertionError(f"{user.name} doesn't see that message")
        parts = [part for row in posted.body["components"] for part in row.get("components", ())]
        for part in parts:
            if part.get("custom_id") == custom_id and not part.get("disabled"):
                return dict(part)
        raise AssertionError(f"no button {custom_id!r}; but {[part.get('custom_id') for part in parts]}")

    def _ask(self, channel: Channel, user: User, kind: int, data: Json, posted: Posted | None) -> Interaction:
        guild = self.world.guild_of(channel)
        member = self.world.member(guild, user.id) if guild else None
        if guild is not None and (member is None or member.muted):
            raise PermissionError(f"{user.name} is muted in {guild.name}, or not there")
        interaction = Interaction(
            id=self.world.snowflake(),
            token=secrets.token_urlsafe(32),
            type=kind,
            at=self.world.clock.now(),
            user=user.id,
            channel=channel.id,
            data=data,
            message=posted,
        )
        self.world.interactions[interaction.token] = interaction
        self.world.tell("INTERACTION_CREATE", self._told(interaction, guild, channel, user), guild, None)
        return interaction

    def _told(self, interaction: Interaction, guild: Guild | None, channel: Channel, user: User) -> Json:
        told: Json = {
            "id": str(interaction.id),
            "application_id": str(self.world.bot.id),
            "type": interaction.type,
            "data": interaction.data,
            "channel": channel_json(self.world, channel),
            "channel_id": str(channel.id),
            "token": interaction.token,
            "version": 1,
            "locale": user.locale,
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": 10_485_760,
            "app_permissions": str(int(self.world.bot_rights(channel))) if guild else str(int(Right.SEND_MESSAGES)),
        }
        if interaction.message is not None:
            told["message"] = message_json(self.world, interaction.message)
        if guild is None:
            return told | {"user": user_json(user)}
        seat = seat_json(guild, guild.members[user.id], channel)
        about = {"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]}
        return told | {"guild_id": str(guild.id), "guild": about, "guild_locale": guild.locale, "member": seat}
