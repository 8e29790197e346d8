"""The groups of a policy that are live on a platform, found by the chat's id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.breaker import Breaker, Raids
from bot.live.orders import LiveOrders
from bot.live.ports import Ledger
from bot.pipeline import Pipeline
from bot.rounds import Done, Rounds
from policies.language.schema import Group, Policy


@dataclass(slots=True, kw_only=True)
class LiveGroup:
    """One group: its policy as it is in force, and its own pipeline, clock and breaker."""

    group: Group
    chat: str
    """The platform's id, as it is now."""
    key: str
    """The ledger's."""
    pipeline: Pipeline
    rounds: Rounds
    breaker: Breaker
    raids: Raids

    @property
    def observes(self) -> bool:
        """Whether nothing may reach the platform."""
        return self.group.mode == "observe"


class Groups:
    """All groups of one platform. A reload builds them anew; breakers and clocks go on."""

    def __init__(
        self,
        ledger: Ledger,
        platform: str,
        *,
        secret: bytes,
        on_done: Callable[[Done], None],
    ) -> None:
        self._ledger = ledger
        self._platform = platform
        self._secret = secret
        self._on_done = on_done
        self._by_chat: dict[str, LiveGroup] = {}
        self._moved: dict[str, str] = {}
        self._stopped: set[str] = set()

    def __iter__(self) -> Iterator[LiveGroup]:
        return iter(self._by_chat.values())

    def of_chat(self, chat: str) -> LiveGroup | None:
        """Return the group of a chat."""
        return self._by_chat.get(chat)

    def of_key(self, key: str) -> LiveGroup | None:
        """Return the group of a ledger's key."""
        return next((live for live in self if live.key == key), None)

    def of_admins_chat(self, chat: str) -> list[LiveGroup]:
        """Return the groups whose admins meet in a chat."""
        return [live for live in self if live.group.admins_chat == chat]

    def admins_chat(self, chat: str) -> str | None:
        """Return where the admins of a group meet."""
        live = self.of_chat(chat)
        return live.group.admins_chat if live else None

    def use(self, policy: Policy, at: datetime) -> None:
        """Put a policy in force."""
        before = self._by_chat
        wanted = [group for group in policy.groups.values() if group.platform == self._platform and group.chat]
        self._by_chat = {}
        for group in wanted:
            chat = self._moved.get(group.chat or "", group.chat or "")
            self._by_chat[chat] = self._made(group, chat, at, before.get(chat))

    def _made(self, group: Group, chat: str, at: datetime, before: LiveGroup | None) -> LiveGroup:
        key = f"{self._platform}:{group.chat}"
        if key in self._stopped:
            group = replace(group, mode="observe")
        live = LiveGroup(
            group=group,
            chat=chat,
            key=key,
            pipeline=Pipeline(group, key, self._ledger, secret=self._secret),
            rounds=Rounds(
                group,
                key,
                self._ledger,
                secret=self._secret,
                on_done=self._on_done,
                orders=LiveOrders(group, key),
            ),
            breaker=before.breaker if before else Breaker(),
            raids=before.raids if before else Raids(),
        )
        live.rounds.begin(at)
        return live

    def moved(self, old: str, new: str) -> None:
        """Note that a chat has another id; its ledger stays."""
        self._moved[old] = new
        live = self._by_chat.pop(old, None)
        if live is not None:
            live.chat = new
            self._by_chat[new] = live

    def stop(self, keys: Iterable[str], policy: Policy, at: datetime) -> None:
        """Let groups observe only, until they are resumed."""
        self._stopped |= set(keys)
        self.use(policy, at)

    def resume(self, key: str, policy: Policy, at: datetime) -> bool:
        """Let a stopped group act again; tell whether it was stopped."""
        was = key in self._stopped
        self._stopped.discard(key)
        self.use(policy, at)
        return was

    @property
    def stopped(self) -> frozenset[str]:
        """Keys of the groups that observe because their breaker tripped."""
        return frozenset(self._stopped)

    def titles(self) -> Mapping[str, str]:
        """Return the groups' names by chat."""
        return {live.chat: live.group.name for live in self}
