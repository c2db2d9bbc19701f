"""The demo's last part: a project like Supabase's on this computer, a desktop that is killed, and a worker that sends for it."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nightmail
from nightmail.cli.demo_stage import SENDER, Letter, Stage, compare, server, tell_audit
from nightmail.cli.demo_steps import StepFailed, Steps
from nightmail.cli.demo_window import windows
from nightmail.cli.desktop import require_qt

_IN_SECONDS = 5
_CHECKOUT = Path(nightmail.__file__).resolve().parents[1]
_WORKER = "worker@demo.example"


def has_stand_in() -> bool:
    """The stand-in for Supabase belongs to the tests, so that an installed Nightmail comes without it."""
    return (_CHECKOUT / "tests" / "supabase_stack" / "__main__.py").is_file()


def run_cloud_part(stage: Stage, steps: Steps, *, screenshot: Path) -> None:
    require_qt()
    with _project(stage) as project:
        steps.holds(f"A stand-in for a Supabase project runs at {project['url']}, over a real PostgreSQL")
        operator = {"NIGHTMAIL_DATABASE_URL": project["database_url"]}
        worker = _worker(stage, steps, project, operator)
        person = _person(stage, project)
        letter = _letter(stage.folder)
        id = _schedule_and_pull_the_plug(stage, steps, project, person, letter)
        ended = stage.run("The worker sends it", "worker", "--until-idle", environment=worker)
        steps.check("The hosted worker sent it while the desktop was off, and ended, idle", ended["ended"] == "idle")
        shown = stage.run("The outbox shows it", "outbox", "show", id, "--owner", SENDER, environment=operator)
        compare(steps, letter, shown, stage.mail(shown["message_id"]))
        steps.check("The mail server has exactly one copy", stage.copies(shown["message_id"]) == 1)
        _look_again(stage, steps, id, screenshot)
        tell_audit(
            steps, shown, stage.run("The audit trail is verified", "audit", "verify", "--owner", SENDER, environment=operator)
        )


def _schedule_and_pull_the_plug(
    stage: Stage, steps: Steps, project: Mapping[str, Any], person: Mapping[str, str], letter: Letter
) -> str:
    asked = {
        "profile": _profile(stage),
        "url": project["url"],
        "key": project["publishable_key"],
        **person,
        "account_address": SENDER,
        "fingerprint": project["fingerprint"],
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "attachment": str(letter.attachment),
        "in_seconds": _IN_SECONDS,
    }
    with windows(stage, steps, "schedule_in_cloud", asked) as told:
        id: str = next((answer["id"] for answer in told if "id" in answer), "")
    if not id:
        raise StepFailed("The window schedules the message in the cloud", "It ended before it had.")
    steps.holds(f"The desktop process was killed the moment it had scheduled: the PC is off ({id})")
    return id


def _look_again(stage: Stage, steps: Steps, id: str, screenshot: Path) -> None:
    asked = {"profile": _profile(stage), "id": id, "screenshot": str(screenshot)}
    with windows(stage, steps, "show_sent", asked) as told:
        seen = next(iter(told), {})
    steps.facts["cloud_screenshot"] = str(screenshot)
    steps.check(f"It says: {seen.get('word')}, {seen.get('place')}", seen.get("word") == "Sent")


def _worker(stage: Stage, steps: Steps, project: dict[str, Any], operator: Mapping[str, str]) -> dict[str, str]:
    """The worker's key, published by the operator; its own database role; its own user, who may read attachments."""
    key = stage.run("The worker's key is made", "keys", "new")
    stage.run("The worker's key is published", "keys", "publish", key["public_key"], environment=operator)
    project["fingerprint"] = key["id"]
    password = secrets.token_urlsafe(24)
    _create_user(project, _WORKER, password, app_metadata={"nightmail_role": "worker"})
    steps.holds(f"The operator published the worker's key {key['id']}; the private one is in the worker's environment alone")
    return {
        "NIGHTMAIL_DATABASE_URL": project["admin"]["worker_url"],
        "NIGHTMAIL_WORKER_PRIVATE_KEY": key["private_key"],
        "NIGHTMAIL_SUPABASE_URL": project["url"],
        "NIGHTMAIL_SUPABASE_KEY": project["publishable_key"],
        "NIGHTMAIL_WORKER_EMAIL": _WORKER,
        "NIGHTMAIL_WORKER_PASSWORD": password,
        # The demo's mail server is on this very computer.
        "NIGHTMAIL_PRIVATE_HOSTS": "allow",
        "NIGHTMAIL_PROFILE": str(stage.folder / "cloud-worker"),
    }


def _person(stage: Stage, project: Mapping[str, Any]) -> dict[str, str]:
    """Somebody with an account on a PC whose password is in a sealed file there."""
    person = {"email": SENDER, "password": secrets.token_urlsafe(24)}
    _create_user(project, person["email"], person["password"])
    server = f"smtp://anna@127.0.0.1:{stage.smtp_port}"
    words = ("account", "add", "--address", SENDER, "--smtp", server, "--password-stdin", "--profile", _profile(stage))
    stage.run("An account is added", *words, stdin=secrets.token_urlsafe(12))
    return person


def _create_user(project: Mapping[str, Any], email: str, password: str, app_metadata: Mapping[str, str] | None = None) -> None:
    import httpx

    key = project["secret_key"]
    headers = {"apikey": key, "authorization": f"Bearer {key}"}
    asked = {"email": email, "password": password, "email_confirm": True, "app_metadata": app_metadata or {}}
    answer = httpx.post(f"{project['url']}/auth/v1/admin/users", headers=headers, json=asked, trust_env=False)
    if answer.is_error:
        raise StepFailed("A user signs up", answer.text)


def _profile(stage: Stage) -> str:
    return str(stage.folder / "cloud-pc")


def _letter(folder: Path) -> Letter:
    attachment = folder / "ticket.bin"
    attachment.write_bytes(secrets.token_bytes(200_000))
    return Letter(
        to="dora@demo.example",
        subject="Sent while the PC was off",
        text="The computer this was written on had lost its power before it left.",
        attachment=attachment,
    )


@contextmanager
def _project(stage: Stage) -> Iterator[dict[str, Any]]:
    command = (sys.executable, "-m", "tests.supabase_stack", "--json")
    with server(command, "The stand-in for Supabase starts", stage.environment, folder=_CHECKOUT) as ready:
        yield ready
