"""Where updates are posted to."""

import re
from urllib.parse import urlsplit

from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.objects import known
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Json, Webhook

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def set_webhook(request: Request) -> bool:
    """An empty address takes the webhook away."""
    given, world = request.given, request.world
    if not given["url"]:
        return delete_webhook(request)
    address = urlsplit(given["url"])
    if address.scheme != "https" and (address.scheme != "http" or address.hostname not in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if "secret_token" in given and not _SECRET.fullmatch(given["secret_token"]):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= given.get("max_connections", 40) <= MOST_CONNECTIONS:
        raise bad_request("max_connections must be between 1 and 100")
    if "allowed_updates" in given:
        world.updates.allow(given["allowed_updates"])
    if given.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = Webhook(
        url=given["url"], secret=given.get("secret_token"), max_connections=given.get("max_connections", 40)
    )
    world.updates.changed()
    return True


def delete_webhook(request: Request) -> bool:
    request.world.webhook = Webhook()
    if request.given.get("drop_pending_updates"):
        request.world.updates.drop()
    return True


def get_webhook_info(request: Request) -> Json:
    webhook, updates = request.world.webhook, request.world.updates
    return known(
        url=webhook.url,
        has_custom_certificate=False,
        pending_update_count=len(updates),
        last_error_date=webhook.error_at,
        last_error_message=webhook.error,
        max_connections=webhook.max_connections if webhook.url else None,
        allowed_updates=sorted(updates.allowed) or None,
    )
