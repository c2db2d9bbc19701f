"""What T1 answers and what T2 and T3 are asked, in PostgreSQL's words. Each value here is made once for every message, so all is
made in as few steps as it can be; laws hold the texts to what the JSON encoder would write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii
from typing import Any
from uuid import UUID

from nightmail.delivery.model import Delivery, DeliveryState, Priority, Recipient
from nightmail.message.model import Address, Message, RecipientKind
from nightmail.ports import Claimed, Front, Settlement, Transmission
from nightmail.store import rows
from nightmail.store.queue_rows import intent_detail, settled_detail

# Instants come as text: a quarter of what the driver and a change to UTC take. Ledgers too, to be read at once.
_COLUMNS = (
    "id, owner_id, account_id, state, wanted_at::text, due_at::text, deadline_at::text, priority, zone, run_lease,"
    " dated_at::text, attempts, deferrals, rescues, reason, rfc_message_id, sender_address, sender_name, subject, text_body,"
    " html_body, headers, metadata, attachment_count, created_at::text, ledger::text"
)
CLAIM = f"select {_COLUMNS} from private.claim(%s, %s, %s::uuid[], %s, %s::timestamptz[], %s::uuid[])"

_NAMES = [column.removesuffix("::text") for column in _COLUMNS.split(", ")]
_INSTANTS = ("wanted_at", "due_at", "deadline_at", "dated_at", "created_at")
_FILES, _LEDGER = _NAMES.index("attachment_count"), _NAMES.index("ledger")
_STATES = {state.value: state for state in DeliveryState}
_PRIORITIES = tuple(Priority)
_quoted = encode_basestring_ascii

Answer = tuple[Any, ...]


def front_asked(after: Front | None) -> tuple[list[datetime | None] | None, list[UUID | None] | None]:
    """T1's last arguments."""
    if not after:
        return None, None
    found = [after.get(priority, (None, None)) for priority in _PRIORITIES]
    return [due_at for due_at, _ in found], [id for _, id in found]


def have_files(found: Sequence[Answer]) -> bool:
    """At least one of these messages has attachments, which T1 does not answer."""
    return any(row[_FILES] for row in found)


def ledgers_of(found: Sequence[Answer]) -> list[list[Recipient]]:
    return list(map(rows.ledger_of, json.loads(f"[{','.join([row[_LEDGER] for row in found])}]")))


def row_of(answer: Answer) -> dict[str, Any]:
    """The answer as a row of the tables."""
    row = dict(zip(_NAMES, answer, strict=True))
    for name in _INSTANTS:
        row[name] = _instant(row[name]) if row[name] is not None else None
    return row


def claimed_of(answer: Answer, ledger: Sequence[Recipient]) -> Claimed:
    """A message without attachments."""
    # fmt: off
    (
        id, owner_id, account_id, state, wanted_at, due_at, deadline_at, priority, zone, run_lease, dated_at,
        attempts, deferrals, rescues, reason, message_id, sender_address, sender_name, subject, text, html, headers,
        metadata, _, created_at, _,
    ) = answer
    delivery = Delivery(
        id, owner_id, account_id, _STATES[state], _instant(wanted_at), _instant(due_at), _instant(deadline_at),
        attempts, deferrals, rescues, run_lease, reason, tuple(ledger), _PRIORITIES[priority],
    )
    # fmt: on
    dated = None if dated_at is None else _instant(dated_at)
    if headers or len(ledger) != 1 or ledger[0].kind is not RecipientKind.TO:
        return Claimed(delivery, rows.message_of(row_of(answer), ledger, ()), dated, zone)
    # Almost every message: one recipient, and no header that is seldom.
    to = (Address(ledger[0].address, ledger[0].name),)
    sender, created = Address(sender_address, sender_name), _instant(created_at)
    message = Message(id, message_id, account_id, sender, to, (), (), subject, text, created, html, metadata=metadata or {})
    return Claimed(delivery, message, dated, zone)


def _instant(text: str) -> datetime:
    """An instant as the session writes it, in its zone."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def intents_asked(intents: Sequence[Transmission]) -> str:
    """T2's argument."""
    return f"[{','.join(map(_intent, intents))}]"


def _intent(intent: Transmission) -> str:
    return (
        f'{{"id":"{intent.id.hex}","run_lease":{intent.run_lease},"dated_at":"{intent.dated_at.isoformat()}",'
        f'"recipients":{len(intent.recipients)},"detail":{_quoted(intent_detail(intent))}}}'
    )


def verdicts_asked(settlements: Sequence[Settlement]) -> tuple[str, str]:
    """T3's arguments: the deliveries, and the recipients that changed."""
    asked: list[str] = []
    results: list[str] = []
    for settlement in settlements:
        id, settled = settlement.id.hex, settlement.settled
        asked.append(
            f'{{"id":"{id}","run_lease":{settlement.run_lease},"state":"{settled.state}","due_at":"{settled.due_at.isoformat()}",'
            f'"attempts":{settled.attempts},"deferrals":{settled.deferrals},"reason":{_quoted(settled.reason)},'
            f'"event":"{settled.event}","detail":{_quoted(settled_detail(settlement))}}}'
        )
        for result in settled.recipients:
            results.append(f'{{"id":"{id}","n":{result.n},"state":"{result.state}","reply":{_quoted(result.reply)}}}')
    return f"[{','.join(asked)}]", f"[{','.join(results)}]"
