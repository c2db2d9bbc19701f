"""`nightmail keys`: the worker's keys that passwords are sealed to. A private key is printed once and kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.cli.command import Call, command, group
from nightmail.cli.render import local
from nightmail.cli.shapes import Shape, instant
from nightmail.cli.wiring import opened_database, require_database

if TYPE_CHECKING:
    from nightmail.store.sealed_rows import KeyRow

PublicArgument = Annotated[str, typer.Argument(metavar="PUBLIC", help="The public key, nmp1_…", show_default=False)]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The key's fingerprint, k-…", show_default=False)]
NoteOption = Annotated[str, typer.Option("--note", help="A word for other operators.")]
ForceFlag = Annotated[bool, typer.Option("--force", help="Also while passwords are sealed to it.")]

_COLUMNS = {
    "id": "Id",
    "state": "State",
    "accounts": "Sealed to it",
    "created": "Published",
    "retired": "Retired",
    "note": "Note",
}


def register(app: typer.Typer) -> None:
    keys = group("The worker's keys that passwords are sealed to.", parent=app, name="keys")
    command(keys, "new")(new)
    command(keys, "publish")(publish)
    command(keys, "list")(list_keys)
    command(keys, "retire")(retire)


def new(call: Call) -> None:
    """Make a key pair. The private key is shown this once."""
    from nightmail.account.sealing import WorkerKey

    key = WorkerKey.new()
    fields = {"id": key.fingerprint, "private_key": key.reveal(), "public_key": str(key.public)}
    call.out.answer(fields, lambda: _new_words(fields))


def _new_words(fields: dict[str, str]) -> str:
    return (
        f"Fingerprint  {fields['id']}\n"
        f"Private key  {fields['private_key']}\n"
        f"Public key   {fields['public_key']}\n\n"
        "Keep the private key now: it is shown this once and kept nowhere.\n"
        "1. Give it to every worker in NIGHTMAIL_WORKER_PRIVATE_KEY, beside the ones they have, and restart them.\n"
        f"2. Then publish the other half: nightmail keys publish {fields['public_key']}"
    )


async def publish(call: Call, *, public: PublicArgument, note: NoteOption = "") -> None:
    """Have passwords sealed to a key from now on. Every worker must hold its private half before."""
    from nightmail.account.sealing import PublicKey

    key = PublicKey.parse(public)
    async with opened_database(require_database(call.settings)) as database:
        await database.publish_worker_key(key, note=note)
        row = next(row for row in await database.worker_keys() if row.key == key)
    call.out.answer(_shape(row), f"{key.fingerprint} is published: passwords are sealed to the newest active key.")


async def list_keys(call: Call) -> None:
    """List the published keys, newest first, with how many passwords are sealed to each."""
    async with opened_database(require_database(call.settings)) as database:
        rows = await database.worker_keys()
    if call.out.json_wanted:
        call.out.table([_shape(row) for row in rows], _COLUMNS, empty="")
    else:
        empty = "No key is published yet. Make one with: nightmail keys new"
        call.out.table([_line(row) for row in rows], _COLUMNS, empty=empty)


async def retire(call: Call, *, id: IdArgument, force: ForceFlag = False) -> None:
    """Have no more passwords sealed to a key; refused while any are."""
    fingerprint = id.strip().upper().replace("K-", "k-", 1)
    async with opened_database(require_database(call.settings)) as database:
        accounts = await database.retire_worker_key(fingerprint, force=force)
    said = f"{fingerprint} is retired. "
    if accounts:
        said += f"{accounts} sealed to it: workers must keep its private half until those passwords are sealed anew."
    else:
        said += "Nothing is sealed to it; workers may drop its private half."
    call.out.answer({"id": fingerprint, "state": "retired", "accounts": accounts}, said)


def _shape(row: KeyRow) -> Shape:
    return {
        "id": row.key.fingerprint,
        "state": "active" if row.is_active else "retired",
        "accounts": row.accounts,
        "note": row.note,
        "public_key": str(row.key),
        "created_at": instant(row.created_at),
        "retired_at": instant(row.retired_at),
    }


def _line(row: KeyRow) -> Shape:
    return {**_shape(row), "created": local(row.created_at), "retired": local(row.retired_at) if row.retired_at else None}
