"""What the About window shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """Something that ships with Nightmail and its licence: `licence` in SPDX's words, `texts` in its own.

    `inside` are what it was built from, a line each. `url` may be empty.
    """

    name: str
    version: str
    licence: str
    url: str
    ships_in: frozenset[str]
    texts: tuple[str, ...]
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AboutState:
    """`works` are those that fit the search; `chosen` is one of them, None where none fits. `counted` says how many."""

    works: tuple[Work, ...]
    chosen: Work | None
    counted: str
    line: str = ""
    words: str = ""
