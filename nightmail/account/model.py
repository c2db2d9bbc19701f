"""A sending identity with its servers and limits. Credentials are never part of it: they live behind the Secrets port."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to connect. `username` None means that no authentication is attempted."""

    host: str
    port: int
    security: Security
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the provider allows. `max_size` is in octets on the wire, None where unknown."""

    connections: int
    recipients_per_envelope: int
    messages_per_connection: int
    max_size: int | None = None


class AccountState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Account:
    """`address` is the addr-spec mail is sent from, `name` the display name people see (may be empty). `region`:
    which hosted workers should send for it first; empty: any. `is_trusted`: added on this PC or by an operator; others may not
    make a hosted worker connect to servers of its own network."""

    id: UUID
    owner_id: UUID
    address: str
    name: str
    smtp: Server
    imap: Server | None
    limits: Limits
    state: AccountState = AccountState.ACTIVE
    pause_reason: str = ""
    region: str = ""
    is_trusted: bool = True
