"""Count what clients ask and how many bytes go over the wire. It changes nothing and keeps no content."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Stats:
    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.bytes_in: Counter[str] = Counter()
        self.bytes_out: Counter[str] = Counter()

    def clear(self) -> None:
        for counter in (self.requests, self.bytes_in, self.bytes_out):
            counter.clear()

    def told(self) -> dict[str, Any]:
        return {
            "requests": dict(self.requests),
            "bytes_in": dict(self.bytes_in),
            "bytes_out": dict(self.bytes_out),
            "total": {
                "requests": self.requests.total(),
                "bytes_in": self.bytes_in.total(),
                "bytes_out": self.bytes_out.total(),
            },
        }


class Counting:
    """Bodies, messages and headers are counted as the client sends and gets them; TLS and TCP are not."""

    def __init__(self, app: ASGIApp, stats: Stats) -> None:
        self._app = app
        self._stats = stats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"].startswith("/_control/"):
            await self._app(scope, receive, send)
            return
        kind = _kind(scope["path"])
        self._stats.requests[kind] += 1
        self._stats.bytes_in[kind] += len(scope["path"]) + len(scope["query_string"]) + _length(scope["headers"])

        async def counted_receive() -> Message:
            message = await receive()
            self._stats.bytes_in[kind] += _content(message)
            return message

        async def counted_send(message: Message) -> None:
            self._stats.bytes_out[kind] += _content(message) + _length(message.get("headers", ()))
            await send(message)

        await self._app(scope, counted_receive, counted_send)


def _kind(path: str) -> str:
    """auth, rest, rpc, storage or realtime."""
    if path.startswith("/rest/v1/rpc/"):
        return "rpc"
    return path.removeprefix("/").partition("/")[0]


def _length(headers: Any) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers)


def _content(message: Message) -> int:
    return len(message.get("body") or message.get("bytes") or (message.get("text") or "").encode())
