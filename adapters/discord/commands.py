"""Application commands: what is registered with Discord, and what comes back as a command in our words. No I/O."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import discord

from adapters.discord.translate import person
from chat.events import ButtonPressed, CommandGiven

Menu = Sequence[tuple[str, str]]
"""Commands, with what each does."""

TEXT, NUMBER, MEMBER, CHANNEL = 3, 4, 6, 7
"""Discord's kinds of option."""
SLASH, ON_MESSAGE = 1, 3
"""Discord's kinds of command."""
THANK: Final = "Thank"
WAS_REFERRAL: Final = "Was this a referral?"
MESSAGE: Final = "message"
LENGTHS: Final = ("1w", "2w", "3w", "1m", "3m")
ABOUT_OTHERS: Final = frozenset({"approve", "deny"})
"""Commands whose message is any member's."""
_LOCALES: Final = {"es": ("es-ES", "es-419"), "pt": ("pt-BR",), "de": ("de",), "fr": ("fr",), "ru": ("ru",)}
_MENUS: Final = {
    THANK: {"es": "Dar las gracias", "pt": "Agradecer", "de": "Danken", "fr": "Remercier", "ru": "Поблагодарить"},
    WAS_REFERRAL: {
        "es": "¿Fue una recomendación?",
        "pt": "Foi uma indicação?",
        "de": "War das eine Empfehlung?",
        "fr": "Était-ce une recommandation ?",
        "ru": "Это была рекомендация?",
    },
}
_LONGEST: Final = 100
_MAY_DECIDE: Final = str(discord.Permissions(manage_messages=True).value)
_ID_AT_END: Final = re.compile(r"(\d{15,20})/?\s*$")
_MENTION: Final = re.compile(r"<@!?(\d{1,20})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that a command is told."""

    name: str
    says: str
    kind: int = TEXT
    must: bool = False
    choices: tuple[str, ...] = ()
    suggests: bool = False
    """Whether Discord asks us what to offer while somebody types."""


_MESSAGE = Option(name=MESSAGE, says="the message: its link or id", suggests=True)
_WHOM = Option(name="member", says="who", kind=MEMBER, must=True)
_LENGTH = Option(name="for", says="how long, like 3w", suggests=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a command asks for, and how it is written in one line."""

    options: tuple[Option, ...] = ()
    line: str = ""
    """With the options in it, by name; what is empty falls away."""
    between: str = field(default=" ")


def _about(*more: Option) -> Form:
    return Form(options=(_MESSAGE, *more), line=" ".join(f"{{{one.name}}}" for one in more))


_WORDS = Option(name="words", says="what you want to say")
_FORMS: Final[Mapping[str, Form]] = {
    "why": _about(),
    "appeal": _about(_WORDS),
    "undo": _about(),
    "approve": _about(),
    "deny": _about(),
    "draft": Form(
        options=(
            Option(name="text", says="what you want to post", must=True),
            Option(name="channel", says="where", kind=CHANNEL),
        ),
        line="{channel}{text}",
        between="",
    ),
    "thanks": Form(options=(replace(_WHOM, must=False), Option(name="for", says="what for")), line="{member} {for}"),
    "refer": Form(options=(_WHOM, Option(name="need", says="what somebody needs")), line="{member} {need}"),
    "intro": Form(
        options=(
            _WHOM,
            Option(name="other", says="to whom", kind=MEMBER, must=True),
            Option(name="why", says="what they have for each other", must=True),
        ),
        line="{member} {other} {why}",
    ),
    "event": Form(
        options=(
            Option(name="title", says="its name; leave it out to list what is planned; `cancel` calls yours off"),
            Option(name="when", says="like Fri 18:00"),
            Option(name="where", says="the place"),
        ),
        line="{title} | {when} | {where}",
        between=" | ",
    ),
    "checkin": Form(options=(Option(name="code", says="the host shows it", must=True),), line="{code}"),
    "offer": Form(options=(Option(name="what", says="what you offer"),), line="{what}"),
    "seek": Form(options=(Option(name="what", says="what you seek"),), line="{what}"),
    "named": Form(
        options=(Option(name="answer", says="may your name stand there?", must=True, choices=("yes", "no")),),
        line="{answer}",
    ),
    "welcomer": Form(
        options=(Option(name="answer", says="may I ask you?", must=True, choices=("on", "off")),), line="{answer}"
    ),
    "away": Form(options=(_LENGTH,), line="{for}"),
    "pass": Form(
        options=(_WHOM, Option(name="times", says="how many posts", kind=NUMBER), _LENGTH),
        line="{member} {times} {for}",
    ),
    "pardon": Form(options=(_WHOM,), line="{member}"),
    "summary": Form(options=(Option(name="what", says="which", choices=("preview", "now", "redo")),), line="{what}"),
    "nudges": Form(
        options=(Option(name="what", says="which", choices=("preview", "pause", "resume", "report")),), line="{what}"
    ),
}


# What is registered.


def payloads(menus: Mapping[str, tuple[Menu, Menu]], names: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return all commands as Discord wants them. `menus` and `names` go by language; "" is for all others."""
    members, admins = menus[""]
    open_to_all = {name for name, _ in members}
    slash = [_slash(name, says, menus, names, for_admins=name not in open_to_all) for name, says in admins]
    return [*slash, _on_message(THANK), _on_message(WAS_REFERRAL)]


def _slash(
    name: str,
    says: str,
    menus: Mapping[str, tuple[Menu, Menu]],
    names: Mapping[str, Mapping[str, str]],
    *,
    for_admins: bool,
) -> dict[str, Any]:
    told = {language: dict(admins)[name] for language, (_, admins) in menus.items() if language}
    called = {language: words[name] for language, words in names.items() if name in words}
    made: dict[str, Any] = {
        "type": SLASH,
        "name": name,
        "name_localizations": _by_locale(called),
        "description": says[:_LONGEST],
        "description_localizations": _by_locale(told),
        "options": [_option(one) for one in _ordered(_form(name).options)],
        "contexts": [0] if for_admins else [0, 1],
        "integration_types": [0],
    }
    return made | ({"default_member_permissions": _MAY_DECIDE} if for_admins else {})


def _by_locale(words: Mapping[str, str]) -> dict[str, str]:
    return {locale: text[:_LONGEST] for language, text in words.items() for locale in _LOCALES.get(language, ())}


def _ordered(options: Iterable[Option]) -> list[Option]:
    """Put first what must be given: Discord wants it so."""
    return sorted(options, key=lambda one: not one.must)


def _option(option: Option) -> dict[str, Any]:
    made: dict[str, Any] = {"type": option.kind, "name": option.name, "description": option.says[:_LONGEST]}
    if option.choices:
        made["choices"] = [{"name": one, "value": one} for one in option.choices]
    return made | {"required": option.must} | ({"autocomplete": True} if option.suggests else {})


def _on_message(name: str) -> dict[str, Any]:
    words = _by_locale(_MENUS[name])
    return {"type": ON_MESSAGE, "name": name, "name_localizations": words, "contexts": [0], "integration_types": [0]}


def _form(name: str) -> Form:
    return _FORMS.get(name, Form())


# What comes back.


def name_of(interaction: discord.Interaction[Any]) -> str:
    """Return the name of the command that is used or being typed."""
    return str(_data(interaction).get("name", ""))


def focused(interaction: discord.Interaction[Any]) -> tuple[str, str]:
    """Return the option that somebody is typing into, and what stands there so far."""
    for option in _data(interaction).get("options", ()):
        if option.get("focused"):
            return str(option["name"]), str(option.get("value", ""))
    return "", ""


def asked(interaction: discord.Interaction[Any], at: datetime) -> CommandGiven | ButtonPressed | None:
    """Return what somebody used: a command, a menu, a button."""
    data = _data(interaction)
    who, chat = person(interaction.user), str(interaction.guild_id or interaction.user.id)
    if interaction.type is discord.InteractionType.component:
        return ButtonPressed(at=at, chat=chat, press_id=str(interaction.id), member=who, data=str(data["custom_id"]))
    if interaction.type is not discord.InteractionType.application_command:
        return None
    name, reply_to, argument = _on_menu(data, who.id) if data.get("type") == ON_MESSAGE else _typed(data)
    return CommandGiven(
        at=at,
        chat=chat,
        message_id=str(interaction.id),
        member=who,
        name=name,
        argument=argument,
        reply_to=reply_to,
        private=interaction.guild_id is None,
    )


def _typed(data: dict[str, Any]) -> tuple[str, str | None, str]:
    name = str(data["name"])
    given = {one["name"]: _value(one, data.get("resolved", {})) for one in data.get("options", ())}
    message = _ID_AT_END.search(given.pop(MESSAGE, ""))
    form = _form(name)
    parts = [given.get(one, "") for one in re.findall(r"\{(\w+)\}", form.line)]
    if name == "draft" and parts[0]:
        parts[0] = f"in {parts[0]}: "
    return name, message[1] if message else None, form.between.join(part for part in parts if part)


def _value(option: dict[str, Any], resolved: dict[str, Any]) -> str:
    """Return what was given: a member as @name, a channel by its name."""
    value = str(option["value"])
    if option["type"] == MEMBER:
        found = resolved.get("users", {}).get(value, {})
        return f"@{found.get('username', value)}"
    if option["type"] == CHANNEL:
        return str(resolved.get("channels", {}).get(value, {}).get("name", value))
    return " ".join(value.split())


def _on_menu(data: dict[str, Any], member: str) -> tuple[str, str | None, str]:
    """Read a message's menu. Who wrote it passes the need on to the member named there; to others it was help."""
    target = str(data["target_id"])
    message = data.get("resolved", {}).get("messages", {}).get(target, {})
    mentioned = message.get("mentions", ())
    if data["name"] == WAS_REFERRAL and message.get("author", {}).get("id") == member:
        return "refer", None, f"@{mentioned[0]['username']}" if mentioned else ""
    return "thanks", target, ""


def said_alone(message: discord.Message) -> CommandGiven | None:
    """Return what a member writes to the bot alone: `/why` written out, or plain words, a command without a name."""
    text = message.content.strip()
    if not text or message.message_snapshots:
        return None
    name, _, argument = text.removeprefix("/").partition(" ") if text.startswith("/") else ("", "", text)
    handles = {str(user.id): user.name for user in message.mentions}
    return CommandGiven(
        at=message.created_at,
        chat=str(message.author.id),
        message_id=str(message.id),
        member=person(message.author),
        name=name.casefold(),
        argument=_MENTION.sub(lambda found: f"@{handles.get(found[1], found[1])}", argument).strip(),
        private=True,
    )


def announced(event: discord.ScheduledEvent) -> CommandGiven | None:
    """Return what somebody put into a guild's calendar as the command that announces it."""
    host = event.creator or (event.guild.get_member(event.creator_id or 0) if event.guild else None)
    if host is None or host.bot or event.guild is None:
        return None
    where = event.location or (event.channel.name if event.channel is not None else "")
    words = (" ".join(part.replace("|", "/").split()) for part in (event.name, event.start_time.isoformat(), where))
    known = event.guild.get_member(host.id) or host
    return CommandGiven(
        at=discord.utils.snowflake_time(event.id),
        chat=str(event.guild.id),
        message_id=str(event.id),
        member=person(known),
        name="event",
        argument=" | ".join(words),
    )


def _data(interaction: discord.Interaction[Any]) -> dict[str, Any]:
    return dict(interaction.data or {})
