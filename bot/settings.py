"""What the environment says: the database, the secret, later the tokens. Nothing else reads the environment."""

import os
from dataclasses import dataclass
from typing import Final

DEFAULT_DATABASE: Final = "sqlite+aiosqlite:///potluck.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one run. `repr` shows no secret."""

    database: str = DEFAULT_DATABASE
    secret: bytes = b""

    def __repr__(self) -> str:
        return f"Settings(database=..., secret={'set' if self.secret else 'not set'})"


def read_settings() -> Settings:
    """Read POTLUCK_DATABASE and POTLUCK_SECRET."""
    return Settings(
        database=os.environ.get("POTLUCK_DATABASE", DEFAULT_DATABASE),
        secret=os.environ.get("POTLUCK_SECRET", "").encode(),
    )
