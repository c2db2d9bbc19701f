"""The replies of one connection, in order, under deadlines. Knows no commands: it counts what is asked and what is heard."""

from __future__ import annotations

import asyncio

from nightmail.delivery.outcome import MAX_RAW, Reply
from nightmail.smtp.parser import ReplyParser, UnreadableReply

_CLOSING = 421  # RFC 5321 3.8: the server says it before it closes, whatever was asked


class Conversation(asyncio.Protocol):
    """Takes over a transport after sign-in. Once `lost` holds a reason, nothing more is heard or worth writing; `unread` is then
    what the server had said beyond its last whole reply.

    `expect` comes before the write whose replies are awaited, so that no reply can be mistaken for one out of turn.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport = transport
        self._parser = ReplyParser()
        self._wanted = 0
        self._heard: list[Reply] = []
        self._waiter: asyncio.Future[None] | None = None
        self._room: asyncio.Future[None] | None = None
        self._is_full = False
        self._since = 0.0
        self._limits = (0.0, 0.0)
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = 0.0
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self.lost = ""
        self.unread = b""

    # ------------------------------------------------------------------------------------------ asking

    def expect(self, replies: int) -> None:
        self._wanted = replies
        self._heard = []

    def write(self, octets: bytes) -> None:
        self._transport.write(octets)

    @property
    def has_answer(self) -> bool:
        """True once everything expected was heard, or nothing more will be."""
        return bool(self.lost) or len(self._heard) >= self._wanted

    async def heard(self, *, within: float, last: float | None = None) -> list[Reply]:
        """The expected replies; fewer where the connection ended (then `lost` says why).

        Each reply gets `within` seconds, the final one `last`.
        """
        if not self.has_answer:
            self._waiter = self._loop.create_future()
            self._limits = (within, within if last is None else last)
            self._since = self._loop.time()
            self._watch_until(self._since + self._limit)
            try:
                await self._waiter
            finally:
                self._waiter = None
        replies, self._heard, self._wanted = self._heard, [], 0
        return replies

    async def room(self, *, within: float) -> None:
        """Wait until the transport takes more octets. Returns early when an answer came or the connection ended."""
        if not self._is_full or self.has_answer:
            return
        self._room = self._loop.create_future()
        timer = self._loop.call_later(within, self.give_up, f"the server took no data for {within:g} s")
        try:
            await self._room
        finally:
            timer.cancel()
            self._room = None

    def give_up(self, reason: str) -> None:
        """Drop the connection without another octet."""
        self._end(reason)
        self._transport.abort()

    def close(self, farewell: bytes = b"") -> None:
        """Close after what was written has gone out. No reply is awaited."""
        if not self.lost:
            self._transport.write(farewell)
            self._end("it was closed here")
        self._transport.close()

    # ------------------------------------------------------------------------------------------ hearing

    def data_received(self, data: bytes) -> None:
        if self.lost:
            return
        if not self._wanted:
            self.unread = data[:MAX_RAW]
            self.give_up("the server spoke out of turn")
            return
        known = len(self._heard)
        try:
            self._parser.feed(data, self._heard)
        except UnreadableReply as unreadable:
            self._take(known)
            self.give_up(self.lost or f"the server's answer could not be read: {unreadable}")
            return
        self._take(known)

    def _take(self, known: int) -> None:
        heard, wanted = self._heard, self._wanted
        count = len(heard)
        if count > known:
            self._since = self._loop.time()
        for at, reply in enumerate(heard[known:wanted], known):
            if reply.code == _CLOSING:
                del heard[at + 1 :]
                self.give_up("the server is closing the connection")
                return
        if count >= wanted:
            if count > wanted or self._parser.has_rest:
                del heard[wanted:]
                self.give_up("the server spoke out of turn")
            else:
                self._wake()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    def eof_received(self) -> None:
        self._end("the server closed the connection")

    def connection_lost(self, exc: Exception | None) -> None:
        self._end("the connection broke" if exc else "the server closed the connection")
        if not self.closed.done():
            self.closed.set_result(None)

    # ------------------------------------------------------------------------------------------ ending

    @property
    def _limit(self) -> float:
        within, last = self._limits
        return last if self._wanted - len(self._heard) == 1 else within

    def _watch_until(self, deadline: float) -> None:
        """One timer serves many waits: it may come early, finds that there is time, and is set anew. So a wait that ends in
        time, as almost all do, leaves it alone."""
        if self._timer is not None:
            if self._rings_at <= deadline:
                return
            self._timer.cancel()
        self._rings_at = deadline
        self._timer = self._loop.call_at(deadline, self._expire)

    def _expire(self) -> None:
        self._timer = None
        if self._waiter is None:
            return
        limit = self._limit
        if self._loop.time() < self._since + limit - 0.001:
            self._watch_until(self._since + limit)
        else:
            self.give_up(f"the server did not answer within {limit:g} s")

    def _end(self, reason: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.lost = self.lost or reason
        self.unread = self.unread or self._parser.rest
        self._wake()

    def _wake(self) -> None:
        for waiting in (self._waiter, self._room):
            if waiting is not None and not waiting.done():
                waiting.set_result(None)
