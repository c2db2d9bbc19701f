"""HTTP to token endpoints: whom it dials, how long it waits, and what it refuses to read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
import trustme

from nightmail.errors import OutsideError, PersonError
from nightmail.oauth.endpoint import Code, TokenEndpoint
from nightmail.oauth.providers import Endpoints, check_endpoint, custom, provider_for
from nightmail.oauth.transport import PublicOnly, public_addresses
from tests.authorization_server.app import CLIENT
from tests.unit.oauth.stage import HandClock

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
AUTHORITY = trustme.CA()


@asynccontextmanager
async def answering(*pieces: bytes, gap: float = 0, name: str = "") -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that hears one request and says `pieces`, `gap` seconds apart; over TLS with a certificate for `name`."""
    heard: list[bytes] = []
    context = None
    if name:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        AUTHORITY.issue_cert(name).configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(gap)
            if not pieces:
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()


async def here(host: str, port: int) -> list[str]:
    """As if the name led to a public address, which this computer is not."""
    return ["127.0.0.1"]


def trusting() -> httpx.AsyncHTTPTransport:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return httpx.AsyncHTTPTransport(verify=context)


async def test_the_looked_up_address_is_dialled_and_the_name_still_has_to_be_proved() -> None:
    line = httpx.AsyncClient(transport=PublicOnly(trusting(), here))
    async with line, answering(ANSWER, name="id.example") as (port, heard):
        answer = await line.post(f"https://id.example:{port}/token")
        with pytest.raises(httpx.ConnectError):
            await line.post(f"https://other.example:{port}/token")

    assert answer.status_code == 200
    assert f"\r\nHost: id.example:{port}\r\n".encode() in heard[0]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "[::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "localhost"]
)
async def test_no_private_address_is_dialled_whatever_it_is_called(host: str) -> None:
    async with httpx.AsyncClient(transport=PublicOnly(httpx.AsyncHTTPTransport())) as line:
        with pytest.raises(PersonError) as refused:
            await line.post(f"https://{host}:9/token")

    assert refused.value.code == "private-host"


async def test_a_public_address_is_one_and_nothing_goes_there_unencrypted() -> None:
    assert await public_addresses("93.184.215.14", 443) == ["93.184.215.14"]
    async with httpx.AsyncClient(transport=PublicOnly(httpx.AsyncHTTPTransport())) as line:
        with pytest.raises(PersonError):
            await line.post("http://93.184.215.14/token")


@pytest.mark.parametrize(
    "pieces",
    [
        [ANSWER[:-2], *[b" "] * 100],
        [*[bytes([octet]) for octet in ANSWER]],
        [],
    ],
    ids=["dripping body", "dripping head", "silent"],
)
async def test_an_endpoint_that_drips_gets_no_more_than_its_time(pieces: list[bytes]) -> None:
    endpoint = TokenEndpoint(HandClock(), patience=timedelta(milliseconds=150))
    async with answering(*pieces, gap=0.05) as (port, _):
        provider = custom(Endpoints("https://id.example/", f"http://127.0.0.1:{port}/token", ()))
        with pytest.raises(OutsideError) as told:
            await endpoint.exchange(provider, CLIENT, Code("code", "verifier", "http://127.0.0.1:1"))

    assert told.value.code == "sign-in-unreachable"


async def test_a_redirect_is_not_followed_with_a_secret_in_hand() -> None:
    async with answering(ANSWER) as (elsewhere, heard):
        away = f"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        async with answering(away.encode()) as (port, _):
            provider = custom(Endpoints("https://id.example/", f"http://127.0.0.1:{port}/token", ()))
            with pytest.raises(OutsideError):
                await TokenEndpoint(HandClock()).exchange(provider, CLIENT, Code("c", "v", "http://127.0.0.1:1"))

    assert heard == []


@pytest.mark.parametrize(
    "url", ["http://id.example/t", "ftp://id.example", "https://", "https://user@id.example/t", "https://x:y/", ""]
)
def test_an_endpoint_that_others_could_listen_to_is_none(url: str) -> None:
    with pytest.raises(PersonError) as refused:
        check_endpoint(url)

    assert refused.value.code == "bad-endpoint"


def test_a_provider_is_known_by_the_address_or_by_its_mail_server() -> None:
    assert provider_for("anna@GMAIL.com") == "google"
    assert provider_for("anna@contoso.onmicrosoft.com") == "microsoft"
    assert provider_for("anna@firm.example", "smtp.gmail.com") == "google"
    assert provider_for("anna@firm.example") == ""
