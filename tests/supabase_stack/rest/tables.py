"""Reading and writing tables and views: each request becomes statements that end in one row, the JSON and its length."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from tests.supabase_stack.database import Connection
from tests.supabase_stack.rest import query
from tests.supabase_stack.rest.answers import Refusal
from tests.supabase_stack.rest.request import Asked

_PRIMARY_KEY = """
    select a.attname from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indisprimary and i.indrelid = %s::regclass
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """`text` is a JSON array of `count` rows; `total` is how many there are without the page, where that was asked."""

    text: str
    count: int
    total: int | None = None


async def read(connection: Connection, asked: Asked) -> Rows:
    table = sql.Identifier(asked.schema, asked.path)
    filters = query.where(asked.query) or sql.SQL("")
    page = query.page(asked.query)
    total = await _count(connection, table, filters) if asked.wants_count else None
    if total is not None and page.offset > total:
        details = f"An offset of {page.offset} was requested, but there are only {total} rows."
        raise Refusal(416, "PGRST103", "Requested range not satisfiable", details=details)
    chosen = sql.SQL("select {} from {}").format(query.columns(asked.query), table)
    return await collect(connection, chosen + filters + query.order(asked.query) + page.sql(), total=total)


async def write(connection: Connection, asked: Asked) -> Rows:
    table = sql.Identifier(asked.schema, asked.path)
    match asked.method:
        case "POST":
            rows = await _insert(connection, table, asked)
        case "PATCH":
            rows = await _update(connection, table, asked)
        case _:
            rows = await collect(connection, sql.SQL("delete from {}").format(table) + _must_filter(asked) + _returning(asked))
    most = asked.preferences.get("max-affected")
    if most is not None and rows.count > int(most):
        details = f"The query affects {rows.count} rows"
        raise Refusal(400, "PGRST124", "Query result exceeds max-affected preference constraint", details=details)
    return rows


async def collect(connection: Connection, statement: sql.Composable, *, total: int | None = None, row: str = "s") -> Rows:
    """Run it; `row` is what of each of its rows `s` goes into the array."""
    whole = sql.SQL("with s as ({}) select coalesce(json_agg({}), '[]')::text, count(*) from s").format(statement, sql.SQL(row))
    found = await (await connection.execute(whole)).fetchone()
    assert found is not None
    return Rows(found[0], found[1], total)


async def _count(connection: Connection, table: sql.Identifier, filters: sql.Composable) -> int:
    found = await (await connection.execute(sql.SQL("select count(*) from {}").format(table) + filters)).fetchone()
    assert found is not None
    return int(found[0])


async def _insert(connection: Connection, table: sql.Identifier, asked: Asked) -> Rows:
    given = asked.body if isinstance(asked.body, list) else [asked.body]
    conflict = await _on_conflict(connection, table, asked)
    parts = []
    for keys, rows in _batches(given, asked):
        statement = sql.SQL("insert into {} ").format(table) + _values(table, keys, rows) + conflict(keys)
        parts.append(await collect(connection, statement + _returning(asked)))
    return Rows(_joined(part.text for part in parts), sum(part.count for part in parts))


def _batches(rows: list[Mapping[str, Any]], asked: Asked) -> list[tuple[tuple[str, ...], list[Mapping[str, Any]]]]:
    """Rows with the columns they name. With `missing=default` a column that a row leaves out gets its default, not null."""
    named = dict(asked.query).get("columns")
    columns = query.names(named) if named else list(dict.fromkeys(key for row in rows for key in row))
    if asked.preferences.get("missing") != "default":
        return [(tuple(columns), rows)]
    batches: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        batches.setdefault(tuple(column for column in columns if column in row), []).append(row)
    return list(batches.items())


def _values(table: sql.Identifier, keys: tuple[str, ...], rows: list[Mapping[str, Any]]) -> sql.Composable:
    if not keys:
        return sql.SQL("default values")
    return sql.SQL("({0}) select {0} from json_populate_recordset(null::{1}, {2}::json)").format(
        _list(keys), table, sql.Literal(json.dumps(rows))
    )


async def _on_conflict(connection: Connection, table: sql.Identifier, asked: Asked) -> Any:
    """What to do about a row that is there already, once the columns are known."""
    resolution = asked.preferences.get("resolution")
    if resolution is None:
        return lambda keys: sql.SQL("")
    named = dict(asked.query).get("on_conflict")
    target = query.names(named) if named else await _primary_key(connection, table)

    def clause(keys: tuple[str, ...]) -> sql.Composable:
        head = sql.SQL(" on conflict ({}) do ").format(_list(target))
        if resolution == "ignore-duplicates" or not keys:
            return head + sql.SQL("nothing")
        sets = [sql.SQL("{0} = excluded.{0}").format(sql.Identifier(key)) for key in keys]
        return head + sql.SQL("update set ") + sql.SQL(", ").join(sets)

    return clause


async def _primary_key(connection: Connection, table: sql.Identifier) -> list[str]:
    found = await connection.execute(_PRIMARY_KEY, (table.as_string(connection),))
    return [name for (name,) in await found.fetchall()]


async def _update(connection: Connection, table: sql.Identifier, asked: Asked) -> Rows:
    filters = _must_filter(asked)
    if not asked.body:
        return Rows("[]", 0)
    new = sql.SQL("json_populate_record(null::{}, {}::json)").format(table, sql.Literal(json.dumps(asked.body)))
    sets = [sql.SQL("{0} = (select {0} from {1})").format(sql.Identifier(key), new) for key in asked.body]
    statement = sql.SQL("update {} set ").format(table) + sql.SQL(", ").join(sets) + filters
    return await collect(connection, statement + _returning(asked))


def _must_filter(asked: Asked) -> sql.Composable:
    """Hosted loads pg-safeupdate for the API's roles."""
    filters = query.where(asked.query)
    if filters is None:
        raise Refusal(400, "21000", f"{'UPDATE' if asked.method == 'PATCH' else 'DELETE'} requires a WHERE clause")
    return filters


def _returning(asked: Asked) -> sql.Composable:
    # A constant asks for no privilege on any column, as an answer without rows does not.
    return sql.SQL(" returning ") + (query.columns(asked.query) if asked.wants_rows else sql.SQL("1"))


def _list(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _joined(arrays: Iterable[str]) -> str:
    parts = [array for array in arrays if array != "[]"]
    return f"[{', '.join(array[1:-1] for array in parts)}]"
