"""What a member reads after answering a nudge: a word of thanks, where to find what was offered, and nothing more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.speech import said, say
from chat.nudges import Reply
from chat.posts import Post, Run, Section, Style


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
