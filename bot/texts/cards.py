"""What admins are shown: cards to decide by, and notes."""

from dataclasses import replace
from datetime import datetime

from bot.texts import phrases
from bot.texts.signals import signal_words
from chat.events import MessagePosted
from chat.posts import Button, Post, Run, Section, Style
from chat.promotions import Promotion, Signal
from chat.verdicts import Outcome, Verdict
from policies.language.schema import Group

_MOST_SIGNALS = 4


def card(
    message: MessagePosted, promotion: Promotion, verdict: Verdict, group: Group, decision_id: str, *, at: datetime
) -> Post:
    """Return the card on which admins decide about a post: whose, what, why, and the buttons."""
    named = phrases.where(message, group)
    where = f" in {named}" if named else ""
    head = (Run(message.author.name, Style.NAME), Run(f"{where}, {phrases.moment(at, group.timezone)}"))
    lines = [head, (Run(_question(verdict, promotion)),)]
    why = ", ".join(signal_words(signal) for signal in _telling(promotion))
    if why:
        lines.append((Run(f"Because of: {why}."),))
    quote = Section(lines=((Run(message.text[:1_000] or "(no text)", Style.QUOTE),),), priority=1)
    return Post(sections=(Section(lines=tuple(lines)), quote), buttons=_buttons(verdict, decision_id))


def read_again(message: MessagePosted, text: str | None) -> MessagePosted:
    """Return a message as it is kept with its text, if that is kept too."""
    return replace(message, text=text or "(its text is no longer kept)")


def closed(card: Post, outcome: str) -> Post:
    """Return a card that is decided: with its outcome, without buttons."""
    said = Section(lines=((Run(outcome, Style.BOLD),),), priority=2)
    return replace(card, sections=(*card.sections, said), buttons=())


def _question(verdict: Verdict, promotion: Promotion) -> str:
    what = phrases.kind(verdict.kind)
    if verdict.outcome is Outcome.HOLD:
        return f"Waits for you under “{verdict.rule}”: {what}."
    if verdict.code == "unsure":
        return f"Stands. It may be {what} ({promotion.score:.0%} likely); by the rules it would not fit. Is it one?"
    return f"{_done(verdict)} by “{verdict.rule or 'no allowance'}”: {what}. Strike {verdict.step}."


def _done(verdict: Verdict) -> str:
    return "Came down" if verdict.outcome is Outcome.REMOVE else "Noted"


def _telling(promotion: Promotion) -> list[Signal]:
    signals = [signal for signal in promotion.signals if signal.weight > 0 and signal.name != "intercept"]
    return sorted(signals, key=lambda signal: -signal.weight)[:_MOST_SIGNALS]


def _buttons(verdict: Verdict, decision_id: str) -> tuple[Button, ...]:
    labels = ("Allow", "Deny", "Allow once a week")
    if verdict.outcome is Outcome.REMOVE:
        labels = ("Allow", "Keep it so", "Allow once a week")
    names = ("allow", "deny", "weekly")
    return tuple(Button(label=label, data=f"{name}:{decision_id}") for label, name in zip(labels, names, strict=True))
