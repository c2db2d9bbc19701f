"""Write a draft as an .eml file that mail programs open to go on writing. What is wrong with the draft is left out, not refused:
a file that is handed around should hold all that can be written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nightmail.errors import PersonError
from nightmail.ids import message_id_for
from nightmail.message.addresses import FORBIDDEN, parse_address
from nightmail.message.draft import MESSAGE_ID, Draft, DraftFile
from nightmail.message.html_text import text_of
from nightmail.message.mime import serialize
from nightmail.message.model import Address, Attachment, Message

_NOWHERE = "draft@localhost"


def eml_of(draft: Draft, *, sender: tuple[str, str], id: UUID, date: datetime) -> bytes:
    """`sender` is (address, name), with an empty address where there is no account. `X-Unsent` tells other programs that it is a
    draft. Reads the files it names; raises PersonError `file-vanished`."""
    contents: dict[str, bytes] = {}
    attachments: list[Attachment] = []
    for file in draft.files:
        content = _content(file)
        sha256 = hashlib.sha256(content).hexdigest()
        contents[sha256] = content
        name = FORBIDDEN.sub("_", file.filename)
        attachments.append(Attachment(name, file.media_type, len(content), sha256, file.content_id))
    message = _message(draft, sender, id, date, tuple(attachments))
    wire = serialize(message, date=date)
    # RFC 5321 4.5.2: the dots that only the wire needs. No message starts with one.
    mail = b"".join(wire.chunks(lambda sha256: iter((contents[sha256],)))).replace(b"\r\n..", b"\r\n.")
    return b"X-Unsent: 1\r\n" + _blind(message.bcc) + mail


def _message(draft: Draft, sender: tuple[str, str], id: UUID, date: datetime, attachments: tuple[Attachment, ...]) -> Message:
    address, name = sender
    own = parse_address(address)
    known = Address(own.spec, name) if isinstance(own, Address) else Address(_NOWHERE)
    html = None if draft.html is None else _encodable(draft.html)
    text = _encodable(draft.text)
    return Message(
        id=id,
        message_id=message_id_for(id, known.spec.rpartition("@")[2]),
        account_id=id,
        sender=known,
        to=_good(draft.to),
        cc=_good(draft.cc),
        bcc=_good(draft.bcc),
        subject=FORBIDDEN.sub(" ", draft.subject).strip(),
        text=text_of(html) if html is not None and not text.strip() else text,
        created_at=date,
        html=html,
        attachments=attachments,
        reply_to=next(iter(_good((draft.reply_to,) if draft.reply_to else ())), None),
        in_reply_to=draft.in_reply_to if draft.in_reply_to and MESSAGE_ID.fullmatch(draft.in_reply_to) else None,
        references=tuple(each for each in draft.references if MESSAGE_ID.fullmatch(each)),
    )


def _good(typed: Iterable[str]) -> tuple[Address, ...]:
    read = (parse_address(text) for text in typed)
    return tuple(address for address in read if isinstance(address, Address))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _content(file: DraftFile) -> bytes:
    if file.content is not None or file.path is None:
        return file.content or b""
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise PersonError(
            "file-vanished", f'There is no file "{file.filename}".', next="Choose the file again, or remove it."
        ) from error


def _blind(bcc: Iterable[Address]) -> bytes:
    """One header, an address a line (RFC 5322 3.6.3 allows it once)."""
    specs = [address.spec for address in bcc]
    return b"Bcc: " + ",\r\n ".join(specs).encode() + b"\r\n" if specs else b""
