"""T2 of one delivery: the intent to write its dot, made durable first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from nightmail.ports import Claimed, Transmission


class Fence:
    """Passed once the intent is durable. `failed` says that the store did not answer, or what broke in asking it; then no dot
    follows. `let_through` are the recipients for whom one may have been written."""

    def __init__(self, write: Callable[[Transmission], Awaitable[bool]], claimed: Claimed) -> None:
        self._write = write
        self._claimed = claimed
        self._intended: tuple[datetime, str] | None = None
        self.failed: Exception | None = None
        self.let_through: tuple[int, ...] = ()

    def intend(self, date: datetime, fingerprint: str) -> None:
        self._intended = date, fingerprint

    async def passed(self, recipients: Sequence[int]) -> bool:
        assert self._intended is not None, "nothing was prepared"
        delivery = self._claimed.delivery
        intent = Transmission(delivery.id, delivery.run_lease, *self._intended, tuple(recipients))
        try:
            may_pass = await self._write(intent)
        except Exception as error:
            self.failed = error
            return False
        if may_pass:
            self.let_through = intent.recipients
        return may_pass
