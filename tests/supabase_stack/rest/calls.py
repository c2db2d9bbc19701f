"""Calling functions by name with named arguments, as `/rpc` does. Unnamed arguments and media types are not for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from tests.supabase_stack.database import Connection
from tests.supabase_stack.rest import query, tables
from tests.supabase_stack.rest.answers import Refusal
from tests.supabase_stack.rest.request import Asked
from tests.supabase_stack.rest.tables import Rows

# Every function of that name: what it answers, and its input arguments in order.
_FUNCTIONS = """
    select p.proretset, t.typtype = 'c' or p.prorettype = 'record'::regtype, p.prorettype = 'void'::regtype,
        p.provolatile = 'v', p.pronargdefaults,
        array(select coalesce(p.proargnames[n], '')
            from generate_series(1, coalesce(array_length(p.proallargtypes, 1), p.pronargs)) n
            where coalesce(p.proargmodes[n], 'i') in ('i', 'b', 'v') order by n),
        array(select format_type(type, null) from unnest(p.proargtypes::oid[]) with ordinality as a (type, n) order by n)
    from pg_catalog.pg_proc p join pg_catalog.pg_type t on t.oid = p.prorettype
    where p.proname = %s and p.pronamespace = %s::regnamespace and p.prokind = 'f'
"""


@dataclass(frozen=True, slots=True)
class Function:
    answers_set: bool
    answers_rows: bool
    answers_nothing: bool
    changes: bool
    defaults: int
    arguments: Mapping[str, str]

    def takes(self, given: frozenset[str]) -> bool:
        needed = list(self.arguments)[: len(self.arguments) - self.defaults]
        return set(needed) <= given <= set(self.arguments)


async def find(connection: Connection, asked: Asked) -> tuple[Function, Mapping[str, Any]]:
    """The one function that takes what is given, and what is given. Raises Refusal."""
    name = asked.path.removeprefix("rpc/")
    rows = await (await connection.execute(_FUNCTIONS, (name, asked.schema))).fetchall()
    known = [_function(*row) for row in rows]
    given = _given(asked, known)
    fitting = [function for function in known if function.takes(frozenset(given))]
    called = f"{asked.schema}.{name}({', '.join(sorted(given))})"
    if not fitting:
        details = f"Searched for the function {called}, but no matches were found in the schema cache."
        raise Refusal(404, "PGRST202", f"Could not find the function {called} in the schema cache", details=details)
    if len(fitting) > 1:
        raise Refusal(300, "PGRST203", f"Could not choose the best candidate function between the overloads of {called}")
    return fitting[0], given


async def call(connection: Connection, asked: Asked, function: Function, given: Mapping[str, Any]) -> Rows:
    name = sql.Identifier(asked.schema, asked.path.removeprefix("rpc/"))
    source, arguments = _arguments(function, given)
    filters = [(key, value) for key, value in asked.query if not (asked.reads and key in given)]
    page = query.page(filters)
    if not function.answers_rows:
        statement = sql.SQL("select r.r from {}{}({}) as r(r)").format(source, name, arguments) + page.sql()
        return await tables.collect(connection, statement, row="s.r")
    # A function that answers one row may answer none: a row of nothing but nulls.
    made = sql.SQL("with made as (select r.* from {}{}({}) as r) ").format(source, name, arguments)
    chosen = sql.SQL("select {} from made").format(query.columns(filters))
    narrowed = chosen + (query.where(filters) or sql.SQL("")) + query.order(filters) + page.sql()
    total = await _count(connection, made) if asked.wants_count and not function.changes else None
    return await tables.collect(connection, made + narrowed, total=total)


def _function(
    answers_set: bool, answers_rows: bool, answers_nothing: bool, changes: bool, defaults: int, names: list[str], types: list[str]
) -> Function:
    arguments = dict(zip(names, types, strict=True))
    return Function(answers_set, answers_rows, answers_nothing, changes, defaults, arguments)


async def _count(connection: Connection, made: sql.Composable) -> int:
    found = await (await connection.execute(made + sql.SQL("select count(*) from made"))).fetchone()
    assert found is not None
    return int(found[0])


def _given(asked: Asked, known: list[Function]) -> Mapping[str, Any]:
    """A GET's parameters are arguments where a function has one of that name, and filters where not."""
    if not asked.reads:
        return asked.body if isinstance(asked.body, dict) else {}
    named = {name for function in known for name in function.arguments}
    return {name: value for name, value in asked.query if name in named or (name not in query.RESERVED and "." not in value)}


def _arguments(function: Function, given: Mapping[str, Any]) -> tuple[sql.Composable, sql.Composable]:
    """JSON becomes SQL by PostgreSQL's own rules, so that arrays, jsonb and dates mean what they mean to PostgREST."""
    wanted = {name: kind for name, kind in function.arguments.items() if name in given}
    if not wanted:
        return sql.SQL(""), sql.SQL("")
    shape = sql.SQL(", ").join(sql.SQL(f"{{}} {kind}").format(sql.Identifier(name)) for name, kind in wanted.items())
    source = sql.SQL("json_to_record({}::json) as a({}), lateral ").format(sql.Literal(json.dumps(dict(given))), shape)
    passed = sql.SQL(", ").join(sql.SQL("{0} => a.{0}").format(sql.Identifier(name)) for name in wanted)
    return source, passed
