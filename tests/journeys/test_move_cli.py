"""A message goes to the cloud and comes home by the command line, through the real client, before a stand-in project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.journeys.commands import Nightmail
from tests.supabase_stack.fixture import Stack, stack

ANNA = "anna@example.org"
PASSWORD = "correct horse battery"


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
    settings = {"PROFILE": str(tmp_path / "profile"), "KEYRING": "file", "MASTER_KEY": "for tests only"}
    made = Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()})
    made.ok("cloud", "connect", "--url", project.url, "--key", project.publishable_key)
    made.ok("cloud", "sign-in", "--email", ANNA, "--password-stdin", stdin=PASSWORD)
    made.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525")
    return made


def scheduled(nightmail: Nightmail, tmp_path: Path) -> str:
    plan = tmp_path / "plan.txt"
    plan.write_text("the plan", encoding="utf-8")
    letter = ("--account", ANNA, "--to", "bob@example.net", "--subject", "Plan", "--text", "Here it is.", "--attach", str(plan))
    id: str = nightmail.ok("schedule", *letter, "--in", "2h").json["id"]
    return id


def test_a_message_goes_to_the_cloud_and_comes_home_with_every_third_answer_lost(
    nightmail: Nightmail, project: Stack, tmp_path: Path
) -> None:
    id = scheduled(nightmail, tmp_path)
    refused = nightmail("outbox", "move", id, "--to", "cloud")
    assert (refused.code, refused.error["code"]) == (3, "account-not-in-cloud")
    nightmail.ok("cloud", "seal", ANNA, "--yes")
    project.fault(drop_after_commit={"every": 3, "only": "/rest/"})

    moved = nightmail.ok("outbox", "move", id, "--to", "cloud").json

    assert (moved["id"], moved["place"], moved["state"]) == (id, "cloud", "scheduled")
    assert nightmail.ok("outbox", "list").lines == []
    shown = nightmail.ok("outbox", "show", id).json
    assert (shown["place"], shown["is_moving"], shown["reason"]) == ("cloud", False, "Moved to the cloud.")

    home = nightmail.ok("outbox", "move", id, "--to", "local").json

    assert (home["place"], home["state"]) == ("local", "scheduled")
    (row,) = nightmail.ok("outbox", "list").lines
    assert (row["id"], row["place"]) == (id, "local")
    assert nightmail.ok("audit", "verify").json["broken"] == []


def test_nothing_moves_while_nobody_is_signed_in_and_nothing_is_frozen(nightmail: Nightmail, tmp_path: Path) -> None:
    id = scheduled(nightmail, tmp_path)
    nightmail.ok("cloud", "sign-out")

    refused = nightmail("outbox", "move", id, "--to", "cloud")

    assert (refused.code, refused.error["code"]) == (3, "signed-out")
    assert nightmail.ok("outbox", "show", id).json["state"] == "scheduled"
