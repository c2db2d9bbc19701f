"""Ticks for agent and worker alike: the only file that imports APScheduler. It holds no messages (see decision 0008)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from nightmail.ports import Beat


class ApMetronome:
    """See `nightmail.ports.Metronome`. Beats run on the loop that `start` is called on."""

    def __init__(self) -> None:
        self._scheduler: AsyncIOScheduler | None = None

    def start(self, beats: Sequence[Beat]) -> None:
        # Beats keep their pace by themselves, so the zone is never looked at; UTC needs no zone database.
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for beat in beats:
            self._scheduler.add_job(
                beat.do,
                IntervalTrigger(seconds=max(beat.every / timedelta(seconds=1), 0.05), timezone="UTC"),
                id=beat.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
