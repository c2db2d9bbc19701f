"""Wait on this computer for the browser to come back from a sign-in (RFC 8252 7.3). Loopback only; it reads one answer.

Whoever else knocks (another page, an icon asked for, an answer to another sign-in) is sent away, and the waiting goes on.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_HOST = "127.0.0.1"
_LONGEST = 16 * 1024
_PATIENCE = 10.0

_DONE = "You are signed in. You can close this window and go back to Nightmail."
_DECLINED = "Nothing was allowed, and nothing has changed. You can close this window and go back to Nightmail."
_NOT_OURS = "This is not the answer that Nightmail waits for. Go back to Nightmail and start the sign-in again."


@dataclass(frozen=True, slots=True)
class Listening:
    """`port` is where the browser is to come back to, `state` what it has to bring along."""

    port: int
    state: str
    _answer: asyncio.Future[Mapping[str, str]]

    async def answer(self) -> Mapping[str, str]:
        """The parameters of the redirect: with `code`, or with `error` (RFC 6749 4.1.2)."""
        return await self._answer


@asynccontextmanager
async def listening() -> AsyncIterator[Listening]:
    answer: asyncio.Future[Mapping[str, str]] = asyncio.get_running_loop().create_future()
    state = secrets.token_urlsafe(32)
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(_serve(reader, writer, state, answer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(begin, _HOST, 0, limit=_LONGEST)
    try:
        yield Listening(server.sockets[0].getsockname()[1], state, answer)
        # The page is still on its way to the browser.
        if pending := list(tasks):
            await asyncio.wait(pending, timeout=1)
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        answer.cancel()


async def _serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: str, answer: asyncio.Future[Mapping[str, str]]
) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
            status, words, found = _read(head, state)
            writer.write(_page(status, words))
            await writer.drain()
        if found is not None and not answer.done():
            answer.set_result(found)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # a browser opens connections in advance, and leaves
    finally:
        writer.close()


def _read(head: bytes, state: str) -> tuple[str, str, Mapping[str, str] | None]:
    """The page to show, and the answer if this is the one."""
    method, _, rest = head.partition(b"\r\n")[0].decode("ascii", "replace").partition(" ")
    target = rest.partition(" ")[0]
    parts = urlsplit(target) if target.startswith("/") else None
    if method != "GET" or parts is None or parts.path != "/":
        return "404 Not Found", _NOT_OURS, None
    fields = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not secrets.compare_digest(fields.get("state", "").encode(), state.encode()):
        return "400 Bad Request", _NOT_OURS, None
    if "code" in fields:
        return "200 OK", _DONE, fields
    return "200 OK", _DECLINED, {"error": fields.get("error", "no code"), **fields}


def _page(status: str, words: str) -> bytes:
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Nightmail</title>'
        "<style>body{font:18px system-ui,sans-serif;margin:15vh auto;max-width:32em;padding:0 1em;text-align:center;"
        f"color-scheme:light dark}}</style><h1>Nightmail</h1><p>{words}</p></html>"
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\r\n"
    )
    return head.encode("ascii") + body
