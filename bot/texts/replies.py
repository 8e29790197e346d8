"""What a member reads after answering a nudge: a word of thanks, where to find what was offered, and nothing more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.speech import said, say
from chat.nudges import Reply
from chat.posts import Button, Post, Run, Section, Style


def noted(reply: Reply, later: timedelta) -> str:
    """Return the line that is shown when a button is pressed. Under 200 characters."""
    return {
        Reply.TAKEN: said("Thank you. I tell you where it is."),
        Reply.LATER: said("Of course. Nothing of this kind from me for {span}.", span=phrases.span(later)),
        Reply.NOT_ME: said("Good to know, thank you. I won't ask you about this one again."),
        Reply.READING: said("Enjoy the reading. I leave you to it."),
        Reply.STOP: said("Done: no more messages of this kind from me."),
    }.get(reply, said("Noted, thank you."))


def question(message_id: str) -> Post:
    """Return the way to a question."""
    link = Run(said("Here is the question"), Style.LINK, message_id)
    return _post(say("{link}. A line or two in reply is plenty.", link=link))


def newcomer(name: str) -> Post:
    """Return how to welcome somebody."""
    if not name:
        return _post(say("A short hello in the group will do, with the newcomer's name in it."))
    return _post(say("A short hello in the group will do, with the name of {name} in it.", name=people.name(name)))


def event() -> Post:
    """Return the way to an event."""
    return _post(say("/event in the group lists what is coming, with a button to say that you come."))


def stopped() -> Post:
    """Confirm /stop."""
    return _post(say("Done: no more invitations from me. You still hear from me when a post of yours comes down."))


def away(until: datetime, zone: ZoneInfo) -> Post:
    """Confirm /away."""
    return _post(
        say("Enjoy your time away. No invitations from me until {moment}.", moment=phrases.moment(until, zone))
    )


def named(*, agreed: bool) -> Post:
    """Confirm /named."""
    if agreed:
        return _post(say("Thank you: when you help somebody, your name may stand in the summary. /named no ends it."))
    return _post(say("Your name won't stand in the summary. What you give still counts, without it."))


def _post(*lines: tuple[Run, ...]) -> Post:
    return Post(sections=(Section(lines=lines),))


# What else is answered to commands and buttons.


def nothing_known() -> Post:
    """Answer /why about what no rule met."""
    return _post(say("I know of nothing to tell: no rule met a post of yours there, and nothing was credited for it."))


def author_is_told() -> str:
    """Return the heading over what an author is told, for an admin who asks."""
    return said("What its author is told")


def draft_in_private() -> Post:
    """Ask for drafts where nobody else reads them."""
    return _post(say("Send me /draft in a message to me alone: there nobody else reads it."))


def draft_how() -> Post:
    """Say how to try a post."""
    return _post(say("Write the text behind it: /draft TEXT, or /draft in PLACE: TEXT."))


def export_yourself() -> Post:
    """Say whose data can be asked for."""
    return _post(say("I can only tell you what is kept about you: /export me."))


def forget_yourself() -> Post:
    """Say who can be forgotten."""
    return _post(say("I can only forget whoever asks for it: /forget me."))


def sure_to_forget(group: str) -> Post:
    """Ask once more before everything is deleted."""
    lines = (
        say("Everything that /export me lists of you in “{group}” would be deleted, for good.", group=group),
        say("Press the button, or write /forget me, yes."),
    )
    button = Button(label=said("Yes, forget me"), data="forget:yes")
    return Post(sections=(Section(lines=lines),), buttons=(button,))


def nothing_to_appeal() -> Post:
    """Answer an appeal without a cause."""
    return _post(say("Nothing of yours came down there, so there is nothing to appeal."))


def appealed_already() -> Post:
    """Answer a second appeal."""
    return _post(say("The admins have your appeal already."))


def appealed() -> Post:
    """Confirm an appeal."""
    return _post(say("The admins have your appeal; you hear what they decide."))


def noted_press() -> str:
    """Return what is shown after a press that says nothing else."""
    return said("Noted, thank you.")


def only_admins() -> str:
    """Return what is shown to somebody else who presses a button of the admins."""
    return said("Only admins of that group decide here.")


def in_public(*, starts: bool) -> str:
    """Return the line in the group for somebody whom no private way reaches: it names nobody. `{bot}` is the bot.

    `starts`: the platform lets a bot write only to whoever started it.
    """
    if not starts:
        return said("I have a private word for somebody here: send /why.")
    return said("I have a private word for somebody here: open {bot}, press Start, then send /why.", bot="{bot}")
