"""One client's SMTP session with the sandbox (RFC 5321, as a submission server). Knows faults, keeps nothing itself."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from nightmail.clock import Clock
from nightmail.sandbox.faults import Faults
from nightmail.sandbox.maildir import Caught

MAX_SIZE = 100_000_000
_MAX_LINE = 16 * 1024
_END = b"\r\n.\r\n"
_PATH = re.compile(rb"(?:FROM|TO):[ ]*<([^>]*)>(.*)", re.IGNORECASE | re.DOTALL)
_SIZE = re.compile(rb"\bSIZE=(\d+)", re.IGNORECASE)

Keep = Callable[[Caught], Awaitable[None]]


@dataclass(slots=True)
class House:
    """What all sessions of one sandbox share. `caught` is told of each message, after `keep` (if any) made it durable."""

    clock: Clock
    faults: Faults
    caught: Callable[[Caught], None]
    keep: Keep | None
    password: str | None
    tls: Callable[[], ssl.SSLContext]
    sessions: set[Session] = field(default_factory=set)


class Session(asyncio.Protocol):
    def __init__(self, house: House, *, is_encrypted: bool) -> None:
        self._house = house
        self._faults = house.faults
        self._is_encrypted = is_encrypted
        self._transport = cast("asyncio.Transport", None)
        self._input = bytearray()
        self._scanned = 0
        self._replies: list[bytes] = []
        self._task: asyncio.Task[None] | None = None
        self._is_gone = False
        self._auth: list[str] | None = None
        self._queued = 0
        self._start_over()

    def _start_over(self) -> None:
        self._sender: str | None = None
        self._sender_at: datetime | None = None
        self._recipients: list[str] = []
        self._in_body = False

    # ------------------------------------------------------------------------------------------ transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The handshake of STARTTLS calls this a second time.
        self._transport = cast("asyncio.Transport", transport)
        if self in self._house.sessions:
            return
        self._house.sessions.add(self)
        if self._faults.strikes("no-banner"):
            self._is_gone = True
        elif self._faults.strikes("refuse-connection"):
            self._leave(b"421 4.3.2 The sandbox takes no connections now\r\n")
        else:
            self._say(b"220 localhost ESMTP Nightmail sandbox\r\n")
            self._flush()

    def data_received(self, data: bytes) -> None:
        self._input += data
        if self._task is None:
            self._advance()

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_gone = True
        self._house.sessions.discard(self)

    async def stop(self) -> None:
        """Drop the client, whatever is under way."""
        self._drop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _drop(self) -> None:
        self._flush()
        self._is_gone = True
        self._transport.abort()

    # ------------------------------------------------------------------------------------------ reading

    def _advance(self) -> None:
        """Work through the input until it ends or something has to be waited for."""
        if self._faults and self._is_pipelined() and self._faults.strikes("reject-pipelining"):
            self._leave(b"554 5.5.0 Pipelining not supported\r\n")
        while self._input and self._task is None and not self._is_gone:
            if not (self._take_body() if self._in_body else self._take_line()):
                break
        self._flush()

    def _is_pipelined(self) -> bool:
        return not self._in_body and self._input.count(b"\n") > 1

    def _take_line(self) -> bool:
        end = self._input.find(b"\n")
        if end < 0:
            if len(self._input) > _MAX_LINE:
                self._leave(b"500 5.5.6 Line too long\r\n")
            return False
        line = bytes(self._input[:end]).removesuffix(b"\r")
        del self._input[: end + 1]
        if self._auth is not None:
            self._continue_auth(line)
        else:
            verb, _, rest = line.partition(b" ")
            command = _COMMANDS.get(verb.upper())
            if command is None:
                self._say(b"500 5.5.2 Unknown command\r\n")
            else:
                command(self, rest)
        return True

    def _take_body(self) -> bool:
        if self._faults and self._faults.strikes("drop-in-body"):
            self._drop()
            return False
        if self._input.startswith(b".\r\n"):
            raw, rest_at = b"", 3
        else:
            end = self._input.find(_END, self._scanned)
            if end < 0:
                self._scanned = max(len(self._input) - len(_END), 0)
                return False
            raw, rest_at = bytes(self._input[: end + 2]), end + len(_END)
        del self._input[:rest_at]
        self._scanned = 0
        self._finish(_unstuffed(raw))
        return True

    # ------------------------------------------------------------------------------------------ commands

    def _ehlo(self, rest: bytes) -> None:
        self._start_over()
        lines = ["localhost greets you", f"SIZE {MAX_SIZE}", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "AUTH PLAIN LOGIN"]
        if not self._faults.strikes("no-pipelining"):
            lines.insert(1, "PIPELINING")
        if not self._is_encrypted and not self._faults.strikes("no-starttls"):
            lines.insert(1, "STARTTLS")
        self._say("".join(f"250{'-' if line is not lines[-1] else ' '}{line}\r\n" for line in lines).encode())

    def _helo(self, rest: bytes) -> None:
        self._start_over()
        self._say(b"250 localhost\r\n")

    def _mail(self, rest: bytes) -> None:
        match = _PATH.fullmatch(rest)
        if match is None:
            self._say(b"501 5.5.4 Syntax: MAIL FROM:<address>\r\n")
        elif self._sender is not None:
            self._say(b"503 5.5.1 One sender is enough\r\n")
        elif self._faults and (refusal := self._mail_fault()):
            self._say(refusal)
        elif (size := _SIZE.search(match[2])) and int(size[1]) > MAX_SIZE:
            self._say(b"552 5.3.4 Message size exceeds the limit\r\n")
        else:
            self._sender = match[1].decode("utf-8", "replace")
            self._sender_at = self._house.clock.now()
            self._say(b"250 2.1.0 Ok\r\n")

    def _mail_fault(self) -> bytes:
        if self._faults.strikes("close-at-mail"):
            self._leave(b"421 4.4.2 Closing, come again\r\n")
            return b""
        if self._faults.strikes("reject-mail-451"):
            return b"451 4.3.0 Try again\r\n"
        if self._faults.strikes("reject-sender"):
            return b"553 5.7.1 Sender address rejected: not owned by user\r\n"
        return b""

    def _rcpt(self, rest: bytes) -> None:
        match = _PATH.fullmatch(rest)
        if self._is_gone:
            return
        if self._sender is None:
            self._say(b"503 5.5.1 MAIL first\r\n")
        elif match is None or not match[1]:
            self._say(b"501 5.1.3 Syntax: RCPT TO:<address>\r\n")
        else:
            address = match[1].decode("utf-8", "replace")
            refusal = self._rcpt_fault(address)
            if not refusal:
                self._recipients.append(address)
            self._say(refusal or b"250 2.1.5 Ok\r\n")

    def _rcpt_fault(self, address: str) -> bytes:
        local = address.rpartition("@")[0].lower()
        if "refuse" in local:
            return b"550 5.1.1 No such mailbox here\r\n"
        if "defer" in local:
            return b"450 4.2.0 Mailbox busy\r\n"
        if not self._faults:
            return b""
        most = self._faults.amount("too-many-rcpt")
        if most is not None and len(self._recipients) >= most and self._faults.strikes("too-many-rcpt"):
            return b"452 4.5.3 Too many recipients\r\n"
        if self._faults.strikes("rcpt-550"):
            return b"550 5.1.1 No such mailbox here\r\n"
        if self._faults.strikes("rcpt-450"):
            return b"450 4.2.0 Mailbox busy\r\n"
        return b""

    def _data(self, rest: bytes) -> None:
        if self._is_gone:
            return
        if not self._recipients:
            self._say(b"554 5.5.1 No valid recipients\r\n")
        elif self._faults.strikes("data-451"):
            self._say(b"451 4.3.0 Try again\r\n")
        elif self._faults.strikes("quota"):
            self._say(b"550 5.4.5 Daily user sending quota exceeded\r\n")
        else:
            self._in_body = True
            self._say(b"354 End with <CR><LF>.<CR><LF>\r\n")

    def _rset(self, rest: bytes) -> None:
        self._start_over()
        self._say(b"250 2.0.0 Ok\r\n")

    def _noop(self, rest: bytes) -> None:
        self._say(b"250 2.0.0 Ok\r\n")

    def _vrfy(self, rest: bytes) -> None:
        self._say(b"252 2.1.5 Send some mail, and see\r\n")

    def _quit(self, rest: bytes) -> None:
        self._leave(b"221 2.0.0 Bye\r\n")

    # ------------------------------------------------------------------------------------------ signing in, TLS

    def _starttls(self, rest: bytes) -> None:
        if self._is_encrypted:
            self._say(b"503 5.5.1 Already encrypted\r\n")
            return
        self._say(b"220 2.0.0 Go ahead\r\n")
        self._input.clear()  # RFC 3207 4.2: nothing said before the handshake counts
        self._flush()
        self._transport.pause_reading()
        self._wait_for(self._upgrade())

    async def _upgrade(self) -> None:
        try:
            transport = await asyncio.get_running_loop().start_tls(
                self._transport, self, self._house.tls(), server_side=True, ssl_handshake_timeout=15
            )
        except OSError:  # the client did not like the certificate, or left
            self._is_gone = True
            return
        if transport is not None:
            self._transport = transport
            self._is_encrypted = True
            self._start_over()

    def _authenticate(self, rest: bytes) -> None:
        method, _, initial = rest.partition(b" ")
        if self._faults.strikes("busy-auth"):
            self._say(b"454 4.7.0 Too many login attempts, please try again later\r\n")
        elif method.upper() in (b"PLAIN", b"LOGIN"):
            self._auth = [method.upper().decode()]
            if initial:
                self._continue_auth(initial)
            else:
                self._say(b"334 \r\n" if method.upper() == b"PLAIN" else b"334 VXNlcm5hbWU6\r\n")
        else:
            self._say(b"504 5.5.4 Unknown sign-in method\r\n")

    def _continue_auth(self, line: bytes) -> None:
        assert self._auth is not None
        try:
            answer = base64.b64decode(line, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            self._auth = None
            self._say(b"501 5.5.2 Cannot decode\r\n")
            return
        self._auth.append(answer)
        if self._auth[0] == "LOGIN" and len(self._auth) == 2:
            self._say(b"334 UGFzc3dvcmQ6\r\n")
        else:
            password = answer if self._auth[0] == "LOGIN" else answer.rpartition("\0")[2]
            self._auth = None
            self._welcome(password)

    def _welcome(self, password: str) -> None:
        is_wrong = self._house.password is not None and password != self._house.password
        if is_wrong or self._faults.strikes("reject-auth"):
            self._say(b"535 5.7.8 Username and password not accepted\r\n")
        else:
            self._say(b"235 2.7.0 Welcome\r\n")

    # ------------------------------------------------------------------------------------------ accepting

    def _finish(self, content: bytes) -> None:
        """The dot came."""
        assert self._sender is not None
        assert self._sender_at is not None
        caught = Caught(self._sender, tuple(self._recipients), content, self._sender_at, self._house.clock.now())
        self._start_over()
        if self._faults and self._dot_fault():
            return
        if self._house.keep is None:
            self._accepted(caught)
        else:
            self._wait_for(self._keep(self._house.keep, caught))

    async def _keep(self, keep: Keep, caught: Caught) -> None:
        try:
            await keep(caught)
        except OSError as error:
            self._say(f"452 4.3.1 Not kept: {error.strerror}\r\n".encode())
        else:
            self._accepted(caught)

    def _dot_fault(self) -> bool:
        """True when the message is not to be accepted."""
        if self._faults.strikes("drop-after-dot"):
            self._drop()
        elif self._faults.strikes("hang-after-dot"):
            self._flush()
            self._is_gone = True
        elif self._faults.strikes("reject-dot-554"):
            self._say(b"554 5.7.1 Message refused\r\n")
        elif self._faults.strikes("defer-dot-451"):
            self._say(b"451 4.3.0 Try again\r\n")
        elif self._faults.strikes("mailbox-full"):
            self._say(b"452 4.3.1 Insufficient system storage\r\n")
        else:
            return False
        return True

    def _accepted(self, caught: Caught) -> None:
        self._house.caught(caught)
        self._queued += 1
        if self._faults:
            if self._faults.strikes("lose-reply"):
                self._drop()
                return
            if self._faults.strikes("garbage-reply"):
                self._leave(b"HTTP/1.1 200 OK\r\n")
                return
            if self._faults.strikes("close-idle"):
                self._leave(b"250 2.0.0 Ok\r\n")
                return
            if self._faults.strikes("chatty"):
                self._say(b"250 2.0.0 Ok, and by the way\r\n")
        self._say(b"250 2.0.0 Ok: queued as %d\r\n" % self._queued)

    # ------------------------------------------------------------------------------------------ writing

    def _say(self, reply: bytes) -> None:
        if not self._is_gone:
            self._replies.append(reply)

    def _leave(self, last: bytes) -> None:
        """Say a last word and close. Nothing more is read."""
        if self._is_gone:
            return
        self._replies.append(last)
        self._is_gone = True
        self._send(is_last=True)

    def _flush(self) -> None:
        if self._replies and not self._is_gone:
            self._send(is_last=False)

    def _send(self, *, is_last: bool) -> None:
        octets = b"".join(self._replies)
        self._replies.clear()
        if self._faults and (self._faults.amount("slow") is not None or self._faults.amount("byte-by-byte") is not None):
            self._wait_for(self._send_badly(octets, is_last=is_last))
            return
        self._transport.write(octets)
        if is_last:
            self._transport.close()

    async def _send_badly(self, octets: bytes, *, is_last: bool) -> None:
        if self._faults.strikes("slow"):
            await asyncio.sleep((self._faults.amount("slow") or 0) / 1000)
        pieces = [octets[at : at + 1] for at in range(len(octets))] if self._faults.strikes("byte-by-byte") else [octets]
        for piece in pieces:
            if self._transport.is_closing():
                return
            self._transport.write(piece)
            await asyncio.sleep(0)
        if is_last:
            self._transport.close()

    def _wait_for(self, work: Awaitable[None]) -> None:
        """Stop reading commands until `work` is done; what comes meanwhile is kept."""
        before = self._task

        async def run() -> None:
            if before is not None:
                await before
            await work
            if self._task is task:
                self._task = None
                self._advance()

        task = self._task = asyncio.ensure_future(run())


def _unstuffed(raw: bytes) -> bytes:
    """RFC 5321 4.5.2: a line that begins with a dot loses it."""
    return raw[1:].replace(b"\r\n..", b"\r\n.") if raw.startswith(b".") else raw.replace(b"\r\n..", b"\r\n.")


_COMMANDS: dict[bytes, Callable[[Session, bytes], None]] = {
    b"EHLO": Session._ehlo,
    b"HELO": Session._helo,
    b"MAIL": Session._mail,
    b"RCPT": Session._rcpt,
    b"DATA": Session._data,
    b"RSET": Session._rset,
    b"NOOP": Session._noop,
    b"VRFY": Session._vrfy,
    b"QUIT": Session._quit,
    b"STARTTLS": Session._starttls,
    b"AUTH": Session._authenticate,
}
