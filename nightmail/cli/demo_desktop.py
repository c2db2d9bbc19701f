"""The demo's first part: a person at the compose window, and the agent on the same computer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from nightmail.cli.demo_stage import SENDER, Letter, Stage, compare, nightmail, tell_audit
from nightmail.cli.demo_steps import StepFailed, Steps
from nightmail.cli.desktop import has_screen, require_qt

_IN_SECONDS = 5
_DRIVE = "The compose window schedules the message"


def run_desktop_part(stage: Stage, steps: Steps, *, screenshot: Path) -> None:
    require_qt()
    profile = stage.folder / "profile"
    letter = _letter(stage.folder)
    at = ("--profile", str(profile))
    server = f"smtp://127.0.0.1:{stage.smtp_port}"
    stage.run("An account is added", "account", "add", "--address", SENDER, "--name", "Anna Example", "--smtp", server, *at)
    steps.holds(f"The account {SENDER} is added")
    id = _drive(stage, steps, profile, letter, screenshot)
    steps.facts["screenshot"] = str(screenshot)
    steps.check(f"A picture of it is kept: {screenshot}", screenshot.is_file())
    shown = stage.run("The outbox shows it", "outbox", "show", id, *at)
    compare(steps, letter, shown, stage.mail(shown["message_id"]))
    steps.facts["desktop_lateness_ms"] = shown["lateness_ms"]
    steps.holds(f"It left {shown['lateness_ms']:.0f} ms after its time")
    tell_audit(steps, shown, stage.run("The audit trail is verified", "audit", "verify", *at))


def _letter(folder: Path) -> Letter:
    attachment = folder / "agenda.pdf"
    attachment.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 300)
    return Letter(
        to="ben@demo.example",
        subject="Grüße aus der Nacht",
        text="This was written now and leaves in a few seconds.",
        attachment=attachment,
    )


def _drive(stage: Stage, steps: Steps, profile: Path, letter: Letter, screenshot: Path) -> str:
    """Drive the real window in a process of its own: Qt may be unable to load, and must not take the demo down."""
    asked = {
        "profile": str(profile),
        "account": SENDER,
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "attachment": str(letter.attachment),
        "in_seconds": _IN_SECONDS,
        "screenshot": str(screenshot),
    }
    log = stage.folder / "drive.log"
    with (
        log.open("w") as complaints,
        subprocess.Popen(
            [*_driver(), json.dumps(asked)],
            env=_with_screen(stage.environment),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        id = ""
        for line in process.stdout:
            told = json.loads(line)
            id = told.get("id", id)
            if "step" in told:
                steps.holds(told["step"])
    if process.returncode != 0 or not id:
        complaint = log.read_text().strip().splitlines()
        raise StepFailed(_DRIVE, (complaint or [f"Its process ended with {process.returncode}."])[-1])
    return id


def _driver() -> tuple[str, ...]:
    return (*nightmail(), "demo-drive") if getattr(sys, "frozen", False) else (sys.executable, "-m", "nightmail.cli.demo_drive")


def _with_screen(environment: Mapping[str, str]) -> dict[str, str]:
    """Without a display Qt draws into memory."""
    return {**environment} if has_screen(environment) else {**environment, "QT_QPA_PLATFORM": "offscreen"}
