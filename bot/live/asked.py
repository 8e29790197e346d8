"""What admins ask of a group's clock: the summary now, again or as a preview; nudges previewed, paused, counted."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.actions import row
from bot.live.groups import LiveGroup
from bot.live.orders import LiveOrders
from bot.live.ports import Ledger
from bot.rounds import Summarised
from bot.rounds.nudging import PAUSED, RESUMED
from bot.rounds.summing import SUMMARY, kept
from bot.texts import week
from bot.texts.speech import speaking
from bot.texts.summary import skipped_words
from chat.actions import EditSummary, TellAdmins
from chat.events import CommandGiven
from chat.ledger import Changes, OutboxRow
from chat.nudges import Arm
from chat.posts import Post
from chat.runs import Run, RunState
from policies.giving import summary
from policies.giving.holdout import Effect

COMMANDS: Final = frozenset({"summary", "nudges"})
WITHIN: Final = timedelta(days=14)
"""A contribution counts as what came of a nudge for this long."""
_MISSING: Final = frozenset({RunState.UNKNOWN, RunState.SKIPPED})


@dataclass(frozen=True, slots=True)
class _Asked:
    live: LiveGroup
    ledger: Ledger
    at: datetime
    name: str
    """Of the command: what follows is ordered under it, once."""

    def key(self, what: str) -> str:
        return f"{self.live.key}:{what}:{self.name}"

    def tell(self, note: Post) -> list[OutboxRow]:
        action = TellAdmins(chat=self.live.key, note=note)
        return [row(action, key=self.key("told"), due_at=self.at)]


async def answer(command: CommandGiven, live: LiveGroup, ledger: Ledger, *, at: datetime, name: str) -> None:
    """Carry an admin's command out; from others it is nothing. `name` tells the command from all others."""
    if command.name not in COMMANDS or not command.member.is_admin:
        return
    asked = _Asked(live, ledger, at, name)
    word = command.argument.strip().casefold() or "preview"
    do = _DOES.get((command.name, word))
    with speaking(live.group.language, live.group.words):
        rows = await do(asked) if do else asked.tell(week.usage(command.name))
    async with ledger.batch(live.key) as transaction:
        await transaction.write(Changes(chat=live.key, outbox=rows))


def _week(asked: _Asked) -> tuple[datetime, datetime]:
    """Return the week that runs."""
    group = asked.live.group
    _, start = summary.period_ending(asked.at, group.summary.every, group.timezone)
    return start, summary.next_due(asked.at, group.summary.every, group.timezone)


async def _preview(asked: _Asked) -> list[OutboxRow]:
    start, _ = _week(asked)
    done = await asked.live.rounds.summary.compose(start, asked.at)
    if not isinstance(done, Summarised):
        return asked.tell(week.line(skipped_words(done, asked.live.group.timezone)))
    return asked.tell((await LiveOrders(asked.live.group, asked.live.key).summary(done)).summary)


async def _now(asked: _Asked) -> list[OutboxRow]:
    """Post what is missing of the last week; where nothing is, this week's summary before its time."""
    if asked.live.observes:
        return asked.tell(week.line("In this group I only observe, so I post nothing. /summary preview shows it."))
    rounds, claims = asked.live.rounds.summary, asked.ledger.claims
    start, _ = _week(asked)
    runs = await claims.last(asked.live.key, SUMMARY, 1)
    if runs and runs[0].period < start and runs[0].state in _MISSING:
        done = await rounds.again(runs[0])
        if isinstance(done, Summarised):
            return asked.tell(week.line("The summary of last week is on its way."))
    before = await rounds.post(start, asked.at)
    if before is not None and before.state in _MISSING:
        await rounds.again(before)
    elif before is not None and before.state is not RunState.PLANNED:
        return asked.tell(week.line("This week's summary is posted already. /summary redo writes it anew."))
    return asked.tell(week.line("This week's summary is on its way; the next one is for the week after."))


async def _redo(asked: _Asked) -> list[OutboxRow]:
    """Write the last summary anew, in the same message."""
    runs = await asked.ledger.claims.last(asked.live.key, SUMMARY, 8)
    posted = next((run for run in runs if run.state is RunState.SENT and kept(run)["message"]), None)
    if posted is None:
        return asked.tell(week.line("I know of no summary that I posted here, so there is none to write anew."))
    action = await _edited(asked, posted)
    return [row(action, key=asked.key("redo"), due_at=asked.at)] if action else asked.tell(week.nothing_now())


async def _edited(asked: _Asked, posted: Run) -> EditSummary | None:
    group = asked.live.group
    end = summary.next_due(posted.period, group.summary.every, group.timezone)
    done = await asked.live.rounds.summary.compose(posted.period, end)
    if not isinstance(done, Summarised):
        return None
    post = (await LiveOrders(group, asked.live.key).summary(done)).summary
    return EditSummary(chat=asked.live.key, message_id=kept(posted)["message"], summary=post)


async def _planned(asked: _Asked) -> list[OutboxRow]:
    plan = await asked.live.rounds.nudges.looked(asked.at)
    paused = await asked.live.rounds.nudges.is_paused()
    return asked.tell(week.planned(plan, asked.live.group.timezone, paused=paused))


async def _pause(asked: _Asked) -> list[OutboxRow]:
    await asked.ledger.claims.claim(asked.live.key, PAUSED, asked.at)
    return asked.tell(week.line("Nudges are paused until you say /nudges resume."))


async def _go_on(asked: _Asked) -> list[OutboxRow]:
    await asked.ledger.claims.claim(asked.live.key, RESUMED, asked.at)
    return asked.tell(week.line("Nudges go on. Refusals from before no longer count against them."))


async def _report(asked: _Asked) -> list[OutboxRow]:
    return asked.tell(week.effect(await effect(asked.live, asked.ledger, asked.at)))


async def effect(live: LiveGroup, ledger: Ledger, at: datetime) -> Effect:
    """Return what came of nudges that are a fortnight old, beside those held out."""
    since = at - live.group.privacy.keep_facts
    counts = await ledger.nudges.outcomes(live.key, since, at - WITHIN, WITHIN)
    (sent, sent_gave), (held, held_gave) = counts.get(Arm.SENT, (0, 0)), counts.get(Arm.HELD, (0, 0))
    return Effect(sent=sent, sent_gave=sent_gave, held=held, held_gave=held_gave)


_DOES: Final[Mapping[tuple[str, str], Callable[[_Asked], Awaitable[list[OutboxRow]]]]] = {
    ("summary", "preview"): _preview,
    ("summary", "now"): _now,
    ("summary", "redo"): _redo,
    ("nudges", "preview"): _planned,
    ("nudges", "pause"): _pause,
    ("nudges", "resume"): _go_on,
    ("nudges", "report"): _report,
}
