"""The worker's own login: it may do everything that sending needs, over every kind of connection, and nothing else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.delivery.model import RecipientState
from nightmail.delivery.outcome import RecipientResult
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.ids import new_id
from nightmail.metronome import ApMetronome
from nightmail.ports import Bounce
from nightmail.sandbox.server import Sandbox
from nightmail.secrets.sealed_to_worker import SealedToWorker
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.postgres import PostgresStore
from nightmail.verify import verify_all
from tests import pooler
from tests.guards.cast import Cast, account_json, message_json
from tests.guards.project import PASSWORD, Caller, Project, migrated, person
from tests.guards.test_tables import columns, relations
from tests.patience import PATIENCE

READS = {
    "public.accounts", "public.messages", "public.attachments", "public.recipients", "public.deliveries", "public.audit_entries",
    "public.secrets", "public.suppressions", "public.bounce_looks", "public.sent_copies",
    "public.worker_keys", "public.workers", "public.account_usage", "public.breakers", "private.settings",
    "supabase_migrations.schema_migrations",
}  # fmt: skip
WRITES = {
    "public.accounts": {"state", "pause_reason", "max_size", "learned"},
    "public.recipients": {"state", "reply", "changed_at"},
    "public.deliveries": {
        "state", "due_at", "deadline_at", "run_lease", "lease_owner", "dated_at", "sent_at", "attempts", "deferrals", "rescues",
        "audit_seq", "audit_head", "reason", "is_parked",
    },
    "public.account_usage": {"account_id", "span", "at", "messages", "recipients"},
    "public.breakers": {
        "id", "account_id", "host", "port", "kind", "openings", "open_until", "probe_until", "reason", "changed_at",
    },
    "public.suppressions": {"owner_id", "address", "reason", "since", "message_id"},
    "public.bounce_looks": {"account_id", "next_at", "marks"},
    "public.sent_copies": {"message_id", "place", "tries", "next_at"},
    "public.workers": {"id", "name", "region", "started_at", "seen_at", "lease_expires_at"},
}  # fmt: skip


def test_the_worker_reads_and_writes_what_sending_needs_and_nothing_else(project: Project) -> None:
    tables = [name for name in relations(project) if not name.endswith("_seq")]
    query = "select has_table_privilege('nightmail_worker', %s, %s)"
    held = {
        name: {
            word for word in ("select", "insert", "delete", "truncate", "references", "trigger") if project.one(query, name, word)
        }
        for name in tables
    }
    query = "select has_column_privilege('nightmail_worker', %s, %s, 'update')"
    written = {name: {c for c in columns(project, name) if project.one(query, name, c.strip('"'))} for name in tables}

    assert {name for name in tables if "select" in held[name]} == READS
    assert {name: words - {"select"} for name, words in held.items() if words - {"select"}} == {
        "public.suppressions": {"insert"},
        "public.bounce_looks": {"insert"},
        "public.sent_copies": {"insert"},
        "public.workers": {"insert", "delete"},
        "public.account_usage": {"insert", "delete"},
        "public.breakers": {"insert", "delete"},
    }
    assert {name: names for name, names in written.items() if names} == WRITES


def test_the_worker_tells_what_it_did_only_in_its_own_name(cast: Cast) -> None:
    entry = (
        "insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)"
        " values (%s, %s, 99, now(), 'sent', %s, '{}', '')"
    )
    with cast.project.connect("nightmail_worker") as line:
        for actor in ("person", "operator:root", "worker", ""):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute(entry, (cast.ben.messages["sent"], cast.ben.caller.id, actor))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            line.execute("update public.audit_entries set detail = '' where true")


@pytest.mark.parametrize(
    "statement",
    [
        "select * from auth.users",
        "select * from storage.objects",
        "select * from realtime.messages",
        "select ops.health()",
        "select private.schedule(gen_random_uuid(), 'person', '[]')",
        "select private.cancel(gen_random_uuid(), gen_random_uuid(), 'person')",
        "select public.list_messages()",
        "insert into public.secrets (account_id) values (gen_random_uuid())",
        "insert into public.worker_keys (id, public_key) values ('k-mine-00', decode(repeat('00', 32), 'hex'))",
        "update public.accounts set smtp_host = 'evil.example' where true",
        "update public.messages set subject = '' where true",
        "update public.recipients set address = 'eve@example.net' where true",
        "update public.deliveries set owner_id = gen_random_uuid() where true",
        "delete from public.deliveries where true",
        "create table public.mine (id int)",
        "create schema mine",
        "set role postgres",
        "set role authenticated",
        "alter role nightmail_worker superuser",
        "grant authenticated to nightmail_worker",
    ],
)
def test_the_worker_may_not(cast: Cast, statement: str) -> None:
    with cast.project.connect("nightmail_worker") as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute(statement.encode())


def test_the_workers_login_has_its_own_time_limits(project: Project) -> None:
    with project.connect("nightmail_worker") as line:
        limits = [
            line.execute(f"show {name}".encode()).fetchone()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        ]
        powers = line.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit from pg_roles"
            " where rolname = current_user"
        ).fetchone()

    assert limits == [("15s",), ("5s",), ("30s",)]
    assert powers == (False,) * 6


@pytest.fixture
def own(running: PostgresServer) -> Iterator[tuple[Project, Caller, UUID]]:
    """A project of one's own with one person and one account."""
    project = migrated(running)
    caller, account = person(new_id(), email="emil@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("delete from auth.users where true")
        owner.execute("insert into auth.users (id, email) values (%s, 'emil@example.net')", (caller.id,))
    yield project, caller, account
    project.hang_up()


async def deliver(project: Project, caller: Caller, account: UUID, *, worker_url: str, folder: Path) -> None:
    """Schedule by the Data API, send as the worker, and hold the trail to what arrived."""
    async with Sandbox() as sandbox:
        servers = {"smtp_host": "127.0.0.1", "smtp_port": sandbox.port, "smtp_security": "plain", "smtp_username": None}
        project.ask(caller, "save_account", account=account_json(account, "emil@example.org", **servers))
        with project.connect() as owner:
            # The sandbox is on loopback, where only operators' own accounts may send.
            owner.execute("update public.accounts set is_trusted = true where id = %s", (account,))
        letters = [message_json(account, "emil@example.org") for _ in range(30)]
        project.ask(caller, "schedule_messages", messages=letters)
        store = PostgresStore(worker_url)
        await store.open()
        blobs = FolderBlobs(folder / "blobs")
        dispatcher = Dispatcher(
            store,
            blobs,
            SmtpSubmitter(SealedToWorker(store), blobs),
            metronome=ApMetronome(),
            settings=DispatchSettings(name="test", region="eu", lease=timedelta(seconds=8)),
        )
        await asyncio.wait_for(dispatcher.run(until_idle=True), PATIENCE)
        await store.close()
        arrived = len(sandbox.caught)

    operator = PostgresStore(project.url())
    report = await verify_all(operator, UUID(caller.id))
    await operator.close()
    assert project.ask(caller, "count_messages") == {"sent": 30}
    assert arrived == 30
    assert report.broken == ()


async def test_the_workers_login_may_write_what_came_back_and_see_what_is_stuck(
    own: tuple[Project, Caller, UUID], tmp_path: Path
) -> None:
    project, caller, account = own
    await deliver(project, caller, account, worker_url=project.url("nightmail_worker"), folder=tmp_path)
    with project.connect() as owner:
        owner.execute("update public.accounts set imap_host = '127.0.0.1', imap_port = 143, imap_security = 'plain' where true")
    store = PostgresStore(project.url("nightmail_worker"))
    await store.open()
    (look,) = await store.take_bounce_looks(limit=10)
    (id, *_) = await store.audited_ids(None, after=None, limit=1)

    await store.looked(look.account.id, {"INBOX": "1:1"})
    assert await store.bounced(Bounce(id, (RecipientResult(0, RecipientState.BOUNCED, "550 no"),), {"bob@example.net": "550 no"}))
    assert (await store.stuck(None, after=timedelta(seconds=1))).count == 0
    assert await store.take_bounce_looks(limit=10) == ()
    await store.close()

    operator = PostgresStore(project.url())
    report = await verify_all(operator, UUID(caller.id))
    await operator.close()
    assert report.broken == ()
    assert project.ask(caller, "show_message", id=id)["recipients"][0]["state"] == "bounced"
    assert project.ask(caller, "redrive_message", id=id, forced=True)["state"] == "scheduled"
    assert project.ask(caller, "remove_suppression", address="BOB@example.net") is True


async def test_the_workers_login_sends_what_people_schedule(own: tuple[Project, Caller, UUID], tmp_path: Path) -> None:
    project, caller, account = own
    await deliver(project, caller, account, worker_url=project.url("nightmail_worker"), folder=tmp_path)


if pooler.PROGRAM:

    async def test_the_worker_sends_behind_a_pooler_of_transactions(own: tuple[Project, Caller, UUID], tmp_path: Path) -> None:
        project, caller, account = own
        with pooler.pooler(project.running.port, {"nightmail_worker": PASSWORD}) as port:
            url = f"postgresql://nightmail_worker:{PASSWORD}@127.0.0.1:{port}/{project.database}"
            await deliver(project, caller, account, worker_url=url, folder=tmp_path)


SESSION_BOUND = re.compile(
    r"pg_(?:try_)?advisory_lock(?:_shared)?\(|pg_advisory_unlock|\bset\s+session\b|\bprepare\s+\w+\s*(?:\(|as\b)|\bdeclare\s+\w+\s+cursor\b"
    r"|create\s+temp|\bdiscard\b|set_config\([^)]*,\s*false\s*\)|prepare_threshold=(?!None)",
    re.IGNORECASE,
)


def test_nothing_the_worker_does_is_bound_to_a_session() -> None:
    """A pooler of transactions hands each one to any connection; LISTEN is only a hint that may get lost on the way."""
    root = Path(__file__).parents[2]
    sources = [*(root / "nightmail" / "store").glob("*.py"), *(root / "supabase" / "migrations").glob("*.sql")]
    bound = [f"{path.name}: {found[0]}" for path in sources for found in SESSION_BOUND.finditer(path.read_text(encoding="utf-8"))]

    assert bound == []
