"""What is asked of a mailbox: whether a message was sent, and what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account
from nightmail.message.dsn import Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message looked for in a mailbox: by its Message-ID, and by its id, which X-Nightmail-Id carries."""

    id: UUID
    message_id: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a message stands in a mailbox. `header` is the one it was known by; `message_id` is the Message-ID it has there."""

    folder: str
    uid: int
    header: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a mailbox showed. `sent_folder` is empty where none can be made out."""

    found: Mapping[UUID, Sighting]
    sent_folder: str


class SentLookup(Protocol):
    """Looks sent messages up in their account's mailbox.

    Raises PersonError where only the account's person can mend it, OutsideError where the mailbox can't be asked now: neither
    says anything about a message."""

    async def look(self, account: Account, wanted: Sequence[Wanted], *, since: datetime) -> Looked:
        """In the Sent folder, then in the inbox. `since` is the earliest instant that one of them may have been sent at."""
        ...

    async def file(self, account: Account, wanted: Wanted, content: bytes, *, at: datetime) -> Sighting:
        """Put a copy into the Sent folder where it is not there yet. Raises PersonError `no-sent-folder`."""
        ...


@dataclass(frozen=True, slots=True)
class BounceLook:
    """A mailbox to look into now. `marks` says how far each of its folders was read; `since` is as far back as mail may still
    return."""

    account: Account
    since: datetime
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Returned:
    """Reports as they lie in the mailbox, and how far it has been read with them."""

    reports: tuple[Report, ...]
    marks: Mapping[str, str]


class BounceLookup(Protocol):
    async def look(self, account: Account, *, since: datetime, marks: Mapping[str, str]) -> Returned:
        """Servers' reports among the new mail in the inbox and in Junk. Raises as `SentLookup` does."""
        ...
