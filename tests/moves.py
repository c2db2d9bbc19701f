"""PCs with real stores, and a cloud over a real PostgreSQL that can be asked twice, late, or into the void."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, select

from nightmail import records
from nightmail.account.model import Account
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import Accepted, Deferred, Outcome, Phase, RecipientResult, Reply, ReplyClass
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import settle
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.model import Attachment
from nightmail.moving import Mover
from nightmail.ports import Claimed, Item, MovableStore, Parcel, Settlement, Store, Transmission
from nightmail.profile import LOCAL_OWNER
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from nightmail.store.tables import deliveries
from nightmail.verify import verify_all
from tests.letters import OWNER, account, new

Hook = Callable[[str], None]
AT_ONCE = RetryPolicy(gaps=(timedelta(0),), grey_gaps=(timedelta(0),))
LEASE = timedelta(hours=1)
IN_AN_HOUR = timedelta(hours=1)
_FROZEN_IN_TIME = datetime(2026, 1, 1, tzinfo=UTC)


class Crash(Exception):
    """The process dies here. Nothing of Nightmail's own catches it."""


def calm(step: str) -> None:
    """Nothing happens between the steps."""


@dataclass
class Cloud:
    """The functions that the Data API exposes, asked as it asks them: as `authenticated`, with somebody's claims.

    `hook` is told before each request ("before take") and between its commit and its answer ("after take")."""

    line: psycopg.AsyncConnection[Any]
    device: str
    user: UUID = OWNER
    hook: Hook = calm
    accounts: set[UUID] = field(default_factory=set)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        return f"cloud.example {self.user}"

    async def sends_for(self, account_id: UUID) -> bool:
        self.hook("before sends_for")
        return account_id in self.accounts

    async def upload(self, files: Sequence[Attachment]) -> None:
        self.hook("before upload")
        self.files |= {file.sha256 for file in files}

    async def download(self, files: Sequence[Attachment]) -> None:
        self.hook("before download")

    async def show(self, id: UUID) -> Parcel | None:
        found = await self._call("show", "show_message", {"id": str(id)})
        return records.parcel_of(found) if found else None

    async def take(self, parcel: Parcel) -> None:
        await self._call("take", "schedule_message", {"message": records.handed_over(parcel)})

    async def give(self, id: UUID, transfer: int, device: str) -> Parcel | None:
        answer = await self._call("give", "give_message", {"id": str(id), "transfer": transfer, "device": device})
        return records.parcel_of(answer["item"]) if answer["state"] else None

    async def _call(self, step: str, function: str, asked: dict[str, Any]) -> Any:
        self.asked.append((function, asked))
        self.hook(f"before {step}")
        answer = await self.ask(function, asked)
        self.hook(f"after {step}")
        return answer

    async def ask(self, function: str, asked: dict[str, Any]) -> Any:
        """The request itself, in a transaction of its own."""
        values = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in asked.items()}
        named = ", ".join(f"{name} => %({name})s" for name in values)
        try:
            async with self.turn, self.line.transaction():
                await self.line.execute("set local role authenticated")
                claims = json.dumps({"sub": str(self.user), "role": "authenticated"})
                await self.line.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
                query = f"select to_jsonb(public.{function}({named}))"
                row = await (await self.line.execute(query.encode(), values)).fetchone()
        except psycopg.Error as error:
            if error.sqlstate and error.sqlstate.startswith("PT"):
                said = error.diag
                raise PersonError(said.message_detail or "", said.message_primary or "", next=said.message_hint or "") from error
            raise
        return row[0] if row else None


class Hooked:
    """A store whose moving steps are told to a hook before they begin and after they are durable."""

    STEPS = ("freeze", "recall", "gone", "stay", "expect", "arrive", "schedule_going")

    def __init__(self, store: SqliteStore, cloud: Cloud) -> None:
        self._store = store
        self._cloud = cloud

    def __getattr__(self, name: str) -> Any:
        work = getattr(self._store, name)
        if name not in self.STEPS:
            return work

        async def told(*given: Any, **named: Any) -> Any:
            self._cloud.hook(f"before {name}")
            answer = await work(*given, **named)
            self._cloud.hook(f"after {name}")
            return answer

        return told


@dataclass
class Server:
    """The mail server of the story: what it took, by message and ledger number, and under which Date."""

    copies: Counter[tuple[UUID, int]] = field(default_factory=Counter)
    dates: dict[UUID, set[datetime]] = field(default_factory=dict)


@dataclass
class Sender:
    """A dispatcher in slow motion: claim, dot and settlement are steps of their own, and it may die between any two."""

    store: Store
    server: Server
    owner: UUID
    id: UUID = field(default_factory=new_id)
    claimed: list[Claimed] = field(default_factory=list)
    undecided: list[tuple[Claimed, tuple[RecipientResult, ...]]] = field(default_factory=list)

    async def enlist(self) -> None:
        await self.store.register_worker(self.id, "test", lease=LEASE)

    async def claim(self, *, limit: int = 5) -> None:
        self.claimed += await self.store.claim(self.id, limit=limit, closed=())

    async def transmit(
        self, answers: Callable[[int], RecipientState] = lambda n: RecipientState.ACCEPTED, *, dot: bool = True
    ) -> None:
        """T2 and the dot of what is claimed; the server answers for each recipient. Without the dot, it dies in between."""
        for held in self.claimed:
            still_open = [recipient.n for recipient in held.delivery.recipients if recipient.is_open]
            results = tuple(RecipientResult(n, answers(n), "said") for n in still_open)
            taken = tuple(result.n for result in results if result.state is RecipientState.ACCEPTED)
            date = held.dated_at or _FROZEN_IN_TIME + timedelta(seconds=len(self.server.copies))
            if not taken:
                self.undecided.append((held, results))
                continue
            intent = Transmission(held.delivery.id, held.delivery.run_lease, date, "00" * 32, taken)
            if not await self.store.transmitting(self.id, [intent]) or not dot:
                continue
            self.server.dates.setdefault(held.delivery.id, set()).add(date)
            self.server.copies.update((held.delivery.id, n) for n in taken)
            self.undecided.append((held, results))
        self.claimed.clear()

    async def settle(self) -> None:
        for held, results in self.undecided:
            settled = settle(held.delivery, _outcome(results), retry=AT_ONCE, now=datetime.now(UTC), spread=0.5)
            await self.store.settle(self.id, [Settlement(held.delivery.id, held.delivery.run_lease, settled)])
        self.undecided.clear()

    async def send(self, answers: Callable[[int], RecipientState] = lambda n: RecipientState.ACCEPTED) -> None:
        """Everything due, in one go."""
        await self.claim()
        await self.transmit(answers)
        await self.settle()

    async def die(self) -> None:
        """Leave everything where it stands, and start again under a new name."""
        await self.store.retire_worker(self.id)
        self.claimed.clear()
        self.undecided.clear()
        self.id = new_id()
        await self.enlist()
        await self.store.rescue()

    async def resolve(self, id: UUID) -> None:
        """The person looks into the mailbox and says what is true."""
        item = await self.store.find(self.owner, id)
        if item is None or item.delivery.state is not DeliveryState.IN_DOUBT:
            return
        doubtful = [recipient.n for recipient in item.delivery.recipients if recipient.state is RecipientState.IN_DOUBT]
        await self.store.resolve(self.owner, id, arrived=all(self.server.copies[id, n] for n in doubtful))


def _outcome(results: tuple[RecipientResult, ...]) -> Outcome:
    if any(result.state is RecipientState.ACCEPTED for result in results):
        return Accepted(Reply(250, "queued"), results)
    return Deferred(Reply(451, "later"), Phase.RCPT, ReplyClass.RETRY, results)


@dataclass
class Pc:
    """One person's PC: a profile's store, its way to the cloud, and its agent."""

    store: SqliteStore
    cloud: Cloud
    agent: Sender

    @property
    def mover(self) -> Mover:
        """A fresh one each time, as after a start: it remembers nothing."""
        hooked: Any = Hooked(self.store, self.cloud)
        store: MovableStore = hooked
        return Mover(store, self.cloud, owner_id=LOCAL_OWNER)

    async def add(self, account: Account) -> None:
        await self.store.save_account(replace(account, owner_id=LOCAL_OWNER))
        self.cloud.accounts.add(account.id)

    async def replay(self, n: int) -> None:
        """A request of long ago arrives once more. Nobody waits for its answer."""
        function, asked = self.cloud.asked[n]
        try:
            await self.cloud.ask(function, asked)
        except PersonError:
            return


async def pc(folder: Path, url: str, device: str, server: Server) -> Pc:
    folder.mkdir(parents=True, exist_ok=True)
    store = SqliteStore(folder / "nightmail.sqlite3")
    await store.open()
    line = await psycopg.AsyncConnection.connect(url, autocommit=True)
    agent = Sender(store, server, LOCAL_OWNER)
    await agent.enlist()
    return Pc(store, Cloud(line, device), agent)


@dataclass
class Break:
    """A hook that does one thing at one of the steps it is told of, and then nothing more."""

    at: str
    with_: Callable[[], Exception] = Crash
    after: int = 0
    is_done: bool = False

    def __call__(self, step: str) -> None:
        if step != self.at or self.is_done:
            return
        if self.after:
            self.after -= 1
            return
        self.is_done = True
        raise self.with_()


def dropped() -> OutsideError:
    return OutsideError("cloud-unreachable", "The cloud does not answer.")


async def places_of(id: UUID, *stores: tuple[Store, UUID]) -> list[DeliveryState]:
    """The states of the message wherever it may be sent from: where it is neither gone nor frozen."""
    live = []
    for store, owner in stores:
        parcel = await parcel_at(store, owner, id)
        if parcel is not None and parcel[1] is None:
            live.append(parcel[0])
    return live


async def parcel_at(store: Store, owner: UUID, id: UUID) -> tuple[DeliveryState, str | None] | None:
    """(state, step) of the row, in whichever store."""

    def look(connection: Connection) -> tuple[DeliveryState, str | None] | None:
        query = select(deliveries.c.state, deliveries.c.transfer_step)
        row = connection.execute(query.where(deliveries.c.id == id, deliveries.c.owner_id == owner)).first()
        return (DeliveryState(row.state), row.transfer_step) if row else None

    return await store._read(look)  # type: ignore[attr-defined,no-any-return]


@dataclass
class Stage:
    """Two PCs of one person, the hosted database with a worker, and the server that all of them send to."""

    pc: Pc
    other: Pc
    hosted: PostgresStore
    worker: Sender
    server: Server
    anna: Account

    async def here(self, *, pc: Pc | None = None, **wanted: object) -> UUID:
        (receipt,) = await (pc or self.pc).store.schedule(LOCAL_OWNER, [new(self.anna, **wanted)])  # type: ignore[arg-type]
        return receipt.id

    async def there(self, **wanted: object) -> UUID:
        (receipt,) = await self.hosted.schedule(OWNER, [new(self.anna, **wanted)])  # type: ignore[arg-type]
        return receipt.id

    async def local(self, id: UUID) -> Item:
        item = await self.pc.store.find(LOCAL_OWNER, id)
        assert item is not None
        return item

    async def in_cloud(self, id: UUID) -> Item:
        item = await self.hosted.find(OWNER, id)
        assert item is not None
        return item

    async def live(self, id: UUID) -> list[DeliveryState]:
        return await places_of(id, (self.pc.store, LOCAL_OWNER), (self.other.store, LOCAL_OWNER), (self.hosted, OWNER))

    async def proven(self) -> None:
        for store, owner in ((self.pc.store, LOCAL_OWNER), (self.other.store, LOCAL_OWNER), (self.hosted, OWNER)):
            assert (await verify_all(store, owner)).broken == ()


@asynccontextmanager
async def staged(url: str, folder: Path) -> AsyncIterator[Stage]:
    server, anna = Server(), account()
    hosted = PostgresStore(url)
    await hosted.open()
    await hosted.save_account(anna)
    worker = Sender(hosted, server, OWNER)
    await worker.enlist()
    pcs = [await pc(folder / name, url, name, server) for name in ("laptop", "desk")]
    for one in pcs:
        await one.add(anna)
    try:
        yield Stage(pcs[0], pcs[1], hosted, worker, server, anna)
    finally:
        for one in pcs:
            await one.cloud.line.close()
            await one.store.close()
        await hosted.close()
