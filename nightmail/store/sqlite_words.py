"""The index of words in a profile: written with each message, asked by every search. Made by migration 0006."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, false, literal_column, text

from nightmail.message.model import Message
from nightmail.message.words import index_text, words_of
from nightmail.ports import OutboxQuery, OutboxSort
from nightmail.store.listing import listing

# Up to so many hits are looked up one by one; more are met soon enough by walking the list in its order.
_FEW = 1_500
# So many times as many rows as are wanted are looked at before all others, unless that would be thousands.
_AHEAD, _MOST_WANTED = 4, 1_000
_MATCHING = "select rowid from message_words where message_words match :asked"


def lend_words(connection: sqlite3.Connection) -> None:
    """What the migration fills the index with."""
    connection.create_function(
        "nightmail_words", 3, lambda subject, people, body: index_text(subject, (people or "",), body), deterministic=True
    )


def index_words(connection: Connection, fresh: Sequence[Message]) -> None:
    """In the transaction that keeps the messages."""
    first = int(connection.scalar(text("select coalesce(max(n), 0) + 1 from deliveries")) or 1)
    numbered = [
        {
            "n": n,
            "id": str(message.id),
            "words": index_text(
                message.subject, [f"{address.name} {address.spec}" for _, address in message.recipients], message.text
            ),
        }
        for n, message in enumerate(fresh, start=first)
    ]
    connection.execute(text("update deliveries set n = :n where id = :id"), numbered)
    connection.execute(text("insert into message_words (rowid, words) values (:n, :words)"), numbered)


def has_words(connection: Connection, owner_id: UUID, query: OutboxQuery) -> ColumnElement[bool]:
    """Of deliveries: those that have the query's words; at least as many as it asks for, from its list's beginning on."""
    asked = words_of(query.text)
    if not asked:
        return false()
    match = {"asked": " ".join(f'"{word}" *' for word in asked)}
    first = _among_first(connection, owner_id, query, match)
    if first is not None:
        return _numbered(first)
    few = list(connection.execute(text(f"{_MATCHING} limit {_FEW}"), match).scalars())
    if len(few) < _FEW:
        return _numbered(few)
    # The sign keeps the planner from looking each of them up.
    return literal_column("+deliveries.n").in_(text(_MATCHING).bindparams(**match))


def _among_first(connection: Connection, owner_id: UUID, query: OutboxQuery, match: Mapping[str, str]) -> list[int] | None:
    """Of a word that most messages have, the list's beginning holds a whole page: the index is then gone through once, and no
    hundred thousand hits are put in order. None where that beginning is not enough, or no index gives it."""
    wanted = query.limit + query.offset
    if query.sort is not OutboxSort.DUE or len(query.states) != 1 or query.account_id is not None or wanted > _MOST_WANTED:
        return None
    ahead = replace(query, text="", limit=_AHEAD * wanted, offset=0)
    walk: Select[Any] = listing(owner_id, ahead, None).with_only_columns(
        literal_column("deliveries.n"), maintain_column_froms=True
    )
    numbers = list(connection.execute(walk).scalars())
    if not numbers:
        return []
    hits = list(connection.execute(text(f"{_MATCHING} and +rowid in ({_listed(numbers)})"), match).scalars())
    return hits if len(hits) >= wanted or len(numbers) < ahead.limit else None


def _numbered(numbers: Sequence[int]) -> ColumnElement[bool]:
    return text(f"deliveries.n in ({_listed(numbers)})")  # type: ignore[return-value]


def _listed(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
