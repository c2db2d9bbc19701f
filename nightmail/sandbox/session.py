"""One client's SMTP session with the sandbox (RFC 5321, as a submission server). Plays faults, keeps nothing itself."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import cast

from nightmail.clock import Clock
from nightmail.sandbox.faults import Faults
from nightmail.sandbox.line import Line
from nightmail.sandbox.maildir import Caught
from nightmail.sandbox.misbehave import BANNER, Over, Point
from nightmail.sandbox.sign_in import METHODS, TOKEN_REFUSED, Said, SignIn
from nightmail.sandbox.voice import each_octet

MAX_SIZE = 100_000_000
_MAX_LINE = 16 * 1024
_END = b"\r\n.\r\n"
_PATH = re.compile(rb"(?:FROM|TO):[ ]*<([^>]*)>(.*)", re.IGNORECASE | re.DOTALL)
_SIZE = re.compile(rb"\bSIZE=(\d+)", re.IGNORECASE)
_AUTH = " ".join(("AUTH", *METHODS))

Keep = Callable[[Caught], Awaitable[None]]


@dataclass(slots=True)
class House:
    """What all sessions of one sandbox share. `caught` is told of each message, after `keep` (if any) made it durable;
    `sign_ins` counts the AUTH commands."""

    clock: Clock
    faults: Faults
    caught: Callable[[Caught], None]
    keep: Keep | None
    accepts: Callable[[str], bool]
    tls: Callable[[], ssl.SSLContext]
    sessions: set[Session] = field(default_factory=set)
    sign_ins: int = 0
    kept_ids: set[str] = field(default_factory=set)


class Session(Line):
    def __init__(self, house: House, *, is_encrypted: bool) -> None:
        super().__init__(house.faults)
        self._house = house
        self._is_encrypted = is_encrypted
        self._input = bytearray()
        self._scanned = 0
        self._sign_in: SignIn | None = None
        self._queued = 0
        self._start_over()

    def _start_over(self) -> None:
        self._sender: str | None = None
        self._sender_at: datetime | None = None
        self._recipients: list[str] = []
        self._is_empty = False
        self._in_body = False
        self._body_begun = False

    # ------------------------------------------------------------------------------------------ transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The handshake of STARTTLS calls this a second time.
        self._transport = self._voice.transport = cast("asyncio.Transport", transport)
        if self in self._house.sessions:
            return
        self._house.sessions.add(self)
        if self._faults.strikes("drip-banner"):
            self._wait_for(lambda: self._voice.drip(each_octet(BANNER), every=self._seconds("drip-banner")))
        elif not self._goes_wrong(Point.GREETING):
            self._say(BANNER)
        self._flush()

    def data_received(self, data: bytes) -> None:
        if self._is_gone:
            return
        self._say_echo()
        self._input += data
        if self._task is None:
            self._advance()

    def _say_echo(self) -> None:
        if self._echo:
            self._say(self._echo)
            self._echo = b""

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_gone = True
        self._house.sessions.discard(self)

    # ------------------------------------------------------------------------------------------ misbehaving

    def _goes_wrong(self, point: Point) -> bool:
        """True when a fault was played instead of what is right."""
        if not self._faults:
            return False
        counts = {
            Over.RECIPIENTS: len(self._recipients) + 1,
            Over.MESSAGES: self._queued + 1,
            Over.SESSIONS: len(self._house.sessions),
        }
        misdeed = self._faults.at(point, counts)
        if misdeed is not None:
            self._play(misdeed)
        return misdeed is not None

    # ------------------------------------------------------------------------------------------ reading

    def _advance(self) -> None:
        """Work through the input until it ends or something has to be waited for."""
        if self._faults and self._is_pipelined() and not self._goes_wrong(Point.PIPELINED) and self._is_shrunk:
            self._leave(b"503 5.5.1 PIPELINING was not offered\r\n")
        while self._input and self._task is None and not self._is_gone:
            if not (self._take_body() if self._in_body else self._take_line()):
                break
        self._flush()

    @property
    def _is_listening(self) -> bool:
        return self._in_body

    def _is_pipelined(self) -> bool:
        return not self._in_body and self._input.count(b"\n") > 1

    @property
    def _is_shrunk(self) -> bool:
        return self._is_encrypted and "shrinking-ehlo" in self._faults

    def _take_line(self) -> bool:
        end = self._input.find(b"\n")
        if end < 0:
            if len(self._input) > _MAX_LINE:
                self._leave(b"500 5.5.6 Line too long\r\n")
            return False
        self._say_echo()
        line = bytes(self._input[:end]).removesuffix(b"\r")
        del self._input[: end + 1]
        if self._sign_in is not None:
            self._go_on(self._sign_in, line)
        else:
            verb, _, rest = line.partition(b" ")
            command = _COMMANDS.get(verb.upper())
            if command is None:
                self._say(b"500 5.5.2 Unknown command\r\n")
            else:
                command(self, rest)
        return True

    def _take_body(self) -> bool:
        if not self._body_begun:
            self._body_begun = True
            if self._goes_wrong(Point.BODY):
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
        if self._goes_wrong(Point.EHLO):
            return
        lines = ["localhost greets you", *self._extensions()]
        self._say("".join(f"250{'-' if line is not lines[-1] else ' '}{line}\r\n" for line in lines).encode())

    def _extensions(self) -> list[str]:
        if self._is_shrunk:
            return [_AUTH]
        extensions = [f"SIZE {MAX_SIZE}", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", _AUTH]
        if not self._faults.strikes("no-pipelining"):
            extensions.insert(0, "PIPELINING")
        if not self._is_encrypted and not self._faults.strikes("no-starttls"):
            extensions.insert(0, "STARTTLS")
        return extensions

    def _helo(self, rest: bytes) -> None:
        self._start_over()
        self._say(b"250 localhost\r\n")

    def _mail(self, rest: bytes) -> None:
        match = _PATH.fullmatch(rest)
        if match is None:
            self._say(b"501 5.5.4 Syntax: MAIL FROM:<address>\r\n")
        elif self._sender is not None:
            self._say(b"503 5.5.1 One sender is enough\r\n")
        elif self._goes_wrong(Point.MAIL):
            return
        elif (size := _SIZE.search(match[2])) and int(size[1]) > MAX_SIZE:
            self._say(b"552 5.3.4 Message size exceeds the limit\r\n")
        else:
            self._sender = match[1].decode("utf-8", "replace")
            self._sender_at = self._house.clock.now()
            self._say(b"250 2.1.0 Ok\r\n")

    def _rcpt(self, rest: bytes) -> None:
        match = _PATH.fullmatch(rest)
        if self._sender is None:
            self._say(b"503 5.5.1 MAIL first\r\n")
        elif match is None or not match[1]:
            self._say(b"501 5.1.3 Syntax: RCPT TO:<address>\r\n")
        else:
            self._address(match[1].decode("utf-8", "replace"))

    def _address(self, address: str) -> None:
        local = address.rpartition("@")[0].lower()
        if "refuse" in local:
            self._say(b"550 5.1.1 No such mailbox here\r\n")
        elif "defer" in local:
            self._say(b"450 4.2.0 Mailbox busy\r\n")
        elif self._faults.strikes("empty-data"):
            self._is_empty = True
            self._say(b"550 5.1.1 No such mailbox here\r\n")
        elif not self._goes_wrong(Point.RCPT):
            self._recipients.append(address)
            self._say(b"250 2.1.5 Ok\r\n")

    def _data(self, rest: bytes) -> None:
        if not self._recipients and not self._is_empty:
            self._say(b"554 5.5.1 No valid recipients\r\n")
        elif not self._goes_wrong(Point.DATA):
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
        if not self._goes_wrong(Point.QUIT):
            self._leave(b"221 2.0.0 Bye\r\n")

    # ------------------------------------------------------------------------------------------ signing in, TLS

    def _starttls(self, rest: bytes) -> None:
        if self._is_encrypted:
            self._say(b"503 5.5.1 Already encrypted\r\n")
            return
        if self._goes_wrong(Point.STARTTLS):
            return
        self._say(b"220 2.0.0 Go ahead\r\n")
        if self._faults.strikes("starttls-injected"):
            self._say(b"250-localhost\r\n250 AUTH LOGIN\r\n")
        self._input.clear()  # RFC 3207 4.2: nothing said before the handshake counts
        self._flush()
        self._transport.pause_reading()
        self._wait_for(self._upgrade)

    async def _upgrade(self) -> None:
        try:
            transport = await asyncio.get_running_loop().start_tls(
                self._transport, self, self._house.tls(), server_side=True, ssl_handshake_timeout=15
            )
        except OSError:  # the client did not like the certificate, or left
            self._is_gone = True
            return
        if transport is not None:
            self._transport = self._voice.transport = transport
            self._is_encrypted = True
            self._start_over()

    def _authenticate(self, rest: bytes) -> None:
        method, _, initial = rest.partition(b" ")
        name = method.upper().decode("ascii", "replace")
        self._house.sign_ins += 1
        if self._goes_wrong(Point.AUTH):
            return
        if name not in METHODS:
            self._say(b"504 5.5.4 Unknown sign-in method\r\n")
            return
        self._sign_in = SignIn(name)
        self._answer(self._sign_in, self._sign_in.begin(initial))

    def _go_on(self, sign_in: SignIn, line: bytes) -> None:
        if sign_in.is_refused:
            self._sign_in = None
            self._say(b"535 5.7.8 Username and password not accepted\r\n")
        else:
            self._answer(sign_in, sign_in.hear(line))

    def _answer(self, sign_in: SignIn, heard: bytes | Said | None) -> None:
        if isinstance(heard, bytes):
            self._say(heard)
            return
        self._sign_in = None
        if heard is None:
            self._say(b"501 5.5.2 Cannot decode\r\n")
        elif not self._goes_wrong(Point.PASSWORD):
            self._welcome(sign_in, heard.password)

    def _welcome(self, sign_in: SignIn, password: str) -> None:
        is_wrong = not self._house.accepts(password)
        if sign_in.is_token and (is_wrong or self._faults.strikes("expired-token")):
            sign_in.is_refused, self._sign_in = True, sign_in
            self._say(TOKEN_REFUSED)
        elif is_wrong:
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
        if not caught.recipients:
            self._say(b"554 5.5.1 No valid recipients\r\n")
        elif self._goes_wrong(Point.DOT):
            return
        elif self._faults.strikes("dedup") and self._is_known(caught):
            self._say(b"250 2.0.0 Ok: queued before\r\n")
        elif self._house.keep is None:
            self._accepted(caught)
        else:
            self._wait_for(partial(self._keep, self._house.keep, caught))

    def _is_known(self, caught: Caught) -> bool:
        is_known = caught.message_id in self._house.kept_ids
        self._house.kept_ids.add(caught.message_id)
        return is_known

    async def _keep(self, keep: Keep, caught: Caught) -> None:
        try:
            await keep(caught)
        except OSError as error:
            self._say(f"452 4.3.1 Not kept: {error.strerror}\r\n".encode())
        else:
            self._accepted(caught)

    def _accepted(self, caught: Caught) -> None:
        self._house.caught(caught)
        self._queued += 1
        reply = b"250 2.0.0 Ok: queued as %d\r\n" % self._queued
        if self._faults.strikes("late-reply"):
            self._wait_for(partial(self._say_late, reply))
        elif not self._goes_wrong(Point.KEPT):
            self._say(reply)
        if self._faults.strikes("idle-421"):
            asyncio.get_running_loop().call_later(self._seconds("idle-421"), self._tire)

    def _tire(self) -> None:
        if self._sender is None:
            self._leave(b"421 4.4.2 Idle for too long\r\n")

    async def _say_late(self, reply: bytes) -> None:
        await asyncio.sleep(self._seconds("late-reply"))
        self._say(reply)


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
