"""Sessions of TLS are taken up where an earlier connection left them, and only where it was trusted."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
import trustme
import uvloop

from nightmail.account.model import Security, Server
from nightmail.smtp.connection import Connection, connect
from nightmail.smtp.failed import Failed
from nightmail.smtp.resumption import ResumingContext, resuming_context
from tests.unit.smtp.stage import PATIENT

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
Run = Callable[[Coroutine[Any, Any, None]], None]
CA = trustme.CA()


def trusting(authority: trustme.CA = CA) -> ResumingContext:
    return resuming_context(cadata=authority.cert_pem.bytes().decode())


def certified(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    CA.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


class MailServer:
    """Greets, and says goodbye. STARTTLS where it is not encrypted from the start."""

    def __init__(self, context: ssl.SSLContext, security: Security) -> None:
        self._context = context
        self._security = security
        self.port = 0

    async def __aenter__(self) -> MailServer:
        context = self._context if self._security is Security.TLS else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            verb = line.strip().upper()
            if verb == b"STARTTLS":
                writer.write(b"220 go on\r\n")
                await writer.start_tls(self._context)
            elif verb == b"QUIT":
                break
            else:
                writer.write(b"250-here\r\n250 STARTTLS\r\n")
        writer.close()

    async def opened(self, context: ssl.SSLContext, host: str = "127.0.0.1") -> Connection | Failed:
        made = await connect(
            Server(host, self.port, self._security), None, settings=replace(PATIENT, tls_context=context), tls_context=context
        )
        if isinstance(made, Connection):
            made.close()
            await made.talk.closed
        return made

    async def resumed(self, context: ssl.SSLContext, host: str = "127.0.0.1") -> bool:
        made = await self.opened(context, host)
        assert isinstance(made, Connection)
        return made.is_resumed


def on_uvloop(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


@pytest.mark.parametrize("run", [asyncio.run, on_uvloop])
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("version", VERSIONS)
def test_the_second_connection_to_a_host_takes_up_the_firsts_session(
    version: ssl.TLSVersion, security: Security, run: Run
) -> None:
    async def story() -> None:
        async with MailServer(certified(version), security) as server:
            client = trusting()

            assert [await server.resumed(client) for _ in range(3)] == [False, True, True]

    run(story())


async def test_a_session_is_for_its_host_alone() -> None:
    async with MailServer(certified(ssl.TLSVersion.TLSv1_3), Security.TLS) as server:
        client = trusting()
        await server.resumed(client, "127.0.0.1")

        assert not await server.resumed(client, "localhost")


async def test_a_server_that_forgot_the_session_gets_a_whole_handshake() -> None:
    client = trusting()
    for _ in range(2):
        async with MailServer(certified(ssl.TLSVersion.TLSv1_3), Security.TLS) as server:
            assert not await server.resumed(client)


async def test_certificates_are_checked_as_by_the_default_context() -> None:
    default, ours = ssl.create_default_context(), trusting()
    assert (ours.verify_mode, ours.check_hostname, ours.verify_flags) == (
        default.verify_mode,
        default.check_hostname,
        default.verify_flags,
    )

    async with MailServer(certified(ssl.TLSVersion.TLSv1_3), Security.TLS) as server:
        refused = await server.opened(trusting(trustme.CA()))

    assert isinstance(refused, Failed) and refused.code == "certificate-unvouched"
