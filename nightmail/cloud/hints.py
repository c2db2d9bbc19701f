"""Hear at once that something changed, over Realtime. It only rings: what changed is asked for by `changes_since`, as ever.

Nothing depends on it: where it hears nothing, the callers' own polling finds the same a little later. So it never raises, and
goes on trying, ever more slowly, until it is told to end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nightmail.cloud.line import Line
from nightmail.cloud.session import SessionKeeper
from nightmail.errors import NightmailError

if TYPE_CHECKING:
    from realtime import AsyncRealtimeChannel, AsyncRealtimeClient, RealtimeSubscribeStates

EVENT = "changed"
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
# How often the token is looked after: a socket is dropped when the one it was opened with runs out.
_TOKEN_SECONDS = 20.0
# What it says of lost connections would go to stderr, and is no news to anybody.
logging.getLogger("realtime").addHandler(logging.NullHandler())

Ring = Callable[[], None]


class Hints:
    """`failed` hears of what a `ring` raised; the listening goes on."""

    def __init__(
        self,
        line: Line,
        session: SessionKeeper,
        *,
        failed: Callable[[Exception], None] = lambda error: None,
        first_wait: float = _FIRST_WAIT,
        token_seconds: float = _TOKEN_SECONDS,
    ) -> None:
        self._line = line
        self._session = session
        self._failed = failed
        self._first_wait = first_wait
        self._token_seconds = token_seconds
        self._task: asyncio.Task[None] | None = None
        self.joined = asyncio.Event()

    def start(self, ring: Ring) -> None:
        """Ring on the loop's thread: for every change, and after each (re)connection, since what happened between is not told."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(ring), name="nightmail-cloud-hints")

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            # Its own end is expected; that of whoever waits here goes on up.
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self, ring: Ring) -> None:
        from websockets.exceptions import WebSocketException

        wait = self._first_wait
        while True:
            try:
                await self._listen(ring)
            except (NightmailError, OSError, TimeoutError, WebSocketException):
                pass  # the project or the way to it: tried again
            except Exception as error:
                self._failed(error)  # the library's own trouble must not end the listening
            wait = self._first_wait if self.joined.is_set() else min(wait * 2, _LONGEST_WAIT)
            self.joined.clear()
            await asyncio.sleep(wait * (0.5 + random.random()))

    async def _listen(self, ring: Ring) -> None:
        """One connection, from its opening to its loss."""
        token = await self._session.fresh()
        user_id = self._session.connection.user_id
        lost = asyncio.Event()

        def rung(payload: Any) -> None:
            # Anything raised here would end the library's reading of the socket, unseen.
            try:
                ring()
            except Exception as error:
                self._failed(error)

        def stands(state: RealtimeSubscribeStates, error: Exception | None) -> None:
            if state.value == "SUBSCRIBED":
                self.joined.set()
                rung(None)
            else:
                lost.set()

        socket = self._socket()
        try:
            await socket.set_auth(token)
            channel = socket.channel(f"nightmail:{user_id}", {"config": {"private": True, "broadcast": None, "presence": None}})
            channel.on_broadcast(EVENT, rung)
            await channel.subscribe(stands)
            await self._keep_open(socket, token, lost)
        finally:
            await _closed(socket)

    async def _keep_open(self, socket: AsyncRealtimeClient, token: str, lost: asyncio.Event) -> None:
        while not lost.is_set():
            with contextlib.suppress(TimeoutError):
                # Not wait_for: before Python 3.12 it swallows a cancel that comes in the moment of the loss.
                async with asyncio.timeout(self._token_seconds):
                    await lost.wait()
            newer = await self._session.fresh()
            if newer != token and not lost.is_set():
                token = newer
                await socket.set_auth(token)

    def _socket(self) -> AsyncRealtimeClient:
        from realtime import AsyncRealtimeClient

        # One connection a client: its own reconnecting gives up after five tries and rejoins with the token it began with.
        return AsyncRealtimeClient(f"{self._line.url}/realtime/v1", token=self._line.key, auto_reconnect=False, max_retries=1)


async def _closed(socket: AsyncRealtimeClient) -> None:
    channels: list[AsyncRealtimeChannel] = socket.get_channels()
    with contextlib.suppress(Exception):
        await socket.close()
    for channel in channels:
        # Timers that would go on for a channel whose socket is gone.
        channel.rejoin_timer.reset()
        channel.join_push.destroy()
