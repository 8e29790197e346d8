"""What an author hears when an admin has decided about a post."""

from bot.texts.speech import Line, say
from chat.posts import Post, Section
from chat.standing import State


def allowed(was: State, *, in_time: bool = True) -> Post:
    """Return the words after a yes: what came down or waited may be posted again, what stands stays."""
    if was is State.STANDS:
        return _words(say("An admin looked at your post: it is fine, and stays."))
    if not in_time:
        return _words(say("No admin decided about your post in time, and then it is a yes: you can post it again."))
    return _words(say("An admin said yes to your post: you can post it again, just as it was."))


def denied(was: State, *, in_time: bool = True) -> Post:
    """Return the words after a no."""
    if was is State.STANDS:
        return _words(
            say(
                "An admin looked at your post and took it down: it reads as a promotion, and it does not fit the"
                " group's rules. /rules says what does."
            )
        )
    if not in_time:
        return _words(
            say("No admin decided about your post in time, and then it is a no. /appeal asks them once more.")
        )
    return _words(say("An admin looked at your post and said no this time. /rules says what fits, /appeal asks again."))


def _words(line: Line) -> Post:
    return Post(sections=(Section(lines=(line,)),))
