"""What the main window shows, whole and frozen. The view draws it; nobody reads a widget to learn any of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from desktop.words import StateWords, TimelineLine, Tone
from nightmail.delivery.model import DeliveryState


class Folder(StrEnum):
    DRAFTS = "drafts"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    ATTENTION = "attention"
    SENT = "sent"
    HELD = "held"
    CANCELLED = "cancelled"


FOLDER_WORDS = {
    Folder.DRAFTS: ("Drafts", "draft"),
    Folder.SCHEDULED: ("Scheduled", "clock"),
    Folder.SENDING: ("Sending", "sending"),
    Folder.ATTENTION: ("Needs attention", "alert"),
    Folder.SENT: ("Sent", "sent"),
    Folder.HELD: ("On hold", "hold"),
    Folder.CANCELLED: ("Cancelled", "cancelled"),
}

FOLDER_STATES = {
    Folder.DRAFTS: frozenset[DeliveryState](),
    Folder.SCHEDULED: frozenset({DeliveryState.SCHEDULED}),
    Folder.SENDING: frozenset({DeliveryState.CLAIMED, DeliveryState.TRANSMITTING}),
    Folder.ATTENTION: frozenset({DeliveryState.FAILED, DeliveryState.IN_DOUBT}),
    Folder.SENT: frozenset({DeliveryState.SENT}),
    Folder.HELD: frozenset({DeliveryState.HELD}),
    Folder.CANCELLED: frozenset({DeliveryState.CANCELLED}),
}


class Act(StrEnum):
    """What a person can do with one message."""

    SEND_NOW = "send-now"
    RESCHEDULE = "reschedule"
    EDIT = "edit"
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"
    ARRIVED = "arrived"
    SEND_AGAIN = "send-again"
    WRITE_ANOTHER = "write-another"


class Weight(StrEnum):
    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class ActButton:
    act: Act
    label: str
    icon: str
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True, slots=True)
class FolderLine:
    folder: Folder
    label: str
    icon: str
    count: int
    is_alarming: bool


class AccountAct(StrEnum):
    """What a person can do with one account."""

    PASSWORD = "password"
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`pause_reason` is empty where it sends."""

    id: UUID
    address: str
    label: str
    colour: int
    pause_reason: str
    is_paused_by_person: bool = False
    acts: tuple[AccountAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `when` is the instant in words, `wait` how far away it is; `group` the heading it stands under;
    `acts` what its menu offers."""

    id: UUID
    state: StateWords
    people: str
    subject: str
    when: str
    wait: str
    group: str
    colour: int
    has_attachments: bool
    acts: tuple[ActButton, ...] = ()

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        parts = (self.state.word, f"to {self.people}", self.subject, self.when, self.wait)
        return ", ".join(part for part in (*parts, "with attachments" if self.has_attachments else "") if part)


@dataclass(frozen=True, slots=True)
class RecipientLine:
    address: str
    word: str
    tone: Tone
    said: str


@dataclass(frozen=True, slots=True)
class FileLine:
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Detail:
    """The reading pane. `html` is already cleaned, None for plain text; `ledger` is there where recipients fared differently."""

    id: UUID
    subject: str
    sender: str
    to: str
    copies: str
    state: StateWords
    headline: str
    reason: str
    said: str
    acts: tuple[ActButton, ...]
    html: str | None
    text: str
    files: tuple[FileLine, ...]
    ledger: tuple[RecipientLine, ...]
    timeline: tuple[TimelineLine, ...]
    message_id: str


@dataclass(frozen=True, slots=True)
class AgentLine:
    """The status bar's dot and sentence."""

    sentence: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where a list would be: one line, and one button (its label empty: none)."""

    icon: str
    title: str
    sentence: str
    button: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    folders: tuple[FolderLine, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    folder: Folder = Folder.SCHEDULED
    account_id: UUID | None = None
    search: str = ""
    title: str = "Scheduled"
    rows: tuple[Row, ...] = ()
    has_more: bool = False
    selected: UUID | None = None
    detail: Detail | None = None
    agent: AgentLine = AgentLine("Opening…", Tone.CALM)
    queue: str = ""
    next_up: str = ""
    still_to_go: int = 0
    is_sent_elsewhere: bool = False
    empty: Empty | None = None
    banner: str = ""
    banner_button: str = ""
    to_mend: AccountLine | None = None
    is_locked: bool = False
    is_welcome: bool = False
    is_loaded: bool = False
