"""How many messages a second can be scheduled: one by one through the outbox, and in bulk through the command line."""

from __future__ import annotations

import time
from pathlib import Path

from nightmail.message.draft import Draft
from nightmail.outbox import Outbox, Request
from nightmail.schedule.model import NOW
from nightmail.store.blobs import FolderBlobs
from nightmail.store.postgres import PostgresStore
from tests.benchmarks.letters import HTML, letters
from tests.hosted import Hosted
from tests.letters import account

_SINGLE = 500
_AT_ONCE = 500


async def measure(url: str, folder: Path, *, bulk: int) -> dict[str, object]:
    store = PostgresStore(url)
    await store.open()
    owner = await store.owner(None)
    sender = account(owner_id=owner)
    await store.save_account(sender)
    outbox = Outbox(store, FolderBlobs(folder / "blobs"), owner_id=owner)
    drafts = [Draft(to=(f"u{n}@example.net",), subject=f"Hi {n}", text="hello world", html=HTML) for n in range(bulk)]

    started = time.monotonic()
    for draft in drafts[:_SINGLE]:
        await outbox.schedule(draft, sender, NOW)
    single = _SINGLE / (time.monotonic() - started)

    started = time.monotonic()
    for start in range(0, bulk, _AT_ONCE):
        await outbox.schedule_many([Request(draft, sender) for draft in drafts[start : start + _AT_ONCE]])
    in_bulk = bulk / (time.monotonic() - started)
    await store.close()

    hosted = Hosted(url, folder)
    started = time.monotonic()
    await hosted.schedule(letters(bulk))
    by_command = bulk / (time.monotonic() - started)
    return {
        "enqueue_single_per_s": round(single),
        "enqueue_bulk_per_s": round(in_bulk),
        "enqueue_jsonl_per_s": round(by_command),
    }
