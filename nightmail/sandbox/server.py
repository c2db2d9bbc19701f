"""The sandbox: a mail server on this computer that catches everything and delivers nothing. Listens on loopback only."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from nightmail.clock import Clock, SystemClock
from nightmail.errors import OutsideError
from nightmail.sandbox.certificate import Certificate, Flaw, make_certificate
from nightmail.sandbox.faults import Faults
from nightmail.sandbox.maildir import Caught, Maildir
from nightmail.sandbox.session import House, Session

_HOST = "127.0.0.1"


class Sandbox:
    """`async with Sandbox() as sandbox: … sandbox.port … sandbox.caught`.

    Without a Maildir, messages live in `caught` only, the last `remember` of them. `on_caught` is called on the loop's
    thread for each. With `password`, other passwords are refused; `accepts` judges passwords and tokens in its place. `is_tls`
    means TLS from the first octet; STARTTLS is always offered. `certificate` is what a client has to trust. `faults` are
    orders to misbehave (see `Faults`).
    """

    def __init__(
        self,
        maildir: Path | None = None,
        *,
        port: int = 0,
        faults: Iterable[str] = (),
        password: str | None = None,
        accepts: Callable[[str], bool] | None = None,
        is_tls: bool = False,
        on_caught: Callable[[Caught], None] | None = None,
        remember: int = 1000,
        clock: Clock | None = None,
    ) -> None:
        self.caught: deque[Caught] = deque(maxlen=remember)
        self.count = 0
        self._wanted_port = port
        self._is_tls = is_tls
        self._on_caught = on_caught
        self._clock = clock or SystemClock()
        self._certificate: Certificate | None = None
        self._maildir = Maildir(maildir) if maildir is not None else None
        self._faults = Faults(faults)
        self._house = House(
            clock=self._clock,
            faults=self._faults,
            caught=self._catch,
            keep=self._maildir.keep if self._maildir else None,
            accepts=accepts or (lambda given: password is None or given == password),
            tls=self._tls,
        )
        self._server: asyncio.Server | None = None
        self._door: _Door | None = None

    @property
    def port(self) -> int:
        if self._door is not None:
            return self._door.port
        assert self._server is not None, "the sandbox is not started"
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def certificate(self) -> str:
        """PEM."""
        return self._made_certificate().pem

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._house.sessions)

    @property
    def sign_ins(self) -> int:
        """How often anybody tried to sign in."""
        return self._house.sign_ins

    async def start(self) -> None:
        """Raises OutsideError `port-taken`."""
        is_encrypted = self._is_tls and not self._faults.is_raw
        try:
            if "refuse-tcp" in self._faults or "blackhole" in self._faults:
                self._door = _Door(self._wanted_port, is_silent="blackhole" in self._faults)
                return
            self._server = await asyncio.get_running_loop().create_server(
                lambda: Session(self._house, is_encrypted=is_encrypted),
                _HOST,
                self._wanted_port,
                ssl=self._tls() if is_encrypted else None,
                backlog=512,
            )
        except OSError as error:
            raise OutsideError(
                "port-taken",
                f"The sandbox can't listen on {_HOST}:{self._wanted_port}: {error.strerror}.",
                next="Choose another port, or 0 for any free one.",
            ) from error

    async def stop(self) -> None:
        if self._door is not None:
            self._door.close()
        if self._server is None:
            return
        self._server.close()
        for session in list(self._house.sessions):
            await session.stop()
        await self._server.wait_closed()
        if self._maildir is not None:
            await self._maildir.close()

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    def _catch(self, caught: Caught) -> None:
        self.count += 1
        self.caught.append(caught)
        if self._on_caught is not None:
            self._on_caught(caught)

    def _tls(self) -> ssl.SSLContext:
        return self._made_certificate().context

    def _made_certificate(self) -> Certificate:
        if self._certificate is None:
            flaw = next((flaw for flaw in Flaw if flaw.value in self._faults), None)
            self._certificate = make_certificate(self._clock.now(), flaw)
        return self._certificate


class _Door:
    """A port behind which nobody is: taken but not listened on, so that the system refuses; or, `is_silent`, with its queue of
    callers full, so that the system (Linux; others refuse) leaves the next ones unanswered."""

    def __init__(self, port: int, *, is_silent: bool) -> None:
        self._sockets = [socket.socket()]
        self._sockets[0].bind((_HOST, port))
        if is_silent:
            self._sockets[0].listen(0)
            self._sockets += [socket.socket() for _ in range(2)]
            for caller in self._sockets[1:]:
                caller.setblocking(False)
                caller.connect_ex((_HOST, self.port))

    @property
    def port(self) -> int:
        port: int = self._sockets[0].getsockname()[1]
        return port

    def close(self) -> None:
        for each in self._sockets:
            each.close()


async def serve(
    smtp_port: int,
    maildir: Path | None,
    faults: Iterable[str],
    on_ready: Callable[[Sandbox], None],
    *,
    on_caught: Callable[[Caught], None] | None = None,
) -> None:
    """Run a sandbox until cancelled. `on_ready` is called once it listens; `sandbox.port` is the port it got."""
    async with Sandbox(maildir, port=smtp_port, faults=faults, on_caught=on_caught) as sandbox:
        on_ready(sandbox)
        await asyncio.get_running_loop().create_future()
