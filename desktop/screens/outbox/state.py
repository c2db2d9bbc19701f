"""What the main window shows, whole and frozen. The view draws it; nobody reads a widget to learn any of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desktop.language import tr
from desktop.timeline_words import TimelineLine
from desktop.words import StateWords, Tone
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxSort


class Folder(StrEnum):
    DRAFTS = "drafts"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    ATTENTION = "attention"
    SENT = "sent"
    HELD = "held"
    CANCELLED = "cancelled"


def folder_words() -> dict[Folder, tuple[str, str]]:
    return {
        Folder.DRAFTS: (tr("Drafts"), "draft"),
        Folder.SCHEDULED: (tr("Scheduled"), "clock"),
        Folder.SENDING: (tr("Sending"), "sending"),
        Folder.ATTENTION: (tr("Needs attention"), "alert"),
        Folder.SENT: (tr("Sent"), "sent"),
        Folder.HELD: (tr("On hold"), "hold"),
        Folder.CANCELLED: (tr("Cancelled"), "cancelled"),
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
    REDRIVE = "redrive"
    WRITE_ANOTHER = "write-another"
    MOVE_UP = "move-up"
    MOVE_DOWN = "move-down"
    SIGN_IN = "sign-in"
    MEND = "mend"
    SHOW_DRAFT = "show-draft"


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
    told: str = ""
    """How many there are where no number stands: what is done needs none, and is asked for now and then."""


class AccountAct(StrEnum):
    """What a person can do with one account."""

    PASSWORD = "password"
    SIGN_IN = "sign-in"
    PAUSE = "pause"
    RESUME = "resume"
    SEAL = "seal"
    REVOKE = "revoke"
    SERVERS = "servers"
    SETTINGS = "settings"
    REMOVE = "remove"
    CAUGHT = "caught"
    LEAVE = "leave"


class AccountCloud(StrEnum):
    """Whether the cloud may send from an account. HERE: nobody was asked, or it may not. STALE: its password is sealed to a key
    that was retired, or for other servers. THERE: this PC does not have it."""

    HERE = "here"
    SEALED = "sealed"
    STALE = "stale"
    THERE = "there"


def cloud_words() -> dict[AccountCloud, str]:
    return {
        AccountCloud.HERE: "",
        AccountCloud.SEALED: tr("also sent from by the cloud"),
        AccountCloud.STALE: tr("the worker's key or the servers changed"),
        AccountCloud.THERE: tr("in the cloud only"),
    }


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
    cloud: AccountCloud = AccountCloud.HERE


@dataclass(frozen=True, slots=True)
class PlaceSign:
    """Who keeps and sends a message: an icon with its tone, and the words for it."""

    icon: str
    words: str
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `when` is the instant in words, `wait` how far away it is; `group` the heading it stands under;
    `acts` what its menu offers; `place` is there where there is more than one."""

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
    place: PlaceSign | None = None
    is_draft: bool = False

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        people = tr("to {people}", people=self.people)
        parts = (self.state.word, people, self.subject, self.when, self.wait)
        files = tr("with attachments") if self.has_attachments else ""
        place = self.place.words if self.place else ""
        return ", ".join(part for part in (*parts, files, place) if part)


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


class Pictures(StrEnum):
    """What became of the pictures that a message names on other servers."""

    NONE = "none"
    BLOCKED = "blocked"
    LOADING = "loading"
    LOADED = "loaded"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Detail:
    """The reading pane. `html` is made safe already, None for plain text; `ledger` is there where recipients fared differently.
    `images` are the bytes of pictures by the address the HTML gives them; `is_cut`: the text is longer than what is shown."""

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
    place: PlaceSign | None = None
    pictures: Pictures = Pictures.NONE
    pictures_words: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class AgentLine:
    """The status bar's dot and sentence."""

    sentence: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class CloudLine:
    """How the cloud stands: `label` for the sidebar, `sentence` for the status bar, empty where there is nothing to tell."""

    label: str = "Cloud"
    sentence: str = ""
    tone: Tone = Tone.CALM


class BannerAct(StrEnum):
    """What the button above the list does."""

    UNLOCK = "unlock"
    MEND = "mend"
    CLOUD = "cloud"
    LOOK = "look"
    SEAL = "seal"
    TRY = "try"
    ACCOUNT = "account"
    CAUGHT = "caught"


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence above the list; `button` is empty where there is nothing to press. `account` is whom it is about. `is_calm`:
    all goes as it should."""

    sentence: str = ""
    button: str = ""
    act: BannerAct | None = None
    account: AccountLine | None = None
    is_calm: bool = False


class Door(StrEnum):
    """What a card opens, where its next step is not done to messages."""

    SIGN_IN = "sign-in"
    PASSWORD = "password"
    RESUME = "resume"
    TRY = "try"
    ACCOUNT = "account"
    NOTE = "note"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Step:
    """A card's button: a change to all its messages (of a draft: the first), or a door. MESSAGE shows the first of them."""

    label: str
    act: Act | None = None
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One cause that keeps messages, however many: what happened, what is safe, the next step. `note` is what the person hands
    on or does elsewhere; `said` are the servers' own words, each once. `waits_by_itself`: it goes on without its person."""

    key: str
    icon: str
    tone: Tone
    title: str
    safe: str
    advice: str
    count: str
    step: Step
    other: Step | None = None
    ids: tuple[UUID, ...] = ()
    account: AccountLine | None = None
    note: str = ""
    said: tuple[str, ...] = ()
    waits_by_itself: bool = False

    @property
    def spoken(self) -> str:
        return " ".join(part for part in (self.title, self.count, self.safe, self.advice) if part)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Several messages at once: how many, and what can be done with at least one of them."""

    ids: tuple[UUID, ...]
    title: str
    acts: tuple[ActButton, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where a list would be: one line, and one button (its label empty: none)."""

    icon: str
    title: str
    sentence: str
    button: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """`rows` are the part of the list in hand: `has_more` and `has_before` say whether it goes on. `sent` counts what ever was,
    `still_to_go` what waits for this PC; `can_move_up`: the cloud could send it instead. `stuck` says what should have left and
    does not move; empty where all does. `banner` says what matters most, `notices` what else keeps mail waiting, one a cause, and
    `more_notices` how many of those find no room. `is_everywhere`: what is searched for is looked for in all folders."""

    folders: tuple[FolderLine, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    folder: Folder = Folder.SCHEDULED
    account_id: UUID | None = None
    search: str = ""
    is_everywhere: bool = False
    title: str = field(default_factory=lambda: tr("Scheduled"))
    rows: tuple[Row, ...] = ()
    has_more: bool = False
    has_before: bool = False
    sort: OutboxSort = OutboxSort.DUE
    is_grouped: bool = True
    cards: tuple[Card, ...] = ()
    chosen: Chosen | None = None
    selected: UUID | None = None
    detail: Detail | None = None
    agent: AgentLine = field(default_factory=lambda: AgentLine(tr("Opening…"), Tone.CALM))
    queue: str = ""
    next_up: str = ""
    next_due: datetime | None = None
    is_sending: bool = False
    still_to_go: int = 0
    sent: int = 0
    is_sent_elsewhere: bool = False
    can_move_up: bool = False
    cloud: CloudLine = CloudLine()
    empty: Empty | None = None
    banner: Banner = Banner()
    notices: tuple[Banner, ...] = ()
    more_notices: int = 0
    stuck: str = ""
    is_locked: bool = False
    is_welcome: bool = False
    is_loaded: bool = False


def attention_count(state: OutboxState) -> int:
    """The one number of what needs its person: beside the folder, on the tray, in the window's title."""
    return next((line.count for line in state.folders if line.folder is Folder.ATTENTION), 0)
