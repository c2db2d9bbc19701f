"""Messages, deliveries and accounts as the JSON that the hosted database's functions take and give, and back. Pure.

The functions are in `supabase/migrations`; a worker's store and a person's cloud client speak to the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from nightmail.account.model import Account, AccountState, Limits, Security, Server, learned_of, options_json, options_of
from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import Delivery, DeliveryState, Priority, Recipient, RecipientState
from nightmail.message.model import Address, Attachment, Message, RecipientKind
from nightmail.ports import (
    Item,
    NewDelivery,
    OutboxMark,
    OutboxRow,
    Parcel,
    Place,
    Scheduled,
    Stuck,
    StuckReason,
    Suppression,
    TransferStep,
    Usage,
)
from nightmail.schedule.model import WallTime

Record = Mapping[str, Any]


# ------------------------------------------------------------------------------------- what is asked


def asked_of(new: NewDelivery) -> dict[str, Any]:
    """A message to schedule, as `private.schedule` takes it."""
    message = new.message
    return {
        "id": str(message.id),
        "message_id": message.message_id,
        "account_id": str(message.account_id),
        "sender": _pair(message.sender),
        "to": _pairs(message.to),
        "cc": _pairs(message.cc),
        "bcc": _pairs(message.bcc),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "attachments": [attachment_json(file) for file in message.attachments],
        "reply_to": _pair(message.reply_to) if message.reply_to else None,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "metadata": dict(message.metadata) or None,
        "created_at": message.created_at.isoformat(),
        "idempotency_key": new.idempotency_key,
        "lifetime": new.lifetime.total_seconds(),
        "replaces": str(new.replaces) if new.replaces else None,
        "priority": new.priority.value,
        **due_json(new.due, new.wall_time),
    }


def handed_over(parcel: Parcel) -> dict[str, Any]:
    """A message on its way from a PC, as `private.schedule` takes it."""
    delivery = parcel.delivery
    lifetime = delivery.deadline_at - delivery.due_at
    return {
        **asked_of(
            NewDelivery(
                parcel.message, delivery.due_at, lifetime, parcel.wall_time, parcel.idempotency_key, priority=delivery.priority
            )
        ),
        "tags": list(parcel.tags) or None,
        "transfer": parcel.transfer,
        "device": parcel.device,
        "chain": {"seq": parcel.last.seq, "hash": parcel.last.hash.hex()},
        "is_held": parcel.was is DeliveryState.HELD,
        "wanted_at": delivery.wanted_at.isoformat(),
        "deadline_at": delivery.deadline_at.isoformat(),
        "dated_at": parcel.dated_at.isoformat() if parcel.dated_at else None,
        "attempts": delivery.attempts,
        "deferrals": delivery.deferrals,
        "results": [[recipient.n, recipient.state.value, recipient.reply] for recipient in delivery.recipients],
    }


def due_json(due: datetime | timedelta, wall_time: WallTime | None) -> dict[str, Any]:
    """An instant, or a wait in seconds by the database's clock; and the wall time it came from."""
    return {
        **({"wait": due.total_seconds()} if isinstance(due, timedelta) else {"due_at": due.isoformat()}),
        "local_time": wall_time.local_time.isoformat() if wall_time else None,
        "zone": wall_time.zone if wall_time else None,
    }


def attachment_json(file: Attachment) -> dict[str, Any]:
    return {
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "content_id": file.content_id,
    }


def account_json(account: Account) -> dict[str, Any]:
    """As `save_account` takes it: all but owner and state, which have their own doors."""
    imap = account.imap
    return {
        "id": str(account.id),
        "address": account.address,
        "name": account.name,
        "smtp_host": account.smtp.host,
        "smtp_port": account.smtp.port,
        "smtp_security": account.smtp.security.value,
        "smtp_username": account.smtp.username,
        "imap_host": imap.host if imap else None,
        "imap_port": imap.port if imap else None,
        "imap_security": imap.security.value if imap else None,
        "imap_username": imap.username if imap else None,
        "connections": account.limits.connections,
        "recipients_per_envelope": account.limits.recipients_per_envelope,
        "messages_per_connection": account.limits.messages_per_connection,
        "max_size": account.limits.max_size,
        "per_minute": account.limits.per_minute,
        "daily_messages": account.limits.daily_messages,
        "daily_recipients": account.limits.daily_recipients,
        "options": options_json(account.options),
        "region": account.region,
    }


def _pair(address: Address) -> list[str]:
    return [address.spec, address.name]


def _pairs(addresses: Iterable[Address]) -> list[list[str]]:
    return [_pair(address) for address in addresses]


# ------------------------------------------------------------------------------------- what is answered


def receipt_of(record: Record) -> Scheduled:
    return Scheduled(
        UUID(record["id"]), DeliveryState(record["state"]), instant_of(record["due_at"]), record["message_id"], record["is_new"]
    )


def row_of(record: Record) -> OutboxRow:
    """One row of `list_messages`."""
    return OutboxRow(
        delivery=delivery_of(record),
        message_id=record["rfc_message_id"],
        subject=record["subject"],
        to=tuple(record["recipients"]),
        created_at=instant_of(record["created_at"]),
        has_attachments=record["attachment_count"] > 0,
        wall_time=wall_time_of(record),
        sent_at=_instant_or_none(record["sent_at"]),
        place=Place.CLOUD,
        changed_at=instant_of(record["changed_at"]),
    )


def row_json(row: OutboxRow) -> Record:
    """What `row_of` reads: to keep a row in a file."""
    delivery = row.delivery
    return {
        "id": str(delivery.id),
        "owner_id": str(delivery.owner_id),
        "account_id": str(delivery.account_id),
        "state": delivery.state.value,
        "wanted_at": delivery.wanted_at.isoformat(),
        "due_at": delivery.due_at.isoformat(),
        "deadline_at": delivery.deadline_at.isoformat(),
        "attempts": delivery.attempts,
        "deferrals": delivery.deferrals,
        "rescues": delivery.rescues,
        "run_lease": delivery.run_lease,
        "reason": delivery.reason,
        "priority": delivery.priority.value,
        "local_time": row.wall_time.local_time.isoformat() if row.wall_time else None,
        "zone": row.wall_time.zone if row.wall_time else None,
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "rfc_message_id": row.message_id,
        "subject": row.subject,
        "created_at": row.created_at.isoformat(),
        "attachment_count": int(row.has_attachments),
        "changed_at": (row.changed_at or row.created_at).isoformat(),
        "recipients": list(row.to),
    }


def mark_json(mark: OutboxMark | None) -> Record | None:
    """As `list_messages` takes a place in its order."""
    if mark is None:
        return None
    value = {"number": mark.value} if isinstance(mark.value, int) else {"letters": mark.value}
    return {"rank": mark.rank, **value, "id": str(mark.id)}


def item_of(record: Record) -> Item:
    """What `show_message` answers."""
    ledger = tuple(_recipient(recipient) for recipient in record["recipients"])
    delivery = record["delivery"]
    return Item(
        message=message_of(record["message"], ledger, tuple(_attachment(file) for file in record["attachments"])),
        wall_time=wall_time_of(delivery),
        delivery=delivery_of(delivery, ledger),
        audit=tuple(entry_of(entry) for entry in record["audit"]),
        sent_at=_instant_or_none(delivery["sent_at"]),
        place=Place.LOCAL if delivery["transfer_step"] == TransferStep.GONE else Place.CLOUD,
    )


def parcel_of(record: Record) -> Parcel:
    """The same as one end of a move sees it."""
    item, content, delivery = item_of(record), record["message"], record["delivery"]
    step = delivery["transfer_step"]
    return Parcel(
        message=item.message,
        delivery=item.delivery,
        wall_time=item.wall_time,
        dated_at=_instant_or_none(delivery["dated_at"]),
        idempotency_key=content["idempotency_key"],
        tags=tuple(content["tags"] or ()),
        transfer=delivery["transfer"],
        step=TransferStep(step) if step else None,
        device=delivery["device"],
        last=item.audit[-1],
    )


def message_of(record: Record, ledger: tuple[Recipient, ...], files: tuple[Attachment, ...]) -> Message:
    extra: Record = record["headers"] or {}
    to, cc, bcc = (_addresses(kind, extra, ledger) for kind in RecipientKind)
    reply_to = extra.get("reply_to")
    return Message(
        id=UUID(record["id"]),
        message_id=record["message_id"],
        account_id=UUID(record["account_id"]),
        sender=Address(record["sender_address"], record["sender_name"]),
        to=to,
        cc=cc,
        bcc=bcc,
        subject=record["subject"],
        text=record["text_body"],
        html=record["html_body"],
        created_at=instant_of(record["created_at"]),
        attachments=files,
        reply_to=Address(*reply_to) if reply_to else None,
        in_reply_to=extra.get("in_reply_to"),
        references=tuple(extra.get("references", ())),
        metadata=record["metadata"] or {},
    )


def delivery_of(record: Record, ledger: tuple[Recipient, ...] = ()) -> Delivery:
    return Delivery(
        id=UUID(record["id"]),
        owner_id=UUID(record["owner_id"]),
        account_id=UUID(record["account_id"]),
        state=DeliveryState(record["state"]),
        wanted_at=instant_of(record["wanted_at"]),
        due_at=instant_of(record["due_at"]),
        deadline_at=instant_of(record["deadline_at"]),
        attempts=record["attempts"],
        deferrals=record["deferrals"],
        rescues=record["rescues"],
        run_lease=record["run_lease"],
        reason=record["reason"],
        recipients=ledger,
        priority=Priority(record.get("priority", Priority.NORMAL)),
    )


def entry_of(record: Record) -> AuditEntry:
    return AuditEntry(
        message_id=UUID(record["message_id"]),
        seq=record["seq"],
        at=instant_of(record["at"]),
        event=record["event"],
        actor=record["actor"],
        detail=record["detail"],
        hash=bytes.fromhex(record["hash"]),
    )


def account_of(record: Record) -> Account:
    """One row of the accounts table."""
    imap = None
    if record["imap_host"] is not None:
        imap = Server(record["imap_host"], record["imap_port"], Security(record["imap_security"]), record["imap_username"])
    return Account(
        id=UUID(record["id"]),
        owner_id=UUID(record["owner_id"]),
        address=record["address"],
        name=record["name"],
        smtp=Server(record["smtp_host"], record["smtp_port"], Security(record["smtp_security"]), record["smtp_username"]),
        imap=imap,
        limits=Limits(
            record["connections"],
            record["recipients_per_envelope"],
            record["messages_per_connection"],
            record["max_size"],
            record["per_minute"],
            record["daily_messages"],
            record["daily_recipients"],
        ),
        state=AccountState(record["state"]),
        pause_reason=record["pause_reason"],
        region=record["region"],
        is_trusted=record["is_trusted"],
        options=options_of(record["options"]),
        learned=learned_of(record["learned"]),
    )


def wall_time_of(record: Record) -> WallTime | None:
    if record["zone"] is None:
        return None
    return WallTime(datetime.fromisoformat(record["local_time"]), record["zone"])


def instant_of(text: str) -> datetime:
    """Raises ValueError where it is no instant, or one without an offset."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without an offset: {text}")
    return instant


def suppression_of(record: Record) -> Suppression:
    message_id = record["message_id"]
    since = instant_of(record["since"])
    return Suppression(record["address"], record["reason"], since, UUID(message_id) if message_id else None)


def hold_of(record: Record) -> Hold:
    """One of `list_holds`."""
    until = instant_of(record["until"])
    kind = BreakerKind(record["kind"])
    return Hold(UUID(record["account_id"]), record["host"] or "", kind, until, record["reason"], record["waiting"])


def usage_of(record: Record) -> Usage:
    """One of `list_usage`."""
    return Usage(record["messages"], record["recipients"])


def stuck_of(record: Record) -> Stuck:
    reasons = {StuckReason(why): many for why, many in record["reasons"].items()}
    return Stuck(record["count"], _instant_or_none(record["oldest_due"]), reasons)


def _instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else instant_of(text)


def _recipient(record: Record) -> Recipient:
    return Recipient(
        record["n"],
        RecipientKind(record["kind"]),
        record["name"],
        record["address"],
        RecipientState(record["state"]),
        record["reply"],
    )


def _attachment(record: Record) -> Attachment:
    return Attachment(record["filename"], record["media_type"], record["size"], record["sha256"], record["content_id"])


def _addresses(kind: RecipientKind, extra: Record, ledger: Iterable[Recipient]) -> tuple[Address, ...]:
    """The ledger holds each address once; where one was named in two places, the headers keep the lists."""
    if "to" in extra:
        return tuple(Address(*pair) for pair in extra[kind.value])
    return tuple(Address(recipient.address, recipient.name) for recipient in ledger if recipient.kind is kind)
