"""The part of a list that is in hand: where it begins, and how long it is. Pure.

The stores are asked from a place in the order on, so that the last page of a hundred thousand costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nightmail.ports import OutboxMark, OutboxQuery, OutboxRow

PAGE = 100
# As much as is kept at hand around what is on the screen.
MOST = 6 * PAGE


@dataclass(frozen=True, slots=True)
class Window:
    """`start` is the place behind which it begins; None: the list's own beginning."""

    start: OutboxMark | None = None
    size: int = PAGE

    def query(self, wanted: OutboxQuery) -> OutboxQuery:
        """One row more than is shown tells whether there are further ones."""
        return replace(wanted, after=self.start, limit=self.size + 1)

    def onwards(self, rows: Sequence[OutboxRow], wanted: OutboxQuery) -> Window:
        """One page more at its end; what is too much goes at its beginning."""
        if self.size + PAGE <= MOST or len(rows) < PAGE:
            return replace(self, size=self.size + PAGE)
        return Window(rows[PAGE - 1].mark(wanted.sort), self.size)

    def before(self, rows: Sequence[OutboxRow], wanted: OutboxQuery) -> OutboxQuery:
        """What to ask for to learn where a window begins that is a page further up. Answers go to `upwards`."""
        first = rows[0].mark(wanted.sort) if rows else None
        return replace(wanted, after=first, backwards=True, limit=PAGE + 1)

    def last(self, wanted: OutboxQuery) -> OutboxQuery:
        """The same for the end of the list. Answers go to `at_end`."""
        return replace(wanted, after=None, backwards=True, limit=2 * PAGE + 1)

    def upwards(self, found: Sequence[OutboxRow], wanted: OutboxQuery) -> Window:
        start = found[0].mark(wanted.sort) if len(found) > PAGE else None
        return Window(start, min(self.size + PAGE, MOST))

    def at_end(self, found: Sequence[OutboxRow], wanted: OutboxQuery) -> Window:
        start = found[0].mark(wanted.sort) if len(found) > 2 * PAGE else None
        return Window(start, 2 * PAGE)
