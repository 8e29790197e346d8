"""What members read who welcome newcomers."""

from bot.texts import people
from bot.texts.lines import line, post
from chat.posts import Post, Run, Style


def somebody_new(name: str, message_id: str) -> Post:
    """Ask a volunteer to answer a newcomer."""
    return post(
        line(people.name(name), " is new here, and nobody has answered their first post yet. ", _link(message_id)),
        line("A line of yours would do. You hear this because you welcome newcomers; /welcomer off ends it."),
    )


def _link(message_id: str) -> Run:
    return Run("See it", Style.LINK, message_id)


def volunteers(*, on: bool) -> Post:
    """Confirm the choice."""
    if on:
        return post(
            line("Thank you: when a newcomer's first post waits too long for an answer, I may ask you, privately."),
            line("At most once in two weeks. /welcomer off ends it."),
        )
    return post(line("I won't ask you to welcome newcomers."))


def how() -> Post:
    """Say how to begin and end."""
    return post(line("/welcomer on, or /welcomer off"))
