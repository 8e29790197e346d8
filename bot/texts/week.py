"""What admins read about nudges and summaries: previews, what was not posted, and their own note of the week."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rounds.done import Noted, Nudged
from bot.texts import people, phrases
from bot.texts.nudges import WHY_NOT, day, reason_words
from bot.texts.summary import days
from chat.posts import Post, Run, Section, Style, plain
from policies.giving.holdout import Effect
from policies.giving.nudging import Plan


def line(text: str) -> Post:
    """Return one line as a post."""
    return _post(text)


def previewed(done: Nudged, zone: ZoneInfo) -> Post:
    """Return what a member of a new group would have been sent, and why."""
    who = people.name(done.name).text
    shown = tuple((Run(text, Style.QUOTE),) for text in plain(done.words).splitlines())
    head = (Run(f"Preview of a nudge, {phrases.moment(done.at, zone)}: to {who} ({done.why})."),)
    end = (Run("Nothing was sent. /nudges preview shows what comes next, /nudges pause stops them."),)
    return Post(sections=(Section(lines=(head, *shown, end)),))


def unknown(period: datetime, zone: ZoneInfo) -> Post:
    """Return the question whether a summary arrived."""
    return _post(
        f"I was interrupted while I posted the summary of the week from {day(period, zone)}: it may be there, or not.",
        "I don't post it again by myself. If it is missing, /summary now posts it.",
    )


def not_posted(period: datetime, zone: ZoneInfo, why: str) -> Post:
    """Say that the platform refused a summary."""
    return _post(
        f"The summary of the week from {day(period, zone)} could not be posted: {people.excerpt(why, 200)}",
        "Mend it (`potluck doctor` helps), then /summary now posts it.",
    )


def noted(note: Noted, zone: ZoneInfo) -> Post:
    """Return the admins' own note of the week: numbers, ring flags, what could not be delivered."""
    decided = _counts(note.outcomes) or "nothing had to be decided"
    appealed = f"; {phrases.counted(note.appealed, 'appeal')}" if note.appealed else ""
    shares = ", ".join(f"{helped} : {promoted}" for helped, promoted in note.shares)
    first = [
        f"Decisions: {decided}{appealed}.",
        f"People helped : promotions that stand, by week: {shares}.",
        f"First answer to a question: {_wait(note)}.",
    ]
    if note.replies:
        first.append(f"Nudges: {_counts(note.replies)}.")
    if note.undelivered:
        lost = _counts(note.undelivered)
        first.append(f"Not delivered, or not surely: {lost}. `potluck doctor` looks for the cause.")
    rings = [
        f"{phrases.both([people.name(name).text for name in ring])} mostly thank each other: it counts a quarter."
        for ring in note.rings
    ]
    heading = f"For the admins alone: {days(note.start, note.end, zone)}"
    return Post(sections=(_section(first, heading), *([_section(rings)] if rings else [])))


def _wait(note: Noted) -> str:
    open_ = f"; {phrases.counted(note.unanswered, 'question')} still open" if note.unanswered else ""
    return f"{phrases.span(note.reply_time) if note.reply_time is not None else 'none yet'} (median){open_}"


def _counts(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(numbers.items()))


def nothing_now() -> Post:
    """Say that a week which was summed up has nothing to tell any more."""
    return _post("Of that week nothing is left to tell, so the summary stays as it is.")


def usage(command: str) -> Post:
    """Say how a command is written."""
    words = {"summary": "preview, now or redo", "nudges": "preview, pause, resume or report"}[command]
    return _post(f"Write /{command} and one of {words}.")


def planned(plan: Plan, zone: ZoneInfo, *, paused: bool) -> Post:
    """Return whom a planning would nudge now, and for which reasons others are left in peace, as numbers."""
    lines = [
        f"{people.name(one.name).text}, {phrases.moment(one.at, zone)}: {reason_words(one, zone=zone)}"
        for one in plan.nudges
    ]
    head = "Nudges are paused; else these would come next:" if paused else "These nudges would come next:"
    nobody = "No nudge is due: there is nobody silent to whom something real can be offered."
    why = Counter(WHY_NOT[one.why] for one in plan.passed)
    left = [f"{number}: {words}" for words, number in why.most_common(8)]
    return Post(
        sections=(
            _section([head, *lines[:10]] if lines else [nobody]),
            *([_section(left, "Left in peace")] if left else []),
        )
    )


def effect(found: Effect) -> Post:
    """Return what came of nudges beside those held out, and whether that says anything."""
    lines = [
        f"Nudged: {found.sent}, of whom {found.sent_gave} gave something within a fortnight.",
        f"Held out: {found.held}, of whom {found.held_gave} did.",
    ]
    interval, difference = found.interval, found.difference
    if interval is None or difference is None:
        return _post(*lines, "Not conclusive: one of the two has nobody yet.")
    span = f"{interval[0] * 100:+.0f} to {interval[1] * 100:+.0f}"
    lines.append(f"Difference: {difference * 100:+.0f} points (between {span}, 19 times out of 20).")
    lines.append("That is more than chance." if found.conclusive else "Not conclusive: it may well be chance.")
    return _post(*lines)


def _section(lines: Sequence[str], heading: str | None = None) -> Section:
    return Section(lines=tuple((Run(text),) for text in lines), heading=heading)


def _post(*lines: str) -> Post:
    return Post(sections=(Section(lines=tuple((Run(text),) for text in lines)),))
