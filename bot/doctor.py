"""Looks at everything that a live bot needs: policy, database, token, rights. Changes nothing."""

from pathlib import Path

from adapters.discord import doctor as discord
from adapters.discord.entering import point_at
from adapters.findings import Finding, Watched
from adapters.telegram import doctor as telegram
from adapters.telegram.platform import make_bot
from bot import clock
from bot.live.wishes import wishes
from bot.serving import load_checked
from bot.settings import Settings
from chat.errors import PotluckError
from policies.language.schema import Group, Policy
from storage.ledger import Ledger


async def examine(path: Path, settings: Settings) -> list[Finding]:
    """Return everything that was found, in the order in which it matters."""
    findings: list[Finding] = []
    policy: Policy | None = None
    try:
        policy = load_checked(path, strict=False)
        findings.append(Finding("policy", f"{path}: {len(policy.groups)} groups"))
    except PotluckError as error:
        findings.append(Finding("policy", str(error), "mend the file; `potluck check` shows the same"))
    findings += await _ledger(settings, policy)
    findings += await _telegram(settings, policy)
    findings += await _discord(settings, policy)
    return findings


async def _ledger(settings: Settings, policy: Policy | None) -> list[Finding]:
    try:
        ledger = await Ledger.open(settings.database, secret=settings.lasting_secret)
    except PotluckError as error:
        return [Finding("database", str(error), "set POTLUCK_DATABASE, or mend what it names")]
    try:
        found = [Finding("database", "open, up to date")]
        for group in policy.groups.values() if policy else ():
            seen = await ledger.reports.places(f"{group.platform}:{group.chat}")
            if seen:
                found.append(Finding(f"group {group.name}, places seen", ", ".join(seen)))
        return found
    finally:
        await ledger.close()


async def _telegram(settings: Settings, policy: Policy | None) -> list[Finding]:
    groups = [group for group in policy.groups.values() if group.platform == "telegram"] if policy else []
    if settings.telegram_token is None:
        if not groups:
            return []
        return [Finding("token", "not set", "set POTLUCK_TELEGRAM_TOKEN to the token that @BotFather gave you")]
    watched = [_watched(one) for one in groups]
    bot = make_bot(settings.telegram_token, settings.telegram_api)
    return [one async for one in telegram.examine(bot, settings.telegram_api, watched, clock.now())]


async def _discord(settings: Settings, policy: Policy | None) -> list[Finding]:
    groups = [group for group in policy.groups.values() if group.platform == "discord"] if policy else []
    if settings.discord_token is None:
        if not groups:
            return []
        mend = "set POTLUCK_DISCORD_TOKEN to the token of Discord's developer portal"
        return [Finding("Discord token", "not set", mend)]
    point_at(settings.discord_api, settings.discord_gateway)
    watched = [_watched(one) for one in groups]
    return [one async for one in discord.examine(settings.discord_token, watched, wishes(groups), clock.now())]


def _watched(group: Group) -> Watched:
    return Watched(
        name=group.name,
        chat=group.chat,
        admins_chat=group.admins_chat,
        enforces=group.mode == "enforce",
        places=tuple(ident for place in group.places.values() for ident in place.ids),
    )
