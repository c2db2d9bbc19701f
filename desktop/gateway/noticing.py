"""Notice that another program of the profile connected it to a project, or signed somebody in there. On the background loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn

# What belongs to the file is kept before it is written, but a keyring may show it to others a moment later.
_LOOKS_AFTER = 5


class Noticing:
    """`others_changed` tells whether the file says something else than what is known here; `reopen` reads it anew."""

    def __init__(
        self,
        file: Path,
        *,
        others_changed: Callable[[], Awaitable[bool]],
        reopen: Callable[[], Awaitable[None]],
        every: float,
    ) -> None:
        self._file = file
        self._others_changed = others_changed
        self._reopen = reopen
        self._every = every
        self._seen = _stamp(file)
        self._left = 0

    async def run(self) -> NoReturn:
        while True:
            await asyncio.sleep(self._every)
            await self.look()

    async def look(self) -> None:
        """Once; most looks see what was seen before."""
        now = _stamp(self._file)
        if now != self._seen:
            self._seen, self._left = now, _LOOKS_AFTER
        if not self._left:
            return
        self._left -= 1
        if await self._others_changed():
            await self._reopen()


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
