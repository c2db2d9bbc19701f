"""Rows to values and back. Knows the columns, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from nightmail.account.model import Account, AccountState, Limits, Security, Server, learned_json, learned_of, options_of
from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.model import Delivery, DeliveryState, Priority, Recipient, RecipientState
from nightmail.message.model import Address, Attachment, Message, RecipientKind
from nightmail.records import account_json
from nightmail.schedule.model import WallTime

Row = Mapping[Any, Any]  # SQLAlchemy keys its rows by name or by column

_STATES = {state.value: state for state in DeliveryState}
_RECIPIENT_STATES = {state.value: state for state in RecipientState}
_NOBODY: dict[RecipientKind, tuple[Address, ...]] = dict.fromkeys(RecipientKind, ())
_KINDS = {kind.value: kind for kind in RecipientKind}
_PRIORITIES = tuple(Priority)


def account_row(account: Account, created_at: datetime) -> dict[str, Any]:
    return {
        **account_json(account),
        "id": account.id,
        "owner_id": account.owner_id,
        "is_trusted": account.is_trusted,
        "learned": learned_json(account.learned),
        "state": account.state.value,
        "pause_reason": account.pause_reason,
        "created_at": created_at,
    }


def account_of(row: Row) -> Account:
    imap = None
    if row["imap_host"] is not None:
        imap = Server(row["imap_host"], row["imap_port"], Security(row["imap_security"]), row["imap_username"])
    return Account(
        id=row["id"],
        owner_id=row["owner_id"],
        address=row["address"],
        name=row["name"],
        smtp=Server(row["smtp_host"], row["smtp_port"], Security(row["smtp_security"]), row["smtp_username"]),
        imap=imap,
        limits=Limits(
            row["connections"],
            row["recipients_per_envelope"],
            row["messages_per_connection"],
            row["max_size"],
            row["per_minute"],
            row["daily_messages"],
            row["daily_recipients"],
        ),
        state=AccountState(row["state"]),
        pause_reason=row["pause_reason"],
        region=row["region"],
        is_trusted=row["is_trusted"],
        options=options_of(row["options"]),
        learned=learned_of(row["learned"]),
        revision=row["revision"],
    )


def message_row(owner_id: UUID, message: Message, idempotency_key: str | None) -> dict[str, Any]:
    return {
        "id": message.id,
        "owner_id": owner_id,
        "account_id": message.account_id,
        "rfc_message_id": message.message_id,
        "sender_address": message.sender.spec,
        "sender_name": message.sender.name,
        "subject": message.subject,
        "text_body": message.text,
        "html_body": message.html,
        "headers": _extra_headers(message),
        "metadata": dict(message.metadata) or None,
        "tags": None,
        "idempotency_key": idempotency_key,
        "attachment_count": len(message.attachments),
        "created_at": message.created_at,
    }


def _extra_headers(message: Message) -> dict[str, Any] | None:
    """The seldom headers, None where there are none. A recipient named in two places is kept here too, since the ledger
    holds each address once."""
    extra: dict[str, Any] = {}
    if message.reply_to:
        extra["reply_to"] = [message.reply_to.spec, message.reply_to.name]
    if message.in_reply_to:
        extra["in_reply_to"] = message.in_reply_to
    if message.references:
        extra["references"] = list(message.references)
    if len(message.to) + len(message.cc) + len(message.bcc) != len(message.recipients):
        for kind, addresses in (("to", message.to), ("cc", message.cc), ("bcc", message.bcc)):
            extra[kind] = [[address.spec, address.name] for address in addresses]
    return extra or None


def recipient_rows(owner_id: UUID, message: Message, changed_at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "message_id": message.id,
            "n": n,
            "owner_id": owner_id,
            "kind": kind.value,
            "name": address.name,
            "address": address.spec,
            "state": RecipientState.PENDING.value,
            "reply": "",
            "changed_at": changed_at,
        }
        for n, (kind, address) in enumerate(message.recipients)
    ]


def attachment_rows(owner_id: UUID, message: Message) -> list[dict[str, Any]]:
    return [
        {
            "message_id": message.id,
            "n": n,
            "owner_id": owner_id,
            "filename": attachment.filename,
            "media_type": attachment.media_type,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "content_id": attachment.content_id,
        }
        for n, attachment in enumerate(message.attachments)
    ]


def recipient_of(row: Row) -> Recipient:
    return Recipient(row["n"], _KINDS[row["kind"]], row["name"], row["address"], _RECIPIENT_STATES[row["state"]], row["reply"])


def ledger_of(aggregated: Sequence[Sequence[Any]]) -> list[Recipient]:
    """Recipients as `private.claim` aggregates them: [n, kind, name, address, state, reply], in order."""
    return [
        Recipient(n, _KINDS[kind], name, address, _RECIPIENT_STATES[state], reply)
        for n, kind, name, address, state, reply in aggregated
    ]


def attachment_of(row: Row) -> Attachment:
    return Attachment(row["filename"], row["media_type"], row["size"], row["sha256"], row["content_id"])


def message_of(row: Row, recipients: Sequence[Recipient], attachments: Sequence[Attachment]) -> Message:
    extra: Mapping[str, Any] = row["headers"] or {}
    by_kind = _addresses(extra) if "to" in extra else _ledger_addresses(recipients)
    reply_to = extra.get("reply_to") if extra else None
    return Message(
        id=row["id"],
        message_id=row["rfc_message_id"],
        account_id=row["account_id"],
        sender=Address(row["sender_address"], row["sender_name"]),
        to=by_kind[RecipientKind.TO],
        cc=by_kind[RecipientKind.CC],
        bcc=by_kind[RecipientKind.BCC],
        subject=row["subject"],
        text=row["text_body"],
        html=row["html_body"],
        created_at=row["created_at"],
        attachments=tuple(attachments),
        reply_to=Address(*reply_to) if reply_to else None,
        in_reply_to=extra.get("in_reply_to") if extra else None,
        references=tuple(extra.get("references", ())) if extra else (),
        metadata=row["metadata"] or {},
    )


def _addresses(extra: Mapping[str, Any]) -> dict[RecipientKind, tuple[Address, ...]]:
    return {kind: tuple(Address(*pair) for pair in extra[kind.value]) for kind in RecipientKind}


def _ledger_addresses(recipients: Sequence[Recipient]) -> dict[RecipientKind, tuple[Address, ...]]:
    if len(recipients) == 1:
        only = recipients[0]
        return {**_NOBODY, only.kind: (Address(only.address, only.name),)}
    return {
        kind: tuple(Address(recipient.address, recipient.name) for recipient in recipients if recipient.kind is kind)
        for kind in RecipientKind
    }


def delivery_of(row: Row, recipients: Sequence[Recipient] = ()) -> Delivery:
    return Delivery(
        id=row["id"],
        owner_id=row["owner_id"],
        account_id=row["account_id"],
        state=_STATES[row["state"]],
        wanted_at=row["wanted_at"],
        due_at=row["due_at"],
        deadline_at=row["deadline_at"],
        attempts=row["attempts"],
        deferrals=row["deferrals"],
        rescues=row["rescues"],
        run_lease=row["run_lease"],
        reason=row["reason"],
        recipients=tuple(recipients),
        priority=_PRIORITIES[row["priority"]],
    )


def wall_time_of(row: Row) -> WallTime | None:
    if row["zone"] is None:
        return None
    return WallTime(datetime.fromisoformat(row["local_time"]), row["zone"])


def wall_time_columns(wall_time: WallTime | None) -> dict[str, str | None]:
    if wall_time is None:
        return {"local_time": None, "zone": None}
    return {"local_time": wall_time.local_time.isoformat(), "zone": wall_time.zone}


def entry_of(row: Row) -> AuditEntry:
    return AuditEntry(
        message_id=row["message_id"],
        seq=row["seq"],
        at=row["at"],
        event=row["event"],
        actor=row["actor"],
        detail=row["detail"],
        hash=bytes(row["hash"]),
    )
