"""Versions as semantic versioning orders them (semver.org 2.0.0, 11). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

_SHAPE = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?")
_LONGEST = 64


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """`early`: the parts of a pre-release, like ("rc", "1"); none for a release."""

    numbers: tuple[int, int, int]
    early: tuple[str, ...] = ()

    def __lt__(self, other: Version) -> bool:
        return self._rank() < other._rank()

    def __str__(self) -> str:
        numbers = ".".join(map(str, self.numbers))
        return f"{numbers}-{'.'.join(self.early)}" if self.early else numbers

    def _rank(self) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        """A release stands above its early ones, a word above a number, more parts above fewer."""
        parts = tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in self.early)
        return self.numbers, not self.early, parts


def parse_version(text: str) -> Version:
    """Raises ValueError. What follows a plus is the build's and orders nothing."""
    match = _SHAPE.fullmatch(text) if len(text) <= _LONGEST and text.isascii() else None
    if match is None:
        raise ValueError(f"not a version: {text[:_LONGEST]!r}")
    return Version((int(match[1]), int(match[2]), int(match[3])), tuple(match[4].split(".")) if match[4] else ())
