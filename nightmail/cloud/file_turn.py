"""Wait for a file lock without stopping the loop, and not for ever: the process that has it may itself have been stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from nightmail.errors import OutsideError, PersonError
from nightmail.profile_lock import ProfileLock

# Longer than a refresh with all its tries.
_LONGEST_SECONDS = 60.0
_LOOK_AGAIN = 0.02


@asynccontextmanager
async def turn(path: Path, *, longest: float = _LONGEST_SECONDS) -> AsyncIterator[None]:
    """One process at a time is inside. The lock goes with the process, however it ends. Raises OutsideError `profile-busy`."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = ProfileLock(path)
    await _take(lock, until=asyncio.get_running_loop().time() + longest)
    try:
        yield
    finally:
        lock.give_back()


async def _take(lock: ProfileLock, *, until: float) -> None:
    while True:
        try:
            lock.take()
        except PersonError as error:
            if asyncio.get_running_loop().time() > until:
                raise OutsideError(
                    "profile-busy",
                    "Another Nightmail on this PC has been holding the cloud's session for too long.",
                    next="Close the other one, then try again.",
                ) from error
        else:
            return
        await asyncio.sleep(_LOOK_AGAIN)
