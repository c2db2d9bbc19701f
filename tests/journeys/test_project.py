"""From an empty profile to a proven delivery by a hosted worker, by the command line: in the stand-in, or in a real project.

See `projects.py` for the variables that name a real one.
"""

from __future__ import annotations

import email
import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.journeys.commands import Nightmail
from tests.journeys.projects import Project, project

PASSWORD = secrets.token_urlsafe(24)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def cloud(server: PostgresServer) -> Iterator[Project]:
    with project(server) as found:
        yield found


def test_what_is_scheduled_on_a_pc_is_sent_by_the_worker_of_its_project(cloud: Project, tmp_path: Path) -> None:
    stamp = secrets.token_hex(4)
    anna, worker = f"anna-{stamp}@example.org", f"worker-{stamp}@example.org"
    cloud.create_user(anna, PASSWORD)
    cloud.create_user(worker, PASSWORD, app_metadata={"nightmail_role": "worker"})
    pc = _command(PROFILE=str(tmp_path / "pc"), KEYRING="file", MASTER_KEY=PASSWORD)
    operator = _command(DATABASE_URL=cloud.database_url, PROFILE=str(tmp_path / "operator"))
    key = pc.ok("keys", "new").json
    operator.ok("keys", "publish", key["public_key"], "--note", "a test's")
    hosted = _command(
        DATABASE_URL=cloud.worker_url,
        WORKER_PRIVATE_KEY=key["private_key"],
        SUPABASE_URL=cloud.url,
        SUPABASE_KEY=cloud.publishable_key,
        WORKER_EMAIL=worker,
        WORKER_PASSWORD=PASSWORD,
        PRIVATE_HOSTS="allow",
        PROFILE=str(tmp_path / "worker"),
        LOG="json",
    )
    attached = tmp_path / "night.bin"
    attached.write_bytes(secrets.token_bytes(300_000))

    pc.ok("cloud", "connect", "--url", cloud.url, "--key", cloud.publishable_key)
    pc.ok("cloud", "sign-in", "--email", anna, "--password-stdin", stdin=PASSWORD)
    with pc.sandbox(maildir=tmp_path / "mail") as smtp:
        smtp = smtp.replace("smtp://", "smtp://anna@")
        pc.ok("account", "add", "--address", anna, "--smtp", smtp, "--password-stdin", stdin="hunter2")
        pc.ok("cloud", "seal", anna, "--yes")
        letter = ("--account", anna, "--to", "ben@example.org", "--subject", "Night", "--text", "Asleep.")
        id = pc.ok("schedule", *letter, "--attach", str(attached), "--in", "2s").json["id"]
        pc.ok("outbox", "move", id, "--to", "cloud")
        hosted.apart().ok("worker", "--until-idle")

    operator.ok("keys", "retire", key["id"], "--force")
    shown = operator.ok("outbox", "show", id, "--owner", anna).json
    assert (shown["state"], shown["place"]) == ("sent", "cloud")
    assert operator.ok("audit", "verify", id, "--owner", anna).json["intact"]
    (mail,) = [email.message_from_bytes(file.read_bytes()) for file in (tmp_path / "mail").rglob("new/*") if file.is_file()]
    (part,) = [part for part in mail.walk() if part.get_filename()]
    arrived = part.get_payload(decode=True)
    assert isinstance(arrived, bytes)
    assert hashlib.sha256(arrived).digest() == hashlib.sha256(attached.read_bytes()).digest()


def _command(**settings: str) -> Nightmail:
    return Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()})
