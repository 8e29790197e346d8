"""`tune`: thresholds for one group, proposed from an export of it, with the messages that stand between them."""

import asyncio
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from bot import app
from bot.commandline import console
from bot.commandline.replaying import Options, open_for, progress, zone_of
from bot.settings import read_settings
from bot.texts import people
from chat.errors import ExportError, PolicyError, UsageError
from policies.language.load import load_policy
from policies.language.rewriting import CannotRewrite, with_thresholds
from policies.language.schema import Group
from policies.promotion.thresholds import Threshold
from policies.promotion.tuning import Cost, cost, propose

_SHOWN: Final = 20
_DAYS_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the export comes to."""

    group: Group
    weeks: float
    rows: tuple[app.Scored, ...]
    present: Threshold
    proposed: Threshold

    def cost(self, thresholds: Threshold) -> Cost:
        """Return what thresholds come to a week."""
        return cost([row.score for row in self.rows], self.weeks, thresholds)

    def between(self) -> list[app.Scored]:
        """Return what an admin would be asked about, the most probable first."""
        asked = (row for row in self.rows if self.proposed.ask <= row.score < self.proposed.act)
        return sorted(asked, key=lambda row: (-row.score, row.message_id))


def tune(options: Options, *, asked_a_week: float, write: bool, as_json: bool) -> int:
    """Propose thresholds, and write them where that is wanted; return 1 where the export broke."""
    if not (math.isfinite(asked_a_week) and asked_a_week >= 0):
        raise UsageError("--asked is how many posts a week, 0 or more")
    chat, group = open_for(options)
    run = app.Run(chat=chat, group=group, zone=zone_of(options, group))
    with progress(chat, options.file.name) as on_progress:
        scored = asyncio.run(app.score(run, read_settings(), on_progress))
    found = _found(group, scored, asked_a_week)
    if found is None:
        raise scored.broken or ExportError("it has no messages of members to tune by", file=str(options.file))
    if as_json:
        _print_json(found)
    else:
        _show(found)
    if write:
        _write(options.policy, group, found.proposed)
        console.err().print(f"{options.policy}: thresholds of {group.name} are written.")
    if scored.broken is not None:
        console.err().print(str(scored.broken))
    return 1 if scored.broken is not None else 0


def _found(group: Group, scored: app.ScoredChat, asked_a_week: float) -> Found | None:
    if not scored.rows or scored.first is None or scored.last is None:
        return None
    days = (scored.last - scored.first).total_seconds() / 86_400
    weeks = max(days / _DAYS_A_WEEK, 1 / _DAYS_A_WEEK)
    present = _present(group)
    proposed = propose([row.score for row in scored.rows], weeks, asked_a_week=asked_a_week, present=present)
    return Found(group=group, weeks=weeks, rows=scored.rows, present=present, proposed=proposed)


def _present(group: Group) -> Threshold:
    known = group.selling.thresholds.get("default") if group.selling else None
    return Threshold(ask=known.ask, act=known.act) if known else Threshold()


def _show(found: Found) -> None:
    out = console.out()
    out.print(f"{len(found.rows):,} messages in {found.weeks:.1f} weeks of {console.safe(found.group.name)}")
    table = Table(box=None, pad_edge=False, header_style="bold dim", padding=(0, 2, 0, 0))
    for name in ("", "ask", "act", "acted on a week", "expected wrong", "asked about a week"):
        table.add_column(name, justify="left" if not name else "right")
    for name, thresholds in (("now", found.present), ("proposed", found.proposed)):
        a_week = found.cost(thresholds)
        numbers = (f"{a_week.acted:.1f}", f"{a_week.wrong:.2f}", f"{a_week.asked:.1f}")
        table.add_row(name, f"{thresholds.ask:g}", f"{thresholds.act:g}", *numbers)
    out.print(table)
    between = found.between()
    out.print(f"\nBetween them, for the admins to decide: {len(between):,}", style="bold dim")
    for row in between[:_SHOWN]:
        why = ", ".join(row.signals)
        out.print(f"  {row.score:.2f}  {row.kind or '-'}  {console.safe(people.excerpt(row.text, 70))}  ({why})")
    if len(between) > _SHOWN:
        out.print(f"  … {len(between) - _SHOWN:,} more; --json lists all", style="dim")
    out.print(
        "\nWithout labels nobody can say what is missed: look at what stands, with `potluck replay`.", style="dim"
    )


def _print_json(found: Found) -> None:
    console.print_json(
        {
            "type": "thresholds",
            "group": found.group.name,
            "messages": len(found.rows),
            "weeks": round(found.weeks, 2),
            "present": _row(found, found.present),
            "proposed": _row(found, found.proposed),
        }
    )
    for one in found.between():
        row: dict[str, Any] = {"type": "between", "id": one.message_id, "score": round(one.score, 4), "kind": one.kind}
        console.print_json(row | {"signals": list(one.signals), "text": one.text})


def _row(found: Found, thresholds: Threshold) -> dict[str, float]:
    a_week = found.cost(thresholds)
    costs = {"acted": round(a_week.acted, 2), "wrong": round(a_week.wrong, 3), "asked": round(a_week.asked, 2)}
    return {"ask": thresholds.ask, "act": thresholds.act} | costs


def _write(path: Path, group: Group, thresholds: Threshold) -> None:
    """Write the policy, if what is written reads back as what was meant. Raises UsageError, and leaves it as it was."""
    source = path.read_text(encoding="utf-8")
    try:
        text = with_thresholds(source, group.name, thresholds.ask, thresholds.act)
        read = load_policy(text, str(path)).groups[group.name]
    except CannotRewrite as error:
        raise UsageError(f"{path} is left as it was: {error}") from None
    except PolicyError as error:
        raise UsageError(f"{path} is left as it was, since the change would break it: {error}") from None
    if _present(read) != thresholds:
        raise UsageError(f"{path} is left as it was: its thresholds come from elsewhere, change them there")
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
