"""Answers to the commands that only show something, and to the buttons under what the bot said. Reads, and tells.

Written is only that a decision was appealed, so that the admins are asked once; deleted, a member who wants it.
"""

import json
import re
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.answers.ports import AnswerLedger, Inquiry
from bot.decisions import read_body
from bot.ports import Reader
from bot.recall import Recall
from bot.texts import cards, credited, replies, rules, standing
from bot.texts.speech import speaking
from bot.texts.standing import Chance, Own, fits
from chat.actions import Action, AskAdmins
from chat.events import ButtonPressed, CommandGiven, MessagePosted
from chat.ledger import Changes, DecisionRow, Known, PromotionRow, Wanted
from chat.promotions import PROMOTION_KINDS, Promotion, Stance
from chat.standing import Promoted, State
from chat.verdicts import Outcome, Verdict
from policies.giving.contributions import PAIR_WINDOW
from policies.giving.meetups import CLOSES, turned_up
from policies.language.schema import Group, Rule
from policies.promotion import NOTHING_READ, Reading, read_all, weigh
from policies.selling.judge import judge
from policies.selling.needs import needs

A_WEEK: Final = timedelta(days=7)
_LOG: Final = 10
_LOOKS_BACK: Final = (1, 7, 30, 400)
_PLACED: Final = re.compile(r"in\s+#?([^:\n]{1,80}?)\s*:\s*(.+)", re.DOTALL | re.IGNORECASE)
_FOR_ADMINS: Final = frozenset({"status", "policy", "log", "resume"})

Actions = tuple[Action, ...]


async def answer(
    command: CommandGiven,
    group: Group,
    chat: str,
    ledger: AnswerLedger,
    *,
    at: datetime,
    outbox: Mapping[str, int] | None = None,
    reader: Reader = read_all,
) -> Actions:
    """Answer a command; nothing to unknown ones, and to an admin's from somebody else.

    `chat` is the ledger's key of the group, `outbox` how many actions there are by state, where the caller knows.
    """
    name = command.name.casefold()
    do = _COMMANDS.get(name)
    if do is None or (name in _FOR_ADMINS and not command.member.is_admin):
        return ()
    member, about, given = command.member, command.message_id, command.argument.strip()
    inquiry = Inquiry(group=group, chat=chat, ledger=ledger, member=member, about=about, at=at, argument=given)
    alone = command.private or command.unseen
    more = replace(inquiry, reply_to=None if command.private else command.reply_to, private=alone)
    with speaking(group.language, group.words):
        return await do(replace(more, outbox=outbox, reader=reader))


async def pressed(event: ButtonPressed, group: Group, chat: str, ledger: AnswerLedger, *, at: datetime) -> Actions:
    """Answer a pressed button: `forget:yes` and `appeal:ID`; nothing to others."""
    inquiry = Inquiry(group=group, chat=chat, ledger=ledger, member=event.member, about=event.press_id, at=at)
    name, _, argument = event.data.partition(":")
    with speaking(group.language, group.words):
        if event.data == "forget:yes":
            return await _forget_now(inquiry)
        if event.data == "stop":
            return await _stop(inquiry)
        if name == "appeal" and argument:
            return await _appeal_about(inquiry, await inquiry.decision(argument, event.member.id), "")
    return ()


async def _start(asked: Inquiry) -> Actions:
    known = await asked.look(members=[asked.member.id])
    member = known.members.get(asked.member.id)
    return asked.tell(rules.start(asked.group, opted_out=member is not None and member.opted_out_at is not None))


async def _help(asked: Inquiry) -> Actions:
    return asked.tell(rules.commands(for_admin=asked.member.is_admin))


async def _rules(asked: Inquiry) -> Actions:
    return asked.tell(rules.rules(asked.group))


async def _me(asked: Inquiry) -> Actions:
    member, at, group = asked.member.id, asked.at, asked.group
    places = dict.fromkeys(name for rule in _allowances(group) for name in rule.channels)
    known = await asked.around(*(asked.post("", name) for name in (None, *places)))
    given = [row for row in known.credits.get(member, ()) if row.credit > 0 and at - PAIR_WINDOW < row.at <= at]
    life = group.consequences.forgive_after
    own = Own(
        given=tuple(given),
        chances=tuple(_chance(rule, asked, known) for rule in _allowances(group)),
        strikes=tuple(s for s in known.strikes.get(member, ()) if at < s.at + life and group.mode == "enforce"),
        attended=turned_up(await asked.ledger.gatherings.attended(asked.chat, member, at - CLOSES)),
        permits=tuple(p for p in known.permits.get(member, ()) if p.times != 0 and (not p.until or at < p.until)),
    )
    return asked.tell(standing.me(own, group, at))


def _allowances(group: Group) -> list[Rule]:
    return [rule for rule in group.selling.allow if rule.mode == "enforce"] if group.selling else []


def _chance(rule: Rule, asked: Inquiry, known: Known) -> Chance:
    """Judge a certain promotion of each kind in each place of one allowance, and return the best that comes of it."""
    assert asked.group.selling is not None  # noqa: S101 - it has an allowance
    alone = replace(asked.group, selling=replace(asked.group.selling, allow=(rule,), welcome=()))
    recall = Recall(asked.group, replace(known, permits={}), needs(asked.group))
    tries = [
        Chance(rule=rule, place=place, verdict=_verdict(asked.post("", place), made_up, recall, alone))
        for made_up in _made_up(rule, recall, asked)
        for place in rule.channels or (None,)
    ]
    return min(tries, key=_distance)


def _made_up(rule: Rule, recall: Recall, asked: Inquiry) -> Iterator[Promotion]:
    for kind in rule.kinds or PROMOTION_KINDS:
        own = asked.group.kinds.get(kind)
        kinds = (kind, *own.is_[:1]) if own else (kind,)
        yield Promotion(
            score=1.0 if any(name in PROMOTION_KINDS for name in kinds) else 0.0,
            kinds=dict.fromkeys(kinds, 1.0),
            stance=Stance.OTHERS if rule.whose == "others" else Stance.SELF,
            solicited=bool(rule.solicited),
            organisation=recall.member(asked.member.id).organisation,
        )


def _verdict(
    post: MessagePosted, promotion: Promotion, recall: Recall, group: Group, reading: Reading = NOTHING_READ
) -> Verdict:
    """Judge a message that was never posted. A thread of the policy counts as the place where it stands."""
    known = recall.standing(post, reading, promotion, at=post.at)
    if post.place_name is not None and post.place is None:
        known = replace(known, under=(post.place_name,))
    return judge(post, promotion, known, group, at=post.at)


def _distance(chance: Chance) -> tuple[int, int, datetime]:
    way = chance.verdict.way
    rank = 0 if fits(chance.verdict) else 1 if chance.verdict.outcome is Outcome.HOLD else 2 if way else 3
    return rank, len(way.changes) if way else 0, way.next if way and way.next else datetime.max.replace(tzinfo=UTC)


async def _draft(asked: Inquiry) -> Actions:
    if not asked.private:
        return asked.tell(replies.draft_in_private())
    place, text = _placed(asked.argument, asked.group)
    if not text:
        return asked.tell(replies.draft_how())
    post = asked.post(text, place)
    (reading,) = asked.reader((post,))
    recall = Recall(asked.group, await asked.around(post), needs(asked.group))
    promotion = weigh(reading, recall.context(post, reading))
    verdict = _verdict(post, promotion, recall, asked.group, reading)
    kept = verdict.charge is not None and verdict.charge.permit_id is None and fits(verdict)
    if kept:
        await _reserve(asked, post, promotion, verdict)
    return asked.tell(standing.drafted(post, verdict, asked.group, asked.at, kept=kept))


async def _reserve(asked: Inquiry, post: MessagePosted, promotion: Promotion, verdict: Verdict) -> None:
    """Keep a slot for a member's last draft: a quarter of an hour in which others can't take it."""
    slot = Promoted(
        message_id=f"draft:{asked.member.id}",
        at=asked.at,
        member=asked.member.id,
        organisation=promotion.organisation,
        offer=promotion.offer,
        place=post.place or post.place_name,
        kinds=(verdict.kind,) if verdict.kind else (),
        allowance=verdict.charge.allowance if verdict.charge else None,
        limited=verdict.charge.limited if verdict.charge else True,
        state=State.RESERVED,
    )
    async with asked.ledger.batch(asked.chat) as batch:
        await batch.write(Changes(chat=asked.chat, promotions=[PromotionRow(post=slot, really=State.RESERVED)]))


def _placed(argument: str, group: Group) -> tuple[str | None, str]:
    """Return the place of `in PLACE: text`, else the allowances' first, and the text."""
    channels = [name for rule in _allowances(group) for name in rule.channels]
    names = {name.strip().lstrip("#").casefold(): name for name in (*channels, *group.places)}
    match = _PLACED.fullmatch(argument)
    if match is not None and match[1].casefold() in names:
        return names[match[1].casefold()], match[2]
    return channels[0] if channels else None, argument


async def _why(asked: Inquiry) -> Actions:
    about_none = not asked.argument and asked.reply_to is None
    if asked.private and about_none and (last := await asked.last_credits()):
        return asked.tell(credited.listed(last, asked.group, asked.at))
    target = next(iter(asked.argument.split()), None) or asked.reply_to
    member = await asked.author(target)
    row = await asked.decision(target, member)
    posts = []
    if row is not None:
        kept = read_body(row.body)
        posts.append(standing.why(kept.message, kept.verdict, asked.group, at=asked.at, imagined=row.imagined))
    about = row.message_id if row is not None else target
    if about and (earned := await asked.credits(about, member)):
        posts.append(standing.credited(earned, asked.group, asked.at))
    if not posts:
        return asked.tell(replies.nothing_known())
    heading = None if member == asked.member.id else replies.author_is_told()
    sections = tuple(replace(section, heading=heading) for post in posts for section in post.sections)
    return asked.tell(replace(posts[0], sections=sections))


async def _export(asked: Inquiry) -> Actions:
    if asked.argument.casefold() not in ("", "me"):
        return asked.tell(replies.export_yourself())
    told = await asked.ledger.forgetting.export(asked.chat, asked.member.id)
    return asked.tell(standing.exported(told, asked.group))


async def _forget(asked: Inquiry) -> Actions:
    words = asked.argument.casefold().replace(",", " ").split()
    if words == ["me", "yes"]:
        return await _forget_now(asked)
    if words != ["me"]:
        return asked.tell(replies.forget_yourself())
    return asked.tell(replies.sure_to_forget(rules.called(asked.group.name)))


async def _forget_now(asked: Inquiry) -> Actions:
    told = await asked.ledger.forgetting.export(asked.chat, asked.member.id)
    await asked.ledger.forgetting.forget(asked.chat, asked.member.id)
    return asked.tell(standing.forgotten(told, asked.group))


async def _appeal(asked: Inquiry) -> Actions:
    """`/appeal` in reply to one's post, with its id, or about the last one; what else is said goes to the admins."""
    first, _, rest = asked.argument.partition(" ")
    if asked.reply_to is None and first and (row := await asked.decision(first, asked.member.id)) is not None:
        return await _appeal_about(asked, row, rest)
    row = await asked.decision(asked.reply_to, asked.member.id)
    return await _appeal_about(asked, row, asked.argument)


async def _appeal_about(asked: Inquiry, row: DecisionRow | None, words: str) -> Actions:
    if row is None or row.outcome == Outcome.ALLOW:
        return asked.tell(replies.nothing_to_appeal())
    body = json.loads(row.body)
    if body.get("appealed", asked.about) != asked.about:
        return asked.tell(replies.appealed_already())
    appealed = replace(row, body=json.dumps({**body, "appealed": asked.about}))
    async with asked.ledger.batch(asked.chat) as batch:
        await batch.write(Changes(chat=asked.chat, decisions=[appealed]))
    kept = read_body(row.body)
    text = (await asked.ledger.reports.texts(asked.chat, [row.message_id])).get(row.message_id)
    message = cards.read_again(kept.message, text)
    card = cards.card(
        message, kept.promotion, kept.verdict, asked.group, f"{row.decision_id}!", at=row.at
    )  # decided apart from the first card
    card = standing.appealed(card, asked.member.name, words)
    told = asked.tell(replies.appealed())
    return (AskAdmins(chat=asked.chat, decision_id=f"{row.decision_id}!", card=card), *told)


async def _status(asked: Inquiry) -> Actions:
    imagined, at = asked.group.mode == "observe", asked.at
    report = await asked.ledger.reports.period(asked.chat, at - A_WEEK, at, imagined=imagined)
    outcomes = Counter([row.outcome async for row in asked.decisions(A_WEEK)])
    everything = Wanted(chat=asked.chat, imagined=imagined, promoted_since=at - A_WEEK * 4, promoted_by_all=True)
    known = await asked.read(everything)
    held = sum(post.state is State.HELD for posts in known.promoted.values() for post in posts)
    return asked.tell_admins(standing.status(asked.group, report.messages, outcomes, held, asked.outbox))


async def _policy(asked: Inquiry) -> Actions:
    return asked.tell_admins(rules.policy(asked.group))


async def _log(asked: Inquiry) -> Actions:
    last: deque[DecisionRow] = deque(maxlen=_LOG)
    for days in _LOOKS_BACK:
        last.clear()
        last.extend([row async for row in asked.decisions(timedelta(days=days))])
        if len(last) == _LOG:
            break
    known = await asked.look(members={row.member for row in last})
    names = {row.member: row.name for row in known.members.values()}
    return asked.tell_admins(standing.log(tuple(last), names, asked.group, asked.at))


async def _stop(asked: Inquiry) -> Actions:
    return asked.tell(replies.stopped())


async def _away(asked: Inquiry) -> Actions:
    known = await asked.look(members=[asked.member.id])
    member = known.members.get(asked.member.id)
    until = member.away_until if member else None
    return asked.tell(replies.away(until or asked.at, asked.group.timezone))


async def _named(asked: Inquiry) -> Actions:
    known = await asked.look(members=[asked.member.id])
    member = known.members.get(asked.member.id)
    return asked.tell(replies.named(agreed=member is not None and member.named_ok))


async def _resume(asked: Inquiry) -> Actions:
    return asked.tell_admins(standing.note("Resumed: from now on I act by the policy as it is written."))


_COMMANDS: Final[dict[str, Callable[[Inquiry], Awaitable[Actions]]]] = {
    "start": _start,
    "help": _help,
    "rules": _rules,
    "me": _me,
    "why": _why,
    "draft": _draft,
    "export": _export,
    "forget": _forget,
    "appeal": _appeal,
    "stop": _stop,
    "away": _away,
    "named": _named,
    "status": _status,
    "policy": _policy,
    "log": _log,
    "resume": _resume,
}
