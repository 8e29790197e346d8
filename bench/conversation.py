"""A made-up chat of any length, for the other benchmarks: the same for the same number, most of it ordinary talk."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chat.events import MessagePosted, Person

TALK = (
    "Morning all, anybody at the market today?",
    "Thanks, that worked!",
    "I would ring the council first, they were quick with ours.",
    "Does anybody know a good bookkeeper for a small bakery?",
    "Ours is Sam from Mill Street, she did our VAT last year and was great.",
    "Ha, same here.",
    "The meeting moved to Thursday, same room.",
    "We had the same trouble with the card reader; a restart helped.",
    "Which printer do you use for labels?",
    "Congratulations on the new shop!",
    "Here is the form for the street party: https://council.example.org/forms/street-party",
    "I can bring chairs on Saturday.",
    "No, the old one was cheaper but it broke twice.",
    "What do you pay for delivery these days?",
    "About four pounds within the ring road.",
)
SELLING = (
    "50% off all sourdough courses until Sunday, book at https://crumb{}.example.com/courses",
    "I design websites for small shops, from 900 pounds. DM me for a quote!",
    "Our spring wreath workshop is on the 14th, 45 pounds, tickets: https://bloom{}.example.com/wreath",
)
BEGINS = datetime(2024, 1, 1, 8, tzinfo=UTC)


def messages(count: int, *, members: int = 300, seed: int = 1) -> Iterator[MessagePosted]:
    """Yield a chat: one in thirty messages sells, one in five replies, members write by habit."""
    chance = random.Random(seed)  # noqa: S311 - made-up talk, not secrets
    people = [Person(id=str(number), name=f"Member {number}") for number in range(members)]
    at = BEGINS
    for number in range(count):
        at += timedelta(seconds=chance.randrange(20, 400))
        author = people[int(chance.random() ** 2 * members)]
        selling = chance.random() < 1 / 30
        text = chance.choice(SELLING).format(author.id) if selling else chance.choice(TALK)
        reply_to = str(number - chance.randrange(1, 6)) if number > 5 and chance.random() < 0.2 else None
        yield MessagePosted(
            at=at, chat="bench", message_id=str(number), author=author, text=text, place="1", reply_to=reply_to
        )
