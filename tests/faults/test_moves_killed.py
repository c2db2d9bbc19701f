"""The process that moves a message is killed in the middle of it, again and again, at each of its requests to the cloud."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.journeys.commands import PROGRAM, Nightmail
from tests.supabase_stack.fixture import Stack, stack

ANNA = "anna@example.org"
PASSWORD = "correct horse battery"
REQUESTS = range(1, 9)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def project(server: PostgresServer) -> Iterator[Stack]:
    with stack(server) as running:
        running.create_user(ANNA, PASSWORD)
        yield running


@pytest.fixture
def nightmail(tmp_path: Path, project: Stack) -> Nightmail:
    settings = {"PROFILE": str(tmp_path / "profile"), "KEYRING": "file", "MASTER_KEY": "for tests only", "LOG": "json"}
    made = Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()})
    made.ok("cloud", "connect", "--url", project.url, "--key", project.publishable_key)
    made.ok("cloud", "sign-in", "--email", ANNA, "--password-stdin", stdin=PASSWORD)
    made.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525")
    made.ok("cloud", "seal", ANNA, "--yes")
    return made


@pytest.mark.parametrize("to", ["cloud", "local"])
def test_a_move_that_is_killed_at_any_request_leaves_one_owner_and_can_be_finished(
    nightmail: Nightmail, project: Stack, tmp_path: Path, to: str
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("the plan", encoding="utf-8")
    letter = ("--account", ANNA, "--to", "bob@example.net", "--subject", "Plan", "--text", "Here it is.", "--attach", str(plan))
    id: str = nightmail.ok("schedule", *letter, "--in", "2h").json["id"]
    if to == "local":
        nightmail.ok("outbox", "move", id, "--to", "cloud")

    # Every request takes a while, so that the one it dies at is under way: some of these are done all the same.
    project.fault(delay_ms=150)
    for request in REQUESTS:
        kill_at(request, nightmail, project, id, to)
        assert senders(nightmail, project, id) <= 1
    project.heal()

    nightmail.ok("outbox", "move", id, "--to", to)
    assert senders(nightmail, project, id) == 1
    assert nightmail.ok("outbox", "show", id).json["place"] == to
    assert nightmail.ok("audit", "verify").json["broken"] == []


def test_an_agent_that_starts_finishes_what_was_left_on_its_way(nightmail: Nightmail, project: Stack, tmp_path: Path) -> None:
    letter = ("--account", ANNA, "--to", "bob@example.net", "--subject", "Plan", "--text", "Here it is.")
    id: str = nightmail.ok("schedule", *letter, "--in", "2h").json["id"]
    # The answer to the deciding request is lost for good: the PC can't know, and keeps the message frozen.
    project.fault(drop_after_commit={"every": 1, "only": "/rest/v1/rpc/schedule_message"})
    assert nightmail("outbox", "move", id, "--to", "cloud").code == 4
    assert nightmail.ok("outbox", "show", id).json["is_moving"]
    project.heal()

    nightmail.ok("agent", "--until-idle")

    shown = nightmail.ok("outbox", "show", id).json
    assert (shown["place"], shown["is_moving"]) == ("cloud", False)
    assert senders(nightmail, project, id) == 1


def kill_at(request: int, nightmail: Nightmail, project: Stack, id: str, to: str) -> None:
    """End the process for good while its so-many-th request is under way, or let it end where it needs fewer."""
    project.forget_stats()
    process = subprocess.Popen(
        [*PROGRAM, "outbox", "move", id, "--to", to, "--json"],
        env=nightmail.process_environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and project.stats()["total"]["requests"] < request:
        # The stand-in answers in this process: asked without a breath in between, it comes to nothing else.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    process.kill()
    process.wait()


def senders(nightmail: Nightmail, project: Stack, id: str) -> int:
    """How many sides would send the message if it were due now."""
    with psycopg.connect(project.database_url) as database:
        row = database.execute("select count(*) from public.deliveries where id = %s and state = 'scheduled'", (id,)).fetchone()
    assert row is not None
    shown = nightmail("outbox", "show", id)
    here = shown.code == 0 and shown.json["state"] == "scheduled" and shown.json["place"] == "local"
    return int(row[0]) + here
