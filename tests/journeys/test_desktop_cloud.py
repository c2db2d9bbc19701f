"""The PC may be off: the real window schedules in the cloud and its process is killed; a real worker sends; a new one sees it."""

from __future__ import annotations

import contextlib
import email
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from nightmail.account.sealing import WorkerKey
from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.journeys.commands import Nightmail
from tests.patience import PATIENCE
from tests.supabase_stack.fixture import Stack, stack

ANNA = "anna@example.org"
PASSWORD = "correct horse battery"
DUE_IN = 4

_SCHEDULE = """
import json, sys
from pathlib import Path
from desktop.demo_cloud import schedule_in_cloud
asked = json.loads(sys.argv[1])
tell = lambda **told: print(json.dumps(told), flush=True)
schedule_in_cloud(
    Path(asked.pop("profile")), attachment=Path(asked.pop("attachment")), **asked,
    on_step=lambda step: tell(step=step), scheduled=lambda id: tell(id=str(id)),
)
"""
_SHOW = """
import json, sys
from pathlib import Path
from uuid import UUID
from desktop.demo_cloud import show_sent
asked = json.loads(sys.argv[1])
word, place = show_sent(Path(asked["profile"]), UUID(asked["id"]), screenshot=Path(asked["screenshot"]), on_step=lambda _: None)
print(json.dumps({"word": word, "place": place}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A project with a person, a worker's key and the worker's own user; a mail server; a PC with an account."""

    project: Stack
    key: WorkerKey
    nightmail: Nightmail
    folder: Path
    maildir: Path

    @property
    def profile(self) -> str:
        return self.nightmail.environment["NIGHTMAIL_PROFILE"]

    def desktop(self, script: str, asked: dict[str, Any]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", script, json.dumps({"profile": self.profile, **asked})],
            env={**self.nightmail.environment, "QT_QPA_PLATFORM": "offscreen", "PATH": "", "HOME": str(self.folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def schedule_and_kill(self, subject: str, attachment: Path) -> str:
        """The message's id. The desktop process is dead when this returns."""
        asked = {
            "url": self.project.url,
            "key": self.project.publishable_key,
            "email": ANNA,
            "password": PASSWORD,
            "account_address": ANNA,
            "fingerprint": self.key.fingerprint,
            "to": "ben@example.org",
            "subject": subject,
            "text": "Dear Ben",
            "attachment": str(attachment),
            "in_seconds": DUE_IN,
        }
        with self.desktop(_SCHEDULE, asked) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                told = json.loads(line)
                if "id" in told:
                    process.kill()
                    return str(told["id"])
            raise AssertionError(process.stderr.read())

    def show(self, id: str) -> dict[str, str]:
        asked = {"id": id, "screenshot": str(self.folder / "sent.png")}
        with self.desktop(_SHOW, asked) as process:
            out, complaint = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, complaint
        shown: dict[str, str] = json.loads(out.splitlines()[-1])
        return shown

    def work(self) -> None:
        """A real worker, with its own role and its own key, until there is nothing left to send."""
        settings = {
            "DATABASE_URL": self.project.worker_url,
            "WORKER_PRIVATE_KEY": self.key.reveal(),
            "SUPABASE_URL": self.project.url,
            "SUPABASE_KEY": self.project.publishable_key,
            "WORKER_EMAIL": "worker@example.org",
            "WORKER_PASSWORD": PASSWORD,
            "PRIVATE_HOSTS": "allow",
            "PROFILE": str(self.folder / "worker"),
            "LOG": "json",
        }
        worker = Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()}, is_apart=True)
        worker.ok("worker", "--until-idle")

    def mails(self) -> list[email.message.Message]:
        return [email.message_from_bytes(file.read_bytes()) for file in self.maildir.rglob("new/*") if file.is_file()]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def scene(server: PostgresServer, tmp_path: Path) -> Iterator[Scene]:
    maildir = tmp_path / "mail"
    settings = {"PROFILE": str(tmp_path / "pc"), "KEYRING": "file", "MASTER_KEY": "for tests only"}
    nightmail = Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()})
    with contextlib.ExitStack() as stage:
        project = stage.enter_context(stack(server))
        smtp = stage.enter_context(nightmail.sandbox(maildir=maildir))
        project.create_user(ANNA, PASSWORD)
        project.create_user("worker@example.org", PASSWORD, app_metadata={"nightmail_role": "worker"})
        server_url = smtp.replace("smtp://", "smtp://anna@")
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", server_url, "--password-stdin", stdin="hunter2")
        yield Scene(project, _published(project), nightmail, tmp_path, maildir)


def _published(project: Stack) -> WorkerKey:
    key = WorkerKey.new()
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute("insert into worker_keys (id, public_key) values (%s, %s)", (key.fingerprint, key.public.octets))
    return key


def _letter(folder: Path) -> Path:
    attachment = folder / "plan.pdf"
    attachment.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 2000)
    return attachment


def test_a_message_leaves_though_the_desktop_was_killed_right_after_scheduling_it(scene: Scene) -> None:
    plan = _letter(scene.folder)

    id = scene.schedule_and_kill("Sent while the PC was off", plan)
    scene.work()
    shown = scene.show(id)

    (mail,) = scene.mails()
    assert mail["Subject"] == "Sent while the PC was off"
    (attached,) = [part for part in mail.walk() if part.get_filename() == "plan.pdf"]
    assert attached.get_payload(decode=True) == plan.read_bytes()
    assert shown == {"word": "Sent", "place": "In the cloud, sent by its worker"}
    assert b"hunter2" not in b"".join(file.read_bytes() for file in Path(scene.profile).rglob("*") if file.is_file())


def test_with_every_third_answer_lost_after_its_commit_it_is_one_message_and_one_copy(scene: Scene) -> None:
    scene.project.fault(drop_after_commit={"every": 3})

    id = scene.schedule_and_kill("One copy", _letter(scene.folder))
    scene.work()
    shown = scene.show(id)

    assert [mail["Subject"] for mail in scene.mails()] == ["One copy"]
    with psycopg.connect(scene.project.database_url) as database:
        states = database.execute("select id::text, state::text from deliveries").fetchall()
    assert states == [(id, "sent")]
    assert shown["word"] == "Sent"
