"""`nightmail outbox redrive`: what failed goes again, to those who are still missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from nightmail.cli import shapes
from nightmail.cli.both_sides import BothSides, Side, both_sides
from nightmail.cli.command import Call
from nightmail.cli.failure import UsageProblem, as_json
from nightmail.cli.render import as_line, printable
from nightmail.cli.standing import is_kept_by_pause, next_step
from nightmail.cli.times import local_zone, wait_of
from nightmail.clock import SystemClock
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.ports import OutboxQuery, OutboxRow

IdsArgument = Annotated[list[UUID] | None, typer.Argument(metavar="[ID…]", show_default=False)]
AllFlag = Annotated[bool, typer.Option("--all", help="Everything that failed.")]
AccountOption = Annotated[str | None, typer.Option("--account", metavar="ADDRESS", help="With --all: only of this account.")]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help='With --all: only what was wanted since; "24h", or "2026-12-01 09:00".'),
]
ForceFlag = Annotated[bool, typer.Option("--force", help="Also where it came back, and to addresses that are warned of.")]


async def redrive(
    call: Call,
    *,
    ids: IdsArgument = None,
    every: AllFlag = False,
    account: AccountOption = None,
    since: SinceOption = None,
    force: ForceFlag = False,
) -> None:
    """Send again what failed, now: only to the recipients who are still missing, never to one who has it."""
    if every == bool(ids):
        raise UsageProblem("Say which: one or more ids, or --all.")
    if not every and (account is not None or since is not None):
        raise UsageProblem("--account and --since choose among all that failed; say --all with them.")
    earliest = None if since is None else _instant(since)
    async with both_sides(call.settings) as sides:
        chosen = list(ids or ()) if not every else [row.delivery.id for row in await _failed(sides, account, earliest)]
        results = [(id, await _driven(sides, id, force=force)) for id in chosen]
    _tell(call, results, account=account, is_one=len(chosen) == 1 and not every)
    refused = [error for _, error in results if isinstance(error, NightmailError)]
    if len(chosen) == 1 and refused and not every:
        raise refused[0]
    # Of all that failed, some are bound to have nobody left.
    if refused := [error for error in refused if not (every and error.code == "nobody-missing")]:
        raise PersonError("some-refused", f"{len(refused)} of {len(results)} messages stay as they are.", next=refused[0].message)


async def _failed(sides: BothSides, account: str | None, earliest: datetime | None) -> list[OutboxRow]:
    found = None if account is None else await sides.account_on_both(account)
    listed = await sides.whole(OutboxQuery(states=frozenset({DeliveryState.FAILED})))
    if listed.missing is not None:
        raise listed.missing
    rows = [row for row in listed.rows if earliest is None or row.delivery.wanted_at >= earliest]
    if found is None:
        return rows
    named = {one.id for one in (found.here, found.there) if one is not None}
    return [row for row in rows if row.delivery.account_id in named]


async def _driven(sides: BothSides, id: UUID, *, force: bool) -> shapes.Shape | NightmailError:
    try:
        side = await sides.keeper(id)
        try:
            await side.outbox.redrive(id, force=force)
        except PersonError as error:
            raise await _paused(side, id, error) or error from None
        item = await side.outbox.show(id)
    except (PersonError, OutsideError) as error:
        return error
    missing = [recipient.address for recipient in item.delivery.recipients if recipient.is_open]
    return {
        "id": str(id),
        "state": item.delivery.state.value,
        "due_at": shapes.instant(shapes.due_of(item.delivery)),
        "place": item.place.value,
        "recipients": missing,
    }


async def _paused(side: Side, id: UUID, error: PersonError) -> PersonError | None:
    """What did not fail, and waits for a person all the same."""
    if error.code != "not-failed":
        return None
    delivery = (await side.outbox.show(id)).delivery
    account = await side.account(delivery.account_id)
    if not is_kept_by_pause(delivery, account):
        return None
    step = next_step(delivery, account, in_cloud=side.is_remote)
    return PersonError(error.code, "This message has not failed: it waits, because its account is paused.", next=step)


def _tell(
    call: Call, results: Sequence[tuple[UUID, shapes.Shape | NightmailError]], *, account: str | None, is_one: bool
) -> None:
    """`is_one`: a single message that was named; what went wrong with it is the command's own error."""
    if call.out.json_wanted:
        call.out.lines(
            as_line({"id": str(id), "error": as_json(result)} if isinstance(result, NightmailError) else result)
            for id, result in results
        )
        return
    for id, result in results:
        if isinstance(result, NightmailError):
            if not is_one:
                call.out.line(f"{id}: {result.message}")
        else:
            people = result["recipients"]
            assert isinstance(people, list)
            call.out.line(f"{id}: goes again to {printable(', '.join(people))}")
    if not results:
        call.out.line(f"Nothing of {account} failed." if account else "Nothing failed.")


def _instant(text: str) -> datetime:
    """A wait back from now, or a wall time of this computer. Raises PersonError."""
    from nightmail.schedule.due import due_at, parse_at

    now = SystemClock().now()
    if text.strip()[:1].isdigit() and text.strip()[-1:] in "smhd":
        return now - wait_of(text)
    only_day = len(text.strip()) == len("2026-12-01")
    try:
        return due_at(parse_at(f"{text.strip()} 00:00" if only_day else text, local_zone()), now=now).astimezone(UTC)
    except PersonError as error:
        if error.code != "bad-time":
            raise
        raise PersonError("bad-time", error.message, next='Write it like "24h", "2026-12-01" or "2026-12-01 09:00".') from error
