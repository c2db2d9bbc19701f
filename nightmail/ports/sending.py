"""What sending needs from the world: servers, secrets, files, signatures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account, Learned
from nightmail.account.secret import Secret
from nightmail.delivery.outcome import Outcome
from nightmail.message.model import Attachment
from nightmail.message.wire import Wire
from nightmail.values import value


@value(frozen=True, slots=True)
class Envelope:
    """Sender and recipients of one SMTP transaction. `recipients` are (ledger number, addr-spec)."""

    sender: str
    recipients: tuple[tuple[int, str], ...]


FencePass = Callable[[Sequence[int]], Awaitable[bool]]
"""Called once, after 354 and all but the last bytes, with the ledger numbers the server accepted so far. It makes the
intent durable and answers whether the dot may be written. False or an exception: the socket is dropped without a dot."""


@dataclass(slots=True)
class Passage:
    """One message on its way through a server. `ended` is told what became of it, once: an outcome for everything a server or the
    network can do, and an exception for a bug of ours."""

    envelope: Envelope
    wire: Wire
    fence: FencePass
    ended: Callable[[Outcome | Exception], None]


Follow = Callable[[], Passage | None]
"""Asked just before a dot is written: what the same account sends next, on the same connection. None: nothing for now."""


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a server said of itself after TLS: the EHLO keywords, and its SIZE in octets (None where it named none)."""

    greeting: str
    extensions: Mapping[str, str]
    max_size: int | None
    is_encrypted: bool
    is_authenticated: bool


class Submitter(Protocol):
    """Speaks SMTP. Keeps connections warm per account, never more at once than the account's limit."""

    async def submit(self, account: Account, envelope: Envelope, wire: Wire, *, fence: FencePass) -> Outcome:
        """One transaction. Answers with an outcome for everything a server or the network can do; raises only for bugs."""
        ...

    async def convey(self, account: Account, passage: Passage, *, follow: Follow) -> None:
        """One transaction after another on one connection: `passage`, and what `follow` names, until that is nothing or the
        connection carries no more. Where the server pipelines, the envelope of the next one goes in the same write as the dot
        (RFC 2920 3.1). Passages end in order, but one may be under way before the one ahead of it ended."""
        ...

    async def prepare(self, account: Account, *, messages: int) -> None:
        """Open connections for so many messages that are due soon, within the account's limit. What goes wrong is met again, and
        told, when a message is sent."""
        ...

    @property
    def has_lessons(self) -> bool: ...

    def lessons(self) -> Mapping[UUID, Learned]:
        """Lower limits that servers taught since this was asked last, by account."""
        ...

    async def test(self, account: Account, secret: Secret | None) -> ServerFacts:
        """Connect, TLS, EHLO and AUTH with `secret`, then QUIT; nothing is sent.

        Raises PersonError or OutsideError with the sentence to show."""
        ...

    async def close(self) -> None: ...


class Signer(Protocol):
    """Signs for the sender's domain what accounts ask it for (DKIM)."""

    def signs(self, account: Account) -> bool:
        """Whether `sign` would add anything to the account's mail."""
        ...

    async def sign(self, account: Account, wire: Wire, *, date: datetime) -> Wire:
        """`wire` with a signature in front; as it is, where the account signs nothing. `date` is the message's own: the same one
        gives the same octets. Raises PersonError or OutsideError where it should be signed and can't be."""
        ...


class Secrets(Protocol):
    """Secrets by id, in the hands of this computer's own person."""

    async def get(self, id: UUID) -> Secret | None: ...

    async def put(self, id: UUID, secret: Secret) -> None: ...

    async def delete(self, id: UUID) -> None: ...


class Passwords(Protocol):
    """Passwords of accounts. Each is asked for with the very account whose servers will see it, and where others may write the
    accounts, it is refused for any other servers than those it was given for."""

    async def get(self, account: Account) -> Secret | None:
        """Raises PersonError where only the account's person can mend it, OutsideError where it can't be had here or now."""
        ...

    async def put(self, account: Account, secret: Secret) -> None: ...

    async def delete(self, account_id: UUID) -> None: ...


class BlobStore(Protocol):
    """Attachments by content: a blob's name is the SHA-256 of its bytes, in hex. Writing twice is harmless."""

    async def put_file(self, path: Path) -> tuple[str, int]:
        """Copy a file in; answers (sha256, size). Durable when it returns. Raises PersonError when the file is gone."""
        ...

    async def put_bytes(self, content: bytes) -> tuple[str, int]: ...

    def read(self, sha256: str) -> Iterator[bytes]:
        """The bytes in blocks; the hash is checked at the end. Raises OutsideError `blob-missing` or `blob-damaged`."""
        ...

    async def has(self, sha256: str, size: int) -> bool: ...

    async def bring(self, owner_id: UUID, attachments: Sequence[Attachment]) -> None:
        """Have a message's files where `read` finds them, and stay there for the attempt. Raises OutsideError `blob-missing` or
        `blob-damaged` where they can't be had any more, and another where they can't be had now."""
        ...
