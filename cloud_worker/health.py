"""A small HTTP server for the three questions an operator's tools ask: /healthz, /readyz and /metrics. It serves nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from nightmail.errors import OutsideError

_READ_SECONDS = 5.0
_LARGEST_HEAD = 8192
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}

Ready = Callable[[], Awaitable[str]]
"""Why the worker is not ready; "" where it is."""

Metrics = Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    media_type: str = "text/plain; charset=utf-8"

    @property
    def head(self) -> bytes:
        lines = (
            f"HTTP/1.1 {self.status} {_REASONS[self.status]}",
            f"Content-Type: {self.media_type}",
            f"Content-Length: {len(self.body)}",
            "Cache-Control: no-store",
            "Connection: close",
        )
        return "\r\n".join((*lines, "", "")).encode()


class HealthServer:
    def __init__(self, ready: Ready, metrics: Metrics) -> None:
        self._ready = ready
        self._metrics = metrics

    @asynccontextmanager
    async def serving(self, host: str, port: int) -> AsyncIterator[int]:
        """Listen while the context lasts; answers with the port. Raises OutsideError `port-taken`."""
        try:
            server = await asyncio.start_server(self._handle, host, port, limit=_LARGEST_HEAD)
        except OSError as error:
            raise OutsideError(
                "port-taken",
                f"The health server can't listen on {host}:{port}: {error.strerror or error}.",
                next="Choose another NIGHTMAIL_HEALTH_PORT or NIGHTMAIL_HEALTH_HOST.",
            ) from error
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A scraper that goes away in mid-answer is no event of ours.
        with contextlib.suppress(ConnectionError, TimeoutError):
            try:
                async with asyncio.timeout(_READ_SECONDS):
                    method, path = await _request(reader)
                answer = await self._answer(method, path)
                writer.write(answer.head if method == "HEAD" else answer.head + answer.body)
                await writer.drain()
            finally:
                writer.close()

    async def _answer(self, method: str, path: str) -> Answer:
        if method not in ("GET", "HEAD"):
            return Answer(405 if method else 400, b"only GET\n")
        match path.partition("?")[0]:
            case "/healthz":
                return Answer(200, b"ok\n")
            case "/readyz":
                reason = await self._ready()
                return Answer(503, f"{reason}\n".encode()) if reason else Answer(200, b"ready\n")
            case "/metrics":
                return Answer(200, await self._metrics(), "text/plain; version=0.0.4; charset=utf-8")
            case _:
                return Answer(404, b"see /healthz, /readyz and /metrics\n")


@asynccontextmanager
async def answering(ready: Ready, metrics: Metrics, host: str, port: int | None) -> AsyncIterator[int | None]:
    """A health server where a port is named; answers with the port."""
    if port is None:
        yield None
        return
    async with HealthServer(ready, metrics).serving(host, port) as taken:
        yield taken


async def _request(reader: asyncio.StreamReader) -> tuple[str, str]:
    """Method and path; empty where it is no HTTP."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return "", ""
    parts = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    return (parts[0], parts[1]) if len(parts) == 3 and parts[2].startswith("HTTP/") else ("", "")
