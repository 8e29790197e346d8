"""Every error that Potluck raises for a reason somebody can act on.

PotluckError
├── PolicyError      the policy file: problems, each with where and what to do
├── ExportError      an exported chat: where it broke and what was read
├── LedgerError      the database: not reachable, of a later version, locked
├── UsageError       the command's words are off (exit code 2)
└── PlatformError    a chat service refused or failed
    ├── Retryable    try again, at the earliest after `after`
    ├── Forbidden    not allowed: asking again won't help
    │   └── Blocked  a member wants to hear nothing from the bot
    └── Gone         the message or member isn't there any more
"""

from dataclasses import dataclass
from datetime import timedelta


class PotluckError(Exception):
    """The root: its text is a sentence for the person who reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a policy file. Line and column count from 1."""

    file: str
    line: int
    column: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {'warning: ' if self.warning else ''}{self.message}"


class PolicyError(PotluckError):
    """The policy can't be used; `problems` holds everything that is wrong with it, in the file's order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ExportError(PotluckError):
    """An exported chat can't be read, or not to its end. `where` is a line or byte as text, e.g. "line 12"."""

    def __init__(self, message: str, *, file: str, where: str | None = None) -> None:
        super().__init__(f"{file}{f', {where}' if where else ''}: {message}")
        self.file = file
        self.where = where


class LedgerError(PotluckError):
    """The database can't be used."""


class UsageError(PotluckError):
    """The words of a command don't fit together."""


class PlatformError(PotluckError):
    """A chat service refused or failed."""


class Retryable(PlatformError):
    """It may work later."""

    def __init__(self, message: str, *, after: timedelta) -> None:
        super().__init__(message)
        self.after = after


class Forbidden(PlatformError):
    """The service won't, now or later."""


class Blocked(Forbidden):
    """A member has blocked the bot, or is no more: never write to them again."""


class Gone(PlatformError):
    """What was to be acted on isn't there any more; for a deletion that is success."""
