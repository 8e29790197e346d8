"""What a message has, and what follows from a breach: features, acts, yes and no."""

import re
from dataclasses import dataclass
from typing import Final

from chat.verdicts import Act
from policies.language.durations import read_duration, show_duration

FEATURES: Final = (
    "price",
    "link",
    "own domain",
    "picture",
    "line",
    "word",
    "contact",
    "affiliation",
    "forward",
    "reply",
    "mention of everyone",
    "ask for a direct message",
    "profile link",
)
_PLURALS: Final = {name: f"{name}s" for name in FEATURES} | {
    "reply": "replies",
    "mention of everyone": "mentions of everyone",
    "ask for a direct message": "asks for a direct message",
}
_OTHER_NAMES: Final = {plural: name for name, plural in _PLURALS.items()} | {
    "image": "picture",
    "images": "picture",
    "photo": "picture",
    "photos": "picture",
}
_FEATURE: Final = re.compile(r"(?:(at most|at least|no more than)\s+(\d{1,5})\s+)?(.+)")
_AMOUNT: Final = re.compile(r"(?:(\d{1,5})\s+)?(.+)")


@dataclass(frozen=True, slots=True)
class FeatureTest:
    """A feature and how much of it: at least `least`, and at most `most` where that is given."""

    feature: str
    least: int = 1
    most: int | None = None

    def __str__(self) -> str:
        if self.most is not None:
            return f"at most {self.most} {self.feature if self.most == 1 else _PLURALS[self.feature]}"
        return self.feature if self.least == 1 else f"at least {self.least} {_PLURALS[self.feature]}"

    def holds(self, count: int) -> bool:
        """Tell whether a count of the feature passes."""
        return self.least <= count and (self.most is None or count <= self.most)


def read_feature(text: str) -> FeatureTest:
    """Read `price`, `at most 1 line`, `at least 15 words`. Raises ValueError that names the features."""
    match = _FEATURE.fullmatch(" ".join(text.lower().split()))
    name = _feature(match[3] if match else "", text, "also with 'at most N' or 'at least N' before it")
    if match is None or match[1] is None:
        return FeatureTest(name)
    number = int(match[2])
    if match[1] != "at least":
        return FeatureTest(name, least=0, most=number)
    if not number:
        raise ValueError(f"{text!r} is always so: write at least 1, or leave it out")
    return FeatureTest(name, least=number)


def read_amount(text: str) -> tuple[str, int]:
    """Read what an example has: `picture`, `2 pictures`. Raises ValueError that names the features."""
    match = _AMOUNT.fullmatch(" ".join(text.lower().split()))
    return _feature(match[2] if match else "", text, "also with a number before it"), int((match and match[1]) or 1)


def _feature(name: str, text: str, also: str) -> str:
    known = _OTHER_NAMES.get(name, name)
    if known not in FEATURES:
        raise ValueError(f"{text!r} is no feature: it is one of {', '.join(FEATURES)}; {also}")
    return known


ACTS: Final = ("notice", "remove", "mute", "kick", "ban", "ask admins")
LASTING: Final = ("mute", "ban")


def read_acts(text: str) -> tuple[Act, ...]:
    """Read `remove, mute 1d, ask admins`. Raises ValueError that names the acts."""
    acts = tuple(_read_act(part) for part in text.split(","))
    names = [act.name for act in acts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"{text!r} says {twice!r} twice")
    if "notice" in names and "remove" in names:
        raise ValueError(f"{text!r} doesn't fit together: with `notice` the post stays, with `remove` it goes")
    return acts


def _read_act(text: str) -> Act:
    lowered = " ".join(text.lower().split())
    for name in ACTS:
        if lowered == name:
            return Act(name=name)
        if name in LASTING and lowered.startswith(f"{name} "):
            return Act(name=name, duration=read_duration(lowered.removeprefix(name)))
    raise ValueError(f"{text!r} is no consequence: it is one of {', '.join(ACTS)}; mute and ban may say how long")


def show_acts(acts: tuple[Act, ...]) -> str:
    """Write acts as the language does."""
    return ", ".join(f"{act.name} {show_duration(act.duration)}" if act.duration else act.name for act in acts)


def read_switch(text: str) -> bool:
    """Read yes and no, however written. Raises ValueError."""
    if text.lower() in ("yes", "true", "on"):
        return True
    if text.lower() in ("no", "false", "off"):
        return False
    raise ValueError(f"{text!r} is neither yes nor no")
