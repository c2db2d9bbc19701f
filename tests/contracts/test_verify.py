"""Tampering with the record by hand, on every store: `verify` names the message and the entry."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, text, update

from nightmail.account.model import Account, AccountState
from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.delivery.audit import Broken
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.ports import Scheduled, Store
from nightmail.store.postgres import PostgresStore
from nightmail.store.tables import audit_entries, deliveries, messages, recipients
from nightmail.verify import verify_all
from tests import databases
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


@pytest.fixture(params=databases.versions())
async def hosted_store(request: pytest.FixtureRequest, servers: dict[int, PostgresServer]) -> AsyncIterator[PostgresStore]:
    with databases.fresh(servers[request.param]) as url:
        store = PostgresStore(url)
        await store.open()
        yield store
        await store.close()


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


def hosted(store: Store) -> bool:
    return isinstance(store, PostgresStore)


async def accounts_changed(store: Store) -> Account:
    """Two more accounts: three entries of the one that is answered, one of the other."""
    anna, ben = account(address="anna.e@example.org"), account(address="ben@example.org")
    await store.save_account(anna)
    await store.save_account(ben)
    await store.set_account_state(anna.id, AccountState.PAUSED, reason="Grüße")
    await store.set_account_state(anna.id, AccountState.ACTIVE)
    return anna


async def test_what_was_done_to_accounts_is_verified_where_it_is_recorded(store: Store, kept: tuple[Scheduled, ...]):
    await accounts_changed(store)

    mine, everybodys = await verify_all(store, OWNER), await verify_all(store, None)

    # The account of `kept` too.
    assert (mine.accounts, mine.account_entries) == ((3, 5) if hosted(store) else (0, 0))
    assert mine.broken_accounts == everybodys.broken_accounts == ()
    assert everybodys.accounts == mine.accounts
    assert (await verify_all(store, new_id())).accounts == 0
    assert (await verify_all(store, OWNER, kept[0].id)).accounts == 0


@pytest.mark.parametrize(
    ("change", "seq", "reason"),
    [
        ("update account_entries set detail = '{}' where account_id = :id and seq = 2", 2, "entry 2 (paused) was changed"),
        ("update account_entries set event = 'changed' where account_id = :id and seq = 2", 2, "entry 2 (changed) was changed"),
        ("update account_entries set actor = 'worker' where account_id = :id and seq = 3", 3, "entry 3 (resumed) was changed"),
        (
            "update account_entries set at = at + '1 s' where account_id = :id and seq = 1",
            1,
            "entry 1 (added) was changed",
        ),
        ("delete from account_entries where account_id = :id and seq = 1", 1, "entry 1 is missing"),
        ("delete from account_entries where account_id = :id and seq = 2", 2, "entry 2 is missing"),
        ("delete from account_entries where account_id = :id", 1, "every entry was removed"),
    ],
)
async def test_a_changed_record_of_an_account_is_named(hosted_store: PostgresStore, change: str, seq: int, reason: str):
    anna = await accounts_changed(hosted_store)
    await by_hand(hosted_store, lambda connection: connection.execute(text(change), {"id": anna.id}))

    verified = await verify_all(hosted_store, OWNER)

    assert verified.broken_accounts == (Broken(anna.id, seq, reason),)
    assert (verified.accounts, verified.broken) == (2, ())


async def test_the_record_of_an_account_that_is_gone_is_still_verified(hosted_store: PostgresStore):
    anna = await accounts_changed(hosted_store)
    await hosted_store.remove_account(anna.id)

    verified = await verify_all(hosted_store, OWNER)
    assert (verified.accounts, verified.account_entries, verified.broken_accounts) == (2, 5, ())

    change = text("update account_entries set event = 'added' where account_id = :id and event = 'removed'")
    await by_hand(hosted_store, lambda connection: connection.execute(change, {"id": anna.id}))
    (broken,) = (await verify_all(hosted_store, None)).broken_accounts
    assert (broken.message_id, broken.seq) == (anna.id, 4)


async def test_asking_for_a_message_that_does_not_exist_is_answered(store: Store):
    with pytest.raises(PersonError) as missing:
        await verify_all(store, OWNER, new_id())

    assert missing.value.code == "no-such-message"
