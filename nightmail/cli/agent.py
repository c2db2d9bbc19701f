"""`nightmail agent` and `nightmail worker`: the dispatcher in the foreground, over the profile or the hosted database."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.account.model import Account, AccountState
from nightmail.cli.command import Call, command
from nightmail.cli.failure import INTERRUPTED
from nightmail.cli.move import finish_moves
from nightmail.cli.standing import let_it_send
from nightmail.cli.wiring import opened_profile, require_database
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxQuery

if TYPE_CHECKING:
    from cloud_worker.lifecycle import Ended
    from cloud_worker.observe import Observer
    from cloud_worker.settings import DispatchValues
    from nightmail.profile import Profile

UntilIdleFlag = Annotated[
    bool, typer.Option("--until-idle", help="End when nothing is due, claimed or waiting to retry within 60 s.")
]
ProcessesFlag = Annotated[
    int | None, typer.Option("--processes", min=1, max=64, metavar="N", help="Send with N processes (NIGHTMAIL_PROCESSES, or 1).")
]
ChildFlag = Annotated[bool, typer.Option("--child", hidden=True)]

# More than anybody reads; the list is read whole, to count.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait for paused accounts, and the first of those."""

    count: int
    account: Account

    def as_json(self) -> dict[str, object]:
        return {"waiting_for_account": self.count, "next": let_it_send(self.account)}

    def as_text(self) -> str:
        wait = "1 message waits" if self.count == 1 else f"{self.count} messages wait"
        return f"\n{wait} for a paused account. {let_it_send(self.account)}"


def register(app: typer.Typer) -> None:
    command(app, "agent")(agent)
    command(app, "worker")(worker)


def agent(call: Call, *, until_idle: UntilIdleFlag = False) -> None:
    """Send what the local profile has scheduled, from this computer."""
    from cloud_worker.lifecycle import run_loop
    from cloud_worker.observe import Observer, log_to_stderr
    from cloud_worker.settings import dispatch_values

    values = dispatch_values(call.settings.environment, on_terminal=sys.stderr.isatty())
    log_to_stderr(values.log)
    observer = Observer(values.log)
    ended, waiting = run_loop(_agent(call, values, observer, until_idle=until_idle))
    _end(call, ended, observer.outcomes(), waiting)


def worker(call: Call, *, until_idle: UntilIdleFlag = False, processes: ProcessesFlag = None, child: ChildFlag = False) -> None:
    """Send what the hosted database has scheduled."""
    require_database(call.settings)
    count = 1 if child else processes or call.settings.environment.processes
    if count > 1:
        _several_workers(call, count, until_idle=until_idle)
        return
    from cloud_worker.lifecycle import run_loop
    from cloud_worker.observe import Observer, log_to_stderr
    from cloud_worker.settings import worker_settings
    from cloud_worker.wiring import work

    settings = worker_settings(call.settings.environment, folder=call.settings.profile, on_terminal=sys.stderr.isatty())
    log_to_stderr(settings.dispatch.log)
    observer = Observer(settings.dispatch.log)
    if child:
        settings = replace(settings, health_host="127.0.0.1", health_port=0)
    _end(call, run_loop(work(settings, observer, until_idle=until_idle, is_child=child)), observer.outcomes())


def _several_workers(call: Call, count: int, *, until_idle: bool) -> None:
    from cloud_worker.observe import log_to_stderr
    from cloud_worker.settings import worker_settings
    from cloud_worker.supervisor import supervise

    settings = worker_settings(call.settings.environment, folder=call.settings.profile, on_terminal=sys.stderr.isatty())
    log_to_stderr(settings.dispatch.log)
    command = [sys.executable, "-m", "nightmail.cli.main", "worker", "--json", "--child"]
    ended, supervisor = asyncio.run(
        supervise(settings, command + ["--until-idle"] * until_idle, count=count, until_idle=until_idle)
    )
    if supervisor.failed is not None:
        # Its process told why, in words and as JSON.
        raise typer.Exit(supervisor.failed)
    _end(call, ended, supervisor.outcomes)


async def _agent(call: Call, values: DispatchValues, observer: Observer, *, until_idle: bool) -> tuple[Ended, Waiting | None]:
    from cloud_worker.lifecycle import listening_to_signals, run
    from nightmail.dispatcher import DispatchSettings

    with listening_to_signals() as signals:
        async with opened_profile(call.settings) as profile:
            await finish_moves(call.settings, profile)
            settings = DispatchSettings(
                concurrency=values.concurrency,
                batch=values.batch,
                lease=values.lease,
                name=values.name,
                grace=values.grace,
            )
            dispatcher = profile.dispatcher(settings=settings, observe=observer.observe, watchdog=values.watchdog)
            ended = await run(dispatcher, signals, until_idle=until_idle, grace=values.grace)
            return ended, await _waiting(profile) if until_idle else None


async def _waiting(profile: Profile) -> Waiting | None:
    """What is due, but waits for a paused account: idleness does not wait for it."""
    paused = [account for account in await profile.accounts.all() if account.state is AccountState.PAUSED]
    if not paused:
        return None
    now = await profile.store.now()
    rows = await profile.outbox.list(OutboxQuery(states=frozenset({DeliveryState.SCHEDULED}), limit=_MOST))
    due = Counter(row.delivery.account_id for row in rows if row.delivery.due_at <= now)
    waiting = [account for account in paused if due[account.id]]
    return Waiting(sum(due[account.id] for account in waiting), waiting[0]) if waiting else None


def _end(call: Call, ended: Ended, outcomes: Mapping[str, int], waiting: Waiting | None = None) -> None:
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
    told = told or ("nothing was sent" if waiting else "nothing was due")
    fields = {"ended": ended.value, "outcomes": outcomes, **(waiting.as_json() if waiting else {})}
    call.out.answer(fields, f"Ended ({ended.value}): {told}.{waiting.as_text() if waiting else ''}")
    if ended.value == "stopped":
        raise typer.Exit(INTERRUPTED)
