"""The demo's first part: a person at the compose window, and the agent on the same computer."""

from __future__ import annotations

from pathlib import Path

from nightmail.cli.demo_stage import SENDER, Letter, Stage, compare, tell_audit
from nightmail.cli.demo_steps import StepFailed, Steps
from nightmail.cli.demo_window import windows
from nightmail.cli.desktop import require_qt

_IN_SECONDS = 5


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
    if not screenshot.is_file():
        raise StepFailed("A picture of the main window is kept", f"There is no {screenshot}.")
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
    asked = {
        "profile": str(profile),
        "account_address": SENDER,
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "attachment": str(letter.attachment),
        "in_seconds": _IN_SECONDS,
        "screenshot": str(screenshot),
    }
    with windows(stage, steps, "send", asked) as told:
        ids = [answer["id"] for answer in told if "id" in answer]
    if not ids:
        raise StepFailed("The compose window schedules the message", "It ended before it had.")
    return str(ids[0])
