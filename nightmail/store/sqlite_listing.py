"""Lists over several states in a profile. No index holds them in their order, but one holds each of the two long lists, and
another all the rest: each is asked for as many rows as are wanted, and the first of all of these are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nightmail.delivery.audit import micros
from nightmail.delivery.model import FINAL_STATES, DeliveryState
from nightmail.ports import OutboxQuery, OutboxSort
from nightmail.store.rows import Row

_OPEN = frozenset(DeliveryState) - FINAL_STATES
# By rank in the order: what is open, then what is finished.
_LISTS = (
    (frozenset({DeliveryState.SCHEDULED}), _OPEN - {DeliveryState.SCHEDULED}),
    (frozenset({DeliveryState.SENT}), FINAL_STATES - {DeliveryState.SENT}),
)


def in_parts(query: OutboxQuery, ask: Callable[[OutboxQuery], Sequence[Row]]) -> Sequence[Row]:
    """What `ask` would answer to the query, had it an index for it. Rows backwards come last to first, as its do."""
    states = query.states or frozenset(DeliveryState)
    if query.sort is not OutboxSort.DUE or len(states) == 1:
        return ask(query)
    wanted = query.limit + query.offset
    found: list[Row] = []
    for rank in (1, 0) if query.backwards else (0, 1):
        mark = query.after
        if mark is not None and (mark.rank < rank if query.backwards else mark.rank > rank):
            continue
        part = replace(query, limit=wanted, offset=0, after=mark if mark is not None and mark.rank == rank else None)
        together = [row for each in _LISTS[rank] if each & states for row in ask(replace(part, states=each & states))]
        together.sort(key=lambda row: (_value(row, rank), -row["id"].int), reverse=query.backwards)
        found += together
        if len(found) >= wanted:
            break
    return found[query.offset : wanted]


def _value(row: Row, rank: int) -> int:
    return -micros(row["sent_at"] or row["due_at"]) if rank else micros(row["due_at"])
