"""`nightmail outbox export`: messages as files, to read elsewhere or to keep."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from nightmail.cli import shapes
from nightmail.cli.both_sides import BothSides, both_sides
from nightmail.cli.command import Call
from nightmail.cli.failure import UsageProblem, warn
from nightmail.cli.render import as_line
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.ports import Item, OutboxQuery, OutboxRow

# Of many alike.
_NAMED = 10
Put = Callable[[str, bytes], None]


class ExportFormat(StrEnum):
    JSONL = "jsonl"
    EML = "eml"


StateOption = Annotated[list[DeliveryState] | None, typer.Option("--state", help="Only this state; may be repeated.")]
OutOption = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The file; for .eml a folder, or a .zip. Nothing there is overwritten.")
]
FormatOption = Annotated[
    ExportFormat, typer.Option("--format", help="jsonl: everything known, a line each; eml: the mails themselves.")
]
SearchOption = Annotated[str, typer.Option("--search", metavar="TEXT", help="Beginnings of words in subject, people or text.")]


async def export(
    call: Call,
    *,
    out: OutOption,
    state: StateOption = None,
    format: FormatOption = ExportFormat.JSONL,
    search: SearchOption = "",
) -> None:
    """Write messages to files: with their recipients' outcomes and their trail, or as mails that any mail program opens."""
    if out.suffix == ".zip" and format is ExportFormat.JSONL:
        raise UsageProblem("A .zip holds mails; say --format eml with it.")
    async with both_sides(call.settings) as sides:
        listed = await sides.whole(OutboxQuery(states=frozenset(state or ()), text=search))
        with _opened(out, format) as put:
            told = [await _put(sides, row, put, format) for row in listed.rows]
    failed = [one for one in told if isinstance(one, (PersonError, OutsideError))]
    differing = [one for one in told if isinstance(one, UUID)]
    for missing in (*failed, *([listed.missing] if listed.missing else ())):
        warn("Not everything is in the export", missing, json_wanted=call.out.json_wanted)
    count = len(listed.rows) - len(failed)
    fields: shapes.Shape = {"messages": count, "missing": len(failed), "file": str(out), "format": format.value}
    if format is ExportFormat.EML:
        fields |= {"not_as_sent": [str(id) for id in differing]}
    call.out.answer(fields, f"{count} {'message is' if count == 1 else 'messages are'} written to {out}.")
    if differing:
        call.out.say(_not_as_sent(differing))
    if failed:
        raise failed[0]


async def _put(sides: BothSides, row: OutboxRow, put: Put, format: ExportFormat) -> PersonError | OutsideError | UUID | None:
    """A message that can't be had keeps no other from being written. Answers the id of one that differs from what went out."""
    try:
        side = await sides.keeper(row.delivery.id)
        item = await side.outbox.show(row.delivery.id)
        account = await side.account(item.delivery.account_id)
        if format is ExportFormat.EML:
            mail = await side.outbox.as_mail(item, account)
            put(_name(item), mail.octets)
            return row.delivery.id if mail.differs else None
        put("", f"{as_line(_line(item, account.address if account else ''))}\n".encode())
    except (PersonError, OutsideError) as error:
        return error
    return None


def _not_as_sent(ids: Sequence[UUID]) -> str:
    named = ", ".join(map(str, ids[:_NAMED])) + (", …" if len(ids) > _NAMED else "")
    many = f"{len(ids)} of them {'is' if len(ids) == 1 else 'are'} without"
    return f"{many} the signature (DKIM) sent with it, as its key is not here or no longer used: {named}"


def _line(item: Item, account: str) -> shapes.Shape:
    """What `outbox show` tells, and the content."""
    message = item.message
    return {
        **shapes.item(item, account=account),
        "sender": message.sender.spec,
        "text": message.text,
        "html": message.html,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
    }


def _name(item: Item) -> str:
    """In order of time; unique, and a name on every system."""
    subject = "".join(letter if letter.isalnum() else "-" for letter in item.message.subject)[:40].strip("-")
    day = item.delivery.wanted_at.strftime("%Y-%m-%d")
    return "_".join(part for part in (day, item.delivery.state.value, subject, str(item.message.id)) if part) + ".eml"


@contextmanager
def _opened(out: Path, format: ExportFormat) -> Iterator[Put]:
    try:
        if out.suffix == ".zip":
            with zipfile.ZipFile(out, "x", zipfile.ZIP_DEFLATED) as archive:
                yield archive.writestr
        elif format is ExportFormat.EML:
            out.mkdir(parents=True)
            yield lambda name, content: _write(out / name, content)
        else:
            with out.open("xb") as file:
                yield lambda _, content: _append(file.write, content)
    except FileExistsError as error:
        raise PersonError("file-exists", f"{out} is there already.", next="Choose another name, or remove it first.") from error
    except OSError as error:
        raise _unwritable(out, error) from error


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _append(write: Callable[[bytes], int], content: bytes) -> None:
    write(content)


def _unwritable(out: Path, error: OSError) -> NightmailError:
    return PersonError("file-unwritable", f"{out} can't be written: {error.strerror}.", next="Choose another place.")
