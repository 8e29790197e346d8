"""What members arranged, read and written: one more step of a batch's read, and its tables' part of the write."""

from collections.abc import Awaitable, Callable, Iterator

from chat.ledger import Arranged, Changes, Wanted
from storage import arranged as a
from storage.engine import Each, Put, Session, ask
from storage.keys import Keys, millis
from storage.rows import Row

ReadNames = Callable[..., Awaitable[None]]


class ArrangedReader:
    """Reads what was arranged with the members of a batch, and then who all those are."""

    def __init__(self, session: Session, chat: int, wanted: Wanted, keys: Keys) -> None:
        self._session = session
        self._chat = chat
        self._wanted = wanted
        self._keys = keys
        self.people: set[int] = set()
        """Everybody met in what was read."""
        self._found: dict[str, list[Row]] = {}

    async def read(self, members: set[int]) -> None:
        """Read the rows."""
        wanted, chat = self._wanted, self._chat
        if wanted.arranged_since is None or wanted.meetups_since is None:
            return
        some = {"chat": chat, "members": members}
        since = millis(wanted.arranged_since)
        listings = ask(a.LISTINGS, chat=chat) if wanted.directory else ask(a.OWN_LISTINGS, **some)
        exchanges, meetups, listed, steps, talked = await self._session.fetch(
            ask(a.EXCHANGES, since=since, **some),
            ask(a.MEETUPS, chat=chat, since=millis(wanted.meetups_since)),
            listings,
            ask(a.STEPS, **some),
            ask(a.TALKED, since=since, **some),
        )
        ids = {self._keys.hashed("meetup", row[0]) for row in meetups}
        (came,) = await self._session.fetch(ask(a.ATTENDANCE, chat=chat, meetups=ids)) if ids else ([],)
        found = {"exchanges": exchanges, "meetups": meetups, "listings": listed, "steps": steps}
        self._found = {name: list(rows) for name, rows in found.items()} | {
            "attendance": list(came),
            "talked": list(talked),
        }
        self.people = set(self._met())

    def _met(self) -> Iterator[int]:
        columns = {
            "exchanges": (2, 3, 4),
            "meetups": (1,),
            "attendance": (0, 5, 6),
            "listings": (1,),
            "steps": (0, 3),
            "talked": (0, 1),
        }
        for name, places in columns.items():
            yield from (row[i] for row in self._found[name] for i in places if row[i] is not None)

    def tell(self) -> Arranged:
        """Return what was read. The names of everybody met must be known by now."""
        keys, found = self._keys, self._found
        if not found:
            return Arranged()
        exchanges = [a.exchange_of(row, keys) for row in found["exchanges"]]
        meetups = [a.meetup_of(row, keys) for row in found["meetups"]]
        came = [a.attendance_of(row, keys) for row in found["attendance"]]
        listings = [a.listing_of(row, keys) for row in found["listings"]]
        steps = [a.step_of(row, keys) for row in found["steps"]]
        return Arranged(
            exchanges={one.exchange_id: one for one in sorted(exchanges, key=lambda one: (one.at, one.exchange_id))},
            meetups={one.meetup_id: one for one in meetups},
            attendance={(one.meetup_id, one.member): one for one in came},
            listings={one.listing_id: one for one in listings},
            steps={one.member: one for one in steps},
            talked={frozenset((keys.text(row[0]), keys.text(row[1]))) for row in found["talked"]},
        )


def steps(chat: int, changes: Changes, keys: Keys) -> Iterator[Put | Each]:
    """Yield everything to write of what was arranged."""
    yield Put(a.PUT_EXCHANGES, [a.exchange_row(chat, one, keys) for one in changes.exchanges])
    yield Put(a.PUT_MEETUPS, [a.meetup_row(chat, one, keys) for one in changes.meetups])
    yield Put(a.PUT_ATTENDANCE, [a.attendance_row(chat, one, keys) for one in changes.attendance])
    yield Put(a.PUT_LISTINGS, [a.listing_row(chat, one, keys) for one in changes.listings])
    yield Each(a.UNLIST, [{"chat": chat, "of": keys.hashed("listing", one)} for one in changes.unlisted])
    done = [member for member, step in changes.steps.items() if step is None]
    yield Put(a.PUT_STEPS, [a.step_row(chat, step, keys) for step in changes.steps.values() if step is not None])
    yield Each(a.UNSTEP, [{"chat": chat, "of": keys.member(member)} for member in done])
    yield Put(a.PUT_TALKED, _pairs(chat, changes, keys))
    gone = [{"chat": chat, "of": keys.member(member)} for member in changes.departed]
    yield Each(a.UNCREDIT, gone)
    yield Each(a.UNLIST_ALL, gone)
    yield Each(a.CALL_OFF, [{"chat": chat, "of": keys.hashed("action", one)} for one in changes.called_off])


def _pairs(chat: int, changes: Changes, keys: Keys) -> list[Row]:
    last: dict[tuple[int, int], int] = {}
    for one, other, at in changes.talked:
        low, high = sorted((keys.member(one), keys.member(other)))
        last[low, high] = max(millis(at), last.get((low, high), 0))
    return [(chat, *pair, at) for pair, at in last.items()]
