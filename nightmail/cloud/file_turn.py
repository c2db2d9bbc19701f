"""Wait for a file lock without stopping the loop, and never keep one that came after its waiter had gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

from nightmail.secrets.file_lock import locked


@asynccontextmanager
async def turn(path: Path) -> AsyncIterator[None]:
    """One process at a time is inside. The lock goes with the process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = locked(path)
    taking = asyncio.ensure_future(asyncio.to_thread(lock.__enter__))
    try:
        await asyncio.shield(taking)
    except asyncio.CancelledError:
        taking.add_done_callback(lambda taken: _give_back(lock, taken))
        raise
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _give_back(lock: AbstractContextManager[None], taken: asyncio.Future[None]) -> None:
    if not taken.cancelled() and taken.exception() is None:
        lock.__exit__(None, None, None)
