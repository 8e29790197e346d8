"""What the bot does: orders for a platform, as data. Adapters carry them out, or record them."""

from dataclasses import dataclass, field
from datetime import datetime

from chat.posts import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMessages:
    """Take messages down: one, or an album's."""

    chat: str
    message_ids: tuple[str, ...]
    reason: str
    """The rule and the decision's id, for the platform's audit log."""
    places: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Each message with its thread or channel, for a platform that finds no message without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellMember:
    """Say something to one member, by the most private way that is open."""

    chat: str
    member: str
    words: Post
    about: str
    """Id of the message that it is about."""
    place: str | None = None
    in_public: str = ""
    """What may be said in the group where no private way is open, `{bot}` for the bot's name; it names nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeMember:
    """Invite a silent member, privately or not at all."""

    chat: str
    member: str
    words: Post
    key: str = ""
    """Of the nudge, as the ledger knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteMember:
    """Stop a member from writing until a time; None: until an admin ends it."""

    chat: str
    member: str
    until: datetime | None
    reason: str
    renews: bool = False
    """Goes on with a mute that the platform ends too early; one that an admin has ended stays ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KickMember:
    """Put a member out; they may come back."""

    chat: str
    member: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BanMember:
    """Put a member out until a time; None: until an admin ends it."""

    chat: str
    member: str
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftBan:
    """Let a member come back whose ban is over, where the platform knows no bans that end."""

    chat: str
    member: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAdmins:
    """Put a card with buttons before the admins."""

    chat: str
    decision_id: str
    card: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAdmins:
    """Say something to the admins."""

    chat: str
    note: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSummary:
    """Post the weekly summary, once."""

    chat: str
    place: str | None
    summary: Post
    period: str
    """The period's first day, ISO: what makes it unique."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostToGroup:
    """Post something that a member asked for where all can see it: an event, an introduction."""

    chat: str
    place: str | None
    words: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSummary:
    """Put another text and picture into a summary that was posted."""

    chat: str
    message_id: str
    summary: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCard:
    """Let a card, where the admins meet, show its outcome."""

    chat: str
    message_id: str
    card: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWelcomer:
    """Look again at a newcomer's first post: nobody answered it. Nothing reaches the platform by itself."""

    chat: str
    member: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPeer:
    """Let a member who agreed to help hear of a question, since whom it fits can't be reached. Decided by ourselves."""

    chat: str
    message_id: str
    instead_of: str
    """Who was to hear of it: nobody is told of them, and they are not asked themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideByDefault:
    """Decide what no admin decided in time, as the policy says. Nothing reaches the platform by itself."""

    chat: str
    decision_id: str
    allow: bool


Action = (
    RemoveMessages
    | TellMember
    | NudgeMember
    | MuteMember
    | KickMember
    | BanMember
    | LiftBan
    | AskAdmins
    | TellAdmins
    | PostSummary
    | PostToGroup
    | EditSummary
    | EditCard
    | AskWelcomer
    | AskPeer
    | DecideByDefault
)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a platform answers to a post that may be edited later: the message's id."""

    message_id: str
