"""What a claim reads does not grow with what waits for its day, was sent long ago, or can't be sent. Counted by the server."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.faults import backlog
from tests.faults.backlog import Line
from tests.letters import OWNER

BATCH = 100
DUE = "now() - n * interval '1 ms'"
LATER = "now() + interval '1 hour' + n * interval '1 second'"


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


@pytest.fixture
def line(running: PostgresServer) -> Iterator[Line]:
    with databases.fresh(running) as url, psycopg.connect(url, autocommit=True) as line:
        yield line


@pytest.fixture
def worker(line: Line) -> UUID:
    return backlog.worker(line)


def test_a_claim_reads_at_most_three_times_its_batch_whatever_waits(line: Line, worker: UUID) -> None:
    anna = backlog.account(line, OWNER)
    backlog.fill(line, OWNER, anna, 40_000, due=LATER)
    backlog.fill(line, OWNER, anna, 10_000, due=DUE)
    backlog.settle_down(line)

    for _ in range(20):
        claimed = backlog.claim(line, worker, BATCH)
        assert claimed.count == BATCH
        assert claimed.read <= 3 * BATCH


def test_what_was_sent_long_ago_costs_a_claim_nothing(line: Line, worker: UUID) -> None:
    anna = backlog.account(line, OWNER)
    backlog.fill(line, OWNER, anna, 1_000, due=DUE)
    backlog.settle_down(line)
    among_few = backlog.claim(line, worker, BATCH)
    backlog.fill(line, OWNER, anna, 40_000, state="sent", due=DUE)
    backlog.settle_down(line)

    among_many = backlog.claim(line, worker, BATCH)

    assert among_many.count == among_few.count == BATCH
    assert among_many.read <= 1.5 * among_few.read


def test_the_backlog_of_a_paused_account_is_set_aside_and_then_costs_others_nothing(line: Line, worker: UUID) -> None:
    anna, paused = backlog.account(line, OWNER), backlog.account(line, OWNER, state="paused")
    backlog.fill(line, OWNER, paused, 10_000, due=f"{DUE} - interval '1 day'")
    backlog.fill(line, OWNER, anna, 10_000, due=DUE)
    backlog.settle_down(line)

    assert backlog.until_set_aside(line, worker, BATCH) <= 10

    for _ in range(10):
        claimed = backlog.claim(line, worker, BATCH)
        assert claimed.count == BATCH
        # Setting aside looks at as many once more as it takes to see that nothing is in the way.
        assert claimed.read <= 4 * BATCH
