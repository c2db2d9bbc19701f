"""Where the demo plays: a temporary folder, a sandbox mail server, and the real command run as processes of their own."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import mailbox
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from nightmail.cli.demo_steps import StepFailed, Steps
from nightmail.cli.program import nightmail

SENDER = "anna@demo.example"
SECONDS = 120
_STOP_SECONDS = 10

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """`environment` is what every process gets: nothing of the person's own settings."""

    folder: Path
    smtp_port: int
    maildir: Path
    environment: Mapping[str, str]

    def run(self, step: str, *words: str, environment: Mapping[str, str] | None = None, stdin: str | None = None) -> Answer:
        """Run `nightmail … --json` in a process that ends; its one answer. Raises StepFailed with what it said."""
        done = subprocess.run(
            [*nightmail(), *words, "--json"],
            env={**self.environment, **(environment or {})},
            input=stdin or "",
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise StepFailed(step, _reason(done.stderr))
        answer: Answer = json.loads(done.stdout)
        return answer

    def mail(self, message_id: str) -> EmailMessage | None:
        """The message as the sandbox received it."""
        return next(self._received(message_id), None)

    def copies(self, message_id: str) -> int:
        return len(list(self._received(message_id)))

    def _received(self, message_id: str) -> Iterator[EmailMessage]:
        for kept in mailbox.Maildir(self.maildir, create=False):
            parsed = email.message_from_bytes(kept.as_bytes(), policy=email.policy.default)
            if parsed["Message-ID"] == message_id:
                yield parsed


@dataclass(frozen=True, slots=True)
class Letter:
    """What is scheduled, to be compared with what arrives."""

    to: str
    subject: str
    text: str
    attachment: Path
    headers: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def stage(steps: Steps) -> Iterator[Stage]:
    folder = Path(tempfile.mkdtemp(prefix="nightmail-demo-"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTMAIL_")}
    environment |= {"NIGHTMAIL_LOG": "json", "NIGHTMAIL_KEYRING": "file", "NIGHTMAIL_MASTER_KEY": secrets.token_urlsafe(24)}
    maildir = folder / "received"
    try:
        with _sandbox(maildir, environment) as port:
            steps.holds(f"A mail server that catches everything listens on 127.0.0.1:{port}")
            yield Stage(folder, port, maildir, environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _sandbox(maildir: Path, environment: Mapping[str, str]) -> Iterator[int]:
    command = (*nightmail(), "sandbox", "--smtp-port", "0", "--maildir", str(maildir), "--json")
    with server(command, "The sandbox mail server starts", environment) as ready:
        yield ready["smtp_port"]


@contextmanager
def server(
    command: Sequence[str], step: str, environment: Mapping[str, str], *, folder: Path | None = None
) -> Iterator[dict[str, Any]]:
    """What a server said in one JSON line when it was ready; it ends with the block. Raises StepFailed with what it said."""
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        ready = process.stdout.readline()
        if not ready:
            raise StepFailed(step, _reason(process.stderr.read()))
        yield json.loads(ready)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()


def compare(steps: Steps, letter: Letter, shown: Answer, received: EmailMessage | None) -> None:
    """What arrived is what was written, and the outbox says so with the server's own reply."""
    reply = shown["recipients"][0]["reply"]
    steps.check(f"It is sent; the server said “{reply}”", shown["state"] == "sent" and reply.startswith("2"), shown["reason"])
    steps.check("The mail server has it, once, under the Message-ID fixed when it was scheduled", received is not None)
    assert received is not None
    steps.check(
        "Subject and recipient are what was written", (received["Subject"], received["To"]) == (letter.subject, letter.to)
    )
    body = received.get_body(("plain",))
    arrived = body.get_content().strip() if body else ""
    steps.check("The text is what was written", letter.text in arrived, f"It reads: {arrived[:200]}")
    files = {part.get_filename(): part.get_content() for part in received.iter_attachments()}
    content = files.get(letter.attachment.name)
    arrived_hash = hashlib.sha256(content if isinstance(content, bytes) else str(content).encode()).hexdigest()
    wanted_hash = hashlib.sha256(letter.attachment.read_bytes()).hexdigest()
    steps.check(f"The attachment arrived unchanged (SHA-256 {wanted_hash[:12]}…)", arrived_hash == wanted_hash)


def tell_audit(steps: Steps, shown: Answer, verified: Answer) -> None:
    trail = " → ".join(entry["event"] for entry in shown["audit"])
    steps.check(f"The audit trail is intact: {trail}", verified["intact"] and verified["checked"] >= 1)
    for entry in shown["audit"]:
        steps.out.say(f"    {entry['seq']}  {entry['at']}  {entry['event']:<13} {entry['hash'][:16]}…")


def _reason(stderr: str) -> str:
    """The sentence of the error line a command ends with."""
    last = (stderr.strip().splitlines() or [""])[-1]
    try:
        error = json.loads(last)["error"]
    except (ValueError, KeyError, TypeError):
        return last
    return f"{error['message']} {error['next']}".strip()
