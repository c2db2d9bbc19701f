"""What the compose window shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal
from uuid import UUID

from desktop.language import tr
from desktop.screens.compose.checks import Finding
from desktop.widgets.entry import Entry, Suggestion

Kind = Literal["to", "cc", "bcc"]
KINDS: tuple[Kind, ...] = ("to", "cc", "bcc")


@dataclass(frozen=True, slots=True)
class Sender:
    """One line of the From menu."""

    id: UUID
    label: str
    colour: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """`share`: percent of it that is on its way; None: nothing is to be shown of that."""

    name: str
    size: str
    is_missing: bool
    icon: str = "file"
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A recipient that can't be written to: the `place`th of a field, and why."""

    kind: Kind
    place: int
    why: str


class Change(Enum):
    """What the editor is to do with the body it holds, as one step that Undo takes back."""

    SIGN = "sign"
    INSERT = "insert"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Order:
    """To be carried out once: `number` tells it from the ones before."""

    number: int
    change: Change
    html: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the window, with its two answers. The first is what was asked for."""

    words: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class ComposeState:
    """`problems` by field; `warning` and `findings` are what is asked before it goes, `is_asked_for_later` at a time
    that was chosen; a fresh editor starts from `html` or `text`, with the
    caret at `caret` (None: where a person goes on). `kept_time`: when a scheduled message that is open here will go if nothing
    else is chosen. While `is_busy` nothing can be changed; `is_scheduling`: for later, not to be sent at once. `upload` says how
    far it is on its way (empty: nothing to show), `upload_share` in percent. `notice` is what came of it where nothing is wrong.
    `files_share`: percent of what the account takes, 0 where nobody knows."""

    title: str = field(default_factory=lambda: tr("New message"))
    senders: tuple[Sender, ...] = ()
    sender_id: UUID | None = None
    to: tuple[Entry, ...] = ()
    cc: tuple[Entry, ...] = ()
    bcc: tuple[Entry, ...] = ()
    shows_cc: bool = False
    shows_bcc: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    suggested_for: Kind = "to"
    subject: str = ""
    html: str = ""
    text: str = ""
    pictures: tuple[tuple[str, bytes], ...] = ()
    caret: int | None = None
    is_plain: bool = False
    order: Order | None = None
    question: Asked | None = None
    files: tuple[AttachedFile, ...] = ()
    files_total: str = ""
    files_share: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)
    warning: str = ""
    findings: tuple[Finding, ...] = ()
    is_asked_for_later: bool = False
    saved: str = ""
    replaces: str = ""
    kept_time: str = ""
    notice: str = ""
    is_busy: bool = False
    is_scheduling: bool = False
    upload: str = ""
    upload_share: int = 0

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        fields: tuple[tuple[Kind, tuple[Entry, ...]], ...] = (("to", self.to), ("cc", self.cc), ("bcc", self.bcc))
        return tuple(
            Wrong(kind, place, entry.problem) for kind, entries in fields for place, entry in enumerate(entries) if entry.problem
        )
