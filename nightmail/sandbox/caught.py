"""Read back what a sandbox caught into its Maildir, as a mail program would show it. Changes nothing; blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

_MOST = 200
_LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """`mail_from` and `recipients` are the envelope's, `sender`, `to` and `subject` the headers'. `source`: as it came, cut off
    where it is very long; `files` are the names of its attachments."""

    name: str
    caught_at: datetime
    mail_from: str
    recipients: tuple[str, ...]
    sender: str
    to: str
    subject: str
    text: str
    html: str
    files: tuple[str, ...]
    size: int
    source: str


def caught_in(folder: Path) -> tuple[CaughtMail, ...]:
    """The newest first, at most 200; a message that is no longer there is left out."""
    try:
        lines = (folder / "accepted.jsonl").read_text("utf-8").splitlines()
    except OSError:
        return ()
    return tuple(_read(folder, lines[-_MOST:][::-1]))


def _read(folder: Path, lines: list[str]) -> Iterator[CaughtMail]:
    for line in lines:
        try:
            kept = json.loads(line)
            content = (folder / kept["file"]).read_bytes()
            yield _mail(kept, content)
        except (OSError, ValueError, KeyError, TypeError):
            # Half a line of a moment ago, or a file that somebody took away.
            continue


def _mail(kept: dict[str, object], content: bytes) -> CaughtMail:
    parsed = BytesParser(policy=default).parsebytes(content)
    assert isinstance(parsed, EmailMessage)
    recipients = kept["rcpt"]
    assert isinstance(recipients, list)
    return CaughtMail(
        name=str(kept["file"]),
        caught_at=datetime.fromisoformat(str(kept["accepted_at"])),
        mail_from=str(kept["mail_from"]),
        recipients=tuple(str(each) for each in recipients),
        sender=str(parsed.get("From", "")),
        to=str(parsed.get("To", "")),
        subject=str(parsed.get("Subject", "")),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        files=tuple(part.get_filename() or "" for part in parsed.iter_attachments()),
        size=len(content),
        source=content[:_LONGEST].decode("utf-8", "replace").replace("\r\n", "\n"),
    )


def _body(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return ""
