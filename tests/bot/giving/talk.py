"""A group in which members write to the bot and press its buttons, on a real ledger; whoever is told what is kept."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from adapters.recorder import Recorder
from bot.giving import order
from bot.outbox import drain
from bot.pipeline import Pipeline
from chat.actions import Action, AskWelcomer, PostToGroup, TellMember
from chat.events import ButtonPressed, CommandGiven, MemberJoined, MemberLeft, MessageEdited, MessagePosted, Person
from chat.exchanges import Exchange
from chat.giving import Contribution
from chat.posts import Button, Post, plain
from policies.language.load import load_policy
from storage import Ledger

CHAT = "script:c"
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
SECRET = b"a secret of the tests"
POLICY = """\
version: 1
groups:
  makers:
    platform: script
    mode: {mode}
    timezone: Europe/London
    places: {{general: 1}}
    selling: {{never: [mlm]}}
    giving: {{introductions: {introductions}}}
"""
ANA, BO, CEM, DEE = (
    Person(id=str(n), name=name, handle=name.casefold()) for n, name in enumerate(("Ana", "Bo", "Cem", "Dee"), 7)
)
EVERYBODY = (ANA, BO, CEM, DEE)


@dataclass
class Talk:
    """What happens in the group, minute by minute."""

    ledger: Ledger
    mode: str = "enforce"
    introductions: str = "private"
    at: datetime = MONDAY
    told: dict[str, list[Post]] = field(default_factory=dict)
    """By the member, or "all"."""
    given: dict[str, Contribution] = field(default_factory=dict)
    """The last row under each key."""
    exchanges: list[Exchange] = field(default_factory=list)
    numbers: count = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        policy = POLICY.format(mode=self.mode, introductions=self.introductions)
        self.pipeline = Pipeline(load_policy(policy).groups["makers"], CHAT, self.ledger, secret=SECRET)

    async def begin(self) -> "Talk":
        for member in EVERYBODY:
            await self.happen(MemberJoined(at=self.at - timedelta(days=60), chat="c", member=member))
        return self

    async def happen(self, event) -> None:
        handled = await self.pipeline.handle([event])
        self.given |= {row.key: row for row in handled.changes.contributions}
        self.exchanges += handled.changes.exchanges
        await self.passes(timedelta(0))

    async def passes(self, time: timedelta) -> None:
        """Let time go by: what falls due is done."""
        self.at += time
        platform = Recorder()
        await drain(self.ledger.outbox, platform, self.at)
        for action in platform.performed:
            if isinstance(action, AskWelcomer):
                await self.happen(order(action, "c", self.at))
            self._hear(action)

    def _hear(self, action: Action) -> None:
        if isinstance(action, TellMember):
            self.told.setdefault(action.member, []).append(action.words)
        elif isinstance(action, PostToGroup):
            self.told.setdefault("all", []).append(action.words)

    async def newcomer(self, name: str) -> Person:
        self.at += timedelta(minutes=1)
        person = Person(id=name.casefold(), name=name, handle=name.casefold())
        await self.happen(MemberJoined(at=self.at, chat="c", member=person))
        return person

    async def says(self, by: Person, text: str, *, to: str | None = None, mentions: tuple[str, ...] = ()) -> str:
        """Post something in the group; its id."""
        self.at += timedelta(minutes=1)
        number = str(next(self.numbers))
        given = MessagePosted(at=self.at, chat="c", message_id=number, author=by, text=text, place="1")
        await self.happen(replace(given, reply_to=to, mentions=mentions))
        return number

    async def changes(self, number: str, by: Person, text: str) -> None:
        self.at += timedelta(minutes=1)
        message = MessagePosted(at=self.at, chat="c", message_id=number, author=by, text=text, place="1")
        await self.happen(MessageEdited(at=self.at, message=message))

    async def leaves(self, member: Person) -> None:
        self.at += timedelta(minutes=1)
        await self.happen(MemberLeft(at=self.at, chat="c", member=member))

    async def writes(self, by: Person, text: str, *, private: bool = True) -> None:
        """Write to the bot: a command, or plain words where it asked for some."""
        self.at += timedelta(minutes=1)
        name, _, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        number = str(next(self.numbers))
        if not private:
            await self.happen(MessagePosted(at=self.at, chat="c", message_id=number, author=by, text=text, place="1"))
        command = CommandGiven(
            at=self.at, chat="c", message_id=number, member=by, name=name, argument=argument, private=private
        )
        await self.happen(command)

    async def presses(self, by: Person, label: str) -> None:
        """Press the button that the member was shown last under a label, or that all were."""
        await self.presses_data(by, self.button(by, label).data)

    async def presses_data(self, by: Person, data: str) -> None:
        self.at += timedelta(minutes=1)
        press = f"p{next(self.numbers)}"
        await self.happen(ButtonPressed(at=self.at, chat="c", press_id=press, member=by, data=data))

    def button(self, by: Person, label: str) -> Button:
        posts = [*self.told.get("all", []), *self.told.get(by.id, [])]
        found = [button for post in posts for button in post.buttons if button.label == label]
        assert found, f"{by.name} was shown no [{label}], but {[plain(post) for post in posts]}"
        return found[-1]

    def heard(self, member: Person) -> str:
        """Return what a member was told last."""
        return plain(self.told[member.id][-1])

    def all_told(self) -> list[str]:
        return [plain(post) for posts in self.told.values() for post in posts]

    def posted(self) -> str:
        return plain(self.told["all"][-1])

    def credit(self, member: Person) -> dict[str, float]:
        """Return what a member has, by kind."""
        rows = [row for row in self.given.values() if row.giver == member.id and not row.withdrawn]
        return {row.kind.value: row.credit for row in rows if row.credit}
