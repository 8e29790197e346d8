"""The service's small web server: /healthz and /metrics, and where there is one, the webhook."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.live.metrics import Metrics

Counts = Callable[[], Awaitable[dict[str, int]]]


def web(metrics: Metrics, counts: Counts, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application. `counts` asks the ledger how many actions wait."""

    async def healthz(_request: Request) -> Response:
        try:
            states = await counts()
        except Exception as error:  # noqa: BLE001 - whatever it is, the service is not well
            return JSONResponse({"ok": False, "why": type(error).__name__}, status_code=503)
        return JSONResponse({"ok": True, "waiting": states.get("waiting", 0) + states.get("claimed", 0)})

    async def show_metrics(_request: Request) -> Response:
        states = await counts()
        for state in ("waiting", "claimed", "done", "failed", "unknown"):
            metrics.outbox.labels(state).set(states.get(state, 0))
        return PlainTextResponse(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/metrics", show_metrics), *routes])


class Server(uvicorn.Server):
    """A server that leaves signals to the service."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


def server(app: Starlette, host: str, port: int) -> Server:
    """Return a server for an application."""
    return Server(uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, lifespan="off"))
