"""Cards as they stand before the admins: which message one is, and its outcome where no press brings it.

A press edits its card by itself: the platform hands the card over with it.
"""

from datetime import UTC, datetime
from typing import Final

from bot.actions import row
from bot.decisions import read_body
from bot.live.groups import LiveGroup
from bot.live.ports import Claims, Ledger
from bot.texts import cards, standing
from chat.actions import AskAdmins, EditCard, Posted
from chat.ledger import Changes
from chat.runs import RunState

_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _kind(decision_id: str) -> str:
    return f"shown {decision_id}"


async def posted(action: AskAdmins, message: Posted, live: LiveGroup, claims: Claims) -> None:
    """Note which message a card is."""
    await claims.claim(live.key, _kind(action.decision_id), _ONCE, message.message_id)


async def decided(decision_id: str, outcome: str, live: LiveGroup, ledger: Ledger, at: datetime) -> None:
    """Let a card show its outcome, without buttons. Of one whose message is not known, nothing."""
    run = await ledger.claims.run(live.key, _kind(decision_id), _ONCE)
    found = await ledger.reports.decision(decision_id.removesuffix("!"))
    if run is None or not run.text or found is None or found.chat != live.key:
        return
    decision, kept = found.decision, read_body(found.decision.body)
    text = (await ledger.reports.texts(live.key, [decision.message_id])).get(decision.message_id)
    card = cards.card(
        cards.read_again(kept.message, text), kept.promotion, kept.verdict, live.group, "", at=decision.at
    )
    if decision_id.endswith("!"):
        card = standing.appealed(card, kept.message.author.name, "")
    edit = EditCard(chat=live.key, message_id=run.text, card=cards.closed(card, outcome))
    due = row(edit, key=f"{live.key}:card:{decision_id}:closed", due_at=at)
    async with ledger.batch(live.key) as transaction:
        await transaction.write(Changes(chat=live.key, outbox=[due]))
    await ledger.claims.advance(run, RunState.SKIPPED)
