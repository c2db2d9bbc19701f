"""Tampering with the record by hand, on every store: `verify` names the message and the entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, update

from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.ports import Scheduled, Store
from nightmail.store.tables import audit_entries, deliveries, messages, recipients
from nightmail.verify import verify_all
from tests.letters import OWNER, account, new


@pytest.fixture
async def kept(store: Store) -> tuple[Scheduled, ...]:
    """Three messages, each scheduled, held and released: three entries each."""
    anna = account()
    await store.save_account(anna)
    receipts = await store.schedule(OWNER, [new(anna, due=timedelta(hours=1)) for _ in range(3)])
    for receipt in receipts:
        assert await store.hold(OWNER, receipt.id) is DeliveryState.HELD
        assert await store.release_hold(OWNER, receipt.id) is DeliveryState.SCHEDULED
    return receipts


async def by_hand(store: Store, change: Callable[[Connection], Any]) -> None:
    await store._write(change)  # type: ignore[attr-defined]


async def test_an_untouched_record_is_intact(store: Store, kept: tuple[Scheduled, ...]):
    verified = await verify_all(store, OWNER)

    assert (verified.messages, verified.entries, verified.broken) == (3, 9, ())
    assert (await verify_all(store, None)).broken == ()
    assert (await verify_all(store, OWNER, kept[0].id)).entries == 3


@pytest.mark.parametrize("column", ["detail", "event", "actor", "at", "hash"])
async def test_a_changed_entry_is_named(store: Store, kept: tuple[Scheduled, ...], column: str):
    id = kept[1].id
    row = (audit_entries.c.message_id == id) & (audit_entries.c.seq == 2)

    def change(connection: Connection) -> None:
        old = connection.execute(select(audit_entries).where(row)).mappings().one()
        new_value = {"at": old["at"] + timedelta(seconds=1), "hash": bytes(32)}.get(column, f"{old[column]} ")
        connection.execute(update(audit_entries).where(row).values({column: new_value}))

    await by_hand(store, change)

    (broken,) = (await verify_all(store, OWNER)).broken
    assert (broken.message_id, broken.seq) == (id, 2)


@pytest.mark.parametrize("seq", [1, 2, 3])
async def test_a_removed_entry_is_named(store: Store, kept: tuple[Scheduled, ...], seq: int):
    id = kept[0].id
    row = (audit_entries.c.message_id == id) & (audit_entries.c.seq == seq)
    await by_hand(store, lambda connection: connection.execute(delete(audit_entries).where(row)))

    (broken,) = (await verify_all(store, OWNER)).broken
    assert (broken.message_id, broken.seq) == (id, seq)


async def test_a_whole_chain_removed_is_noticed(store: Store, kept: tuple[Scheduled, ...]):
    id = kept[2].id
    await by_hand(store, lambda connection: connection.execute(delete(audit_entries).where(audit_entries.c.message_id == id)))

    (broken,) = (await verify_all(store, OWNER)).broken
    assert broken.message_id == id


async def test_an_entry_added_by_hand_is_noticed(store: Store, kept: tuple[Scheduled, ...]):
    def change(connection: Connection) -> None:
        query = select(audit_entries).where(audit_entries.c.message_id == kept[0].id, audit_entries.c.seq == 3)
        last = dict(connection.execute(query).mappings().one())
        del last["id"]
        connection.execute(insert(audit_entries).values({**last, "seq": 4}))

    await by_hand(store, change)

    (broken,) = (await verify_all(store, OWNER)).broken
    assert (broken.message_id, broken.seq) == (kept[0].id, 4)


async def test_a_state_set_by_hand_with_a_shortened_chain_is_noticed(store: Store, kept: tuple[Scheduled, ...]):
    id = kept[0].id

    def change(connection: Connection) -> None:
        connection.execute(delete(audit_entries).where(audit_entries.c.message_id == id, audit_entries.c.seq == 3))
        connection.execute(update(deliveries).where(deliveries.c.id == id).values(state="held", audit_seq=2))

    await by_hand(store, change)

    (broken,) = (await verify_all(store, OWNER)).broken
    assert broken.message_id == id


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (messages, {"subject": "forged"}),
        (messages, {"text_body": "forged"}),
        (messages, {"sender_address": "mallory@example.org"}),
        (recipients, {"address": "mallory@example.org"}),
        (recipients, {"state": "accepted", "reply": "250 forged"}),
        (deliveries, {"state": "sent"}),
    ],
)
async def test_rows_that_no_longer_say_what_the_record_says_are_named(
    store: Store, kept: tuple[Scheduled, ...], table: Table, values: dict[str, object]
):
    id = kept[1].id
    key = table.c.message_id if "message_id" in table.c else table.c.id
    await by_hand(store, lambda connection: connection.execute(update(table).where(key == id).values(values)))

    (broken,) = (await verify_all(store, OWNER)).broken
    assert broken.message_id == id


async def test_asking_for_a_message_that_does_not_exist_is_answered(store: Store):
    with pytest.raises(PersonError) as missing:
        await verify_all(store, OWNER, new_id())

    assert missing.value.code == "no-such-message"
