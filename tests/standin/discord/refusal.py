"""How the server says no, in the documented shapes."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An answer of 4xx or 5xx."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.more = more
        self.headers: dict[str, str] = {}

    def as_json(self) -> Json:
        return {"message": self.message, "code": self.code, **self.more}


UNKNOWN = {
    "Application Command": 10063,
    "Auto Moderation Rule": 0,
    "Ban": 10026,
    "Channel": 10003,
    "Emoji": 10014,
    "Guild": 10004,
    "Guild Scheduled Event": 10070,
    "Interaction": 10062,
    "Member": 10007,
    "Message": 10008,
    "Role": 10011,
    "User": 10013,
    "Voice State": 10065,
    "Webhook": 10015,
}


def unknown(what: str) -> Refusal:
    return Refusal(404, UNKNOWN[what], f"Unknown {what}")


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def no_private_words() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, 0, "404: Not Found")


def invalid_form(errors: Json) -> Refusal:
    """`errors` is a tree with `_errors` at its leaves: see `schema/reading.py`."""
    return Refusal(400, 50035, "Invalid Form Body", errors=errors)


def wrong_field(path: str, code: str, message: str) -> Refusal:
    """`path` is dotted: `embeds.0.title`."""
    tree: Json = {"_errors": [{"code": code, "message": message}]}
    for name in reversed(path.split(".")):
        tree = {name: tree}
    return invalid_form(tree)
