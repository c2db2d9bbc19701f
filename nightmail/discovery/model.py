"""What can be found out about the servers of a mail address, and who said so. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nightmail.account.model import Server


class Source(StrEnum):
    """Who names the servers, the most trustworthy first: our own table; the domain itself over https; the table, by who takes the
    domain's mail; the domain's DNS; nobody, but hosts of the usual names are there."""

    TABLE = "table"
    AUTOCONFIG = "autoconfig"
    MX = "mx"
    SRV = "srv"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`said_by` is the host, the domain or the provider that named them; `provider` is whose they are, where it has a name."""

    smtp: Server
    imap: Server | None
    source: Source
    said_by: str
    provider: str = ""

    def leads_away_from(self, domain: str) -> bool:
        """DNS is not signed: where it names servers outside the domain, a person has to agree (RFC 6186 6)."""
        hosts = [server.host.lower() for server in (self.smtp, self.imap) if server is not None]
        return self.source is Source.SRV and any(host != domain and not host.endswith(f".{domain}") for host in hosts)


@dataclass(frozen=True, slots=True)
class Found:
    """`suggestions`, the best first, no two with the same servers. `log` says what was asked and answered, a line each.
    Where nothing was found and not `was_answered`, nobody could be asked."""

    domain: str
    suggestions: tuple[Suggestion, ...] = ()
    log: tuple[str, ...] = ()
    was_answered: bool = True
