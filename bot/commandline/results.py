"""What a replay is printed as: by rule, by member, what changed, what the export could not show."""

from collections import Counter
from itertools import islice
from typing import Final

from rich.table import Table

from bot import app
from bot.commandline import console
from bot.result import Result
from bot.tally import OfMember, Tally
from bot.texts import phrases
from chat.posts import plain
from chat.verdicts import Outcome
from policies.language.schema import Group

_MOST_ROWS: Final = 12
_STYLES: Final = {"allow": "green", "notice": "yellow", "hold": "yellow", "remove": "red"}


def show_result(result: Result, chat: app.Chat, group: Group) -> None:
    """Print what a policy would have done."""
    out, tally = console.out(), result.tally
    if tally.first is None or tally.last is None:
        out.print("No message of a member was found in the export.")
    else:
        span = f"{tally.first.astimezone(group.timezone):%Y-%m-%d} to {tally.last.astimezone(group.timezone):%Y-%m-%d}"
        out.print(f"{group.name}: {tally.messages:,} messages of {len(tally.members):,} members, {span}", style="bold")
        out.print(_outcomes(tally))
        show_rules(tally)
        _show_members(tally)
        _show_giving(result)
    for note in (*chat.export.notes, *chat.trouble, *result.notes):
        out.print(f"· {console.safe(note)}", style="dim")


def _outcomes(tally: Tally) -> str:
    words = {"allow": "allowed", "notice": "noted", "hold": "held", "remove": "removed"}
    parts = [f"{tally.outcomes[name]:,} {word}" for name, word in words.items() if tally.outcomes[name]]
    asked = f"; {tally.asked:,} cards to the admins" if tally.asked else ""
    return ", ".join(parts) + asked


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold dim", padding=(0, 2, 0, 0))
    for index, name in enumerate(columns):
        table.add_column(name, justify="left" if index == 0 else "right", overflow="ellipsis", no_wrap=index > 0)
    return table


def show_rules(tally: Tally) -> None:
    """Print what each rule did."""
    if not tally.rules:
        return
    table = _table("by rule", "outcome", "times")
    for (rule, outcome), count in tally.rules.most_common(_MOST_ROWS):
        table.add_row(console.safe(rule), outcome, f"{count:,}", style=_STYLES[outcome])
    console.out().print()
    console.out().print(table)


def _show_members(tally: Tally) -> None:
    members = [member for member in tally.members.values() if member.promotions]
    if not members:
        return
    members.sort(
        key=lambda member: (-member.outcomes["remove"] - member.outcomes["hold"], -member.promotions, member.name)
    )
    table = _table("by member", "messages", "promotions", "removed or held", "noted")
    for member in members[:_MOST_ROWS]:
        cells = (member.messages, member.promotions, _down(member), member.outcomes["notice"])
        table.add_row(console.safe(member.name)[:40], *(f"{cell:,}" for cell in cells))
    console.out().print()
    console.out().print(table)
    if len(members) > _MOST_ROWS:
        console.out().print(f"… and {len(members) - _MOST_ROWS} more", style="dim")


def _down(member: OfMember) -> int:
    return member.outcomes["remove"] + member.outcomes["hold"]


def _show_giving(result: Result) -> None:
    out = console.out()
    if result.helped:
        table = _table("who helped whom", "times")
        for (giver, receiver), count in Counter(result.helped).most_common(_MOST_ROWS):
            table.add_row(f"{console.safe(giver)} → {console.safe(receiver)}", f"{count:,}")
        out.print()
        out.print(table)
    if result.nudges:
        out.print("\nWhom it would have nudged", style="bold dim")
        for nudge in islice(reversed(result.nudges), 5):
            when = phrases.moment(nudge.at, result.tally.zone)
            out.print(f"  {when}  {console.safe(nudge.name)}: {console.safe(nudge.why)}")
        if len(result.nudges) > 5:
            out.print(f"  … {len(result.nudges)} in all", style="dim")
    if result.summaries:
        out.print("\nThe last summary, as it would have been posted", style="bold dim")
        out.print(console.safe(plain(result.summaries[-1].post)))


def show_comparison(before: Result, after: Result, old: str, new: str) -> None:
    """Print which verdicts change between two policies, and for whom."""
    out = console.out()
    changed = [key for key in before.noted | after.noted if _outcome(before, key) != _outcome(after, key)]
    out.print(f"\n{old} → {new}: {len(changed):,} verdicts change", style="bold")
    ways = Counter((_outcome(before, key), _outcome(after, key)) for key in changed)
    for (was, becomes), count in ways.most_common():
        out.print(f"  {was} → {becomes}: {count:,}", style=_STYLES[becomes])
    who = Counter((after.noted.get(key) or before.noted[key])[1] for key in changed)
    for name, count in who.most_common(_MOST_ROWS):
        out.print(f"  {console.safe(name)}: {count:,}")


def _outcome(result: Result, key: str) -> Outcome:
    return result.noted[key][0] if key in result.noted else Outcome.ALLOW
