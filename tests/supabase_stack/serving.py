"""Serve one application on loopback for as long as a context lasts. No signals, no logs, no waiting at the end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HOST = "127.0.0.1"


class _Protocol(H11Protocol):
    """Hands its connection on, so that it can be broken off."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent does
        self.app_state = {**self.app_state, "connection": transport}
        super().connection_made(transport)


@asynccontextmanager
async def serving(app: ASGIApp, *, port: int = 0) -> AsyncIterator[int]:
    """Answers with the port."""
    config = Config(app, log_config=None, access_log=False, ws="websockets-sansio", lifespan="off", proxy_headers=False)
    config.load()
    state = ServerState()
    connections: set[Any] = state.connections

    def protocol() -> asyncio.Protocol:
        return _Protocol(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(protocol, HOST, port, backlog=256)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for connection in list(connections):
            connection.transport.abort()
        tasks = list(state.tasks)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.gather(*tasks, return_exceptions=True)
