"""The small grammars inside the policy's values, in one place for those who use what was read.

Every reader takes the text an admin wrote and returns a frozen value, or raises ValueError with a sentence that says
what was expected. Nothing here knows YAML.
"""

from policies.language.durations import CALENDAR, EVER, Calendar, Period, read_duration, show_duration
from policies.language.features import (
    ACTS,
    FEATURES,
    FeatureTest,
    read_acts,
    read_amount,
    read_feature,
    read_switch,
    show_acts,
)
from policies.language.limits import SUBJECTS, Earning, Limit, Subject, read_earning, read_limit
from policies.language.windows import (
    DAYS,
    MINUTES_A_DAY,
    MINUTES_A_WEEK,
    DayTime,
    Window,
    read_clock_span,
    read_day_time,
    read_windows,
)

__all__ = [
    "ACTS",
    "CALENDAR",
    "DAYS",
    "EVER",
    "FEATURES",
    "MINUTES_A_DAY",
    "MINUTES_A_WEEK",
    "SUBJECTS",
    "Calendar",
    "DayTime",
    "Earning",
    "FeatureTest",
    "Limit",
    "Period",
    "Subject",
    "Window",
    "read_acts",
    "read_amount",
    "read_clock_span",
    "read_day_time",
    "read_duration",
    "read_earning",
    "read_feature",
    "read_limit",
    "read_switch",
    "read_windows",
    "show_acts",
    "show_duration",
]
