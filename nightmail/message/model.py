"""A checked message: immutable, complete, and safe to put on the wire. What may be wrong lives in `draft.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nightmail.values import value


@value(frozen=True, slots=True)
class Address:
    """One mailbox (RFC 5322 3.4). `spec` is the addr-spec as the wire wants it: the domain an A-label (RFC 5890),
    the local part non-ASCII only where the server offers SMTPUTF8 (RFC 6531)."""

    spec: str
    name: str = ""


class RecipientKind(StrEnum):
    TO = "to"
    CC = "cc"
    BCC = "bcc"


@value(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. The bytes are the blob named by `sha256` (64 hex digits), `size` octets long.
    With a `content_id` (no angle brackets) it is an inline image of the HTML (`cid:…`)."""

    filename: str
    media_type: str
    size: int
    sha256: str
    content_id: str | None = None


@value(frozen=True, slots=True)
class Message:
    """Immutable content with a fixed Message-ID. Line ends in `text` and `html` are "\\n".

    `message_id` includes its angle brackets; `metadata` is the caller's own and never reaches the wire.
    """

    id: UUID
    message_id: str
    account_id: UUID
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    subject: str
    text: str
    created_at: datetime
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    reply_to: Address | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def recipients(self) -> tuple[tuple[RecipientKind, Address], ...]:
        """Every recipient in ledger order; an address named twice, in whatever capitals, appears once, as it was first named."""
        seen: dict[str, tuple[RecipientKind, Address]] = {}
        for kind, addresses in ((RecipientKind.TO, self.to), (RecipientKind.CC, self.cc), (RecipientKind.BCC, self.bcc)):
            for address in addresses:
                seen.setdefault(without_capitals(address.spec), (kind, address))
        return tuple(seen.values())


def without_capitals(spec: str) -> str:
    """What all spellings of one mailbox have in common. RFC 5321 2.4 leaves the capitals before the @ to each server, and none
    is known to keep two mailboxes apart by them. Only ASCII's, so that both databases reckon alike."""
    return spec.lower() if spec.isascii() else "".join(sign.lower() if sign.isascii() else sign for sign in spec)
