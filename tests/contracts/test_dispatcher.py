"""The dispatcher over every store, with real SMTP to the sandbox: what reaches the server, and what the record says of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import psycopg
import pytest

from nightmail.account.model import Account, AccountState, Limits, Security, Server
from nightmail.clock import Clock, SystemClock
from nightmail.delivery.breaker import BreakerKind
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.delivery.outcome import Deferred, Phase, Reply, ReplyClass
from nightmail.delivery.retry import RetryPolicy
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.errors import OurError, OutsideError
from nightmail.message.model import Attachment
from nightmail.metronome import ApMetronome
from nightmail.ports import (
    Claimed,
    DispatchEvent,
    Follow,
    Item,
    NewDelivery,
    Passage,
    Settlement,
    Store,
    Submitter,
    Transmission,
)
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.verify import verify_all
from tests.letters import OWNER, account, attachment, new
from tests.passwords import Passwords
from tests.patience import PATIENCE

STRANGER = UUID("00000000-0000-7000-8000-000000000002")
QUICK = RetryPolicy(gaps=(timedelta(milliseconds=50),), grey_gaps=(timedelta(milliseconds=50),))
NO_REST = (timedelta(0),)
# Nothing is found by looking round: what happens, happens because the dispatcher was told.
ASLEEP = DispatchSettings(name="test", lease=timedelta(hours=1), poll=timedelta(hours=1))
OpenStore = Callable[[], Awaitable[Store]]


@pytest.fixture(autouse=True)
def signed_up(database: Path | str) -> None:
    """PostgreSQL keeps accounts of people who signed up only."""
    if isinstance(database, str):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("insert into auth.users (id) values (%s)", [STRANGER])


@dataclass
class Watched:
    """A dispatcher at work, and what it says."""

    dispatcher: Dispatcher
    events: list[DispatchEvent] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def observe(self, event: DispatchEvent) -> None:
        self.events.append(event)
        self.heard.set()

    def count(self, name: str) -> int:
        return sum(event.name == name for event in self.events)

    async def until(self, name: str, *, times: int = 1, **fields: object) -> DispatchEvent:
        while True:
            found = [event for event in self.events if event.name == name and fields.items() <= event.fields.items()]
            if len(found) >= times:
                return found[times - 1]
            self.heard.clear()
            await asyncio.wait_for(self.heard.wait(), PATIENCE)


def at_work(
    store: Store,
    tmp_path: Path,
    *,
    settings: DispatchSettings | None = None,
    retry: RetryPolicy = QUICK,
    blobs: FolderBlobs | None = None,
    submitter: Submitter | None = None,
    clock: Clock | None = None,
) -> Watched:
    blobs = blobs or FolderBlobs(tmp_path / "blobs")
    watched = Watched.__new__(Watched)
    dispatcher = Dispatcher(
        store,
        blobs,
        submitter or SmtpSubmitter(Passwords(), blobs),
        metronome=ApMetronome(),
        settings=settings or DispatchSettings(name="test"),
        observe=lambda event: watched.observe(event),
        clock=clock,
        retry=retry,
    )
    watched.__init__(dispatcher)  # type: ignore[misc]
    return watched


async def run_until_idle(store: Store, tmp_path: Path, *, settings: DispatchSettings | None = None) -> Watched:
    watched = at_work(store, tmp_path, settings=settings)
    await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)
    return watched


@asynccontextmanager
async def running(watched: Watched) -> AsyncIterator[Watched]:
    run = asyncio.create_task(watched.dispatcher.run())
    await watched.until("dispatcher.started")
    try:
        yield watched
    finally:
        watched.dispatcher.stop()
        await asyncio.wait_for(run, PATIENCE)


@asynccontextmanager
async def server(store: Store, *faults: str, **limits: int) -> AsyncIterator[tuple[Sandbox, Account]]:
    async with Sandbox(faults=faults) as sandbox:
        yield sandbox, await account_at(store, sandbox.port, **limits)


async def account_at(store: Store, port: int, **limits: int) -> Account:
    allowed = Limits(**{"connections": 4, "recipients_per_envelope": 100, "messages_per_connection": 1000, **limits})
    anna = account(smtp=Server("127.0.0.1", port, Security.PLAIN), limits=allowed)
    await store.save_account(anna)
    return anna


async def outcome(store: Store, id) -> Item:
    item = await store.find(OWNER, id)
    assert item is not None
    assert (await verify_all(store, OWNER)).broken == ()
    return item


def states(delivery: Delivery) -> list[str]:
    return [recipient.state.value for recipient in delivery.recipients]


# ---------------------------------------------------------------------------------------------- it leaves


async def test_a_due_message_leaves_and_the_record_proves_it(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, subject="Grüße")])
        await run_until_idle(store, tmp_path)

        item = await outcome(store, receipt.id)
        assert item.delivery.state is DeliveryState.SENT
        assert item.delivery.recipients[0].reply.startswith("250")
        assert [entry.event for entry in item.audit] == ["scheduled", "claimed", "transmitting", "sent"]
        assert [caught.message_id for caught in sandbox.caught] == [receipt.message_id]
        assert sandbox.caught[0].recipients == ("bob@example.net",)


async def test_a_message_due_soon_leaves_at_its_moment_and_not_before(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, due=timedelta(milliseconds=600))])
        await run_until_idle(store, tmp_path)

        assert sandbox.caught[0].mail_from_at >= receipt.due_at - timedelta(milliseconds=1)
        claimed = next(entry for entry in (await outcome(store, receipt.id)).audit if entry.event == "claimed")
        assert claimed.at < receipt.due_at


async def test_many_messages_due_at_instants_of_their_own_leave_once_each_and_none_before(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        instants = [timedelta(milliseconds=400 + 30 * n) for n in range(60)]
        receipts = await store.schedule(OWNER, [new(anna, due=due) for due in instants])
        await run_until_idle(store, tmp_path)

        arrived = {caught.message_id: caught.mail_from_at for caught in sandbox.caught}
        assert len(arrived) == sandbox.count == 60
        early = [receipt for receipt in receipts if arrived[receipt.message_id] < receipt.due_at - timedelta(milliseconds=1)]
        assert not early


# Held for minutes, so that whatever is done meanwhile is done while it is held.
FAR_AHEAD = DispatchSettings(name="test", ahead=timedelta(hours=1))


@asynccontextmanager
async def held_ahead(store: Store, tmp_path: Path, *, due: timedelta) -> AsyncIterator[tuple[Sandbox, UUID, Watched]]:
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, due=due)])
        async with running(at_work(store, tmp_path, settings=FAR_AHEAD)) as watched:
            await watched.until("delivery.claimed")
            yield sandbox, receipt.id, watched


async def test_what_is_held_until_it_is_due_goes_back_with_a_stop(store: Store, tmp_path: Path):
    async with held_ahead(store, tmp_path, due=timedelta(minutes=30)) as (sandbox, id, watched):
        assert (await outcome(store, id)).delivery.state is DeliveryState.CLAIMED
        watched.dispatcher.stop()
        await watched.until("dispatcher.stopped")

        item = await outcome(store, id)
        assert item.delivery.state is DeliveryState.SCHEDULED
        assert [entry.event for entry in item.audit] == ["scheduled", "claimed", "released"]
        assert sandbox.count == 0


async def test_what_is_held_until_it_is_due_can_be_moved_to_now_and_leaves_once(store: Store, tmp_path: Path):
    async with held_ahead(store, tmp_path, due=timedelta(minutes=30)) as (sandbox, id, watched):
        await store.reschedule(OWNER, id, due=timedelta(0), lifetime=timedelta(days=1), wall_time=None)
        await watched.until("delivery.settled", delivery=id, state="sent")

        assert sandbox.count == 1


async def test_what_is_held_until_it_is_due_can_be_cancelled_and_no_server_hears_of_it(store: Store, tmp_path: Path):
    async with held_ahead(store, tmp_path, due=timedelta(seconds=2)) as (sandbox, id, watched):
        assert await store.cancel(OWNER, id) is DeliveryState.CANCELLED
        await watched.until("deliveries.dropped", count=1)

        assert sandbox.count == 0
        assert watched.count("delivery.fenced") == 0
        assert (await outcome(store, id)).delivery.state is DeliveryState.CANCELLED


@pytest.mark.parametrize("change", ["hold", "reschedule", "cancel"])
async def test_what_is_held_until_it_is_due_and_was_changed_there_and_back_leaves_once(store: Store, tmp_path: Path, change: str):
    async with held_ahead(store, tmp_path, due=timedelta(seconds=2)) as (sandbox, id, watched):
        due = (await outcome(store, id)).delivery.due_at
        day = timedelta(days=1)
        if change == "hold":
            await store.hold(OWNER, id)
            await store.release_hold(OWNER, id)
        else:
            if change == "cancel":
                await store.cancel(OWNER, id)
            await store.reschedule(OWNER, id, due=due + timedelta(hours=9), lifetime=day, wall_time=None)
            await store.reschedule(OWNER, id, due=due, lifetime=day, wall_time=None)
        await watched.until("delivery.settled", delivery=id, state="sent")
        other = await store.schedule(OWNER, [new((await store.accounts(OWNER))[0])])
        await watched.until("delivery.settled", delivery=other[0].id, state="sent")

        assert sandbox.count == 2
        assert watched.count("delivery.claimed") == 3


async def test_what_is_due_now_does_not_wait_for_what_is_held(store: Store, tmp_path: Path):
    async with server(store, connections=1) as (sandbox, anna):
        await store.schedule(OWNER, [new(anna, due=timedelta(minutes=30)) for _ in range(30)])
        async with running(at_work(store, tmp_path, settings=FAR_AHEAD)) as watched:
            await watched.until("delivery.claimed", count=30)
            (receipt,) = await store.schedule(OWNER, [new(anna)])
            await watched.until("delivery.settled", delivery=receipt.id, state="sent")

            assert sandbox.count == 1


class PausedMeanwhile:
    """The real store, where somebody pauses the account of whatever was claimed just now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def claim(self, worker_id: UUID, **asked: Any) -> Any:
        claimed = await self._store.claim(worker_id, **asked)
        for one in claimed:
            await self._store.set_account_state(one.delivery.account_id, AccountState.PAUSED, reason="On holiday.")
        return claimed


async def test_an_account_paused_in_the_last_moment_sends_nothing_that_was_held(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        receipts = await store.schedule(OWNER, [new(anna, due=timedelta(seconds=1)) for _ in range(5)])
        async with running(at_work(cast("Store", PausedMeanwhile(store)), tmp_path, settings=FAR_AHEAD)) as watched:
            await watched.until("deliveries.released", count=5)

        assert sandbox.count == 0
        for receipt in receipts:
            assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SCHEDULED


async def test_what_is_held_goes_back_when_its_account_is_paused(store: Store, tmp_path: Path):
    async with held_ahead(store, tmp_path, due=timedelta(minutes=30)) as (sandbox, id, watched):
        (anna,) = await store.accounts(OWNER)
        await store.set_account_state(anna.id, AccountState.PAUSED, reason="On holiday.")
        ben = account(address="ben@example.org", smtp=anna.smtp)
        await store.save_account(ben)
        (other,) = await store.schedule(OWNER, [new(ben)])
        await watched.until("delivery.settled", delivery=other.id, state="sent")
        await watched.until("deliveries.released", count=1)

        assert sandbox.count == 1
        assert (await outcome(store, id)).delivery.state is DeliveryState.SCHEDULED


async def test_servers_of_mail_that_is_due_soon_are_signed_in_to_before_its_moment(store: Store, tmp_path: Path):
    submitter = SmtpSubmitter(Passwords(), FolderBlobs(tmp_path / "blobs"), observe=lambda event: watched.observe(event))
    watched = at_work(store, tmp_path, submitter=submitter)
    async with server(store, connections=2) as (_, anna), running(watched):
        receipts = await store.schedule(OWNER, [new(anna, due=timedelta(seconds=9)) for _ in range(3)])
        await watched.until("smtp.connected", times=2)
        assert watched.count("delivery.claimed") == 0

        for receipt in receipts:
            await store.reschedule(OWNER, receipt.id, due=timedelta(0), lifetime=timedelta(days=1), wall_time=None)
            await watched.until("delivery.settled", delivery=receipt.id, state="sent")

    assert watched.count("smtp.connected") == 2


async def test_a_message_scheduled_while_the_dispatcher_sleeps_wakes_it(store: Store, tmp_path: Path):
    async with server(store) as (_, anna), running(at_work(store, tmp_path, settings=ASLEEP)) as watched:
        (receipt,) = await store.schedule(OWNER, [new(anna)])

        await watched.until("delivery.settled", delivery=receipt.id, state="sent")


async def test_many_messages_leave_once_each(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(150)])
        await run_until_idle(store, tmp_path, settings=DispatchSettings(batch=40, concurrency=10))

        assert sorted(caught.message_id for caught in sandbox.caught) == sorted(receipt.message_id for receipt in receipts)
        assert await store.counts(OWNER) == {DeliveryState.SENT: 150}


async def test_two_dispatchers_share_the_work_and_send_nothing_twice(open_store: OpenStore, store: Store, tmp_path: Path):
    other = await open_store()
    async with server(store) as (sandbox, anna):
        await store.schedule(OWNER, [new(anna) for _ in range(120)])
        settings = DispatchSettings(batch=10, concurrency=5)

        await asyncio.gather(*(run_until_idle(where, tmp_path, settings=settings) for where in (store, other)))

        assert len({caught.message_id for caught in sandbox.caught}) == len(sandbox.caught) == 120


async def test_connections_stay_warm_between_messages(store: Store, tmp_path: Path):
    async with server(store, connections=1) as (sandbox, anna):
        await store.schedule(OWNER, [new(anna) for _ in range(20)])
        watched = at_work(store, tmp_path)
        async with running(watched):
            while sandbox.count < 20:
                await watched.until("delivery.settled")
                watched.events.clear()
            assert sandbox.connections == 1


async def test_attachments_arrive_whole(store: Store, tmp_path: Path):
    content = bytes(range(256)) * 999
    sha256, _ = await FolderBlobs(tmp_path / "blobs").put_bytes(content)
    async with server(store) as (sandbox, anna):
        file = replace(attachment(sha256=sha256), size=len(content))
        await store.schedule(OWNER, [new(anna, attachments=(file,))])
        await run_until_idle(store, tmp_path)

        import email

        parts = list(email.message_from_bytes(sandbox.caught[0].content).walk())
        assert parts[-1].get_payload(decode=True) == content


async def test_an_attachment_that_vanished_fails_the_message_before_anything_is_sent(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, attachments=(attachment(),))])
        await run_until_idle(store, tmp_path)

        item = await outcome(store, receipt.id)
        assert item.delivery.state is DeliveryState.FAILED
        assert "attachment" in item.delivery.reason
        assert sandbox.count == 0


# ---------------------------------------------------------------------------------------------- recipients


async def test_more_recipients_than_the_server_takes_go_in_further_envelopes(store: Store, tmp_path: Path):
    to = [f"r{n}@example.net" for n in range(7)]
    async with server(store, recipients_per_envelope=3) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, to=to)])
        await run_until_idle(store, tmp_path)

        assert [len(caught.recipients) for caught in sandbox.caught] == [3, 3, 1]
        assert len({caught.content for caught in sandbox.caught}) == 1
        assert sorted(address for caught in sandbox.caught for address in caught.recipients) == to
        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT


async def test_a_server_that_takes_fewer_recipients_gets_the_rest_at_once(store: Store, tmp_path: Path):
    to = [f"r{n}@example.net" for n in range(5)]
    async with server(store, "too-many-rcpt:2") as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, to=to)])
        await run_until_idle(store, tmp_path)

        assert sorted(address for caught in sandbox.caught for address in caught.recipients) == to
        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT


async def test_each_recipient_has_its_own_outcome_and_only_the_missing_are_tried_again(store: Store, tmp_path: Path):
    to = ["ok@example.net", "later@example.net"]
    async with server(store, "rcpt-450:2") as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, to=to)])
        await run_until_idle(store, tmp_path)

        item = await outcome(store, receipt.id)
        assert states(item.delivery) == ["accepted", "accepted"]
        assert [caught.recipients for caught in sandbox.caught] == [("ok@example.net",), ("later@example.net",)]


async def test_one_refused_recipient_does_not_hold_up_the_others(store: Store, tmp_path: Path):
    async with server(store, "rcpt-550:2") as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, to=["a@x.org", "b@x.org", "c@x.org"])])
        await run_until_idle(store, tmp_path)

        item = await outcome(store, receipt.id)
        assert item.delivery.state is DeliveryState.FAILED
        assert states(item.delivery) == ["accepted", "refused", "accepted"]
        assert item.delivery.reason.startswith("1 of 3 recipients was refused: 550")
        assert sandbox.count == 1


# ---------------------------------------------------------------------------------------------- trouble


@pytest.mark.parametrize("fault", ["reject-mail-451", "data-451", "defer-dot-451", "mailbox-full", "refuse-connection"])
async def test_a_passing_trouble_is_retried_and_then_it_leaves_once(store: Store, tmp_path: Path, fault: str):
    async with server(store, f"{fault}*1", connections=1) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        await run_until_idle(store, tmp_path, settings=DispatchSettings(rests=NO_REST))

        item = await outcome(store, receipt.id)
        assert item.delivery.state is DeliveryState.SENT
        assert "retry" in [entry.event for entry in item.audit]
        assert sandbox.count == 1


@pytest.mark.parametrize("fault", ["lose-reply", "drop-after-dot", "garbage-reply"])
async def test_after_the_dot_without_a_readable_reply_nothing_is_sent_again(store: Store, tmp_path: Path, fault: str):
    async with server(store, fault) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        await run_until_idle(store, tmp_path)
        await run_until_idle(store, tmp_path)

        item = await outcome(store, receipt.id)
        assert item.delivery.state is DeliveryState.IN_DOUBT
        assert states(item.delivery) == ["in_doubt"]
        assert sandbox.count <= 1


async def test_sent_again_on_a_persons_word_the_message_is_the_same_to_the_byte(store: Store, tmp_path: Path):
    async with server(store, "lose-reply:1*1") as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna, html="<p>x</p>")])
        await run_until_idle(store, tmp_path)
        await store.resolve(OWNER, receipt.id, arrived=False)
        await run_until_idle(store, tmp_path)

        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT
        first, second = (caught.content for caught in sandbox.caught)
        assert first == second


async def test_a_message_refused_for_good_fails_with_the_servers_words(store: Store, tmp_path: Path):
    async with server(store, "reject-dot-554") as (_, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        await run_until_idle(store, tmp_path)

        item = await outcome(store, receipt.id)
        assert item.delivery.state is DeliveryState.FAILED
        assert item.delivery.reason.startswith("554")
        assert states(item.delivery) == ["refused"]


async def test_a_refused_password_pauses_the_account_and_every_message_waits(store: Store, tmp_path: Path):
    class Password(Passwords):
        async def get(self, account):
            from nightmail.account.secret import Secret

            return Secret("wrong")

    async with Sandbox(faults=("reject-auth",)) as sandbox:
        anna = account(smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN, "anna"))
        await store.save_account(anna)
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(3)])
        watched = at_work(store, tmp_path)
        watched.dispatcher._attempts._submitter = SmtpSubmitter(Password(), FolderBlobs(tmp_path / "blobs"))
        await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)

        (kept,) = await store.accounts(OWNER)
        assert kept.state is AccountState.PAUSED
        assert "535" in kept.pause_reason
        for receipt in receipts:
            item = await outcome(store, receipt.id)
            assert (item.delivery.state, item.delivery.attempts) == (DeliveryState.SCHEDULED, 0)


async def test_an_account_resumed_a_moment_after_other_news_sends_at_once(store: Store, tmp_path: Path):
    async with server(store) as (_, anna):
        await store.set_account_state(anna.id, AccountState.PAUSED, reason="It wants another password.")
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        async with running(at_work(store, tmp_path, settings=ASLEEP)) as watched:
            # Each rings; by the second one accounts were read just now.
            await store.schedule(OWNER, [new(anna)])
            await store.set_account_state(anna.id, AccountState.ACTIVE)

            await watched.until("delivery.settled", delivery=receipt.id, state="sent")


class Still(SystemClock):
    """No time passes between two looks, as on a machine that is fast, or a person who is."""

    def monotonic(self) -> float:
        return 1000.0


class Told:
    """The real store, telling when somebody has read that an account is paused."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pause_was_read = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def accounts(self, owner_id: UUID | None = None) -> tuple[Account, ...]:
        found = await self._store.accounts(owner_id)
        if any(each.state is AccountState.PAUSED for each in found):
            self.pause_was_read.set()
        return found


async def test_an_account_mended_the_moment_it_was_paused_is_sent_from_as_it_is_now(store: Store, tmp_path: Path):
    class Moved(SmtpSubmitter):
        async def convey(self, account: Account, passage: Passage, *, follow: Follow) -> None:
            if account.name != "Mended":
                passage.ended(Deferred(Reply(535, "Authentication failed."), Phase.AUTH, ReplyClass.AUTH))
                return
            await super().convey(account, passage, follow=follow)

    blobs = FolderBlobs(tmp_path / "blobs")
    told: Any = Told(store)
    async with server(store) as (_, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        moved = Moved(Passwords(), blobs)
        async with running(at_work(told, tmp_path, submitter=moved, blobs=blobs, clock=Still())) as watched:
            await watched.until("delivery.settled", delivery=receipt.id, state="scheduled")
            await asyncio.wait_for(told.pause_was_read.wait(), PATIENCE)

            await store.save_account(replace(anna, name="Mended"))

            await watched.until("delivery.settled", delivery=receipt.id, state="sent")
        (kept,) = await store.accounts(OWNER)
        assert (kept.state, kept.pause_reason) == (AccountState.ACTIVE, "")


async def test_a_server_that_is_down_is_not_asked_for_every_message(store: Store, tmp_path: Path):
    async with Sandbox() as gone:
        port = gone.port
    anna = await account_at(store, port, connections=1)
    receipts = await store.schedule(OWNER, [new(anna) for _ in range(10)])
    settings = DispatchSettings(name="test", rests=(timedelta(hours=1),))
    watched = at_work(store, tmp_path, settings=settings, retry=RetryPolicy(gaps=(timedelta(hours=1),)))
    await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)

    assert len([event for event in watched.events if event.name == "breaker.opened"]) == 1
    deliveries = [(await outcome(store, receipt.id)).delivery for receipt in receipts]
    assert {(delivery.state, delivery.attempts) for delivery in deliveries} == {(DeliveryState.SCHEDULED, 0)}
    # Three knocked; the others wait as they were.
    assert sorted(delivery.deferrals for delivery in deliveries) == [0] * 7 + [1] * 3
    assert all("refused" in delivery.reason for delivery in deliveries if delivery.deferrals)
    (hold,) = await store.holds(OWNER)
    assert (hold.kind, hold.waiting, hold.host) == (BreakerKind.FAILING, 7, "127.0.0.1")


async def test_a_server_that_comes_back_gets_one_message_first_and_then_all(store: Store, tmp_path: Path):
    async with server(store, "refuse-connection*3", connections=1) as (sandbox, anna):
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(8)])
        settings = DispatchSettings(name="test", rests=(timedelta(milliseconds=200),))
        watched = await run_until_idle(store, tmp_path, settings=settings)

        assert [(await outcome(store, receipt.id)).delivery.state for receipt in receipts] == [DeliveryState.SENT] * 8
        assert sandbox.count == 8
        assert await store.breakers() == ()
        told = [event.fields["words"] for event in watched.events if event.name.startswith("breaker.")]
        assert str(told[0]).startswith("127.0.0.1 is not answering: nothing is tried for 0.2")
        assert told[-1] == "127.0.0.1 takes mail again."


async def test_a_server_that_asks_for_patience_costs_the_message_nothing(store: Store, tmp_path: Path):
    async with server(store, "rcpt-421*1", connections=2) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        watched = await run_until_idle(
            store, tmp_path, settings=DispatchSettings(name="test", rests=(timedelta(milliseconds=50),))
        )

        item = await outcome(store, receipt.id)
        assert (item.delivery.state, item.delivery.attempts, sandbox.count) == (DeliveryState.SENT, 1, 1)
        (opened,) = [event for event in watched.events if event.name == "breaker.opened"]
        assert opened.fields["kind"] == "slow"


class FarAway(FolderBlobs):
    """Files that can't be had now. `tries` counts."""

    tries = 0

    async def bring(self, owner_id: UUID, attachments: Sequence[Attachment]) -> None:
        if attachments:
            self.tries += 1
            raise OutsideError("cloud-unreachable", "The files are out of reach.", next="Check the connection.")


async def test_files_out_of_reach_are_left_to_others_once_and_keep_no_other_mail_waiting(store: Store, tmp_path: Path):
    async with server(store, connections=1) as (sandbox, anna):
        with_file, without = await store.schedule(OWNER, [new(anna, attachments=(attachment(),)), new(anna)])
        blobs = FarAway(tmp_path / "blobs")
        watched = at_work(
            store,
            tmp_path,
            settings=DispatchSettings(name="test", aside=timedelta(milliseconds=20)),
            retry=RetryPolicy(gaps=(timedelta(hours=1),)),
            blobs=blobs,
        )
        await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)

        assert (await outcome(store, without.id)).delivery.state is DeliveryState.SENT
        waiting = (await outcome(store, with_file.id)).delivery
        assert (waiting.state, waiting.attempts, waiting.deferrals) == (DeliveryState.SCHEDULED, 0, 1)
        assert waiting.reason == "The files are out of reach."
        assert (sandbox.count, blobs.tries) == (1, 2)
        assert len([event for event in watched.events if event.name == "account.set_aside"]) == 1


async def test_a_message_past_its_deadline_fails_at_once_and_is_never_sent(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        due = datetime.now(UTC) - timedelta(hours=2)
        (receipt,) = await store.schedule(OWNER, [new(anna, due=due, lifetime=timedelta(hours=1))])
        await run_until_idle(store, tmp_path)

        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.FAILED
        assert sandbox.count == 0


async def test_a_cancel_that_comes_before_the_fence_wins(store: Store, tmp_path: Path):
    """The body is on its way when the person cancels: the dot is never written."""
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        cancelling = interposed(store, before_intents=lambda: store.cancel(OWNER, receipt.id))
        watched = await run_until_idle(cancelling, tmp_path)

        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.CANCELLED
        assert sandbox.count == 0
        assert [event.name for event in watched.events if event.name == "delivery.fenced"]


# ---------------------------------------------------------------------------------------------- the database in trouble


def interposed(store: Store, **before: Callable[[], Awaitable[object]]) -> Any:
    """The real store, with something happening just before `intents` or `settle` is written."""
    return Interposed(store, **before)


class Interposed:
    def __init__(
        self,
        store: Store,
        *,
        before_intents: Callable[[], Awaitable[object]] | None = None,
        before_settle: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._store = store
        self._before_intents = before_intents
        self._before_settle = before_settle

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def transmitting(self, worker_id, intents: list[Transmission]):
        if self._before_intents:
            await self._before_intents()
        return await self._store.transmitting(worker_id, intents)

    async def settle(self, worker_id, settlements: list[Settlement]):
        if self._before_settle:
            await self._before_settle()
        return await self._store.settle(worker_id, settlements)


class Away:
    """A database that does not answer the first `times` calls."""

    def __init__(self, times: int) -> None:
        self._left = times

    async def __call__(self) -> None:
        if self._left:
            self._left -= 1
            raise OutsideError("database-unreachable", "The database does not answer.")


async def test_a_database_away_at_the_fence_costs_a_retry_and_no_second_copy(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        await run_until_idle(interposed(store, before_intents=Away(1)), tmp_path)

        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT
        assert sandbox.count == 1


class Gone(Interposed):
    """The real store, which takes no intents and does not tell its time while it `is_away`."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.is_away = True
        self.refused = 0
        self.was_asked = asyncio.Event()

    async def now(self) -> datetime:
        if self.refused and self.is_away:
            self.was_asked.set()
            raise OutsideError("database-unreachable", "It does not answer.")
        return await self._store.now()

    async def transmitting(self, worker_id, intents: list[Transmission]):
        if self.is_away:
            self.refused += len(intents)
            raise OutsideError("database-unreachable", "It does not answer.")
        return await self._store.transmitting(worker_id, intents)


async def test_while_the_database_is_away_no_server_is_told_of_mail_that_it_does_not_get(store: Store, tmp_path: Path):
    async with server(store, connections=2) as (sandbox, anna):
        await store.schedule(OWNER, [new(anna) for _ in range(30)])
        gone = Gone(store)
        async with running(at_work(cast("Store", gone), tmp_path)) as watched:
            for _ in range(3):
                await asyncio.wait_for(gone.was_asked.wait(), PATIENCE)
                gone.was_asked.clear()
            assert gone.refused <= 4, "those that were under way, and no more"
            gone.is_away = False
            await watched.until("delivery.settled", times=30, state="sent")

        assert sandbox.count == 30


async def test_a_database_away_after_the_servers_250_never_loses_it(store: Store, tmp_path: Path):
    settings = DispatchSettings(spill=tmp_path / "spill")
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        await run_until_idle(interposed(store, before_settle=Away(2)), tmp_path, settings=settings)

        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT
        assert sandbox.count == 1
        assert list((tmp_path / "spill").iterdir()) == []


async def test_a_verdict_kept_on_disk_by_a_process_that_died_is_replayed_by_the_next(store: Store, tmp_path: Path):
    settings = DispatchSettings(spill=tmp_path / "spill", lease=timedelta(seconds=20))
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])
        doomed = at_work(interposed(store, before_settle=Away(10**6)), tmp_path, settings=settings)
        run = asyncio.create_task(doomed.dispatcher.run())
        await doomed.until("store.unreachable", verdicts=1)
        await doomed.until("store.unreachable", code="database-unreachable")
        for task in [run, *doomed.dispatcher._attempts.tasks]:
            task.cancel()
        await asyncio.gather(run, return_exceptions=True)
        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.TRANSMITTING

        await run_until_idle(store, tmp_path, settings=settings)

        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT
        assert sandbox.count == 1


async def test_one_verdict_the_store_cannot_take_does_not_cost_the_others_theirs(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(20)])
        cursed = receipts[3].id

        async def refuse(worker_id, settlements: list[Settlement]):
            if any(settlement.id == cursed for settlement in settlements):
                raise ValueError("a fault of ours")
            return await store.settle(worker_id, settlements)

        troubled = interposed(store)
        troubled.settle = refuse
        watched = at_work(troubled, tmp_path)
        run = asyncio.create_task(watched.dispatcher.run(until_idle=True))
        await asyncio.wait_for(run, PATIENCE)

        assert sandbox.count == 20
        counts = await store.counts(OWNER)
        assert counts == {DeliveryState.SENT: 19, DeliveryState.IN_DOUBT: 1}
        assert (await outcome(store, cursed)).delivery.state is DeliveryState.IN_DOUBT


# ---------------------------------------------------------------------------------------------- a message that trips us up


class Untouched:
    """One message among others of somebody else. Afterwards they are out, and nobody ever took them from their dispatcher."""

    def __init__(self, store: Store, tmp_path: Path) -> None:
        self._store = store
        self._tmp_path = tmp_path

    async def beside(self, cursed: NewDelivery, others: Account, **at: Any) -> tuple[Item, Watched]:
        """What became of the cursed one."""
        store = self._store
        (receipt,) = await store.schedule(OWNER, [cursed])
        innocent = await store.schedule(STRANGER, [new(others) for _ in range(20)])
        watched = at_work(at.pop("through", store), self._tmp_path, **at)
        await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)

        for one in innocent:
            item = await store.find(STRANGER, one.id)
            assert item is not None
            assert (item.delivery.state, item.delivery.rescues) == (DeliveryState.SENT, 0)
            assert [entry.event for entry in item.audit] == ["scheduled", "claimed", "transmitting", "sent"]
        assert "dispatcher.lease_lost" not in [event.name for event in watched.events]
        return await outcome(store, receipt.id), watched


@asynccontextmanager
async def two_owners(store: Store) -> AsyncIterator[tuple[Account, Account]]:
    async with server(store) as (_, anna):
        stranger = account(owner_id=STRANGER, smtp=anna.smtp)
        await store.save_account(stranger)
        yield anna, stranger


def slipped_in(store: Store, cursed: NewDelivery, **changes: Any) -> Any:
    """The real store, but it hands `cursed` out with something in it that its own checks may have kept out."""

    async def claim(worker_id: UUID, **asked: Any) -> list[Claimed]:
        claimed = await store.claim(worker_id, **asked)
        return [replace(one, **changes) if one.delivery.id == cursed.message.id else one for one in claimed]

    troubled = interposed(store)
    troubled.claim = claim
    return troubled


class Stumbling(SmtpSubmitter):
    """Breaks at mail for cursed@example.net: before the server is asked, or once the dot may be written."""

    is_late = False

    async def convey(self, account: Account, passage: Passage, *, follow: Follow) -> None:
        if passage.envelope.recipients[0][1] != "cursed@example.net":
            await super().convey(account, passage, follow=follow)
            return
        if self.is_late:
            await passage.fence([0])
        raise ZeroDivisionError("a bug of ours")


@pytest.mark.parametrize("zone", ["America", "../../etc", "Mars/Olympus", "zone.tab", "\0"])
async def test_a_zone_that_can_not_be_read_costs_a_message_its_offset_and_nothing_else(store: Store, tmp_path: Path, zone: str):
    async with two_owners(store) as (anna, stranger):
        cursed = new(anna)
        through = slipped_in(store, cursed, zone=zone)
        item, watched = await Untouched(store, tmp_path).beside(cursed, stranger, through=through)

        assert item.delivery.state is DeliveryState.SENT
        assert "attempt.crashed" not in [event.name for event in watched.events]


async def test_a_message_that_can_not_be_written_out_fails_alone_and_says_why(store: Store, tmp_path: Path):
    async with two_owners(store) as (anna, stranger):
        cursed = new(anna)
        through = slipped_in(store, cursed, message=replace(cursed.message, references=(f"<{'x' * 2000}@example.org>",)))
        item, watched = await Untouched(store, tmp_path).beside(cursed, stranger, through=through)

        assert item.delivery.state is DeliveryState.FAILED
        assert item.delivery.reason.startswith("This message can't be prepared for sending: An address or id")
        assert [entry.event for entry in item.audit] == ["scheduled", "claimed", "failed"]
        crash = await watched.until("attempt.crashed", delivery=item.delivery.id)
        assert isinstance(crash.fields["trace"], OurError)


async def test_a_bug_in_preparing_a_message_fails_it_alone_and_shows_no_stack(store: Store, tmp_path: Path):
    class Broken(FolderBlobs):
        def read(self, sha256: str) -> Iterator[bytes]:
            raise ZeroDivisionError("a bug of ours")

    async with two_owners(store) as (anna, stranger):
        cursed = new(anna, attachments=(attachment(),))
        item, watched = await Untouched(store, tmp_path).beside(cursed, stranger, blobs=Broken(tmp_path / "blobs"))

        assert item.delivery.state is DeliveryState.FAILED
        assert item.delivery.reason.startswith("This message can't be prepared for sending: ")
        assert "a bug of ours" not in item.delivery.reason
        crash = await watched.until("attempt.crashed", delivery=item.delivery.id)
        assert isinstance(crash.fields["trace"], ZeroDivisionError)


async def test_an_attempt_that_crashes_before_the_fence_is_made_a_few_times_and_then_fails_alone(store: Store, tmp_path: Path):
    async with two_owners(store) as (anna, stranger):
        submitter = Stumbling(Passwords(), FolderBlobs(tmp_path / "blobs"))
        cursed = new(anna, to=["cursed@example.net"])
        item, watched = await Untouched(store, tmp_path).beside(cursed, stranger, submitter=submitter)
        await submitter.close()

        assert (item.delivery.state, item.delivery.rescues) == (DeliveryState.FAILED, 0)
        assert "Something went wrong here" in item.delivery.reason
        assert len([event for event in watched.events if event.name == "attempt.crashed"]) == 5


async def test_an_attempt_that_crashes_after_the_fence_leaves_its_message_in_doubt_and_no_other(store: Store, tmp_path: Path):
    async with two_owners(store) as (anna, stranger):
        submitter = Stumbling(Passwords(), FolderBlobs(tmp_path / "blobs"))
        submitter.is_late = True
        cursed = new(anna, to=["cursed@example.net", "ben@example.net"])
        item, _ = await Untouched(store, tmp_path).beside(cursed, stranger, submitter=submitter)
        await submitter.close()

        assert item.delivery.state is DeliveryState.IN_DOUBT
        assert states(item.delivery) == ["in_doubt", "pending"]


async def test_an_intent_the_store_stumbles_over_is_never_followed_by_a_dot_and_fails_alone(store: Store, tmp_path: Path):
    async with two_owners(store) as (anna, stranger):
        cursed = new(anna)

        async def stumble(worker_id, intents: list[Transmission]):
            if any(intent.id == cursed.message.id for intent in intents):
                raise ZeroDivisionError("a bug of ours")
            return await store.transmitting(worker_id, intents)

        troubled = interposed(store)
        troubled.transmitting = stumble
        item, _ = await Untouched(store, tmp_path).beside(cursed, stranger, through=troubled)

        assert item.delivery.state is DeliveryState.FAILED
        assert "transmitting" not in [entry.event for entry in item.audit]


async def test_a_verdict_the_store_stumbles_over_is_written_in_plain_words(store: Store, tmp_path: Path):
    async with two_owners(store) as (anna, stranger):
        cursed = new(anna)

        async def stumble(worker_id, settlements: list[Settlement]):
            if any(one.id == cursed.message.id and one.settled.state is DeliveryState.SENT for one in settlements):
                raise ZeroDivisionError("a bug of ours")
            return await store.settle(worker_id, settlements)

        troubled = interposed(store)
        troubled.settle = stumble
        item, _ = await Untouched(store, tmp_path).beside(cursed, stranger, through=troubled)

        assert item.delivery.state is DeliveryState.IN_DOUBT


# ---------------------------------------------------------------------------------------------- leases


async def test_a_dispatcher_that_slept_past_its_lease_sends_nothing_it_no_longer_owns(
    open_store: OpenStore, store: Store, tmp_path: Path
):
    """As after SIGSTOP and SIGCONT: the lease ran out while the message was prepared, and another took it over."""
    other = await open_store()
    async with server(store) as (sandbox, anna):
        (receipt,) = await store.schedule(OWNER, [new(anna)])

        async def sleep_past_the_lease() -> None:
            for worker in (await store.stats(None)).workers:
                await store.retire_worker(worker.id)
            await run_until_idle(other, tmp_path)

        watched = at_work(interposed(store, before_intents=sleep_past_the_lease), tmp_path)
        await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)

        assert sandbox.count == 1
        assert (await outcome(store, receipt.id)).delivery.state is DeliveryState.SENT
        assert "delivery.fenced" in [event.name for event in watched.events]


async def test_a_lost_lease_is_noticed_and_the_run_goes_on_under_a_new_name(store: Store, tmp_path: Path):
    settings = DispatchSettings(lease=timedelta(seconds=2.4))
    async with server(store) as (_, anna), running(at_work(store, tmp_path, settings=settings)) as watched:
        (first,) = [row.id for row in (await store.stats(None)).workers]
        await store.retire_worker(first)
        await watched.until("dispatcher.lease_lost", worker=first)

        (receipt,) = await store.schedule(OWNER, [new(anna)])
        await watched.until("delivery.settled", delivery=receipt.id, state="sent")


async def test_a_stop_waits_for_the_reply_to_a_dot_and_gives_the_rest_back(store: Store, tmp_path: Path):
    async with server(store, "slow:300", connections=1) as (sandbox, anna):
        await store.schedule(OWNER, [new(anna) for _ in range(5)])
        watched = at_work(store, tmp_path)
        run = asyncio.create_task(watched.dispatcher.run())
        await watched.until("delivery.claimed", count=5)
        watched.dispatcher.stop()
        await asyncio.wait_for(run, PATIENCE)

        counts = await store.counts(OWNER)
        assert counts[DeliveryState.SENT] == sandbox.count
        assert counts[DeliveryState.SENT] + counts[DeliveryState.SCHEDULED] == 5
        assert counts[DeliveryState.SCHEDULED] >= 3
        assert (await store.stats(None)).workers == ()


async def test_a_slow_account_does_not_keep_another_waiting(store: Store, tmp_path: Path):
    async with server(store, "slow:10000", connections=1) as (_, slow), Sandbox() as swift_server:
        swift = account(address="b@example.org", smtp=Server("127.0.0.1", swift_server.port, Security.PLAIN))
        await store.save_account(swift)
        past = datetime.now(UTC) - timedelta(hours=1)
        await store.schedule(OWNER, [new(slow, due=past) for _ in range(60)])
        (receipt,) = await store.schedule(OWNER, [new(swift)])
        settings = DispatchSettings(grace=timedelta(0), batch=20, concurrency=10)

        async with running(at_work(store, tmp_path, settings=settings)) as watched:
            await watched.until("delivery.settled", delivery=receipt.id, state="sent")
            assert (await store.counts(OWNER))[DeliveryState.SENT] < 20


SILENT = "slow:600000"


@asynccontextmanager
async def overrun(
    store: Store, tmp_path: Path, count: int, owner: UUID, *, batch: int, concurrency: int
) -> AsyncIterator[tuple[Watched, Account]]:
    """A dispatcher whose every slot waits for a server that does not answer, and an account of `owner` at another server."""
    settings = DispatchSettings(grace=timedelta(0), batch=batch, concurrency=concurrency)
    async with Sandbox(faults=(SILENT,)) as silent, Sandbox() as swift_server:
        stalled = await account_at(store, silent.port, connections=100)
        swift = account(owner_id=owner, address="b@example.org", smtp=Server("127.0.0.1", swift_server.port, Security.PLAIN))
        await store.save_account(swift)
        past = datetime.now(UTC) - timedelta(hours=1)
        await store.schedule(OWNER, [new(stalled, due=past) for _ in range(count)])
        async with running(at_work(store, tmp_path, settings=settings)) as watched:
            await watched.until("delivery.claimed")
            assert watched.dispatcher.in_flight == settings.concurrency
            yield watched, swift


@pytest.mark.parametrize("owner", [OWNER, STRANGER])
async def test_a_server_that_never_answers_keeps_no_other_accounts_mail_waiting(store: Store, tmp_path: Path, owner: UUID):
    async with overrun(store, tmp_path, 300, owner, batch=200, concurrency=50) as (watched, swift):
        (receipt,) = await store.schedule(owner, [new(swift)])

        # Long before the silent server is given up.
        await watched.until("delivery.settled", delivery=receipt.id, state="sent")


async def test_beside_a_server_that_never_answers_much_mail_of_another_account_flows_too(store: Store, tmp_path: Path):
    async with overrun(store, tmp_path, 60, STRANGER, batch=40, concurrency=8) as (watched, swift):
        await store.schedule(STRANGER, [new(swift) for _ in range(120)])

        async with asyncio.timeout(PATIENCE):
            while sum(event.name == "delivery.settled" for event in watched.events) < 120:
                watched.heard.clear()
                await watched.heard.wait()
        assert await store.counts(STRANGER) == {DeliveryState.SENT: 120}


async def test_one_persons_many_accounts_are_one_party_where_others_are_served(store: Store, tmp_path: Path):
    async with (
        overrun(store, tmp_path, 10, STRANGER, batch=40, concurrency=8) as (watched, swift),
        Sandbox(faults=(SILENT,)) as silent,
    ):
        past = datetime.now(UTC) - timedelta(hours=1)
        for n in range(8):
            another = account(address=f"a{n}@example.org", smtp=Server("127.0.0.1", silent.port, Security.PLAIN))
            await store.save_account(another)
            await store.schedule(OWNER, [new(another, due=past) for _ in range(10)])
        (receipt,) = await store.schedule(STRANGER, [new(swift)])

        # Long before the silent server is given up.
        await watched.until("delivery.settled", delivery=receipt.id, state="sent")
        assert watched.dispatcher.in_flight <= 8 + 6


async def test_a_lone_account_has_the_whole_and_no_more(store: Store, tmp_path: Path):
    async with Sandbox(faults=(SILENT,)) as silent:
        stalled = await account_at(store, silent.port, connections=100)
        await store.schedule(OWNER, [new(stalled) for _ in range(60)])
        settings = DispatchSettings(grace=timedelta(0), batch=40, concurrency=8)
        async with running(at_work(store, tmp_path, settings=settings)) as watched:
            await watched.until("delivery.claimed", count=40)
            assert watched.dispatcher.in_flight == 8
            assert (await store.counts(OWNER))[DeliveryState.SCHEDULED] == 20


class ForgetfulLine:
    """A store whose first claim is carried out, but its answer is lost on the way."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_lost = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def claim(self, worker_id: UUID, **asked: Any) -> Any:
        claimed = await self._store.claim(worker_id, **asked)
        if claimed and not self._is_lost:
            self._is_lost = True
            raise OutsideError("database-unreachable", "The line to the database fell silent.")
        return claimed


async def test_what_was_claimed_without_our_hearing_of_it_is_given_back_and_leaves_once(store: Store, tmp_path: Path):
    async with server(store) as (sandbox, anna):
        receipts = await store.schedule(OWNER, [new(anna) for _ in range(3)])
        watched = at_work(cast("Store", ForgetfulLine(store)), tmp_path)
        await asyncio.wait_for(watched.dispatcher.run(until_idle=True), PATIENCE)

        (given_back,) = [event for event in watched.events if event.name == "deliveries.released"]
        assert given_back.fields["count"] == 3
        assert [(await outcome(store, receipt.id)).delivery.state for receipt in receipts] == [DeliveryState.SENT] * 3
        assert sandbox.count == 3
