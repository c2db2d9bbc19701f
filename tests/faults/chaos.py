"""Kill workers at random until everything is settled, and compare what the server took with what the record says."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

import psycopg

from nightmail.sandbox.server import Sandbox
from tests.hosted import Hosted, Worker


@dataclass(frozen=True)
class Report:
    """`lost`: neither sent nor in doubt. `doubled`: accepted twice. `untrue`: sent by the record, never accepted."""

    scheduled: int
    kills: int
    rescued: int
    states: dict[str, int]
    lost: list[str]
    doubled: list[str]
    untrue: list[str]

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.untrue)


async def chaos(
    hosted: Hosted,
    *,
    messages: int,
    workers: int = 4,
    killed_after: tuple[float, float] = (2.0, 3.0),
    faults: tuple[str, ...] = (),
    seed: int = 1,
) -> Report:
    """Schedule `messages`, keep `workers` running, kill each again and again until nothing is left to do."""
    accepted: Counter[str] = Counter()
    chance = random.Random(seed)
    async with Sandbox(faults=faults, remember=1, on_caught=lambda caught: accepted.update([caught.message_id])) as sandbox:
        await hosted.add_account(sandbox.port)
        letter = {"account": "anna@example.org", "subject": "Minutes", "html": "<p>" + "hello world " * 300, "in": "0s"}
        receipts = await hosted.schedule([{**letter, "to": [f"u{n}@example.net"]} for n in range(messages)])
        finished = asyncio.Event()
        kills = await asyncio.gather(
            *(_keep_killing(hosted, chance, killed_after, finished) for _ in range(workers)),
        )
    states = await _states(hosted.url)
    by_id = {receipt["message_id"]: states.get(receipt["message_id"], "gone") for receipt in receipts}
    return Report(
        scheduled=len(receipts),
        kills=sum(kills),
        rescued=await _count(hosted.url, "rescued"),
        states=dict(Counter(by_id.values())),
        lost=[id for id, state in by_id.items() if state not in ("sent", "in_doubt")],
        doubled=[id for id, count in accepted.items() if count > 1],
        untrue=[id for id, state in by_id.items() if state == "sent" and not accepted[id]],
    )


async def _keep_killing(hosted: Hosted, chance: random.Random, killed_after: tuple[float, float], finished: asyncio.Event) -> int:
    """One worker after another in one place, each killed, until one of them ends because all is done. How many were killed."""
    kills = 0
    while not finished.is_set():
        worker: Worker = await hosted.worker("--until-idle")
        # Counted from when it works: on a busy machine a start can take longer than a short life.
        await worker.until("dispatcher.started")
        try:
            assert await worker.ended(within=chance.uniform(*killed_after)) == 0, worker.log[-5:]
            finished.set()
        except TimeoutError:
            if finished.is_set():
                # Nothing is left to be killed for: let it see by itself that all is done.
                await worker.ended()
                break
            worker.kill()
            await worker.ended()
            kills += 1
    return kills


async def _states(url: str) -> dict[str, str]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute(
            "select m.rfc_message_id, d.state::text from public.messages m join public.deliveries d using (id)"
        )
        return dict(await found.fetchall())


async def _count(url: str, event: str) -> int:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute("select count(*) from public.audit_entries where event = %s", (event,))
        row = await found.fetchone()
        return row[0] if row else 0
