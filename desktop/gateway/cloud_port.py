"""What the screens need of the cloud beside the outbox itself: who is signed in, what is sealed there, and who keeps what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.ports import Item, Place


class CloudKind(StrEnum):
    """UNCONNECTED: no project is named yet. LOCKED: the session is sealed on this PC until the passphrase is given. ENDED: the
    project ended the session. OFFLINE: it does not answer. PAUSED, SKEWED and TROUBLE: it answers with a reason why not."""

    UNCONNECTED = "unconnected"
    SIGNED_OUT = "signed-out"
    LOCKED = "locked"
    ENDED = "ended"
    SIGNED_IN = "signed-in"
    OFFLINE = "offline"
    PAUSED = "paused"
    SKEWED = "skewed"
    TROUBLE = "trouble"


# Whoever is signed in and can't be answered at the moment is signed in all the same.
_SIGNED_IN = frozenset({CloudKind.SIGNED_IN, CloudKind.OFFLINE, CloudKind.PAUSED, CloudKind.SKEWED, CloudKind.TROUBLE})


@dataclass(frozen=True, slots=True)
class WorkerLife:
    """Whether a hosted worker runs, and its last sign of life; None: never seen."""

    is_alive: bool
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class CloudStatus:
    """`since`: when the project was last heard of before what is wrong began. `why`: the sentence to show where something is.
    `ahead`: how far its clock is before this PC's. `worker` None: not known."""

    kind: CloudKind = CloudKind.UNCONNECTED
    host: str = ""
    url: str = ""
    key: str = ""
    email: str = ""
    device: str = ""
    since: datetime | None = None
    why: str = ""
    ahead: timedelta = timedelta(0)
    worker: WorkerLife | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.kind in _SIGNED_IN

    @property
    def answers(self) -> bool:
        return self.kind is CloudKind.SIGNED_IN


@dataclass(frozen=True, slots=True)
class Sealed:
    """An account the cloud worker may send from. `key_id`: which key its password is sealed to, empty where it has none. Not
    `is_current`: that key was retired, or the account's servers were changed since. Not `is_newest`: it still opens, but the
    worker has a newer key, which the person did not agree to yet; a changed password is sealed only after that."""

    key_id: str
    is_current: bool = True
    is_newest: bool = True

    @property
    def is_settled(self) -> bool:
        """Nothing is to be asked of the person."""
        return self.is_current and self.is_newest


@dataclass(frozen=True, slots=True)
class CloudStanding:
    """All that is known without asking the project. `bound` are messages on this PC that go to the cloud when it can be
    reached; `stays` says why one that was to go could not. `only_there` are accounts that this PC does not have,
    `waiting_there` counts what is still to go from there."""

    status: CloudStatus = CloudStatus()
    sealed: Mapping[UUID, Sealed] = field(default_factory=dict)
    bound: frozenset[UUID] = frozenset()
    stays: Mapping[UUID, str] = field(default_factory=dict)
    only_there: frozenset[UUID] = frozenset()
    waiting_there: int = 0


@dataclass(frozen=True, slots=True)
class Consent:
    """What is asked before an account goes to the cloud. `before` is the key its password was sealed to until now, empty the
    first time; `key_id` the one it would be sealed to, empty for an account without a password. `is_local`: its mail server is
    this very computer."""

    account_id: UUID
    address: str
    host: str
    leaves: str
    opens: str
    key_id: str
    before: str = ""
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class MoveReport:
    """`stays`: subject and reason of each message that is still on this PC."""

    moved: int
    stays: tuple[tuple[str, str], ...] = ()


def is_out_of_reach(item: Item, status: CloudStatus) -> bool:
    """The cloud has it, and nobody is signed in here to ask: what is shown is what was known last, its state may be another by
    now, and every request would be refused with `signed-out`."""
    return item.place is Place.CLOUD and not status.is_signed_in


class CloudGateway(Protocol):
    """Every method may raise PersonError or OutsideError with the sentence to show. What keeps the session raises PersonError
    `passphrase-needed` until the passwords of this PC are unlocked."""

    async def standing(self) -> CloudStanding:
        """Answers at once, from what is known."""
        ...

    async def look(self) -> None:
        """Somebody looks: ask the project at once what changed."""
        ...

    async def connect(self, url: str, key: str) -> None:
        """Try the project and remember it. Raises PersonError `bad-project-url`, `bad-project-key`, `secret-key`."""
        ...

    async def sign_up(self, email: str, password: Secret) -> bool:
        """True: signed in. False: the address is to be confirmed first, with the code that was mailed."""
        ...

    async def confirm(self, email: str, code: str) -> None: ...

    async def sign_in(self, email: str, password: Secret) -> None: ...

    async def sign_out(self) -> int:
        """On this PC only; other PCs stay signed in. Answers how many messages are still to go from the cloud, as last heard:
        before, `CloudStanding.waiting_there` says the same."""
        ...

    async def ask_reset(self, email: str) -> None:
        """Have a code mailed."""
        ...

    async def reset(self, email: str, code: str, password: Secret) -> None:
        """Set another password with the mailed code; signs in. After `weak-password` or `same-password` nobody is signed in yet,
        and the same code goes with a better password; after `wrong-code` and `signed-out` it takes another code."""
        ...

    async def consent_for(self, account_id: UUID) -> Consent: ...

    async def seal(self, account_id: UUID, key_id: str) -> None:
        """What the person agreed to. Raises PersonError `key-retired` where it is another key by now."""
        ...

    async def revoke(self, account_id: UUID) -> None:
        """The worker can't send from it any more."""
        ...

    async def move(self, id: UUID, place: Place) -> None: ...

    async def move_all(self) -> MoveReport:
        """Every message that waits on this PC, as far as it can go."""
        ...
