"""Limits: how many promotions a subject has standing in a period, and when the next has room.

Removed promotions never count. A sliding period looks at `(t - length, t]`, so a slot is back at exactly t + length.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from chat.standing import COUNTING, Promoted, State
from chat.verdicts import Check
from policies.language.grammar import EVER, Limit, Period
from policies.language.schema import Frequency, Group, LimitRule, Limits, Rule
from policies.selling.calendar import next_period, period_start
from policies.selling.case import Case

_FOR_GOOD: Final = datetime.max.replace(tzinfo=UTC)
RESERVED_FOR: Final = timedelta(minutes=15)
"""A draft's slot."""


def check_limits(rule: Rule, case: Case) -> list[Check]:
    """Check an allowance's own limits: they count what is charged to it."""
    charged = [post for post in _others(case) if post.allowance == rule.name]
    return [_check(limit, "limit", f"allow:{rule.name}", charged, case) for limit in rule.limit]


def check_frequency(case: Case) -> list[Check]:
    """Check the limits over all allowances. Solicited posts are neither limited by them nor counted."""
    if case.promotion.solicited:
        return []
    frequency = case.group.frequency
    counted = [post for post in _others(case) if post.limited]
    checks = [
        _check(limit, f"frequency.{name}", name, counted, case, default=subject)
        for name, limits, subject in _over_all(frequency)
        for limit in limits
    ]
    if frequency.gap is not None:
        checks.append(_check_gap(counted, case))
    return checks


def check_same_message(case: Case) -> list[Check]:
    """Check how often, or in how many places, the author has posted this very text."""
    posts = [
        Promoted(message_id="", at=at, member=case.author.id, place=place or None)
        for place, at in case.standing.same_text
    ]
    return [
        _check(limit, "frequency.same_message", "same_message", posts, case, default="text")
        for limit in case.group.frequency.same_message
    ]


def ever_keys(rule: Rule | None, case: Case) -> tuple[str, ...]:
    """Return the keys of the limits without end in which a promotion counts: those of its allowance, and over all."""
    return _ever_keys(rule, case.group, _subjects_of(case), limited=not case.promotion.solicited)


def ever_keys_of(post: Promoted, group: Group) -> tuple[str, ...]:
    """Return the keys of the limits without end in which a recorded promotion counts."""
    rules = group.selling.allow if group.selling else ()
    rule = next((rule for rule in rules if rule.name == post.allowance), None)
    subjects = _Subjects(post.member, post.organisation, post.offer, post.place)
    return _ever_keys(rule, group, subjects, limited=post.limited)


def ever_keys_asked(case: Case) -> tuple[str, ...]:
    """Return every key of a limit without end that judging this message may look at."""
    rules = case.group.selling.allow if case.group.selling else ()
    return tuple(dict.fromkeys(key for rule in (None, *rules) for key in ever_keys(rule, case)))


def _ever_keys(rule: Rule | None, group: Group, subjects: "_Subjects", *, limited: bool) -> tuple[str, ...]:
    scoped = [(f"allow:{rule.name}", entry, "member") for entry in rule.limit] if rule else []
    if limited:
        scoped += [(name, entry, subject) for name, limits, subject in _over_all(group.frequency) for entry in limits]
    keys = [_ever_key(scope, e.limit, subjects, subject) for scope, e, subject in scoped if e.limit.period == EVER]
    return tuple(dict.fromkeys(keys))


class _Subjects(NamedTuple):
    """Whom and what a limit can look at, of one promotion."""

    member: str
    organisation: str | None
    offer: str | None
    channel: str | None


def _subjects_of(case: Case) -> _Subjects:
    return _Subjects(case.author.id, case.promotion.organisation, case.promotion.offer, case.place)


def _ever_key(scope: str, limit: Limit, subjects: _Subjects, default: str) -> str:
    subject = limit.subject or default
    who = {
        "member": subjects.member,
        "organisation": subjects.organisation or subjects.member,
        "offer": subjects.offer,
        "channel": subjects.channel,
    }.get(subject)
    return f"{scope}|{subject}|{who or ''}"


def _over_all(frequency: Frequency) -> tuple[tuple[str, Limits, str], ...]:
    """Name the limits over all allowances, each with the subject that it has unless it says another."""
    return (
        ("member", frequency.member, "member"),
        ("organisation", frequency.organisation, "organisation"),
        ("group", frequency.group, "group"),
        ("same_offer", frequency.same_offer, "offer"),
    )


def _others(case: Case) -> list[Promoted]:
    """Everything that takes a slot, apart from the message itself (which is judged again after an edit)."""
    return [
        post
        for post in case.standing.promoted
        if post.state in COUNTING
        and post.message_id != case.message.message_id
        and post.at <= case.at
        and not (post.state is State.RESERVED and _is_over(post, case))
    ]


def _is_over(post: Promoted, case: Case) -> bool:
    """Tell whether a draft's slot is over: it is kept from others, and for a while."""
    return post.member == case.author.id or case.at - post.at >= RESERVED_FOR


def _check(rule: LimitRule, code: str, scope: str, posts: list[Promoted], case: Case, default: str = "member") -> Check:
    limit, subject = rule.limit, rule.limit.subject or default
    mine = [post for post in posts if _same_subject(post, subject, case)]
    if limit.period == EVER:
        taken = _ever(case, _ever_key(scope, limit, _subjects_of(case), default), mine)
        measured = _measure_counts(taken, limit, case.place)
        opens = None
    else:
        mine = [post for post in mine if post.at > _since(limit.period, case.at, case)]
        measured = _measure(mine, limit, case.place)
        opens = _room_at(mine, limit, case) if measured >= limit.count else case.at
    holds = measured < limit.count
    return Check(
        code=code,
        holds=holds,
        measured=str(measured),
        limit=str(limit),
        line=rule.line,
        next=case.at if holds else opens,
        others_only=subject == "group",
        ladder=rule.then,
    )


def _same_subject(post: Promoted, subject: str, case: Case) -> bool:
    own = post.member == case.author.id
    if subject == "organisation":
        organisation = case.promotion.organisation
        return own if organisation is None else own or post.organisation == organisation
    if subject == "offer":
        return post.offer is not None and post.offer == case.promotion.offer
    if subject == "channel":
        return case.place is not None and post.place == case.place
    return True if subject in ("group", "text") else own


def _measure(posts: Iterable[Promoted], limit: Limit, place: str | None) -> int:
    """Count posts; or other places than this one, so that a post where one stands already takes no new place."""
    if not limit.channels:
        return len(list(posts))
    if place is None:
        return 0
    places = {post.place for post in posts if post.place is not None}
    return len(places - {place}) if place not in places else 0


def _measure_counts(counts: Mapping[str, int], limit: Limit, place: str | None) -> int:
    if not limit.channels:
        return sum(counts.values())
    places = {where for where, count in counts.items() if where and count > 0}
    return 0 if place is None or place in places else len(places)


def _since(period: Period, at: datetime, case: Case) -> datetime:
    """Return the last instant that lies before the period (`post.at > since` counts)."""
    if period.calendar:
        return period_start(at, period.calendar, case.group.timezone) - timedelta(microseconds=1)
    assert period.length is not None  # noqa: S101 - a period without end has no beginning either
    return at - period.length


def _room_at(posts: list[Promoted], limit: Limit, case: Case) -> datetime | None:
    """Return the first instant at which enough of what stands now no longer counts."""
    if limit.period.calendar:
        period = next_period(case.at, limit.period.calendar, case.group.timezone)
        ends = [(min(period, _slot_ends(post)), post) for post in posts]
    else:
        assert limit.period.length is not None  # noqa: S101
        ends = [(min(post.at + limit.period.length, _slot_ends(post)), post) for post in posts]
    for free in sorted(end for end, _ in ends):
        if _measure([post for end, post in ends if end > free], limit, case.place) < limit.count:
            return free
    return None


def _slot_ends(post: Promoted) -> datetime:
    """Return when a draft's slot ends; of what was posted, never by itself."""
    return post.at + RESERVED_FOR if post.state is State.RESERVED else _FOR_GOOD


def _check_gap(counted: list[Promoted], case: Case) -> Check:
    gap = case.group.frequency.gap
    assert gap is not None  # noqa: S101 - asked only where there is one
    last = max((post.at for post in counted), default=None)
    free = max((min(post.at + gap, _slot_ends(post)) for post in counted), default=case.at)
    return Check(
        code="frequency.gap",
        holds=free <= case.at,
        measured="" if last is None else str(case.at - last),
        limit=str(gap),
        line=case.group.frequency.gap_line,
        next=max(free, case.at),
        others_only=True,
    )


def _ever(case: Case, key: str, mine: list[Promoted]) -> Mapping[str, int]:
    """Return the counts kept for good; where none are kept (a message judged by itself), those of the posts."""
    return case.standing.ever[key] if key in case.standing.ever else Counter(post.place or "" for post in mine)
