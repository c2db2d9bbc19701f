"""The profile's count of each state, which every change of a delivery keeps, against the rows themselves."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from nightmail.store import sqlite_migrate
from nightmail.store.sqlite import SqliteStore
from tests.letters import OWNER, account, new

STRANGER = UUID(int=OWNER.int + 1)
HERE = "transfer_step is null or transfer_step = 'going'"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "nightmail.sqlite3"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(file)
    await made.open()
    yield made
    await made.close()


def counted(file: Path, owner: UUID) -> dict[DeliveryState, int]:
    """By reading every row."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(f"select state from deliveries where owner_id = ? and ({HERE})", (str(owner),))
        return Counter(DeliveryState(state) for (state,) in rows)


def change(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("pragma foreign_keys = on")
        connection.execute(statement, values)


async def test_each_change_of_a_delivery_is_counted(store: SqliteStore, file: Path):
    anna = account()
    await store.save_account(anna)
    letters = [new(anna) for _ in range(6)]
    await store.schedule(OWNER, letters)
    first, second, third, *_ = (letter.message.id for letter in letters)

    await store.cancel(OWNER, first)
    await store.hold(OWNER, second)
    await store.hold(OWNER, third)
    await store.release_hold(OWNER, third)
    worker = new_id()
    await store.register_worker(worker, "test", lease=timedelta(minutes=5))
    await store.claim(worker, limit=2, closed=())

    counts = await store.counts(OWNER)
    assert counts == counted(file, OWNER)
    assert sum(counts.values()) == len(letters)


async def test_what_moved_away_or_is_only_expected_is_not_counted(store: SqliteStore, file: Path):
    anna = account()
    await store.save_account(anna)
    letters = [new(anna) for _ in range(4)]
    await store.schedule(OWNER, letters)
    seen = []

    for step in ("going", "gone", "coming", None):
        change(file, "update deliveries set transfer_step = ? where id = ?", step, str(letters[0].message.id))
        seen.append((await store.counts(OWNER))[DeliveryState.SCHEDULED])
        assert await store.counts(OWNER) == counted(file, OWNER)

    assert seen == [4, 3, 3, 4]


async def test_a_message_that_is_deleted_is_counted_no_more(store: SqliteStore, file: Path):
    anna = account()
    await store.save_account(anna)
    gone, kept = new(anna), new(anna)
    await store.schedule(OWNER, [gone, kept])

    change(file, "delete from messages where id = ?", str(gone.message.id))
    assert await store.counts(OWNER) == {DeliveryState.SCHEDULED: 1}
    change(file, "delete from messages where id = ?", str(kept.message.id))
    assert await store.counts(OWNER) == {}


async def test_each_person_has_a_count_of_their_own(store: SqliteStore, file: Path):
    for owner, many in ((OWNER, 2), (STRANGER, 3)):
        theirs = account(owner_id=owner)
        await store.save_account(theirs)
        await store.schedule(owner, [new(theirs) for _ in range(many)])

    assert await store.counts(OWNER) == {DeliveryState.SCHEDULED: 2}
    assert await store.counts(STRANGER) == {DeliveryState.SCHEDULED: 3}
    assert (await store.stats(None)).states == {DeliveryState.SCHEDULED: 5}


async def test_a_transaction_that_fails_counts_nothing(store: SqliteStore, file: Path):
    anna = account()
    await store.save_account(anna)
    letter = new(anna)
    await store.schedule(OWNER, [letter])

    with pytest.raises(sqlite3.IntegrityError):
        change(file, "update deliveries set state = 'nowhere' where id = ?", str(letter.message.id))

    assert await store.counts(OWNER) == {DeliveryState.SCHEDULED: 1}


async def test_an_older_profile_is_counted_when_it_is_brought_up_to_date(file: Path, monkeypatch: pytest.MonkeyPatch):
    steps = sqlite_migrate.migrations()
    monkeypatch.setattr(sqlite_migrate, "migrations", lambda: [step for step in steps if step[0] < 9])
    sqlite_migrate.migrate(file)
    monkeypatch.undo()
    rows = [("scheduled", None), ("scheduled", "going"), ("scheduled", "gone"), ("sent", None), ("held", "coming")]
    with closing(sqlite3.connect(file)) as connection, connection:
        for n, (state, step) in enumerate(rows):
            connection.execute(
                "insert into deliveries (id, owner_id, account_id, state, wanted_at, due_at, deadline_at, transfer_step)"
                " values (?, ?, '', ?, 0, 0, 0, ?)",
                (str(n), str(OWNER), state, step),
            )

    store = SqliteStore(file)
    await store.open()
    counts = await store.counts(OWNER)
    await store.close()

    assert counts == {DeliveryState.SCHEDULED: 2, DeliveryState.SENT: 1}
