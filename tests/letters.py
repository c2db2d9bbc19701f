"""Messages, accounts and deliveries as tests need them, with the one thing that matters named by the test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.ids import message_id_for, new_id
from nightmail.message.model import Address, Attachment, Message
from nightmail.ports import NewDelivery
from nightmail.schedule.model import WallTime

OWNER = UUID("00000000-0000-7000-8000-000000000001")
NOW = timedelta(0)


def account(**changes: object) -> Account:
    fields: dict[str, object] = {
        "id": new_id(),
        "owner_id": OWNER,
        "address": "anna@example.org",
        "name": "Anna Example",
        "smtp": Server("127.0.0.1", 2525, Security.PLAIN),
        "imap": None,
        "limits": Limits(connections=4, recipients_per_envelope=100, messages_per_connection=1000),
    }
    return Account(**{**fields, **changes})  # type: ignore[arg-type]


def message(sender: Account, *, to: Sequence[str] = ("bob@example.net",), **changes: object) -> Message:
    id = new_id()
    fields: dict[str, object] = {
        "id": id,
        "message_id": message_id_for(id, "example.org"),
        "account_id": sender.id,
        "sender": Address(sender.address, sender.name),
        "to": tuple(Address(spec) for spec in to),
        "cc": (),
        "bcc": (),
        "subject": "Minutes",
        "text": "Dear Bob,\n\nhere they are.\n",
        "created_at": datetime.now(UTC),
    }
    return Message(**{**fields, **changes})  # type: ignore[arg-type]


def new(
    sender: Account,
    *,
    due: datetime | timedelta = NOW,
    to: Sequence[str] = ("bob@example.net",),
    lifetime: timedelta = timedelta(hours=24),
    idempotency_key: str | None = None,
    wall_time: WallTime | None = None,
    **content: object,
) -> NewDelivery:
    return NewDelivery(message(sender, to=to, **content), due, lifetime, wall_time, idempotency_key)


def attachment(filename: str = "plan.pdf", sha256: str = "ab" * 32) -> Attachment:
    return Attachment(filename, "application/pdf", 1234, sha256)
