"""One message's record as lines that anybody can check: everything its hashes are computed from. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from nightmail.clock import rfc3339
from nightmail.delivery.audit import GENESIS, AuditEntry, micros


def proof_text(entries: Iterable[AuditEntry]) -> str:
    """JSON, one object a line, as `nightmail audit verify` reads it."""
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in proof_lines(entries))


def proof_lines(entries: Iterable[AuditEntry]) -> Iterator[dict[str, object]]:
    """The entries of one chain, then its end: how many there are, and the hash of the last."""
    previous, count, id = GENESIS, 0, ""
    for entry in entries:
        yield proof_line(entry, previous)
        previous, count, id = entry.hash, count + 1, str(entry.message_id)
    yield {"message_id": id, "entries": count, "head": previous.hex()}


def proof_line(entry: AuditEntry, previous: bytes) -> dict[str, object]:
    """An entry with everything its hash is computed from, in the form it is computed from."""
    return {
        "message_id": str(entry.message_id),
        "seq": entry.seq,
        "at_micros": micros(entry.at),
        "at": rfc3339(entry.at),
        "event": entry.event,
        "actor": entry.actor,
        "detail": entry.detail,
        "previous": previous.hex(),
        "hash": entry.hash.hex(),
    }
