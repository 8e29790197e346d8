"""`explain`: a message, the verdict, every rule and every signal. It prints; the pipeline judges."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.commandline import console
from bot.commandline.policies import choose_group, read_policy, show_problems
from bot.judged import Judged
from bot.replay import verdict_row
from bot.tally import act_words
from bot.texts import phrases, verdicts
from bot.texts.signals import signal_words
from bot.trials import play
from chat.errors import PolicyError, UsageError
from chat.verdicts import Answer, Check, Finding
from policies.language.schema import Expectation, Group, PolicyTest

_STYLES = {Answer.MATCHED: "bold", Answer.OVERRULED: "yellow", Answer.EXEMPT: "cyan", Answer.PASSED: "dim"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message and who posts it, where and when."""

    text: str
    as_: str | None = None
    in_: str | None = None
    at: str | None = None
    reply_to: str | None = None
    kind: str | None = None


def explain(path: Path, name: str | None, asked: Asked, *, as_json: bool) -> int:
    """Print what a policy would do with a message, and why."""
    try:
        policy, _ = read_policy(path)
    except PolicyError as error:
        return show_problems(path, error.problems, as_json=as_json)
    group = choose_group(policy, name)
    try:
        judged = asyncio.run(play(_as_test(asked), group))
    except ValueError as error:
        raise UsageError(str(error)) from None
    if as_json:
        console.print_json(_row(judged, group))
        return 0
    _show_verdict(judged, group)
    _show_rules(judged)
    _show_signals(judged)
    return 0


def _as_test(asked: Asked) -> PolicyTest:
    return PolicyTest(
        say=asked.text,
        as_=asked.as_,
        in_=asked.in_,
        at=asked.at,
        reply_to=asked.reply_to,
        kind=asked.kind,
        expect=Expectation(outcome="allow"),
    )


def _row(judged: Judged, group: Group) -> dict[str, Any]:
    verdict = judged.verdict
    return verdict_row(judged, group.timezone) | {
        "type": "explanation",
        "acts": [act_words(act) for act in verdict.acts],
        "ladder": verdict.ladder,
        "step": verdict.step,
        "unknown": list(verdict.unknown),
        "way": _way_row(judged),
        "rules": [_finding_row(finding) for finding in verdict.findings],
        "signals": [{"name": s.name, "weight": round(s.weight, 4)} for s in judged.promotion.signals],
        "features": dict(judged.promotion.features),
        "kinds": {kind: round(p, 4) for kind, p in judged.promotion.kinds.items()},
        "stance": str(judged.promotion.stance),
    }


def _way_row(judged: Judged) -> dict[str, Any] | None:
    way = judged.verdict.way
    if way is None:
        return None
    return {
        "rule": way.rule,
        "changes": [str(change) for change in way.changes],
        "place": way.place,
        "next": way.next.isoformat() if way.next else None,
    }


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "line": finding.line,
        "code": finding.code,
        "answer": str(finding.answer),
        "checks": [
            {"code": c.code, "holds": c.holds, "measured": c.measured, "limit": c.limit, "line": c.line}
            for c in finding.checks
        ],
    }


def _show_verdict(judged: Judged, group: Group) -> None:
    verdict, at = judged.verdict, judged.at
    out = console.out()
    style = {"allow": "bold green", "notice": "bold yellow", "hold": "bold yellow", "remove": "bold red"}
    what = f"{verdict.kind or 'no promotion'}, {judged.promotion.score:.0%} likely a promotion"
    out.print(f"{verdict.outcome} ", style=style[verdict.outcome], end="")
    out.print(f"({what}; {phrases.moment(at, group.timezone)})")
    if verdict.rule:
        out.print(f"by “{console.safe(verdict.rule)}” {verdict.line or ''}")
    for act in verdict.acts:
        out.print(f"  then {act_words(act)}")
    if verdict.unknown:
        out.print(f"  not known, so it counts for the member: {', '.join(verdict.unknown)}", style="dim")
    for sentence in verdicts.reasons(verdict, group):
        out.print(f"  {console.safe(sentence)}")
    if (way := verdicts.way_to_yes(verdict, group, at)) is not None:
        out.print(f"  {console.safe(way)}", style="green")


def _show_rules(judged: Judged) -> None:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for finding in judged.verdict.findings:
        shown = "; ".join(_check_words(check) for check in finding.checks)
        where = finding.line.rpartition(":")[2]
        table.add_row(
            f"{where:>4}",
            finding.code,
            console.safe(finding.rule),
            str(finding.answer),
            shown,
            style=_STYLES[finding.answer],
        )
    console.out().print("\nRules, with their lines:", style="bold")
    console.out().print(table)


def _check_words(check: Check) -> str:
    mark = {True: "✓", False: "✗", None: "?"}[check.holds]
    measured = f" ({check.measured})" if check.measured else ""
    return f"{mark} {check.code} {check.limit}{measured}".rstrip()


def _show_signals(judged: Judged) -> None:
    signals = sorted(judged.promotion.signals, key=lambda signal: -abs(signal.weight))
    if not signals:
        return
    console.out().print("\nSignals (log-odds of promotion):", style="bold")
    for signal in signals:
        console.out().print(f"  {signal.weight:+6.2f}  {signal_words(signal)}")
