"""What one attempt came to, as values. An attempt never raises for what a server said; accidents become outcomes too."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from nightmail.delivery.model import RecipientState
from nightmail.values import value

# Octets of a reply that are kept: enough for every line a person will ever be shown, little enough for every audit entry.
MAX_RAW = 4 * 1024


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


@dataclass(frozen=True)
class Reply:
    """One SMTP reply (RFC 5321 4.2). `code` 0 means that none came; `text` is safe to store and show (no NUL, no surrogates,
    lines joined by one space), `enhanced` is the RFC 3463 code ("5.1.1") or "". `raw` are the octets as they came, at most
    `MAX_RAW` of them, line ends included; those of an answer that could not be read as well, then with code 0."""

    code: int
    text: str
    enhanced: str = ""
    raw: bytes = field(default=b"", compare=False, repr=False)

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300

    # Both are asked for several times, and servers say the same few replies all day.
    @cached_property
    def said(self) -> str:
        """Code and text, as they are kept and shown."""
        return f"{self.code} {self.text}".strip() if self.code else self.text

    @cached_property
    def evidence(self) -> str:
        """`raw` in base64, where `said` does not say it all; "" where the octets were that line in UTF-8 and CRLF."""
        return "" if self.raw == f"{self.said}\r\n".encode() else base64.b64encode(self.raw).decode("ascii")

    def __str__(self) -> str:
        return self.said


class ReplyClass(StrEnum):
    """What a negative reply asks for. The table that finds it, and the sentences for people, is `smtp/replies.toml`."""

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


class Scope(StrEnum):
    """Whom a negative reply is about: who else would hear the same."""

    RECIPIENT = "recipient"
    MESSAGE = "message"
    ACCOUNT = "account"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Advice:
    """For people: what happened, what is safe, and the one next step, a sentence each. `key` names it where it is kept."""

    key: str
    says: str
    safe: str
    next: str

    def __str__(self) -> str:
        return " ".join(sentence for sentence in (self.says, self.safe, self.next) if sentence)


@value(frozen=True, slots=True)
class RecipientResult:
    """The attempt's word on one recipient, by ledger number. Recipients that were not tried are not mentioned. `evidence` is
    that of the reply (see `Reply.evidence`), where the recipient got one of its own."""

    n: int
    state: RecipientState
    reply: str
    evidence: str = field(default="", compare=False)


@value(frozen=True, slots=True)
class Accepted:
    """The server took the message for at least one recipient: a 2xx to the final dot. `surplus`, here and below, is the first
    reply by which it left recipients for another envelope; they are not mentioned."""

    reply: Reply
    recipients: tuple[RecipientResult, ...]
    surplus: Reply | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Deferred:
    """Provably not accepted, and worth another try. `recipients` may hold permanent refusals met on the way."""

    reply: Reply
    phase: Phase
    reply_class: ReplyClass
    recipients: tuple[RecipientResult, ...] = ()
    scope: Scope = field(default=Scope.MESSAGE, compare=False)
    advice: Advice | None = field(default=None, compare=False)
    surplus: Reply | None = field(default=None, compare=False)

    @property
    def is_counted(self) -> bool:
        """Failures before MAIL say nothing about the message and use up no attempt."""
        return self.phase not in (Phase.CONNECT, Phase.STARTTLS, Phase.AUTH)


@value(frozen=True, slots=True)
class Refused:
    """Provably not accepted, and another try would be refused again."""

    reply: Reply
    phase: Phase
    reply_class: ReplyClass
    recipients: tuple[RecipientResult, ...] = ()
    scope: Scope = field(default=Scope.MESSAGE, compare=False)
    advice: Advice | None = field(default=None, compare=False)
    surplus: Reply | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class InDoubt:
    """The dot was written and no readable reply came: the server may hold the message for `recipients`. `evidence` is what
    came instead, in base64."""

    reason: str
    recipients: tuple[RecipientResult, ...]
    evidence: str = field(default="", compare=False)
    surplus: Reply | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Fenced:
    """The fence before the dot said no (cancelled, or the lease was lost): nothing was accepted and nothing is to be written."""


@value(frozen=True, slots=True)
class Withheld:
    """This process lacks what an attempt takes, and another one may have it: no server was asked."""

    reason: str


Outcome = Accepted | Deferred | Refused | InDoubt | Fenced | Withheld
