"""What lint says, before anybody looks up where it stands."""

from typing import NamedTuple

from policies.language.names import Path


class Remark(NamedTuple):
    """A sentence about what a path of keys and numbers leads to. One that is no warning refuses the policy."""

    path: Path
    message: str
    warning: bool = False
    unused: bool = False
    """About a name that nothing uses."""
