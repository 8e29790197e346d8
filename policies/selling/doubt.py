"""Three answers instead of two: yes, no, and None for what can't be known (Kleene's logic).

Doubt counts for the member: an allowance fits unless the answer is no, a prohibition applies only when it is yes.
"""

from collections.abc import Iterable

Answer3 = bool | None


def all_of(answers: Iterable[Answer3]) -> Answer3:
    """Return no if any is no, else None if any is unknown, else yes."""
    result: Answer3 = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def any_of(answers: Iterable[Answer3]) -> Answer3:
    """Return yes if any is yes, else None if any is unknown, else no."""
    result: Answer3 = False
    for answer in answers:
        if answer:
            return True
        if answer is None:
            result = None
    return result


def negated(answer: Answer3) -> Answer3:
    """Return the opposite; what is unknown stays so."""
    return None if answer is None else not answer
