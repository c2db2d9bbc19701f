"""The hosted worker: a command schedules in PostgreSQL and ends, a worker in another process sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer, free_port, postgres
from tests import databases
from tests.journeys.commands import Nightmail, event
from tests.journeys.health import comes_to_say, get
from tests.patience import PATIENCE

ANNA = "anna@example.org"
LETTER = ("--account", ANNA, "--to", "ben@example.org", "--subject", "Minutes", "--text", "Here they are.")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def url(server: PostgresServer) -> Iterator[str]:
    with databases.fresh(server) as url:
        yield url


@pytest.fixture
def nightmail(url: str, tmp_path: Path) -> Nightmail:
    return hosted(url, tmp_path)


def hosted(url: str, folder: Path, **more: str) -> Nightmail:
    variables = {"NIGHTMAIL_DATABASE_URL": url, "NIGHTMAIL_PROFILE": str(folder / "hosted"), "NIGHTMAIL_LOG": "json"}
    return Nightmail({**variables, **more})


def test_a_message_scheduled_by_a_command_that_ended_is_sent_by_a_worker(nightmail: Nightmail, url: str) -> None:
    nightmail = nightmail.apart()
    with nightmail.sandbox() as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        id = nightmail.ok("schedule", *LETTER, "--in", "1s").json["id"]
        ended = nightmail.ok("worker", "--until-idle").json

    shown = nightmail.ok("outbox", "show", id).json
    assert ended == {"ended": "idle", "outcomes": {"sent": 1}}
    assert shown["state"] == "sent"
    assert shown["recipients"][0]["reply"].startswith("250")
    assert shown["lateness_ms"] >= 0
    assert nightmail.ok("audit", "verify").json == {
        "intact": True,
        "checked": 1,
        "broken": [],
        "accounts": {"checked": 1, "broken": []},
    }

    with psycopg.connect(url) as database:
        database.execute("set session_replication_role = replica")
        database.execute("update audit_entries set detail = '{}' where seq = 4")
    verified = nightmail("audit", "verify", id)
    assert (verified.code, verified.error["code"]) == (3, "audit-broken")
    assert "entry 4 (sent) was changed" in verified.error["message"]

    with psycopg.connect(url) as database:
        database.execute("set session_replication_role = replica")
        database.execute("update account_entries set actor = 'worker' where seq = 1")
    verified = nightmail("audit", "verify")
    assert verified.code == 3
    assert [broken["reason"] for broken in verified.json["accounts"]["broken"]] == ["entry 1 (added) was changed"]
    assert "1 more is broken." in verified.error["message"]


def test_migrating_a_plain_database_makes_it_ready(tmp_path: Path, server: PostgresServer) -> None:
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute("drop database if exists plain with (force)")
        admin.execute("create database plain")
    nightmail = hosted(server.url("plain"), tmp_path)

    early = nightmail("outbox", "list")
    without_platform = nightmail("db", "migrate")
    applied = nightmail.ok("db", "migrate", "--with-platform").json["applied"]

    assert (early.code, early.error["code"]) == (3, "migrations-missing")
    assert "nightmail db migrate" in early.error["next"]
    assert (without_platform.code, without_platform.error["code"]) == (3, "no-platform")
    assert applied
    assert nightmail.ok("db", "migrate").json == {"applied": []}
    assert nightmail.ok("db", "status").json == {"applied": applied, "missing": [], "unknown": []}
    assert nightmail.ok("outbox", "list").out == ""

    with psycopg.connect(server.url("plain")) as database:
        database.execute("insert into supabase_migrations.schema_migrations (version, name) values ('99991231000000', 'later')")
    newer = nightmail("worker", "--until-idle")
    assert (newer.code, newer.error["code"]) == (3, "database-newer")


def test_a_hosted_password_without_a_worker_key_is_refused_and_kept_nowhere(nightmail: Nightmail, url: str) -> None:
    words = ("account", "add", "--address", ANNA, "--smtp", "smtps://anna@smtp.example.org")

    refused = nightmail(*words, "--password-stdin", stdin="hunter2\n")

    assert (refused.code, refused.error["code"]) == (3, "no-worker-key")
    assert nightmail.ok("account", "list").out == ""


def test_whose_rows_has_to_be_named_where_there_are_several(nightmail: Nightmail, url: str) -> None:
    with psycopg.connect(url) as database:
        database.execute("insert into auth.users (id, email) values (gen_random_uuid(), 'second@example.org')")
    nightmail.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525", "--owner", "second@example.org")

    unnamed = nightmail("account", "list")
    named = nightmail.ok("--owner", "second@example.org", "account", "list").lines
    other = nightmail.ok("account", "list", "--owner", "operator@localhost").lines

    assert (unnamed.code, unnamed.error["code"]) == (3, "owner-needed")
    assert [account["address"] for account in named] == [ANNA]
    assert other == []


def test_a_named_profile_beats_the_database(nightmail: Nightmail, tmp_path: Path) -> None:
    nightmail.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525")

    assert nightmail.ok("account", "list", "--profile", str(tmp_path / "local")).lines == []


def test_a_running_worker_answers_its_operators_and_drains_on_sigterm(url: str, tmp_path: Path) -> None:
    port = free_port()
    nightmail = hosted(url, tmp_path, NIGHTMAIL_HEALTH_PORT=str(port))
    with nightmail.sandbox() as smtp, nightmail.running("worker", "--json") as worker:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        event(worker, "dispatcher.started")
        id = nightmail.ok("schedule", *LETTER, "--now").json["id"]
        nightmail.ok("outbox", "wait", id, "--timeout", f"{PATIENCE:.0f}s")
        event(worker, "delivery.settled")

        assert get(port, "/healthz") == (200, "ok\n")
        comes_to_say(port, "/readyz", "ready")
        assert get(port, "/elsewhere")[0] == 404
        comes_to_say(
            port,
            "/metrics",
            'nightmail_deliveries_total{state="sent"} 1.0',
            'nightmail_queue{state="sent"} 1.0',
            "nightmail_workers_alive 1.0",
            "nightmail_lateness_seconds_count 1.0",
        )
        stats = nightmail.ok("queue", "stats").json
        worker.terminate()
        out, err = worker.communicate(timeout=PATIENCE)

    assert [row["is_alive"] for row in stats["workers"]] == [True]
    assert worker.returncode == 0
    assert '"ended": "drained"' in out
    assert ANNA not in err


def test_a_worker_whose_database_is_down_waits_for_it_and_says_so(tmp_path: Path) -> None:
    port = free_port()
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    nightmail = hosted(url, tmp_path, NIGHTMAIL_HEALTH_PORT=str(port))

    with nightmail.running("worker") as worker:
        told = event(worker, "database.unreachable")
        ready = get(port, "/readyz")
        alive = get(port, "/healthz")
        worker.terminate()
        worker.communicate(timeout=PATIENCE)
    at_once = nightmail("worker", "--until-idle")
    command = nightmail("outbox", "list")

    assert told["code"] == "database-unreachable"
    assert ready == (503, "waiting for the database\n")
    assert alive[0] == 200
    assert worker.returncode == 0
    assert (at_once.code, at_once.error["code"]) == (4, "database-unreachable")
    assert (command.code, command.error["blame"]) == (4, "outside")


def test_a_worker_that_asks_for_a_database_that_is_not_there_ends_at_once(server: PostgresServer, tmp_path: Path) -> None:
    ended = hosted(server.url("nowhere"), tmp_path)("worker")

    assert (ended.code, ended.error["code"]) == (3, "no-such-database")


def test_a_worker_outlives_its_database(tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as database:
        server = database.enter_context(postgres(settings={"fsync": "off"}))
        nightmail = hosted(server.url(), tmp_path, NIGHTMAIL_HEALTH_PORT=str(port), NIGHTMAIL_LEASE="16s")
        nightmail.ok("db", "migrate", "--with-platform")
        with nightmail.running("worker") as worker:
            event(worker, "dispatcher.started")

            database.close()
            event(worker, "store.unreachable")
            ready = get(port, "/readyz")
            worker.terminate()
            worker.communicate(timeout=PATIENCE)

    assert ready == (503, "the database does not answer\n")
    assert worker.returncode == 0
