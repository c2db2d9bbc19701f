"""`nightmail account probe` and `options`: how an account treats sent mail, and what becomes of a message in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from nightmail.account.model import Account, Options, WhenUnknown
from nightmail.cli.command import Call
from nightmail.cli.failure import UsageProblem
from nightmail.cli.named import AccountArgument
from nightmail.cli.wiring import opened
from nightmail.imap.probe import Probed

InDoubtOption = Annotated[
    WhenUnknown | None,
    typer.Option(
        "--in-doubt",
        metavar="ask|resend",
        help="When nobody can find out whether the server has a message: ask (default), or send it again after half an hour.",
    ),
]
SaveSentFlag = Annotated[
    bool | None,
    typer.Option(
        "--save-sent/--no-save-sent",
        help="Put a copy of what is sent into the Sent folder, if the server does not do so itself (IMAP).",
    ),
]
SentFolderOption = Annotated[
    str | None, typer.Option("--sent-folder", metavar="NAME", help="The folder of sent mail, where it is not found by itself.")
]


def changed(options: Options, in_doubt: WhenUnknown | None, save_sent: bool | None, sent_folder: str | None = None) -> Options:
    """`options` with what was said; None leaves as it was."""
    if in_doubt is not None:
        options = replace(options, when_unknown=in_doubt)
    if save_sent is not None:
        options = replace(options, files_copy=save_sent)
    if sent_folder is not None:
        options = replace(options, sent_folder=sent_folder)
    return options


async def set_options(
    call: Call,
    *,
    account: AccountArgument,
    in_doubt: InDoubtOption = None,
    save_sent: SaveSentFlag = None,
    sent_folder: SentFolderOption = None,
) -> None:
    """Say what becomes of a message in doubt, and of copies of what is sent."""
    if (in_doubt, save_sent, sent_folder) == (None, None, None):
        raise UsageProblem("Missing one of '--in-doubt', '--save-sent' and '--sent-folder'.")
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        kept = await room.accounts.set_options(kept, changed(kept.options, in_doubt, save_sent, sent_folder))
    call.out.answer({**_shape(kept)}, f"{kept.address}: {_sentences(kept)}")


async def probe(call: Call, *, account: AccountArgument) -> None:
    """Send one small message from the account to itself, and learn from its mailbox how the provider treats sent mail."""
    from nightmail.imap.mailbox import ImapMailboxes

    async with opened(call.settings) as room:
        kept, found = await room.accounts.probe(await room.accounts.find(account), ImapMailboxes(room.tokens))
    lag = None if found.lag is None else round(found.lag.total_seconds(), 3)
    call.out.answer({**_shape(kept), "lag": lag}, f"{kept.address}: {_findings(found)}")


def _shape(kept: Account) -> Mapping[str, object]:
    options = kept.options
    return {
        "id": str(kept.id),
        "address": kept.address,
        "in_doubt": options.when_unknown.value,
        "save_sent": options.files_copy,
        "saves_sent": options.saves_sent,
        "keeps_id": options.keeps_id,
        "sent_folder": options.sent_folder,
    }


def _sentences(kept: Account) -> str:
    options = kept.options
    doubt = "you are asked" if options.when_unknown is WhenUnknown.ASK else "it is sent again after half an hour"
    copies = (
        "Copies are put into its Sent folder." if options.files_copy else "No copies are put into its Sent folder by Nightmail."
    )
    return f"where nobody can find out whether a message was accepted, {doubt}. {copies}"


def _findings(found: Probed) -> str:
    match found.saves_sent:
        case None:
            return "the message turned up nowhere in time; look in the mailbox, and try again later."
        case True if found.keeps_id:
            return f"the server files what it sends in “{found.sent_folder}”. Messages in doubt can be settled by looking there."
        case True:
            return f"the server files what it sends in “{found.sent_folder}”, but changes its Message-ID."
        case _:
            return "the server files no copy of what it sends. With --save-sent Nightmail can: nightmail account options."
