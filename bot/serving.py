"""The composition root of the live service: settings, ledger, platforms, policy, web server, signals; put together."""

import asyncio
import contextlib
import hashlib
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from adapters.discord.entering import point_at
from adapters.discord.platform import Discord
from adapters.telegram.platform import Telegram
from adapters.telegram.webhook import Webhook
from bot import clock, trials
from bot.live import logs, presses, reload
from bot.live.marks import LedgerMarks
from bot.live.metrics import Metrics
from bot.live.ports import FollowUp
from bot.live.service import Service
from bot.live.web import Server, server, web
from bot.live.wishes import wishes
from bot.settings import Settings
from bot.texts import notes
from bot.texts.command_names import NAMES
from chat.errors import PolicyError, Problem, UsageError
from policies.language.load import load_policy
from policies.language.schema import Policy
from storage.ledger import Ledger

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `run` was told."""

    policy: Path
    webhook: str | None = None
    """Public address for Telegram to post to; None: long polling."""
    host: str = "127.0.0.1"
    port: int = 8080
    must_listen: bool = False
    """Whether a port that is taken is an error."""


def run(options: Options, settings: Settings) -> None:
    """Serve until told to stop. Raises UsageError where something is missing."""
    if settings.telegram_token is None and settings.discord_token is None:
        raise UsageError(
            "set POTLUCK_TELEGRAM_TOKEN to the token that @BotFather gave you, "
            "or POTLUCK_DISCORD_TOKEN to the one of Discord's developer portal"
        )
    logs.set_up(settings.secrets)
    policy = load_checked(options.policy, strict=False)
    asyncio.run(_until_stopped(options, settings, policy, options.policy.read_bytes()))


async def _until_stopped(options: Options, settings: Settings, policy: Policy, source: bytes) -> None:
    serving = asyncio.create_task(_serve(options, settings, policy, source))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        try:
            await serving
        except BaseExceptionGroup as group:
            raise _first(group) from None  # one error is told as itself
    _log.info("stopped")


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    one: BaseException = group
    while isinstance(one, BaseExceptionGroup):
        one = one.exceptions[0]
    return one


async def _serve(options: Options, settings: Settings, policy: Policy, source: bytes) -> None:
    ledger = await Ledger.open(settings.database, secret=settings.lasting_secret)
    try:
        _warn_of_groups_without_token(policy, settings)
        telegram, discord = await _telegram(settings), await _discord(settings, policy, ledger)
        webhook = _webhook(telegram, options, settings)
        metrics = Metrics()
        services = [
            Service(platform, ledger, policy, secret=settings.lasting_secret, metrics=metrics)
            for platform in (telegram, discord)
            if platform is not None
        ]
        http = server(
            web(metrics, ledger.outbox.counts, [webhook.route] if webhook else []), options.host, options.port
        )
        for service in services:
            await service.begin()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_listen(http, must=options.must_listen or webhook is not None))
            if webhook is not None and telegram is not None:
                telegram.source = webhook
                await webhook.set_up()
            tasks.create_task(_watch(options.policy, source, services))
            for service in services:
                tasks.create_task(service.run())
            names = ", ".join(service.platform.name for service in services)
            _log.info("serving", platform=names, groups=len(list(policy.groups)))
    finally:
        await ledger.close()


def _warn_of_groups_without_token(policy: Policy, settings: Settings) -> None:
    has = {"telegram": settings.telegram_token, "discord": settings.discord_token}
    for group in policy.groups.values():
        if group.platform in has and not has[group.platform]:
            name = f"POTLUCK_{group.platform.upper()}_TOKEN"
            _log.warning("a group is not served: its platform's token is not set", group=group.name, set=name)


async def _telegram(settings: Settings) -> Telegram | None:
    if settings.telegram_token is None:
        return None
    platform = Telegram(
        settings.telegram_token, api=settings.telegram_api, clock=clock.now, later=FollowUp, mark=presses.mark
    )
    await platform.open()
    return platform


async def _discord(settings: Settings, policy: Policy, ledger: Ledger) -> Discord | None:
    if settings.discord_token is None:
        return None
    point_at(settings.discord_api, settings.discord_gateway)
    platform = Discord(
        settings.discord_token,
        wants=wishes(group for group in policy.groups.values() if group.platform == Discord.name),
        marks=LedgerMarks(ledger, Discord.name, secret=settings.lasting_secret),
        names=NAMES,
        clock=clock.now,
        later=FollowUp,
        mark=presses.mark,
    )
    await platform.open()
    for name in platform.missing:
        _log.warning("an intent that the policy needs is switched off: run `potluck doctor`", intent=name)
    return platform


def _webhook(platform: Telegram | None, options: Options, settings: Settings) -> Webhook | None:
    if options.webhook is None:
        return None
    if platform is None:
        raise UsageError("--webhook is for Telegram: set POTLUCK_TELEGRAM_TOKEN")
    secret = hashlib.blake2b(settings.lasting_secret, key=b"webhook", digest_size=24).hexdigest()
    path = urlsplit(options.webhook).path or "/"
    return Webhook(platform.bot, url=options.webhook, path=path, secret=secret)


async def _listen(http: Server, *, must: bool) -> None:
    try:
        await http.serve()
    except (OSError, SystemExit) as error:
        if must:
            raise UsageError(f"port {http.config.port} can't be listened on: name another by --listen") from error
        _log.warning("no /healthz: the port is taken", port=http.config.port)


async def _watch(path: Path, source: bytes, services: Sequence[Service]) -> None:
    async def good(policy: Policy) -> None:
        for service in services:
            service.reload(policy)
            await service.note_all(notes.reloaded(), name=f"reloaded:{clock.now().isoformat()}")

    async def bad(errors: str) -> None:
        for service in services:
            await service.note_all(notes.refused(errors), name=f"refused:{clock.now().isoformat()}")

    await reload.watch(path, source, load_checked, good, bad)


def load_checked(path: Path, *, strict: bool = True) -> Policy:
    """Read a policy and run its tests; a failing one refuses it, or at a start is only told. Raises PolicyError."""
    try:
        policy = load_policy(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error}") from None
    problems = tuple(_failing(policy, path))
    if problems and strict:
        raise PolicyError(problems)
    for problem in problems:
        _log.warning("a test of the policy fails", problem=str(problem))
    return policy


def _failing(policy: Policy, path: Path) -> Iterator[Problem]:
    for group in policy.groups.values():
        for outcome in asyncio.run(trials.run_tests(group)) if group.tests else []:
            if outcome.wrong:
                line = outcome.test.line.rpartition(":")[2]
                message = f'test "{outcome.test.name or outcome.test.say}": {"; ".join(outcome.wrong)}'
                yield Problem(file=str(path), line=int(line) if line.isdecimal() else 1, column=1, message=message)
