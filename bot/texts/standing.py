"""What members are told of themselves: what they gave and may promote, why a post came down, what is kept of them.

Exact and kind: nobody is compared with anybody, and no other member's words are ever quoted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.texts import meetups, people, phrases, verdicts
from bot.texts.phrases import length
from bot.texts.rules import called, fitted
from bot.texts.speech import many, mark, said
from chat.events import MessagePosted
from chat.giving import Contribution, Grade
from chat.ledger import DecisionRow
from chat.posts import Button, Post, Run, Section, Style
from chat.standing import Permit, Strike
from chat.verdicts import Outcome, Verdict
from policies.language.schema import Group, Rule

MOST_WHY: Final = 300
_MOST_ROWS: Final = 12
GRADES: Final = {
    Grade.CONFIRMED: mark("the one who gained said so"),
    Grade.STRUCTURAL: mark("what followed it shows so"),
    Grade.WORDED: mark("only words suggest it, so it counts nothing"),
}
_GRADE_NAMES: Final = {
    Grade.CONFIRMED: mark("confirmed"),
    Grade.STRUCTURAL: mark("structural"),
    Grade.WORDED: mark("worded"),
}
_STANDS: Final = {
    "permit": mark("an admin's yes covers it"),
    "kept": mark("an admin wants it kept"),
    "exempt": mark("the rules don't bind you"),
    "admin": mark("the rules don't bind admins"),
    "part_of": mark("it belongs to a post that stands"),
    "nothing_to_allow": mark("it reads as no promotion, so it needs no permission"),
    "no_selling_policy": mark("there are no selling rules here"),
}
_REFUSED: Final = frozenset({"never", "same_message", "no_allowance", "unsure"})
_FATES: Final = {
    Outcome.ALLOW: mark("it would stand, and may be asked about"),
    Outcome.NOTICE: mark("it would stay, with a note to you"),
    Outcome.REMOVE: mark("it would come down"),
    Outcome.HOLD: mark("it would wait for the admins"),
}
_TABLES: Final = {
    "said": mark("Texts of yours"),
    "message": mark("Posts remembered for a week, without their text"),
    "text_seen": mark("Texts known again when they come twice"),
    "link_use": mark("Sites that you linked to"),
    "question": mark("Questions"),
    "promotion": mark("Promotions"),
    "earned": mark("Posts that earned something"),
    "contribution": mark("What you gave"),
    "received": mark("What you were given"),
    "strike": mark("Strikes"),
    "permit": mark("Permits"),
    "decision": mark("Decisions about your posts"),
    "example": mark("What tells posts of yours that admins decided about, or may"),
    "term": mark("Words that I match questions to"),
    "exchange": mark("Referrals, introductions and promises of yours"),
    "asked": mark("Referrals, introductions and promises to you"),
    "asked_too": mark("More introductions of you"),
    "listing": mark("Lines in the directory"),
    "meetup": mark("Events that you host"),
    "attendance": mark("Events that you said yes or no to"),
    "step": mark("What you are being asked for just now"),
    "talked": mark("Members whom you answered, or who answered you"),
    "talked_too": mark("More members whom you answered, or who answered you"),
}
_ROWS: Final = {
    "strike": ("at", "rule"),
    "permit": ("until", "times"),
    "contribution": ("at", "kind", "grade"),
    "promotion": ("at", "kinds", "really"),
    "exchange": ("at", "kind", "state", "about"),
    "listing": ("at", "kind", "text"),
    "meetup": ("at", "title", "place"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """One allowance, and what the rules would say to a promotion of its kind by the member now."""

    rule: Rule
    verdict: Verdict
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What `/me` tells of: contributions of the last 28 days, allowances, live strikes, permits that are left."""

    given: tuple[Contribution, ...] = ()
    chances: tuple[Chance, ...] = ()
    strikes: tuple[Strike, ...] = ()
    permits: tuple[Permit, ...] = ()
    attended: tuple[int, int] = (0, 0)
    """Events that the member turned up at, of those that they said yes to."""


def fits(verdict: Verdict) -> bool:
    """Tell whether a verdict is a yes without a second thought."""
    return verdict.outcome is Outcome.ALLOW and verdict.way is None and verdict.code not in _REFUSED


def note(*lines: str, button: Button | None = None) -> Post:
    """Return a few sentences as a post."""
    return Post(sections=(_section(lines),), buttons=(button,) if button else ())


def me(own: Own, group: Group, at: datetime) -> Post:
    """Return what a member gave, may promote, has against them, and what is kept."""
    texts, facts = length(group.privacy.keep_text), length(group.privacy.keep_facts)
    kept = said(
        "What you write for {texts}, what you gave, promoted and were told for {facts}.", texts=texts, facts=facts
    )
    you = said("You in “{group}”", group=called(group.name))
    delete = said("/export me lists it, /forget me deletes it.")
    return fitted(
        _section([_given(own.given), *_attended(own.attended)], you),
        _section(_chances(own.chances, group, at), said("What you may promote")),
        _section(_against(own, group, at), said("Strikes and permits"), priority=1),
        _section([kept, delete], said("Kept about you"), priority=2),
    )


def _given(given: Sequence[Contribution]) -> str:
    helped = len({row.helped for row in given if row.helped is not None})
    kinds = [phrases.given(str(kind), number) for kind, number in sorted(Counter(row.kind for row in given).items())]
    if not kinds:
        return said("Nothing is counted for the last 28 days. An answer counts once the one who asked goes on from it.")
    what = phrases.both(kinds)
    return said("In the last 28 days: {what}. Members that you helped: {number}.", what=what, number=helped)


def _attended(attended: tuple[int, int]) -> list[str]:
    came, said_yes = attended
    return [meetups.turned_up(came, said_yes)] if said_yes else []


def _chances(chances: Sequence[Chance], group: Group, at: datetime) -> Iterator[str]:
    if not chances:
        yield said("No promotion is allowed here.") if group.selling else said("There are no selling rules here.")
    elif chances[0].verdict.code in ("admin", "exempt"):
        yield said("Anything: {why}.", why=said(_STANDS[chances[0].verdict.code]))
    else:
        yield from (f"{called(chance.rule.name)}: {_chance(chance, group, at)}" for chance in chances)


def _chance(chance: Chance, group: Group, at: datetime) -> str:
    verdict = chance.verdict
    place = phrases.place(chance.place) if chance.place else ""
    if fits(verdict):
        now = said("open to you now in {place}", place=place) if place else said("open to you now")
        return now + (said(", wherever it is asked for.") if chance.rule.solicited else ".")
    if verdict.outcome is Outcome.HOLD:
        first = said("open to you in {place}", place=place) if place else said("open to you")
        return first + said("; an admin looks at it first.")
    if verdict.code == "never":
        return said("not now; first comes the rule “{rule}”.", rule=called(verdict.rule or ""))
    reasons = verdicts.reasons(verdict, group) or [text for _, text in _failed(verdict, group)]
    not_now = said("not now (its place is {place}).", place=place) if place else said("not now.")
    return " ".join([not_now, *reasons, *_way(verdict, group, at)])


def _way(verdict: Verdict, group: Group, at: datetime) -> list[str]:
    """Return the nearest way to a yes, also of a post that would stand with a question mark."""
    return [way] if (way := verdicts.way_to_yes(replace(verdict, outcome=Outcome.REMOVE), group, at)) else []


def _failed(verdict: Verdict, group: Group) -> Iterator[tuple[str, str]]:
    """Yield the allowances for such a post that it does not fit, each with its reasons."""
    for finding in verdict.findings:
        failed = [check for check in finding.checks if check.holds is False]
        if any(check.code == "solicited" for check in failed):  # whoever is asked is not limited over all kinds
            failed = [check for check in failed if not check.code.startswith("frequency.")]
        if finding.code == "allow" and failed and all(check.code != "kinds" for check in failed):
            yield finding.rule, " ".join(verdicts.reason(check, group) for check in failed)


def _against(own: Own, group: Group, at: datetime) -> Iterator[str]:
    if not own.strikes:
        yield said("You have no strikes.")
    for strike in own.strikes[:_MOST_ROWS]:
        spans = (strike.at, strike.at + group.consequences.forgive_after)
        began, ends = (phrases.moment(moment, group.timezone, now=at) for moment in spans)
        yield said("The strike of {began} ends {ends}.", began=began, ends=ends)
    for permit in own.permits[:_MOST_ROWS]:
        yield _permit(permit, group, at)


def _permit(permit: Permit, group: Group, at: datetime) -> str:
    covers = said("any number of posts") if permit.times is None else many(permit.times, "{n} post", "{n} posts")
    if permit.offer:
        covers = said("{posts} of what was approved", posts=covers)
    if permit.until is None:
        return said("An admin's yes covers {posts}.", posts=covers)
    until = phrases.moment(permit.until, group.timezone, now=at)
    return said("An admin's yes covers {posts} until {moment}.", posts=covers, moment=until)


def why(message: MessagePosted, verdict: Verdict, group: Group, *, at: datetime, imagined: bool = False) -> Post:
    """Return the rule behind a decision in at most 300 characters, with the nearest way."""
    stands, named = verdict.outcome is Outcome.ALLOW, phrases.where(message, group)
    head = said("I only watch here; by the rules:") + " " if imagined and not stands else ""
    way = people.excerpt(verdicts.way_to_yes(verdict, group, at) or "", MOST_WHY // 2)
    room = MOST_WHY - len(way) - 1
    text = people.excerpt(head + (_stood(named, verdict) if stands else verdicts.opening(named, verdict)), room)
    for reason in [] if stands else verdicts.reasons(verdict, group):
        if len(text) + 1 + len(reason) <= room:
            text += f" {reason}"
    return note(f"{text} {way}".strip())


def _stood(named: str | None, verdict: Verdict) -> str:
    post = said("Your post in {place}", place=named) if named else said("Your post")
    if fits(verdict):
        return said("{post} stands: {why}", post=post, why=_fine(verdict))
    return said("{post} stands, but: {why}", post=post, why=verdicts.matter_of(verdict))


def _fine(verdict: Verdict) -> str:
    if verdict.code in _STANDS:
        return f"{said(_STANDS[verdict.code])}."
    kind, rule = phrases.kind(verdict.kind), called(verdict.rule or "")
    return said("it reads as {kind}, under “{rule}”.", kind=kind, rule=rule)


def credited(rows: Sequence[Contribution], group: Group, at: datetime) -> Post:
    """Return what messages were credited for: which, what kind, which grade."""
    return note(*(_credit(row, group, at) for row in rows[-_MOST_ROWS:]))


def _credit(row: Contribution, group: Group, at: datetime) -> str:
    return said(
        "Credited on {moment}: {what} (messages {messages}), {grade}: {why}.",
        moment=phrases.moment(row.at, group.timezone, now=at),
        what=phrases.kind(str(row.kind)) if str(row.kind) in phrases.KINDS else phrases.given(str(row.kind), 1),
        messages=phrases.both([people.excerpt(message, 40) for message in row.messages]),
        grade=said(_GRADE_NAMES[row.grade]),
        why=said(GRADES[row.grade]),
    )


def drafted(message: MessagePosted, verdict: Verdict, group: Group, at: datetime, *, kept: bool = False) -> Post:
    """Return what would become of a text if it were posted now: every reason at once, and where it would be fine."""
    nearest = verdict.way.rule if verdict.way else None
    other = [f"{called(rule)}: {text}" for rule, text in _failed(verdict, group) if rule != nearest]
    return fitted(
        _section(
            _if_posted(message, verdict, group, at, kept=kept),
            said("Your draft in “{group}”", group=called(group.name)),
        ),
        _section([] if fits(verdict) else other, said("The other ways"), priority=1),
    )


def _if_posted(message: MessagePosted, verdict: Verdict, group: Group, at: datetime, *, kept: bool) -> Iterator[str]:
    named = phrases.where(message, group)
    now = said("Posted now in {place}", place=named) if named else said("Posted now")
    if fits(verdict):
        yield said("{now} it would be fine: {why}", now=now, why=_fine(verdict))
    else:
        fate, matter = said(_FATES[verdict.outcome]), verdicts.matter_of(verdict)
        yield said("{now} {fate}: {why}", now=now, fate=fate, why=matter)
        yield from verdicts.reasons(verdict, group)
        yield from _way(verdict, group, at)
    if verdict.unknown:
        yield said("What a draft can't show, like pictures, is counted for you.")
    if kept:
        yield said("Its slot is yours for 15 minutes.")
    nothing = said("Nothing of its text is kept.") if kept else said("Nothing of it is kept.")
    watching = f" {said('For now I only watch: nothing is removed.')}" if group.mode == "observe" else ""
    yield f"{nothing}{watching}"


def exported(told: Mapping[str, Any], group: Group) -> Post:
    """Return what is kept of a member as plain lines. `told` is by table, rows by column."""
    rows = told.get("member")  # of somebody unknown, the bare id
    row: Mapping[str, Any] = rows[0] if isinstance(rows, list) else {}
    plainly = ("name", "handle", "organisation", "messages", "reactions", "nudges")
    known = {key: people.excerpt(str(row[key]), 80) for key in plainly if row.get(key)}
    known |= {key: _date(row, key) for key in row if key.endswith(("_seen", "_at", "_until"))}
    lines = [f"{key.removesuffix('_at').replace('_', ' ').capitalize()}: {known[key]}." for key in known]
    lines += [f"{line}." for line in _counts(told)]
    lists = (_section(_listed(told, table), said(_TABLES[table]), priority=1) for table in _ROWS)
    heading = said("Kept about you in “{group}”, times in UTC", group=called(group.name))
    return fitted(_section(lines or [said("Nothing.")], heading), *lists)


def _counts(told: Mapping[str, Any]) -> list[str]:
    return [f"{said(words)}: {len(told[table])}" for table, words in _TABLES.items() if told.get(table)]


def _listed(told: Mapping[str, Any], table: str) -> Iterator[str]:
    rows, (when, *rest) = told.get(table, ()), _ROWS[table]
    for row in rows[-_MOST_ROWS:]:
        words = [people.excerpt(str(row[key]).strip('[]"'), 80) for key in rest if row.get(key) is not None]
        yield f"{_date(row, when)}: {', '.join(words)}."
    if len(rows) > _MOST_ROWS:
        yield said("And {n} earlier.", n=len(rows) - _MOST_ROWS)


def _date(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or said("without end"))[:16].replace("T", " ")


def forgotten(told: Mapping[str, Any], group: Group) -> Post:
    """Return what was deleted, and what stays."""
    gone = "; ".join([said("your name and dates"), *_counts(told)]).lower()
    return note(
        said("You are forgotten in “{group}”. Deleted: {gone}.", group=called(group.name), gone=gone),
        said("What stays: the group's numbers, and how often limits with “ever” were used, under a keyed hash."),
        said("If you write again, you are new to me; /stop has to be said again then."),
    )


def appealed(card: Post, name: str, words: str) -> Post:
    """Return the card of an appeal: the one of the decision, below who asks and what they say."""
    said = ((Run(words[:500], Style.QUOTE),),) if words.strip() else ()
    lines = ((people.name(name), Run(" asks you to look again.")), *said)
    return replace(card, sections=(Section(lines=lines), *card.sections))


def status(group: Group, messages: int, rows: Mapping[str, int], held: int, outbox: Mapping[str, int] | None) -> Post:
    """Return for admins how the last seven days went and what waits."""
    heard = f"In the last 7 days: {phrases.counted(messages, 'message')}; decisions: {_numbers(rows)}."
    waits = f"Posts that wait for you: {held}.{f' Outbox: {_numbers(outbox)}.' if outbox is not None else ''}"
    return note(f"“{called(group.name)}”, mode {group.mode}.", heard, waits)


def _numbers(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "none"


def log(rows: Sequence[DecisionRow], names: Mapping[str, str], group: Group, at: datetime) -> Post:
    """Return for admins the last decisions, newest first: when, who, rule, outcome, id. No texts."""
    lines = []
    for row in reversed(rows):
        who, rule = people.name(names.get(row.member) or row.member), called(row.rule or "no rule")
        what = f"{row.outcome}{' (only watched)' if row.imagined else ''}, {rule} [{row.decision_id}]"
        lines.append((Run(f"{phrases.moment(row.at, group.timezone, now=at)}, "), who, Run(f": {what}")))
    return Post(sections=(Section(heading="The last decisions", lines=tuple(lines) or ((Run("None."),),)),))


def _section(lines: Iterable[str], heading: str | None = None, *, priority: int = 0) -> Section:
    return Section(lines=tuple((Run(line),) for line in lines), heading=heading, priority=priority)
