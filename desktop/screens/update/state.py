"""What the update page shows, and what is remembered between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """KEPT: somebody else brings updates. NOBODY: this build was given no address to ask."""

    LOOKING = "looking"
    CURRENT = "current"
    NEWER = "newer"
    KEPT = "kept"
    NOBODY = "nobody"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class UpdateState:
    """`words` under the title; `notes`: what is new; `page`: where to get it, only where something is newer."""

    standing: Standing = Standing.LOOKING
    title: str = ""
    words: str = ""
    notes: str = ""
    page: str = ""
