"""The `nightmail` command: gathers the commands, and turns every failure into one sentence and an exit code."""

from __future__ import annotations

import io
import select
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from nightmail.cli import (
    account,
    agent,
    audit,
    cloud,
    database,
    demo,
    desktop,
    doctor,
    importing,
    keys,
    outbox,
    queue,
    sandbox,
    schedule,
    suppression,
    updates,
)
from nightmail.cli.command import JsonFlag, OwnerFlag, ProfileFlag, call_for, group
from nightmail.cli.failure import INTERRUPTED, USAGE, UsageProblem, bug, exit_code, known, leave_quietly, plain, tell
from nightmail.cli.program import missing_part
from nightmail.cli.settings import Flags, log_folder

# The base of every mistake in the words of a command; typer carries it, but does not name it in public.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = group("Write an email now; it leaves from your own account at the right moment, and you can prove it.")


def _say_version(wanted: bool) -> None:
    if wanted:
        from nightmail.updates.channel import this_installation

        here = this_installation()
        print(f"Nightmail {here.version} {here.commit}".rstrip())
        raise typer.Exit


VersionFlag = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which Nightmail this is, and end.")
]


@app.callback(invoke_without_command=True)
def _bare(
    ctx: typer.Context, json: JsonFlag = False, profile: ProfileFlag = None, owner: OwnerFlag = None, version: VersionFlag = False
) -> None:
    ctx.obj = Flags(json, profile, owner)
    if ctx.invoked_subcommand is None:
        desktop.open_desktop(call_for(ctx, Flags()))


desktop.register(app)
demo.register(app)
account.register(app)
cloud.register(app)
schedule.register(app)
outbox.register(app)
importing.register(app)
agent.register(app)
queue.register(app)
suppression.register(app)
audit.register(app)
database.register(app)
keys.register(app)
sandbox.register(app)
doctor.register(app)
updates.register(app)


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Pipes on Windows speak an old code page; half a surrogate pair from a file name becomes its JSON escape.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; answers with its exit code. Nothing but SystemExit ever leaves it."""
    json_wanted = "--json" in arguments
    try:
        _invoke(arguments)
        sys.stdout.flush()
        return 0
    except typer.Exit as ended:
        return ended.exit_code
    except _UsageError as error:
        return _mistaken(error, json_wanted=json_wanted)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, BrokenPipeError) and not _has_reader():
            leave_quietly()
        return _failed(error, json_wanted=json_wanted)


def _invoke(arguments: Sequence[str]) -> None:
    """Without typer's own handling of failures, which takes a closed pipe for a failure of the command."""
    command = typer.main.get_command(app)
    with command.make_context("nightmail", list(arguments)) as context:
        command.invoke(context)


def _has_reader() -> bool:
    """A broken pipe may as well be a server's: look whether it is the one we print to."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return not poll.poll(0)


def _mistaken(error: Exception, *, json_wanted: bool) -> int:
    words = getattr(error, "format_message", error.__str__)()
    if isinstance(error, _UsageError) and type(error).__name__ == "NoArgsIsHelpError" and not json_wanted:
        print(words, file=sys.stderr)
        return USAGE
    tell(UsageProblem(plain(words)), json_wanted=json_wanted)
    return USAGE


def _failed(error: Exception, *, json_wanted: bool) -> int:
    told = known(error) or missing_part(error) or bug(error, log_folder())
    tell(told, json_wanted=json_wanted)
    return exit_code(told)


if __name__ == "__main__":
    main()
