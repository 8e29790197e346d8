"""What rounds and answers read of what members arranged: events, who came, what newcomers offer or seek."""

from collections.abc import Collection
from datetime import datetime

from chat.exchanges import Attendance, Listing, Meetup
from storage import arranged as a
from storage.engine import Database
from storage.keys import millis
from storage.look import look_at


class Gatherings:
    """Reads them, a question at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def meetups(self, chat: str, start: datetime, end: datetime) -> list[Meetup]:
        """Return the events that take place in `[start, end)`, in the order of time; not those called off."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            (found,) = await look.fetch((a.BETWEEN, {"start": millis(start), "end": millis(end)}))
            await look.names((found, 1))
        return [a.meetup_of(row, look.keys) for row in found]

    async def attendance(self, chat: str, meetup_ids: Collection[str]) -> list[Attendance]:
        """Return what members said about events, and whether they came."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            keys = {look.keys.hashed("meetup", one) for one in meetup_ids}
            (found,) = await look.fetch((a.ATTENDANCE, {"meetups": keys}))
            await look.names((found, 0, 5, 6))
        return [a.attendance_of(row, look.keys) for row in found]

    async def attended(self, chat: str, member: str, before: datetime) -> list[Attendance]:
        """Return what one member said about events up to an instant, and whether they came."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            (found,) = await look.fetch((a.OF_MEMBER, {"member": look.keys.member(member), "end": millis(before)}))
            await look.names((found, 0, 5, 6))
        return [a.attendance_of(row, look.keys) for row in found]

    async def listed(self, chat: str, members: Collection[str]) -> list[Listing]:
        """Return what members offer and seek."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            keys = {look.keys.member(member) for member in members}
            (found,) = await look.fetch((a.OWN_LISTINGS, {"members": keys}))
        return [a.listing_of(row, look.keys) for row in found]
