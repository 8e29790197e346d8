"""Users, and what they are in a chat."""

from dataclasses import dataclass, field

RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
]
"""Of an administrator of a supergroup."""
PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
]
"""Of a member."""
GIVEN_TO_ALL = frozenset(PERMISSIONS) - {"can_change_info", "can_pin_messages", "can_manage_topics"}


@dataclass(eq=False, slots=True, kw_only=True)
class User:
    """Somebody with an account. `started` and `blocked` are about the private chat with the bot."""

    id: int
    name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False


@dataclass(eq=False, slots=True, kw_only=True)
class Member:
    """A user's place in a chat, left and kicked ones too."""

    user: User
    status: str = "member"
    rights: frozenset[str] = frozenset()
    """Of an administrator."""
    permissions: frozenset[str] = field(default=GIVEN_TO_ALL)
    """Of a restricted one."""
    title: str | None = None
    anonymous: bool = False
    until: int = 0
    """0 is for ever."""
    outside: bool = False
    """Restricted, and not in the chat."""

    @property
    def leads(self) -> bool:
        return self.status in {"creator", "administrator"}

    @property
    def is_in(self) -> bool:
        return self.status not in {"left", "kicked"} and not self.outside

    def may(self, right: str) -> bool:
        """As an administrator."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def may_send(self, permission: str) -> bool:
        return self.is_in and (self.status != "restricted" or permission in self.permissions)

    def expire(self, now: float) -> None:
        """A restriction or a ban whose time is over is none."""
        if not self.until or self.until > now:
            return
        if self.status == "kicked":
            self.status = "left"
        elif self.status == "restricted":
            self.status = "left" if self.outside else "member"
        self.until, self.outside, self.permissions = 0, False, GIVEN_TO_ALL
