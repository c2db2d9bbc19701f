"""How long one person's message waits beside another's batch, and what leaves first of the batch's own account."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path

import psycopg

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.ids import new_id
from nightmail.sandbox.maildir import Caught
from nightmail.sandbox.server import Sandbox
from nightmail.store.postgres import PostgresStore
from tests.benchmarks.letters import letters, percentiles
from tests.hosted import Hosted
from tests.letters import new

_SAMPLES = 30
_BETWEEN = 0.1


async def measure(url: str, folder: Path, *, batch: int) -> dict[str, object]:
    """From the commit of a message that is due now to the server's acceptance, while a batch of another owner leaves."""
    accepted: dict[str, asyncio.Future[datetime]] = {}
    left, has_begun = 0, asyncio.Event()

    def caught(message: Caught) -> None:
        nonlocal left
        left += 1
        has_begun.set()
        if waiting := accepted.get(message.message_id):
            waiting.set_result(message.accepted_at)

    hosted, took = Hosted(url, folder), []
    async with Sandbox(on_caught=caught, remember=1) as sandbox:
        await hosted.add_account(sandbox.port)
        await hosted.schedule(letters(batch))
        beside = await _stranger(url, sandbox.port)
        store = PostgresStore(url)
        await store.open()
        try:
            await hosted.worker(is_heard=False)
            await has_begun.wait()
            for _ in range(_SAMPLES):
                one = new(beside)
                accepted[one.message.message_id] = asyncio.get_running_loop().create_future()
                await store.schedule(beside.owner_id, [one])
                committed = time.time()
                took.append(((await accepted[one.message.message_id]).timestamp() - committed) * 1000)
                if left >= batch + len(took):
                    break
                await asyncio.sleep(_BETWEEN)
        finally:
            await store.close()
        await hosted.stop()
    p50, p99 = percentiles(took)
    return {"beside_batch_of": batch, "beside_samples": len(took), "beside_ms_p50": p50, "beside_ms_p99": p99}


async def _stranger(url: str, port: int) -> Account:
    """Somebody else with an account of their own."""
    owner = new_id()
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("insert into auth.users (id, email) values (%s, 'ben@example.net')", (owner,))
    server = Server("127.0.0.1", port, Security.PLAIN)
    made = Account(new_id(), owner, "ben@example.net", "Ben", server, None, Limits(4, 100, 1000))
    store = PostgresStore(url)
    await store.open()
    await store.save_account(made)
    await store.close()
    return made
