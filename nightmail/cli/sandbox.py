"""`nightmail sandbox`: the mail server that catches everything, in the foreground. On loopback only; it delivers nothing."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.cli.command import Call, command
from nightmail.cli.render import as_line
from nightmail.cli.times import wait_of
from nightmail.errors import PersonError
from nightmail.sandbox.misbehave import CATALOGUE, UNPLAYED

if TYPE_CHECKING:
    from nightmail.sandbox.imap import SandboxMailbox
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
ImapPortOption = Annotated[
    int | None, typer.Option("--imap-port", min=0, max=65_535, help="Show what is caught as a mailbox too; 0 for any free port.")
]
SavesSentFlag = Annotated[
    bool, typer.Option("--save-sent/--no-save-sent", help="File what is submitted in the mailbox's Sent folder, as providers do.")
]
SentLagOption = Annotated[
    str, typer.Option("--sent-lag", metavar="WAIT", help="Let messages turn up in the mailbox that much later (like 10s).")
]
RewritesFlag = Annotated[bool, typer.Option("--rewrite-ids", help="Give each message another Message-ID, as some providers do.")]
FaultsOption = Annotated[bool, typer.Option("--faults", help="List what it can do wrong, and end.")]


def register(app: typer.Typer) -> None:
    command(app, "sandbox")(sandbox)


def sandbox(
    call: Call,
    *,
    smtp_port: SmtpPortOption = 0,
    imap_port: ImapPortOption = None,
    maildir: MaildirOption = None,
    fault: FaultOption = None,
    faults: FaultsOption = False,
    save_sent: SavesSentFlag = True,
    sent_lag: SentLagOption = "0s",
    rewrite_ids: RewritesFlag = False,
) -> None:
    """Catch all mail on this computer until ended; prints a JSON line when ready.

    Over TLS nobody trusts it but who is told to: that line names the certificate to trust ("ca")."""
    if faults:
        _list_faults(call)
        return
    from cloud_worker.lifecycle import run_loop

    def ready(server: Sandbox, mailbox: SandboxMailbox | None, folder: Path) -> None:
        ca = folder / "ca.pem"
        ca.write_text(server.certificate, "ascii")
        # JSON with or without --json: whoever starts a sandbox waits for this line.
        ports = {"smtp_port": server.port, **({"imap_port": mailbox.port} if mailbox else {})}
        call.out.line(as_line({**ports, "maildir": str(maildir) if maildir else None, "ca": str(ca)}))
        if not call.out.json_wanted:
            # Stdout is that line's alone.
            sys.stderr.write(f"To trust it over TLS: SSL_CERT_FILE={shlex.quote(str(ca))} nightmail …\n")
            sys.stderr.flush()

    open_mailbox = partial(_mailbox, imap_port, saves_sent=save_sent, lag=wait_of(sent_lag), rewrites_ids=rewrite_ids)
    run_loop(_serve(smtp_port, maildir, fault or [], open_mailbox, ready))


def _mailbox(port: int | None, *, saves_sent: bool, lag: timedelta, rewrites_ids: bool) -> SandboxMailbox | None:
    """Raises PersonError `mailbox-missing`."""
    if port is None:
        return None
    try:
        from nightmail.sandbox.imap import Habits, SandboxMailbox
    except ModuleNotFoundError as error:
        raise PersonError(
            "mailbox-missing",
            f"The sandbox's mailbox needs a package that is not installed here ({error.name}).",
            next="Install it: pip install nightmail[demo]. Or leave --imap-port out.",
        ) from error
    return SandboxMailbox(port=port, habits=Habits(saves_sent=saves_sent, lag=lag, rewrites_ids=rewrites_ids))


def _list_faults(call: Call) -> None:
    """Several names may have one number: it is the behaviour's, of which they are kinds."""
    played = [{"number": deed.number, "name": name, "what": deed.what} for name, deed in CATALOGUE.items()]
    unplayed = [{"number": number, "name": "", "what": what} for number, what in UNPLAYED.items()]
    rows = played + (unplayed if call.out.json_wanted else [])
    call.out.table(
        sorted(rows, key=lambda row: str(row["number"]).zfill(2)),
        {"number": "No.", "name": "Name", "what": "What it does"},
        empty="",
    )
    call.out.say("\nWhat no order brings about:")
    for number, what in UNPLAYED.items():
        call.out.say(f"{number}  {what}")


async def _serve(
    smtp_port: int,
    maildir: Path | None,
    faults: list[str],
    open_mailbox: Callable[[], SandboxMailbox | None],
    ready: Callable[[Sandbox, SandboxMailbox | None, Path], None],
) -> None:
    from cloud_worker.lifecycle import listening_to_signals, until_signalled
    from nightmail.sandbox.server import serve

    async def serving() -> None:
        async with AsyncExitStack() as stack:
            mailbox = open_mailbox()
            if mailbox is not None:
                await stack.enter_async_context(mailbox)
            take = mailbox.take if mailbox is not None else None
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nightmail-sandbox-")))
            await serve(smtp_port, maildir, faults, lambda server: ready(server, mailbox, folder), on_caught=take)

    with listening_to_signals() as signals:
        await until_signalled(serving(), signals)
