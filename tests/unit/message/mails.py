"""Mails for the tests of this room, and readers that check every wire law while reading. No assertions about one feature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage, Message
from email.policy import compat32, default
from hashlib import sha256
from uuid import UUID

from nightmail.message.mime import serialize
from nightmail.message.model import Address, Attachment
from nightmail.message.model import Message as Mail
from nightmail.message.wire import Wire

ID = UUID("019a7b5c-3c4d-7e8f-9a0b-1c2d3e4f5a6b")
ACCOUNT = UUID("019a7b5c-0000-7000-8000-000000000001")
DATE = datetime(2026, 11, 12, 8, 0, 5, tzinfo=timezone(timedelta(hours=1)))
SENDER = Address("jo@example.org", "Jo Sender")
ANNA = Address("anna@example.org", "Anna Example")


def mail(**changes: object) -> Mail:
    fields: dict[str, object] = {
        "id": ID,
        "message_id": f"<{ID.hex}@example.org>",
        "account_id": ACCOUNT,
        "sender": SENDER,
        "to": (ANNA,),
        "cc": (),
        "bcc": (),
        "subject": "Hello",
        "text": "Hello Anna,\n\nsee you.\n",
        "created_at": DATE,
    }
    return Mail(**{**fields, **changes})  # type: ignore[arg-type]


class Blobs:
    """Blobs in memory, read in blocks of an awkward size."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(
        self, content: bytes, filename: str, media_type: str = "application/pdf", content_id: str | None = None
    ) -> Attachment:
        digest = sha256(content).hexdigest()
        self.kept[digest] = content
        return Attachment(filename, media_type, len(content), digest, content_id)

    def read(self, digest: str) -> Iterator[bytes]:
        content = self.kept[digest]
        for start in range(0, len(content), 1000):
            yield content[start : start + 1000]


def wire_bytes(wire: Wire, blobs: Blobs | None = None) -> bytes:
    return b"".join(wire.chunks((blobs or Blobs()).read))


def unstuffed(content: bytes) -> bytes:
    """What an SMTP server keeps (RFC 5321 4.5.2): one leading dot less where there is one."""
    return re.sub(rb"(?m)^\.", b"", content)


def sent(message: Mail, blobs: Blobs | None = None, *, is_utf8: bool = False) -> bytes:
    """The bytes a server keeps, after every law of the wire was checked."""
    wire = serialize(message, date=DATE)
    content = wire_bytes(wire, blobs)
    kept = unstuffed(content)
    assert content.endswith(b"\r\n")
    assert b"\r" not in content.replace(b"\r\n", b"") and b"\n" not in content.replace(b"\r\n", b"")
    assert b"\0" not in content
    assert is_utf8 or content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert all(line.startswith(b"..") for line in content.split(b"\r\n") if line.startswith(b"."))
    assert wire.size == len(kept)
    return kept


def parsed(message: Mail, blobs: Blobs | None = None) -> EmailMessage:
    found = message_from_bytes(sent(message, blobs), policy=default)
    assert isinstance(found, EmailMessage)
    assert not [defect for part in found.walk() for defect in part.defects]
    return found


def parsed_simply(message: Mail, blobs: Blobs | None = None) -> Message:
    return message_from_bytes(sent(message, blobs), policy=compat32)


def head_of(content: bytes) -> str:
    return content.partition(b"\r\n\r\n")[0].decode()


def header_lines(content: bytes) -> Mapping[str, str]:
    """Unfolded headers by name."""
    lines = re.sub(r"\r\n(?=[ \t])", "", head_of(content)).split("\r\n")
    return dict(line.split(": ", 1) for line in lines)


def readable(value: str) -> str:
    """RFC 2047 words decoded."""
    return "".join(
        piece if isinstance(piece, str) else piece.decode(charset or "ascii") for piece, charset in decode_header(value)
    )


def body_text(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode(part.get_content_charset() or "ascii").replace("\r\n", "\n")
