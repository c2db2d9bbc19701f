"""What a container's health check starts: it tells a well worker from one that is not, and names a wrong setting."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from cloud_worker.health import HealthServer
from cloud_worker.probe import main, probe
from tests.unit.worker.test_health import LOOPBACK, Worker


async def asked(worker: Worker, path: str, host: str = LOOPBACK) -> tuple[int, str]:
    async with HealthServer(worker.ready, worker.page).serving(LOOPBACK, 0) as port:
        variables = {"NIGHTMAIL_HEALTH_PORT": str(port), "NIGHTMAIL_HEALTH_HOST": host}
        return await asyncio.to_thread(probe, variables, path)


@pytest.mark.parametrize("host", [LOOPBACK, "0.0.0.0"])
async def test_a_worker_that_is_well_is_told_from_one_that_is_not_ready(host: str) -> None:
    well, waiting = Worker(), Worker()
    waiting.reason = "waiting for the database"

    assert await asked(well, "/readyz", host) == (0, "ready")
    assert await asked(waiting, "/readyz", host) == (1, "waiting for the database")
    assert await asked(waiting, "/healthz", host) == (0, "ok")


async def test_a_worker_that_does_not_answer_is_not_well() -> None:
    async with HealthServer(Worker().ready, Worker().page).serving(LOOPBACK, 0) as port:
        pass

    code, said = await asyncio.to_thread(probe, {"NIGHTMAIL_HEALTH_PORT": str(port)}, "/healthz")

    assert code == 1
    assert said.startswith("no answer: ")


async def test_what_speaks_no_http_is_not_well() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.org\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(talk, LOOPBACK, 0) as server:
        port = server.sockets[0].getsockname()[1]
        code, said = await asyncio.to_thread(probe, {"NIGHTMAIL_HEALTH_PORT": str(port)}, "/healthz")

    assert (code, said[:10]) == (1, "no answer:")


@pytest.mark.parametrize(
    ("variables", "word"),
    [({}, "NIGHTMAIL_HEALTH_PORT is not set"), ({"NIGHTMAIL_HEALTH_PORT": "eighty"}, "NIGHTMAIL_HEALTH_PORT is “eighty”")],
)
def test_a_port_that_is_not_named_is_a_wrong_setting_and_no_illness(variables: dict[str, str], word: str) -> None:
    code, said = probe(variables, "/healthz")

    assert code == 2
    assert word in said


def test_only_its_two_questions_can_be_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIGHTMAIL_HEALTH_PORT", raising=False)

    assert main(["/metrics"]) == 2
    assert "One of /healthz and /readyz" in capsys.readouterr().err
    assert main(["/readyz", "/healthz"]) == 2


def test_it_loads_nothing_of_the_worker_that_takes_time() -> None:
    # A container asks four times a minute: it starts in a tenth of the time that the worker takes.
    look = (
        "import sys, cloud_worker.probe; print([n for n in ('sqlalchemy', 'psycopg', 'typer', 'structlog') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])

    assert done.stdout == "[]\n"
