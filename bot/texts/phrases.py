"""Small parts of sentences: kinds, times, durations, lists, as people say them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from chat.events import MessagePosted
from policies.language.schema import Group

KINDS: Final = {
    "product": "a product",
    "service": "a service",
    "own_content": "your own content",
    "event": "an event",
    "job": "a job",
    "candidate": "an offer of your work",
    "community_invite": "an invitation to another community",
    "referral_link": "a referral link",
    "fundraiser": "a fundraiser",
    "survey": "a survey",
    "link_exchange": "a link exchange",
    "giveaway": "a giveaway",
    "crypto": "a crypto or trading offer",
    "mlm": "multi-level marketing",
    "adult": "an adult offer",
    "recommendation": "a recommendation",
    "resource": "a resource",
    "introduction": "an introduction",
    "request": "a request",
    "answer": "an answer",
    "question": "a question",
    "thanks": "thanks",
}
FEATURES: Final = {
    "price": "a price",
    "link": "a link",
    "own domain": "a link to your own site",
    "picture": "a picture",
    "contact": "a contact",
    "affiliation": "whom you work for",
    "forward": "a forwarded post",
    "reply": "a reply to somebody",
    "mention of everyone": "a call to everyone",
    "ask for a direct message": "a request for direct messages",
    "profile link": "a link to a profile",
}


def kind(name: str | None) -> str:
    """Return a kind with its article: "a product"; a group's own kind as it is called."""
    return KINDS.get(name or "", name or "a promotion")


def feature(text: str) -> str:
    """Return a feature test as written in the policy, with an article where it is a bare feature."""
    return FEATURES.get(text, text)


def either(words: Sequence[str]) -> str:
    """Join words with commas and "or"."""
    return _joined(words, "or")


def both(words: Sequence[str]) -> str:
    """Join words with commas and "and"."""
    return _joined(words, "and")


def _joined(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def moment(at: datetime, zone: ZoneInfo, *, now: datetime | None = None) -> str:
    """Return an instant by a group's clock: "Fri 16 Jan, 08:00", with the year where it is another one than now's."""
    local = at.astimezone(zone)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    year = f" {local.year}" if now is not None and now.astimezone(zone).year != local.year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


def span(duration: timedelta) -> str:
    """Return a duration in the largest whole unit: "3 days", "2 hours"."""
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if duration >= size:
            count = duration // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "a moment"


def place(name: str) -> str:
    """Return a place as members know it."""
    return name if " " in name or name.startswith("#") else f"#{name}"


def where(message: MessagePosted, group: Group) -> str | None:
    """Return where a message stands as members know it: by the platform's name, else the policy's; None if unnamed."""
    if message.place_name:
        return place(message.place_name)
    named = (name for name, one in group.places.items() if message.place is not None and message.place in one.ids)
    found = next(named, None)
    return place(found) if found else None


def counted(number: int, word: str) -> str:
    """Return "1 answer", "2 answers"."""
    return f"{number} {word}{'' if number == 1 else 's'}"
