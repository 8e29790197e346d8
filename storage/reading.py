"""One read answers a batch: about a dozen statements in four steps, however many messages it has.

A step asks for everything that can be asked by what is known so far; what has no keys is not asked for.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Executable

from chat.ledger import Known, Wanted
from storage import statements
from storage.arranging import ArrangedReader
from storage.engine import Ask, Session, ask
from storage.keys import NOWHERE, Keys, millis
from storage.lifetime import Hasher
from storage.rows import Row
from storage.telling import Found, tell

_NEVER = 2**62
_EXAMPLES = 200
"""Decisions of admins that are looked at: the newest."""


class ChatRow(NamedTuple):
    """What the ledger knows of a chat itself."""

    number: int
    began_at: int | None
    cursor: str | None
    has_lifetimes: bool = False


@dataclass(slots=True)
class _People:
    """Whose rows are read."""

    members: set[int] = field(default_factory=set)
    """Members wanted, and the authors of the messages wanted."""
    around: set[int] = field(default_factory=set)
    """Those, and the authors of what was said last."""
    colleagues: set[int] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)


class Reader:
    """Asks for one step after another."""

    def __init__(self, session: Session, row: ChatRow, wanted: Wanted, hasher: Hasher) -> None:
        self._session = session
        self._row = row
        self._wanted = wanted
        self._hasher = hasher
        self._keys = Keys(wanted.chat)
        self._messages = {self._keys.message(text): text for text in wanted.message_ids}
        self._people = _People({self._keys.member(member) for member in wanted.members})
        self._found = Found()
        self._arranged = ArrangedReader(session, row.number, wanted, self._keys)

    async def read(self) -> Known:
        """Read everything wanted."""
        await self._read_messages()
        await self._read_around()
        await self._read_members()
        await self._read_offered()
        await self._read_arranged()
        found = self._found
        await self._read_names(
            (found.promotions, 3, 6),
            (found.lifetimes, 1),
            (found.permits, 2),
            (found.credits, 2, 3),
            (found.texts, 4),
            (found.questions, 2, 4),
            (found.examples, 2),
        )
        known = tell(found, self._row.began_at, self._wanted, self._keys, self._hasher)
        known.arranged = self._arranged.tell()
        return known

    async def _ask(self, **asks: Ask | None) -> dict[str, list[Row]]:
        """Ask several things at once, by a name for each; nothing is the answer to what need not be asked."""
        given = {name: one for name, one in asks.items() if one is not None}
        if not given:
            return {name: [] for name in asks}
        answers = await self._session.fetch(*given.values())
        return {name: [] for name in asks} | {name: list(found) for name, found in zip(given, answers, strict=True)}

    @property
    def _chat(self) -> int:
        return self._row.number

    async def _read_messages(self) -> None:
        """Read the messages wanted, their albums, and the last ones of each place."""
        places = {NOWHERE if place is None else self._keys.place(place) for place in self._wanted.places}
        albums = {self._keys.hashed("album", album) for album in self._wanted.albums}
        wants, named = self._wanted.examples, self._messages if self._wanted.decides else None
        found = await self._ask(
            messages=ask(statements.MESSAGES, chat=self._chat, keys=set(self._messages)) if self._messages else None,
            albums=ask(statements.ALBUMS, chat=self._chat, albums=albums) if albums else None,
            recent=ask(statements.RECENT, chat=self._chat, places=places) if places else None,
            kept=ask(statements.KEPT, chat=self._chat, keys=set(self._messages)) if self._messages else None,
            decided=ask(statements.EXAMPLES_DECIDED, chat=self._chat, most=_EXAMPLES) if wants else None,
            asked=ask(statements.EXAMPLES_OF, chat=self._chat, keys=set(self._messages)) if named else None,
        )
        self._found.examples = found["decided"] + found["asked"]
        wanted = found["messages"] + found["albums"]
        self._found.seen = {row[0]: row for row in wanted}
        self._found.recent = found["recent"]
        self._found.kept = {self._messages[row[0]] for row in found["kept"]}

    async def _read_around(self) -> None:
        """Read what the messages wanted point at, what was asked in them, and who their authors are."""
        seen, recent = self._found.seen, self._found.recent
        beyond = {key for row in seen.values() for key in (row[4], row[5]) if key is not None and key not in seen}
        asked = set(seen) | beyond | {key for row in recent for key in (row[0], row[5]) if key is not None}
        handles = set(self._wanted.handles)
        found = await self._ask(
            beyond=ask(statements.MESSAGES, chat=self._chat, keys=beyond) if beyond else None,
            questions=ask(statements.QUESTIONS, chat=self._chat, keys=asked) if asked else None,
            named=ask(statements.BY_HANDLE, chat=self._chat, handles=handles) if handles else None,
            welcomers=ask(statements.WELCOMERS, chat=self._chat) if self._wanted.welcomers else None,
        )
        self._people.members |= {row[0] for row in found["named"] + found["welcomers"]}
        seen |= {row[0]: row for row in found["beyond"]}
        self._found.questions = found["questions"]
        self._people.members |= {row[2] for row in seen.values()}
        seen |= {row[0]: row for row in recent}
        self._people.around = self._people.members | {row[2] for row in recent}
        await self._read_names((seen.values(), 2, 3))

    async def _read_members(self) -> None:
        """Read the members around, and what only members have."""
        people, wanted, found = self._people, self._wanted, self._found
        if not people.around:
            return
        texts = {self._keys.hashed("text", text) for text in wanted.text_keys}
        some = {"chat": self._chat, "members": people.members}
        answers = await self._ask(
            members=ask(statements.MEMBERS, chat=self._chat, members=people.around),
            strikes=self._since(statements.STRIKES, wanted.strikes_since, imagined=wanted.imagined),
            permits=ask(statements.PERMITS, **some) if people.members else None,
            earned=self._since(statements.EARNED, wanted.earned_since),
            credits=self._credits(),
            texts=ask(statements.TEXTS_SEEN, text_keys=texts, **some) if texts and people.members else None,
        )
        found.members = answers["members"]
        found.strikes, found.permits, found.earned = answers["strikes"], answers["permits"], answers["earned"]
        found.credits, found.texts = answers["credits"], answers["texts"]
        mine = (row for row in found.members if row[0] in people.members)
        people.organisations = {row[12] for row in mine if row[12] is not None} | wanted.organisations
        if people.organisations:
            asked = ask(statements.COLLEAGUES, chat=self._chat, organisations=people.organisations)
            colleagues = (await self._ask(colleagues=asked))["colleagues"]
            people.colleagues = {row[0] for row in colleagues}
            found.members = list({row[0]: row for row in colleagues + found.members}.values())
        await self._read_names((found.members, 0))

    async def _read_offered(self) -> None:
        """Read promotions, the use of domains, and counts without end."""
        wanted, people, chat = self._wanted, self._people, self._chat
        members = people.members | people.colleagues
        domains = {self._keys.hashed("domain", domain) for domain in wanted.domains}
        posted: dict[str, Ask | None] = {}
        if wanted.promoted_since is not None:
            since, theirs = millis(wanted.promoted_since), people.organisations | wanted.domains
            if wanted.promoted_by_all:
                posted["all"] = ask(statements.PROMOTED_BY_ALL, chat=chat, since=since)
            else:
                posted["own"] = ask(statements.PROMOTED_BY, chat=chat, since=since, members=members)
                if theirs:
                    posted["theirs"] = ask(statements.PROMOTED_FOR, chat=chat, since=since, organisations=theirs)
        used = ask(statements.USES, chat=chat, domains=domains, members=members | {NOWHERE}) if domains else None
        answers = await self._ask(uses=used, **posted)
        self._found.uses = answers.pop("uses")
        promotions = {row[0]: row for some in answers.values() for row in some}
        self._found.promotions = sorted(promotions.values(), key=lambda row: (row[2], row[0]))
        if self._row.has_lifetimes:
            holders = {self._hasher.holder(who) for who in self._holders()}
            lifetimes = ask(statements.LIFETIMES, chat=chat, holders=holders)
            self._found.lifetimes = (await self._ask(lifetimes=lifetimes))["lifetimes"]

    async def _read_arranged(self) -> None:
        """Read what members arranged, and the rows of everybody concerned who is not known yet."""
        await self._arranged.read(self._people.members)
        met = self._arranged.people
        if not met:
            return
        await self._read_names(([(key,) for key in met], 0))
        strangers = met - {row[0] for row in self._found.members}
        if strangers:
            asked = ask(statements.MEMBERS, chat=self._chat, members=strangers)
            self._found.members += (await self._ask(members=asked))["members"]

    def _holders(self) -> set[str]:
        """Return all whose counts without end a batch may ask for: plain, as they stand in the limits' keys."""
        members = {self._keys.text(key) for key in self._people.members}
        offers = {row[5] for row in self._found.promotions if row[5] is not None}
        places = {place for place in self._wanted.places if place is not None}
        return {"", *members, *self._people.organisations, *offers, *places, *self._wanted.domains}

    def _since(self, statement: Executable, since: datetime | None, **given: object) -> Ask | None:
        members = self._people.members
        if since is None or not members:
            return None
        return ask(statement, chat=self._chat, members=members, since=millis(since), **given)

    def _credits(self) -> Ask | None:
        """Ask for what members gave, which `earn` counts too, and for what they received."""
        earned, pairs = self._wanted.earned_since, self._wanted.pairs_since
        if earned is None and pairs is None:
            return None
        received = _NEVER if pairs is None else millis(pairs)
        given = received if earned is None else min(received, millis(earned))
        members = self._people.around
        return ask(statements.CREDITS, chat=self._chat, members=members, given_since=given, received_since=received)

    async def _read_names(self, *found: tuple[object, *tuple[int, ...]]) -> None:
        """Read the texts of ids that are no numbers, of everybody and every place met in the rows."""
        texts = self._keys.texts
        met = {row[i] for some, *columns in found for row in some for i in columns}  # type: ignore[attr-defined]
        unknown = {key for key in met if key is not None and key < 0 and key not in texts}
        if unknown:
            named = await self._ask(names=ask(statements.NAMES, chat=self._chat, keys=unknown))
            texts.update((row[0], row[1]) for row in named["names"])
