"""Asks for news of a newer Nightmail. What that needs is imported on the background thread, after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from nightmail.clock import Clock
from nightmail.updates.channel import Installation, this_installation

if TYPE_CHECKING:
    from nightmail.updates.news import Release


class Updates(Protocol):
    @property
    def installation(self) -> Installation: ...

    async def newer(self) -> Release | None:
        """None where this is the newest. Raises OutsideError, with a sentence for people."""
        ...


class SignedUpdates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def installation(self) -> Installation:
        return this_installation()

    async def newer(self) -> Release | None:
        from nightmail.updates.ask import newer_release

        return await newer_release(self.installation, clock=self._clock)
