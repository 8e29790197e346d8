"""What members read who welcome newcomers."""

from bot.texts import people
from bot.texts.lines import post
from bot.texts.speech import said, say
from chat.posts import Post, Run, Style


def somebody_new(name: str, message_id: str) -> Post:
    """Ask a volunteer to answer a newcomer."""
    return post(
        say(
            "{name} is new here, and nobody has answered their first post yet. {link}",
            name=people.name(name),
            link=_link(message_id),
        ),
        say("A line of yours would do. You hear this because you welcome newcomers; /welcomer off ends it."),
    )


def pass_on(term: str, message_id: str) -> Post:
    """Ask a volunteer to think of somebody for a question."""
    about = term or said("this")
    return post(
        say("A question waits for somebody who knows about {term}. {link}", term=about, link=_link(message_id)),
        say("Can you think of anybody? A word from you would do. /welcomer off ends such questions."),
    )


def _link(message_id: str) -> Run:
    return Run(said("See it"), Style.LINK, message_id)


def volunteers(*, on: bool) -> Post:
    """Confirm the choice."""
    if on:
        return post(
            say("Thank you: when a newcomer's first post waits too long for an answer, I may ask you, privately."),
            say("At most once in two weeks. /welcomer off ends it."),
        )
    return post(say("I won't ask you to welcome newcomers."))


def how() -> Post:
    """Say how to begin and end."""
    return post(say("/welcomer on, or /welcomer off"))
