"""Remember whom mail was written to, to offer them again: those written to often and lately first. No Qt; nothing leaves the
PC."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.gateway.port import Gateway
from desktop.whole_file import read_json, write_json
from nightmail.delivery.model import FINAL_STATES, DeliveryState
from nightmail.errors import NightmailError
from nightmail.message.addresses import display
from nightmail.message.model import Address
from nightmail.ports import OutboxQuery, OutboxRow

_HALF_LIFE = timedelta(days=30)
_MOST_KEPT = 5_000
_LOOKED_AT = 200
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """`score` counts the mails to them, each worth half after thirty days, as it stood at `last`."""

    address: str
    name: str
    score: float
    last: datetime

    @property
    def typed(self) -> str:
        """As it goes into a recipients' field."""
        return display(Address(self.address, self.name))

    def score_at(self, now: datetime) -> float:
        return self.score * _worth(now - self.last)


class People:
    """What one file remembers. `read` first; then everything is answered from memory, so it may be asked at every key."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, Person] = {}
        self.until = _START

    def read(self) -> None:
        kept = read_json(self._file)
        people = kept.get("people")
        for each in people if isinstance(people, list) else ():
            person = _person(each)
            if person is not None:
                self._known[person.address.lower()] = person
        self.until = _instant(kept.get("until")) or _START

    def learn(self, address: str, name: str, at: datetime) -> None:
        """One mail more to them, at `at`."""
        before = self._known.get(address.lower())
        if before is None:
            self._known[address.lower()] = Person(address, name, 1.0, at)
        elif at >= before.last:
            score = before.score_at(at) + 1
            self._known[address.lower()] = replace(before, score=score, last=at, name=name or before.name)
        else:
            self._known[address.lower()] = replace(before, score=before.score + _worth(before.last - at))

    def forget(self, address: str) -> None:
        self._known.pop(address.lower(), None)
        self._write()

    def keep(self, *, until: datetime) -> None:
        """Write it down; mail up to `until` has been looked at. A full disk costs suggestions and nothing else."""
        self.until = max(self.until, until)
        self._write()

    def matching(self, typed: str, *, now: datetime, without: Collection[str] = (), most: int = 6) -> tuple[Person, ...]:
        """Those in whose name or address each typed word begins a word, best first."""
        words = _folded(typed).split()
        if not words:
            return ()
        left = {address.lower() for address in without}
        # Somebody may be learned meanwhile, on the thread that asks the outbox.
        found = [each for key, each in list(self._known.items()) if key not in left and _fits(each, words)]
        return tuple(sorted(found, key=lambda each: (-each.score_at(now), each.address))[:most])

    def _write(self) -> None:
        known = sorted(self._known.values(), key=lambda each: each.last, reverse=True)[:_MOST_KEPT]
        people = [[each.address, each.name, round(each.score, 3), each.last.isoformat()] for each in known]
        try:
            write_json(self._file, {"until": self.until.isoformat(), "people": people})
        except OSError:
            return


async def catch_up(people: People, gateway: Gateway) -> None:
    """Learn from what was scheduled since the last look, here and in the cloud."""
    rows: list[OutboxRow] = []
    for states in (FINAL_STATES, frozenset(DeliveryState) - FINAL_STATES):
        rows += await gateway.list(OutboxQuery(states, limit=_LOOKED_AT))
    fresh = [row for row in rows if row.created_at > people.until and row.delivery.state is not DeliveryState.CANCELLED]
    for row in fresh:
        try:
            message = (await gateway.show(row.delivery.id)).message
        except NightmailError:
            # Moved or removed meanwhile, or kept where nobody answers: one name less is offered.
            continue
        for _, address in message.recipients:
            people.learn(address.spec, address.name, row.created_at)
    if fresh:
        people.keep(until=max(row.created_at for row in fresh))


def _fits(person: Person, words: Iterable[str]) -> bool:
    local, _, domain = _folded(person.address).partition("@")
    starts = (*_folded(person.name).replace(",", " ").replace("-", " ").split(), f"{local}@{domain}", domain, *_pieces(local))
    return all(any(start.startswith(word) for start in starts) for word in words)


def _pieces(local: str) -> list[str]:
    """`anna.example-berlin` is found by each of its parts."""
    return local.replace("-", ".").replace("_", ".").replace("+", ".").split(".")


def _folded(text: str) -> str:
    """Without accents and case: "jose" finds José, "muller" finds Müller."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _worth(age: timedelta) -> float:
    return float(0.5 ** max(age / _HALF_LIFE, 0.0))


def _person(kept: Any) -> Person | None:
    match kept:
        case [str(address), str(name), int() | float() as score, str(last)]:
            at = _instant(last)
            return Person(address, name, float(score), at) if at is not None else None
        case _:
            return None


def _instant(kept: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
