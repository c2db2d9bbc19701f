"""A probe answers in time even where the database and its driver hang."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from cloud_worker import wiring
from cloud_worker.wiring import probed
from nightmail.errors import OutsideError
from tests.patience import PATIENCE


async def test_a_question_that_hangs_in_being_cancelled_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "_PROBE_SECONDS", timedelta(milliseconds=10).total_seconds())
    let_go, gone = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        try:
            await let_go.wait()
        except asyncio.CancelledError:
            await let_go.wait()
        gone.set()
        raise OutsideError("database-unreachable", "Gone.")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(probed(hang()), PATIENCE)
    assert not gone.is_set()

    let_go.set()
    await asyncio.wait_for(gone.wait(), PATIENCE)


async def test_an_answer_and_a_failure_come_through() -> None:
    async def answer() -> int:
        return 7

    async def fail() -> int:
        raise OutsideError("database-unreachable", "Gone.")

    assert await probed(answer()) == 7
    with pytest.raises(OutsideError):
        await probed(fail())
