"""The index of words in a profile: written with each message, asked by every search. Made by migration 0006."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, false, literal_column, text

from nightmail.message.model import Message
from nightmail.message.words import index_text, words_of

# Up to so many hits are looked up one by one; more are met soon enough by walking the list in its order.
_FEW = 1_500
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


def has_words(connection: Connection, wanted: str) -> ColumnElement[bool]:
    asked = words_of(wanted)
    if not asked:
        return false()
    match = {"asked": " ".join(f'"{word}" *' for word in asked)}
    few = list(connection.execute(text(f"{_MATCHING} limit {_FEW}"), match).scalars())
    if len(few) < _FEW:
        return text(f"deliveries.n in ({','.join(map(str, few))})")  # type: ignore[return-value]
    # The sign keeps the planner from looking each of them up.
    return literal_column("+deliveries.n").in_(text(_MATCHING).bindparams(**match))
