"""What a composer holds. A draft may be wrong; `check` names everything that is, at once, and `freeze` makes a message of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file somebody wants to attach. `size` in octets as last seen; the bytes are read at scheduling from `path`,
    or are `content` where they never were a file (a pasted image, a part of an .eml)."""

    filename: str
    media_type: str
    size: int
    path: Path | None = None
    content: bytes | None = None
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Recipients are as typed: "anna@example.org" or "Anna Example <anna@example.org>". `html` None: plain text only."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    html: str | None = None
    files: tuple[DraftFile, ...] = ()
    reply_to: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
