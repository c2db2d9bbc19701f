"""Ask a project's functions and tables as whoever is signed in. Every call may be repeated: the functions are idempotent."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from nightmail.cloud.line import Line, last_status
from nightmail.cloud.refusals import Refusal, clocks_differ
from nightmail.cloud.session import SessionKeeper

if TYPE_CHECKING:
    from postgrest import APIError
    from supabase import AsyncClient

T = TypeVar("T")
Rows = list[dict[str, Any]]

# The Data API cuts every answer off here, without a word.
PAGE = 1000


class Cloud:
    """Raises PersonError as the project's functions word it (`details` is the code), `signed-out`, `not-allowed`,
    `migrations-differ`; OutsideError `cloud-unreachable`, `project-paused`, `clock-skew`, `cloud-slow`, `cloud-refused`."""

    def __init__(self, line: Line, session: SessionKeeper) -> None:
        self._line = line
        self._session = session

    async def call(self, name: str, arguments: Mapping[str, Any] | None = None) -> Any:
        """One of the project's functions by its named arguments; answers what its JSON says."""
        asked = dict(arguments or {})
        return await self._asking(lambda client: client.rpc(name, asked).execute())

    async def rows(self, table: str, *, order: str) -> Rows:
        """All rows of a table that the caller may see, page by page. `order` is a column whose values differ."""
        found: Rows = []
        while True:
            page = await self._page(table, order, len(found))
            found += page
            if len(page) < PAGE:
                return found

    async def _page(self, table: str, order: str, start: int) -> Rows:
        last = start + PAGE - 1
        page: Rows = await self._asking(lambda client: client.table(table).select("*").order(order).range(start, last).execute())
        return page

    async def now(self) -> datetime:
        """By the project's clock, to the second."""
        if self._line.ahead is None:
            await self.call("count_messages")
        return self._line.now()

    async def is_there(self) -> None:
        """Raises where there is no project with our tables that knows this key; nobody needs to be signed in."""
        client = await self._session.client()
        try:
            await self._line.trying(lambda: _answered(client.rpc("count_messages", {}).execute))
        except Exception as error:
            # Refused to a stranger by the database itself: the project is there, the key is right, and so are the tables.
            if not (isinstance(error.__cause__, Refusal) and error.__cause__.code == "42501"):
                raise

    async def _asking(self, ask: Callable[[AsyncClient], Awaitable[Any]]) -> Any:
        client = await self._session.client()

        async def act(token: str) -> Any:
            try:
                return await _answered(lambda: ask(client))
            except Refusal as refusal:
                if refusal.is_early:
                    raise clocks_differ(_issued_at(token) - self._line.now()) from refusal
                raise

        return await self._line.asking(self._session, act)


async def _answered(ask: Callable[[], Awaitable[Any]]) -> Any:
    from postgrest import APIError

    try:
        data = (await ask()).data
    except APIError as error:
        raise _as_ours(error) from error
    if isinstance(data, str) and data.lstrip().startswith("<"):
        raise Refusal(502, "", "something else answers in its place")
    return data


def _as_ours(error: APIError) -> Refusal:
    code, status = error.code or "", last_status.get()
    return Refusal(
        status,
        # Where the answer is none of PostgREST's, the client puts the status here.
        "" if code == str(status) else code,
        error.message or "",
        details=str(error.details or ""),
        hint=error.hint or "",
    )


def _issued_at(token: str) -> datetime:
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return datetime.fromtimestamp(claims["iat"], UTC)
