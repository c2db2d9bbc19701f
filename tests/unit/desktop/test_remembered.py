"""What was last heard of the cloud stands there after a restart, for the person it is of, and goes with the sign-out."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.gateway.mirror import Mirror
from desktop.gateway.remembered import FILE, MOST, Remembered
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxQuery, OutboxRow, Place
from nightmail.schedule.model import WallTime
from tests.unit.desktop.fakes import NOW_AT, FakeGateway, item_of, message

SCHEDULED = OutboxQuery(frozenset({DeliveryState.SCHEDULED}))


def gateway_with(*subjects: str) -> FakeGateway:
    gateway = FakeGateway()
    for hours, subject in enumerate(subjects, 1):
        wall = WallTime(datetime(2026, 11, 12, 8, hours), "Europe/Berlin")
        gateway.add(item_of(message(subject), due=NOW_AT + timedelta(hours=hours), wall_time=wall, place=Place.CLOUD))
    return gateway


async def heard(folder: Path, gateway: FakeGateway) -> tuple[OutboxRow, ...]:
    mirror = Mirror(gateway, lambda: None, answers=lambda: True, remembered=Remembered(folder, "anna"))
    rows = await mirror.rows(SCHEDULED)
    await mirror.counts()
    await mirror.close()
    return rows


async def test_after_a_restart_without_the_project_the_list_stands_as_it_was_last_heard(tmp_path: Path) -> None:
    before = await heard(tmp_path, gateway_with("first", "second"))
    remembered = Remembered(tmp_path, "anna")
    mirror = Mirror(FakeGateway(), lambda: None, answers=lambda: False, remembered=remembered)

    mirror.recall(*remembered.read())
    rows = await mirror.rows(SCHEDULED)

    assert {(row.subject, row.delivery, row.to, row.wall_time, row.place) for row in rows} == {
        (row.subject, row.delivery, row.to, row.wall_time, Place.CLOUD) for row in before
    }
    assert mirror.waiting == 2


async def test_the_first_answer_takes_the_place_of_what_was_remembered(tmp_path: Path) -> None:
    await heard(tmp_path, gateway_with("first", "second"))
    remembered = Remembered(tmp_path, "anna")
    mirror = Mirror(gateway_with("third"), lambda: None, answers=lambda: True, remembered=remembered)
    mirror.recall(*remembered.read())

    assert [row.subject for row in await mirror.rows(SCHEDULED)] == ["third"]
    assert {row.subject for row in mirror.known.values()} == {"third"}


async def test_nobody_else_reads_it_and_a_sign_out_takes_it_away(tmp_path: Path) -> None:
    await heard(tmp_path, gateway_with("first"))
    others = Remembered(tmp_path, "ben").read()
    mode = os.stat(tmp_path / FILE).st_mode & 0o777

    Mirror(FakeGateway(), lambda: None, answers=lambda: True, remembered=Remembered(tmp_path, "anna")).forget_all()

    assert others == ((), {})
    assert mode == 0o600
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"form": 1}', '{"form": 1, "whose": "anna", "rows": [{}], "counts": {}}'])
def test_a_file_that_was_damaged_is_no_memory_and_no_trouble(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")

    assert Remembered(tmp_path, "anna").read() == ((), {})


async def test_a_long_history_is_kept_in_part(tmp_path: Path) -> None:
    (row,) = await heard(tmp_path, gateway_with("one"))

    Remembered(tmp_path, "anna").keep([row] * (MOST + 5), {})

    assert len(json.loads((tmp_path / FILE).read_text("utf-8"))["rows"]) == MOST


async def test_a_disk_that_takes_nothing_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    gone = tmp_path / "gone"

    await heard(gone, gateway_with("one"))
    await asyncio.sleep(0)

    assert Remembered(gone, "anna").read() == ((), {})
