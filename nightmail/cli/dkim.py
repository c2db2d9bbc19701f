"""`nightmail account dkim`: have an account sign what it sends, and say what to publish for it."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.account.secret import Secret
from nightmail.cli.command import Call
from nightmail.cli.failure import UsageProblem
from nightmail.cli.named import AccountArgument
from nightmail.cli.wiring import Room, opened
from nightmail.errors import PersonError

if TYPE_CHECKING:
    from nightmail.signing import Signing

SelectorOption = Annotated[str | None, typer.Option("--selector", metavar="S", help="The key's name in the DNS, like night.")]
DomainOption = Annotated[str, typer.Option("--domain", metavar="D", help="The domain to sign for; the address's own without it.")]
KeyOption = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Sign with this key (PEM; RSA or Ed25519).")]
GenerateFlag = Annotated[bool, typer.Option("--generate", help="Sign with a new key.")]
OffFlag = Annotated[bool, typer.Option("--off", help="Sign no more, and forget the key.")]


def dkim(
    call: Call,
    *,
    account: AccountArgument,
    selector: SelectorOption = None,
    domain: DomainOption = "",
    key: KeyOption = None,
    generate: GenerateFlag = False,
    off: OffFlag = False,
) -> Coroutine[object, object, None]:
    """Sign an account's mail for its domain (DKIM), for mail servers of one's own; large providers sign by themselves.

    Prints the record to publish. Asked again without a key, it prints the record of the one that is kept."""
    if off == (selector is not None) or (off and (domain or key or generate)):
        raise UsageProblem("Say either --selector, with --key or --generate where wanted, or --off.")
    if key is not None and generate:
        raise UsageProblem("Say either --key or --generate.")
    return _off(call, account) if selector is None else _on(call, account, selector, domain, key, generate=generate)


async def _off(call: Call, account: str) -> None:
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        await _signing(room).turn_off(kept)
    fields = {"id": str(kept.id), "address": kept.address, "domain": "", "selector": ""}
    call.out.answer(fields, f"{kept.address} signs no more. Its DNS record can go once its last mail has arrived.")


async def _on(call: Call, account: str, selector: str, domain: str, key: Path | None, *, generate: bool) -> None:
    from nightmail.signing import new_pem

    pem = new_pem() if generate else None if key is None else Secret(_read(key))
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        record = await _signing(room).turn_on(kept, selector=selector, domain=domain, pem=pem)
    fields = {
        "id": str(kept.id),
        "address": kept.address,
        "domain": record.name.partition("._domainkey.")[2],
        "selector": selector.lower(),
        "record": {"name": record.name, "type": "TXT", "value": record.value},
    }
    said = (
        f"{kept.address} signs from now on. Publish this in the DNS first, or receivers will not believe it:\n"
        f"\n{record.name}. IN TXT ( {record.strings} )\n"
        "\nWhere a web form asks for the value alone:\n"
        f"\n{record.value}"
    )
    call.out.answer(fields, said)


def _signing(room: Room) -> Signing:
    if room.signing is None:
        raise PersonError(
            "no-dkim-folder",
            "The worker's signing keys are files in a folder, and none is named.",
            next="Set NIGHTMAIL_DKIM_KEYS to that folder, here and for the worker.",
        )
    return room.signing


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise PersonError("file-unreadable", f"{path} can't be read as a PEM file.", next="Check its name.") from error
