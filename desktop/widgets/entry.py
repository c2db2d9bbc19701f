"""One entry of an address field as a value. Qt-free, so that presenters can speak of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`typed` is what the person entered, `label` what is shown, `problem` why it can't be used (empty: it can), `note` what is
    worth knowing about it all the same, `mended` what was probably meant instead (empty: this)."""

    typed: str
    label: str
    problem: str = ""
    note: str = ""
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who may be meant: `typed` is what becomes an entry."""

    name: str
    address: str
    typed: str
