"""`nightmail outbox`: what is scheduled and what became of it, and a person's word on it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from nightmail.account.model import Account
from nightmail.cli import move, shapes, standing
from nightmail.cli.command import Call, command, group
from nightmail.cli.failure import UsageProblem
from nightmail.cli.render import as_line, local, printable, state_words
from nightmail.cli.times import AtOption, InOption, NowOption, ZoneOption, schedule_of, wait_of
from nightmail.cli.wiring import Room, opened
from nightmail.delivery.model import DeliveryState
from nightmail.ports import Item, OutboxQuery, OutboxRow

IdArgument = Annotated[UUID, typer.Argument(metavar="ID", help="The id that scheduling answered with.", show_default=False)]
IdsArgument = Annotated[list[UUID], typer.Argument(metavar="ID…", show_default=False)]
StateOption = Annotated[list[DeliveryState] | None, typer.Option("--state", help="Only this state; may be repeated.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")]
SearchOption = Annotated[str, typer.Option("--search", metavar="TEXT", help="In subjects and recipients.")]
ArrivedFlag = Annotated[bool, typer.Option("--arrived", help="It is there: nothing is sent again.")]
SendAgainFlag = Annotated[bool, typer.Option("--send-again", help="It is not there: send it again now.")]
TimeoutOption = Annotated[str, typer.Option("--timeout", metavar="WAIT", help="How long to wait, like 60s.")]

_COLUMNS = {"id": "Id", "standing": "State", "when": "When", "people": "To", "subject": "Subject", "reason": "Reason"}


def register(app: typer.Typer) -> None:
    outbox = group("What is scheduled, and what became of it.", parent=app, name="outbox")
    command(outbox, "list")(list_rows)
    command(outbox, "show")(show)
    command(outbox, "cancel")(cancel)
    command(outbox, "send-now")(send_now)
    command(outbox, "hold")(hold)
    command(outbox, "resume")(resume)
    command(outbox, "reschedule")(reschedule)
    command(outbox, "resolve")(resolve)
    command(outbox, "wait")(wait)
    command(outbox, "move")(move.move)


async def list_rows(call: Call, *, state: StateOption = None, limit: LimitOption = 100, search: SearchOption = "") -> None:
    """List messages: what is still to go by time, then what is done, latest first."""
    async with opened(call.settings) as room:
        rows = await room.outbox.list(OutboxQuery(states=frozenset(state or ()), text=search, limit=limit))
        accounts = {account.id: account for account in await room.accounts.all()}
    if call.out.json_wanted:
        call.out.lines(as_line(shapes.outbox_row(row)) for row in rows)
    else:
        call.out.table(
            [_for_people(row, accounts.get(row.delivery.account_id)) for row in rows], _COLUMNS, empty="Nothing is here."
        )


async def show(call: Call, *, id: IdArgument) -> None:
    """Show one message: its recipients with the server's replies, and everything that happened to it."""
    async with opened(call.settings) as room:
        item = await room.outbox.show(id)
        account = next((known for known in await room.accounts.all() if known.id == item.delivery.account_id), None)
    address = account.address if account else str(item.delivery.account_id)
    fields = {**shapes.item(item, account=address), "next": _next_step(item, account)}
    call.out.answer(fields, lambda: _as_text(item, address, account))


async def cancel(call: Call, *, id: IdArgument) -> None:
    """Cancel a message that has not left. Says so when it is too late."""
    async with opened(call.settings) as room:
        await room.outbox.cancel(id)
    call.out.answer({"id": str(id), "state": "cancelled"}, "Cancelled: it will not be sent.")


async def send_now(call: Call, *, id: IdArgument) -> None:
    """Send a scheduled message at once."""
    async with opened(call.settings) as room:
        await room.outbox.send_now(id)
        await _tell_standing(call, room, id)


async def hold(call: Call, *, id: IdArgument) -> None:
    """Keep a scheduled message back until it is resumed."""
    async with opened(call.settings) as room:
        await room.outbox.hold(id)
        await _tell_standing(call, room, id)


async def resume(call: Call, *, id: IdArgument) -> None:
    """Let a message that was held go at its time."""
    async with opened(call.settings) as room:
        await room.outbox.resume(id)
        await _tell_standing(call, room, id)


async def reschedule(
    call: Call, *, id: IdArgument, at: AtOption = None, zone: ZoneOption = None, wait: InOption = None, now: NowOption = False
) -> None:
    """Give a message another time."""
    when = schedule_of(at=at, zone=zone, wait=wait, now=now)
    if when is None:
        raise UsageProblem("Missing one of '--at', '--in' and '--now': when should it leave?")
    async with opened(call.settings) as room:
        await room.outbox.reschedule(id, when)
        await _tell_standing(call, room, id)


async def resolve(call: Call, *, id: IdArgument, arrived: ArrivedFlag = False, send_again: SendAgainFlag = False) -> None:
    """Say what became of a message whose arrival could not be confirmed."""
    if arrived == send_again:
        raise UsageProblem("Say either --arrived or --send-again.")
    async with opened(call.settings) as room:
        await room.outbox.resolve(id, arrived=arrived)
        await _tell_standing(call, room, id)


async def wait(call: Call, *, ids: IdsArgument, timeout: TimeoutOption = "60s") -> None:
    """Wait until messages are settled: sent, failed, cancelled, held or not confirmed."""
    span = wait_of(timeout)
    async with opened(call.settings) as room:
        states = await room.outbox.wait(ids, timeout=span)
    for id in ids:
        call.out.answer({"id": str(id), "state": states[id].value}, f"{id} {states[id].value}")


async def _tell_standing(call: Call, room: Room, id: UUID) -> None:
    """What the message is now, read back rather than assumed."""
    delivery = (await room.outbox.show(id)).delivery
    fields = {"id": str(id), "state": delivery.state.value, "due_at": shapes.instant(delivery.due_at)}
    call.out.answer(fields, f"{state_words(delivery)}, due {local(delivery.due_at)}.")


def _for_people(row: OutboxRow, account: Account | None) -> shapes.Shape:
    return {
        "id": row.delivery.id,
        "standing": standing.standing(row.delivery, account),
        "when": local(row.sent_at or row.delivery.due_at),
        "people": row.to,
        "subject": row.subject,
        "reason": standing.reason(row.delivery, account),
    }


def _next_step(item: Item, account: Account | None) -> str:
    return move.finish(item) if item.is_moving else standing.next_step(item.delivery, account)


def _as_text(item: Item, address: str, account: Account | None) -> str:
    delivery, message = item.delivery, item.message
    lines = [
        f"{standing.standing(delivery, account)}: {printable(message.subject) or '(no subject)'}",
        f"  from      {address}",
        f"  due       {local(delivery.wanted_at)}",
    ]
    if item.sent_at is not None:
        lines.append(f"  sent      {local(item.sent_at)} ({shapes.lateness_ms(delivery, item.sent_at):.0f} ms after its time)")
    elif delivery.due_at != delivery.wanted_at:
        lines.append(f"  next try  {local(delivery.due_at)}")
    if why := standing.reason(delivery, account):
        lines.append(f"  reason    {printable(why)}")
    lines.append(f"  place     {move.place_words(item.place)}")
    if step := _next_step(item, account):
        lines.append(f"  next      {step}")
    lines += [f"  id        {delivery.id}", f"  message   {message.message_id}", "Recipients"]
    lines += [f"  {to.address}  {to.state.value}  {printable(to.reply)}".rstrip() for to in delivery.recipients]
    lines += ["What happened", *(f"  {entry.seq:>3}  {local(entry.at)}  {entry.event}  by {entry.actor}" for entry in item.audit)]
    return "\n".join(lines)
