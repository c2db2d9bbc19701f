"""`nightmail agent` and `nightmail worker`: the dispatcher in the foreground, over the profile or the hosted database."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from nightmail.cli.command import Call, command
from nightmail.cli.failure import INTERRUPTED
from nightmail.cli.move import finish_moves
from nightmail.cli.partly import NONE, Partly, partly_in
from nightmail.cli.program import nightmail
from nightmail.cli.wiring import opened_database, opened_profile, require_database
from nightmail.errors import OutsideError

if TYPE_CHECKING:
    from cloud_worker.lifecycle import Ended
    from cloud_worker.observe import Observer
    from cloud_worker.settings import DispatchValues
    from nightmail.cli.agent_end import Cut, Left

UntilIdleFlag = Annotated[
    bool, typer.Option("--until-idle", help="End when nothing is due, claimed or waiting to retry within 60 s.")
]
ProcessesFlag = Annotated[
    int | None, typer.Option("--processes", min=1, max=64, metavar="N", help="Send with N processes (NIGHTMAIL_PROCESSES, or 1).")
]
ChildFlag = Annotated[bool, typer.Option("--child", hidden=True)]


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
    ended, left, cut, partly = run_loop(_agent(call, values, observer, until_idle=until_idle))
    _end(call, ended, observer.outcomes(), left, cut, partly)


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
    ended = run_loop(work(settings, observer, until_idle=until_idle, is_child=child))
    left, partly = asyncio.run(_left(call, observer.failed())) if until_idle and not child else (None, NONE)
    _end(call, ended, observer.outcomes(), left, partly=partly)


def _several_workers(call: Call, count: int, *, until_idle: bool) -> None:
    from cloud_worker.observe import log_to_stderr
    from cloud_worker.settings import worker_settings
    from cloud_worker.supervisor import supervise

    settings = worker_settings(call.settings.environment, folder=call.settings.profile, on_terminal=sys.stderr.isatty())
    log_to_stderr(settings.dispatch.log)
    command = [*nightmail(), "worker", "--json", "--child"]
    ended, supervisor = asyncio.run(
        supervise(settings, command + ["--until-idle"] * until_idle, count=count, until_idle=until_idle)
    )
    if supervisor.failed is not None:
        # Its process told why, in words and as JSON.
        raise typer.Exit(supervisor.failed)
    left, partly = asyncio.run(_left(call)) if until_idle else (None, NONE)
    _end(call, ended, supervisor.outcomes, left, partly=partly)


async def _agent(
    call: Call, values: DispatchValues, observer: Observer, *, until_idle: bool
) -> tuple[Ended, Left | None, Cut | None, Partly]:
    from cloud_worker.lifecycle import Ended, listening_to_signals, run
    from nightmail.cli.agent_end import cut_in, left_in
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
            left = await left_in(profile.store, profile.owner_id) if until_idle else None
            partly = await partly_in(profile.store, observer.failed())
            if ended is not Ended.DRAINED:
                return ended, left, None, partly
            cut = await cut_in(profile.store, profile.owner_id, tried=bool(observer.outcomes()))
            return ended, left, cut, partly


async def _left(call: Call, failed: Iterable[UUID] = ()) -> tuple[Left | None, Partly]:
    """What waits in the hosted database, looked up once more: the end is told even where that is not to be had."""
    from nightmail.cli.agent_end import left_in

    with suppress(OutsideError):
        async with opened_database(require_database(call.settings)) as store:
            return await left_in(store, None), await partly_in(store, failed)
    return None, NONE


def _end(
    call: Call,
    ended: Ended,
    outcomes: Mapping[str, int],
    left: Left | None = None,
    cut: Cut | None = None,
    partly: Partly = NONE,
) -> None:
    from nightmail.cli.agent_end import sentence

    fields = {"ended": ended.value, "outcomes": outcomes, **partly.as_json(), **(left.as_json() if left else {})}
    call.out.answer(fields, lambda: sentence(ended.value, outcomes, left, cut, partly))
    if ended.value == "stopped":
        raise typer.Exit(INTERRUPTED)
