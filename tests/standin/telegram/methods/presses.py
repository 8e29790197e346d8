"""Answering the press of a button."""

from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.refusal import bad_request

LONGEST_NOTICE = 200


def answer_callback_query(request: Request) -> bool:
    """Once, and soon."""
    world = request.world
    press = world.presses.get(request.given["callback_query_id"])
    if press is None or press.answer is not None or world.clock.now() - press.at > world.answer_within:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(request.given.get("text", "")) > LONGEST_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer = {name: value for name, value in request.given.items() if name != "callback_query_id"}
    return True
