"""A sending identity with its servers and limits. Credentials are never part of it: they live behind the Secrets port."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any
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
    """What the provider allows. `max_size` is in octets on the wire. `per_minute` messages; `daily_messages` and
    `daily_recipients` in any 24 hours. None: unknown, so not held back."""

    connections: int
    recipients_per_envelope: int
    messages_per_connection: int
    max_size: int | None = None
    per_minute: int | None = None
    daily_messages: int | None = None
    daily_recipients: int | None = None

    @property
    def are_counted(self) -> bool:
        """Some limit is about how much was sent before."""
        return any(limit is not None for limit in (self.per_minute, self.daily_messages, self.daily_recipients))


@dataclass(frozen=True, slots=True)
class Learned:
    """Lower limits than the provider's table says, as the server's own replies taught them. None: nothing learned."""

    connections: int | None = None
    recipients_per_envelope: int | None = None
    messages_per_connection: int | None = None
    max_size: int | None = None

    def applied(self, limits: Limits) -> Limits:
        """`limits`, lowered where something lower was learned. A size that the server named itself replaces a table's."""
        if self is _NOTHING or self == _NOTHING:
            return limits
        lowered = {}
        for name in (limit.name for limit in fields(self) if limit.name != "max_size"):
            known, taught = getattr(limits, name), getattr(self, name)
            if taught is not None:
                lowered[name] = taught if known is None else min(known, taught)
        return replace(limits, max_size=self.max_size or limits.max_size, **lowered)


_NOTHING = Learned()


class WhenUnknown(StrEnum):
    """What becomes of a message of which nobody can find out whether it was accepted."""

    ASK = "ask"
    RESEND = "resend"


@dataclass(frozen=True, slots=True)
class Options:
    """How an account behaves beyond its servers.

    `oauth` is the provider it signs in with ("google", "microsoft", "custom"); empty: a password. `saves_sent` says whether the
    server files what it sends into `sent_folder` itself, `keeps_id` whether it leaves the Message-ID alone; None: never
    found out. `files_copy`: put a copy there where the server does not. A `dkim_domain` makes us sign for it. `ca` are the
    certificates, as PEM, that its servers are trusted by in the place of the system's; `is_retired`: its person removed it, and
    the row stays for the record of what was sent.
    """

    oauth: str = ""
    when_unknown: WhenUnknown = WhenUnknown.ASK
    saves_sent: bool | None = None
    keeps_id: bool | None = None
    sent_folder: str = ""
    files_copy: bool = False
    dkim_domain: str = ""
    dkim_selector: str = ""
    ca: str = ""
    is_retired: bool = False


class AccountState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Account:
    """`address` is the addr-spec mail is sent from, `name` the display name people see (may be empty). `region`:
    which hosted workers should send for it first; empty: any. `is_trusted`: added on this PC or by an operator; others may not
    make a hosted worker connect to servers of its own network. `revision` is counted by the store: one more whenever its
    person, or a pause, touched it. `effective` are the limits that count: the provider's, lowered by what its replies taught.
    """

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
    options: Options = Options()
    learned: Learned = _NOTHING
    revision: int = field(default=0, compare=False)
    effective: Limits = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Asked several times for each message.
        object.__setattr__(self, "effective", self.learned.applied(self.limits))


# ---------------------------------------------------------------------------------------------- as JSON


def options_json(options: Options) -> dict[str, Any]:
    """What differs from the defaults, as the databases keep it."""
    return _differing(options, Options())


def options_of(record: Mapping[str, Any] | None) -> Options:
    """Raises ValueError for a word that is none of ours; keys of a newer version are left out."""
    known = _known(Options, record)
    if "when_unknown" in known:
        known["when_unknown"] = WhenUnknown(known["when_unknown"])
    return Options(**known)


def learned_json(learned: Learned) -> dict[str, Any]:
    return _differing(learned, Learned())


def learned_of(record: Mapping[str, Any] | None) -> Learned:
    return Learned(**_known(Learned, record)) if record else _NOTHING


def _differing(value: Options | Learned, default: Options | Learned) -> dict[str, Any]:
    names = [field.name for field in fields(value)]
    return {name: getattr(value, name) for name in names if getattr(value, name) != getattr(default, name)}


def _known(kind: type[Options | Learned], record: Mapping[str, Any] | None) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in (record or {}).items() if name in names}
