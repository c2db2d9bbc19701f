"""How long a claim takes, and what it reads, beside messages that were sent long ago, wait for their day, or are due."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg

from nightmail.ids import new_id
from nightmail.store.postgres import PostgresStore
from tests.benchmarks.letters import percentiles
from tests.faults import backlog
from tests.faults.backlog import Claimed, Line
from tests.letters import account, new

_ROUNDS = 200
_STORE_ROUNDS = 60
_BATCH = 50
_PAST = "now() - n * interval '1 ms'"
_FUTURE = "now() + interval '1 hour' + random() * interval '300 days'"
# In one transaction, a longer table of ids than this is slower for each.
_SLICE = 500_000


async def measure(url: str, *, future: int, due: int, finished: int) -> dict[str, object]:
    """One table is filled step by step: with `finished` messages, with `future` ones, with `due` ones. Another stays empty, and
    claims take turns in both: only then does their ratio tell of the tables and not of the hour."""
    with _line_to_an_empty_twin(url) as empty_line, psycopg.connect(url, autocommit=True) as line:
        empty, filled = Queue(empty_line), Queue(line)
        began = time.monotonic()
        filled.fill(finished, state="sent", due=_PAST)
        began = time.monotonic() - began
        turns = [(empty.refilled_claim(), filled.refilled_claim()) for _ in range(_ROUNDS)]
        among_none, beside_finished = _ms([turn[0] for turn in turns]), _ms([turn[1] for turn in turns])
        filled.fill(future, due=_FUTURE)
        beside_future = [filled.refilled_claim() for _ in range(_ROUNDS)]
        through_store = await _through_store(url)
        filled.fill(due, due=_PAST)
        among_due = [filled.claim() for _ in range(_ROUNDS)]
    return {
        "claim_batch": _BATCH,
        "claim_empty_ms": among_none,
        "claim_finished_rows": finished,
        "claim_finished_filled_in_s": round(began, 1),
        "claim_beside_finished_ms": beside_finished,
        "claim_finished_to_empty": [round(after / before, 2) for after, before in zip(beside_finished, among_none, strict=True)],
        "claim_future_rows": future,
        "claim_beside_future_ms": _ms(beside_future),
        "claim_beside_future_reads_a_row": _reads(beside_future),
        **through_store,
        "claim_due_rows": due,
        "claim_among_due_ms": _ms(among_due),
        "claim_among_due_reads_a_row": _reads(among_due),
    }


class Queue:
    """The queue of one database, with one account and one worker."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._owner = _owner(line)
        self._account, self._worker = backlog.account(line, self._owner), backlog.worker(line)

    def fill(self, count: int, *, state: str = "scheduled", due: str) -> None:
        for filled in range(0, count, _SLICE):
            backlog.fill(self._line, self._owner, self._account, min(_SLICE, count - filled), state=state, due=due)
        backlog.settle_down(self._line)

    def refilled_claim(self) -> Claimed:
        """A batch is due, and nothing else."""
        backlog.fill(self._line, self._owner, self._account, _BATCH, due=_PAST)
        return self.claim()

    def claim(self) -> Claimed:
        claimed = backlog.claim(self._line, self._worker, _BATCH)
        assert claimed.count == _BATCH
        return claimed


@contextmanager
def _line_to_an_empty_twin(url: str) -> Iterator[Line]:
    server, name = url.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as line:
        line.execute(f"create database {name}_empty template {name}".encode())
    with psycopg.connect(f"{server}/{name}_empty", autocommit=True) as line:
        yield line


def _ms(claims: list[Claimed]) -> tuple[float, float]:
    return percentiles([claimed.ms for claimed in claims])


def _reads(claims: list[Claimed]) -> float:
    """Of the worst claim, rows of the queue that were looked at for each one that was taken."""
    return max(claimed.read / claimed.count for claimed in claims)


async def _through_store(url: str) -> dict[str, object]:
    """The same from a worker's side: over the line, and with what it reads of the messages."""
    store = PostgresStore(url)
    await store.open()
    owner, worker = await store.owner(None), new_id()
    sender = account(owner_id=owner)
    await store.save_account(sender)
    await store.register_worker(worker, "bench", lease=timedelta(hours=1))
    took, waits = [], []
    for _ in range(_STORE_ROUNDS):
        await store.schedule(owner, [new(sender) for _ in range(_BATCH)])
        took.append(await _claim_ms(store, worker))
        started = time.perf_counter()
        await store.next_due(worker, closed=())
        waits.append((time.perf_counter() - started) * 1000)
    await store.close()
    p50, p99 = percentiles(took)
    return {"claim_of_50_ms_p50": p50, "claim_of_50_ms_p99": p99, "next_due_ms_p50": percentiles(waits)[0]}


async def _claim_ms(store: PostgresStore, worker: UUID) -> float:
    started = time.perf_counter()
    held = await store.claim(worker, limit=_BATCH, closed=())
    took = (time.perf_counter() - started) * 1000
    assert len(held) == _BATCH
    return took


def _owner(line: Line) -> UUID:
    """The person whom a plain database begins with."""
    row = line.execute("select id from auth.users").fetchone()
    assert row is not None
    id: UUID = row[0]
    return id
