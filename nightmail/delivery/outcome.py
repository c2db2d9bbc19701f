"""What one attempt came to, as values. An attempt never raises for what a server said; accidents become outcomes too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nightmail.delivery.model import RecipientState


class Phase(StrEnum):
    """How far an attempt got. Everything before DOT is provably not accepted (RFC 5321 4.1.1.4)."""

    CONNECT = "connect"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Reply:
    """One SMTP reply (RFC 5321 4.2). `code` 0 means that none came; `text` is safe to store and show (no NUL, no surrogates,
    lines joined by one space), `enhanced` is the RFC 3463 code ("5.1.1") or ""."""

    code: int
    text: str
    enhanced: str = ""

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code else self.text


class ReplyClass(StrEnum):
    """What a negative reply asks for. The table that finds it is `smtp/replies.toml`."""

    RETRY = "retry"
    SLOW = "slow"
    GREY = "grey"
    QUOTA = "quota"
    VERIFY = "verify"
    RCPT_PERM = "rcpt_perm"
    TOOMANY = "toomany"
    SENDER = "sender"
    AUTH = "auth"
    SIZE = "size"
    CONTENT = "content"
    TLS = "tls"
    PROTO = "proto"
    MSG_PERM = "msg_perm"


@dataclass(frozen=True, slots=True)
class RecipientResult:
    """The attempt's word on one recipient, by ledger number. Recipients that were not tried are not mentioned."""

    n: int
    state: RecipientState
    reply: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the message for at least one recipient: a 2xx to the final dot."""

    reply: Reply
    recipients: tuple[RecipientResult, ...]


@dataclass(frozen=True, slots=True)
class Deferred:
    """Provably not accepted, and worth another try. `recipients` may hold permanent refusals met on the way."""

    reply: Reply
    phase: Phase
    reply_class: ReplyClass
    recipients: tuple[RecipientResult, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Failures before MAIL say nothing about the message and use up no attempt."""
        return self.phase not in (Phase.CONNECT, Phase.STARTTLS, Phase.AUTH)


@dataclass(frozen=True, slots=True)
class Refused:
    """Provably not accepted, and another try would be refused again."""

    reply: Reply
    phase: Phase
    reply_class: ReplyClass
    recipients: tuple[RecipientResult, ...] = ()


@dataclass(frozen=True, slots=True)
class InDoubt:
    """The dot was written and no readable reply came: the server may hold the message for `recipients`."""

    reason: str
    recipients: tuple[RecipientResult, ...]


@dataclass(frozen=True, slots=True)
class Fenced:
    """The fence before the dot said no (cancelled, or the lease was lost): nothing was accepted and nothing is to be written."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """This process lacks what an attempt takes, and another one may have it: no server was asked."""

    reason: str


Outcome = Accepted | Deferred | Refused | InDoubt | Fenced | Withheld
