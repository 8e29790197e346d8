"""What members read of referrals, introductions and promises. Every sentence is whole, and in one function.

A name is shown and rings no telephone; what somebody wrote is quoted, short and on one line.
"""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.lines import post
from bot.texts.speech import said, say
from chat.posts import Button, Post
from policies.giving.exchanges import Refused

_LONGEST: Final = 200


def _quoted(text: str) -> str:
    return f"“{people.excerpt(text, _LONGEST)}”"


# For everything that is arranged.


def only_watching() -> Post:
    """Say that nothing is passed on where the bot only observes."""
    return post(say("In this group I only watch for now, so I pass nothing on yet."))


def not_a_member() -> Post:
    """Say that only members can."""
    return post(say("That is for members: write something in the group first."))


def out_of_time() -> Post:
    """Say that a button does nothing any more."""
    return post(say("That is settled already, or too long ago."))


def refused(why: Refused, name: str) -> Post:
    """Say why something can't be done. `name` is the other member's, where there is one."""
    who = people.name(name)
    words = {
        Refused.SELF: say("That is for somebody else than yourself."),
        Refused.STRANGER: say("I know no such member here. Name somebody of the group by @NAME."),
        Refused.OUT_OF_REACH: say("{who} takes no messages from me: tell them yourself.", who=who),
        Refused.TOO_MANY: say("That is enough for one day: try again tomorrow."),
        Refused.KNOWN: say("They have talked to each other here already."),
        Refused.TWICE: say("The same is under way already."),
        Refused.TOO_LONG: say("Say it in a line of at most 200 characters."),
        Refused.TELLS_TOO_MUCH: say(
            "Leave out names, numbers and addresses of others: I keep nothing of anybody who is not here."
        ),
    }
    return post(words[why])


# Referrals.


def refer_whom() -> Post:
    """Ask who could do it."""
    return post(
        say("Who of the group could do it? Tell me, in a message to me alone: @NAME"),
        say("Or all at once: /refer @NAME what is needed"),
    )


def refer_what(name: str) -> Post:
    """Ask what is needed."""
    return post(
        say("What is needed of {name}? One line, in a message to me alone.", name=people.name(name)),
        say("Leave out whose need it is, and numbers: those you give yourself once it is accepted."),
    )


def consent(name: str, need: str, exchange: str) -> Post:
    """Ask whether whoever is referred agrees."""
    buttons = (
        Button(label=said("They agree"), data=f"ref:consent:{exchange}"),
        Button(label=said("Not yet"), data=f"ref:wait:{exchange}"),
    )
    return post(
        say("For {name}: {need}", name=people.name(name), need=_quoted(need)),
        say("Does whoever needs it agree that you pass this on?"),
        buttons=buttons,
    )


def passed_on(name: str) -> Post:
    """Tell the giver that it is on its way."""
    return post(
        say("Passed on to {name}. You hear whether it fits; it counts once it is accepted.", name=people.name(name))
    )


def not_passed_on() -> Post:
    """Tell the giver that nothing happens without consent."""
    return post(say("Then nothing is passed on, and I forget it. Ask first, and say /refer again."))


def referral(giver: str, need: str, exchange: str) -> Post:
    """Return the card for whoever could do it."""
    buttons = (
        Button(label=said("Accept"), data=f"ref:accept:{exchange}"),
        Button(label=said("Not a fit"), data=f"ref:decline:{exchange}"),
    )
    return post(
        say("{giver} has somebody for you: {need}", giver=people.name(giver), need=_quoted(need)),
        say("They agree that you hear of it. Nobody else sees this."),
        buttons=buttons,
    )


def accepted(giver: str, exchange: str) -> Post:
    """Tell the receiver how it goes on."""
    return post(
        say("Thank you. {giver} brings you together. Tell me when it came to something.", giver=people.name(giver)),
        buttons=(Button(label=said("Closed it"), data=f"ref:close:{exchange}"),),
    )


def was_accepted(name: str, need: str) -> Post:
    """Tell the giver."""
    return post(
        say("{name} accepts your referral ({need}): bring them together.", name=people.name(name), need=_quoted(need))
    )


def declined() -> Post:
    """Tell the receiver that nothing more happens."""
    return post(say("That is fine: I tell them that it isn't a fit, and no more."))


def was_declined(name: str) -> Post:
    """Tell the giver, gently."""
    return post(
        say("Your referral isn't a fit for {name} this time. Thank you for thinking of them.", name=people.name(name))
    )


def closed() -> Post:
    """Tell the receiver."""
    return post(say("Good news: noted, and the one who referred them hears of it."))


def was_closed(name: str) -> Post:
    """Tell the giver."""
    return post(say("Your referral to {name} came to something. Thank you!", name=people.name(name)))


# Introductions.


def intro_how() -> Post:
    """Say how to introduce two members."""
    return post(say("Who should know whom, and why? /intro @NAME @NAME why"))


def introduction(by: str, other: str, why: str, exchange: str) -> Post:
    """Ask one of the two."""
    buttons = (
        Button(label=said("Yes"), data=f"intro:yes:{exchange}"),
        Button(label=said("No"), data=f"intro:no:{exchange}"),
    )
    return post(
        say(
            "{by} would like to introduce you to {other}: {why}",
            by=people.name(by),
            other=people.name(other),
            why=_quoted(why),
        ),
        say("It happens only if both of you say yes; a no is told to nobody by name."),
        buttons=buttons,
    )


def introducing(one: str, other: str) -> Post:
    """Tell the one who introduces."""
    return post(
        say("I ask {one} and {other}. It happens if both say yes.", one=people.name(one), other=people.name(other))
    )


def wanted() -> Post:
    """Tell the first who says yes."""
    return post(say("Noted. If the other one says yes too, I introduce you."))


def unwanted() -> Post:
    """Tell the one who says no."""
    return post(say("That is fine: nothing happens, and I don't say who said no."))


def introduced(by: str, other: str, why: str) -> Post:
    """Introduce somebody to one of the two, privately."""
    return post(
        say(
            "You both said yes: meet {other}. {by} thought of you: {why}",
            other=people.name(other),
            by=people.name(by),
            why=_quoted(why),
        ),
        say("Say hello to each other."),
    )


def introduced_to_all(by: str, one: str, other: str, why: str) -> Post:
    """Introduce two in the group."""
    return post(
        say(
            "{one}, meet {other}. {by} introduces you: {why}",
            one=people.name(one),
            other=people.name(other),
            by=people.name(by),
            why=_quoted(why),
        )
    )


def was_wanted(one: str, other: str) -> Post:
    """Tell the one who introduced."""
    return post(
        say(
            "{one} and {other} both said yes: they are introduced. Thank you!",
            one=people.name(one),
            other=people.name(other),
        )
    )


def was_unwanted() -> Post:
    """Tell the one who introduced, without saying who declined."""
    return post(say("It doesn't suit one of the two just now, so I introduced nobody. Thank you for the thought."))


# Promises.


def promise_offer(name: str, promised: str, exchange: str) -> Post:
    """Offer to remember what somebody promised."""
    buttons = (
        Button(label=said("Remember it"), data=f"promise:keep:{exchange}"),
        Button(label=said("No need"), data=f"promise:drop:{exchange}"),
    )
    return post(
        say("You told {name}: {promised}", name=people.name(name), promised=_quoted(promised)),
        say("Shall I remind you? I am the group's bot, and nobody else sees this."),
        buttons=buttons,
    )


def promise_remembered(due: datetime, zone: ZoneInfo, exchange: str) -> Post:
    """Confirm it."""
    return post(
        say("I remind you on {moment}. Done earlier? Tell me.", moment=phrases.moment(due, zone)),
        buttons=_promise_buttons(exchange),
    )


def promise_dropped() -> Post:
    """Confirm that it is forgotten."""
    return post(say("Forgotten. I won't ask about it."))


def promise_due(promised: str, exchange: str) -> Post:
    """Remind somebody, without saying of whom."""
    return post(
        say("You wanted to remember: {promised}", promised=_quoted(promised)), buttons=_promise_buttons(exchange)
    )


def promise_asked(name: str) -> Post:
    """Tell the one who kept it that the other one is asked."""
    return post(say("Well done. I ask {name} whether it came; then it counts.", name=people.name(name)))


def promise_check(name: str, promised: str, exchange: str) -> Post:
    """Ask whoever it was promised to."""
    buttons = (
        Button(label=said("Yes, it came"), data=f"promise:came:{exchange}"),
        Button(label=said("Not yet"), data=f"promise:missing:{exchange}"),
    )
    return post(
        say("{name} says that this is done: {promised}", name=people.name(name), promised=_quoted(promised)),
        buttons=buttons,
    )


def promise_kept(name: str) -> Post:
    """Tell the one who kept it."""
    return post(say("{name} says that it came. Thank you for keeping your word.", name=people.name(name)))


def promise_missing(name: str, exchange: str) -> Post:
    """Tell the one who promised, without blame."""
    return post(say("It hasn't reached {name} yet.", name=people.name(name)), buttons=_promise_buttons(exchange))


def noted() -> Post:
    """Thank whoever said so."""
    return post(say("Noted, thank you."))


def _promise_buttons(exchange: str) -> tuple[Button, ...]:
    return (
        Button(label=said("Done"), data=f"promise:done:{exchange}"),
        Button(label=said("Let it go"), data=f"promise:drop:{exchange}"),
    )


# Thanks.


def thanks_taken_back() -> Post:
    """Confirm `/thanks undo`."""
    return post(say("Taken back: these thanks no longer count, and nobody is told."))


def no_thanks_to_take_back() -> Post:
    """Say that there is nothing to undo."""
    return post(say("I know of no thanks of yours in the last four weeks to take back."))
