"""The way in to one account's server: until somebody got in, one knocks at a time. Opens nothing itself.

A wrong password would otherwise be tried once for each message that is due, and providers lock accounts for less.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nightmail.delivery.outcome import Withheld
from nightmail.smtp.connection import Connection
from nightmail.smtp.failed import Failed

Answer = Connection | Failed | Withheld


class Door:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._one_at_a_time = asyncio.Lock()
        self._is_open = False
        self._refused: Failed | None = None
        self._refused_at = 0.0

    async def enter(self, knock: Callable[[], Awaitable[Answer]]) -> Answer:
        """What `knock` answers; where it is refused, whoever waited meanwhile hears the same and does not knock."""
        if not self._is_open:
            asked_at = self._loop.time()
            async with self._one_at_a_time:
                if not self._is_open:
                    if self._refused is not None and self._refused_at >= asked_at:
                        return self._refused
                    return self._noted(await knock())
        return self._noted(await knock())

    def _noted(self, answer: Answer) -> Answer:
        self._is_open = isinstance(answer, Connection)
        self._refused = answer if isinstance(answer, Failed) else None
        self._refused_at = self._loop.time()
        return answer
