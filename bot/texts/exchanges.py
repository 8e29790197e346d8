"""What members read of referrals, introductions and promises. Every sentence is whole, and in one function.

A name is shown and rings no telephone; what somebody wrote is quoted, short and on one line.
"""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import people, phrases
from bot.texts.lines import line, post
from chat.posts import Button, Post
from policies.giving.exchanges import Refused

_LONGEST: Final = 200


def _quoted(text: str) -> str:
    return f"“{people.excerpt(text, _LONGEST)}”"


# For everything that is arranged.


def only_watching() -> Post:
    """Say that nothing is passed on where the bot only observes."""
    return post(line("In this group I only watch for now, so I pass nothing on yet."))


def not_a_member() -> Post:
    """Say that only members can."""
    return post(line("That is for members: write something in the group first."))


def out_of_time() -> Post:
    """Say that a button does nothing any more."""
    return post(line("That is settled already, or too long ago."))


def refused(why: Refused, name: str) -> Post:
    """Say why something can't be done. `name` is the other member's, where there is one."""
    who = people.name(name)
    words = {
        Refused.SELF: line("That is for somebody else than yourself."),
        Refused.STRANGER: line("I know no such member here. Name somebody of the group by @NAME."),
        Refused.OUT_OF_REACH: line(who, " takes no messages from me: tell them yourself."),
        Refused.TOO_MANY: line("That is enough for one day: try again tomorrow."),
        Refused.KNOWN: line("They have talked to each other here already."),
        Refused.TWICE: line("The same is under way already."),
        Refused.TOO_LONG: line("Say it in a line of at most 200 characters."),
        Refused.TELLS_TOO_MUCH: line(
            "Leave out names, numbers and addresses of others: I keep nothing of anybody who is not here."
        ),
    }
    return post(words[why])


# Referrals.


def refer_whom() -> Post:
    """Ask who could do it."""
    return post(
        line("Who of the group could do it? Tell me, in a message to me alone: @NAME"),
        line("Or all at once: /refer @NAME what is needed"),
    )


def refer_what(name: str) -> Post:
    """Ask what is needed."""
    return post(
        line("What is needed of ", people.name(name), "? One line, in a message to me alone."),
        line("Leave out whose need it is, and numbers: those you give yourself once it is accepted."),
    )


def consent(name: str, need: str, exchange: str) -> Post:
    """Ask whether whoever is referred agrees."""
    buttons = (
        Button(label="They agree", data=f"ref:consent:{exchange}"),
        Button(label="Not yet", data=f"ref:wait:{exchange}"),
    )
    return post(
        line("For ", people.name(name), f": {_quoted(need)}"),
        line("Does whoever needs it agree that you pass this on?"),
        buttons=buttons,
    )


def passed_on(name: str) -> Post:
    """Tell the giver that it is on its way."""
    return post(line("Passed on to ", people.name(name), ". You hear whether it fits; it counts once it is accepted."))


def not_passed_on() -> Post:
    """Tell the giver that nothing happens without consent."""
    return post(line("Then nothing is passed on, and I forget it. Ask first, and say /refer again."))


def referral(giver: str, need: str, exchange: str) -> Post:
    """Return the card for whoever could do it."""
    buttons = (
        Button(label="Accept", data=f"ref:accept:{exchange}"),
        Button(label="Not a fit", data=f"ref:decline:{exchange}"),
    )
    return post(
        line(people.name(giver), f" has somebody for you: {_quoted(need)}"),
        line("They agree that you hear of it. Nobody else sees this."),
        buttons=buttons,
    )


def accepted(giver: str, exchange: str) -> Post:
    """Tell the receiver how it goes on."""
    return post(
        line("Thank you. ", people.name(giver), " brings you together. Tell me when it came to something."),
        buttons=(Button(label="Closed it", data=f"ref:close:{exchange}"),),
    )


def was_accepted(name: str, need: str) -> Post:
    """Tell the giver."""
    return post(line(people.name(name), f" accepts your referral ({_quoted(need)}): bring them together."))


def declined() -> Post:
    """Tell the receiver that nothing more happens."""
    return post(line("That is fine: I tell them that it isn't a fit, and no more."))


def was_declined(name: str) -> Post:
    """Tell the giver, gently."""
    return post(
        line("Your referral isn't a fit for ", people.name(name), " this time. Thank you for thinking of them.")
    )


def closed() -> Post:
    """Tell the receiver."""
    return post(line("Good news: noted, and the one who referred them hears of it."))


def was_closed(name: str) -> Post:
    """Tell the giver."""
    return post(line("Your referral to ", people.name(name), " came to something. Thank you!"))


# Introductions.


def intro_how() -> Post:
    """Say how to introduce two members."""
    return post(line("Who should know whom, and why? /intro @NAME @NAME why"))


def introduction(by: str, other: str, why: str, exchange: str) -> Post:
    """Ask one of the two."""
    buttons = (
        Button(label="Yes", data=f"intro:yes:{exchange}"),
        Button(label="No", data=f"intro:no:{exchange}"),
    )
    return post(
        line(people.name(by), " would like to introduce you to ", people.name(other), f": {_quoted(why)}"),
        line("It happens only if both of you say yes; a no is told to nobody by name."),
        buttons=buttons,
    )


def introducing(one: str, other: str) -> Post:
    """Tell the one who introduces."""
    return post(line("I ask ", people.name(one), " and ", people.name(other), ". It happens if both say yes."))


def wanted() -> Post:
    """Tell the first who says yes."""
    return post(line("Noted. If the other one says yes too, I introduce you."))


def unwanted() -> Post:
    """Tell the one who says no."""
    return post(line("That is fine: nothing happens, and I don't say who said no."))


def introduced(by: str, other: str, why: str) -> Post:
    """Introduce somebody to one of the two, privately."""
    return post(
        line("You both said yes: meet ", people.name(other), ". ", people.name(by), f" thought of you: {_quoted(why)}"),
        line("Say hello to each other."),
    )


def introduced_to_all(by: str, one: str, other: str, why: str) -> Post:
    """Introduce two in the group."""
    return post(
        line(people.name(one), ", meet ", people.name(other), ". ", people.name(by), f" introduces you: {_quoted(why)}")
    )


def was_wanted(one: str, other: str) -> Post:
    """Tell the one who introduced."""
    return post(line(people.name(one), " and ", people.name(other), " both said yes: they are introduced. Thank you!"))


def was_unwanted() -> Post:
    """Tell the one who introduced, without saying who declined."""
    return post(line("It doesn't suit one of the two just now, so I introduced nobody. Thank you for the thought."))


# Promises.


def promise_offer(name: str, said: str, exchange: str) -> Post:
    """Offer to remember what somebody promised."""
    buttons = (
        Button(label="Remember it", data=f"promise:keep:{exchange}"),
        Button(label="No need", data=f"promise:drop:{exchange}"),
    )
    return post(
        line("You told ", people.name(name), f": {_quoted(said)}"),
        line("Shall I remind you? I am the group's bot, and nobody else sees this."),
        buttons=buttons,
    )


def promise_remembered(due: datetime, zone: ZoneInfo, exchange: str) -> Post:
    """Confirm it."""
    return post(
        line(f"I remind you on {phrases.moment(due, zone)}. Done earlier? Tell me."),
        buttons=_promise_buttons(exchange),
    )


def promise_dropped() -> Post:
    """Confirm that it is forgotten."""
    return post(line("Forgotten. I won't ask about it."))


def promise_due(said: str, exchange: str) -> Post:
    """Remind somebody, without saying of whom."""
    return post(line(f"You wanted to remember: {_quoted(said)}"), buttons=_promise_buttons(exchange))


def promise_asked(name: str) -> Post:
    """Tell the one who kept it that the other one is asked."""
    return post(line("Well done. I ask ", people.name(name), " whether it came; then it counts."))


def promise_check(name: str, said: str, exchange: str) -> Post:
    """Ask whoever it was promised to."""
    buttons = (
        Button(label="Yes, it came", data=f"promise:came:{exchange}"),
        Button(label="Not yet", data=f"promise:missing:{exchange}"),
    )
    return post(line(people.name(name), f" says that this is done: {_quoted(said)}"), buttons=buttons)


def promise_kept(name: str) -> Post:
    """Tell the one who kept it."""
    return post(line(people.name(name), " says that it came. Thank you for keeping your word."))


def promise_missing(name: str, exchange: str) -> Post:
    """Tell the one who promised, without blame."""
    return post(line("It hasn't reached ", people.name(name), " yet."), buttons=_promise_buttons(exchange))


def noted() -> Post:
    """Thank whoever said so."""
    return post(line("Noted, thank you."))


def _promise_buttons(exchange: str) -> tuple[Button, ...]:
    return (
        Button(label="Done", data=f"promise:done:{exchange}"),
        Button(label="Let it go", data=f"promise:drop:{exchange}"),
    )


# Thanks.


def thanks_taken_back() -> Post:
    """Confirm `/thanks undo`."""
    return post(line("Taken back: these thanks no longer count, and nobody is told."))


def no_thanks_to_take_back() -> Post:
    """Say that there is nothing to undo."""
    return post(line("I know of no thanks of yours in the last four weeks to take back."))
