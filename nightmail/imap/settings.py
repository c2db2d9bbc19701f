"""How patient the IMAP room is. Values only."""

from __future__ import annotations

import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Seconds. `whole` is absolute for a visit, from the first look-up of the name to the goodbye; `reply` ends a wait for
    the next octets earlier. `tls_context` None: the system's trust. `private_hosts`: see `SmtpSettings`."""

    tls_context: ssl.SSLContext | None = None
    private_hosts: bool = True
    connect: float = 10
    reply: float = 30
    whole: float = 120
    goodbye: float = 2
