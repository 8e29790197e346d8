"""Words for the tests of the ledger: members, messages and promotions with what does not matter left out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chat.giving import Contribution, GivingKind, Grade, Seen
from chat.ledger import Changes, Known, Member, PromotionRow, Wanted
from chat.standing import Promoted, State
from storage import Ledger

CHAT = "telegram:-1001"
NOON = datetime(2026, 3, 4, 12, 0, 0, 123000, tzinfo=UTC)
LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def message(message_id: str, author: str = "7", at: datetime = NOON, **rest: Any) -> Seen:
    return Seen(message_id=message_id, author=author, at=at, **rest)


def promotion(message_id: str, member: str = "7", at: datetime = NOON, **rest: Any) -> PromotionRow:
    really = rest.pop("really", State.STANDS)
    row = {name: rest.pop(name) for name in ("links", "sketch", "ever_keys") if name in rest}
    return PromotionRow(post=Promoted(message_id=message_id, member=member, at=at, **rest), really=really, **row)


def contribution(key: str, giver: str = "7", receiver: str | None = "8", at: datetime = NOON, **rest: Any):
    given: dict[str, Any] = {
        "kind": GivingKind.ANSWER,
        "grade": Grade.CONFIRMED,
        "weight": 4.0,
        "credit": 4.0,
        "messages": ("1",),
    }
    return Contribution(key=key, giver=giver, receiver=receiver, at=at, **(given | rest))


def everything(chat: str = CHAT, *, imagined: bool = True, **names: Any) -> Wanted:
    """Ask for all that there is of the names given."""
    lists: dict[str, Any] = {name: frozenset(some) for name, some in names.items()}
    return Wanted(
        chat=chat,
        imagined=imagined,
        examples=True,
        decides=True,
        promoted_since=LONG_AGO,
        earned_since=LONG_AGO,
        strikes_since=LONG_AGO,
        pairs_since=LONG_AGO,
        **lists,
    )


async def write(ledger: Ledger, chat: str = CHAT, **rows: Any) -> None:
    async with ledger.batch(chat) as batch:
        await batch.write(Changes(chat=chat, **rows))


async def read(ledger: Ledger, chat: str = CHAT, *, imagined: bool = True, **names: Any) -> Known:
    async with ledger.batch(chat) as batch:
        return await batch.read(everything(chat, imagined=imagined, **names))


def known_as(*names: str) -> dict[str, Member]:
    return {name: Member(member=name, name=f"Mx {name}", first_seen=NOON, last_seen=NOON) for name in names}
