"""Orders to misbehave: their spelling, and when each strikes. What then happens is `misbehave`'s."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from nightmail.errors import PersonError
from nightmail.sandbox.misbehave import CATALOGUE, Misdeed, Over, Point

FAULTS: Mapping[str, str] = {name: misdeed.what for name, misdeed in CATALOGUE.items()}

_ORDER = re.compile(r"([a-z0-9.-]+)(?::(\d{1,6}))?(?:\*(\d{1,6}))?")


@dataclass(slots=True)
class _Fault:
    misdeed: Misdeed
    amount: int
    first: int
    last: int | None
    seen: int = 0

    def strikes(self) -> bool:
        self.seen += 1
        return self.seen >= self.first and (self.last is None or self.seen <= self.last)


class Faults:
    """Orders like `rcpt-450` (each time), `rcpt-450*2` (the first two times), `rcpt-450:3` (the third time),
    `rcpt-450:3*2` (the third and fourth), `too-many-rcpt:5`."""

    def __init__(self, orders: Iterable[str] = ()) -> None:
        """Raises PersonError `unknown-fault`."""
        self._faults = dict(_read(order) for order in orders)

    def __bool__(self) -> bool:
        return bool(self._faults)

    def __contains__(self, name: str) -> bool:
        return name in self._faults

    @property
    def is_raw(self) -> bool:
        """Encryption is not to begin by itself on a TLS port."""
        return any(fault.misdeed.is_raw for fault in self._faults.values())

    def strikes(self, name: str) -> bool:
        """Count one occasion of `name`; True when it is to go wrong."""
        fault = self._faults.get(name)
        return fault is not None and fault.strikes()

    def at(self, point: Point, counts: Mapping[Over, int]) -> Misdeed | None:
        """Count one occasion of everything ordered for `point`; what is to go wrong there, by the first order that strikes."""
        struck: Misdeed | None = None
        for fault in self._faults.values():
            misdeed = fault.misdeed
            if misdeed.at is not point or (misdeed.over is not None and counts[misdeed.over] <= fault.amount):
                continue
            if fault.strikes():
                struck = struck or misdeed
        return struck

    def amount(self, name: str) -> int | None:
        fault = self._faults.get(name)
        return None if fault is None else fault.amount


def _read(order: str) -> tuple[str, _Fault]:
    match = _ORDER.fullmatch(order)
    if match is None or match[1] not in CATALOGUE:
        raise PersonError(
            "unknown-fault",
            f"The sandbox knows no fault “{order}”.{_meant(order)}",
            next="See them: nightmail sandbox --faults. Write NAME, NAME*2 (twice) or NAME:3 (the third time).",
        )
    name, number = match[1], int(match[2]) if match[2] else None
    misdeed, times = CATALOGUE[name], int(match[3]) if match[3] else None
    if misdeed.amount is not None:
        return name, _Fault(misdeed, amount=misdeed.amount if number is None else number, first=1, last=times)
    first = 1 if number is None else max(number, 1)
    if times is None and number is None:
        return name, _Fault(misdeed, amount=0, first=1, last=None)
    return name, _Fault(misdeed, amount=0, first=first, last=first + (times or 1) - 1)


def _meant(order: str) -> str:
    near = get_close_matches(re.split(r"[:*\s]", order, maxsplit=1)[0].lower(), CATALOGUE)
    return f" Did you mean {' or '.join(near)}?" if near else ""
