"""`nightmail outbox`: what is scheduled and what became of it, and a person's word on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from nightmail.account.model import Account
from nightmail.cli import move, shapes, standing
from nightmail.cli.both_sides import BothSides, Seen, Side, both_sides
from nightmail.cli.command import Call, command, group
from nightmail.cli.export import export
from nightmail.cli.failure import UsageProblem, warn
from nightmail.cli.priorities import priority_word
from nightmail.cli.redrive import redrive
from nightmail.cli.render import as_line, local, printable, state_words
from nightmail.cli.story import story
from nightmail.cli.times import AtOption, InOption, NowOption, ZoneOption, schedule_of, wait_of
from nightmail.cli.waits import waits_shape
from nightmail.clock import SystemClock
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import FINAL_STATES, DeliveryState, Priority, Recipient, RecipientState
from nightmail.delivery.outcome import Advice
from nightmail.ports import OutboxQuery, OutboxRow, Place
from nightmail.smtp.replies import told_in

IdArgument = Annotated[UUID, typer.Argument(metavar="ID", help="The id that scheduling answered with.", show_default=False)]
IdsArgument = Annotated[list[UUID], typer.Argument(metavar="ID…", show_default=False)]
StateOption = Annotated[list[DeliveryState] | None, typer.Option("--state", help="Only this state; may be repeated.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")]
SearchOption = Annotated[str, typer.Option("--search", metavar="TEXT", help="Beginnings of words in subject, people or text.")]
ArrivedFlag = Annotated[bool, typer.Option("--arrived", help="It is there: nothing is sent again.")]
SendAgainFlag = Annotated[bool, typer.Option("--send-again", help="It is not there: send it again now.")]
TimeoutOption = Annotated[str, typer.Option("--timeout", metavar="WAIT", help="How long to wait, like 60s.")]

_COLUMNS = {"id": "Id", "standing": "State", "when": "When", "people": "To", "subject": "Subject", "reason": "Reason"}
# In a pipe; `show` and --json tell all of it.
_WIDEST = {"people": 30, "subject": 30, "reason": 60}
_PLACES = {Place.LOCAL: "this PC", Place.CLOUD: "the cloud"}


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
    command(outbox, "redrive")(redrive)
    command(outbox, "export")(export)
    command(outbox, "wait")(wait)
    command(outbox, "move")(move.move)


async def list_rows(call: Call, *, state: StateOption = None, limit: LimitOption = 100, search: SearchOption = "") -> None:
    """List messages: what is still to go by time, then what is done, latest first.

    In a pipe each is one line, with long texts cut; --json tells all of it."""
    async with both_sides(call.settings) as sides:
        listed = await sides.list(OutboxQuery(states=frozenset(state or ()), text=search, limit=limit))
        accounts = await sides.accounts(listed) if listed.rows else {}
        holds = await sides.holds(accounts) if accounts else {}
        told = {} if call.out.json_wanted else await _told(sides, listed.rows)
    if call.out.json_wanted:
        call.out.lines(as_line(_fields(row, accounts, holds)) for row in listed.rows)
    else:
        columns = {**_COLUMNS, "place": "Sent by"} if listed.has_both else _COLUMNS
        now = SystemClock().now()
        rows = [
            _for_people(row, accounts.get(_key(row)), holds.get(_key(row)), now, told.get((_key(row), row.delivery.reason)))
            for row in listed.rows
        ]
        call.out.table(rows, columns, empty="Nothing is here.", widest=_WIDEST)
    if listed.missing is not None:
        warn("What is in the cloud is not shown", listed.missing, json_wanted=call.out.json_wanted)


async def show(call: Call, *, id: IdArgument) -> None:
    """Show one message: its recipients with the server's replies, and everything that happened to it."""
    async with both_sides(call.settings) as sides:
        seen = await sides.show(id)
    address = seen.account.address if seen.account else str(seen.item.delivery.account_id)
    waits = waits_shape(seen.item.delivery, seen.account, seen.hold)
    fields = {**shapes.item(seen.item, account=address), "waits": waits, "next": _next_step(seen)}
    call.out.answer(fields, lambda: _as_text(seen, address))


async def cancel(call: Call, *, id: IdArgument) -> None:
    """Cancel a message that has not left. Says so when it is too late."""
    async with both_sides(call.settings) as sides:
        side = await sides.cancel(id)
    call.out.answer({"id": str(id), "state": "cancelled", "place": side.place.value}, "Cancelled: it will not be sent.")


async def send_now(call: Call, *, id: IdArgument) -> None:
    """Send a scheduled message at once."""
    async with both_sides(call.settings) as sides:
        side = await sides.keeper(id)
        await side.outbox.send_now(id)
        await _tell_standing(call, side, id)


async def hold(call: Call, *, id: IdArgument) -> None:
    """Keep a scheduled message back until it is resumed."""
    async with both_sides(call.settings) as sides:
        side = await sides.keeper(id)
        await side.outbox.hold(id)
        await _tell_standing(call, side, id)


async def resume(call: Call, *, id: IdArgument) -> None:
    """Let a message that was held go at its time."""
    async with both_sides(call.settings) as sides:
        side = await sides.keeper(id)
        await side.outbox.resume(id)
        await _tell_standing(call, side, id)


async def reschedule(
    call: Call, *, id: IdArgument, at: AtOption = None, zone: ZoneOption = None, wait: InOption = None, now: NowOption = False
) -> None:
    """Give a message another time."""
    when = schedule_of(at=at, zone=zone, wait=wait, now=now, said_at=SystemClock().now())
    if when is None:
        raise UsageProblem("Missing one of '--at', '--in' and '--now': when should it leave?")
    async with both_sides(call.settings) as sides:
        side = await sides.keeper(id)
        await side.outbox.reschedule(id, when)
        await _tell_standing(call, side, id)


async def resolve(call: Call, *, id: IdArgument, arrived: ArrivedFlag = False, send_again: SendAgainFlag = False) -> None:
    """Say what became of a message whose arrival could not be confirmed."""
    if arrived == send_again:
        raise UsageProblem("Say either --arrived or --send-again.")
    async with both_sides(call.settings) as sides:
        side = await sides.keeper(id)
        await side.outbox.resolve(id, arrived=arrived)
        await _tell_standing(call, side, id)


async def wait(call: Call, *, ids: IdsArgument, timeout: TimeoutOption = "60s") -> None:
    """Wait until messages are settled: sent, failed, cancelled, held or not confirmed."""
    span = wait_of(timeout)
    async with both_sides(call.settings) as sides:
        found = await sides.wait(ids, timeout=span)
    for id in ids:
        state = found[id].state.value
        call.out.answer({"id": str(id), "state": state, "place": found[id].place.value}, f"{id} {state}")


async def _tell_standing(call: Call, side: Side, id: UUID) -> None:
    """What the message is now, read back rather than assumed."""
    item = await side.outbox.show(id)
    delivery = item.delivery
    fields = {
        "id": str(id),
        "state": delivery.state.value,
        "due_at": shapes.instant(shapes.due_of(delivery)),
        "place": item.place.value,
    }
    is_over = delivery.state in FINAL_STATES or delivery.state is DeliveryState.IN_DOUBT
    told = f"{state_words(delivery)}." if is_over else f"{state_words(delivery)}, due {local(delivery.due_at)}."
    account = await side.account(delivery.account_id)
    if standing.is_kept_by_pause(delivery, account):
        fields["next"] = standing.next_step(delivery, account, in_cloud=side.is_remote)
        told = f"{told} Its account is paused. {fields['next']}"
    call.out.answer(fields, told)


def _key(row: OutboxRow) -> tuple[Place, UUID]:
    return row.place, row.delivery.account_id


def _fields(
    row: OutboxRow, accounts: Mapping[tuple[Place, UUID], Account], holds: Mapping[tuple[Place, UUID], Hold]
) -> shapes.Shape:
    return {**shapes.outbox_row(row), "waits": waits_shape(row.delivery, accounts.get(_key(row)), holds.get(_key(row)))}


async def _told(sides: BothSides, rows: Sequence[OutboxRow]) -> dict[tuple[tuple[Place, UUID], str], Advice | None]:
    """What servers' replies mean, by account and reply: the same one means the same, and is looked up once."""
    found: dict[tuple[tuple[Place, UUID], str], Advice | None] = {}
    for row in rows:
        if standing.is_reply(row.delivery) and (key := (_key(row), row.delivery.reason)) not in found:
            found[key] = told_in(await sides.story(row))
    return found


def _for_people(row: OutboxRow, account: Account | None, hold: Hold | None, now: datetime, told: Advice | None) -> shapes.Shape:
    return {
        "id": row.delivery.id,
        "standing": standing.standing(row.delivery, account, hold, now=now),
        "when": local(row.sent_at or shapes.due_of(row.delivery)),
        "people": row.to,
        "subject": row.subject,
        "reason": standing.reason(row.delivery, account, hold, now=now, told=told),
        "place": _PLACES[row.place],
    }


def _next_step(seen: Seen) -> str:
    if seen.item.is_moving:
        return move.finish(seen.item)
    if seen.is_gone:
        is_in_cloud = seen.item.place is Place.CLOUD
        return "Sign in to see how it stands: nightmail cloud sign-in" if is_in_cloud else "See how it stands on that PC."
    told = told_in(seen.item.audit)
    return standing.next_step(seen.item.delivery, seen.account, in_cloud=seen.side.is_remote, told=told)


def _standing(seen: Seen) -> str:
    """Of what has gone elsewhere, the state that its record ended in says nothing."""
    if not seen.is_gone:
        return standing.standing(seen.item.delivery, seen.account, seen.hold, now=SystemClock().now())
    return "In the cloud" if seen.item.place is Place.CLOUD else "On another PC"


def _place(seen: Seen) -> str:
    if seen.is_gone and seen.item.place is Place.LOCAL:
        return "another PC sends it"
    return move.place_words(seen.item.place)


def _upcoming(seen: Seen) -> list[str]:
    """What comes by itself, and when: another try, or another look into the mailbox."""
    delivery, account = seen.item.delivery, seen.account
    match delivery.state:
        case DeliveryState.SCHEDULED if delivery.due_at != delivery.wanted_at:
            return [f"  next try  {local(delivery.due_at)}"]
        case DeliveryState.IN_DOUBT if standing.is_looked_for(delivery, account):
            return [f"  next look {local(delivery.due_at)}, in the mailbox"]
    return []


def _as_text(seen: Seen, address: str) -> str:
    item, delivery, message = seen.item, seen.item.delivery, seen.item.message
    lines = [
        f"{_standing(seen)}: {printable(message.subject) or '(no subject)'}",
        f"  from      {address}",
        f"  due       {local(delivery.wanted_at)}",
    ]
    if item.sent_at is not None:
        lines.append(f"  sent      {local(item.sent_at)} ({shapes.lateness_ms(delivery, item.sent_at):.0f} ms after its time)")
    lines += _upcoming(seen)
    if why := standing.reason(delivery, seen.account, seen.hold, now=SystemClock().now(), told=told_in(item.audit)):
        lines.append(f"  reason    {printable(why)}")
    if delivery.priority is not Priority.NORMAL:
        lines.append(f"  priority  {priority_word(delivery.priority)}")
    lines.append(f"  place     {_place(seen)}")
    if step := _next_step(seen):
        lines.append(f"  next      {step}")
    lines += [f"  id        {delivery.id}", f"  message   {message.message_id}", "Recipients"]
    unheard = "waits: the account is paused" if standing.is_kept_by_pause(delivery, seen.account) else ""
    lines += [
        f"  {to.address}  {to.state.value}  {printable(to.reply) or _unheard(to, unheard)}".rstrip() for to in delivery.recipients
    ]
    return "\n".join([*lines, "What happened", *story(item.audit)])


def _unheard(to: Recipient, why: str) -> str:
    return why if to.state is RecipientState.PENDING else ""
