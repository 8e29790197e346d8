"""Policies and pasts made by hypothesis: small enough to read when one fails, odd enough to break a judge."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from chat.errors import PolicyError
from chat.events import MessagePosted, Person
from chat.promotions import Promotion, Stance
from chat.standing import Earned, Promoted, Standing, State, Strike
from policies.language.load import load_policy
from policies.language.schema import Group

ZONES = (
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "America/Santiago",
)
"""Whole hours, halves and quarters, north and south, a change of half an hour, a change at midnight."""
CHANGES = (
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
)
"""Instants around which clocks change somewhere."""
PLACES = ("general", "offers")
MEMBERS = ("ana", "bo")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

hours = st.integers(0, 23).map("{:02}:00".format)
windows = st.one_of(
    st.sampled_from(_DAYS),
    st.builds("{} {}-{}".format, st.sampled_from(_DAYS), hours, hours).filter(lambda w: w[4:9] < w[10:]),
    st.sampled_from(("Sat 18:00 - Mon 09:00", "Sun 00:30-03:30", "Sun 01:30-02:30", "Sun 02:00-03:00")),
)
periods = st.sampled_from(("per day", "per week", "per month", "per 2d", "per 7d", "per 36h"))
limits = st.builds("{} {}".format, st.integers(1, 3), periods)
earnings = st.sampled_from(
    ("1 contributions in 30d", "2 contributions in 7d", "2 answer per promotion in 30d", "3 posts in 14d")
)


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return maps that have any of the keys."""
    return st.fixed_dictionaries({}, optional=keys)


members = some(**{"for": st.sampled_from(("3d", "14d", "1w")), "earn": earnings}).filter(bool)
allowances = some(
    kinds=st.sampled_from((["product"], ["service"], ["product", "service"])),
    channels=st.sampled_from((["offers"], ["general"], ["general", "offers"])),
    when=windows,
    members=members,
    limit=limits,
    approval=st.just("beforehand"),
    solicited=st.just("yes"),
)
frequencies = some(
    member=limits, group=limits, gap=st.sampled_from(("1h", "90m", "1d")), same_offer=st.just("1 channel per 30d")
)
nevers = st.one_of(
    st.just("mlm"),
    some(when=windows, channels=st.just(["general"])).filter(bool).map(lambda r: {"name": "Not then", **r}),
)


def group_of(allow: list[dict[str, Any]], *, zone: str = "UTC", **keys: Any) -> Group:
    """Return a group with such allowances; a policy is YAML, and JSON is YAML."""
    never = keys.pop("never", [])
    body = {
        "platform": "script",
        "mode": "enforce",
        "timezone": zone,
        "places": {"general": 1, "offers": 2},
        "selling": {"never": never, "allow": allow},
        **keys,
    }
    return load_policy(json.dumps({"version": 1, "groups": {"g": body}})).groups["g"]


@st.composite
def groups(draw: st.DrawFn) -> tuple[Group, list[dict[str, Any]], dict[str, Any]]:
    """Return a group, its allowances as they were written, and the rest of what was written."""
    rules = draw(st.lists(allowances, min_size=1, max_size=4))
    allow = [{"name": f"Rule {number}", **rule} for number, rule in enumerate(rules)]
    rest: dict[str, Any] = {
        "zone": draw(st.sampled_from(ZONES)),
        "never": draw(st.lists(nevers, max_size=1)),
        "frequency": draw(frequencies),
    }
    try:
        return group_of(allow, **rest), allow, rest
    except PolicyError:  # a rule that can never apply is an error: no policy
        reject()


instants = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(-9 * 86_400, 9 * 86_400),
)


@st.composite
def standings(draw: st.DrawFn, at: datetime, group: Group) -> Standing:
    """Return a past of one or two members before an instant."""
    began = at - timedelta(days=120)
    ago = st.one_of(st.integers(1, 1_800), st.integers(1, 20 * 86_400)).map(
        lambda seconds: at - timedelta(seconds=seconds)
    )
    names = [rule.name for rule in group.selling.allow] if group.selling else []
    promoted = draw(
        st.lists(
            st.builds(
                Promoted,
                message_id=st.uuids().map(str),
                at=ago,
                member=st.sampled_from(MEMBERS),
                offer=st.sampled_from(("bread", "cake")),
                place=st.sampled_from(("1", "2")),
                allowance=st.sampled_from([*names, None]),
                limited=st.booleans(),
                state=st.sampled_from((State.STANDS, State.STANDS, State.REMOVED, State.HELD, State.RESERVED)),
            ),
            max_size=5,
        )
    )
    earned = draw(
        st.lists(st.builds(Earned, at=ago, kind=st.sampled_from(("contributions", "answer", "posts"))), max_size=4)
    )
    strikes = draw(st.lists(st.builds(Strike, ladder=st.just(""), at=ago, told_at=ago), max_size=3))
    return Standing(
        began_at=began,
        joined_at=draw(st.one_of(st.none(), ago)),
        promoted=tuple(sorted(promoted, key=lambda post: post.at)),
        earned=tuple(earned),
        strikes=tuple(strikes),
    )


def offering(at: datetime, *, place: str = "1", number: str = "new") -> MessagePosted:
    """Return Ana's message with an offer."""
    return MessagePosted(at=at, chat="g", message_id=number, author=Person(id="ana", name="Ana"), text="-", place=place)


def of_kind(kind: str = "product", *, solicited: bool = False, offer: str = "bread") -> Promotion:
    """Return what recognition says of a certain promotion."""
    return Promotion(score=0.99, kinds={kind: 0.99}, stance=Stance.SELF, solicited=solicited, offer=offer)
