"""What the ledger's rows cost: read and write of batches, beside a bare loop of `executemany` into the same tables.

`python -m bench.ledger_rows [--messages 40000] [--url ...]`. CPU is of the whole process, threads included; judging is
left out. On PostgreSQL the server's share is not in it.
"""

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from chat.ledger import Changes, DecisionRow, Known, LinkUse, Member, OutboxRow, PromotionRow, TextRow, Wanted
from chat.standing import Promoted, State
from storage import Ledger, rows, statements
from storage.keys import Keys
from storage.sql import Upsert

CHAT = "telegram:-1001234567890"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
MEMBERS = 500


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bench: one in eight promotes, one in ten asks, one in three replies."""

    seen: Seen
    domain: str | None


def said(count: int, chats: int) -> list[tuple[str, Said]]:
    """Make messages: Telegram's ids, a channel's name as the place."""
    dice = random.Random(7)  # noqa: S311
    made = []
    for n in range(count):
        kind = "service" if n % 8 == 0 else "question" if n % 10 == 0 else None
        seen = Seen(
            message_id=str(100_000 + n),
            at=START + timedelta(minutes=n),
            author=str(5_000_000_000 + int(MEMBERS * dice.random() ** 2)),
            place=str(dice.choice((2, 17, 4711, 88))),
            reply_to=str(100_000 + n - dice.randint(1, 40)) if n % 3 == 0 and n > 50 else None,
            kind=kind,
            promotes=kind == "service",
        )
        made.append((f"{CHAT}{n % chats}", Said(seen, f"shop{dice.randint(1, 300)}.com" if n % 6 == 0 else None)))
    return made


def wanted(chat: str, batch: list[Said]) -> Wanted:
    """Ask as the pipeline does."""
    seen = [one.seen for one in batch]
    first = seen[0].at
    return Wanted(
        chat=chat,
        imagined=False,
        message_ids=frozenset(i for one in seen for i in (one.message_id, one.reply_to) if i),
        members=frozenset(one.author for one in seen),
        places=frozenset(one.place for one in seen),
        domains=frozenset(one.domain for one in batch if one.domain),
        promoted_since=first - timedelta(days=7),
        earned_since=first - timedelta(days=28),
        strikes_since=first - timedelta(days=90),
        pairs_since=first - timedelta(days=28),
    )


def changes(chat: str, batch: list[Said], known: Known, *, only_messages: bool) -> Changes:
    """Write as the pipeline does; with `only_messages`, what every message leaves behind."""
    made = Changes(chat=chat, seen=[one.seen for one in batch])
    for one in batch:
        seen = one.seen
        row = (
            made.members.get(seen.author)
            or known.members.get(seen.author)
            or Member(member=seen.author, first_seen=seen.at)
        )
        made.members[seen.author] = Member(
            member=seen.author,
            name="Sam Baker",
            first_seen=row.first_seen,
            last_seen=seen.at,
            messages=row.messages + 1,
        )
        if only_messages:
            continue
        made.texts.append(TextRow(message_id=seen.message_id, member=seen.author, at=seen.at, text="word " * 16))
        if one.domain:
            made.uses.append(LinkUse(domain=one.domain, member=seen.author, posts=1))
        if seen.promotes:
            _promote(made, seen)
        elif seen.kind == "question":
            made.questions.append(
                Question(message_id=seen.message_id, asker=seen.author, at=seen.at, terms=("tax", "vat"))
            )
        elif seen.reply_to and int(seen.message_id) % 15 == 0:
            made.contributions.append(_gave(seen))
    return made


def _promote(made: Changes, seen: Seen) -> None:
    post = Promoted(
        message_id=seen.message_id, at=seen.at, member=seen.author, offer=f"o{seen.author}", kinds=("service",)
    )
    made.promotions.append(PromotionRow(post=post, really=State.STANDS, links=("shop.com/a",), sketch=12345))
    if int(seen.message_id) % 32 == 0:
        made.decisions.append(
            DecisionRow(
                decision_id=seen.message_id,
                message_id=seen.message_id,
                member=seen.author,
                at=seen.at,
                outcome="remove",
                rule="r",
                imagined=False,
                body="{}" * 200,
            )
        )
        made.outbox.append(
            OutboxRow(key=seen.message_id, kind="remove", body="{}" * 50, urgency=0, due_at=seen.at, again=True)
        )


def _gave(seen: Seen) -> Contribution:
    return Contribution(
        key=f"answer:{seen.message_id}",
        kind=GivingKind.ANSWER,
        giver=seen.author,
        receiver=str(5_000_000_000 + int(seen.message_id) % MEMBERS),
        messages=(seen.message_id,),
        at=seen.at,
        grade=Grade.STRUCTURAL,
        weight=1.0,
        credit=1.0,
    )


async def through_the_ledger(
    url: str, some: list[tuple[str, Said]], size: int, *, only_messages: bool = False
) -> float:
    """Return CPU µs a message of read and write, apart from making the changes."""
    ledger = await Ledger.open(url, secret=b"bench")
    spent = making = 0.0
    began = time.process_time()
    for start in range(0, len(some), size):
        by_chat: dict[str, list[Said]] = {}
        for chat, one in some[start : start + size]:
            by_chat.setdefault(chat, []).append(one)
        for chat, batch in by_chat.items():
            async with ledger.batch(chat) as transaction:
                known = await transaction.read(wanted(chat, batch))
                then = time.process_time()
                made = changes(chat, batch, known, only_messages=only_messages)
                making += time.process_time() - then
                await transaction.write(made)
    spent = time.process_time() - began - making
    await ledger.close()
    return spent / len(some) * 1e6


async def bare(path: Path, some: list[tuple[str, Said]], size: int) -> float:
    """Return CPU µs a message of `executemany` in one thread: no read, no order, rows made beforehand."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{path}", secret=b"bench")
    prepared: Callable[[Upsert], str] = lambda put: ledger.database.prepared(put).sql  # noqa: E731
    plan = []
    for start in range(0, len(some), size):
        batch = [one for _, one in some[start : start + size]]
        made, keys = changes(CHAT, batch, Known(), only_messages=False), Keys(CHAT)
        plan.append(
            [
                (prepared(statements.PUT_MESSAGES), [rows.seen_row(1, one, keys) for one in made.seen]),
                (prepared(statements.PUT_MEMBERS), [rows.member_row(1, one, keys) for one in made.members.values()]),
                (prepared(statements.PUT_PROMOTIONS), [rows.promotion_row(1, one, keys) for one in made.promotions]),
                (prepared(statements.PUT_QUESTIONS), [rows.question_row(1, one, keys) for one in made.questions]),
                (
                    prepared(statements.PUT_CONTRIBUTIONS),
                    [rows.contribution_row(1, one, keys) for one in made.contributions],
                ),
                (
                    prepared(statements.PUT_TEXTS),
                    [
                        (1, keys.message(t.message_id), None, keys.member(t.member), rows.time(t.at), t.text)
                        for t in made.texts
                    ],
                ),
            ]
        )
    await ledger.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    began = time.process_time()
    for statements_of_batch in plan:
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in statements_of_batch:
            connection.executemany(sql, values)
        connection.execute("COMMIT")
    spent = time.process_time() - began
    connection.close()
    return spent / len(some) * 1e6


def bytes_a_message(path: Path, count: int) -> float:
    """Return the size of the message table, `recent` and its indices, by pages."""
    connection = sqlite3.connect(path)
    try:
        names = ("message", "recent", "message_by_album")
        found = connection.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN {names}").fetchone()[0]  # noqa: S608
        return float(found) / count
    except sqlite3.OperationalError:
        connection.executescript("VACUUM")
        return path.stat().st_size / count
    finally:
        connection.close()


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=40_000)
    parser.add_argument("--url", default=None, help="a PostgreSQL database, instead of SQLite files")
    options = parser.parse_args()
    some = said(options.messages, 1)
    if options.url:
        for size in (256, 1):
            part = some if size > 1 else some[:2_000]
            cost = asyncio.run(through_the_ledger(options.url, part, size))
            print(f"{options.url.split(':')[0]}, batches of {size}: {cost:.0f} µs CPU a message, without the server's")
        return
    with tempfile.TemporaryDirectory() as home:
        for size in (256, 1):
            part = some if size > 1 else some[:3_000]
            cost = asyncio.run(through_the_ledger(f"sqlite+aiosqlite:///{home}/{size}.db", part, size))
            loop = asyncio.run(bare(Path(home, f"bare{size}.db"), part, size))
            print(f"batches of {size}: {cost:.1f} µs CPU a message; bare executemany {loop:.1f}")
        for chats in (1, 200):
            path = Path(home, f"size{chats}.db")
            asyncio.run(
                through_the_ledger(
                    f"sqlite+aiosqlite:///{path}", said(options.messages, chats), 256, only_messages=True
                )
            )
            print(f"{chats} chats: {bytes_a_message(path, options.messages):.1f} bytes a message")


if __name__ == "__main__":
    main()
