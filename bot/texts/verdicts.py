"""What a member is told about a post: the rule in the admin's words, what was measured, the way to yes, the text back.

Kind, exact, short. A first breach by somebody who gives to the group reads differently from a tenth by somebody who
does not; nobody is ever compared with anybody.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.texts import phrases
from bot.texts.speech import many, said
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
        sections.append(Section(heading=said("Your text:"), lines=((Run(quote, Style.QUOTE),),), priority=1))
    return Post(sections=tuple(sections), buttons=(Button(label=said("Appeal"), data=f"appeal:{decision_id}"),))


def opening(named: str | None, verdict: Verdict, helped: int = 0) -> str:
    """Return the first sentence: what happened to which post, in a place that has a name."""
    what = said("Your post in {place}", place=named) if named else said("Your post")
    matter = matter_of(verdict)
    happened = {
        Outcome.REMOVE: said("{post} came down: {matter}", post=what, matter=matter),
        Outcome.HOLD: said("{post} waits for the admins: {matter}", post=what, matter=matter),
        Outcome.NOTICE: said("{post} stays up, with a note: {matter}", post=what, matter=matter),
        Outcome.ALLOW: said("{post} is fine: {matter}", post=what, matter=matter),
    }[verdict.outcome]
    if helped and verdict.step <= 1:
        members = many(helped, "{n} member", "{n} members")
        return f"{said('Thank you for helping {members} here lately.', members=members)} {happened}"
    return happened


def matter_of(verdict: Verdict) -> str:
    """Return what a decision rests on, as the second half of a sentence."""
    what, rule = phrases.kind(verdict.kind), verdict.rule
    if verdict.code == "never":
        return said("the rule here is “{rule}”.", rule=rule or "")
    if verdict.code == "same_message":
        return said("the same text is already here.")
    if verdict.code == "approval":
        return said("{kind} falls under “{rule}”, which an admin looks at first.", kind=what, rule=rule or "")
    if rule is None:
        return said("it reads as {kind}, and nothing in this group's rules allows that.", kind=what)
    return said("it reads as {kind}, and the nearest rule is “{rule}”.", kind=what, rule=rule)


def reasons(verdict: Verdict, group: Group) -> list[str]:
    """Return a sentence for every condition that failed, of the nearest allowance."""
    if verdict.way is None:
        return []
    return [reason(check, group) for check in verdict.way.failed]


def reason(check: Check, group: Group) -> str:
    """Return what a failed condition asks for and what was found, as a sentence."""
    if check.code == "for":
        return _too_new(check)
    if check.code == "earn":
        amount, measured = _earned(check.limit), check.measured or "0"
        return said("It takes {amount}; you have {measured}.", amount=amount, measured=measured)
    if check.code.startswith("frequency.") or check.code == "limit":
        return _used_up(check, group)
    found = {
        "channels": said("It belongs in {places}.", places=_either(check.limit, phrases.place)),
        "when": said("It has its time: {window} ({zone}).", window=check.limit, zone=group.timezone.key),
        "introduced": said("First comes a short introduction of yourself."),
        "has": said("It needs {feature}.", feature=phrases.feature(check.limit)),
        "without": said("It may not have {feature}.", feature=phrases.feature(check.limit)),
        "whose": said("It is for your own things.")
        if check.limit == "own"
        else said("It is for other people's things."),
        "solicited": said("It is for when somebody asks."),
        "roles": said("It is for {whom}.", whom=_either(check.limit)),
        "approval": said("An admin has to say yes first."),
        "not": said("This one is excepted from the rule."),
    }
    return found.get(check.code) or said("It is for {whom}.", whom=check.limit)


def _either(listed: str, shown: Callable[[str], str] = str) -> str:
    return phrases.either([shown(name) for name in listed.split(", ")])


def _used_up(check: Check, group: Group) -> str:
    """Return what a limit says that has no room."""
    given = {"limit": phrases.limit(check.limit), "measured": check.measured}
    found = {
        "limit": said("The limit is {limit}, and it is used up ({measured}).", **given),
        "frequency.member": said("Over all kinds the limit is {limit}, and it is used up ({measured}).", **given),
        "frequency.organisation": said("For one organisation the limit is {limit} ({measured} so far).", **given),
        "frequency.group": said("The whole group's limit is {limit}; others have used it up, it isn't you.", **given),
        "frequency.gap": said("Between two promotions the group leaves {span}; it isn't you.", span=_length(group)),
        "frequency.same_offer": said("The same offer has stood here lately; the limit for it is {limit}.", **given),
        "frequency.same_message": said(
            "The very same text has stood here already; the limit for it is {limit}.", **given
        ),
    }
    return found[check.code]


def _too_new(check: Check) -> str:
    span = _span(check.limit)
    if not check.measured:
        return said("It is open to members of {span} and longer.", span=span)
    ago = _span(check.measured)
    return said("It is open to members of {span} and longer; you joined {ago} ago.", span=span, ago=ago)


def _span(duration: str) -> str:
    """Return a duration of the policy language as people say it: "10d 23h" is "10 days"."""
    return phrases.span(read_duration(duration))


def _earned(asked: str) -> str:
    """Return what has to be earned as people say it: "1 contributions in 60d" is "1 contribution in 60 days"."""
    count, _, rest = asked.partition(" ")
    kind, within, length = rest.rpartition(" in ")
    what = phrases.given(kind or rest, int(count) if count.isdecimal() else 1)
    return said("{what} in {span}", what=what, span=_span(length)) if within else what


def _length(group: Group) -> str:
    return phrases.span(group.frequency.gap) if group.frequency.gap else said("a while")


def way_to_yes(verdict: Verdict, group: Group, at: datetime) -> str | None:
    """Return one sentence: what to do, where and when, for a yes."""
    if verdict.code in ("never", "approval") or verdict.outcome is Outcome.ALLOW:
        return None
    way = verdict.way
    if way is None:
        return said("If you think that it should have a place here, ask an admin.")
    return _sentence(way, group, at)


def _sentence(way: Way, group: Group, at: datetime) -> str:
    if Change.ASK_ADMINS in way.changes:
        return said("Ask an admin first: with a yes you can post it.")
    how = _how(way, group, at)
    if Change.CONTRIBUTE in way.changes:
        return said("Once that is given, you can post it{how}.", how=how)
    return said("You can post it{how}.", how=how)


def _how(way: Way, group: Group, at: datetime) -> str:
    """Return how, where and when, each with what parts it from the words before."""
    how = said(", changed like that,") if Change.WORDING in way.changes else ""
    if way.place:
        how += said(" in {place}", place=phrases.place(way.place))
    if Change.WAIT in way.changes and way.next is not None:
        return how + said(" from {moment}", moment=phrases.moment(way.next, group.timezone, now=at))
    return how if Change.CONTRIBUTE in way.changes else how + said(" right away")


def _consequences(verdict: Verdict, group: Group, at: datetime) -> Iterator[str]:
    for act in verdict.acts:
        until = None if act.duration is None else phrases.moment(at + act.duration, group.timezone, now=at)
        if act.name == "mute" and until:
            yield said("You can write again from {moment}.", moment=until)
        elif act.name == "mute":
            yield said("You can write again when an admin says so.")
        elif act.name == "ban" and until:
            yield said("You can come back from {moment}.", moment=until)
        elif act.name == "ban":
            yield said("You can come back when an admin says so.")
        elif act.name == "kick":
            yield said("You were put out of the group; you can join again.")
