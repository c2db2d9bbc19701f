"""A domain's DNS and web server on this computer: real packets, real TLS, loopback only."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import httpx
import trustme

LOOPBACK = "127.0.0.1"


class _Nameserver(asyncio.DatagramProtocol):
    """Answers what `records` has; "silent" names get no answer at all."""

    def __init__(self, records: Mapping[tuple[str, str], Sequence[str]], silent: frozenset[str]) -> None:
        self._records, self._silent = records, silent

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        asked = dns.message.from_wire(data)
        question = asked.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        if name in self._silent:
            return
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        found = self._records.get((name, kind))
        if found:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self._transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def nameserver(
    records: Mapping[tuple[str, str], Sequence[str]], *, silent: frozenset[str] = frozenset()
) -> AsyncIterator[int]:
    """The port of a resolver that knows these records, by name and kind."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Nameserver(records, silent), local_addr=(LOOPBACK, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@dataclass
class Pages:
    """What the web server answers by "host/path": a body, or (status, headers, body). `asked`: the paths with their queries."""

    by_place: Mapping[str, bytes | tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        target = head.split(" ")[1]
        host = next(line.partition(":")[2].strip() for line in head.split("\r\n") if line.lower().startswith("host:"))
        self.asked.append(f"{host}{target}")
        page = self.by_place.get(f"{host}{target.partition('?')[0]}", (404, {}, b""))
        status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
        lines = [f"HTTP/1.1 {status} Fine", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()


class ToLoopback(httpx.AsyncBaseTransport):
    """Every name leads to one port of this computer; TLS still asks for the name."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        self._port, self._trust = port, trust

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "sni_hostname": request.url.host}
        request.url = request.url.copy_with(host=LOOPBACK, port=self._port)
        return await httpx.AsyncHTTPTransport(verify=self._trust).handle_async_request(request)


@asynccontextmanager
async def web(pages: Pages, *names: str) -> AsyncIterator[httpx.AsyncBaseTransport]:
    """A way to a web server that proves to be any of `names`."""
    authority = trustme.CA()
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(served)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    server = await asyncio.start_server(pages.serve, LOOPBACK, 0, ssl=served)
    try:
        yield ToLoopback(server.sockets[0].getsockname()[1], trust)
    finally:
        server.close()
        await server.wait_closed()
