"""How often something may happen, and how much must have been given before."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from policies.language.durations import EVER, Period, read_duration, read_period

Subject = Literal["member", "organisation", "offer", "channel", "group", "text"]
SUBJECTS: Final[dict[str, Subject]] = {
    "member": "member",
    "person": "member",
    "organisation": "organisation",
    "organization": "organisation",
    "company": "organisation",
    "offer": "offer",
    "channel": "channel",
    "place": "channel",
    "group": "group",
}
_COUNT_WORDS: Final = {"once": 1, "twice": 2, "one": 1, "two": 2, "three": 3}
_LIMIT: Final = re.compile(
    rf"(?P<count>\d{{1,12}}|{'|'.join(_COUNT_WORDS)})(?P<channels>\s+channels?)?"
    rf"(?:\s+per\s+(?P<subject>{'|'.join(SUBJECTS)}))?(?:\s+per\s+(?P<period>.+)|\s+(?P<ever>ever))"
)
_LIMIT_FORM: Final = (
    "N [channels] per [member | organisation | offer | channel | group] per [day | week | month | year | 7d] | ever"
)
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` promotions (or distinct channels) for each subject in a period."""

    count: int
    period: Period
    subject: Subject | None = None
    channels: bool = False

    def __str__(self) -> str:
        unit = (" channel" if self.count == 1 else " channels") if self.channels else ""
        subject = f" per {self.subject}" if self.subject not in (None, "text") else ""
        return f"{self.count}{unit}{subject} {self.period}"


def read_limit(text: str) -> Limit:
    """Read `1 per week`, `1 per organisation per 30d`, `1 channel per 30d`, `1 per member ever`.

    Raises ValueError with the form.
    """
    match = _LIMIT.fullmatch(re.sub(r"\b(?:a|each|every)\b", "per", text.strip().lower()))
    if match is None:
        raise ValueError(f"{text!r} is no limit: write {_LIMIT_FORM}, like '1 per week'")
    count = _COUNT_WORDS.get(match["count"]) or int(match["count"])
    if not count:
        raise ValueError(f"{text!r} allows nothing: leave the allowance out, or name its kinds under `never`")
    if count > MOST:
        raise ValueError(f"{text!r} is no limit: more than {MOST:,} is as good as none")
    subject = SUBJECTS[match["subject"]] if match["subject"] else None
    return Limit(count, _limit_period(match, text), subject, bool(match["channels"]))


def _limit_period(match: re.Match[str], text: str) -> Period:
    if match["ever"]:
        return EVER
    if match["period"] in SUBJECTS:
        raise ValueError(f"{text!r} doesn't say in what time: add `per week`, `per 30d` or `ever`")
    try:
        return read_period(match["period"])
    except ValueError as error:
        raise ValueError(f"{text!r} is no limit: write {_LIMIT_FORM}; {error}") from None


@dataclass(frozen=True, slots=True)
class Earning:
    """At least `count` of a kind (or contributions, or posts) within a period; `per` promotions, this one counted."""

    count: int
    kind: str
    period: Period
    per: int | None = None

    def __str__(self) -> str:
        per = {None: "", 1: " per promotion"}.get(self.per, f" per {self.per} promotions")
        period = "ever" if self.period == EVER else f"in {str(self.period).removeprefix('per ')}"
        return f"{self.count} {self.kind}{per} {period}"


_EARNING: Final = re.compile(
    r"(?P<count>\d{1,4})\s+(?P<kind>\S.*?)(?P<each>\s+per\s+(?:(?P<per>\d{1,4})\s+)?promotions?)?"
    r"\s+(?:(?:in|within)\s+(?P<length>.+)|(?P<ever>ever))"
)
_KINDS: Final = {"contribution": "contributions", "post": "posts"} | {
    f"{kind}s": kind
    for kind in ("answer", "referral", "introduction", "recommendation", "resource", "welcome", "question", "event")
}
"""One and several of what is earned, as people write them."""


def read_earning(text: str) -> Earning:
    """Read `3 contributions in 30d`, `2 value per promotion in 90d`, `1 introduction ever`. Raises ValueError."""
    match = _EARNING.fullmatch(" ".join(text.split()))
    if match is None or not int(match["count"]) or (match["per"] is not None and not int(match["per"])):
        raise ValueError(
            f"{text!r} can't be earned: write N KIND [per [M] promotion] in D, like '3 contributions in 30d'"
        )
    period = EVER if match["ever"] else Period(length=read_duration(match["length"]))
    per = int(match["per"] or 1) if match["each"] else None
    return Earning(int(match["count"]), _KINDS.get(match["kind"], match["kind"]), period, per)
