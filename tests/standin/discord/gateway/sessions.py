"""Sessions of the gateway: a numbered log each, which a connection sends and a resumed one sends again. No I/O."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.standin.discord.rights import Intent
from tests.standin.discord.words import readable

Json = dict[str, Any]
WITH_WORDS = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})


@dataclass(eq=False, slots=True, kw_only=True)
class Session:
    """`sent` is how much of the log its connection, the `carrier`, was given."""

    id: str
    bot: int
    shard: int
    shards: int
    intents: int
    log: list[Json] = field(repr=False, default_factory=list)
    sent: int = 0
    carrier: object = None

    @property
    def connected(self) -> bool:
        return self.carrier is not None

    def add(self, event: str, data: Json) -> None:
        self.log.append({"op": 0, "s": len(self.log) + 1, "t": event, "d": data})

    def wants(self, guild: int | None, intent: Intent | None) -> bool:
        mine = self.shard == 0 if guild is None else (guild >> 22) % self.shards == self.shard
        return mine and (intent is None or bool(self.intents & intent))

    def may_not_read(self, guild: int | None) -> bool:
        """Words of others; private ones are open to all."""
        return guild is not None and not self.intents & Intent.MESSAGE_CONTENT


class Sessions:
    """All that can still be resumed, connected or not. `changed` is called when there is something to send."""

    def __init__(self) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.begun = 0
        self._alive: dict[str, Session] = {}

    def begin(self, bot: int, shard: int, shards: int, intents: int) -> Session:
        session = Session(id=secrets.token_hex(16), bot=bot, shard=shard, shards=shards, intents=intents)
        self._alive[session.id] = session
        self.begun += 1
        return session

    def find(self, session_id: str) -> Session | None:
        return self._alive.get(session_id)

    def forget(self, session: Session) -> None:
        self._alive.pop(session.id, None)

    @property
    def all(self) -> list[Session]:
        return list(self._alive.values())

    def publish(self, event: str, data: Json, guild: int | None, intent: Intent | None) -> None:
        for session in self._alive.values():
            if session.wants(guild, intent):
                bare = event in WITH_WORDS and session.may_not_read(guild)
                session.add(event, readable(data, session.bot) if bare else data)
        self.changed()
