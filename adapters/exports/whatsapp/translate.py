"""A message of WhatsApp's text in our words. No I/O; what stands in which line is `lines`, phrases are `notices`."""

import re
from collections.abc import Iterator
from datetime import datetime

from adapters.exports.whatsapp import notices
from adapters.exports.whatsapp.lines import MARKS, split_name
from chat.events import Event, MemberJoined, MemberLeft, MessagePosted, Person

HIDES = frozenset({"forward", "reply", "role", "reaction", "place", "deletion"})

_UNSAVED = re.compile(r"~[ \u00a0\u202f]?")
_PHONE = re.compile(r"\+[\d \u00a0\u2011().-]{6,30}")
_NOT_DIGITS = re.compile(r"\D")
_MENTION = re.compile(r"@\u2068(?P<name>[^\u2068\u2069\n]{1,200})\u2069|@(?P<number>\d{7,15})\b")
_EVERYONE = re.compile(r"@(?:\u2068)?(?:all|everyone)\b", re.IGNORECASE)


def person(shown: str) -> Person:
    """Return somebody by the name shown.

    `~ Ana` calls herself so without being a saved contact: her id keeps the tilde, so that she is not the saved Ana.
    A number is the handle too, in digits, as mentions write it.
    """
    name = shown.strip(MARKS + " \u00a0\u202f")
    if _UNSAVED.match(name):
        name = _UNSAVED.sub("", name, count=1)
        return Person(id=f"~{name}", name=name)
    return Person(id=name, name=name, handle=_NOT_DIGITS.sub("", name) if _PHONE.fullmatch(name) else None)


def events(body: str, *, at: datetime, chat: str, number: int, names: frozenset[str]) -> Iterator[Event | str]:
    """Yield what one dated entry says; a text instead of an event is what to count, in the words of a `Tally`.

    `number` is that of its first line, `names` are the senders' names that have a colon in them.
    """
    sender, text = split_name(body, names)
    if sender is None or notices.is_notice_with_colon(sender):
        yield from _notice(body, at=at, chat=chat)
    elif notices.is_deleted(text):
        yield "Messages deleted before the export"
    elif notices.is_own_notice(text):
        yield from _notice(text, at=at, chat=chat)
    else:
        yield from _message(sender, text, at=at, chat=chat, number=number)


def _notice(line: str, *, at: datetime, chat: str) -> Iterator[Event | str]:
    told = notices.members(line)
    if told is None:
        yield "Lines of WhatsApp's own that say nothing of members"
        return
    for name in told.names:
        member = person(name)
        yield (
            MemberJoined(at=at, chat=chat, member=member)
            if told.joined
            else MemberLeft(at=at, chat=chat, member=member)
        )


def _message(sender: str, text: str, *, at: datetime, chat: str, number: int) -> Iterator[Event | str]:
    content = notices.content(text)
    yield MessagePosted(
        at=at,
        chat=chat,
        message_id=str(number),
        author=person(sender),
        text=content.text,
        mentions=tuple(_mentions(content.text)) if "@" in content.text else (),
        mentions_everyone="@" in content.text and _EVERYONE.search(content.text) is not None,
        pictures=content.pictures,
        files=content.files,
        hidden=HIDES,
    )
    if content.edited:
        yield "Edited messages, of which only the last text is shown"
    if content.unknown:
        yield "Media left out without saying what they were, each counted as a picture"


def _mentions(text: str) -> Iterator[str]:
    """Yield the ids or numbers of members named."""
    for mention in _MENTION.finditer(text):
        yield mention["number"] or person(mention["name"]).id
