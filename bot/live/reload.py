"""Watches the policy file: a good one takes effect, a bad one is refused with its errors told to the admins."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import structlog
from watchfiles import awatch

from chat.errors import PolicyError, PotluckError
from policies.language.schema import Policy

_STEP: Final = 100
_LOOK: Final = 1_000
"""Milliseconds: between two questions to the file system, and after which the file is looked at anyway."""
_log = structlog.get_logger()

Load = Callable[[Path], Policy]
OnPolicy = Callable[[Policy], Awaitable[None]]
OnErrors = Callable[[str], Awaitable[None]]


async def watch(path: Path, seen: bytes, load: Load, on_policy: OnPolicy, on_errors: OnErrors) -> None:
    """Watch for ever. Editors replace files, so their folder is watched; and where no file system tells, we look.

    `seen` is what the policy in force was read from: a change before the watch began counts too.
    """
    path = await asyncio.to_thread(path.resolve)
    looks = awatch(path.parent, step=_STEP, debounce=200, recursive=False, rust_timeout=_LOOK, yield_on_timeout=True)
    async for _changes in looks:
        try:
            now = await asyncio.to_thread(path.read_bytes)
        except OSError:  # between an editor's removing and writing it
            continue
        if now == seen:
            continue
        seen = now
        try:
            policy = await asyncio.to_thread(load, path)
        except PolicyError as error:
            _log.warning("the changed policy is refused", problems=len(error.problems))
            await on_errors(str(error))
        except PotluckError as error:
            _log.warning("the changed policy is refused", why=str(error))
            await on_errors(str(error))
        else:
            _log.info("the changed policy is in force")
            await on_policy(policy)
