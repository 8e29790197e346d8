"""Fills the report's page. Everything that members wrote is data: escaped by the template, never markup."""

import base64
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from jinja2 import Environment, PackageLoader

from bot.judged import Judged
from bot.report.weeks import weeks_chart
from bot.result import Result
from bot.tally import act_words
from bot.texts import phrases, verdicts
from bot.texts.people import clean
from bot.texts.signals import signal_words
from chat.posts import Post, Run, Style
from policies.giving.rings import rings
from policies.language.schema import Group

OPEN_AT_ONCE: Final = 4
"""Messages of a rule that are shown without unfolding."""
MOST_SIGNALS: Final = 6
MOST_PAIRS: Final = 40
_OUTCOMES: Final = {"remove": "removed", "hold": "held", "notice": "noted", "allow": "asked about"}


def render(result: Result, group: Group, *, notes: tuple[str, ...]) -> str:
    """Return the page."""
    environment = Environment(loader=PackageLoader("bot.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["clean"] = clean
    environment.filters["shown"] = _shown
    page = environment.get_template("report.html")
    tally, zone = result.tally, group.timezone
    return page.render(
        group=group.name,
        span=_span(result, group),
        numbers=_numbers(result),
        rules=_rules(tally.samples, group),
        left_out=max(0, sum(tally.rules.values()) - len(tally.samples)),
        chart=weeks_chart(tally.weeks),
        helped=_helped(result),
        rings=_rings(result),
        waiting=[(name, phrases.moment(at, zone), text) for name, at, text in result.open_questions],
        nudges=[(one.name, phrases.moment(one.at, zone), one.why) for one in reversed(result.nudges)],
        summary=_summary(result.summaries[-1].post) if result.summaries else None,
        picture=_picture(result.summaries[-1].post) if result.summaries else None,
        notes=_notes(result, notes),
        open_at_once=OPEN_AT_ONCE,
    )


def _shown(text: str) -> str:
    """Return what somebody wrote with its lines, and a run of ours with the spaces at its ends."""
    ends = " " if text[:1] == " " else "", " " if text[-1:] == " " else ""
    return ends[0] + "\n".join(clean(line) for line in text.strip().splitlines()) + ends[1]


def _span(result: Result, group: Group) -> str:
    first, last = result.tally.first, result.tally.last
    if first is None or last is None:
        return "no messages"
    one, other = (at.astimezone(group.timezone) for at in (first, last))
    return f"{one.day} {one:%b %Y} to {other.day} {other:%b %Y}"


def _numbers(result: Result) -> list[tuple[str, str]]:
    tally = result.tally
    helped = {row.helped for row in result.contributions if row.helped and row.credit > 0}
    found = [
        ("messages", tally.messages),
        ("members", len(tally.members)),
        ("removed", tally.outcomes["remove"]),
        ("held", tally.outcomes["hold"]),
        ("noted", tally.outcomes["notice"]),
        ("admins asked", tally.asked),
        ("people helped", len(helped)),
        ("nudges", len(result.nudges)),
    ]
    return [(name, f"{number:,}") for name, number in found if number or name in ("messages", "removed")]


def _rules(samples: Iterable[Judged], group: Group) -> list[dict[str, Any]]:
    """Return the decisions by rule and outcome, those that took most messages down first."""
    by_rule: dict[tuple[str, str], list[Judged]] = {}
    for judged in samples:
        by_rule.setdefault((judged.verdict.rule or "No rule allows it", str(judged.verdict.outcome)), []).append(judged)
    order = list(_OUTCOMES)
    ordered = sorted(by_rule.items(), key=lambda item: (order.index(item[0][1]), -len(item[1]), item[0][0]))
    return [
        {
            "name": name,
            "outcome": outcome,
            "done": _OUTCOMES[outcome],
            "count": len(found),
            "messages": [_message(judged, group) for judged in found],
        }
        for (name, outcome), found in ordered
    ]


def _message(judged: Judged, group: Group) -> dict[str, Any]:
    message, verdict = judged.message, judged.verdict
    signals = [signal for signal in judged.promotion.signals if signal.name != "intercept" and signal.weight]
    signals.sort(key=lambda signal: -abs(signal.weight))
    way = verdicts.way_to_yes(verdict, group, judged.at)
    return {
        "author": message.author.name,
        "when": phrases.moment(judged.at, group.timezone),
        "where": message.place_name or message.place,
        "text": message.text or "(no text)",
        "kind": phrases.kind(verdict.kind) if verdict.kind else "no promotion",
        "score": f"{judged.promotion.score:.0%}",
        "line": verdict.line or "",
        "reasons": [*verdicts.reasons(verdict, group), *([way] if way else [])],
        "acts": [act_words(act) for act in verdict.acts if act.name not in ("remove", "notice")],
        "signals": [(signal_words(s), f"{s.weight:+.1f}", s.weight > 0) for s in signals[:MOST_SIGNALS]],
    }


def _helped(result: Result) -> list[dict[str, Any]]:
    """Return who helped whom, and how, most often first."""
    pairs: dict[tuple[str, str], Counter[str]] = {}
    for row in result.contributions:
        if row.helped is not None and row.credit > 0:
            names = (result.names.get(row.giver, row.giver), result.names.get(row.helped, row.helped))
            pairs.setdefault(names, Counter())[str(row.kind)] += 1
    ordered = sorted(pairs.items(), key=lambda item: (-item[1].total(), item[0]))
    return [
        {"giver": giver, "receiver": receiver, "times": kinds.total(), "kinds": ", ".join(sorted(kinds))}
        for (giver, receiver), kinds in ordered[:MOST_PAIRS]
    ]


def _rings(result: Result) -> list[tuple[str, str]]:
    """Return who thanked mostly each other in the last four weeks, and how much of their giving that was."""
    if result.tally.last is None:
        return []
    found = rings(result.contributions, result.tally.last)
    names = (phrases.both([clean(result.names.get(member, member)) for member in ring.members]) for ring in found)
    return [(who, f"{ring.share:.0%}") for who, ring in zip(names, found, strict=True)]


def _summary(post: Post) -> list[dict[str, Any]]:
    return [
        {"heading": section.heading, "lines": [[_run(run) for run in line] for line in section.lines]}
        for section in post.sections
    ]


def _run(run: Run) -> tuple[str, str]:
    """Return a run as a class and a text; a link to a message leads nowhere on a page."""
    leads_nowhere = run.style is Style.LINK and "://" not in (run.target or "")
    return str(run.style), "" if leads_nowhere else run.text


def _picture(post: Post) -> tuple[str, str] | None:
    if post.picture is None:
        return None
    return f"data:image/png;base64,{base64.b64encode(post.picture.png).decode()}", post.picture.alt


def _notes(result: Result, notes: tuple[str, ...]) -> list[str]:
    tally = result.tally
    found = [*notes]
    if tally.unknown_places:
        found.append(
            f"{tally.unknown_places:,} messages show no channel or topic: rules on places count for the member."
        )
    if result.skipped:
        found.append(f"{phrases.counted(result.skipped, 'week')} had too little in it for a summary.")
    if tally.breaker:
        found.append(
            f"The breaker would have tripped {phrases.counted(len(tally.breaker), 'time')}: "
            "live, the bot goes back to observing and tells the admins."
        )
    if result.broken is not None:
        found.append(f"The export could not be read to its end: {result.broken}")
    return found
