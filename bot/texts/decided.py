"""What an author hears when an admin has decided about a post."""

from chat.posts import Post, Run, Section, Style
from chat.standing import State

_LONGEST_QUOTE = 1_500


def allowed(was: State, text: str | None) -> Post:
    """Return the words after a yes: what came down or waited may be posted again, what stands stays."""
    if was is State.STANDS:
        return _words("An admin looked at your post: it is fine, and stays.")
    return _words("An admin said yes to your post: you can post it again, just as it was.", text)


def denied(was: State, text: str | None) -> Post:
    """Return the words after a no."""
    if was is State.STANDS:
        return _words(
            "An admin looked at your post and took it down: it reads as a promotion, and it does not fit"
            " the group's rules. /rules says what does.",
            text,
        )
    return _words(
        "An admin looked at your post and said no this time. /rules says what fits, /appeal asks again.", text
    )


def _words(line: str, text: str | None = None) -> Post:
    sections = [Section(lines=((Run(line),),))]
    if text:
        quote = Run(text[:_LONGEST_QUOTE], Style.QUOTE)
        sections.append(Section(heading="Your text:", lines=((quote,),), priority=1))
    return Post(sections=tuple(sections))
