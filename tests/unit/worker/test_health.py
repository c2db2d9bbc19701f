"""The health server answers three questions and survives whatever else comes to its port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from cloud_worker.health import HealthServer
from nightmail.errors import OutsideError

LOOPBACK = "127.0.0.1"


class Worker:
    reason = ""

    async def ready(self) -> str:
        return self.reason

    async def page(self) -> bytes:
        return b"nightmail_queue 1\n"


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
async def port(worker: Worker) -> AsyncIterator[int]:
    async with HealthServer(worker.ready, worker.page).serving(LOOPBACK, 0) as port:
        yield port


async def ask(port: int, request: bytes) -> tuple[str, bytes]:
    """Status line and body."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(request)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.split(b"\r\n")[0].decode(), body


async def test_the_three_questions_are_answered(port: int) -> None:
    assert await ask(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == ("HTTP/1.1 200 OK", b"ok\n")
    assert await ask(port, b"GET /readyz?x=1 HTTP/1.0\r\n\r\n") == ("HTTP/1.1 200 OK", b"ready\n")
    assert await ask(port, b"GET /metrics HTTP/1.1\r\n\r\n") == ("HTTP/1.1 200 OK", b"nightmail_queue 1\n")
    assert await ask(port, b"HEAD /metrics HTTP/1.1\r\n\r\n") == ("HTTP/1.1 200 OK", b"")


async def test_a_worker_that_is_not_ready_says_why(worker: Worker, port: int) -> None:
    worker.reason = "waiting for the database"

    assert await ask(port, b"GET /readyz HTTP/1.1\r\n\r\n") == ("HTTP/1.1 503 Service Unavailable", b"waiting for the database\n")
    assert (await ask(port, b"GET /healthz HTTP/1.1\r\n\r\n"))[0] == "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "404"),
        (b"POST /healthz HTTP/1.1\r\n\r\n", "405"),
        (b"EHLO you\r\n\r\n", "400"),
        (b"\x16\x03\x01\x02\x00", "400"),
        (b"", "400"),
        (b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 4000, "400"),
    ],
)
async def test_anything_else_is_refused(port: int, request_bytes: bytes, status: str) -> None:
    line, _ = await ask(port, request_bytes)

    assert line.split(" ")[1] == status
    assert (await ask(port, b"GET /healthz HTTP/1.1\r\n\r\n"))[1] == b"ok\n"


async def test_a_port_that_is_taken_is_said_with_the_mend(worker: Worker, port: int) -> None:
    with pytest.raises(OutsideError) as caught:
        async with HealthServer(worker.ready, worker.page).serving(LOOPBACK, port):
            pass

    assert caught.value.code == "port-taken"
    assert "NIGHTMAIL_HEALTH_PORT" in caught.value.next
