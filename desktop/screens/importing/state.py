"""What the import window shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Stage(StrEnum):
    CHOOSE = "choose"
    READING = "reading"
    PLAN = "plan"
    IMPORTING = "importing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One mail: what will become of it, or what became of it. `tone` is "", "good", "warn" or "bad"; `is_wanted` None: it can't
    be chosen. `account` is the address it goes from; `why` says what is lost or why nothing happens."""

    id: UUID
    subject: str
    people: str
    fate: str
    icon: str
    tone: str = ""
    why: str = ""
    is_wanted: bool | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class ImportState:
    """`summary` counts what will happen, or what did; `button` is what the large button says, empty: there is nothing to do."""

    stage: Stage = Stage.CHOOSE
    source: str = ""
    lines: tuple[ImportLine, ...] = ()
    summary: str = ""
    button: str = ""
    share: int = 0
    problem: str = ""
