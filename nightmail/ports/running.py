"""What a run says and is moved by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from nightmail.ports.queue import Chore
from nightmail.values import value


@value(frozen=True, slots=True)
class DispatchEvent:
    """Something the dispatcher did, for logs, metrics and tests. `name` like "delivery.settled"; no addresses, no content."""

    name: str
    fields: Mapping[str, object] = field(default_factory=dict)


Observe = Callable[[DispatchEvent], None]


@dataclass(frozen=True, slots=True)
class Beat:
    """Something to do again and again, `every` so long. A beat that is late is done once, never twice at a time.

    With a `chore` it is done when the store says that this waits, and once more when it no longer does; `every` is then how
    late that may be noticed."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[None]]
    chore: Chore | None = None


class Metronome(Protocol):
    """Ticks for agent and worker alike. Holds no messages."""

    def start(self, beats: Sequence[Beat]) -> None: ...

    def stop(self) -> None: ...
