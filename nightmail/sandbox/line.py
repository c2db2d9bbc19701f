"""How the server's end of one connection is written to and ended, well or badly. Understands nothing of what is said."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from functools import partial
from typing import assert_never, cast

from nightmail.sandbox.faults import Faults
from nightmail.sandbox.misbehave import Misdeed, Then
from nightmail.sandbox.voice import Voice

# struct linger: on, and no time to linger in. What is left unsent is thrown away, and the client gets a RST.
_NO_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class Line(asyncio.Protocol):
    """Once `_is_gone`, nothing more is said or heard. `_echo` is said to whatever comes next."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._voice = Voice(faults)
        self._transport = cast("asyncio.Transport", None)
        self._task: asyncio.Task[None] | None = None
        self._echo = b""
        self._is_gone = False

    @abstractmethod
    def _advance(self) -> None:
        """Go on with what was heard."""

    @property
    @abstractmethod
    def _is_listening(self) -> bool:
        """The client is in the middle of something long."""

    async def stop(self) -> None:
        """Drop the client, whatever is under way."""
        self._drop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _play(self, misdeed: Misdeed) -> None:
        self._say(misdeed.words)
        self._echo = misdeed.echo
        match misdeed.then:
            case Then.GO_ON:
                pass
            case Then.CLOSE:
                self._leave()
            case Then.DROP:
                self._drop()
            case Then.RESET:
                self._reset()
            case Then.HANG:
                self._fall_silent()
            case Then.STALL:
                self._fall_silent()
                self._transport.pause_reading()
            case _:
                assert_never(misdeed.then)

    def _fall_silent(self) -> None:
        self._flush()
        self._is_gone = True

    def _drop(self) -> None:
        self._fall_silent()
        self._transport.abort()

    def _reset(self) -> None:
        self._flush()
        # Not every loop's transport lets its socket be changed; a second handle on it can be.
        sock: socket.socket = self._transport.get_extra_info("socket")
        with socket.fromfd(sock.fileno(), sock.family, sock.type) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._drop()

    def _seconds(self, fault: str) -> float:
        return (self._faults.amount(fault) or 0) / 1000

    def _say(self, reply: bytes) -> None:
        if reply and not self._is_gone:
            self._voice.add(reply)

    def _leave(self, last: bytes = b"") -> None:
        """Say a last word and close. Nothing more is read."""
        if self._is_gone:
            return
        self._say(last)
        self._is_gone = True
        self._send(is_last=True)

    def _flush(self) -> None:
        if not self._voice.is_empty and not self._is_gone:
            self._send(is_last=False)

    def _send(self, *, is_last: bool) -> None:
        if self._voice.is_bad:
            self._wait_for(partial(self._send_badly, is_last=is_last))
            return
        self._voice.send()
        if is_last:
            self._end()

    async def _send_badly(self, *, is_last: bool) -> None:
        await self._voice.send_badly()
        if is_last:
            self._end()

    def _end(self) -> None:
        """A server that closes while octets come in would reset the connection, and its last word might be lost."""
        if self._is_listening and self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()

    def _wait_for(self, work: Callable[[], Awaitable[None]]) -> None:
        """Stop reading commands until `work` is done; what comes meanwhile is kept."""
        before = self._task

        async def run() -> None:
            if before is not None:
                await before
            await work()
            if self._task is task:
                self._task = None
                self._advance()

        task = self._task = asyncio.ensure_future(run())
