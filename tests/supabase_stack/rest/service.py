"""`/rest/v1`: PostgREST's surface that the client uses, over one transaction a request."""

from __future__ import annotations

import json

import psycopg
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.supabase_stack.database import Connection, Database
from tests.supabase_stack.gate import caller_of
from tests.supabase_stack.keys import REST_LEEWAY, Caller, Keys, TokenFault
from tests.supabase_stack.rest import calls, tables
from tests.supabase_stack.rest.answers import Refusal, database_refused, token_refused
from tests.supabase_stack.rest.query import page
from tests.supabase_stack.rest.request import Asked, read
from tests.supabase_stack.rest.tables import Rows

_JSON = "application/json; charset=utf-8"


class RestService:
    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def routes(self) -> list[Route]:
        return [Route("/rest/v1/{path:path}", self._answer, methods=["GET", "HEAD", "POST", "PATCH", "DELETE"])]

    async def _answer(self, request: Request) -> Response:
        caller = caller_of(request, self._keys, leeway=REST_LEEWAY)
        if isinstance(caller, TokenFault):
            return token_refused(caller)
        try:
            asked = await read(request)
            return await self._in_transaction(request, asked, caller)
        except Refusal as refusal:
            return refusal.response()

    async def _in_transaction(self, request: Request, asked: Asked, caller: Caller) -> Response:
        settings = {
            "search_path": f"{asked.schema}, extensions",
            "request.method": asked.method,
            "request.path": f"/{asked.path}",
            "request.headers": json.dumps(dict(request.headers)),
        }
        try:
            async with self._database.as_caller(caller, more=settings) as connection:
                if asked.path.startswith("rpc/"):
                    return await _call(connection, asked)
                return await _on_table(connection, asked)
        except psycopg.Error as error:
            raise _explained(error, asked, caller) from error


async def _on_table(connection: Connection, asked: Asked) -> Response:
    if asked.reads:
        await connection.execute("set transaction read only")
        return _rows(asked, await tables.read(connection, asked))
    written = await tables.write(connection, asked)
    if asked.wants_rows:
        return _rows(asked, written, status=201 if asked.method == "POST" else 200)
    total = str(written.count) if asked.wants_count else "*"
    return Response(status_code=201 if asked.method == "POST" else 204, headers={"content-range": f"*/{total}"})


async def _call(connection: Connection, asked: Asked) -> Response:
    function, given = await calls.find(connection, asked)
    if asked.reads or not function.changes:
        await connection.execute("set transaction read only")
    rows = await calls.call(connection, asked, function, given)
    if function.answers_nothing:
        return Response(status_code=204)
    if function.answers_set:
        return _rows(asked, rows)
    body = json.dumps(json.loads(rows.text)[0]) if rows.count else "null"
    return Response(b"" if asked.method == "HEAD" else body, media_type=_JSON)


def _rows(asked: Asked, rows: Rows, *, status: int = 200) -> Response:
    body = rows.text
    if asked.wants_one:
        if rows.count != 1:
            details = f"The result contains {rows.count} rows"
            raise Refusal(406, "PGRST116", "Cannot coerce the result to a single JSON object", details=details)
        body = json.dumps(json.loads(body)[0])
    if rows.total is not None and rows.count < rows.total:
        status = 206
    return Response(b"" if asked.method == "HEAD" else body, status, {"content-range": _range(asked, rows)}, _JSON)


def _range(asked: Asked, rows: Rows) -> str:
    total = "*" if rows.total is None else str(rows.total)
    if not rows.count or not asked.reads:
        return f"*/{total}"
    offset = page(asked.query).offset
    return f"{offset}-{offset + rows.count - 1}/{total}"


def _explained(error: psycopg.Error, asked: Asked, caller: Caller) -> Refusal:
    """PostgREST knows tables and, for writes, columns from its schema cache, before the database is asked."""
    if not asked.path.startswith("rpc/"):
        if error.sqlstate == "42P01":
            return Refusal(404, "PGRST205", f"Could not find the table '{asked.schema}.{asked.path}' in the schema cache")
        if error.sqlstate == "42703" and not asked.reads:
            return Refusal(400, "PGRST204", f"{error.diag.message_primary} in the schema cache")
    return database_refused(error, role=caller.role)
