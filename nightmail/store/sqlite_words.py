"""The index of words in a profile: written with each message, asked by every search. Made by migration 0006."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, func, literal_column, select, text

from nightmail.message.model import Message
from nightmail.message.words import MOST_TEXT, are_in, index_text, words_of
from nightmail.ports import OutboxQuery, OutboxSort
from nightmail.store.listing import IS_REST, LONG_LISTS, listing
from nightmail.store.rows import Row
from nightmail.store.tables import deliveries, messages, recipients

# Up to so many hits are looked up one by one; more are met soon enough by walking the list in its order.
_FEW = 1_500
# While at least one in so many messages has the words, reading them costs less than going through the index.
_ONE_IN = 4
_READ_AT_ONCE = 32
# Signs read of messages, and messages looked at, before the index is asked after all.
_MOST_SIGNS, _MOST_READ = 1_000_000, 4_000
# A list of so few is read whole.
_SHORT = 300
_ALL = text("select rowid from message_words where message_words match :asked")
_SOME = text(f"select rowid from message_words where message_words match :asked limit {_FEW}")


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


class WordSearch:
    """The messages that have the words of `text`. What the index knows of them is asked for once, through however many lists
    they are looked for."""

    def __init__(self, connection: Connection, owner_id: UUID, text: str) -> None:
        self._connection = connection
        self._owner_id = owner_id
        self._asked = words_of(text)
        self._match = {"asked": " ".join(f'"{word}" *' for word in self._asked)}
        self._few: list[int] | None = None

    def rows(self, query: OutboxQuery) -> Sequence[Row]:
        """Of that list, as long as it asks for."""
        its = self._its(query)
        if its is None:
            return ()
        return self._connection.execute(listing(self._owner_id, replace(query, text="")).where(its)).mappings().all()

    def _its(self, query: OutboxQuery) -> ColumnElement[bool] | None:
        """Of deliveries: those with the words; at least as many as the list asks for, from its beginning on. None: not one."""
        if not self._asked or self._few == []:
            return None
        read = self._read_from_beginning(query) if self._few is None or len(self._few) == _FEW else None
        if read is not None:
            return _numbered(read)
        if self._few is None:
            self._few = list(self._connection.execute(_SOME, self._match).scalars().all())
        if len(self._few) < _FEW:
            return _numbered(self._few)
        # The sign keeps the planner from looking each of them up.
        return literal_column("+deliveries.n").in_(_ALL.bindparams(**self._match))

    def _read_from_beginning(self, query: OutboxQuery) -> list[int] | None:
        """Of words that most messages have, the list's beginning soon holds a whole page: its messages are read for them, and no
        hundred thousand hits are gone through. None where that page takes more than the index would, or the list is long and no
        index holds it in its order."""
        if not _is_soon_read(self._connection, query):
            return None
        wanted = query.limit + query.offset
        walk = _walk(self._owner_id, replace(query, text="", account_id=None, limit=_MOST_READ, offset=0))
        hits: list[int] = []
        looked_at = signs = 0
        with self._connection.execute(walk) as found:
            for part in found.partitions(_READ_AT_ONCE):
                for n, account_id, subject, people, body in part:
                    signs += len(body)
                    if query.account_id in (None, account_id) and are_in(self._asked, subject, (people or "",), body):
                        hits.append(n)
                looked_at += len(part)
                if len(hits) >= wanted:
                    return hits
                if signs > _MOST_SIGNS or len(hits) * _ONE_IN < looked_at:
                    return None
        return hits if looked_at < _MOST_READ else None


def _is_soon_read(connection: Connection, query: OutboxQuery) -> bool:
    if query.states and query.states.isdisjoint(LONG_LISTS):
        rest = (
            select(deliveries.c.id)
            .where(literal_column(IS_REST), deliveries.c.state.in_([state.value for state in query.states]))
            .limit(_SHORT + 1)
        )
        return len(connection.execute(rest).all()) <= _SHORT
    return query.sort is OutboxSort.DUE and len(query.states) == 1


_READ: tuple[ColumnElement[Any], ...] = (
    literal_column("deliveries.n"),
    deliveries.c.account_id,
    messages.c.subject,
    select(func.group_concat(recipients.c.name + " " + recipients.c.address, " "))
    .where(recipients.c.message_id == deliveries.c.id)
    .correlate(deliveries)
    .scalar_subquery(),
    func.substr(messages.c.text_body, 1, MOST_TEXT),
)


@lru_cache(maxsize=8)
def _walk(owner_id: UUID, query: OutboxQuery) -> Select[Any]:
    return listing(owner_id, query).with_only_columns(*_READ, maintain_column_froms=True)


def _numbered(numbers: Sequence[int]) -> ColumnElement[bool] | None:
    # Written into the statement when it is run: it is made once, and their number has no limit.
    written = bindparam("numbers", numbers, type_=Integer, expanding=True, literal_execute=True)
    return literal_column("deliveries.n").in_(written) if numbers else None
