"""Messages moved between two PCs and the cloud by chance, with crashes, lost answers and late requests, while all three send."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.account.model import Security, Server
from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.errors import NightmailError, OutsideError
from nightmail.metronome import ApMetronome
from nightmail.ports import Store
from nightmail.profile import LOCAL_OWNER
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from tests import databases
from tests.letters import OWNER, account, new
from tests.moves import Break, Crash, Pc, Sender, Stage, calm, dropped, staged
from tests.passwords import Passwords
from tests.patience import PATIENCE

# In parts, which are told side by side.
STORIES, PARTS = 200, 4
TURNS = 12
PEOPLE = ("bob@example.net", "eve@example.net", "kim@example.net")
ANSWERS = (RecipientState.ACCEPTED, RecipientState.DEFERRED, RecipientState.DEFERRED, RecipientState.DEFERRED)


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


@pytest.fixture
async def stage(running: PostgresServer, tmp_path: Path) -> AsyncIterator[Stage]:
    with databases.fresh(running) as url:
        async with staged(url, tmp_path) as made:
            yield made


@dataclass
class Misfortune:
    """A hook by which now and then a process dies at a step, or an answer is lost."""

    chance: random.Random

    def __call__(self, step: str) -> None:
        drawn = self.chance.random()
        if drawn < 0.06:
            raise Crash(step)
        if drawn < 0.25 and step in ("before take", "after take", "before give", "after give"):
            raise dropped()


@dataclass
class Story:
    """One message, and whatever chance makes its people do."""

    stage: Stage
    id: UUID
    chance: random.Random
    told: list[str]

    async def turn(self) -> None:
        moves = (self.up, self.up, self.down, self.down, self.both_at_once, self.recover, self.call_off, self.give_up, self.late)
        act = self.chance.choice((*moves, self.send, self.send, self.die, self.mind))
        self.told.append(act.__name__)
        await act()
        if act in moves:
            assert len(await self.stage.live(self.id)) <= 1, "it has at most one owner"

    async def up(self) -> None:
        await self._survived(self.pc.mover.to_cloud(self.id))

    async def down(self) -> None:
        await self._survived(self.pc.mover.to_local(self.id))

    async def both_at_once(self) -> None:
        moves = [self.pc.mover.to_local(self.id), self.pc.mover.to_cloud(self.id), self.pc.mover.to_local(self.id)]
        await asyncio.gather(*(self._survived(move) for move in moves))

    async def recover(self) -> None:
        await self._survived(self.pc.mover.recover())

    async def call_off(self) -> None:
        await self._survived(self.pc.mover.call_off(self.id))

    async def give_up(self) -> None:
        """The line breaks before the request is through, and the person would rather keep it here."""
        pc = self.pc
        hook, pc.cloud.hook = pc.cloud.hook, Break("before take", dropped)
        await self._survived(pc.mover.to_cloud(self.id))
        pc.cloud.hook = hook
        await self._survived(pc.mover.call_off(self.id))

    async def late(self) -> None:
        """One of the newest requests of a PC comes once more."""
        pc = self.pc
        if pc.cloud.asked:
            await pc.replay(-self.chance.randint(1, min(4, len(pc.cloud.asked))))

    async def send(self) -> None:
        sender = self.sender
        steps: tuple[Callable[[], Awaitable[None]], ...] = (
            sender.claim,
            lambda: sender.transmit(lambda n: self.chance.choice(ANSWERS)),
            sender.settle,
            lambda: sender.send(lambda n: self.chance.choice(ANSWERS)),
        )
        await self.chance.choice(steps)()

    async def die(self) -> None:
        sender = self.sender
        if self.chance.random() < 0.5:
            await sender.transmit(dot=False)
        await sender.die()

    async def mind(self) -> None:
        """The person changes it: on hold, or on again, or settles a doubt."""
        sender = self.sender
        change = sender.store.hold if self.chance.random() < 0.5 else sender.store.release_hold
        await self._survived(change(sender.owner, self.id))
        await sender.resolve(self.id)

    async def _survived(self, work: Awaitable[object]) -> None:
        try:
            await work
        except (Crash, NightmailError) as error:
            self.told.append(repr(error))

    @property
    def pc(self) -> Pc:
        """Mostly the same one, so that moves follow upon each other."""
        return self.stage.pc if self.chance.random() < 0.8 else self.stage.other

    @property
    def senders(self) -> tuple[Sender, Sender, Sender]:
        return self.stage.pc.agent, self.stage.other.agent, self.stage.worker

    @property
    def sender(self) -> Sender:
        return self.chance.choice(self.senders)

    async def end(self) -> None:
        """The line is good again, every program was started anew, every request comes once more, and whoever may send does."""
        pcs = (self.stage.pc, self.stage.other)
        for pc in pcs:
            pc.cloud.hook = calm
            await pc.mover.recover()
            assert await pc.store.moving(LOCAL_OWNER) == ()
        for pc in pcs:
            for n in range(len(pc.cloud.asked)):
                await pc.replay(n)
        assert len(await self.stage.live(self.id)) == 1, "it has exactly one owner"
        for sender in self.senders:
            await sender.die()
            await sender.resolve(self.id)
            await self._survived(sender.store.release_hold(sender.owner, self.id))
            await sender.send()

    async def proven(self) -> None:
        assert await self.stage.live(self.id) == [DeliveryState.SENT]
        assert [self.stage.server.copies[self.id, n] for n in range(len(PEOPLE))] == [1] * len(PEOPLE)
        assert len(self.stage.server.dates[self.id]) == 1, "a resend carries the Date of the first"


@pytest.mark.parametrize("part", range(PARTS))
async def test_however_a_message_is_moved_one_copy_arrives_and_both_trails_prove_it(stage: Stage, part: int):
    for seed in range(part, STORIES, PARTS):
        chance = random.Random(seed)
        id = await _begun(stage, chance)
        story = Story(stage, id, chance, [f"seed {seed}"])
        for pc in (stage.pc, stage.other):
            pc.cloud.hook = Misfortune(chance)
            pc.cloud.asked.clear()
        try:
            for _ in range(TURNS):
                await story.turn()
            await story.end()
            await story.proven()
        except AssertionError as error:
            error.add_note(" → ".join(story.told))
            raise
    await stage.proven()


async def _begun(stage: Stage, chance: random.Random) -> UUID:
    """Here, in the cloud, or scheduled in the cloud with the answer lost: then it is kept here too, and may be there or not."""
    drawn = chance.random()
    if drawn < 0.4:
        return await stage.here(to=PEOPLE)
    wanted = new(stage.anna, to=PEOPLE)
    if drawn < 0.9:
        await stage.hosted.schedule(OWNER, [wanted])
    if drawn > 0.7:
        await stage.pc.mover.keep(wanted)
    return wanted.message.id


# ---------------------------------------------------------------------------------------------- with real dispatchers


def dispatcher(store: Store, folder: Path, name: str) -> Dispatcher:
    blobs = FolderBlobs(folder / "blobs")
    submitter = SmtpSubmitter(Passwords(), blobs)
    return Dispatcher(
        store, blobs, submitter, metronome=ApMetronome(), settings=DispatchSettings(name=name), observe=lambda event: None
    )


async def test_dispatchers_on_every_side_send_each_moving_message_once(stage: Stage, tmp_path: Path):
    """Real SMTP. The messages fall due while they are being moved up and down, with answers lost."""
    chance, caught = random.Random(7), list[str]()
    async with Sandbox(on_caught=lambda one: caught.append(one.message_id)) as sandbox:
        anna = account(smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN), address="anna2@example.org")
        await stage.hosted.save_account(anna)
        for pc in (stage.pc, stage.other):
            await pc.add(anna)
        wanted = [new(anna, due=timedelta(milliseconds=40 * n)) for n in range(40)]
        await stage.pc.store.schedule(LOCAL_OWNER, wanted[::2])
        await stage.hosted.schedule(OWNER, wanted[1::2])
        stores: list[Store] = [stage.pc.store, stage.other.store, stage.hosted]
        dispatchers = [dispatcher(store, tmp_path, f"d{n}") for n, store in enumerate(stores)]
        runs = [asyncio.create_task(one.run()) for one in dispatchers]
        stage.pc.cloud.hook = stage.other.cloud.hook = Misfortune(chance)

        await asyncio.gather(*(_moved_about(stage, one.message.id, chance) for one in wanted))
        for pc in (stage.pc, stage.other):
            pc.cloud.hook = calm
            await pc.mover.recover()
        async with asyncio.timeout(PATIENCE):
            for one in wanted:
                while await stage.live(one.message.id) != [DeliveryState.SENT]:  # noqa: ASYNC110 - it is settled by a dispatcher
                    await asyncio.sleep(0.05)
        for at_work in dispatchers:
            at_work.stop()
        await asyncio.gather(*runs)

    assert sorted(caught) == sorted(one.message.message_id for one in wanted)
    await stage.proven()


async def _moved_about(stage: Stage, id: UUID, chance: random.Random) -> None:
    for _ in range(6):
        pc = chance.choice((stage.pc, stage.other))
        move = chance.choice((pc.mover.to_cloud, pc.mover.to_local))
        try:
            await move(id)
        except (Crash, NightmailError):
            await asyncio.sleep(0)


async def test_the_cloud_is_not_asked_for_anything_where_nothing_moves(stage: Stage):
    def never(step: str) -> None:
        raise OutsideError("asked", step)

    stage.pc.cloud.hook = never

    assert await stage.pc.mover.recover() == ()
