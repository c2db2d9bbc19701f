"""Tokens of accounts in the cloud: the worker's own login renews them sealed, one renewal at a time, and nobody else's way in."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from uuid import UUID

import psycopg
import pytest

from nightmail.account.model import Account
from nightmail.account.sealing import WorkerKey, WorkerKeys, seal
from nightmail.account.secret import AccessToken
from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.oauth.bundle import Bundle, read
from nightmail.oauth.tokens import Tokens
from nightmail.secrets.sealed_to_worker import SealedToWorker
from nightmail.store.postgres import PostgresStore
from tests.authorization_server.app import Authority, authority
from tests.guards.cast import account_json
from tests.guards.project import Caller, Project, migrated, person
from tests.unit.oauth.stage import ADDRESS, HandClock, signed_in


@dataclass
class Hosted:
    """A project with one person, whose account signs in by token, and the worker's login."""

    project: Project
    caller: Caller
    account: Account
    key: WorkerKey
    operator: PostgresStore
    worker: PostgresStore
    clock: HandClock

    def tokens(self, *keys: WorkerKey, private_hosts: bool = True) -> Tokens:
        keeper = SealedToWorker(self.worker, WorkerKeys(keys or (self.key,)))
        return Tokens(keeper, clock=self.clock, private_hosts=private_hosts, keeps_access=False)

    async def sign_in(self, at: Authority) -> None:
        self.seal(await signed_in(at))

    def seal(self, bundle: Bundle) -> None:
        """As the desktop does: sealed there, to a key the person has seen."""
        sealed = base64.b64encode(seal(bundle.secret(), self.key.public, self.account)).decode()
        named = {"account_id": self.account.id, "key_id": self.key.fingerprint, "sealed": sealed}
        self.project.ask(self.caller, "seal_secret", **named)

    def entries(self) -> list[str]:
        with self.project.connect() as owner:
            found = owner.execute(
                "select event from public.account_entries where account_id = %s order by seq", (self.account.id,)
            ).fetchall()
        return [event for (event,) in found]

    @property
    def kept(self) -> tuple[str, bytes]:
        with self.project.connect() as owner:
            found = owner.execute(
                "select key_id, sealed from public.secrets where account_id = %s", (self.account.id,)
            ).fetchone()
        assert found is not None
        return found[0], bytes(found[1])


@pytest.fixture
async def hosted(running: PostgresServer) -> AsyncIterator[Hosted]:
    project = await asyncio.to_thread(migrated, running)
    caller, id, key = person(new_id(), email="emil@example.net"), new_id(), WorkerKey.new()
    with project.connect() as owner:
        owner.execute("delete from auth.users where true")
        owner.execute("insert into auth.users (id, email) values (%s, 'emil@example.net')", (caller.id,))
    fields = account_json(id, ADDRESS, smtp_host="mail.example.org", smtp_username=ADDRESS, options={"oauth": "custom"})
    project.ask(caller, "save_account", account=fields)
    operator, worker = PostgresStore(project.url()), PostgresStore(project.url("nightmail_worker"))
    await operator.open()
    await worker.open()
    await operator.publish_worker_key(key.public, note="")
    (account,) = await worker.accounts(UUID(caller.id))
    yield Hosted(project, caller, account, key, operator, worker, HandClock())
    await worker.close()
    await operator.close()
    project.hang_up()


async def revealed(tokens: Tokens, account: Account) -> str:
    found = await tokens.get(account)
    assert isinstance(found, AccessToken)
    return found.reveal()


async def test_a_rotated_refresh_token_is_sealed_again_and_the_account_s_chain_is_not_flooded(hosted: Hosted) -> None:
    async with authority(rotates=True) as at:
        await hosted.sign_in(at)
        before = hosted.kept
        for _ in range(3):
            hosted.clock.forward(hours=2)
            assert at.records.accepts(ADDRESS, await revealed(hosted.tokens(), hosted.account))

        assert at.refreshes == 3
    assert hosted.kept != before and hosted.kept[0] == hosted.key.fingerprint
    assert b"refresh" not in hosted.kept[1]
    assert hosted.entries() == ["added", "sealed"]


async def test_an_access_token_alone_is_not_worth_a_write(hosted: Hosted) -> None:
    async with authority(rotates=False) as at:
        await hosted.sign_in(at)
        before, tokens = hosted.kept, hosted.tokens()
        hosted.clock.forward(hours=2)
        first = await revealed(tokens, hosted.account)

        assert await revealed(tokens, hosted.account) == first
        assert at.refreshes == 1
    assert hosted.kept == before


async def test_workers_renew_in_turn(hosted: Hosted) -> None:
    async with authority(rotates=True) as at:
        await hosted.sign_in(at)
        hosted.clock.forward(hours=2)
        told = await asyncio.gather(*(revealed(hosted.tokens(), hosted.account) for _ in range(4)))

        assert at.refreshes == 1
        assert len(set(told)) == 1


async def test_a_turn_whose_worker_is_gone_ends_by_itself(hosted: Hosted) -> None:
    one, other = new_id(), new_id()

    assert await hosted.worker.take_token_turn(hosted.account.id, one, seconds=0)
    assert await hosted.worker.take_token_turn(hosted.account.id, other, seconds=60)
    assert not await hosted.worker.take_token_turn(hosted.account.id, one, seconds=60)
    await hosted.worker.end_token_turn(hosted.account.id, one)
    assert not await hosted.worker.take_token_turn(hosted.account.id, one, seconds=60)
    await hosted.worker.end_token_turn(hosted.account.id, other)
    assert await hosted.worker.take_token_turn(hosted.account.id, one, seconds=60)


async def test_signing_in_again_in_the_middle_of_a_renewal_counts(hosted: Hosted) -> None:
    async with authority(rotates=True) as at:
        await hosted.sign_in(at)
        anew = await signed_in(at)
        hosted.clock.forward(hours=2)
        released = at.hold()
        waiting = asyncio.ensure_future(revealed(hosted.tokens(), hosted.account))
        await at.reached.wait()
        hosted.seal(anew)
        released.set()
        token = await waiting

        assert at.records.accepts(ADDRESS, token)
        assert at.refreshes == 2  # of what was replaced, which counts no more, and of what the person sealed
    keeper = SealedToWorker(hosted.worker, WorkerKeys([hosted.key]))
    kept = await keeper.get(hosted.account)
    assert kept is not None and read(kept).access_token == token


async def test_renewing_keeps_to_the_key_that_the_person_agreed_to_even_once_it_is_retired(hosted: Hosted) -> None:
    young = WorkerKey.new()
    async with authority(rotates=True) as at:
        await hosted.sign_in(at)
        await hosted.operator.publish_worker_key(young.public, note="")
        for _ in range(2):
            hosted.clock.forward(hours=2)
            assert at.records.accepts(ADDRESS, await revealed(hosted.tokens(hosted.key, young), hosted.account))
            assert hosted.kept[0] == hosted.key.fingerprint
            await hosted.operator.retire_worker_key(hosted.key.fingerprint, force=True)


async def test_a_worker_moves_no_account_to_another_key(hosted: Hosted) -> None:
    young = WorkerKey.new()
    async with authority() as at:
        await hosted.sign_in(at)
        await hosted.operator.publish_worker_key(young.public, note="")
        with hosted.project.connect("nightmail_worker") as line:
            moved = line.execute(
                "select private.renew_secret(%s, %s, %s, %s)", (hosted.account.id, young.fingerprint, b"x" * 64, hosted.kept[1])
            ).fetchone()

    assert moved == (False,) and hosted.kept[0] == hosted.key.fingerprint


async def test_what_is_sealed_for_other_servers_is_not_passed_on_to_the_new_ones(hosted: Hosted) -> None:
    async with authority(rotates=True) as at:
        await hosted.sign_in(at)
        _, sealed = hosted.kept
        keeper = SealedToWorker(hosted.worker, WorkerKeys([hosted.key]))
        old = await keeper.get(hosted.account)
        assert old is not None
        moved = account_json(
            hosted.account.id, ADDRESS, smtp_host="elsewhere.example.org", smtp_username=ADDRESS, options={"oauth": "custom"}
        )
        hosted.project.ask(hosted.caller, "save_account", account=moved)

        assert not await keeper.swap(hosted.account, old, replace(read(old), access_token="x").secret())
    assert hosted.kept[1] == sealed


async def test_strangers_cannot_have_the_worker_ask_its_own_network(hosted: Hosted) -> None:
    async with authority() as at:
        await hosted.sign_in(at)
        before = len(at.asked)
        hosted.clock.forward(hours=2)
        assert not hosted.account.is_trusted
        with pytest.raises(PersonError) as refused:
            await hosted.tokens(private_hosts=False).get(hosted.account)

        assert refused.value.code == "private-host" and len(at.asked) == before


@pytest.mark.parametrize("table", ["public.secrets", "private.token_turns"])
async def test_the_worker_writes_tokens_by_those_functions_alone(hosted: Hosted, table: str) -> None:
    with hosted.project.connect("nightmail_worker") as line:
        for statement in (f"delete from {table} where true", f"update {table} set account_id = account_id where true"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute(statement.encode())
