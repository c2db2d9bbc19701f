"""`nightmail sandbox`: the mail server that catches everything, in the foreground. On loopback only; it delivers nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.cli.command import Call, command
from nightmail.cli.render import as_line
from nightmail.sandbox.misbehave import CATALOGUE, UNPLAYED

if TYPE_CHECKING:
    from nightmail.sandbox.server import Sandbox

SmtpPortOption = Annotated[int, typer.Option("--smtp-port", min=0, max=65_535, help="0 for any free one.")]
MaildirOption = Annotated[Path | None, typer.Option("--maildir", metavar="DIR", help="Keep what is caught in this folder.")]
FaultOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fault",
        metavar="NAME",
        help="Misbehave: NAME, NAME*2 (twice), NAME:3 (the third time); may be repeated. --faults lists the names.",
    ),
]
FaultsOption = Annotated[bool, typer.Option("--faults", help="List what it can do wrong, and end.")]


def register(app: typer.Typer) -> None:
    command(app, "sandbox")(sandbox)


def sandbox(
    call: Call,
    *,
    smtp_port: SmtpPortOption = 0,
    maildir: MaildirOption = None,
    fault: FaultOption = None,
    faults: FaultsOption = False,
) -> None:
    """Catch all mail on this computer until ended; prints a JSON line when ready."""
    if faults:
        _list_faults(call)
        return
    from cloud_worker.lifecycle import run_loop

    def ready(server: Sandbox) -> None:
        # JSON with or without --json: whoever starts a sandbox waits for this line.
        call.out.line(as_line({"smtp_port": server.port, "maildir": str(maildir) if maildir else None}))

    run_loop(_serve(smtp_port, maildir, fault or [], ready))


def _list_faults(call: Call) -> None:
    """Several names may have one number: it is the behaviour's, of which they are kinds."""
    listed = [(misdeed.number, name, misdeed.what) for name, misdeed in CATALOGUE.items()]
    unplayed = [(number, "", what) for number, what in UNPLAYED.items()]
    rows = [
        {"number": number, "name": name, "what": what} for number, name, what in sorted(listed + unplayed, key=lambda row: row[0])
    ]
    call.out.table(rows, {"number": "No.", "name": "Name", "what": "What it does"}, empty="")


async def _serve(smtp_port: int, maildir: Path | None, faults: list[str], ready: Callable[[Sandbox], None]) -> None:
    from cloud_worker.lifecycle import listening_to_signals, until_signalled
    from nightmail.sandbox.server import serve

    with listening_to_signals() as signals:
        await until_signalled(serve(smtp_port, maildir, faults, ready), signals)
