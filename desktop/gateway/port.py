"""What the screens need from wherever the mail is kept and sent. They know this port, and no store, server or file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account, Server
from nightmail.account.secret import Secret
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import PersonError
from nightmail.message.draft import Draft
from nightmail.ports import Changes, Item, OutboxQuery, OutboxRow, Place, Scheduled, ServerFacts, Stuck, Suppression, Usage
from nightmail.schedule.model import Schedule

# RFC 2606 2: a name under .test can't belong to anybody.
SANDBOX_ADDRESS = "you@sandbox.test"

Progress = Callable[[int, int], None]
"""Hears of an upload, on the loop's thread: octets that are there, and octets in all."""


def unheard(done: int, total: int) -> None:
    """For uploads that nobody watches."""


class AgentKind(StrEnum):
    OPENING = "opening"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    LOCKED = "locked"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """Who sends. LOCKED: nobody until the passphrase is given. `why` is the sentence to show where it is STOPPED."""

    kind: AgentKind
    why: str = ""


class PasswordHome(StrEnum):
    """Where passwords are kept. LOCKED: in a sealed file whose passphrase was not given yet; UNMADE: it is to be made yet.
    WORKER: not on this PC, but sealed for the cloud worker."""

    KEYRING = "keyring"
    SEALED = "sealed"
    LOCKED = "locked"
    UNMADE = "unmade"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What the account dialog asks to add or to try out. `id`: what the account is called where it is known already; None: a
    new one. `ca`: the certificates its servers are trusted by, empty for the system's."""

    address: str
    name: str
    smtp: Server
    imap: Server | None
    password: Secret | None
    id: UUID | None = None
    ca: str = ""


class Gateway(Protocol):
    """Every method may raise PersonError or OutsideError with the sentence to show; `schedule` also Invalid.

    What keeps or removes a password raises PersonError `passphrase-needed` until `unlock` was called.
    """

    async def schedule(
        self,
        draft: Draft,
        account: Account,
        schedule: Schedule,
        *,
        id: UUID,
        replaces: UUID | None = None,
        priority: Priority | None = None,
        lifetime: timedelta = DEFAULT_LIFETIME,
        progress: Progress = unheard,
    ) -> Scheduled:
        """Repeating with the same id is harmless. `replaces` is the message that was edited into this one: it is cancelled in
        the same moment; where it can't be any more, PersonError `edited-elsewhere` is raised and nothing is scheduled. Without a
        `priority` it has that of the message it replaces. `lifetime`: how long after its time it may still be sent."""
        ...

    async def cancel(self, id: UUID) -> None: ...

    async def send_now(self, id: UUID) -> None: ...

    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        """Without a `lifetime` it keeps its own."""
        ...

    async def hold(self, id: UUID) -> None: ...

    async def resume(self, id: UUID) -> None: ...

    async def resolve(self, id: UUID, *, arrived: bool) -> None: ...

    async def redrive(self, id: UUID) -> None:
        """Send a failed message again, to those who are still missing. Raises PersonError `nobody-missing`."""
        ...

    async def suppressions(self) -> tuple[Suppression, ...]:
        """Addresses whose mail came back. Where the cloud can't be asked, those this PC knows."""
        ...

    async def stuck(self) -> Stuck:
        """What should have left minutes ago, and why it did not. Where the cloud can't be asked, of this PC."""
        ...

    async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]: ...

    async def counts(self) -> Mapping[DeliveryState, int]: ...

    async def show(self, id: UUID) -> Item: ...

    async def draft_of(self, id: UUID) -> Draft:
        """The message as a draft again, attachments included: to edit it, or to write another like it."""
        ...

    async def holds(self) -> Mapping[Place, tuple[Hold, ...]]:
        """Accounts that nothing leaves from for now because of a breaker or a limit, by who sends."""
        ...

    async def usage(self, account_id: UUID) -> Usage | None:
        """What an account sent from this PC in the last day; None where that is not counted."""
        ...

    async def changes_since(self, cursor: str) -> Changes: ...

    async def accounts(self) -> tuple[Account, ...]: ...

    async def add_account(self, new: NewAccount) -> Account: ...

    async def test_account(self, new: NewAccount) -> ServerFacts: ...

    async def resume_account(self, id: UUID, password: Secret | None) -> None:
        """End a pause; with a new password where the old one was the reason. Where the server is being left alone, one message
        tries it at once."""
        ...

    async def pause_account(self, id: UUID) -> None:
        """Nothing is sent from it until it is resumed."""
        ...

    async def change_account(self, account: Account) -> None:
        """Keep its options and limits as they are in `account`. Nothing else of it is changed."""
        ...

    async def remove_account(self, id: UUID) -> None: ...

    async def password_home(self) -> PasswordHome: ...

    async def unlock(self, passphrase: Secret) -> None:
        """Open the sealed passwords, or choose the passphrase of those still to come. Raises PersonError `wrong-master-key`."""
        ...

    async def add_sandbox(self) -> Account:
        """Start the built-in server that catches all mail, and add an account that uses it."""
        ...

    async def agent(self) -> AgentStatus: ...


def needs_passphrase(problem: Exception) -> bool:
    """What failed can be done again after `unlock`."""
    return isinstance(problem, PersonError) and problem.code == "passphrase-needed"
