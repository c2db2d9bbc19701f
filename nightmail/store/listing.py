"""How a person's list is asked for: which rows, in which order, and from which place on. One statement, on either database."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxMark, OutboxQuery, OutboxSort
from nightmail.store.base import OPEN_STATES, is_here
from nightmail.store.tables import Instant, audit_entries, deliveries, messages, recipients

# The lists that grow long. An index of a profile holds each in its order, and another all the rest.
LONG_LISTS = frozenset({DeliveryState.SCHEDULED, DeliveryState.SENT})
IS_REST = "deliveries.state not in ('scheduled', 'sent')"

# What a line of the list is made of.
_DELIVERY = (
    *(deliveries.c.id, deliveries.c.owner_id, deliveries.c.account_id, deliveries.c.state, deliveries.c.priority),
    *(deliveries.c.wanted_at, deliveries.c.due_at, deliveries.c.deadline_at, deliveries.c.sent_at),
    *(deliveries.c.attempts, deliveries.c.deferrals, deliveries.c.rescues, deliveries.c.run_lease, deliveries.c.reason),
    *(deliveries.c.local_time, deliveries.c.zone, deliveries.c.transfer_step),
)


class _Micros(GenericFunction[int]):
    """An instant as microseconds since 1970, as `OutboxMark` counts it."""

    type = BigInteger()
    inherit_cache = True
    name = "nightmail_micros"


@compiles(_Micros)
def _on_sqlite(element: _Micros, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(_Micros, "postgresql")
def _on_postgres(element: _Micros, compiler: Any, **how: Any) -> str:
    return f"(extract(epoch from {compiler.process(element.clauses, **how)}) * 1000000)::bigint"


class _AsciiLower(GenericFunction[str]):
    """Small letters for A to Z alone, ordered by code point."""

    inherit_cache = True
    name = "nightmail_lower"


@compiles(_AsciiLower)
def _lower_on_sqlite(element: _AsciiLower, compiler: Any, **how: Any) -> str:
    return f"lower({compiler.process(element.clauses, **how)})"


@compiles(_AsciiLower, "postgresql")
def _lower_on_postgres(element: _AsciiLower, compiler: Any, **how: Any) -> str:
    return f'lower({compiler.process(element.clauses, **how)} collate "C") collate "C"'


@lru_cache(maxsize=32)
def listing(owner_id: UUID, query: OutboxQuery) -> Select[Any]:
    """What has the query's words is the caller's to say. Rows backwards come last to first. Kept, since the same lists are asked
    for again and again, and making the statement would take as long as running it."""
    rank, value = _place(query)
    falls = query.backwards
    found = (
        select(
            *_DELIVERY,
            messages.c.rfc_message_id,
            messages.c.subject,
            messages.c.created_at,
            messages.c.attachment_count,
            type_coerce(_changed_at(), Instant()).label("changed_at"),
        )
        .join(messages, messages.c.id == deliveries.c.id)
        .where(deliveries.c.owner_id == owner_id, is_here())
        .limit(query.limit)
        .offset(query.offset)
    )
    for each in (*(() if rank is None else (rank,)), value):
        found = found.order_by(each.desc() if falls else each.asc())
    found = found.order_by(deliveries.c.id.asc() if falls else deliveries.c.id.desc())
    if len(query.states) == 1 and query.sort is OutboxSort.DUE:
        # Written out: the index that holds one state's rows in this order is used for no other spelling.
        found = found.where(deliveries.c.state == literal_column(f"'{next(iter(query.states)).value}'"))
    elif query.states:
        found = found.where(deliveries.c.state.in_([state.value for state in query.states]))
    if query.states and query.states.isdisjoint(LONG_LISTS):
        # Says nothing new either.
        found = found.where(literal_column(IS_REST))
    if query.account_id is not None:
        found = found.where(deliveries.c.account_id == query.account_id)
    if query.after is not None:
        found = found.where(_beyond(query.after, rank, value, falls=falls))
    return found


def _place(query: OutboxQuery) -> tuple[ColumnElement[int] | None, ColumnElement[Any]]:
    """What the order goes by, rank first where rows differ in it."""
    done_at: ColumnElement[int] = -_Micros(func.coalesce(deliveries.c.sent_at, deliveries.c.due_at))
    match query.sort:
        case OutboxSort.DUE:
            kinds = {state.value in OPEN_STATES for state in query.states}
            if kinds == {True}:
                return None, _Micros(deliveries.c.due_at)
            if kinds == {False}:
                return None, done_at
            is_open = deliveries.c.state.in_(OPEN_STATES)
            return case((is_open, 0), else_=1), case((is_open, _Micros(deliveries.c.due_at)), else_=done_at)
        case OutboxSort.SUBJECT:
            return None, _AsciiLower(messages.c.subject)
        case OutboxSort.RECIPIENT:
            return None, _AsciiLower(_first_recipient())
        case OutboxSort.CHANGED:
            return None, -_Micros(_changed_at())


def _beyond(mark: OutboxMark, rank: ColumnElement[int] | None, value: ColumnElement[Any], *, falls: bool) -> ColumnElement[bool]:
    id = deliveries.c.id
    here = cast(mark.value, BigInteger) if isinstance(mark.value, int) else literal(mark.value)
    same = and_(value == here, id > mark.id if falls else id < mark.id)
    within = or_(value < here if falls else value > here, same)
    if rank is None:
        # The first part says nothing new, and lets an index begin there.
        return and_(value <= here if falls else value >= here, within)
    return or_(rank < mark.rank if falls else rank > mark.rank, and_(rank == mark.rank, within))


def _changed_at() -> ColumnElement[Any]:
    """When its last entry was written."""
    last = select(audit_entries.c.at).where(
        audit_entries.c.message_id == deliveries.c.id, audit_entries.c.seq == deliveries.c.audit_seq
    )
    return func.coalesce(last.correlate(deliveries).scalar_subquery(), messages.c.created_at)


def _first_recipient() -> ColumnElement[str]:
    named = select(func.coalesce(func.nullif(recipients.c.name, ""), recipients.c.address)).where(
        recipients.c.message_id == deliveries.c.id, recipients.c.n == 0
    )
    return func.coalesce(named.correlate(deliveries).scalar_subquery(), "")
