"""What is asked of the ledger for a batch of events, what it knows, and what is written back: plain rows.

Everything is of one chat. Members are named by the platform's id, as text; how storage keeps them is its own affair.
"""

from dataclasses import dataclass, field
from datetime import datetime

from chat.context import Example, OfferSeen
from chat.exchanges import Attendance, Exchange, Listing, Meetup, Step
from chat.giving import Contribution, Question, Seen
from chat.nudges import Offered
from chat.runs import Run
from chat.standing import Earned, Permit, Promoted, State, Strike


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The keys of a batch: one read answers them all."""

    chat: str
    """`platform:id`, the key of the whole ledger of a group."""
    imagined: bool
    """Read the ledger of the imagined group (observe), or of the real one."""
    message_ids: frozenset[str] = frozenset()
    """The batch's own (to drop doubles), parents, thread openers, and what was edited, deleted or reacted to."""
    members: frozenset[str] = frozenset()
    """Authors, members named, joined, left, reacting."""
    handles: frozenset[str] = frozenset()
    """Handles (folded, without @) that a command names; members by id are found under them too."""
    places: frozenset[str | None] = frozenset()
    """Where the batch's messages stand: their recent messages are read."""
    domains: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    """Those that authors say to speak for: their members and promotions are read."""
    text_keys: frozenset[str] = frozenset()
    """Texts of the batch, where the policy limits the same message; otherwise empty."""
    albums: frozenset[str] = frozenset()
    decides: bool = False
    """Somebody says yes or no to one of the messages: what tells it is wanted."""
    examples: bool = False
    """What admins decided about posts: a batch in which nothing may be an offer wants none."""
    promoted_since: datetime | None = None
    """How far back the policy's limits look; None: no promotion is wanted."""
    promoted_by_all: bool = False
    """Limits look at other members' promotions too."""
    earned_since: datetime | None = None
    """How far back `earn` looks; None: nothing earned is wanted."""
    strikes_since: datetime | None = None
    pairs_since: datetime | None = None
    """How far back pair decay looks."""
    arranged_since: datetime | None = None
    """How far back what the members arranged is wanted; None: a batch without such commands wants nothing of it."""
    meetups_since: datetime | None = None
    directory: bool = False
    welcomers: bool = False
    """All who are ready to welcome newcomers."""
    """Everybody's lines in the directory, not only the members' own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What is known of one member of one group."""

    member: str
    name: str = ""
    handle: str | None = None
    is_bot: bool = False
    is_admin: bool = False
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    """Last message, reaction, vote or button."""
    joined_at: datetime | None = None
    """When a joining was seen."""
    left_at: datetime | None = None
    introduced_at: datetime | None = None
    messages: int = 0
    reactions: int = 0
    organisation: str | None = None
    opted_out_at: datetime | None = None
    """[Stop] or /stop: survives leaving and joining again."""
    away_until: datetime | None = None
    muted_until: datetime | None = None
    """Until when a verdict keeps them from writing. Whoever writes is not muted, whatever was decided before."""
    named_ok: bool = False
    """Agreed to be named in summaries."""
    told_at: datetime | None = None
    """The last private message of any kind from the bot."""
    nudged_at: datetime | None = None
    welcomes_since: datetime | None = None
    """Ready to welcome newcomers."""
    nudges: int = 0
    """Nudges in this silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUse:
    """How often a member posted a domain."""

    domain: str
    member: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSeen:
    """A text posted by a member, for `same_message`."""

    text_key: str
    member: str
    place: str | None
    at: datetime
    message_id: str


@dataclass(slots=True, kw_only=True)
class Arranged:
    """What members arranged with each other, by its id."""

    exchanges: dict[str, Exchange] = field(default_factory=dict)
    meetups: dict[str, Meetup] = field(default_factory=dict)
    attendance: dict[tuple[str, str], Attendance] = field(default_factory=dict)
    """By meetup and member, of the meetups above."""
    listings: dict[str, Listing] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    """By member."""
    talked: set[frozenset[str]] = field(default_factory=set)
    """Pairs of the members wanted of whom one answered the other."""


@dataclass(slots=True, kw_only=True)
class Known:
    """What the ledger knew before a batch. The pipeline keeps it up to date while it judges the batch in order."""

    began_at: datetime | None = None
    seen: dict[str, Seen] = field(default_factory=dict)
    """Messages by id, of those wanted and of those recent."""
    recent: dict[str | None, list[Seen]] = field(default_factory=dict)
    """The last 12 messages of each place wanted, oldest first."""
    members: dict[str, Member] = field(default_factory=dict)
    """Those wanted, and the authors of every message in `seen`."""
    uses: dict[str, dict[str, int]] = field(default_factory=dict)
    """Posts by domain, then member."""
    offers: dict[str, list[OfferSeen]] = field(default_factory=dict)
    """By member, as far back as promotions are."""
    promoted: dict[str, list[Promoted]] = field(default_factory=dict)
    """By member: of those wanted and the authors of the messages wanted, of their colleagues, and of all where limits
    ask for it; oldest first."""
    strikes: dict[str, list[Strike]] = field(default_factory=dict)
    permits: dict[str, list[Permit]] = field(default_factory=dict)
    earned: dict[str, list[Earned]] = field(default_factory=dict)
    ever: dict[str, dict[str, int]] = field(default_factory=dict)
    """By the limit's key, then place ("" where unknown): how often."""
    texts: dict[tuple[str, str], list[TextSeen]] = field(default_factory=dict)
    """By member and text key."""
    kept: set[str] = field(default_factory=set)
    """Ids of messages that an admin approved, pinned or restored."""
    examples: dict[str, Example] = field(default_factory=dict)
    """By message id: those that admins decided about, and of the messages wanted."""
    credits: dict[str, list[Contribution]] = field(default_factory=dict)
    """By giver: what the members above gave, and received, since `pairs_since` (not withdrawn)."""
    questions: dict[str, Question] = field(default_factory=dict)
    """By message id, of the messages wanted and recent."""
    arranged: Arranged = field(default_factory=Arranged)
    """What members arranged with each other, where it is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionRow:
    """A promotion to record. `state` is in the imagined group, `really` what became of it in the real one."""

    post: Promoted
    really: State
    links: tuple[str, ...] = ()
    sketch: int = 0
    ever_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeRow:
    """A strike to record. `imagined`: it counts in the observed group only."""

    member: str
    strike: Strike
    message_id: str
    rule: str
    imagined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitRow:
    """A permit given (or, with times 0, used up)."""

    member: str
    permit: Permit


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A verdict worth keeping: what `/why` and judging again need. `body` is JSON without the message's text."""

    decision_id: str
    message_id: str
    member: str
    at: datetime
    outcome: str
    rule: str | None
    imagined: bool
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """What was said, kept as long as the policy says."""

    message_id: str
    member: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """An action to carry out. The same key is written once; `again` tells whether a crash may repeat it."""

    key: str
    kind: str
    body: str
    """The action as JSON."""
    urgency: int
    """0 deletions and restrictions, 1 notices, 2 cards, 3 everything else."""
    due_at: datetime
    again: bool


@dataclass(slots=True, kw_only=True)
class Changes:
    """Everything a batch writes, in one transaction."""

    chat: str
    seen: list[Seen] = field(default_factory=list)
    """New messages, and those whose row changed (by id)."""
    members: dict[str, Member] = field(default_factory=dict)
    """Whole rows: inserted or replaced."""
    uses: list[LinkUse] = field(default_factory=list)
    """To be added to the counts."""
    promotions: list[PromotionRow] = field(default_factory=list)
    """Inserted, or replaced by message id."""
    ever: list[tuple[str, str, int]] = field(default_factory=list)
    """(key, place, difference)."""
    strikes: list[StrikeRow] = field(default_factory=list)
    strikes_taken_back: list[str] = field(default_factory=list)
    """Ids of messages."""
    pardoned: list[str] = field(default_factory=list)
    """Members all of whose strikes are taken back."""
    permits: list[PermitRow] = field(default_factory=list)
    earned: list[tuple[str, str, Earned]] = field(default_factory=list)
    """(member, message id, what): posts of kinds that `earn` asks for; contributions count by themselves."""
    texts_seen: list[TextSeen] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    kept: list[tuple[str, datetime]] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    """Inserted, or replaced by message id."""
    outbox: list[OutboxRow] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    """Inserted, or replaced by key."""
    questions: list[Question] = field(default_factory=list)
    """Inserted, or replaced by message id."""
    terms: list[tuple[str, str]] = field(default_factory=list)
    """(member, term): what members answer, offer and say of themselves; counted."""
    exchanges: list[Exchange] = field(default_factory=list)
    """Inserted, or replaced by id; so are the next three."""
    meetups: list[Meetup] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    """Ids of lines that are taken out of the directory."""
    steps: dict[str, Step | None] = field(default_factory=dict)
    """By member; None: there is no next step."""
    talked: list[tuple[str, str, datetime]] = field(default_factory=list)
    """Who answered whom, and when."""
    departed: list[str] = field(default_factory=list)
    """Members who left: their credit goes with them, and so do their lines in the directory."""
    called_off: list[str] = field(default_factory=list)
    """Keys of actions that wait and are not wanted any more."""
    offered: list[Offered] = field(default_factory=list)
    """Nudges: inserted, or replaced by key."""
    runs: list[Run] = field(default_factory=list)
    """What happens once a period: inserted, or replaced."""
    cursor: str | None = None
