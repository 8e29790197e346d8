"""Policies that read well and can't work: what refuses a policy, and what is worth a second look.

Looks at a group whose every value and name is right. Remarks carry the path to what they are about; `load` knows where
that stands.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from chat.verdicts import Act
from policies.language.durations import show_duration
from policies.language.lengths import beyond_memory, unreachable_limits
from policies.language.names import Path
from policies.language.reach import unreachable_rules
from policies.language.remarks import Remark
from policies.language.schema import Group, Selling
from policies.language.uses import unused_names

__all__ = ["Remark", "lint"]

_DISCORD_LONGEST: Final = timedelta(days=28)
_TELEGRAM_SHORTEST: Final = timedelta(seconds=30)
_TELEGRAM_LONGEST: Final = timedelta(days=366)


def lint(group: Group) -> tuple[Remark, ...]:
    """Return everything about a group's policy that can't work or is likely a slip."""
    remarks = [*beyond_memory(group), *_platform_acts(group), *unused_names(group)]
    if group.selling is not None:
        remarks += _meaningless_keys(group.selling)
        remarks += _same_names(group.selling)
        remarks += unreachable_rules(group, group.selling)
        remarks += unreachable_limits(group, group.selling)
    return tuple(remarks)


def _meaningless_keys(selling: Selling) -> Iterator[Remark]:
    for section in ("never", "welcome"):
        for index, rule in enumerate(getattr(selling, section)):
            for key in ("limit", "approval"):
                if getattr(rule, key):
                    message = f"`{key}` belongs to an allowance: a rule under `{section}` has none"
                    yield Remark(("selling", section, index, key), message)
    for index, rule in enumerate(selling.welcome):
        if rule.then:
            yield Remark(("selling", "welcome", index, "then"), "`then` means nothing here: nobody breaks a welcome")


def _same_names(selling: Selling) -> Iterator[Remark]:
    """Promotions are charged to an allowance by its name, so two of one name would share their limits."""
    names = [rule.name for rule in selling.allow]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Remark(("selling", "allow", index), "an allowance above has this name: give each its own `name`")


def _platform_acts(group: Group) -> Iterator[Remark]:
    ladders = {(): group.consequences.ladder} | {(name,): one for name, one in group.consequences.named.items()}
    for name, ladder in ladders.items():
        for step, acts in ladder.steps.items():
            path: Path = ("consequences", *name, str(step))
            for act in acts:
                yield from _platform_act(group, act, path)


def _platform_act(group: Group, act: Act, path: Path) -> Iterator[Remark]:
    length = act.duration
    if group.platform == "discord" and act.name == "mute":
        if length is None:
            yield Remark(path, "Discord ends every time-out after 28 days: say how long, like `mute 7d`", warning=True)
        elif length > _DISCORD_LONGEST:
            yield Remark(path, f"Discord can't mute for {show_duration(length)}: 28 days at most")
    if group.platform == "telegram" and act.name in ("mute", "ban") and length is not None:
        if length < _TELEGRAM_SHORTEST:
            message = f"Telegram takes {act.name}s under 30 seconds as for ever: write at least 30s"
            yield Remark(path, message)
        elif length > _TELEGRAM_LONGEST:
            message = f"Telegram takes {act.name}s over 366 days as for ever: leave the time out, if that is meant"
            yield Remark(path, message, warning=True)
