"""A message as a file: what its recipients were handed, to the octet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from nightmail.delivery.audit import GENESIS, AuditEntry, AuditEvent, detail_text
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.outbox import Outbox
from nightmail.ports import Item
from nightmail.schedule.model import WallTime
from nightmail.store.blobs import FolderBlobs
from nightmail.store.sqlite import SqliteStore
from tests.letters import OWNER, account, message

WANTED = datetime(2026, 11, 12, 8, tzinfo=UTC)
HANDED_OVER = datetime(2026, 11, 12, 8, 3, 20, tzinfo=UTC)


async def test_a_mail_keeps_the_date_of_its_first_transaction_however_it_ended(tmp_path: Path) -> None:
    tokyo = WallTime(datetime(2026, 11, 12, 17), "Asia/Tokyo")
    ends = [(DeliveryState.FAILED, None), (DeliveryState.SENT, HANDED_OVER + timedelta(hours=2))]

    files = [await as_mail(tmp_path, state, sent_at=sent_at, wall_time=tokyo) for state, sent_at in ends]

    assert all(b"\r\nDate: Thu, 12 Nov 2026 17:03:20 +0900\r\n" in b"\r\n" + file for file in files)


async def test_a_mail_that_was_never_handed_over_names_the_time_it_is_wanted_at(tmp_path: Path) -> None:
    file = await as_mail(tmp_path, DeliveryState.SCHEDULED, sent_at=None, wall_time=None, was_handed_over=False)

    assert b"\r\nDate: Thu, 12 Nov 2026 08:00:00 +0000\r\n" in b"\r\n" + file


async def as_mail(
    folder: Path, state: DeliveryState, *, sent_at: datetime | None, wall_time: WallTime | None, was_handed_over: bool = True
) -> bytes:
    letter = message(account())
    intent = detail_text({"date": HANDED_OVER.isoformat(), "recipients": [0], "wire_sha256": "00"})
    entry = AuditEntry(letter.id, 3, HANDED_OVER, AuditEvent.TRANSMITTING, "worker:x", intent, GENESIS)
    delivery = Delivery(letter.id, OWNER, letter.account_id, state, WANTED, WANTED, WANTED + timedelta(hours=24))
    item = Item(letter, wall_time, delivery, (entry,) if was_handed_over else (), sent_at)
    outbox = Outbox(SqliteStore(folder / "nightmail.sqlite3"), FolderBlobs(folder / "blobs"), owner_id=OWNER)
    return await outbox.as_mail(item)
