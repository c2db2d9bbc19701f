"""The sandbox: a mail server on this computer that catches everything and delivers nothing. Listens on loopback only."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from nightmail.clock import Clock, SystemClock
from nightmail.errors import OutsideError
from nightmail.sandbox.certificate import Certificate, make_certificate
from nightmail.sandbox.faults import Faults
from nightmail.sandbox.maildir import Caught, Maildir
from nightmail.sandbox.session import House, Session

_HOST = "127.0.0.1"


class Sandbox:
    """`async with Sandbox() as sandbox: … sandbox.port … sandbox.caught`.

    Without a Maildir, messages live in `caught` only, the last `remember` of them. `on_caught` is called on the loop's
    thread for each. With `password`, other passwords are refused. `is_tls` means TLS from the first octet; STARTTLS is
    always offered. `certificate` is what a client has to trust.
    """

    def __init__(
        self,
        maildir: Path | None = None,
        *,
        port: int = 0,
        faults: Iterable[str] = (),
        password: str | None = None,
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
        self._house = House(
            clock=self._clock,
            faults=Faults(faults),
            caught=self._catch,
            keep=self._maildir.keep if self._maildir else None,
            password=password,
            tls=self._tls,
        )
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None, "the sandbox is not started"
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def certificate(self) -> str:
        """PEM."""
        if self._certificate is None:
            self._certificate = make_certificate(self._clock.now())
        return self._certificate.pem

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._house.sessions)

    async def start(self) -> None:
        """Raises OutsideError `port-taken`."""
        try:
            self._server = await asyncio.get_running_loop().create_server(
                lambda: Session(self._house, is_encrypted=self._is_tls),
                _HOST,
                self._wanted_port,
                ssl=self._tls() if self._is_tls else None,
                backlog=512,
            )
        except OSError as error:
            raise OutsideError(
                "port-taken",
                f"The sandbox can't listen on {_HOST}:{self._wanted_port}: {error.strerror}.",
                next="Choose another port, or 0 for any free one.",
            ) from error

    async def stop(self) -> None:
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
        if self._certificate is None:
            self._certificate = make_certificate(self._clock.now())
        return self._certificate.context


async def serve(smtp_port: int, maildir: Path | None, faults: Iterable[str], on_ready: Callable[[Sandbox], None]) -> None:
    """Run a sandbox until cancelled. `on_ready` is called once it listens; `sandbox.port` is the port it got."""
    async with Sandbox(maildir, port=smtp_port, faults=faults) as sandbox:
        on_ready(sandbox)
        await asyncio.get_running_loop().create_future()
