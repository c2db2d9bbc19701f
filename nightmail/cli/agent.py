"""`nightmail agent` and `nightmail worker`: the dispatcher in the foreground, over the profile or the hosted database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.cli.command import Call, command
from nightmail.cli.failure import INTERRUPTED
from nightmail.cli.wiring import opened_profile, require_database

if TYPE_CHECKING:
    from cloud_worker.lifecycle import Ended
    from cloud_worker.observe import Observer
    from cloud_worker.settings import DispatchValues

UntilIdleFlag = Annotated[
    bool, typer.Option("--until-idle", help="End when nothing is due, claimed or waiting to retry within 60 s.")
]


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
    observer = Observer()
    _end(call, run_loop(_agent(call, values, observer, until_idle=until_idle)), observer)


def worker(call: Call, *, until_idle: UntilIdleFlag = False) -> None:
    """Send what the hosted database has scheduled."""
    require_database(call.settings)
    from cloud_worker.lifecycle import run_loop
    from cloud_worker.observe import Observer, log_to_stderr
    from cloud_worker.settings import worker_settings
    from cloud_worker.wiring import work

    settings = worker_settings(call.settings.environment, folder=call.settings.profile, on_terminal=sys.stderr.isatty())
    log_to_stderr(settings.dispatch.log)
    observer = Observer()
    _end(call, run_loop(work(settings, observer, until_idle=until_idle)), observer)


async def _agent(call: Call, values: DispatchValues, observer: Observer, *, until_idle: bool) -> Ended:
    from cloud_worker.lifecycle import listening_to_signals, run
    from nightmail.dispatcher import DispatchSettings

    with listening_to_signals() as signals:
        async with opened_profile(call.settings) as profile:
            settings = DispatchSettings(
                concurrency=values.concurrency,
                batch=values.batch,
                lease=values.lease,
                name=values.name,
                grace=values.grace,
            )
            dispatcher = profile.dispatcher(settings=settings, observe=observer.observe)
            return await run(dispatcher, signals, until_idle=until_idle, grace=values.grace)


def _end(call: Call, ended: Ended, observer: Observer) -> None:
    outcomes = observer.outcomes()
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()) or "nothing was due"
    call.out.answer({"ended": ended.value, "outcomes": outcomes}, f"Ended ({ended.value}): {told}.")
    if ended.value == "stopped":
        raise typer.Exit(INTERRUPTED)
