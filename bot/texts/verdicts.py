"""What a member is told about a post: the rule in the admin's words, what was measured, the way to yes, the text back.

Kind, exact, short. A first breach by somebody who gives to the group reads differently from a tenth by somebody who
does not; nobody is ever compared with anybody.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.texts import phrases
from chat.events import MessagePosted
from chat.posts import Button, Post, Run, Section, Style
from chat.verdicts import Change, Check, Outcome, Verdict, Way
from policies.language.grammar import read_duration
from policies.language.schema import Group

_LONGEST_QUOTE = 1_500
"""Characters of the removed text that are given back: a platform's message holds 4,096 in all."""


def told(
    message: MessagePosted, verdict: Verdict, group: Group, decision_id: str, *, at: datetime, helped: int = 0
) -> Post:
    """Return the private words about a refusal. `helped` is how many members the author has helped lately."""
    lines = [opening(phrases.where(message, group), verdict, helped), *reasons(verdict, group)]
    if (way := way_to_yes(verdict, group, at)) is not None:
        lines.append(way)
    lines += list(_consequences(verdict, group, at))
    sections = [Section(lines=tuple((Run(line),) for line in lines))]
    if verdict.outcome in (Outcome.REMOVE, Outcome.HOLD) and message.text:
        quote = message.text[:_LONGEST_QUOTE] + ("…" if len(message.text) > _LONGEST_QUOTE else "")
        sections.append(Section(heading="Your text:", lines=((Run(quote, Style.QUOTE),),), priority=1))
    return Post(sections=tuple(sections), buttons=(Button(label="Appeal", data=f"appeal:{decision_id}"),))


def opening(named: str | None, verdict: Verdict, helped: int = 0) -> str:
    """Return the first sentence: what happened to which post, in a place that has a name."""
    where = f" in {named}" if named else ""
    happened = {
        Outcome.REMOVE: f"Your post{where} came down: ",
        Outcome.HOLD: f"Your post{where} waits for the admins: ",
        Outcome.NOTICE: f"Your post{where} stays up, with a note: ",
        Outcome.ALLOW: f"Your post{where} is fine: ",
    }[verdict.outcome]
    thanks = ""
    if helped and verdict.step <= 1:
        thanks = f"Thank you for helping {phrases.counted(helped, 'member')} here lately. "
    return thanks + happened + _matter(verdict)


def _matter(verdict: Verdict) -> str:
    what = phrases.kind(verdict.kind)
    if verdict.code == "never":
        return f"the rule here is “{verdict.rule}”."
    if verdict.code == "same_message":
        return "the same text is already here."
    if verdict.code == "approval":
        return f"{what} falls under “{verdict.rule}”, which an admin looks at first."
    if verdict.rule is None:
        return f"it reads as {what}, and nothing in this group's rules allows that."
    return f"it reads as {what}, and the nearest rule is “{verdict.rule}”."


def reasons(verdict: Verdict, group: Group) -> list[str]:
    """Return a sentence for every condition that failed, of the nearest allowance."""
    if verdict.way is None:
        return []
    return [reason(check, group) for check in verdict.way.failed]


def reason(check: Check, group: Group) -> str:
    """Return what a failed condition asks for and what was found, as a sentence."""
    if check.code == "for":
        return f"It is open to members of {_span(check.limit)} and longer{_joined(check)}."
    if check.code == "earn":
        return f"It takes {_earned(check.limit)}; you have {check.measured or '0'}."
    found = {
        "channels": f"It belongs in {phrases.either([phrases.place(name) for name in check.limit.split(', ')])}.",
        "when": f"It has its time: {check.limit} ({group.timezone.key}).",
        "introduced": "First comes a short introduction of yourself.",
        "has": f"It needs {phrases.feature(check.limit)}.",
        "without": f"It may not have {phrases.feature(check.limit)}.",
        "whose": "It is for your own things." if check.limit == "own" else "It is for other people's things.",
        "solicited": "It is for when somebody asks.",
        "roles": f"It is for {phrases.either(check.limit.split(', '))}.",
        "approval": "An admin has to say yes first.",
        "not": "This one is excepted from the rule.",
        "limit": f"The limit is {check.limit}, and it is used up ({check.measured}).",
        "frequency.member": f"Over all kinds the limit is {check.limit}, and it is used up ({check.measured}).",
        "frequency.organisation": f"For one organisation the limit is {check.limit} ({check.measured} so far).",
        "frequency.group": f"The whole group's limit is {check.limit}; others have used it up, it isn't you.",
        "frequency.gap": f"Between two promotions the group leaves {_length(group)}; it isn't you.",
        "frequency.same_offer": f"The same offer has stood here lately; the limit for it is {check.limit}.",
        "frequency.same_message": f"The very same text has stood here already; the limit for it is {check.limit}.",
    }
    return found.get(check.code, f"It is for {check.limit}.")


def _joined(check: Check) -> str:
    return f"; you joined {_span(check.measured)} ago" if check.measured else ""


def _span(text: str) -> str:
    """Return a duration of the policy language as people say it: "10d 23h" is "10 days"."""
    return phrases.span(read_duration(text))


def _earned(text: str) -> str:
    """Return what has to be earned as people say it: "1 contributions in 60d" is "1 contribution in 60 days"."""
    count, _, rest = text.partition(" ")
    kind, within, length = rest.rpartition(" in ")
    kind = (kind or rest).replace("_", " ")
    kind = kind.removesuffix("s") if count == "1" else kind
    return f"{count} {kind} in {_span(length)}" if within else f"{count} {kind}"


def _length(group: Group) -> str:
    return phrases.span(group.frequency.gap) if group.frequency.gap else "a while"


def way_to_yes(verdict: Verdict, group: Group, at: datetime) -> str | None:
    """Return one sentence: what to do, where and when, for a yes."""
    if verdict.code in ("never", "approval") or verdict.outcome is Outcome.ALLOW:
        return None
    way = verdict.way
    if way is None:
        return "If you think that it should have a place here, ask an admin."
    return _sentence(way, group, at)


def _sentence(way: Way, group: Group, at: datetime) -> str:
    if Change.ASK_ADMINS in way.changes:
        return "Ask an admin first: with a yes you can post it."
    first = "Once that is given, you" if Change.CONTRIBUTE in way.changes else "You"
    text = f"{first} can post it"
    if Change.WORDING in way.changes:
        text += ", changed like that,"
    if way.place:
        text += f" in {phrases.place(way.place)}"
    if Change.WAIT in way.changes and way.next is not None:
        text += f" from {phrases.moment(way.next, group.timezone, now=at)}"
    elif Change.CONTRIBUTE not in way.changes:
        text += " right away"
    return text + "."


def _consequences(verdict: Verdict, group: Group, at: datetime) -> Iterator[str]:
    for act in verdict.acts:
        if act.name == "mute":
            yield f"You can write again {_until(act.duration, group, at)}."
        elif act.name == "ban":
            yield f"You can come back {_until(act.duration, group, at)}."
        elif act.name == "kick":
            yield "You were put out of the group; you can join again."


def _until(duration: timedelta | None, group: Group, at: datetime) -> str:
    if duration is not None:
        return f"from {phrases.moment(at + duration, group.timezone, now=at)}"
    return "when an admin says so"
