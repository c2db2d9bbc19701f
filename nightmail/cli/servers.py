"""The servers of an account that is added: as given, those of a known provider, or found by asking its domain; and by whom they
have to be vouched for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.account.model import Server
from nightmail.account.providers import servers_at, servers_for
from nightmail.account.servers import ServerKind, parse_server, server_url
from nightmail.account.trust import read_trust
from nightmail.cli import sign_in
from nightmail.cli.failure import UsageProblem
from nightmail.errors import PersonError

if TYPE_CHECKING:
    from nightmail.discovery.model import Found, Suggestion

CaOption = Annotated[
    Path | None,
    typer.Option(
        "--ca",
        metavar="FILE",
        help="Trust the certificates in this PEM file for the account's servers, and no others.",
    ),
]

Find = Callable[[str], "Found"]
Servers = tuple[Server, Server | None]


def servers_of(
    address: str, smtp: str | None, imap: str | None, *, provider: str = "", find: Find | None = None, say: Callable[[str], None]
) -> Servers:
    """What is given counts; what is not is looked up, and said. `provider` is whom the person signs in with. Raises PersonError
    `servers-unknown`, `servers-elsewhere`."""
    in_server = None if imap is None else parse_server(imap, kind=ServerKind.IMAP)
    if smtp is not None:
        return parse_server(smtp, kind=ServerKind.SMTP), in_server
    if (known := servers_for(address) or _of_provider(provider, address)) is not None:
        return known[0], in_server or known[1]
    found = (find or _asked)(address)
    if not found.suggestions:
        raise sign_in.needs_servers(address) if found.was_answered else _nobody_there(address)
    best = found.suggestions[0]
    if best.leads_away_from(found.domain):
        raise _elsewhere(best, found.domain)
    servers = best.smtp, in_server or best.imap
    say(_told(address, best, servers))
    return servers


def _of_provider(key: str, address: str) -> Servers | None:
    """An address of one's own domain is sent by the provider that one signs in with."""
    if not key:
        return None
    from nightmail.oauth.providers import smtp_host_of

    return servers_at(smtp_host_of(key), address)


def trust_in(file: Path | None) -> str:
    """Raises PersonError `bad-certificate`."""
    if file is None:
        return ""
    try:
        return read_trust(file.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise UsageProblem(f"{file} can't be read: {error.strerror}.") from error


def _asked(address: str) -> Found:
    from nightmail.discovery.find import Finder

    # Before any loop runs: the password is asked for next, and a loop would keep the first Ctrl+C to itself.
    return asyncio.run(Finder().find(address))


def _told(address: str, best: Suggestion, servers: Servers) -> str:
    from nightmail.discovery.model import Source

    smtp, imap = servers
    out = server_url(smtp, kind=ServerKind.SMTP)
    both = out if imap is None else f"{out} and {server_url(imap, kind=ServerKind.IMAP)}"
    match best.source:
        case Source.GUESS:
            how = f"Nobody names the servers of {address}, but there are some of the usual names"
        case Source.MX:
            how = f"Mail for {address} is taken by {best.provider or best.said_by}, whose servers are known"
        case _:
            how = f"{best.said_by} names the servers of {address}"
    return f"{how}: {both}. Others are given with --smtp and --imap."


def _elsewhere(best: Suggestion, domain: str) -> PersonError:
    smtp = server_url(best.smtp, kind=ServerKind.SMTP)
    imap = f" --imap {server_url(best.imap, kind=ServerKind.IMAP)}" if best.imap else ""
    return PersonError(
        "servers-elsewhere",
        f"{domain} names {best.smtp.host} as its mail server, which is of another domain, and nothing proves that this is right.",
        next=f"If you know it is, add it with: --smtp {smtp}{imap}",
    )


def _nobody_there(address: str) -> PersonError:
    return PersonError(
        "servers-unknown",
        f"The mail servers of {address} are not known here, and nobody could be asked for them.",
        next="Check the connection, or name them: --smtp smtps://smtp.example.org:465, and --imap where replies are read.",
    )
