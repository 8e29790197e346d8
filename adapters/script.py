"""A chat played from a YAML script: members, and what they do, with times in weeks. For the demo and for tests.

    begins: 2026-01-05                # a Monday
    timezone: Europe/London
    members:
      ana: {name: Ana Pereira, handle: ana}
      priya: {name: Priya Shah, admin: yes}
    events:
      - {at: 1 Mon 09:12, join: ana}
      - {at: 1 Mon 09:15, ana: "Hello! I'm Ana, I bake.", id: hello}
      - {at: 1 Mon 09:20, priya: "Welcome, Ana!", to: hello, in: general}
      - {at: 1 Mon 09:21, react: hello, by: priya, with: 🙏}
      - {at: 1 Mon 09:30, edit: hello, text: "Hello! I'm Ana."}
      - {at: 1 Mon 09:40, delete: hello, by: ana}
      - {at: 1 Tue 10:00, by: priya, command: /pass @ana 1}
      - {at: 1 Tue 10:05, by: ana, whisper: /offer bread for cafés}
      - {at: 1 Tue 10:06, by: ana, press: Take it out}
      - {at: 2 Mon 10:00, leave: ana}

`at` is a week of the script, a day and a time. A message may have `id`, `in` (a place), `to` (the id of a message it
answers), `pictures`, `album`, `forwarded`. What is whispered is said to the bot alone; a button is pressed by its
label, which whoever plays the script finds under what the member was shown last.

Knows nothing of policies; opens no file.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import yaml

from chat.errors import PotluckError
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessageKept,
    MessagePosted,
    Person,
    Reacted,
)

CHAT: Final = "script"
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AT: Final = re.compile(r"(\d{1,3}) ([a-z]{3}) (\d{1,2}):(\d{2})")
_ACTS: Final = ("join", "leave", "edit", "delete", "react", "keep", "command", "whisper", "press")
_EXTRA: Final = frozenset({"at", "id", "in", "to", "pictures", "album", "forwarded", "by", "with", "text"})
_OF_A_MEMBER: Final = frozenset({"id", "name", "handle", "admin", "bot"})
_YES: Final = ("yes", "true")
_MOST_BYTES: Final = 2_000_000


class ScriptError(PotluckError):
    """A script can't be read; the text says in which line."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script, read: its zone, its members by short name, and its events in the order of time."""

    zone: ZoneInfo
    members: dict[str, Person]
    events: tuple[Event, ...]


def read_script(text: str, file: str = "script.yaml") -> Script:
    """Read a script. Raises ScriptError that names the line."""
    if len(text) > _MOST_BYTES:
        raise ScriptError(f"{file}: the script is larger than 2 MB")
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ScriptError(f"{file}: {' '.join(str(error).split())}") from None
    if not isinstance(node, yaml.MappingNode):
        raise ScriptError(f"{file}:1: a script has begins, timezone, members and events")
    parts = {str(key.value): value for key, value in node.value}
    missing = [name for name in ("begins", "timezone", "members", "events") if name not in parts]
    if missing:
        raise ScriptError(f"{file}:1: '{missing[0]}' is missing")
    return _Reader(file, parts).read()


class _Reader:
    """Reads the parts of one script."""

    def __init__(self, file: str, parts: dict[str, yaml.Node]) -> None:
        self._file = file
        self._parts = parts
        self._said: dict[str, MessagePosted] = {}
        self._numbers = 0

    def read(self) -> Script:
        self._begins = self._date(self._parts["begins"])
        self._zone = self._zone_of(self._parts["timezone"])
        self._members = dict(self._people(self._parts["members"]))
        if self._parts["events"].value and not isinstance(self._parts["events"], yaml.SequenceNode):
            raise self._error(self._parts["events"], "`events` is a list: each begins with a dash")
        events = [self._event(node) for node in self._parts["events"].value]
        return Script(self._zone, self._members, tuple(sorted(events, key=lambda event: event.at)))

    def _error(self, node: yaml.Node, message: str) -> ScriptError:
        return ScriptError(f"{self._file}:{node.start_mark.line + 1}: {message}")

    def _date(self, node: yaml.Node) -> date:
        try:
            day = date.fromisoformat(str(node.value))
        except ValueError:
            raise self._error(node, f"'{node.value}' is no date: write it like 2026-01-05") from None
        if day.weekday():
            raise self._error(node, "a script begins on a Monday")
        return day

    def _zone_of(self, node: yaml.Node) -> ZoneInfo:
        try:
            return ZoneInfo(str(node.value))
        except (KeyError, ValueError, OSError):
            raise self._error(node, f"'{node.value}' is no time zone") from None

    def _people(self, node: yaml.Node) -> Iterator[tuple[str, Person]]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, "`members` names each member and says who that is: ana: {name: Ana Pereira}")
        for key, value in node.value:
            given = self._keys(value, _OF_A_MEMBER)
            name = str(key.value)
            yield (
                name,
                Person(
                    id=given.get("id", name),
                    name=given.get("name", name),
                    handle=given.get("handle", name),
                    is_admin=given.get("admin") in _YES,
                    is_bot=given.get("bot") in _YES,
                ),
            )

    def _event(self, node: yaml.Node) -> Event:
        given = self._keys(node, _EXTRA | set(_ACTS) | self._members.keys())
        at = self._time(node, given.get("at", ""))
        act = next((name for name in _ACTS if name in given), None)
        if act is not None:
            return self._act(act, given, at, node)
        speaker = next((name for name in given if name in self._members), None)
        if speaker is None:
            raise self._error(node, f"nobody says or does anything here: name a member, or one of {', '.join(_ACTS)}")
        return self._message(speaker, given, at, node)

    def _time(self, node: yaml.Node, text: str) -> datetime:
        match = _AT.fullmatch(text.strip().lower())
        if match is None or match[2] not in _DAYS or int(match[3]) > 23 or int(match[4]) > 59:
            raise self._error(node, f"'{text}' is no time: write a week, a day and a time, like 1 Mon 09:30")
        day = self._begins + timedelta(weeks=int(match[1]) - 1, days=_DAYS.index(match[2]))
        return datetime.combine(day, time(int(match[3]), int(match[4])), self._zone).astimezone(UTC)

    def _message(self, speaker: str, given: dict[str, str], at: datetime, node: yaml.Node) -> MessagePosted:
        self._numbers += 1
        if not given.get("pictures", "0").isdecimal():
            raise self._error(node, f"'{given['pictures']}' is no number of pictures")
        if given.get("id") in self._said:
            raise self._error(node, f"two messages have the id '{given['id']}'")
        place = given.get("in", "general")
        message = MessagePosted(
            at=at,
            chat=CHAT,
            message_id=given.get("id", f"m{self._numbers}"),
            author=self._members[speaker],
            text=given[speaker],
            place=place,
            place_name=place,
            reply_to=given.get("to"),
            pictures=int(given.get("pictures", "0")),
            album=given.get("album"),
            forwarded=given.get("forwarded") in _YES,
        )
        self._said[message.message_id] = message
        return message

    def _act(self, act: str, given: dict[str, str], at: datetime, node: yaml.Node) -> Event:
        if act in ("join", "leave"):
            member = self._member(given[act], node)
            return (MemberJoined if act == "join" else MemberLeft)(at=at, chat=CHAT, member=member)
        by = self._member(given["by"], node) if "by" in given else None
        if act in ("command", "whisper"):
            return self._command(given[act], by, at, node, private=act == "whisper")
        if act == "press":
            return self._press(given["press"], by, at, node)
        message = self._said.get(given[act])
        if message is None:
            raise self._error(node, f"no message before this has the id '{given[act]}'")
        if act == "edit":
            return MessageEdited(at=at, message=replace(message, text=given.get("text", "")))
        if act == "delete":
            return MessageDeleted(at=at, chat=CHAT, message_id=message.message_id, by=by)
        if act == "keep":
            return MessageKept(at=at, chat=CHAT, message_id=message.message_id, by=by)
        if by is None:
            raise self._error(node, "a reaction is by somebody: add `by`")
        return Reacted(at=at, chat=CHAT, message_id=message.message_id, member=by, emoji=given.get("with", "🙏"))

    def _command(
        self, text: str, by: Person | None, at: datetime, node: yaml.Node, *, private: bool = False
    ) -> CommandGiven:
        """Read a command; what is whispered without a stroke is plain words: a command without a name."""
        if by is None:
            raise self._error(node, "a command is given by somebody: add `by`")
        self._numbers += 1
        name, _, argument = text.removeprefix("/").partition(" ") if text[:1] == "/" or not private else ("", "", text)
        number = f"c{self._numbers}"
        return CommandGiven(
            at=at, chat=CHAT, message_id=number, member=by, name=name, argument=argument, private=private
        )

    def _press(self, label: str, by: Person | None, at: datetime, node: yaml.Node) -> ButtonPressed:
        if by is None:
            raise self._error(node, "a button is pressed by somebody: add `by`")
        self._numbers += 1
        return ButtonPressed(at=at, chat=CHAT, press_id=f"p{self._numbers}", member=by, data=label)

    def _keys(self, node: yaml.Node, known: Set[str]) -> dict[str, str]:
        """Return a map of plain values. Raises ScriptError for an unknown key, naming a member or act among them."""
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, "this is a map in braces: {at: 1 Mon 09:15, ana: Hello!}")
        for key, value in node.value:
            if str(key.value) not in known:
                raise self._error(key, f"'{key.value}' is no member, nor something that happens: {', '.join(_ACTS)}")
            if not isinstance(value, yaml.ScalarNode):
                raise self._error(value, f"'{key.value}' has one value")
        return {str(key.value): str(value.value) for key, value in node.value}

    def _member(self, name: str, node: yaml.Node) -> Person:
        if name not in self._members:
            raise self._error(node, f"'{name}' is no member: there are {', '.join(self._members)}")
        return self._members[name]
