"""Pictures of other servers: fetched when asked for, from the Internet alone, and shown only where they are pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.gateway.pictures import MOST_OCTETS, fetch_all, is_public
from desktop.widgets.reading import Reading, picture
from nightmail.message.safe_html import shown
from tests.unit.message.test_safe_html import ATTEMPTS

PNG = b"\x89PNG\r\n"


class Web:
    """A server on loopback that answers each path as told, and writes down who asked for what."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        writer.write(self.answers.get(head.split()[1], b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"))
        await writer.drain()
        writer.close()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def answer(body: bytes, kind: str = "image/png", head: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


@asynccontextmanager
async def web(answers: dict[str, bytes]) -> AsyncIterator[Web]:
    made = Web(answers)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


async def test_a_picture_comes_without_a_word_about_who_asks() -> None:
    async with web({"/a.png?x=1": answer(PNG)}) as there:
        found = await fetch_all([there.at("/a.png?x=1")], may_ask=lambda _: True)

        assert found == {there.at("/a.png?x=1"): PNG}
        (head,) = there.asked
        assert "cookie" not in head.lower() and "referer" not in head.lower()


async def test_what_is_no_picture_or_too_large_or_missing_is_left_out() -> None:
    large = answer(b"x" * 10).replace(b"Content-Length: 10", f"Content-Length: {MOST_OCTETS + 10}".encode()) + b"x" * MOST_OCTETS
    answers = {"/page": answer(b"<html>", "text/html"), "/svg": answer(b"<svg>", "image/svg+xml"), "/large": large}
    async with web({**answers, "/ok": answer(PNG)}) as there:
        found = await fetch_all([there.at(path) for path in ("/page", "/svg", "/large", "/gone", "/ok")], may_ask=lambda _: True)

        assert found == {there.at("/ok"): PNG}


async def test_a_message_does_not_look_around_on_this_pc_or_its_network() -> None:
    async with web({"/admin": answer(PNG)}) as there:
        addresses = [there.at("/admin"), there.at("/admin").replace("127.0.0.1", "localhost")]

        assert await fetch_all(addresses) == {}
        assert there.asked == []


async def test_a_redirect_into_ones_own_network_is_not_followed() -> None:
    async with web({"/inside": answer(PNG)}) as inside:
        redirect = answer(b"", head="302 Found", more=f"Location: {inside.at('/inside')}\r\n")
        async with web({"/go": redirect}) as outside:
            asked: list[str] = []

            def may_ask(address: str) -> bool:
                asked.append(address)
                return len(asked) == 1

            assert await fetch_all([outside.at("/go")], may_ask=may_ask) == {}
            assert inside.asked == []


async def test_a_redirect_to_a_file_or_in_a_circle_ends_with_nothing() -> None:
    to_file = answer(b"", head="302 Found", more="Location: file:///etc/passwd\r\n")
    round_again = answer(b"", head="302 Found", more="Location: /round\r\n")
    async with web({"/file": to_file, "/round": round_again}) as there:
        assert await fetch_all([there.at("/file"), there.at("/round")], may_ask=lambda _: True) == {}


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/x", "http://", "http://user:pw@example.org/x", "https://[broken/x", "http://127.0.0.1:99999/x", ""],
)
async def test_addresses_that_are_none_are_left_out(address: str) -> None:
    assert await fetch_all([address], may_ask=lambda _: True) == {}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_only_addresses_on_the_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(octets.data())


def test_a_wide_picture_is_made_to_fit_and_what_is_none_is_a_blank(dressed: QApplication) -> None:
    assert picture(png(1000, 500), most_width=200).size().toTuple() == (200, 100)
    assert picture(png(20, 10), most_width=200).size().toTuple() == (20, 10)
    for content in (b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG):
        assert picture(content, most_width=200).width() == 1


def test_a_picture_inside_the_message_is_shown_and_one_outside_only_once_it_is_there(qtbot: QtBot, dressed: QApplication) -> None:
    reading = Reading()
    qtbot.addWidget(reading)
    reading.resize(400, 300)
    reading.show()
    html = '<p><img src="cid:logo@x"><img src="https://a.example/b.png?c=1&amp;d=%20e"></p>'

    reading.show_body(html, "", {"cid:logo@x": png(40, 30)})
    before = reading.document().size().height()
    reading.show_body(html, "", {"cid:logo@x": png(40, 30), "https://a.example/b.png?c=1&d=%20e": png(40, 200)})

    assert before >= 30
    assert reading.document().size().height() >= 200


def test_no_attempt_to_fetch_gets_anything_even_where_nothing_was_made_safe_before(qtbot: QtBot, dressed: QApplication) -> None:
    given: list[object] = []

    class Watched(Reading):
        def loadResource(self, kind: int, name: QUrl | str) -> object:
            given.append(answered := super().loadResource(kind, name))
            return answered

    watched = Watched()
    qtbot.addWidget(watched)
    opened: list[QUrl] = []
    watched.sourceChanged.connect(opened.append)
    watched.show()
    for attempt in ATTEMPTS:
        for html in (attempt, shown(attempt).html):
            watched.show_body(html, "")
            watched.grab()

    assert given
    assert all(each is None or (isinstance(each, QImage) and each.width() == 1) for each in given)
    assert opened == []
