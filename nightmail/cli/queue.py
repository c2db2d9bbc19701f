"""`nightmail queue`: the machine's side in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import typer

from nightmail.account.model import Account, AccountState
from nightmail.cli import shapes
from nightmail.cli.command import Call, command, group
from nightmail.cli.render import local, printable
from nightmail.cli.waits import sentence
from nightmail.cli.wiring import opened
from nightmail.ports import QueueStats, Stuck


def register(app: typer.Typer) -> None:
    queue = group("The queue in numbers.", parent=app, name="queue")
    command(queue, "stats")(stats)


async def stats(call: Call) -> None:
    """How much is in which state, how late mail left in the last day, and which workers are alive."""
    async with opened(call.settings) as room:
        # The operator of a hosted database sees the whole queue unless an owner is named.
        everybody = call.settings.database_url is not None and call.settings.owner is None
        owner_id = None if everybody else room.owner_id
        found = await room.store.stats(owner_id)
        late = await room.store.stuck(owner_id, after=call.settings.environment.watchdog)
        holds = await room.store.holds(owner_id)
        accounts = {account.id: account for account in await room.store.accounts(owner_id)}
        now = await room.store.now()
    waits = [sentence(hold, accounts[hold.account_id], now=now) for hold in holds if hold.account_id in accounts]
    paused = [account for account in accounts.values() if account.state is AccountState.PAUSED]
    call.out.answer(shapes.stats(found, late, holds, paused), lambda: as_text(found, late, waits, now, paused))


def as_text(found: QueueStats, late: Stuck, waits: Sequence[str], now: datetime, paused: Sequence[Account] = ()) -> str:
    lines = [f"{state.value:<13} {count}" for state, count in found.states.items() if count] or ["The queue is empty."]
    if found.oldest_due is not None:
        lines.append(f"oldest due    {local(found.oldest_due)}")
    if found.lateness_ms is not None:
        lines.append("lateness      half within {:.0f} ms, 99 % within {:.0f} ms".format(*found.lateness_ms))
    alive = [worker for worker in found.workers if worker.is_alive]
    lines += [f"worker        {worker.name}, alive, last seen {local(worker.seen_at)}" for worker in alive]
    if gone := len(found.workers) - len(alive):
        lines.append(f"workers gone  {gone}")
    lines += [f"waits         {words}" for words in waits]
    lines += [f"paused        {printable(f'{account.address} {account.pause_reason}')}".rstrip() for account in paused]
    if late.oldest_due is not None:
        from nightmail.watchdog import stuck_words

        lines.append(f"stuck         {stuck_words(late, since=now - late.oldest_due)}")
    return "\n".join(lines)
