"""The demo's second part: a real PostgreSQL, a command that schedules and ends, and a worker that sends when it is gone."""

from __future__ import annotations

from pathlib import Path

from nightmail.cli.demo_stage import SENDER, Letter, Stage, compare, tell_audit
from nightmail.cli.demo_steps import Steps
from nightmail.cli.embedded_postgres import postgres

_IN_SECONDS = 3


def run_hosted_part(stage: Stage, steps: Steps) -> None:
    with postgres() as server:
        steps.holds(f"A throw-away PostgreSQL runs on 127.0.0.1:{server.port}")
        hosted = {"NIGHTMAIL_DATABASE_URL": server.url(), "NIGHTMAIL_PROFILE": str(stage.folder / "hosted")}
        migrated = stage.run("The migrations are applied", "db", "migrate", "--with-platform", environment=hosted)
        steps.holds(f"The migrations are applied ({len(migrated['applied'])})")
        _schedule_send_and_check(stage, steps, hosted)


def _schedule_send_and_check(stage: Stage, steps: Steps, hosted: dict[str, str]) -> None:
    letter = _letter(stage.folder)
    smtp = f"smtp://127.0.0.1:{stage.smtp_port}"
    stage.run("An account is added", "account", "add", "--address", SENDER, "--smtp", smtp, environment=hosted)
    receipt = stage.run(
        "The message is scheduled",
        *("schedule", "--account", SENDER, "--to", letter.to, "--subject", letter.subject, "--text", letter.text),
        *("--attach", str(letter.attachment), "--in", f"{_IN_SECONDS}s"),
        environment=hosted,
    )
    steps.holds(f"A command scheduled the message {_IN_SECONDS} s ahead, and has ended ({receipt['id']})")
    ended = stage.run("The worker sends it", "worker", "--until-idle", environment=hosted)
    steps.check("A worker in another process sent it and ended, idle", ended["ended"] == "idle")
    shown = stage.run("The outbox shows it", "outbox", "show", receipt["id"], environment=hosted)
    compare(steps, letter, shown, stage.mail(receipt["message_id"]))
    steps.facts["hosted_lateness_ms"] = shown["lateness_ms"]
    steps.holds(f"It left {shown['lateness_ms']:.0f} ms after its time")
    tell_audit(steps, shown, stage.run("The audit trail is verified", "audit", "verify", environment=hosted))


def _letter(folder: Path) -> Letter:
    attachment = folder / "figures.csv"
    attachment.write_bytes(b"night,mails\r\n1,42\r\n")
    return Letter(
        to="clara@demo.example",
        subject="Sent while nobody was there",
        text="The command that scheduled this had ended before it left.",
        attachment=attachment,
    )
