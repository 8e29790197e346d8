"""A summary is sent once: its run in the ledger says so before the call, and says what became of it after.

A crash in between leaves `sending`: whether it is out nobody knows, so it is not sent again, and the admins are asked.
"""

import json
from datetime import datetime

from bot.actions import action_of, row
from bot.live.groups import LiveGroup
from bot.live.ports import Claims, Ledger
from bot.rounds.summing import SUMMARY, kept
from bot.texts import week
from chat.actions import Posted, PostSummary, TellAdmins
from chat.ledger import Changes
from chat.reports import Claimed
from chat.runs import Run, RunState


async def may_send(action: PostSummary, live: LiveGroup, claims: Claims) -> Run | None:
    """Take a summary's run to `sending`; None where it was sent, or may have been."""
    run = await claims.run(live.key, SUMMARY, datetime.fromisoformat(action.period))
    return await claims.advance(run, RunState.SENDING) if run and run.state is RunState.RENDERED else None


async def sent(run: Run, posted: Posted | None, claims: Claims) -> None:
    """Note that a summary is out, and as which message."""
    text = json.dumps(kept(run) | {"message": posted.message_id if posted else None})
    await claims.advance(run, RunState.SENT, text)


async def not_sent(run: Run, claims: Claims) -> None:
    """Note that a summary certainly is not out: it may be tried again."""
    await claims.advance(run, RunState.RENDERED)


async def broke_off(run: Run, live: LiveGroup, ledger: Ledger, at: datetime) -> None:
    """Note that nobody knows whether a summary is out, and ask the admins to look."""
    if await ledger.claims.advance(run, RunState.UNKNOWN) is not None:
        await _tell(run, live, ledger, at, "unknown")


async def refused(run: Run, why: str, live: LiveGroup, ledger: Ledger, at: datetime) -> None:
    """Note that the platform won't take a summary, and tell the admins why."""
    if await ledger.claims.advance(run, RunState.SKIPPED) is not None:
        await _tell(run, live, ledger, at, "refused", why)


async def left_out(claimed: Claimed, live: LiveGroup, claims: Claims) -> None:
    """Note that a group observes since its summary was ordered."""
    action = action_of(claimed.kind, claimed.body)
    if isinstance(action, PostSummary) and (run := await may_send(action, live, claims)) is not None:
        await claims.advance(run, RunState.SKIPPED)


async def settle(live: LiveGroup, ledger: Ledger, at: datetime) -> None:
    """After a start: what an earlier process was sending is unknown."""
    for run in await ledger.claims.in_state(RunState.SENDING):
        if run.chat == live.key and run.kind == SUMMARY:
            await broke_off(run, live, ledger, at)


async def _tell(run: Run, live: LiveGroup, ledger: Ledger, at: datetime, what: str, why: str = "") -> None:
    note = (
        week.not_posted(run.period, live.group.timezone, why) if why else week.unknown(run.period, live.group.timezone)
    )
    key = f"{live.key}:summary:{run.period.isoformat()}:{what}"
    async with ledger.batch(live.key) as transaction:
        action = TellAdmins(chat=live.key, note=note)
        await transaction.write(Changes(chat=live.key, outbox=[row(action, key=key, due_at=at)]))
