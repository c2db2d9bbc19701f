"""Workers killed a thousand times while they send: what is lost, what goes twice, and how soon others take over."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import psycopg

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.sandbox.maildir import Caught
from nightmail.sandbox.server import Sandbox
from nightmail.store.postgres import PostgresStore
from tests.benchmarks.letters import percentiles
from tests.faults.forked import Forked
from tests.faults.reckoning import reckon
from tests.hosted import Hosted
from tests.letters import NOW, account, new

_LEASE_S = 3.0
_DOOMED, _LETTERS, _APART_S = 8, 1200, 2.0
_WORKERS = 6
_LIFE_S = (0.0, 0.9)
_SERVERS = 4
# Two replies of each server are lost: rarely enough for no breaker to open, which is not what is measured here.
_FAULTS = ("slow:40",)
_LOST_REPLIES = (("lose-reply:40*2",), ("lose-reply:400*2",), ("lose-reply:1200*2",), ("lose-reply:2000*2",))
# What the dead still hold counts too.
_BACKLOG, _PORTION = 800, 100
_TAKEN = ("claimed", "transmitting")


@dataclass(frozen=True, slots=True)
class Entry:
    message: str
    at: datetime
    event: str
    actor: str


@dataclass(frozen=True, slots=True)
class Takeover:
    """What one death left behind. Seconds from it to the next claim by another (None: not claimed again) or to the word that a
    message is in doubt (None: it was not)."""

    to_retry: float | None
    to_doubt: float | None


async def measure(url: str, folder: Path, *, kills: int) -> dict[str, object]:
    began = time.monotonic()
    accepted: Counter[str] = Counter()
    hosted = Hosted(url, folder / "killing", {"NIGHTMAIL_LEASE": f"{_LEASE_S:g}s", "NIGHTMAIL_BATCH": "40"})
    hosted.folder.mkdir(parents=True)
    async with _accounts(url, accepted) as (store, senders):
        deaths = await _killed(hosted, store, senders, kills=kills)
        last = Forked(hosted.environment, hosted.folder / "last.log", "--until-idle")
        assert await last.ended() == 0
    reckoning = await reckon(url, accepted)
    assert not (reckoning.doubled or reckoning.untrue), (reckoning.doubled[:5], reckoning.untrue[:5])
    takeovers = [_takeover(chain, deaths) for chain in await _chains(url)]
    left = [takeover for takeovers_of_one in takeovers for takeover in takeovers_of_one]
    retry = percentiles([one.to_retry for one in left if one.to_retry is not None])
    doubt = percentiles([one.to_doubt for one in left if one.to_doubt is not None])
    known = [one for one in left if one.to_retry is not None or one.to_doubt is not None]
    return {
        "kills": len(deaths),
        "kills_messages": reckoning.scheduled,
        "kills_states": dict(reckoning.states),
        # Neither sent nor in doubt when the last worker had nothing left to do soon: `kills_states` says what instead.
        "kills_not_recovered": len(reckoning.lost),
        "kills_recovered_percent": reckoning.recovered_percent,
        "kills_copies_beyond_one": sum(copies - 1 for copies in accepted.values()),
        "kills_in_doubt": reckoning.states["in_doubt"],
        "kills_left_behind": len(left),
        "kills_left_behind_taken_up_percent": round(100 * len(known) / len(left), 3),
        "kills_lease_s": _LEASE_S,
        "kills_to_retry_s": retry,
        "kills_to_doubt_s": doubt,
        "kills_seconds": round(time.monotonic() - began, 1),
    }


async def takeover(url: str, folder: Path) -> dict[str, object]:
    """With the default lease: workers that die one after the other while one lives. From each death to the next try of what the
    dead held, which nobody may touch until its lease has ended."""
    accepted: Counter[str] = Counter()
    hosted = Hosted(url, folder / "takeover", {"NIGHTMAIL_BATCH": "40"})
    hosted.folder.mkdir(parents=True)
    deaths: dict[str, float] = {}
    async with _accounts(url, accepted) as (store, senders):
        await store.schedule(senders[0].owner_id, [new(senders[n % len(senders)]) for n in range(_LETTERS)])
        doomed = [Forked(hosted.environment, hosted.folder / f"{n}.log") for n in range(_DOOMED)]
        names = [await worker.started() for worker in doomed]
        living = Forked(hosted.environment, hosted.folder / "living.log", "--until-idle")
        for name, worker in zip(names, doomed, strict=True):
            await asyncio.sleep(_APART_S)
            await worker.kill()
            deaths[f"worker:{name}"] = worker.killed_at
        assert await living.ended() == 0
    reckoning = await reckon(url, accepted)
    assert not (reckoning.doubled or reckoning.untrue or reckoning.lost), reckoning
    left = [one for chain in await _chains(url) for one in _takeover(chain, deaths)]
    return {
        "takeover_deaths": len(deaths),
        "takeover_left_behind": len(left),
        "takeover_to_retry_s": percentiles([one.to_retry for one in left if one.to_retry is not None]),
        "takeover_to_doubt_s": percentiles([one.to_doubt for one in left if one.to_doubt is not None]),
        "takeover_copies_beyond_one": sum(copies - 1 for copies in accepted.values()),
    }


@asynccontextmanager
async def _accounts(url: str, accepted: Counter[str]) -> AsyncIterator[tuple[PostgresStore, Sequence[Account]]]:
    """Accounts at servers of their own, which take their time, count copies, and lose a reply now and then."""

    def caught(message: Caught) -> None:
        accepted[message.message_id] += 1

    store, senders = PostgresStore(url), []
    await store.open()
    owner = await store.owner(None)
    async with AsyncExitStack() as stack:
        for n in range(_SERVERS):
            faults = (*_FAULTS, *_LOST_REPLIES[n])
            sandbox = await stack.enter_async_context(Sandbox(faults=faults, remember=1, on_caught=caught))
            server = Server("127.0.0.1", sandbox.port, Security.PLAIN)
            senders.append(account(owner_id=owner, address=f"anna{n}@example.org", smtp=server, limits=Limits(2, 100, 1000)))
            await store.save_account(senders[-1])
        yield store, senders
    await store.close()


async def _killed(hosted: Hosted, store: PostgresStore, senders: Sequence[Account], *, kills: int) -> dict[str, float]:
    """When each worker that had begun to work was killed, by its name in the record."""
    chance, numbers, deaths = random.Random(1), count(), dict[str, float]()

    async def one_place() -> None:
        while (number := next(numbers)) < kills:
            worker = Forked(hosted.environment, hosted.folder / f"{number}.log")
            name = await worker.started()
            await asyncio.sleep(chance.uniform(*_LIFE_S))
            await worker.kill()
            deaths[f"worker:{name}"] = worker.killed_at
            if len(deaths) % 50 == 0:
                print(f"killing: {len(deaths)} of {kills}", file=sys.stderr, flush=True)

    feeding = asyncio.create_task(_feed(store, senders))
    try:
        await asyncio.gather(*(one_place() for _ in range(_WORKERS)))
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    return deaths


async def _feed(store: PostgresStore, senders: Sequence[Account]) -> None:
    """There is always something due."""
    while True:
        if (await store.busy(within=NOW)).pending < _BACKLOG:
            batch = [new(senders[n % len(senders)]) for n in range(_PORTION)]
            await store.schedule(senders[0].owner_id, batch)
        await asyncio.sleep(0.1)


async def _chains(url: str) -> Iterable[Sequence[Entry]]:
    """What the record tells of each message, in its order."""
    chains: dict[str, list[Entry]] = defaultdict(list)
    async with await psycopg.AsyncConnection.connect(url) as line:
        found = await line.execute("select message_id::text, at, event, actor from public.audit_entries order by message_id, seq")
        async for row in found:
            chains[row[0]].append(Entry(*row))
    return chains.values()


def _takeover(chain: Sequence[Entry], deaths: dict[str, float]) -> list[Takeover]:
    """Of one message, for each death of who held it: the next entry is another's."""
    return [
        Takeover(
            to_retry=_seconds(chain[n + 1 :], "claimed", deaths[held.actor]) if held.event == "claimed" else None,
            to_doubt=_seconds(chain[n + 1 :], "in_doubt", deaths[held.actor]) if held.event == "transmitting" else None,
        )
        for n, held in enumerate(chain)
        if held.event in _TAKEN and held.actor in deaths and all(later.actor != held.actor for later in chain[n + 1 :])
    ]


def _seconds(later: Iterable[Entry], event: str, died_at: float) -> float | None:
    return next((entry.at.timestamp() - died_at for entry in later if entry.event == event), None)
