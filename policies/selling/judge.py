"""From a message, what it promotes, what the ledger knew and the group's policy, to a verdict.

Nothing here reads a clock, a file, a database or a network: the same arguments give the same verdict, which is what
lets `replay`, `explain` and `test` be trusted. The first question of the order that answers decides; all that were
asked are recorded. Which rule stands first in the file never matters.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from chat.events import MessagePosted
from chat.promotions import PROMOTION_KINDS, Promotion
from chat.standing import Permit, Standing, State
from chat.verdicts import Act, Answer, Change, Charge, Check, Finding, Outcome, Verdict, Way
from policies.language.grammar import Limit
from policies.language.schema import Group, Rule, Selling
from policies.selling import consequences
from policies.selling.calendar import next_period
from policies.selling.case import Case
from policies.selling.conditions import check_rule
from policies.selling.doubt import Answer3, all_of, any_of
from policies.selling.frequency import check_frequency, check_limits, check_same_message, ever_keys
from policies.selling.kinds import is_of_no_kind, may_need_allowance, of_kind, promotes
from policies.selling.members import check_members, holds_none
from policies.selling.nearest import nearest_way

_NOT_JUDGED: Final = Verdict(outcome=Outcome.ALLOW, code="no_selling_policy")
_NOTHING_TO_ALLOW: Final = Verdict(outcome=Outcome.ALLOW, code="nothing_to_allow")
_DOWN: Final = frozenset({Outcome.REMOVE, Outcome.HOLD})
_REMOVE: Final = (Act(name="remove"),)
_ASK: Final = (Act(name="ask admins"),)


def judge(
    message: MessagePosted, promotion: Promotion, standing: Standing, group: Group, *, at: datetime | None = None
) -> Verdict:
    """Judge one message as of `at`: by default the time of its posting; of an edit, see `policy.md`."""
    if group.selling is None:
        return _NOT_JUDGED
    place = message.place or message.place_name
    case = Case(group=group, message=message, promotion=promotion, standing=standing, at=at or message.at, place=place)
    findings: list[Finding] = []
    verdict = _first_answer(case, group.selling, findings)
    if verdict is _NOTHING_TO_ALLOW:  # nearly every message: spare the copy
        return Verdict(outcome=Outcome.ALLOW, code="nothing_to_allow", findings=tuple(findings), kind=main_kind(case))
    return replace(verdict, findings=tuple(findings), kind=main_kind(case), unknown=_unknown(findings))


def _first_answer(case: Case, selling: Selling, findings: list[Finding]) -> Verdict:
    """Ask the questions in their order; the first that answers decides.

    Only a prohibition that leaves the post up does not protect it from a refusal that takes it down.
    """
    noted: Verdict | None = None
    for question in _ORDER:
        verdict = question(case, selling, findings)
        if verdict is not None and question is _never and verdict.outcome not in _DOWN:
            noted = verdict
        elif verdict is not None:
            return verdict if noted is None or verdict.outcome in _DOWN else replace(noted, charge=verdict.charge)
    raise AssertionError("the allowances always answer")


def main_kind(case: Case) -> str | None:
    """Return the built-in kind that a message is judged as: a promotion kind where it may be a promotion."""
    promotion = case.promotion
    if not promotion.kinds:
        return None
    if promotes(case) is not False:
        found = {kind: p for kind, p in promotion.kinds.items() if kind in PROMOTION_KINDS}
    else:
        found = {kind: p for kind, p in promotion.kinds.items() if of_kind(case, kind) is not False}
    return max(found, key=lambda kind: (found[kind], kind), default=None)


def _unknown(findings: list[Finding]) -> tuple[str, ...]:
    """Return the conditions of the rule that decided which could not be known."""
    deciding = [finding for finding in findings if finding.answer is Answer.MATCHED and finding.code == "allow"]
    return tuple(dict.fromkeys(check.code for finding in deciding for check in finding.checks if check.holds is None))


def _decides(findings: list[Finding], code: str, verdict: Verdict | None = None) -> Verdict:
    findings.append(Finding(rule=code.replace("_", " "), line="", code=code, answer=Answer.EXEMPT))
    return verdict or Verdict(outcome=Outcome.ALLOW, code=code)


def _who(case: Case, _selling: Selling, findings: list[Finding]) -> Verdict | None:
    if case.author.is_bot or case.message.sent_as_chat:
        return _decides(findings, "not_a_member")
    return _decides(findings, "admin") if case.author.is_admin else None


def _humans(case: Case, _selling: Selling, findings: list[Finding]) -> Verdict | None:
    """Respect a human decision: what an admin approved, pinned or restored stays, and a permit outranks every rule."""
    if case.standing.kept:
        return _decides(findings, "kept")
    permit = next((permit for permit in case.standing.permits if _covers(permit, case)), None)
    if permit is None or not _may_need_allowance(case):
        return None
    charge = Charge(allowance=None, limited=False, permit_id=permit.permit_id)
    return _decides(findings, "permit", Verdict(outcome=Outcome.ALLOW, code="permit", rule=permit.by, charge=charge))


def _covers(permit: Permit, case: Case) -> bool:
    in_time = permit.until is None or case.at < permit.until
    left = permit.times is None or permit.times > 0
    return in_time and left and permit.offer in (None, case.promotion.offer)


def _exempt(case: Case, selling: Selling, findings: list[Finding]) -> Verdict | None:
    if selling.exempt is None:
        return None
    if holds_none(selling.exempt, case):
        findings.append(_not_exempt(selling.exempt.roles, selling.line))
        return None
    checks = tuple(check_members(selling.exempt, case, selling.line))
    if all_of(check.holds for check in checks) is False:
        findings.append(Finding(rule="exempt", line=selling.line, code="exempt", answer=Answer.PASSED, checks=checks))
        return None
    findings.append(Finding(rule="exempt", line=selling.line, code="exempt", answer=Answer.EXEMPT, checks=checks))
    return Verdict(outcome=Outcome.ALLOW, code="exempt", rule="exempt", line=selling.line)


@lru_cache(maxsize=1024)
def _not_exempt(roles: tuple[str, ...], line: str) -> Finding:
    check = Check(code="roles", holds=False, limit=", ".join(roles), line=line)
    return Finding(rule="exempt", line=line, code="exempt", answer=Answer.PASSED, checks=(check,))


def _part_of(case: Case, _selling: Selling, findings: list[Finding]) -> Verdict | None:
    """Album or repetition: one promotion, one verdict. Only an album's pictures go with it."""
    whole = case.standing.part_of
    if whole is None:
        return None
    if whole.state in (State.REMOVED, State.HELD):
        if whole.album is None or whole.album != case.message.album:
            return None
        return _decides(findings, "part_of", Verdict(outcome=Outcome.REMOVE, code="part_of", acts=_REMOVE))
    return _decides(findings, "part_of")


def _never(case: Case, selling: Selling, findings: list[Finding]) -> Verdict | None:
    """Ask every prohibition; of several that match, the one with the harder consequence, then by name."""
    matched: list[tuple[Rule, consequences.Step]] = []
    for rule in selling.never:
        if (settled := _settled_at_once("never", rule, case)) is not None:
            findings.append(settled)
            continue
        checks, answer = _until_settled(rule, case)
        hit = answer is True
        observed = hit and rule.mode == "observe"
        findings.append(
            Finding(
                rule=rule.name,
                line=rule.line,
                code="never",
                answer=Answer.OVERRULED if observed else Answer.MATCHED if hit else Answer.PASSED,
                checks=checks,
            )
        )
        if hit and not observed:
            matched.append((rule, consequences.step(case, rule.then, counts=True)))
    if not matched:
        return None
    rule, step = min(matched, key=lambda pair: (-_severity(pair[1].acts), pair[0].name))
    return _breach(case, rule.name, rule.line, "never", step, way=None, check=None)


def _settled_at_once(code: str, rule: Rule, case: Case) -> Finding | None:
    """Return the finding of a rule that speaks of other kinds, or of something that the message has not."""
    if is_of_no_kind(rule, case):
        return _other_kind(code, rule.name, rule.line, rule.kinds)
    if not rule.kinds:
        for test in rule.has:
            if case.promotion.features.get(test.feature) == 0 and not test.holds(0):
                return _has_none(code, rule.name, rule.line, str(test))
    return None


@lru_cache(maxsize=1024)
def _has_none(code: str, name: str, line: str, test: str) -> Finding:
    check = Check(code="has", holds=False, measured="0", limit=test, line=line)
    return Finding(rule=name, line=line, code=code, answer=Answer.PASSED, checks=(check,))


@lru_cache(maxsize=1024)
def _other_kind(code: str, name: str, line: str, kinds: tuple[str, ...]) -> Finding:
    """Return the finding of a rule that speaks of other kinds: most rules, for most messages."""
    check = Check(code="kinds", holds=False, limit=", ".join(kinds), line=line)
    return Finding(rule=name, line=line, code=code, answer=Answer.PASSED, checks=(check,))


def _until_settled(rule: Rule, case: Case) -> tuple[tuple[Check, ...], Answer3]:
    checks = tuple(check_rule(rule, case))
    return checks, all_of(check.holds for check in checks)


def _severity(acts: tuple[Act, ...]) -> int:
    order = ("notice", "ask admins", "remove", "mute", "kick", "ban")
    return max(order.index(act.name) for act in acts)


def _same_message(case: Case, _selling: Selling, findings: list[Finding]) -> Verdict | None:
    checks = tuple(check_same_message(case))
    failed = [check for check in checks if check.holds is False]
    if checks:
        answer = Answer.MATCHED if failed else Answer.PASSED
        line = (failed or checks)[0].line
        findings.append(Finding(rule="same message", line=line, code="same_message", answer=answer, checks=checks))
    if not failed:
        return None
    step = consequences.step(case, failed[0].ladder, counts=True)
    ends = [check.next for check in failed]
    way = None
    if None not in ends:
        way = Way(
            rule="same message",
            line=failed[0].line,
            changes=(Change.WAIT,),
            failed=tuple(failed),
            next=max(end for end in ends if end is not None),
        )
    return _breach(case, "same message", failed[0].line, "same_message", step, way=way, check=failed[0])


def _welcome(case: Case, selling: Selling, findings: list[Finding]) -> Verdict | None:
    for rule in selling.welcome:
        if (settled := _settled_at_once("welcome", rule, case)) is not None:
            findings.append(settled)
            continue
        checks, answer = _until_settled(rule, case)
        fits = answer is not False and rule.mode == "enforce"
        matched = Answer.MATCHED if fits else Answer.PASSED
        findings.append(Finding(rule=rule.name, line=rule.line, code="welcome", answer=matched, checks=checks))
        if fits:
            return Verdict(outcome=Outcome.ALLOW, code="welcome", rule=rule.name, line=rule.line)
    if needs_allowance(case) is False:
        findings.append(Finding(rule="", line=selling.line, code="nothing_to_allow", answer=Answer.PASSED))
        return _NOTHING_TO_ALLOW
    return None


def needs_allowance(case: Case) -> Answer3:
    """Tell whether a message needs an allowance: it promotes, or is of a kind that an allowance names."""
    if not may_need_allowance(case.group, case.promotion):  # nearly every message
        return False
    answer = promotes(case)
    if answer is True:
        return True
    return any_of([answer, *(of_kind(case, name) for name in case.group.kinds_needing_allowance)])


def _may_need_allowance(case: Case) -> bool:
    return needs_allowance(case) is not False


def _allow(case: Case, selling: Selling, findings: list[Finding]) -> Verdict | None:
    fitting: list[Rule] = []
    waiting: list[Rule] = []
    over_all = check_frequency(case)
    for rule in selling.allow:
        checks = (*check_rule(rule, case), *check_limits(rule, case), *over_all)
        fits = all_of(check.holds for check in checks) is not False
        if fits and rule.mode == "enforce":
            (waiting if rule.approval else fitting).append(rule)
        answer = Answer.MATCHED if fits and not rule.approval and rule.mode == "enforce" else Answer.PASSED
        findings.append(Finding(rule=rule.name, line=rule.line, code="allow", answer=answer, checks=checks))
    doubtful = needs_allowance(case) is None
    if fitting:
        return _charged(_charged_to(fitting, case), case, doubtful=doubtful)
    if doubtful:
        return _unsure(case, selling, findings)
    held = [rule for rule in waiting if rule.approval and rule.approval.how == "admins"]
    return _held(min(held, key=lambda rule: rule.name), case) if held else _refused(case, selling)


def _charged_to(fitting: list[Rule], case: Case) -> Rule:
    """Of those that fit: one without a limit, else the one whose slot returns soonest, then by name."""
    return min(fitting, key=lambda rule: (bool(rule.limit), _slot_returns(rule, case), rule.name))


def _slot_returns(rule: Rule, case: Case) -> datetime:
    returns = [_returns(entry.limit, case) for entry in rule.limit]
    return max(returns, default=case.at)


def _returns(limit: Limit, case: Case) -> datetime:

    if limit.period.calendar:
        return next_period(case.at, limit.period.calendar, case.group.timezone)
    return case.at + limit.period.length if limit.period.length else datetime.max.replace(tzinfo=case.at.tzinfo)


def _charged(rule: Rule, case: Case, *, doubtful: bool) -> Verdict:
    """Doubt counts for the member: what may be no promotion is charged to nothing."""
    limited = not case.promotion.solicited
    charge = None if doubtful else Charge(allowance=rule.name, limited=limited, ever_keys=ever_keys(rule, case))
    return Verdict(outcome=Outcome.ALLOW, code="allow", rule=rule.name, line=rule.line, charge=charge)


def _unsure(case: Case, selling: Selling, findings: list[Finding]) -> Verdict:
    way = nearest_way(case)
    findings.append(Finding(rule="unsure", line=selling.line, code="unsure", answer=Answer.MATCHED))
    acts = _ASK if selling.unsure == "ask" else ()
    rule, line = (way.rule, way.line) if way else (None, selling.allow_line)
    return Verdict(outcome=Outcome.ALLOW, code="unsure", rule=rule, line=line, acts=acts, way=way)


def _held(rule: Rule, case: Case) -> Verdict:
    assert rule.approval is not None  # noqa: S101
    deadline = case.at + rule.approval.within if rule.approval.within else None
    charge = Charge(allowance=rule.name, limited=not case.promotion.solicited, ever_keys=ever_keys(rule, case))
    return Verdict(
        outcome=Outcome.HOLD, code="approval", rule=rule.name, line=rule.line, charge=charge, deadline=deadline
    )


def _refused(case: Case, selling: Selling) -> Verdict:
    way = nearest_way(case)
    if way is None:
        step = consequences.step(case, None, counts=True)
        return _breach(case, None, selling.allow_line, "no_allowance", step, way=None, check=None)
    rule = next(rule for rule in selling.allow if rule.name == way.rule)
    hardest = way.failed[-1] if way.failed else None
    of_limit = next((check.ladder for check in way.failed if check.ladder), None)
    fault = not all(check.others_only for check in way.failed) or not way.failed
    step = consequences.step(case, of_limit or rule.then, counts=fault)
    return _breach(
        case, way.rule, hardest.line or way.line if hardest else way.line, "allow", step, way=way, check=hardest
    )


def _breach(
    case: Case, rule: str | None, line: str, code: str, step: consequences.Step, *, way: Way | None, check: Check | None
) -> Verdict:
    outcome = consequences.outcome(step.acts)
    stays = outcome is not Outcome.REMOVE and code != "same_message" and needs_allowance(case) is True
    charge = Charge(allowance=None, limited=not case.promotion.solicited, ever_keys=ever_keys(None, case))
    return Verdict(
        outcome=outcome,
        code=code,
        rule=rule,
        line=line,
        acts=step.acts,
        ladder=step.ladder,
        step=step.number,
        strike=step.strike and outcome is not Outcome.ALLOW,
        charge=charge if stays else None,
        way=way,
        measured=check.measured if check else None,
        limit=check.limit if check else None,
        next=way.next if way else None,
    )


_ORDER: Final[tuple[Callable[[Case, Selling, list[Finding]], Verdict | None], ...]] = (
    _who,
    _humans,
    _exempt,
    _part_of,
    _never,
    _same_message,
    _welcome,
    _allow,
)
"""The questions, in the order of `policy.md` section 2; the last always answers."""
