"""A run with nothing to do asks for nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from nightmail.dispatcher import Dispatcher
from nightmail.metronome import ApMetronome
from nightmail.ports import Due, Front
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.sqlite import SqliteStore
from tests.passwords import Passwords
from tests.patience import PATIENCE


async def test_a_run_without_accounts_is_at_rest_like_any_other(tmp_path: Path) -> None:
    class Asked(SqliteStore):
        was_asked = asyncio.Event()

        async def next_due(self, worker_id: UUID, *, closed: Sequence[UUID], after: Front | None = None) -> Due:
            due = await super().next_due(worker_id, closed=closed, after=after)
            self.was_asked.set()
            return due

    store, blobs = Asked(tmp_path / "nightmail.sqlite3"), FolderBlobs(tmp_path)
    await store.open()
    one = Dispatcher(store, blobs, SmtpSubmitter(Passwords(), blobs), metronome=ApMetronome())
    run = asyncio.create_task(one.run())
    # As it begins it may be woken by its own other work, and asks once more.
    async with asyncio.timeout(PATIENCE):
        while one._wakes_at - time.monotonic() <= 60:
            await store.was_asked.wait()
            store.was_asked.clear()
    one.stop()
    await run
    await store.close()
