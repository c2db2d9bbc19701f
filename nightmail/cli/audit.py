"""`nightmail audit`: show, verify and export the record of what happened. An export can be verified without the database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from nightmail.cli import shapes
from nightmail.cli.command import Call, command, group
from nightmail.cli.failure import UsageProblem
from nightmail.cli.outbox import IdArgument
from nightmail.cli.render import as_line
from nightmail.cli.wiring import Room, opened
from nightmail.clock import rfc3339
from nightmail.delivery.audit import GENESIS, AuditEntry, Broken, verify
from nightmail.delivery.proof_lines import proof_lines
from nightmail.errors import PersonError
from nightmail.verify import Verified, verify_all

MaybeIdArgument = Annotated[UUID | None, typer.Argument(metavar="[ID]", help="All messages without it.", show_default=False)]
OutOption = Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; - is standard output.")]
FileOption = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Verify an export instead of the database.")]

_COLUMNS = {"seq": "No", "at": "At", "event": "Event", "actor": "By", "detail": "Detail"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def register(app: typer.Typer) -> None:
    audit = group("The record of what happened, and the proof that nobody changed it.", parent=app, name="audit")
    command(audit, "show")(show)
    command(audit, "verify")(verify_chains)
    command(audit, "export")(export)


async def show(call: Call, *, id: IdArgument) -> None:
    """Show everything that happened to a message."""
    async with opened(call.settings) as room:
        entries = await _entries(room, id)
    rows = [shapes.audit_entry(entry) for entry in entries]
    if not call.out.json_wanted:
        rows = [{**row, "detail": entry.detail} for row, entry in zip(rows, entries, strict=True)]
    call.out.table(rows, _COLUMNS, empty="Nothing is recorded.")


async def verify_chains(call: Call, *, id: MaybeIdArgument = None, file: FileOption = None) -> None:
    """Recompute every hash chain. Exit code 0: intact; 3: broken, naming the entry."""
    if file is not None:
        if id is not None:
            raise UsageProblem("An export is verified as a whole; leave the id out.")
        checked, broken_chains = verify_export(_lines_of(file))
        verified = Verified(checked, 0, tuple(broken_chains))
    else:
        verified = await _verified(call, id)
    broken = len(verified.broken) + len(verified.broken_accounts)
    fields = {
        "intact": not broken,
        "checked": verified.messages,
        "broken": _shapes(verified.broken),
        "accounts": {"checked": verified.accounts, "broken": _shapes(verified.broken_accounts)},
    }
    call.out.answer(fields, f"{_counted(verified)} checked; {'every chain is intact.' if not broken else f'{broken} broken.'}")
    if broken:
        raise _broken(verified)


async def export(call: Call, *, id: IdArgument, out: OutOption = "-") -> None:
    """Write a message's entries as JSON lines that can be verified anywhere: nightmail audit verify --file FILE."""
    async with opened(call.settings) as room:
        entries = await _entries(room, id)
    lines = [as_line(fields) for fields in proof_lines(entries)]
    if out == "-":
        call.out.lines(lines)
        return
    try:
        Path(out).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise PersonError(
            "file-unwritable", f"{out} can't be written: {error.strerror}.", next="Choose another place."
        ) from error
    call.out.answer({"id": str(id), "entries": len(entries), "file": out}, f"{len(entries)} entries are written to {out}.")


def verify_export(lines: Iterable[str]) -> tuple[int, list[Broken]]:
    """How many chains a file of exported lines holds, and which of them are broken. Raises PersonError `not-an-export`."""
    chains: dict[UUID, list[AuditEntry]] = {}
    heads: dict[UUID, tuple[int, bytes]] = {}
    altered: dict[UUID, Broken] = {}
    for number, line in enumerate(lines, 1):
        try:
            fields = json.loads(line)
            id = UUID(str(fields["message_id"]))
            if "head" in fields:
                heads[id] = (fields["entries"], bytes.fromhex(fields["head"]))
                chains.setdefault(id, [])
            else:
                chain = chains.setdefault(id, [])
                entry = _imported(id, fields)
                if not _says_twice_the_same(fields, entry, chain[-1].hash if chain else GENESIS):
                    altered.setdefault(id, Broken(id, entry.seq, f"entry {entry.seq} ({entry.event}) was changed"))
                chain.append(entry)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise PersonError("not-an-export", f"Line {number} is no exported audit entry.", next="Export it again.") from error
    if not chains:
        raise PersonError("not-an-export", "The file is empty.", next="Export it again.")
    verdicts = (
        _first(verify(id, entries, heads.get(id), gone="the end line is missing"), altered.get(id))
        for id, entries in chains.items()
    )
    return len(chains), [verdict for verdict in verdicts if verdict is not None]


def _says_twice_the_same(fields: Mapping[str, object], entry: AuditEntry, previous: bytes) -> bool:
    """`at` and `previous` stand in the line for people; the chain is computed from their twins."""
    return fields["at"] == rfc3339(entry.at) and fields["previous"] == previous.hex()


def _first(one: Broken | None, other: Broken | None) -> Broken | None:
    """The earlier of two breaks; the chain's own where both are at the same entry."""
    if one is None or other is None:
        return one or other
    return one if one.seq <= other.seq else other


def _imported(id: UUID, fields: Mapping[str, object]) -> AuditEntry:
    seq, at_micros, hash = fields["seq"], fields["at_micros"], fields["hash"]
    if not (isinstance(seq, int) and isinstance(at_micros, int) and isinstance(hash, str)):
        raise TypeError("not an exported entry")
    return AuditEntry(
        message_id=id,
        seq=seq,
        at=_EPOCH + timedelta(microseconds=at_micros),
        event=str(fields["event"]),
        actor=str(fields["actor"]),
        detail=str(fields["detail"]),
        hash=bytes.fromhex(hash),
    )


def _counted(verified: Verified) -> str:
    messages = "1 message" if verified.messages == 1 else f"{verified.messages} messages"
    if not verified.accounts:
        return messages
    return messages + (" and 1 account" if verified.accounts == 1 else f" and {verified.accounts} accounts")


def _shapes(broken: Iterable[Broken]) -> list[shapes.Shape]:
    return [{"id": str(found.message_id), "seq": found.seq, "reason": found.reason} for found in broken]


async def _verified(call: Call, id: UUID | None) -> Verified:
    async with opened(call.settings) as room:
        everybody = call.settings.owner is None
        return await verify_all(room.store, None if everybody else room.owner_id, id)


async def _entries(room: Room, id: UUID) -> tuple[AuditEntry, ...]:
    entries = await room.store.audit(room.owner_id, id)
    if not entries:
        # Says so in the outbox's own words where there is no such message.
        await room.outbox.show(id)
    return entries


def _broken(verified: Verified) -> PersonError:
    found = [("message", one) for one in verified.broken] + [("account", one) for one in verified.broken_accounts]
    what, first = found[0]
    others = len(found) - 1
    more = f" {others} more {'is' if others == 1 else 'are'} broken." if others else ""
    return PersonError(
        "audit-broken",
        f"The record of {what} {first.message_id} is not what was written: {first.reason}.{more}",
        next="Compare it with an earlier export or backup; what comes after that entry can't be trusted.",
    )


def _lines_of(file: Path) -> list[str]:
    try:
        return (sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PersonError("file-unreadable", f"{file} can't be read.", next="Check its name.") from error
