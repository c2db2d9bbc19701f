"""Throw a draft away from the list, and bring it back. Decides nothing about messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.language import tr
from desktop.running import Runner
from desktop.screens.outbox.screen import OutboxScreen


class Discarding:
    """`changed` is told when the drafts are others."""

    def __init__(
        self,
        drafts: Drafts,
        runner: Runner,
        screen: OutboxScreen,
        *,
        changed: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._drafts = drafts
        self._runner = runner
        self._screen = screen
        self._changed = changed
        self._failed = failed

    def discard(self, id: UUID) -> None:
        work = asyncio.to_thread(self._taken_out, id, self._drafts.turn())
        self._runner.run(work, done=self._is_out, failed=self._failed)

    def _taken_out(self, id: UUID, turn: int) -> SavedDraft | None:
        saved = self._drafts.find(id)
        self._drafts.forget(id, turn)
        return saved

    def _is_out(self, saved: SavedDraft | None) -> None:
        if saved is not None:
            self._screen.say(tr("Draft discarded."), lambda: self._bring_back(saved))
        self._changed()

    def _bring_back(self, saved: SavedDraft) -> None:
        work = asyncio.to_thread(self._drafts.save, saved, self._drafts.turn())
        self._runner.run(work, done=lambda _: self._is_back(), failed=self._failed)

    def _is_back(self) -> None:
        self._screen.say(tr("The draft is back."))
        self._changed()
