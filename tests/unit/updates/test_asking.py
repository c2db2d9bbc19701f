"""Who asks for updates, whom, and what becomes of the answer."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import trustme

from nightmail.errors import OutsideError
from nightmail.updates.ask import fetched, newer_release
from nightmail.updates.channel import PYTHON, Channel, Installation, read_installation
from nightmail.updates.news import LONGEST
from tests.unit.desktop.fakes import StillClock
from tests.unit.updates.signed import MAKER, NOW, news, public

URL = "https://nightmail.example/news.json"
ASKS = Installation("0.1.0", channel=Channel(URL, (public(MAKER),)))
CLOCK = StillClock(NOW)


class Address:
    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        return self.answer


@pytest.mark.parametrize(("version", "newer"), [("0.2.0", "0.2.0"), ("0.1.0", None), ("0.0.9", None), ("0.1.0-rc.1", None)])
async def test_only_a_newer_version_is_news(version: str, newer: str | None) -> None:
    address = Address(news(version))

    found = await newer_release(ASKS, clock=CLOCK, fetch=address.fetch)

    assert (str(found.version) if found else None) == newer
    assert address.asked == [URL]


@pytest.mark.parametrize(
    "silent", [Installation("0.1.0"), Installation("0.1.0", channel=ASKS.channel, kept_by="packages")], ids=str
)
async def test_whom_a_package_manager_updates_asks_nobody(silent: Installation) -> None:
    address = Address(news())

    assert await newer_release(silent, clock=CLOCK, fetch=address.fetch) is None
    assert address.asked == []


async def test_an_address_that_is_away_is_an_outside_matter() -> None:
    with pytest.raises(OutsideError) as away:
        await fetched("https://127.0.0.1:1/news.json")
    assert away.value.code == "news-unreachable"


@asynccontextmanager
async def https(
    answer: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, trusted: Path | None = None
) -> AsyncIterator[str]:
    """An address that answers each question so, under a certificate that is trusted here alone, beside those in `trusted`."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authorities = (trusted.read_bytes() if trusted else b"") + authority.cert_pem.bytes()
    (tmp_path / "authority.pem").write_bytes(authorities)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "localhost", 0, ssl=context) as server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}/news.json"


def ok(content: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(content), content)


async def test_news_travels_over_https_and_is_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with https(ok(news()), monkeypatch, tmp_path) as url:
        found = await newer_release(Installation("0.1.0", channel=Channel(url, (public(MAKER),))), clock=CLOCK)

    assert found is not None
    assert str(found.version) == "0.2.0"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: http://localhost/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://[bad/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        ok(b" " * (LONGEST + 1)),
        b"nonsense\r\n\r\n",
    ],
    ids=["unsafe", "circle", "nowhere", "missing", "flood", "nonsense"],
)
async def test_an_answer_that_is_no_news_is_an_outside_matter(
    answer: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with https(answer, monkeypatch, tmp_path) as url:
        with pytest.raises(OutsideError) as refused:
            await fetched(url)

    assert refused.value.code == "news-unreachable"


@pytest.mark.parametrize("packed", [False, True])
async def test_an_answer_that_is_packed_is_never_unpacked(packed: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    content = gzip.compress(b" " * 10_000_000) if packed else news()
    encoding = b"gzip" if packed else b"identity"
    answer = ok(content).replace(b"\r\n\r\n", b"\r\nContent-Encoding: %s\r\n\r\n" % encoding, 1)

    async with https(answer, monkeypatch, tmp_path) as url:
        assert await fetched(url) == content


async def test_news_is_found_where_its_address_leads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with https(ok(b"news"), monkeypatch, tmp_path) as there:
        led = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % there.encode()
        async with https(led, monkeypatch, tmp_path, trusted=tmp_path / "authority.pem") as url:
            assert await fetched(url) == b"news"


async def test_an_address_that_nobody_vouches_for_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with https(ok(news()), monkeypatch, tmp_path) as url:
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(OutsideError):
            await fetched(url)


def about(folder: Path, updates: object, *, kept_by: str = "") -> Installation:
    (folder / "build.json").write_text(json.dumps({"version": "0.3.0", "commit": "abc", "updates": updates}))
    if kept_by:
        (folder / "kept-by").write_text(f"{kept_by}\n")
    return read_installation(folder)


def test_a_bundle_asks_the_address_it_was_built_with(tmp_path: Path) -> None:
    found = about(tmp_path, {"url": URL, "keys": ["k"]})

    assert (found.version, found.commit, found.channel, found.asks) == ("0.3.0", "abc", Channel(URL, ("k",)), True)


def test_a_bundle_from_a_package_leaves_updates_to_its_manager(tmp_path: Path) -> None:
    assert not about(tmp_path, {"url": URL, "keys": ["k"]}, kept_by="packages").asks


@pytest.mark.parametrize("updates", [None, {"url": "http://a.example", "keys": ["k"]}, {"url": 5}, "x"], ids=str)
def test_a_bundle_without_a_proper_address_asks_nobody(tmp_path: Path, updates: object) -> None:
    assert not about(tmp_path, updates).asks


def test_a_bundle_that_lost_what_it_knew_of_itself_still_starts(tmp_path: Path) -> None:
    assert not read_installation(tmp_path).asks


def test_a_python_environment_is_updated_by_its_own_tools() -> None:
    assert read_installation(None).kept_by == PYTHON
