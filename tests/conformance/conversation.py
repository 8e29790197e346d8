"""A conversation told apart from any platform: who did what, when, to which message. Labels stand for ids."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
ADVERT = "Buy my sourdough course now, 50% off, only £40! Book at https://crumb.example.com/course or DM me"
OTHER = "Order my new wedding cakes today, from £200, 20% discount! https://crumb.example.com/cakes, message me"
LAUNCH = "We launch our new bread slicer, buy it now for £30 at https://slicer.example.com"
HOSTILE = "<b>@nobody</b> **bold** \u202egnp.exe {{7*7}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A member: the same id, name and handle wherever the conversation is told."""

    id: int
    name: str
    handle: str
    admin: bool = False


ANA = Who(id=700001, name="Ana Pereira", handle="ana_p")
BO = Who(id=700002, name="Bo Lindqvist", handle="bo_l")
CY = Who(id=700003, name="Cy </b> Adeyemi", handle="cy_a")
PRIYA = Who(id=700009, name="Priya Shah", handle="priya_s", admin=True)
EVERYBODY = (ANA, BO, CY, PRIYA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happens. `minutes` after the beginning."""

    minutes: float
    by: Who

    @property
    def at(self) -> datetime:
        """When it happens."""
        return MONDAY + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Step):
    """A message."""

    label: str
    text: str
    place: str = "general"
    to: str | None = None
    pictures: int = 0
    link: str | None = None
    """Where the word "here" in the text leads to."""
    forwarded: bool = False
    mentions: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Step):
    """Another text for a message of theirs."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacts(Step):
    """A reaction."""

    label: str
    emoji: str = "🙏"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins(Step):
    """A new member."""


ANYWHERE: tuple[Step, ...] = (
    Said(minutes=0, by=PRIYA, label="hello", text="Morning all. Ask, answer, and bring something to the table."),
    Said(minutes=1, by=ANA, label="ask", text="Does anybody know a good bookkeeper for a small bakery?"),
    Said(minutes=3, by=BO, label="answer", text="Ask Sam at Mill Street, she did our VAT last year.", to="ask"),
    Said(minutes=5, by=ANA, label="thanks", text="Thank you Bo, that helps a lot!", to="answer"),
    Said(minutes=10, by=CY, label="advert", text=ADVERT),
    Said(minutes=12, by=CY, label="again", text=ADVERT),
    Said(minutes=20, by=BO, label="launch", text=LAUNCH),
    Said(minutes=25, by=ANA, label="wanted", text="Can anybody recommend a sourdough course? Budget is £50."),
    Said(
        minutes=27,
        by=CY,
        label="solicited",
        text="I run one, £40, book at https://crumb.example.com/course",
        to="wanted",
    ),
    Said(minutes=35, by=BO, label="pictures", text="Wreaths for sale, £25 each, DM me to order", pictures=1),
    Said(minutes=40, by=BO, label="passed on", text="Website from £900, 20% off this month, DM me", forwarded=True),
    Said(minutes=45, by=CY, label="hostile", text=f"{HOSTILE} buy my course for £40, DM me"),
    Said(minutes=50, by=ANA, label="code", text="`npm install` fails with error 1 on line 40, any idea?"),
    Said(minutes=55, by=ANA, label="named", text="Nice to see you here", mentions=(BO,)),
)
"""What every platform and export can show."""

WRITTEN_OTHERWISE: tuple[Step, ...] = (
    Said(
        minutes=0,
        by=ANA,
        label="hidden",
        text="Our menu is here, order cakes from £20 now",
        link="https://crumb.example.com/m",
    ),
    Said(minutes=5, by=BO, label="all", text="@everyone the flower market moves to Dock Lane on Saturday"),
)
"""Whose text, or what it does, differs: Discord writes a hidden link into the text, and there `@everyone` calls."""

IN_PLACES: tuple[Step, ...] = (
    Said(minutes=100, by=ANA, label="market", text=ADVERT, place="offers"),
    Said(minutes=101, by=ANA, label="market again", text=OTHER, place="offers"),
    Said(minutes=102, by=ANA, label="elsewhere", text=ADVERT),
    Said(minutes=110, by=BO, label="bo's", text=LAUNCH, place="offers"),
)
"""What needs to know where something stands."""

LIVE: tuple[Step, ...] = (
    Joins(minutes=200, by=CY),
    Said(minutes=201, by=CY, label="innocent", text="Lovely weather for the market today"),
    Edited(minutes=203, by=CY, label="innocent", text=ADVERT),
    Said(minutes=210, by=ANA, label="question", text="Which insurance covers bicycles that customers leave overnight?"),
    Said(
        minutes=212,
        by=BO,
        label="reply",
        text="Ours is a rider to the shop policy, ask for goods in custody.",
        to="question",
    ),
    Said(minutes=213, by=ANA, label="more", text="Good, I will look at that.", to="reply"),
    Reacts(minutes=215, by=ANA, label="reply"),
)
"""What is seen only while it happens."""
