"""`nightmail suppression`: addresses whose mail came back."""

from __future__ import annotations

from typing import Annotated

import typer

from nightmail.cli import shapes
from nightmail.cli.both_sides import both_sides
from nightmail.cli.command import Call, command, group
from nightmail.cli.failure import warn
from nightmail.cli.render import local

AddressArgument = Annotated[str, typer.Argument(metavar="ADDRESS", show_default=False)]

_COLUMNS = {"address": "Address", "when": "Since", "reason": "Reason"}


def register(app: typer.Typer) -> None:
    suppression = group("Addresses whose mail came back; writing to one warns.", parent=app, name="suppression")
    command(suppression, "list")(list_addresses)
    command(suppression, "remove")(remove)


async def list_addresses(call: Call) -> None:
    """List the addresses that are warned of, latest first."""
    async with both_sides(call.settings) as sides:
        found, missing = await sides.suppressions()
    rows = [shapes.suppression(one) for one in found]
    if not call.out.json_wanted:
        rows = [{**row, "when": local(one.since)} for row, one in zip(rows, found, strict=True)]
    call.out.table(rows, _COLUMNS, empty="No mail came back.")
    if missing is not None:
        warn("The cloud's list is not shown", missing, json_wanted=call.out.json_wanted)


async def remove(call: Call, *, address: AddressArgument) -> None:
    """Warn of an address no more."""
    async with both_sides(call.settings) as sides:
        await sides.forgive(address)
    call.out.answer({"address": address.lower(), "removed": True}, f"{address} is warned of no more.")
