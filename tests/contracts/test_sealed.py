"""Sealed passwords over real databases, with real workers: who can read what, and keys that change in mid-send."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from nightmail.account.model import Account, AccountState, Limits, Security, Server
from nightmail.account.sealing import WorkerKey, WorkerKeys
from nightmail.account.secret import Secret
from nightmail.accounts import Accounts
from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.delivery.model import DeliveryState
from nightmail.delivery.retry import RetryPolicy
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.metronome import ApMetronome
from nightmail.ports import DispatchEvent, Item
from nightmail.sandbox.server import Sandbox
from nightmail.secrets.sealed_to_worker import SealedToWorker
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.postgres import PostgresStore
from nightmail.verify import verify_all
from tests import databases
from tests.letters import OWNER, account, new
from tests.patience import PATIENCE

PASSWORD = "correct horse"
QUICK = RetryPolicy(gaps=(timedelta(milliseconds=50),))


@pytest.fixture(params=databases.versions())
def url(request: pytest.FixtureRequest, servers: dict[int, PostgresServer]) -> Iterator[str]:
    with databases.fresh(servers[request.param]) as url:
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url)
    await store.open()
    yield store
    await store.close()


async def published(store: PostgresStore) -> WorkerKey:
    key = WorkerKey.new()
    await store.publish_worker_key(key.public, note="")
    return key


async def kept_account(store: PostgresStore, port: int = 2525, address: str = "anna@example.org") -> Account:
    """Each message signs in anew."""
    limits = Limits(connections=2, recipients_per_envelope=100, messages_per_connection=1)
    anna = account(address=address, smtp=Server("127.0.0.1", port, Security.PLAIN, "anna"), limits=limits)
    await store.save_account(anna)
    return anna


class Worker:
    """A dispatcher with the keys it holds, and what it says."""

    def __init__(
        self,
        store: PostgresStore,
        folder: Path,
        *keys: WorkerKey,
        aside: timedelta = timedelta(seconds=1),
        idle_within: timedelta = timedelta(seconds=60),
        poll: timedelta = timedelta(seconds=30),
    ) -> None:
        self.events: list[DispatchEvent] = []
        self._heard = asyncio.Event()
        blobs = FolderBlobs(folder)
        self.dispatcher = Dispatcher(
            store,
            blobs,
            SmtpSubmitter(SealedToWorker(store, WorkerKeys(keys)), blobs, observe=self._observe),
            metronome=ApMetronome(),
            settings=DispatchSettings(name="test", aside=aside, idle_within=idle_within, lease=2 * poll, poll=poll),
            observe=self._observe,
            retry=QUICK,
        )

    def _observe(self, event: DispatchEvent) -> None:
        self.events.append(event)
        self._heard.set()

    async def until_it_lacks_a_key(self) -> None:
        while not any("sealed to another key" in str(event.fields.get("reason")) for event in self.events):
            self._heard.clear()
            await asyncio.wait_for(self._heard.wait(), PATIENCE)

    async def until_started(self) -> None:
        while not any(event.name == "dispatcher.started" for event in self.events):
            self._heard.clear()
            await asyncio.wait_for(self._heard.wait(), PATIENCE)

    def count(self, name: str) -> int:
        return sum(event.name == name for event in self.events)

    async def until_idle(self) -> None:
        await asyncio.wait_for(self.dispatcher.run(until_idle=True), PATIENCE)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        run = asyncio.create_task(self.dispatcher.run())
        try:
            yield
        finally:
            self.dispatcher.stop()
            await asyncio.wait_for(run, PATIENCE)


async def items(store: PostgresStore, ids: Sequence[UUID]) -> list[Item]:
    assert (await verify_all(store, OWNER)).broken == ()
    found = [await store.find(OWNER, id) for id in ids]
    return [item for item in found if item is not None]


async def rotated(store: PostgresStore, old: WorkerKey, owner: Account) -> WorkerKey:
    """Publish a key, seal the account's password to it, retire the old one."""
    young = await published(store)
    await SealedToWorker(store).put(owner, Secret(PASSWORD))
    assert await store.retire_worker_key(old.fingerprint, force=False) == 0
    return young


async def counted(caught: asyncio.Semaphore, number: int) -> None:
    async with asyncio.timeout(PATIENCE):
        for _ in range(number):
            await caught.acquire()


def message_ids(sandbox: Sandbox) -> Counter[str]:
    found = Counter[str]()
    for caught in sandbox.caught:
        (line,) = [line for line in caught.content.split(b"\r\n") if line.lower().startswith(b"message-id:")]
        found[line.decode()] += 1
    return found


# ---------------------------------------------------------------------------------------------- rows


async def test_what_is_kept_is_ciphertext_bound_to_its_row(store: PostgresStore, url: str):
    key = await published(store)
    anna, ben = await kept_account(store), await kept_account(store, address="ben@example.org")
    secrets = SealedToWorker(store, WorkerKeys([key]))

    await secrets.put(anna, Secret(PASSWORD))

    assert await secrets.get(anna) == Secret(PASSWORD)
    with psycopg.connect(url) as operator:
        row = operator.execute("select owner_id, key_id, sealed from secrets").fetchone()
        assert row is not None and row[:2] == (OWNER, key.fingerprint)
        assert PASSWORD.encode() not in row[2]
        operator.execute("update secrets set account_id = %s", (ben.id,))
    with pytest.raises(PersonError) as moved:
        await secrets.get(ben)
    assert moved.value.code == "password-unreadable"
    assert await secrets.get(anna) is None


async def test_an_account_given_to_another_owner_takes_no_password_along(store: PostgresStore, url: str):
    key = await published(store)
    anna = await kept_account(store)
    secrets = SealedToWorker(store, WorkerKeys([key]))
    await secrets.put(anna, Secret(PASSWORD))

    with psycopg.connect(url) as operator:
        operator.execute("insert into auth.users (id, email) values (%s, 'mallory@example.org')", (thief := new_id(),))
        operator.execute("update accounts set owner_id = %s", (thief,))

    (taken,) = await store.accounts(thief)
    with pytest.raises(PersonError) as refused:
        await secrets.get(taken)
    assert refused.value.code == "password-unreadable"


async def test_clients_read_no_ciphertext_and_the_worker_writes_none(store: PostgresStore, url: str):
    await published(store)
    anna = await kept_account(store)
    await SealedToWorker(store).put(anna, Secret(PASSWORD))

    with psycopg.connect(url, autocommit=True) as connection:
        for role, statement in (
            ("anon", "select from public.secrets"),
            ("anon", "select from public.worker_keys"),
            ("authenticated", "select from public.secrets"),
            ("authenticated", "update public.worker_keys set state = 'retired'"),
            ("nightmail_worker", "update public.secrets set key_id = key_id"),
            ("nightmail_worker", "delete from public.secrets"),
            ("nightmail_worker", "update public.worker_keys set note = ''"),
        ):
            connection.execute(f"set role {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.execute("reset role")


async def test_the_workers_own_role_opens_what_it_holds_the_key_for(store: PostgresStore, url: str):
    key = await published(store)
    anna = await kept_account(store)
    await SealedToWorker(store).put(anna, Secret(PASSWORD))
    as_worker = PostgresStore(url + "?options=-c%20role%3Dnightmail_worker")

    try:
        opened = await SealedToWorker(as_worker, WorkerKeys([key])).get(anna)
        with pytest.raises(PersonError) as refused:
            await SealedToWorker(as_worker).put(anna, Secret("another"))
        listed = await as_worker.worker_keys()
    finally:
        await as_worker.close()

    assert opened == Secret(PASSWORD)
    assert refused.value.code == "database-rights"
    assert [row.key for row in listed] == [key.public]


async def test_a_role_that_may_not_read_them_makes_mail_wait(store: PostgresStore, url: str):
    as_client = PostgresStore(url + "?options=-c%20role%3Dauthenticated")

    try:
        with pytest.raises(OutsideError) as refused:
            await SealedToWorker(as_client).get(account())
    finally:
        await as_client.close()

    assert refused.value.code == "database-rights"


async def test_sealing_to_a_key_that_is_being_retired_waits_and_takes_the_next(store: PostgresStore, url: str):
    old = await published(store)
    young = await published(store)
    anna = await kept_account(store)

    async with await psycopg.AsyncConnection.connect(url) as operator:
        await operator.execute("update worker_keys set state = 'retired', retired_at = now() where id = %s", (young.fingerprint,))
        sealing = asyncio.create_task(SealedToWorker(store).put(anna, Secret(PASSWORD)))
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as watcher:
            await _until_somebody_waits_for_a_lock(watcher)
        await operator.commit()
        await asyncio.wait_for(sealing, PATIENCE)

    found = await store.sealed_password(anna.id)
    assert found is not None
    assert found[0].key_id == old.fingerprint


async def test_a_desktop_never_seals_to_a_key_that_is_being_retired(store: PostgresStore, url: str):
    key = await published(store)
    anna = await kept_account(store)

    async with (
        await psycopg.AsyncConnection.connect(url) as operator,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as desktop,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as watcher,
    ):
        await desktop.execute("select set_config('request.jwt.claims', %s, false)", (f'{{"sub": "{OWNER}"}}',))
        await operator.execute("update worker_keys set state = 'retired', retired_at = now() where id = %s", (key.fingerprint,))
        asked = "select public.seal_secret(%s, %s, encode(sha256(''), 'base64') || encode(sha256(''), 'base64'))"
        sealing = asyncio.create_task(desktop.execute(asked, (anna.id, key.fingerprint)))
        await _until_somebody_waits_for_a_lock(watcher)
        await operator.commit()
        with pytest.raises(psycopg.Error) as refused:
            await asyncio.wait_for(sealing, PATIENCE)

    assert refused.value.diag.message_detail == "key-retired"
    assert await store.sealed_password(anna.id) is None


async def _until_somebody_waits_for_a_lock(watcher: psycopg.AsyncConnection) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            row = await (
                await watcher.execute(
                    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                )
            ).fetchone()
            if row is not None:
                return
            await asyncio.sleep(0)


# ---------------------------------------------------------------------------------------------- accounts


async def test_an_account_whose_password_could_not_be_sealed_is_not_kept(store: PostgresStore, tmp_path: Path):
    secrets = SealedToWorker(store)
    accounts = Accounts(store, secrets, SmtpSubmitter(secrets, FolderBlobs(tmp_path)), owner_id=OWNER)
    server = Server("smtp.example.org", 465, Security.TLS, "anna")

    with pytest.raises(PersonError) as refused:
        await accounts.add(address="anna@example.org", name="", smtp=server, imap=None, password=Secret(PASSWORD))

    assert refused.value.code == "no-worker-key"
    assert await accounts.all() == ()

    await published(store)
    anna = await accounts.add(address="anna@example.org", name="", smtp=server, imap=None, password=Secret(PASSWORD))
    assert (await accounts.find("anna@example.org")).state is AccountState.ACTIVE
    assert await store.sealed_password(anna.id) is not None

    await accounts.remove(anna.id)
    assert await store.sealed_password(anna.id) is None


# ---------------------------------------------------------------------------------------------- sending


async def test_a_worker_signs_in_with_what_was_sealed_for_it(store: PostgresStore, tmp_path: Path):
    key = await published(store)
    async with Sandbox(password=PASSWORD) as sandbox:
        anna = await kept_account(store, sandbox.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(5)])

        await Worker(store, tmp_path, key).until_idle()

        assert sandbox.count == 5
        sent = await items(store, [receipt.id for receipt in receipts])
        assert {item.delivery.state for item in sent} == {DeliveryState.SENT}


async def test_a_worker_that_lacks_the_key_fails_nothing_stops_nobody_and_another_one_sends(store: PostgresStore, tmp_path: Path):
    key = await published(store)
    async with Sandbox(password=PASSWORD) as sandbox:
        anna = await kept_account(store, sandbox.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(6)])
        ids = [receipt.id for receipt in receipts]
        without = Worker(store, tmp_path / "a", WorkerKey.new())

        async with without.at_work():
            await without.until_it_lacks_a_key()
        waiting = await items(store, ids)
        (kept,) = await store.accounts(OWNER)
        await Worker(store, tmp_path / "b", key).until_idle()

        assert {(item.delivery.state, item.delivery.attempts) for item in waiting} == {(DeliveryState.SCHEDULED, 0)}
        assert any("sealed to another key" in item.delivery.reason for item in waiting)
        assert kept.state is AccountState.ACTIVE
        assert sandbox.count == 6
        assert set(message_ids(sandbox).values()) == {1}
        assert {(item.delivery.state, item.delivery.attempts) for item in await items(store, ids)} == {(DeliveryState.SENT, 1)}


async def test_mail_is_not_kept_waiting_by_a_worker_that_lacks_the_key(store: PostgresStore, url: str, tmp_path: Path):
    """Two workers that otherwise look into the database every 30 s; the one without the key wakes first."""
    key, caught = await published(store), asyncio.Semaphore(0)
    theirs = PostgresStore(url)
    async with Sandbox(password=PASSWORD, on_caught=lambda _: caught.release()) as sandbox:
        anna = await kept_account(store, sandbox.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        without, holder = Worker(store, tmp_path / "a", WorkerKey.new()), Worker(theirs, tmp_path / "b", key)
        await theirs.open()
        try:
            async with without.at_work():
                await without.until_started()
                receipts = await store.schedule(OWNER, [new(anna) for _ in range(20)])
                await without.until_it_lacks_a_key()
                async with holder.at_work():
                    await holder.until_started()
                    async with asyncio.timeout(PATIENCE):
                        await counted(caught, 20)
                        for _ in range(5):
                            receipts += await store.schedule(OWNER, [new(anna) for _ in range(4)])
                            await counted(caught, 4)
        finally:
            await theirs.close()

        sent = await items(store, [receipt.id for receipt in receipts])
        assert {(item.delivery.state, item.delivery.attempts) for item in sent} == {(DeliveryState.SENT, 1)}
        assert set(message_ids(sandbox).values()) == {1}
        assert 1 <= without.count("account.set_aside") <= 4
        assert without.count("delivery.claimed") <= 8
        (kept,) = await store.accounts(OWNER)
        assert kept.state is AccountState.ACTIVE


async def test_a_worker_waiting_for_its_poll_is_told_of_what_another_one_gives_back(
    store: PostgresStore, url: str, tmp_path: Path
):
    key, caught = await published(store), asyncio.Semaphore(0)
    theirs = PostgresStore(url)
    async with Sandbox(password=PASSWORD, on_caught=lambda _: caught.release()) as sandbox:
        anna = await kept_account(store, sandbox.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        hour = timedelta(hours=1)
        without = Worker(store, tmp_path / "a", WorkerKey.new(), poll=hour)
        holder = Worker(theirs, tmp_path / "b", key, poll=hour)
        await theirs.open()
        try:
            async with without.at_work(), holder.at_work():
                await without.until_started()
                await holder.until_started()
                for _ in range(15):
                    async with asyncio.timeout(PATIENCE):
                        await store.schedule(OWNER, [new(anna)])
                        await counted(caught, 1)
        finally:
            await theirs.close()

        # Each wait is twice the one before, from a second on: so many are a minute, and not one for each message.
        assert without.count("account.set_aside") <= 6


async def test_when_nobody_holds_the_key_they_ask_ever_more_seldom_and_a_run_until_idle_ends(
    store: PostgresStore, tmp_path: Path
):
    await published(store)
    anna = await kept_account(store, 9)
    await SealedToWorker(store).put(anna, Secret(PASSWORD))
    (receipt,) = await store.schedule(OWNER, [new(anna)])
    worker = Worker(store, tmp_path, WorkerKey.new(), aside=timedelta(milliseconds=20), idle_within=timedelta(milliseconds=200))

    await worker.until_idle()

    waits = [event.fields["seconds"] for event in worker.events if event.name == "account.set_aside"]
    # On a busy machine a part of a wait is over before it is looked at, and one more is needed.
    assert waits == [0.02 * 2**asked for asked in range(len(waits))]
    assert 5 <= len(waits) <= 9
    (item,) = await items(store, [receipt.id])
    assert (item.delivery.state, item.delivery.attempts, item.delivery.deferrals) == (DeliveryState.SCHEDULED, 0, 0)
    assert item.delivery.due_at == item.delivery.wanted_at


async def test_a_key_rotated_in_mid_send_loses_and_doubles_nothing(store: PostgresStore, tmp_path: Path):
    old = await published(store)
    first, caught = Worker(store, tmp_path / "a", old), asyncio.Semaphore(0)
    async with Sandbox(password=PASSWORD, on_caught=lambda _: caught.release()) as sandbox:
        anna = await kept_account(store, sandbox.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(60)])
        ids = [receipt.id for receipt in receipts]

        async with first.at_work():
            await counted(caught, 5)
            young = await rotated(store, old, anna)
            await first.until_it_lacks_a_key()
        async with Worker(store, tmp_path / "b", old, young).at_work():
            await counted(caught, 55)

        assert set(message_ids(sandbox).values()) == {1}
        assert len(message_ids(sandbox)) == 60
        assert {(item.delivery.state, item.delivery.attempts) for item in await items(store, ids)} == {(DeliveryState.SENT, 1)}
        (kept,) = await store.accounts(OWNER)
        assert kept.state is AccountState.ACTIVE


async def test_a_password_sealed_to_a_retired_key_pauses_its_account_until_it_is_entered_again(
    store: PostgresStore, tmp_path: Path
):
    lost, young = await published(store), await published(store)
    async with Sandbox(password=PASSWORD) as sandbox:
        anna = await kept_account(store, sandbox.port)
        await store.retire_worker_key(young.fingerprint, force=False)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        await store.retire_worker_key(lost.fingerprint, force=True)
        newest = await published(store)
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(3)])
        ids = [receipt.id for receipt in receipts]
        worker = Worker(store, tmp_path, newest)

        await worker.until_idle()
        (kept,) = await store.accounts(OWNER)
        waiting = await items(store, ids)
        secrets = SealedToWorker(store)
        await Accounts(store, secrets, SmtpSubmitter(secrets, FolderBlobs(tmp_path)), owner_id=OWNER).set_password(
            anna, Secret(PASSWORD)
        )
        await Worker(store, tmp_path, newest).until_idle()

        assert kept.state is AccountState.PAUSED
        assert "sealed to a key that has been retired" in kept.pause_reason
        assert {(item.delivery.state, item.delivery.attempts) for item in waiting} == {(DeliveryState.SCHEDULED, 0)}
        assert sandbox.count == 3
        assert {item.delivery.state for item in await items(store, ids)} == {DeliveryState.SENT}


async def test_a_worker_signs_in_nowhere_but_where_the_password_was_sealed_for(store: PostgresStore, url: str, tmp_path: Path):
    key = await published(store)
    async with Sandbox(password=PASSWORD) as sandbox, Sandbox() as mallory:
        anna = await kept_account(store, sandbox.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        with psycopg.connect(url) as operator:
            operator.execute("update accounts set smtp_port = %s", (mallory.port,))

        await Worker(store, tmp_path, key).until_idle()
        (stopped,) = await store.accounts(OWNER)
        (waiting,) = await items(store, [receipt.id])
        await store.save_account(anna)
        await Worker(store, tmp_path, key).until_idle()

        assert stopped.state is AccountState.PAUSED
        assert stopped.pause_reason.startswith("This account's servers were changed since its password was sealed")
        assert stopped.pause_reason.endswith("Check the account's servers, then enter its password again.")
        assert (waiting.delivery.state, waiting.delivery.attempts) == (DeliveryState.SCHEDULED, 0)
        assert (sandbox.count, mallory.count) == (1, 0)


async def test_an_account_with_other_servers_sends_again_once_its_password_was_entered_for_them(
    store: PostgresStore, tmp_path: Path
):
    key = await published(store)
    async with Sandbox(password=PASSWORD) as first, Sandbox(password=PASSWORD) as second:
        anna = await kept_account(store, first.port)
        await SealedToWorker(store).put(anna, Secret(PASSWORD))
        moved = replace(anna, smtp=replace(anna.smtp, port=second.port))
        await store.save_account(moved)

        secrets = SealedToWorker(store)
        await Accounts(store, secrets, SmtpSubmitter(secrets, FolderBlobs(tmp_path)), owner_id=OWNER).set_password(
            moved, Secret(PASSWORD)
        )
        await store.schedule(OWNER, [new(moved)])
        await Worker(store, tmp_path, key).until_idle()

        assert (first.count, second.count) == (0, 1)


async def test_a_person_sees_that_a_password_has_to_be_sealed_again(store: PostgresStore, url: str):
    await published(store)
    anna = await kept_account(store)
    await SealedToWorker(store).put(anna, Secret(PASSWORD))

    def is_current() -> bool:
        with psycopg.connect(url) as desktop:
            desktop.execute("select set_config('request.jwt.claims', %s, false)", (f'{{"sub": "{OWNER}"}}',))
            row = desktop.execute("select public.list_seals()").fetchone()
        assert row is not None
        (found,) = row[0]
        return bool(found["is_current"])

    assert is_current()
    await store.save_account(replace(anna, name="Anna E."))
    assert is_current()
    await store.save_account(moved := replace(anna, smtp=replace(anna.smtp, username="anna.e")))
    assert not is_current()
    await SealedToWorker(store).put(moved, Secret(PASSWORD))
    assert is_current()
