"""HTTP to token endpoints: bounded in time and size, follows no redirect, and for strangers' accounts reaches only the public
Internet. Knows nothing of tokens."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import cache

import httpx

from nightmail.account.servers import is_public
from nightmail.errors import PersonError

_LONGEST = 256 * 1024
LookUp = Callable[[str, int], Awaitable[Sequence[str]]]


def client(*, may_be_private: bool, patience: timedelta) -> httpx.AsyncClient:
    """`patience` is for the whole answer. In use it raises PersonError `private-host` where a name leads into the worker's own
    network."""
    # No proxy of the environment: it would do the looking-up, and with that the deciding.
    inner = httpx.AsyncHTTPTransport(verify=_trust())
    transport = Bounded(inner if may_be_private else PublicOnly(inner), patience)
    return httpx.AsyncClient(transport=transport, timeout=patience.total_seconds(), follow_redirects=False)


@cache
def _trust() -> ssl.SSLContext:
    """The system's; reading it takes 20 to 65 ms."""
    return ssl.create_default_context()


class Bounded(httpx.AsyncBaseTransport):
    """An endpoint that drips or floods gets no more than its share."""

    def __init__(self, inner: httpx.AsyncBaseTransport, patience: timedelta) -> None:
        self._inner = inner
        self._patience = patience

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                answer = await self._inner.handle_async_request(request)
                try:
                    content = await _read(answer)
                finally:
                    await answer.aclose()
        except TimeoutError:
            raise httpx.ReadTimeout("too slow", request=request) from None
        return httpx.Response(answer.status_code, headers=_plain(answer.headers), content=content)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _read(answer: httpx.Response) -> bytes:
    content = b""
    async for block in answer.aiter_bytes():
        content += block
        if len(content) > _LONGEST:
            raise httpx.DecodingError("its answer is too long")
    return content


def _plain(headers: httpx.Headers) -> list[tuple[bytes, bytes]]:
    """Without what spoke of the encoding that is undone by now."""
    gone = (b"content-encoding", b"content-length", b"transfer-encoding")
    return [(name, value) for name, value in headers.raw if name.lower() not in gone]


async def public_addresses(host: str, port: int) -> list[str]:
    """Those of a name's addresses that are on the public Internet. Raises httpx.ConnectError where it can't be looked up."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"the name {host} could not be looked up") from error
    return [str(address[0]) for *_, address in found if is_public(str(address[0]))]


class PublicOnly(httpx.AsyncBaseTransport):
    """The address that was looked up and found public is the one that is dialled; TLS still asks for the name."""

    def __init__(self, inner: httpx.AsyncBaseTransport, look_up: LookUp = public_addresses) -> None:
        self._inner = inner
        self._look_up = look_up

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if request.url.scheme != "https":
            raise _refused(host)
        request.extensions = {**request.extensions, "sni_hostname": host}
        failure: httpx.ConnectError | None = None
        for address in await self._look_up(host, request.url.port or 443):
            request.url = request.url.copy_with(host=address)
            try:
                return await self._inner.handle_async_request(request)
            except httpx.ConnectError as error:
                failure = error
        raise failure or _refused(host)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _refused(host: str) -> PersonError:
    return PersonError(
        "private-host",
        f"{host} is in the worker's own network, and people's accounts may not reach into that.",
        next="Sign in with a provider on the Internet, or send from this PC.",
    )
