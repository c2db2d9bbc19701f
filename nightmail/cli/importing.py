"""`nightmail import`: schedule what another program was to send later. `--dry-run` shows what would happen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, assert_never

import typer

from nightmail.account.model import Account
from nightmail.cli.command import Call, command
from nightmail.cli.render import local
from nightmail.cli.times import ZoneOption, local_zone
from nightmail.cli.wiring import Room, opened
from nightmail.clock import SystemClock
from nightmail.errors import NightmailError, PersonError
from nightmail.importing.files import read_mails
from nightmail.importing.ledger import Ledger
from nightmail.importing.plan import Fate, Note, Planned, plan
from nightmail.schedule.due import due_at

PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="An .eml, an mbox, a maildir, or a folder with any of these.")
]
AccountOption = Annotated[
    str | None, typer.Option("--account", metavar="ADDRESS", help="Send all from this account; else from the one each names.")
]
DryRunFlag = Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")]

_WORDS = {
    Note.KNOWN: "it was imported before",
    Note.DELETED: "it was deleted there",
    Note.UNREADABLE: "it can't be read",
    Note.TOO_LARGE: "it is too large to be a mail",
    Note.PAST: "its time has passed",
    Note.GARBLED_TIME: "its time can't be read",
    Note.RECURS: "it recurs there; only the next one is taken",
    Note.OTHER_SENDER: "its sender {sender} is none of your accounts; name the one to send it from with --account",
    Note.NO_SENDER: "it names no sender; name the account to send it from with --account",
    Note.SENDER_CHANGED: "it was from {sender}",
    Note.NO_ACCOUNT: "there is no account to send it from",
    Note.UNSENDABLE: "it can't be sent as it is",
}


def register(app: typer.Typer) -> None:
    command(app, "import")(import_mails)


async def import_mails(
    call: Call, *, paths: PathsArgument, account: AccountOption = None, zone: ZoneOption = None, dry_run: DryRunFlag = False
) -> None:
    """Schedule what another program, such as Thunderbird's Send Later, was to send. Other drafts are left for the app."""
    async with opened(call.settings) as room:
        chosen = await room.accounts.find(account) if account is not None else None
        accounts = await room.accounts.all()
        ledger = Ledger(call.settings.profile)
        planned = plan(
            (mail for path in paths for mail in read_mails(path)),
            known=ledger.known(),
            accounts=accounts,
            chosen=chosen,
            now=SystemClock().now(),
            zone=zone or local_zone(),
        )
        failed = 0
        for each in planned:
            failed += not await _done(call, room, ledger, accounts, each, dry_run=dry_run)
    if failed:
        raise PersonError(
            "mails-failed",
            f"{failed} of {len(planned)} mails were not taken; the others were.",
            next="Each says why. What was taken is not taken again.",
        )


async def _done(call: Call, room: Room, ledger: Ledger, accounts: Sequence[Account], each: Planned, *, dry_run: bool) -> bool:
    """False where it should have come in and did not. Says what became of it."""
    problem = ""
    account = next((known for known in accounts if known.id == each.account_id), None)
    if each.fate is Fate.SCHEDULE and not dry_run:
        assert account is not None
        assert each.schedule is not None
        try:
            await room.outbox.schedule(each.draft, account, each.schedule, id=each.id)
            await asyncio.to_thread(ledger.note, each.marks)
        except NightmailError as error:
            problem = error.message
    address = account.address if account else ""
    call.out.answer(_record(each, address, problem, dry_run=dry_run), _sentence(each, address, problem, dry_run=dry_run))
    return not problem and not {Note.UNREADABLE, Note.TOO_LARGE} & set(each.notes)


def _record(each: Planned, address: str, problem: str, *, dry_run: bool) -> dict[str, Any]:
    return {
        "file": str(each.file),
        "number": each.number,
        "subject": each.draft.subject,
        "to": list(each.draft.to),
        "sender": each.sender or None,
        "account": address or None,
        "fate": "failed" if problem else each.fate.value,
        "id": str(each.id) if each.fate is Fate.SCHEDULE and not dry_run and not problem else None,
        "at": each.schedule.local_time.isoformat() if each.schedule else None,
        "zone": each.schedule.zone if each.schedule else None,
        "notes": [note.value for note in each.notes],
        "problem": problem or each.said or None,
    }


def _sentence(each: Planned, address: str, problem: str, *, dry_run: bool) -> str:
    name = each.draft.subject or f"{each.file.name}, mail {each.number}"
    why = ", ".join(_WORDS[note].format(sender=each.sender) for note in each.notes)
    because = f" ({why}{f': {each.said}' if each.said else ''})" if why else ""
    if problem:
        return f"Not taken: {name}: {problem}"
    match each.fate:
        case Fate.SCHEDULE:
            assert each.schedule is not None
            when = local(due_at(each.schedule, now=SystemClock().now()))
            return f"{'Would leave' if dry_run else 'Leaves'} {when} from {address}: {name}{because}"
        case Fate.DRAFT:
            return f"Left for the app, as a draft{f' from {address}' if address else ''}: {name}{because}"
        case Fate.SKIP:
            return f"Skipped: {name}{because}"
        case _:
            assert_never(each.fate)
