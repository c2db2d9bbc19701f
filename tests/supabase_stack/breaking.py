"""Do what the fault switches say to the requests they hit: late, refused, broken off before or after the work is done."""

from __future__ import annotations

import asyncio

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.supabase_stack.faults import Faults

# A paused project is answered by the platform's edge with a status of its own; it is plain text, not a service's JSON.
_PAUSED = 540


class Breaking:
    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] not in ("http", "websocket") or path.startswith("/_control/"):
            await self._app(scope, receive, send)
            return
        if self._faults.delay_ms:
            await asyncio.sleep(self._faults.delay_ms / 1000)
        if answer := self._answer(path):
            # An edge that refuses has read the request: the client is not cut off in the middle of sending it.
            await _drain(scope, receive)
            await answer(scope, receive, send)
        elif scope["type"] == "http" and self._faults.drop_before_commit.hits(path):
            await _drain(scope, receive)
            await _hang_up(scope)
        elif scope["type"] == "http" and self._faults.drop_after_commit.hits(path):
            await self._app(scope, receive, _unheard)
            await _hang_up(scope)
        else:
            await self._app(scope, receive, send)

    def _answer(self, path: str) -> Response | None:
        if self._faults.paused:
            return PlainTextResponse("Project paused", _PAUSED)
        if self._faults.unavailable.hits(path):
            return JSONResponse({"message": "Service Unavailable"}, 503)
        if self._faults.html_502.hits(path):
            return HTMLResponse("<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>", 502)
        return None


async def _unheard(message: Message) -> None:
    """The work is done and committed; its answer goes nowhere."""


async def _drain(scope: Scope, receive: Receive) -> None:
    while scope["type"] == "http":
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _hang_up(scope: Scope) -> None:
    """Close the client's connection without a word."""
    scope["state"]["connection"].close()
    # Let the server notice, or it would answer for us.
    await asyncio.sleep(0)
