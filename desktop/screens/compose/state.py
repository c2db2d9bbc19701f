"""What the compose window shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from desktop.widgets.entry import Entry


@dataclass(frozen=True, slots=True)
class Sender:
    """One line of the From menu."""

    id: UUID
    label: str
    colour: int


@dataclass(frozen=True, slots=True)
class AttachedFile:
    name: str
    size: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ComposeState:
    """`problems` by field; `warning` is the bar that asks before sending; a fresh editor starts from `html` or `text`.
    While `is_busy` nothing can be changed; `is_scheduling`: for later, not to be sent at once. `upload` says how far it is on
    its way (empty: nothing to show), `upload_share` in percent. `notice` is what came of it where nothing is wrong."""

    title: str = "New message"
    senders: tuple[Sender, ...] = ()
    sender_id: UUID | None = None
    to: tuple[Entry, ...] = ()
    cc: tuple[Entry, ...] = ()
    bcc: tuple[Entry, ...] = ()
    shows_cc: bool = False
    shows_bcc: bool = False
    subject: str = ""
    html: str = ""
    text: str = ""
    files: tuple[AttachedFile, ...] = ()
    files_total: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    warning: str = ""
    saved: str = ""
    replaces: str = ""
    notice: str = ""
    is_busy: bool = False
    is_scheduling: bool = False
    upload: str = ""
    upload_share: int = 0
