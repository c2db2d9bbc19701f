"""Passwords sealed to a worker: who opens them, what is said where nobody can, and whose fault that is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from nightmail.account.model import Account
from nightmail.account.sealing import PublicKey, SealedPassword, WorkerKey, WorkerKeys
from nightmail.account.secret import Secret
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.secrets.sealed_to_worker import SealedToWorker
from tests.letters import account

ACCOUNT = account()
OLD, YOUNG = WorkerKey.new(), WorkerKey.new()
PASSWORD = Secret("hunter2")


@dataclass
class Rows:
    """What the database holds. `retired_meanwhile` are keys that go between being read and being sealed to."""

    active: list[PublicKey] = field(default_factory=list)
    sealed: dict[UUID, SealedPassword] = field(default_factory=dict)
    retired_meanwhile: list[PublicKey] = field(default_factory=list)
    refuses: bool = False
    kept: Account = ACCOUNT

    async def newest_worker_key(self) -> PublicKey | None:
        newest = self.active[-1] if self.active else None
        if newest in self.retired_meanwhile:
            self.active.remove(newest)
        return newest

    async def account(self, account_id: UUID) -> Account | None:
        return self.kept if account_id == self.kept.id else None

    async def sealed_password(self, account_id: UUID) -> tuple[SealedPassword, bool] | None:
        if self.refuses:
            raise PersonError("database-rights", "This database user may not do that.", next="Use another.")
        found = self.sealed.get(account_id)
        return None if found is None else (found, found.key_id in [key.fingerprint for key in self.active])

    async def keep_sealed(self, password: SealedPassword) -> bool:
        if password.key_id not in [key.fingerprint for key in self.active]:
            return False
        self.sealed[password.account_id] = password
        return True

    async def forget_sealed(self, account_id: UUID) -> None:
        self.sealed.pop(account_id, None)

    async def renew_sealed(self, password: SealedPassword, *, was: bytes) -> bool:
        if self.sealed[password.account_id].sealed != was:
            return False
        self.sealed[password.account_id] = password
        return True

    async def take_token_turn(self, account_id: UUID, holder: UUID, *, seconds: int) -> bool:
        return True

    async def end_token_turn(self, account_id: UUID, holder: UUID) -> None:
        """It was never taken."""


async def test_whoever_adds_an_account_seals_and_only_the_worker_opens() -> None:
    rows = Rows([OLD.public])

    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)

    assert await SealedToWorker(rows, WorkerKeys([OLD])).get(ACCOUNT) == PASSWORD
    assert b"hunter2" not in rows.sealed[ACCOUNT.id].sealed
    with pytest.raises(OutsideError) as told:
        await SealedToWorker(rows).get(ACCOUNT)
    assert told.value.code == "worker-key-missing"


async def test_it_is_sealed_to_the_newest_key_and_a_worker_with_both_opens_old_and_new() -> None:
    rows, both = Rows([OLD.public]), WorkerKeys([OLD, YOUNG])
    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)
    assert await SealedToWorker(rows, both).get(ACCOUNT) == PASSWORD

    rows.active.append(YOUNG.public)
    await SealedToWorker(rows).put(ACCOUNT, Secret("new"))

    assert rows.sealed[ACCOUNT.id].key_id == YOUNG.fingerprint
    assert await SealedToWorker(rows, both).get(ACCOUNT) == Secret("new")


async def test_a_missing_key_is_nobodys_account_at_fault_and_is_named_in_the_next_step() -> None:
    rows = Rows([OLD.public])
    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)

    with pytest.raises(OutsideError) as told:
        await SealedToWorker(rows, WorkerKeys([YOUNG])).get(ACCOUNT)

    assert "sealed to another key" in told.value.message
    assert OLD.fingerprint in told.value.next


async def test_a_password_sealed_to_a_retired_key_that_is_gone_has_to_be_entered_again() -> None:
    rows = Rows([OLD.public])
    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)
    rows.active = [YOUNG.public]

    with pytest.raises(PersonError) as told:
        await SealedToWorker(rows, WorkerKeys([YOUNG])).get(ACCOUNT)

    assert told.value.code == "worker-key-retired"
    assert told.value.next == "Enter the account's password again."
    assert await SealedToWorker(rows, WorkerKeys([OLD])).get(ACCOUNT) == PASSWORD


async def test_a_password_moved_to_another_account_does_not_open() -> None:
    rows, other = Rows([OLD.public]), replace(ACCOUNT, id=new_id())
    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)
    rows.sealed[other.id] = replace(rows.sealed[ACCOUNT.id], account_id=other.id)
    rows.kept = other

    with pytest.raises(PersonError) as told:
        await SealedToWorker(rows, WorkerKeys([OLD])).get(other)

    assert told.value.code == "password-unreadable"


async def test_servers_changed_behind_the_persons_back_get_no_password() -> None:
    rows = Rows([OLD.public])
    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)
    rows.kept = replace(ACCOUNT, smtp=replace(ACCOUNT.smtp, host="mallory.example"))

    with pytest.raises(PersonError) as told:
        await SealedToWorker(rows, WorkerKeys([OLD])).get(rows.kept)

    assert told.value.code == "password-unreadable"
    assert "servers were changed since its password was sealed" in told.value.message
    assert told.value.next == "Check the account's servers, then enter its password again."


async def test_an_account_that_was_changed_and_sealed_anew_meanwhile_is_looked_at_again() -> None:
    rows = Rows([OLD.public], kept=replace(ACCOUNT, smtp=replace(ACCOUNT.smtp, port=587)))
    await SealedToWorker(rows).put(rows.kept, PASSWORD)

    with pytest.raises(OutsideError) as told:
        await SealedToWorker(rows, WorkerKeys([OLD])).get(ACCOUNT)

    assert told.value.code == "account-changed"
    assert await SealedToWorker(rows, WorkerKeys([OLD])).get(rows.kept) == PASSWORD


async def test_no_password_is_sealed_for_servers_that_are_not_the_accounts_any_more() -> None:
    rows = Rows([OLD.public], kept=replace(ACCOUNT, smtp=replace(ACCOUNT.smtp, host="mallory.example")))

    with pytest.raises(PersonError) as told:
        await SealedToWorker(rows).put(ACCOUNT, PASSWORD)

    assert told.value.code == "account-changed"
    assert rows.sealed == {}


async def test_without_a_published_key_nothing_is_kept() -> None:
    rows = Rows()

    with pytest.raises(PersonError) as told:
        await SealedToWorker(rows).put(ACCOUNT, PASSWORD)

    assert told.value.code == "no-worker-key"
    assert "nightmail keys new" in told.value.next
    assert rows.sealed == {}


async def test_a_key_retired_while_a_password_is_sealed_gives_way_to_the_next() -> None:
    rows = Rows([OLD.public, YOUNG.public], retired_meanwhile=[YOUNG.public])

    await SealedToWorker(rows).put(ACCOUNT, PASSWORD)

    assert rows.sealed[ACCOUNT.id].key_id == OLD.fingerprint


async def test_an_account_that_is_not_there_gets_no_password() -> None:
    with pytest.raises(PersonError) as told:
        await SealedToWorker(Rows([OLD.public])).put(account(), PASSWORD)

    assert told.value.code == "no-such-account"


async def test_an_account_without_a_password_has_none_also_after_it_was_deleted() -> None:
    rows = Rows([OLD.public])
    secrets = SealedToWorker(rows, WorkerKeys([OLD]))
    await secrets.put(ACCOUNT, PASSWORD)

    await secrets.delete(ACCOUNT.id)
    await secrets.delete(ACCOUNT.id)

    assert await secrets.get(ACCOUNT) is None


async def test_what_the_database_refuses_stops_no_account() -> None:
    with pytest.raises(OutsideError) as told:
        await SealedToWorker(Rows(refuses=True)).get(ACCOUNT)

    assert told.value.code == "database-rights"


async def test_a_swap_replaces_only_what_it_started_from_and_needs_the_key_that_opened_it() -> None:
    rows = Rows([OLD.public])
    worker = SealedToWorker(rows, WorkerKeys([OLD]))
    assert not await worker.swap(ACCOUNT, PASSWORD, Secret("new"))
    await worker.put(ACCOUNT, PASSWORD)

    assert not await worker.swap(ACCOUNT, Secret("another"), Secret("new"))
    assert await worker.swap(ACCOUNT, PASSWORD, Secret("new"))
    assert await worker.get(ACCOUNT) == Secret("new")
    with pytest.raises(OutsideError) as told:
        await SealedToWorker(rows).swap(ACCOUNT, Secret("new"), PASSWORD)
    assert told.value.code == "worker-key-missing"
