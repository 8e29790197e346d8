"""The demo on a terminal: who says what, what came down, what each member was told, whom it nudged, the summary."""

import textwrap
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot import charts
from bot.commandline.console import safe
from bot.demo.play import Moment
from bot.rounds import Nudged, Summarised
from bot.texts import phrases
from chat.actions import Action, AskAdmins, MuteMember, PostToGroup, TellMember
from chat.events import ButtonPressed, CommandGiven, MemberJoined, MessageDeleted, MessageEdited, MessagePosted, Reacted
from chat.giving import Contribution, GivingKind
from chat.posts import Post, plain
from chat.verdicts import Outcome

WIDTH: Final = 80
_NAME: Final = 9
_INDENT: Final = 17
_GIVEN: Final = {
    GivingKind.ANSWER: "answer",
    GivingKind.THANKS: "thanked",
    GivingKind.WELCOME: "welcome",
    GivingKind.RECOMMENDATION: "recommendation",
    GivingKind.RESOURCE: "resource",
}


class Timeline:
    """Prints moments from a day on; what was before is only remembered by name."""

    def __init__(self, console: Console, zone: ZoneInfo, names: dict[str, str], first: date) -> None:
        """Print on a console, by a zone's clock. `names` are the members' shown names, by id."""
        self.console = console
        self.zone = zone
        self.names = names
        self.first = first
        self._day: date | None = None

    def show(self, moment: Moment) -> None:
        """Print one moment."""
        local = moment.at.astimezone(self.zone)
        if local.date() < self.first:
            return
        if local.date() != self._day:
            self._day = local.date()
            self.console.print()
            self.console.print(Text(f"{local:%A} {local.day} {local:%B}", style="bold cyan"))
        if moment.event is not None:
            self._event(moment, f"{local:%H:%M}")
        elif moment.actions:
            self._small(f"{local:%H:%M}", "the time has come", "dim")
        for action in moment.actions:
            self._action(action)
        for row in moment.given:
            self._contribution(row)
        if isinstance(moment.done, Nudged):
            self._nudge(moment.done, f"{local:%H:%M}")
        elif isinstance(moment.done, Summarised):
            self._summary(moment.done)

    def _event(self, moment: Moment, clock: str) -> None:
        match moment.event:
            case MessagePosted():
                self._message(moment, moment.event, clock)
            case MessageEdited():
                self._message(moment, moment.event.message, clock, note="edits: ")
            case MessageDeleted():
                self._small(clock, f"{self._name(moment.event.by)} deletes that again within ten minutes", "dim")
            case MemberJoined():
                self._small(clock, f"{self._name(moment.event.member)} joins", "dim")
            case Reacted():
                self._small(clock, f"{self._name(moment.event.member)} reacts {moment.event.emoji}", "dim")
            case CommandGiven():
                said = f"/{moment.event.name} {moment.event.argument}".strip().removeprefix("/ ")
                how = ", to the bot alone" if moment.event.private else ""
                self._small(clock, f"{self._name(moment.event.member)}{how}: {said}", "magenta")
            case ButtonPressed():
                self._small(clock, f"{self._name(moment.event.member)} presses [{moment.event.data}]", "magenta")
            case _:
                pass

    def _message(self, moment: Moment, message: MessagePosted, clock: str, note: str = "") -> None:
        verdict = moment.judged.verdict if moment.judged else None
        place = "" if message.place in (None, "general") else f"#{message.place}  "
        pictures = f" [{phrases.counted(message.pictures, 'picture')}]" if message.pictures else ""
        said = f"{place}{note}{safe(message.text)}{pictures}"
        down = verdict is not None and verdict.outcome in (Outcome.REMOVE, Outcome.HOLD)
        name = self._name(message.author).split()[0]
        head = Text.assemble((f"{clock}  ", "dim"), (f"{safe(name)[:_NAME]:<{_NAME}} ", "bold"))
        lines = textwrap.wrap(said, WIDTH - _INDENT, break_on_hyphens=False) or [""]
        for number, line in enumerate(lines):
            body = Text(line, style="strike dim" if down else "")
            self.console.print((head if number == 0 else Text(" " * _INDENT)) + body)
        if verdict is None:
            return
        if verdict.outcome is Outcome.REMOVE:
            self._mark("✗ removed", f"“{verdict.rule}”" if verdict.rule else "no rule allows it", "red")
        elif verdict.outcome is Outcome.HOLD:
            self._mark("… held for the admins", f"“{verdict.rule}”", "yellow")
        elif verdict.outcome is Outcome.NOTICE:
            self._mark("! stays, with a note", f"“{verdict.rule}”", "yellow")
        elif verdict.charge is not None:
            self._mark("✓ allowed", f"“{verdict.rule}”" if verdict.code != "permit" else "an admin said yes", "green")

    def _mark(self, what: str, why: str, style: str) -> None:
        self.console.print(Text(" " * _INDENT) + Text(what, style=style) + Text(f"  {safe(why)}", style="dim"))

    def _small(self, clock: str, text: str, style: str) -> None:
        lines = textwrap.wrap(safe(text), WIDTH - 7, break_on_hyphens=False)
        for number, line in enumerate(lines):
            self.console.print(Text.assemble((f"{clock}  " if number == 0 else " " * 7, "dim"), (line, style)))

    def _action(self, action: Action) -> None:
        if isinstance(action, TellMember):
            self._aside(f"to {self._of(action.member)}, privately", action.words, "blue")
        elif isinstance(action, PostToGroup):
            self._aside("to the group", action.words, "green")
        elif isinstance(action, AskAdmins):
            self._aside("card to the admins", action.card, "yellow")
        elif isinstance(action, MuteMember) and action.until is not None:
            until = phrases.moment(action.until, self.zone)
            self._mark("muted", f"{self._of(action.member)} can write again from {until}", "red")

    def _aside(self, title: str, post: Post, style: str) -> None:
        """Print words that only one reader sees, behind a bar."""
        bar = Text(" " * (_INDENT - 2)) + Text("│ ", style=style)
        self.console.print(bar + Text(title, style=style))
        for paragraph in plain(post).split("\n"):
            for line in textwrap.wrap(safe(paragraph), WIDTH - _INDENT):
                self.console.print(bar + Text(line, style="dim" if paragraph.startswith("> ") else ""))
        if post.buttons:
            self.console.print(bar + Text(" ".join(f"[{button.label}]" for button in post.buttons), style=style))

    def _contribution(self, row: Contribution) -> None:
        if row.helped is None or row.credit <= 0 or row.withdrawn:
            return
        giver, receiver = self._of(row.giver), self._of(row.helped)
        what = _GIVEN.get(row.kind, str(row.kind))
        more = {4.0: ", thanked", 5.0: ", ticked"}.get(row.weight, "") if row.kind is GivingKind.ANSWER else ""
        self.console.print(Text(" " * _INDENT) + Text(f"♥ {giver} helped {receiver} ({what}{more})", style="magenta"))

    def _nudge(self, nudge: Nudged, clock: str) -> None:
        self._small(clock, f"a nudge: {nudge.why}", "green")
        self._aside(f"to {nudge.name.split()[0]}, privately", nudge.words, "green")

    def _summary(self, summary: Summarised) -> None:
        self.console.print()
        for paragraph in plain(summary.post).split("\n"):
            for line in textwrap.wrap(safe(paragraph), WIDTH - 6) or [""]:
                self.console.print(Text("  ┃ ", style="bold green") + Text(line))
        self.console.print(Text("  ┃", style="bold green"))
        digest = summary.digest
        for line in charts.bars(digest.picture, self.zone, goal=digest.goal, width=34):
            self.console.print(Text("  ┃ ", style="bold green") + Text(line, style="green"))

    def _name(self, person: object) -> str:
        return getattr(person, "name", "somebody")

    def _of(self, member: str) -> str:
        return self.names.get(member, member).split()[0]
