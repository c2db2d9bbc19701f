"""The replies of one connection, in order, under deadlines. Knows no commands: it counts what is asked and what is heard."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

from nightmail.delivery.outcome import MAX_RAW, Reply
from nightmail.smtp.parser import ReplyParser, UnreadableReply

CLOSING = 421  # RFC 5321 3.8: the server says it before it closes, whatever was asked


Heard = Callable[[Reply | None], None]


@dataclass(slots=True)
class Behind:
    """Replies awaited behind the one to a dot: so many, the first within `first` seconds after that one, each next within
    `within`, the final one within `last`. `heard` is told the reply to the dot at once, or None where none came."""

    heard: Heard
    replies: int
    first: float
    within: float
    last: float


class Conversation(asyncio.Protocol):
    """Takes over a transport after sign-in. Once `lost` holds a reason, nothing more is heard or worth writing; `unread` is then
    what the server had said beyond its last whole reply.

    `expect` comes before the write whose replies are awaited, so that no reply can be mistaken for one out of turn. `replies` are
    those of the expected that were heard; `has_answer` tells that this is all of them, or that nothing more will be heard.
    `surplus` are those beyond the expected that came along with them. `is_deaf`: it answered a dot, and nothing behind it.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport = transport
        self._parser = ReplyParser()
        self._wanted = 0
        self._waiter: asyncio.Future[list[Reply]] | None = None
        self._room: asyncio.Future[None] | None = None
        self._is_full = False
        self._since = 0.0
        self._within = self._last = 0.0
        self._behind: Behind | None = None
        self._unanswered: Behind | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = math.inf
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self.replies: list[Reply] = []
        self.surplus: list[Reply] = []
        self.has_answer = True
        self.is_deaf = False
        self.lost = ""
        self.unread = b""

    # ------------------------------------------------------------------------------------------ asking

    def expect(self, replies: int) -> None:
        self._wanted = replies
        self.replies = []
        self.has_answer = self.lost != ""

    def ask(self, octets: bytes, *, within: float, last: float | None = None) -> asyncio.Future[list[Reply]]:
        """Write, then answer the expected replies; fewer where the connection ended (then `lost` says why).

        Each reply gets `within` seconds, the final one `last`. A future and no coroutine: this is what all sending waits in.
        """
        self._transport.write(octets)
        waiter = self._waiter = self._loop.create_future()
        if self.has_answer:
            waiter.set_result(self.replies)
            return waiter
        self._within = within
        self._last = within if last is None else last
        self._since = self._loop.time()
        deadline = self._since + (self._last if self._wanted == 1 else within)
        # One timer serves many waits: it may come early, finds that there is time, and is set anew. So a wait that ends in time,
        # as almost all do, leaves it alone.
        if deadline < self._rings_at:
            self._ring_at(deadline)
        return waiter

    def ask_behind(self, octets: bytes, behind: Behind, *, within: float) -> asyncio.Future[list[Reply]]:
        """Write a dot, whose reply was expected and is due within so many seconds, and more behind it. The future is of the
        replies to that: none where the reply to the dot ends the connection or is no verdict, as they could not be told apart."""
        self._behind = behind
        return self.ask(octets, within=within)

    def write(self, octets: bytes) -> None:
        self._transport.write(octets)

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
        replies, wanted = self.replies, self._wanted
        known, trouble = len(replies), ""
        try:
            self._parser.feed(data, replies)
        except UnreadableReply as unreadable:
            trouble = f"the server's answer could not be read: {unreadable}"
        if self._behind is not None and replies and replies[0].code != CLOSING:
            rest = self._hear_behind(self._behind)
            if rest is None:
                return
            replies, known, wanted = rest, 0, self._wanted
        for at, reply in enumerate(replies[known:wanted], known):
            if reply.code == CLOSING:
                del replies[at + 1 :]
                self.give_up("the server is closing the connection")
                return
        count = len(replies)
        if count < wanted:
            if trouble:
                self.give_up(trouble)
            elif count > known:
                self._since = self._loop.time()
                if self._unanswered is not None:
                    self._within, self._last = self._unanswered.within, self._unanswered.last
                    self._unanswered = None
        elif count > wanted or self._parser.has_rest:
            self.surplus = replies[wanted:]
            del replies[wanted:]
            self.give_up("the server spoke out of turn")
        else:
            # From here on whatever else it says is out of turn.
            self._wanted = 0
            self._wake()

    def _hear_behind(self, behind: Behind) -> list[Reply] | None:
        """The reply to the dot is there: tell it, and expect those behind it from now on. Answers those that came with it, and
        None where it is no reply to a dot: then the connection is given up."""
        reply, *rest = self.replies
        self._behind = None
        self.replies, self._wanted = rest, behind.replies
        if not _is_verdict(reply):
            self.replies, self.unread = [], reply.raw
            self.give_up("the server left out its answer to the message")
            behind.heard(None)
            return None
        if len(rest) < behind.replies:
            self._since = self._loop.time()
            if rest:
                self._within, self._last = behind.within, behind.last
            else:
                self._within = self._last = behind.first
                self._unanswered = behind
            if self._since + self._within < self._rings_at:
                self._ring_at(self._since + self._within)
        behind.heard(reply)
        return rest

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

    def _ring_at(self, deadline: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._rings_at = deadline
        self._timer = self._loop.call_at(deadline, self._expire)

    def _expire(self) -> None:
        self._timer, self._rings_at = None, math.inf
        if self._waiter is None or self._waiter.done():
            return
        limit = self._last if self._wanted - len(self.replies) == 1 else self._within
        if self._loop.time() < self._since + limit - 0.001:
            self._ring_at(self._since + limit)
        else:
            self.is_deaf = self._unanswered is not None
            self.give_up(f"the server did not answer within {limit:g} s")

    def _end(self, reason: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.lost = self.lost or reason
        self.unread = self.unread or self._parser.rest
        self._wake()

    def _wake(self) -> None:
        self.has_answer = True
        self._unanswered = None
        if self._behind is not None:
            # It ended before the reply to the dot, or with it.
            behind, self._behind = self._behind, None
            heard, self.replies = self.replies, []
            behind.heard(heard[0] if heard else None)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(self.replies)
        if self._room is not None and not self._room.done():
            self._room.set_result(None)


def is_told_apart(reply: Reply) -> bool:
    """True for a reply to MAIL that says what it answers: X.1.0 is about a sender's address (RFC 3463 3.2). The answer to a dot
    says other things, so that behind a dot neither could be taken for the other."""
    return reply.enhanced == "2.1.0"


def _is_verdict(reply: Reply) -> bool:
    """An answer that a dot may have (RFC 5321 4.3.2), and that is not the one to the MAIL behind it."""
    return reply.code >= 400 or (200 <= reply.code < 300 and not is_told_apart(reply))
