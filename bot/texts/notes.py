"""Notes to admins about the bot itself: short, with what to do."""

from chat.actions import TellMember
from chat.arrivals import Presence
from chat.posts import Post, Run, Section
from policies.language.schema import Group


def moved(old: str, new: str) -> Post:
    """Return the note about a chat's new id."""
    return _note(
        f"This group became a supergroup: its id is {new} now. Everything known of it stays.",
        f"When you next edit the policy, write `chat: {new}` instead of {old}.",
    )


def how_to_add(chat: str, presence: Presence, platform: str) -> TellMember:
    """Return the words to whoever put the bot into a group that no policy names."""
    assert presence.by is not None  # noqa: S101 - somebody put it there
    words = _note(
        f"Thank you for adding me to “{presence.title}”. I leave it alone until the policy names it:",
        f"under `groups:`, give it a name with `platform: {platform}` and `chat: {chat}`, then save the file.",
    )
    return TellMember(chat=chat, member=presence.by.id, words=words, about="")


def stopped(group: Group) -> Post:
    """Return the alert of the breaker."""
    return _note(
        f"I have stopped acting in “{group.name}”: within ten minutes posts of ten members of long standing came down,"
        " so a rule may have gone wrong.",
        "From now on I only observe. Look at /log, mend the policy, then say /resume.",
    )


def raid(group: Group) -> Post:
    """Return the alert of a raid."""
    return _note(
        f"Many posts of new accounts came down in “{group.name}” within ten minutes: it looks like a raid.",
        "I go on removing them, and say no more of it for an hour. You may want to close the group to newcomers"
        " for a while.",
    )


def refused(errors: str) -> Post:
    """Return what is wrong with a policy that was not put in force."""
    return _note("The policy file was changed and can't be used; the one before stays in force.", *errors.splitlines())


def reloaded() -> Post:
    """Say that a new policy is in force."""
    return _note("The new policy is in force.")


def _note(*lines: str) -> Post:
    return Post(sections=(Section(lines=tuple((Run(line),) for line in lines)),))
