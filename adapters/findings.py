"""What a look at a platform found: data for `doctor`, the same for all of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend` is what to do; None where all is well."""

    about: str
    found: str
    mend: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A group of the policy, as far as its platform is concerned."""

    name: str
    chat: str | None
    admins_chat: str | None
    enforces: bool
    places: tuple[str, ...] = ()
    """Ids and names of its places."""
