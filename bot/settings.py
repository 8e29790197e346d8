"""What the environment says: the database, the secret, the tokens. Nothing else reads the environment."""

import hashlib
import os
from dataclasses import dataclass
from typing import Final

DEFAULT_DATABASE: Final = "sqlite+aiosqlite:///potluck.db"
TELEGRAM_API: Final = "https://api.telegram.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one run. `repr` shows no secret."""

    database: str = DEFAULT_DATABASE
    secret: bytes = b""
    """Keys the hashes that nobody may undo."""
    telegram_token: str | None = None
    telegram_api: str = TELEGRAM_API
    discord_token: str | None = None
    discord_api: str | None = None
    """None: Discord's own; so is `discord_gateway`."""
    discord_gateway: str | None = None

    def __repr__(self) -> str:
        return f"Settings(database=..., secret={'set' if self.secret else 'not set'})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what must never be written anywhere."""
        found = (self.telegram_token, self.discord_token, self.secret.decode(errors="replace"))
        return tuple(text for text in found if text and len(text) > 5)

    @property
    def lasting_secret(self) -> bytes:
        """Return the secret, or one made of the token: it stays the same for as long as the bot does."""
        token = self.telegram_token or self.discord_token
        if self.secret or not token:
            return self.secret
        return hashlib.blake2b(f"potluck\0{token}".encode(), digest_size=32).digest()


def read_settings() -> Settings:
    """Read POTLUCK_DATABASE, POTLUCK_SECRET, and what begins with POTLUCK_TELEGRAM_ and POTLUCK_DISCORD_."""
    return Settings(
        database=os.environ.get("POTLUCK_DATABASE", DEFAULT_DATABASE),
        secret=os.environ.get("POTLUCK_SECRET", "").encode(),
        telegram_token=os.environ.get("POTLUCK_TELEGRAM_TOKEN", "").strip() or None,
        telegram_api=os.environ.get("POTLUCK_TELEGRAM_API", TELEGRAM_API).rstrip("/"),
        discord_token=os.environ.get("POTLUCK_DISCORD_TOKEN", "").strip() or None,
        discord_api=os.environ.get("POTLUCK_DISCORD_API", "").rstrip("/") or None,
        discord_gateway=os.environ.get("POTLUCK_DISCORD_GATEWAY", "").rstrip("/") or None,
    )
