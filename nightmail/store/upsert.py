"""An insert that may meet a row of the same key, in the words of the database that is spoken to. Loads no other one's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table


def insert_unless_there(connection: Connection, table: Table) -> Any:
    """What to do where it is there is said by `on_conflict_do_update` or `on_conflict_do_nothing`."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
