"""What the account dialog shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nightmail.account.model import Security

SECURITY_WORDS = {
    Security.TLS: "TLS (port 465)",
    Security.STARTTLS: "STARTTLS (port 587)",
    Security.PLAIN: "None (this computer only)",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything typed, as typed; the port is text so that a slip stays visible."""

    name: str = ""
    address: str = ""
    host: str = ""
    port: str = ""
    security: Security = Security.TLS
    user: str = ""
    password: str = ""
    imap_host: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the connection test: ticked, or crossed with what went wrong."""

    words: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class AccountState:
    fields: Fields = Fields()
    hint: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    failure: str = ""
    is_testing: bool = False
    is_saving: bool = False
    shows_servers: bool = False
    password_home: str = ""
