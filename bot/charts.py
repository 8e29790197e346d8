"""The small picture under the weekly summary: eight weeks of people helped, with the group's goal.

Shows the group and never a person, so no name can be rendered wrongly or outlive `/forget me`. matplotlib takes a
second to import and is imported when a picture is drawn; only the fonts that it ships are used.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from chat.posts import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WEEKS: Final = 8
_INCHES: Final = (9.0, 4.2)
_DPI: Final = 100
_PAPER, _INK, _QUIET = "#fbf9f4", "#2f3437", "#8b8f8c"
_BEFORE, _NOW, _GOAL = "#b9cdbf", "#3f7d5a", "#c98a3b"
_BLOCKS: Final = "▁▂▃▄▅▆▇█"

Weeks = Sequence[tuple[datetime, int]]
"""People helped, by the start of each week, the newest last."""


def picture(weeks: Weeks, zone: ZoneInfo, *, goal: int | None = None) -> Picture:
    """Draw the picture of a summary. The same weeks give the same bytes."""
    shown = weeks[-WEEKS:]
    return Picture(png=_png(_drawn(shown, zone, goal)), alt=alt(shown, goal=goal))


def alt(weeks: Weeks, *, goal: int | None = None) -> str:
    """Return what the picture shows, in words, from the same numbers."""
    shown = [helped for _, helped in weeks[-WEEKS:]]
    if not shown:
        return "People helped each week: no weeks yet."
    aim = f" The group's goal is {goal} a week." if goal else ""
    if len(shown) == 1:
        return f"People helped this week: {shown[0]}.{aim}"
    before = ", ".join(str(helped) for helped in shown[:-1])
    return f"Bar chart of people helped each week, oldest first: {before}, and {shown[-1]} this week.{aim}"


def sparkline(weeks: Weeks, *, goal: int | None = None) -> str:
    """Return the weeks as one line of text: `▂▃▅█ 9 (goal 10)`."""
    shown = [helped for _, helped in weeks[-WEEKS:]]
    if not shown:
        return "no weeks yet"
    top = max(*shown, goal or 0, 1)
    line = "".join(_BLOCKS[min(len(_BLOCKS) - 1, helped * len(_BLOCKS) // (top + 1))] for helped in shown)
    return f"{line} {shown[-1]}" + (f" (goal {goal})" if goal else "")


def bars(weeks: Weeks, zone: ZoneInfo, *, goal: int | None = None, width: int = 40) -> list[str]:
    """Return the weeks as lines of text, a bar each, for the terminal."""
    shown = weeks[-WEEKS:]
    top = max([helped for _, helped in shown] + [goal or 0, 1])
    lines = []
    for start, helped in shown:
        length = round(helped * width / top)
        reached = "  goal reached" if goal and helped >= goal else ""
        lines.append(f"{_day(start, zone):>6}  {'█' * length}{'▏' if not length else ''} {helped}{reached}")
    return [*lines, *([f"{'goal':>6}  {'·' * round(goal * width / top)} {goal}"] if goal else [])]


def _day(start: datetime, zone: ZoneInfo) -> str:
    local = start.astimezone(zone)
    return f"{local.day} {local:%b}"


def _drawn(weeks: Weeks, zone: ZoneInfo, goal: int | None) -> "Figure":
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of its font cache
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.055, 0.13, 0.80 if goal else 0.89, 0.64))
    _bare(axes)
    _bars(axes, weeks, zone)
    _headline(figure, weeks)
    if goal:
        _goal(axes, goal)
    return figure


def _bare(axes: "Axes") -> None:
    """Take away what is no information: frame, ticks, the scale (every bar says its number)."""
    axes.set_facecolor(_PAPER)
    for name in ("top", "left", "right"):
        axes.spines[name].set_visible(False)
    axes.spines["bottom"].set_color("#ddd8cc")
    axes.set_yticks([])
    axes.tick_params(axis="x", length=0, pad=8)


def _bars(axes: "Axes", weeks: Weeks, zone: ZoneInfo) -> None:
    count = len(weeks)
    places = range(count)
    helped = [number for _, number in weeks]
    colours = [_BEFORE] * (count - 1) + [_NOW] * min(count, 1)
    axes.bar(places, helped, width=0.62, color=colours, zorder=2)
    top = max([*helped, 1])
    for place, number in zip(places, helped, strict=True):
        now = place == count - 1
        axes.annotate(
            str(number),
            (place, number),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=_INK if now else _QUIET,
            bbox={"facecolor": _PAPER, "edgecolor": "none", "pad": 1},
            zorder=3,
            **_font(15 if now else 12, bold=now),
        )
    labels = [_day(start, zone) for start, _ in weeks]
    axes.set_xticks(list(places), labels)
    for place, label in zip(places, axes.get_xticklabels(), strict=True):
        label.set(color=_INK if place == count - 1 else _QUIET, **_font(11))
    axes.set_xlim(-0.31, WEEKS - 0.69)
    axes.set_ylim(0, top * 1.16)


def _headline(figure: "Figure", weeks: Weeks) -> None:
    now = weeks[-1][1] if weeks else 0
    people = "person" if now == 1 else "people"
    title = f"{now} {people} helped this week" if now else "People helped each week"
    figure.text(0.055, 0.915, title, color=_INK, va="center", **_font(19, bold=True))
    under = "each bar a week: members who gained from another member" if len(weeks) > 1 else "our first week counted"
    figure.text(0.055, 0.835, under, color=_QUIET, va="center", **_font(11.5))


def _goal(axes: "Axes", goal: int) -> None:
    _, top = axes.get_ylim()
    axes.set_ylim(0, max(top, goal * 1.16))
    axes.axhline(goal, color=_GOAL, linewidth=1.4, linestyle=(0, (5, 4)), zorder=1)
    right = axes.get_xlim()[1]
    axes.text(right, goal, f"  our goal: {goal}", color=_GOAL, ha="left", va="center", **_font(11))


def _font(size: float, *, bold: bool = False) -> dict[str, Any]:
    """Return the font that matplotlib ships, by its file: no search among the machine's."""
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return {"fontproperties": FontProperties(fname=f"{get_data_path()}/fonts/ttf/{name}", size=size)}


def _png(figure: "Figure") -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=_DPI, facecolor=_PAPER, metadata={"Software": None})
    return file.getvalue()
