"""How patient and how careful the SMTP room is. Values only."""

from __future__ import annotations

import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Seconds, unless said otherwise. Each limit is absolute for its phase: dripping octets do not extend it.

    `tls_context` None: one context with the system's trust, made at the first encrypted connection. `private_hosts`: accounts
    that are not trusted may name servers of a private network too (they may not where strangers' accounts are served).
    """

    ehlo_name: str = "[127.0.0.1]"
    tls_context: ssl.SSLContext | None = None
    private_hosts: bool = True
    connect: float = 10
    tls: float = 15
    command: float = 60  # banner, EHLO, AUTH, MAIL and RCPT, for each reply
    data: float = 120
    stall: float = 180  # no room to write a block of the body
    dot: float = 600  # RFC 5321 4.5.3.2.6
    reset: float = 5
    behind: float = 15  # the first reply to what was said behind a dot, from the dot's own on
    held_back: int = 16 * 1024  # octets of the body that wait for the fence
    dot_window: float = 5  # from asking the fence to writing the dot
    max_age: float = 300
    max_idle: float = 60
