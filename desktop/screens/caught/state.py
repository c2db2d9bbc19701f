"""What the window on the sandbox shows: the mail that was caught, and one of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaughtLine:
    """A row of the list. `name` is its own among the caught."""

    name: str
    title: str
    to: str
    when: str


@dataclass(frozen=True, slots=True)
class CaughtDetail:
    """`facts` are pairs of a heading and what it says; `source` is the message as it came."""

    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class CaughtState:
    rows: tuple[CaughtLine, ...] = ()
    chosen: str = ""
    detail: CaughtDetail | None = None
    failure: str = ""
    is_loaded: bool = False
    shows_source: bool = False
