"""The JSON shapes of the command line: what the contract in the documents promises to scripts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from nightmail.account.model import Account
from nightmail.account.servers import ServerKind, server_url
from nightmail.cli.priorities import priority_word
from nightmail.cli.waits import hold_shape
from nightmail.clock import rfc3339
from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import FINAL_STATES, Delivery, DeliveryState
from nightmail.ports import Item, OutboxRow, QueueStats, Scheduled, Stuck, Suppression, WorkerRow
from nightmail.schedule.model import WallTime

Shape = dict[str, object]


def scheduled(receipt: Scheduled, warned: Sequence[Suppression] = ()) -> Shape:
    """`warned`: recipients whose mail came back before; without any, nothing is said of it."""
    warnings = {"warnings": [suppression(one) for one in warned]} if warned else {}
    return {
        **warnings,
        "id": str(receipt.id),
        "state": receipt.state.value,
        "due_at": rfc3339(receipt.due_at),
        "message_id": receipt.message_id,
    }


def outbox_row(row: OutboxRow) -> Shape:
    delivery = row.delivery
    return {
        **_standing(delivery),
        "message_id": row.message_id,
        "account_id": str(delivery.account_id),
        "subject": row.subject,
        "to": list(row.to),
        "created_at": rfc3339(row.created_at),
        "sent_at": instant(row.sent_at),
        "reason": delivery.reason,
        "has_attachments": row.has_attachments,
        "place": row.place.value,
        "is_moving": row.is_moving,
        "wall_time": wall_time(row.wall_time),
    }


def item(kept: Item, *, account: str) -> Shape:
    """`lateness_ms` is the first acceptance minus the instant the person asked for; null until then."""
    message, delivery = kept.message, kept.delivery
    return {
        **_standing(delivery),
        "recipients": [
            {"address": recipient.address, "kind": recipient.kind.value, "state": recipient.state.value, "reply": recipient.reply}
            for recipient in delivery.recipients
        ],
        "audit": [audit_entry(entry) for entry in kept.audit],
        "message_id": message.message_id,
        "account": account,
        "subject": message.subject,
        "sent_at": instant(kept.sent_at),
        "lateness_ms": lateness_ms(delivery, kept.sent_at),
        "reason": delivery.reason,
        "place": kept.place.value,
        "is_moving": kept.is_moving,
        "deadline_at": rfc3339(delivery.deadline_at),
        "created_at": rfc3339(message.created_at),
        "wall_time": wall_time(kept.wall_time),
        "attachments": [
            {"filename": file.filename, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}
            for file in message.attachments
        ],
        "metadata": dict(message.metadata),
    }


def lateness_ms(delivery: Delivery, sent_at: datetime | None) -> float | None:
    return None if sent_at is None else (sent_at - delivery.wanted_at) / timedelta(milliseconds=1)


def audit_entry(entry: AuditEntry) -> Shape:
    return {
        "seq": entry.seq,
        "at": rfc3339(entry.at),
        "event": entry.event,
        "actor": entry.actor,
        "detail": entry.fields,
        "hash": entry.hash.hex(),
    }


def account(kept: Account, hold: Hold | None = None) -> Shape:
    return {
        "id": str(kept.id),
        "address": kept.address,
        "name": kept.name,
        "state": kept.state.value,
        "reason": kept.pause_reason,
        "hold": hold_shape(hold),
        "smtp": server_url(kept.smtp, kind=ServerKind.SMTP),
        "imap": server_url(kept.imap, kind=ServerKind.IMAP) if kept.imap else None,
        "oauth": kept.options.oauth or None,
    }


def stats(queue: QueueStats, late: Stuck, holds: Iterable[Hold], paused: Iterable[Account] = ()) -> Shape:
    lateness = queue.lateness_ms
    return {
        "states": {state.value: queue.states.get(state, 0) for state in DeliveryState},
        "oldest_due": instant(queue.oldest_due),
        "lateness_ms": {"p50": lateness[0] if lateness else None, "p99": lateness[1] if lateness else None},
        "workers": [worker(row) for row in queue.workers],
        "holds": [{"account_id": str(hold.account_id), **(hold_shape(hold) or {})} for hold in holds],
        "paused": [{"account_id": str(kept.id), "address": kept.address, "reason": kept.pause_reason} for kept in paused],
        "stuck": stuck(late),
    }


def suppression(kept: Suppression) -> Shape:
    return {
        "address": kept.address,
        "reason": kept.reason,
        "since": rfc3339(kept.since),
        "message_id": str(kept.message_id) if kept.message_id else None,
    }


def stuck(found: Stuck) -> Shape:
    return {
        "count": found.count,
        "oldest_due": instant(found.oldest_due),
        "reasons": {reason.value: many for reason, many in found.reasons.items()},
    }


def worker(row: WorkerRow) -> Shape:
    return {
        "id": str(row.id),
        "name": row.name,
        "started_at": rfc3339(row.started_at),
        "seen_at": rfc3339(row.seen_at),
        "is_alive": row.is_alive,
    }


def wall_time(time: WallTime | None) -> Mapping[str, str] | None:
    return None if time is None else {"local": time.local_time.isoformat(sep=" "), "zone": time.zone}


def instant(at: datetime | None) -> str | None:
    return None if at is None else rfc3339(at)


def due_of(delivery: Delivery) -> datetime:
    """The next try; where none comes by itself, the instant that the person asked for."""
    is_over = delivery.state in FINAL_STATES or delivery.state is DeliveryState.IN_DOUBT
    return delivery.wanted_at if is_over else delivery.due_at


def _standing(delivery: Delivery) -> Shape:
    return {
        "id": str(delivery.id),
        "state": delivery.state.value,
        "due_at": rfc3339(due_of(delivery)),
        "wanted_at": rfc3339(delivery.wanted_at),
        "attempts": delivery.attempts,
        "priority": priority_word(delivery.priority),
    }
