"""What the windows are built from, and what each may ask of the whole. Makes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from desktop.background import Background
from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.port import Gateway
from desktop.gateway.set_up import SetUp
from desktop.gateway.sign_ins import SignIns
from desktop.pace import Pace
from desktop.people import People
from desktop.preferences import PreferenceBook
from desktop.screens.outbox.state import OutboxState
from desktop.signatures import Signatures
from desktop.templates import Templates
from nightmail.account.model import Account
from nightmail.clock import Clock
from nightmail.message.draft import Draft
from nightmail.schedule.model import WallTime

if TYPE_CHECKING:
    from desktop.screens.compose.presenter import Sent


@dataclass(frozen=True, slots=True)
class Parts:
    """What the windows are built from; made by `wiring`. `fixed_undo` stands above what the person prefers."""

    gateway: Gateway
    cloud: CloudGateway
    sign_ins: SignIns
    background: Background
    drafts: Drafts
    clock: Clock
    settings: QSettings
    zone: str
    pace: Pace
    set_up: SetUp
    fixed_undo: timedelta | None = None
    preferences: PreferenceBook = field(init=False)
    signatures: Signatures = field(init=False)
    templates: Templates = field(init=False)
    people: People = field(init=False)

    def __post_init__(self) -> None:
        profile = self.drafts.folder.parent
        object.__setattr__(self, "preferences", PreferenceBook(self.settings))
        object.__setattr__(self, "signatures", Signatures(profile / "signatures.json"))
        object.__setattr__(self, "templates", Templates(profile / "templates"))
        object.__setattr__(self, "people", People(profile / "people.json"))

    @property
    def undo(self) -> timedelta:
        """How long what was sent at once can be taken back."""
        return self.preferences.now.undo if self.fixed_undo is None else self.fixed_undo


class Windows(Protocol):
    """What one window may ask of the whole."""

    def say(self, sentence: str) -> None:
        """A passing word, in the main window."""
        ...

    def look(self) -> None:
        """Somebody looks again after a while: ask everybody at once."""
        ...

    def refresh(self) -> None:
        """The main window reads the outbox anew."""
        ...

    def write(self, saved: SavedDraft | None = None) -> None: ...

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        """`planned`: when the message it replaces was to go; `was_held`: its person had put it on hold before."""
        ...

    def add_account(self) -> object: ...

    def open_cloud(self) -> None:
        """How the cloud stands: connect, sign in, or sign out."""
        ...

    def open_signatures(self, account_id: UUID | None = None) -> None:
        """Let the person write what their accounts sign with."""
        ...

    def open_import(self) -> object:
        """Bring drafts and scheduled messages of another mail program in."""
        ...

    def ask_seal(self, account_id: UUID) -> object:
        """Let the person read what it means, then let the cloud send from this account."""
        ...

    def open_account(self, account_id: UUID) -> object:
        """What an account may send, and what it does in doubt."""
        ...

    def open_accounts(self) -> None:
        """All accounts, and how each stands."""
        ...

    def open_servers(self, account_id: UUID) -> None:
        """By which servers an account sends and reads; to be changed and tried."""
        ...

    def try_out(self, account: Account) -> None:
        """The built-in sandbox runs: a message to try it with."""
        ...

    def open_caught(self) -> None:
        """What the built-in sandbox caught."""
        ...

    def ask_leave_sandbox(self, account_id: UUID) -> None:
        """Say what becomes of its messages, then let the try-out account go."""
        ...

    def trouble(self, problem: Exception) -> None:
        """Say what went wrong, in the main window."""
        ...

    def ask_passphrase(self, then: Callable[[], None], over: QWidget | None = None) -> None:
        """Let the person give, or choose, what seals the passwords on this PC; `then` goes on with what needed it."""
        ...

    def open_settings(self, page: str = "") -> object:
        """What the person likes; on the page of that name."""
        ...

    def open_calendar(self) -> object:
        """What goes out, day by day."""
        ...

    def show_message(self, id: UUID) -> None:
        """Bring the main window forward with this message in it."""
        ...

    def open_palette(self, window: QWidget) -> object:
        """Let the person find any action of `window` by a few letters."""
        ...

    def show_about(self) -> None: ...

    def report_problem(self) -> object:
        """Show what could be sent to Nightmail's makers."""
        ...

    def open_updates(self) -> object:
        """Look now whether there is a newer Nightmail."""
        ...

    @property
    def is_all_paused(self) -> bool: ...

    def pause_words(self, state: OutboxState) -> str:
        """What to say above everything while all sending is paused; else empty."""
        ...

    def pause_all(self) -> None:
        """Nothing leaves from any account until it is resumed."""
        ...

    def resume_all(self) -> None: ...

    def rendered(self, state: OutboxState) -> None:
        """The main window shows this now."""
        ...

    def scheduled(self, sent: Sent) -> None: ...

    def discarded(self, saved: SavedDraft) -> None: ...

    def composer_closed(self, composer: object) -> None: ...

    def close_main(self, event: QCloseEvent) -> None: ...

    def quit(self) -> None: ...
