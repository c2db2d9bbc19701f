"""What every Store promises about mail that came back, about sending again, and about what does not move."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from nightmail.account.model import Account, AccountState, Security, Server
from nightmail.delivery.audit import verify
from nightmail.delivery.breaker import BreakerKind, Target, Trip
from nightmail.delivery.doubt import SendAgain
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import Accepted, InDoubt, Phase, RecipientResult, Refused, Reply, ReplyClass
from nightmail.delivery.proof import compare
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import settle
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.ports import Bounce, Claimed, Settlement, Store, StuckReason, Transmission
from nightmail.store.bounce_rows import next_look_in
from nightmail.store.store import SqlStore
from nightmail.store.tables import audit_entries, bounce_looks, deliveries, recipients, workers
from tests.letters import OWNER, account, new

LEASE = timedelta(seconds=60)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WHY = "no such mailbox (550 5.1.1 unknown)"
IMAP = Server("127.0.0.1", 1143, Security.PLAIN)
OpenStore = Callable[[], Awaitable[Store]]


@pytest.fixture
async def sender(store: Store) -> Account:
    anna = account(imap=IMAP)
    await store.save_account(anna)
    return anna


@pytest.fixture
async def worker(store: Store) -> UUID:
    id = new_id()
    await store.register_worker(id, "test", lease=LEASE)
    return id


async def attempt(store: Store, worker: UUID, *states: RecipientState) -> UUID:
    """One attempt of the one due delivery, with one outcome for each recipient."""
    (held,) = await store.claim(worker, limit=10, closed=())
    return await settled(store, worker, held, *states)


async def settled(store: Store, worker: UUID, held: Claimed, *states: RecipientState) -> UUID:
    id, lease = held.delivery.id, held.delivery.run_lease
    results = tuple(
        RecipientResult(n, state, "250 ok" if state is RecipientState.ACCEPTED else "550 no") for n, state in enumerate(states)
    )
    outcome = (
        Accepted(Reply(250, "ok"), results)
        if RecipientState.ACCEPTED in states
        else Refused(Reply(550, "no"), Phase.RCPT, ReplyClass.RCPT_PERM, results)
    )
    await store.transmitting(worker, [Transmission(id, lease, datetime.now(UTC), "00" * 32, tuple(range(len(states))))])
    verdict = settle(held.delivery, outcome, retry=RetryPolicy(), now=datetime.now(UTC), spread=0.5)
    await store.settle(worker, [Settlement(id, lease, verdict)])
    return id


async def sent(store: Store, sender: Account, worker: UUID, *to: str) -> UUID:
    await store.schedule(OWNER, [new(sender, to=to or ("bob@example.net",))])
    return await attempt(store, worker, *[RecipientState.ACCEPTED] * max(len(to), 1))


def bounce(id: UUID, n: int = 0, **suppress: str) -> Bounce:
    return Bounce(id, (RecipientResult(n, RecipientState.BOUNCED, WHY),), suppress or {"Bob@Example.net": WHY})


async def ledger(store: Store, id: UUID) -> list[str]:
    item = await store.find(OWNER, id)
    assert item is not None
    return [recipient.state.value for recipient in item.delivery.recipients]


async def is_proven(store: Store, id: UUID) -> bool:
    """The chain holds, and the rows are what it tells."""
    entries = await store.audit(OWNER, id)
    message, delivery = (await store.records([id]))[id]
    return verify(id, entries, (await store.audit_heads([id]))[id]) is None and compare(entries, message, delivery) is None


async def changed(store: Store, statement: object) -> None:
    await store._write(lambda connection: connection.execute(statement))  # type: ignore[attr-defined]


# ---------------------------------------------------------------------------------------------- what came back


async def test_a_bounce_marks_the_recipient_and_leaves_the_delivery_sent(store: Store, sender: Account, worker: UUID):
    id = await sent(store, sender, worker, "bob@example.net", "cid@example.net")

    assert await store.bounced(bounce(id))

    item = await store.find(OWNER, id)
    assert item is not None and item.delivery.state is DeliveryState.SENT
    assert [recipient.state.value for recipient in item.delivery.recipients] == ["bounced", "accepted"]
    assert item.delivery.recipients[0].reply == WHY
    assert "bob@example.net" in item.delivery.reason
    assert [entry.event for entry in item.audit][-1] == "bounced"
    assert await is_proven(store, id)


async def test_the_same_bounce_twice_is_told_once(store: Store, sender: Account, worker: UUID):
    id = await sent(store, sender, worker)

    for _ in range(3):
        assert await store.bounced(bounce(id))

    events = [entry.event for entry in await store.audit(OWNER, id)]
    assert events.count("bounced") == 1
    assert len(await store.suppressions(OWNER)) == 1


async def test_only_what_was_accepted_can_come_back(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender, to=("bob@example.net", "cid@example.net"))])
    id = await attempt(store, worker, RecipientState.REFUSED, RecipientState.ACCEPTED)

    await store.bounced(bounce(id, 0))

    assert await ledger(store, id) == ["refused", "accepted"]
    assert "bounced" not in [entry.event for entry in await store.audit(OWNER, id)]


async def test_a_bounce_waits_while_the_message_is_being_sent(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender)])
    (held,) = await store.claim(worker, limit=1, closed=())

    assert not await store.bounced(bounce(held.delivery.id))
    assert await store.suppressions(OWNER) == ()


async def test_a_bounce_of_a_message_that_is_gone_is_no_trouble(store: Store):
    assert await store.bounced(bounce(new_id()))


# ---------------------------------------------------------------------------------------------- whom to warn of


async def test_an_address_that_bounced_is_warned_of_in_any_case_and_can_be_forgiven(store: Store, sender: Account, worker: UUID):
    id = await sent(store, sender, worker)
    await store.bounced(bounce(id))

    (known,) = await store.suppressions(OWNER, ["BOB@example.net", "cid@example.net"])
    assert (known.address, known.reason, known.message_id) == ("bob@example.net", WHY, id)
    assert await store.suppressions(OWNER, ["cid@example.net"]) == ()
    assert await store.suppressions(new_id()) == ()
    assert not await store.forgive(new_id(), "bob@example.net")
    assert await store.forgive(OWNER, "Bob@example.net")
    assert not await store.forgive(OWNER, "bob@example.net")
    assert await store.suppressions(OWNER) == ()


# ---------------------------------------------------------------------------------------------- which mailboxes to look into


async def test_only_a_mailbox_that_sent_something_lately_is_looked_into(store: Store, sender: Account, worker: UUID):
    await store.save_account(account(address="no-imap@example.org"))
    assert await store.take_bounce_looks(limit=10) == ()
    await changed(store, update(bounce_looks).values(next_at=await store.now()))
    await sent(store, sender, worker)

    (look,) = await store.take_bounce_looks(limit=10)

    assert look.account.id == sender.id and look.marks == {}
    assert look.since < await store.now() - 71 * HOUR


async def test_several_workers_and_restarts_look_once(open_store: OpenStore, store: Store, sender: Account, worker: UUID):
    await sent(store, sender, worker)
    other = await open_store()

    looks = [*await store.take_bounce_looks(limit=10), *await other.take_bounce_looks(limit=10)]
    await store.looked(sender.id, {"INBOX": "17:4711"})

    assert len(looks) == 1
    assert await (await open_store()).take_bounce_looks(limit=10) == ()


async def test_a_mailbox_is_read_on_from_where_the_last_look_ended(store: Store, sender: Account, worker: UUID):
    await sent(store, sender, worker)
    await store.take_bounce_looks(limit=10)
    await store.looked(sender.id, {"INBOX": "17:4711"})
    await changed(store, update(bounce_looks).values(next_at=await store.now()))

    (look,) = await store.take_bounce_looks(limit=10)

    assert look.marks == {"INBOX": "17:4711"}


async def test_mail_comes_back_to_a_paused_account_too(store: Store, sender: Account, worker: UUID):
    await sent(store, sender, worker)
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="On holiday.")

    (look,) = await store.take_bounce_looks(limit=10)

    assert look.account.id == sender.id
    assert next_look_in(MINUTE, is_paused=True) == 2 * HOUR


async def test_a_mailbox_is_looked_into_for_mail_in_doubt_whose_bounce_is_told_after_it(
    store: Store, sender: Account, worker: UUID
):
    id = await sent(store, sender, worker)
    await changed(store, update(deliveries).where(deliveries.c.id == id).values(state="in_doubt", sent_at=None))

    assert len(await store.take_bounce_looks(limit=10)) == 1
    assert not await store.bounced(bounce(id))
    await changed(store, update(deliveries).where(deliveries.c.id == id).values(state="sent"))
    assert await store.bounced(bounce(id))

    assert await ledger(store, id) == ["bounced"]


async def doubted(store: Store, sender: Account, worker: UUID, *to: str) -> UUID:
    """Nobody knows whether the server has it: its sender died between the dot and the answer."""
    await store.schedule(OWNER, [new(sender, to=to)])
    (held,) = await store.claim(worker, limit=10, closed=())
    id, lease = held.delivery.id, held.delivery.run_lease
    await store.transmitting(worker, [Transmission(id, lease, datetime.now(UTC), "00" * 32, tuple(range(len(to))))])
    unknown = tuple(RecipientResult(n, RecipientState.IN_DOUBT, "no answer") for n in range(len(to)))
    verdict = settle(held.delivery, InDoubt("no answer", unknown), retry=RetryPolicy(), now=datetime.now(UTC), spread=0.5)
    await store.settle(worker, [Settlement(id, lease, verdict)])
    return id


async def test_what_comes_back_has_left_so_its_doubt_is_over(store: Store, sender: Account, worker: UUID):
    id = await doubted(store, sender, worker, "bob@example.net", "cid@example.net")

    assert await store.bounced(bounce(id))
    assert await store.bounced(bounce(id))

    item = await store.find(OWNER, id)
    assert item is not None and item.delivery.state is DeliveryState.SENT
    assert [recipient.state.value for recipient in item.delivery.recipients] == ["bounced", "accepted"]
    assert [entry.event for entry in await store.audit(OWNER, id)][-3:] == ["in_doubt", "found", "bounced"]
    assert await is_proven(store, id)
    assert await store.resolve(OWNER, id, arrived=False) is DeliveryState.SENT


async def test_after_a_bounce_the_mailbox_is_asked_no_more_and_nothing_is_sent_again(store: Store, sender: Account, worker: UUID):
    assert isinstance(store, SqlStore)
    id = await doubted(store, sender, worker, "bob@example.net")
    await changed(store, update(deliveries).where(deliveries.c.id == id).values(due_at=datetime.now(UTC) - HOUR))
    (doubt,) = await store.doubts(limit=5, lease=MINUTE)

    assert await store.bounced(bounce(id))

    assert await store.decide(doubt, SendAgain({}, is_proven=True)) is None
    assert (await store.next_look()).wait is None
    assert await store.claim(worker, limit=5, closed=()) == ()


async def test_a_bounce_from_one_who_is_not_in_doubt_settles_nothing(store: Store, sender: Account, worker: UUID):
    id = await doubted(store, sender, worker, "bob@example.net")

    assert not await store.bounced(bounce(id, n=7))

    assert await ledger(store, id) == ["in_doubt"]


async def test_the_bounce_of_an_earlier_sending_settles_no_later_doubt(store: Store, sender: Account, worker: UUID):
    id = await sent(store, sender, worker, "bob@example.net")
    await store.bounced(bounce(id))
    assert await store.redrive(OWNER, id, force=True) is DeliveryState.SCHEDULED
    (held,) = await store.claim(worker, limit=10, closed=())
    lease = held.delivery.run_lease
    await store.transmitting(worker, [Transmission(id, lease, datetime.now(UTC), "00" * 32, (0,))])
    unknown = InDoubt("no answer", (RecipientResult(0, RecipientState.IN_DOUBT, "no answer"),))
    verdict = settle(held.delivery, unknown, retry=RetryPolicy(), now=datetime.now(UTC), spread=0.5)
    await store.settle(worker, [Settlement(id, lease, verdict)])

    assert not await store.bounced(bounce(id))

    assert await ledger(store, id) == ["in_doubt"]


async def test_recipients_who_were_not_in_the_envelope_that_came_back_are_sent_to(store: Store, sender: Account, worker: UUID):
    id = await doubted(store, sender, worker, "bob@example.net", "cid@example.net")
    rest = update(recipients).where(recipients.c.message_id == id, recipients.c.n == 1).values(state="pending", reply="")
    await changed(store, rest)

    assert await store.bounced(bounce(id))

    (held,) = await store.claim(worker, limit=5, closed=())
    assert [recipient.state.value for recipient in held.delivery.recipients] == ["bounced", "pending"]


def test_looks_become_rarer_with_the_time_since_the_last_send():
    waits = [next_look_in(age) for age in (MINUTE, 2 * HOUR, 30 * HOUR)]

    assert waits == sorted(waits) and waits[0] <= 5 * MINUTE
    assert next_look_in(None) <= 10 * MINUTE


# ---------------------------------------------------------------------------------------------- sending again


async def test_sending_again_goes_to_the_missing_only(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender, to=("bob@example.net", "cid@example.net"))])
    id = await attempt(store, worker, RecipientState.REFUSED, RecipientState.ACCEPTED)

    assert await store.redrive(OWNER, id) is DeliveryState.SCHEDULED

    assert await ledger(store, id) == ["pending", "accepted"]
    (held,) = await store.claim(worker, limit=1, closed=())
    assert [recipient.n for recipient in held.delivery.recipients if recipient.is_open] == [0]
    assert held.dated_at is not None
    assert held.delivery.deadline_at > await store.now() + 23 * HOUR
    assert await is_proven(store, id)


async def test_what_expired_untried_can_be_sent_again(store: Store, sender: Account):
    now = await store.now()
    (receipt,) = await store.schedule(OWNER, [new(sender, due=now - 2 * HOUR, lifetime=HOUR)])
    assert await store.expire() == (receipt.id,)

    assert await store.redrive(OWNER, receipt.id) is DeliveryState.SCHEDULED
    assert await store.redrive(OWNER, receipt.id) is DeliveryState.SCHEDULED

    events = [entry.event for entry in await store.audit(OWNER, receipt.id)]
    assert events == ["scheduled", "expired", "redriven"]
    assert await store.expire() == ()
    assert await is_proven(store, receipt.id)


async def test_nobody_who_has_it_gets_it_again_even_by_force(store: Store, sender: Account, worker: UUID):
    id = await sent(store, sender, worker)

    assert await store.redrive(OWNER, id) is DeliveryState.SENT
    assert await store.redrive(OWNER, id, force=True) is DeliveryState.SENT
    assert await ledger(store, id) == ["accepted"]


async def test_where_it_came_back_from_it_goes_again_only_by_force(store: Store, sender: Account, worker: UUID):
    id = await sent(store, sender, worker, "bob@example.net", "cid@example.net")
    await store.bounced(bounce(id))

    assert await store.redrive(OWNER, id) is DeliveryState.SENT
    assert await store.redrive(OWNER, id, force=True) is DeliveryState.SCHEDULED

    assert await ledger(store, id) == ["pending", "accepted"]
    assert await is_proven(store, id)


async def test_an_address_that_is_warned_of_is_left_out_without_force(store: Store, sender: Account, worker: UUID):
    await store.bounced(bounce(await sent(store, sender, worker)))
    await store.schedule(OWNER, [new(sender, to=("bob@example.net", "cid@example.net"))])
    refused = await attempt(store, worker, RecipientState.REFUSED, RecipientState.REFUSED)

    assert await store.redrive(OWNER, refused) is DeliveryState.SCHEDULED
    assert await ledger(store, refused) == ["refused", "pending"]

    now = await store.now()
    late = new(sender, to=("bob@example.net", "cid@example.net"), due=now - 2 * HOUR, lifetime=HOUR)
    await store.schedule(OWNER, [late])
    await store.expire()
    assert await store.redrive(OWNER, late.message.id) is DeliveryState.SCHEDULED
    item = await store.find(OWNER, late.message.id)
    assert item is not None
    assert [(one.state.value, one.reply) for one in item.delivery.recipients] == [
        ("refused", f"Not tried again: {WHY}"),
        ("pending", ""),
    ]
    assert await is_proven(store, late.message.id)


async def test_a_message_to_nobody_but_a_bounced_address_needs_force(store: Store, sender: Account, worker: UUID):
    await store.bounced(bounce(await sent(store, sender, worker)))
    await store.schedule(OWNER, [new(sender)])
    refused = await attempt(store, worker, RecipientState.REFUSED)

    assert await store.redrive(OWNER, refused) is DeliveryState.FAILED
    assert await store.redrive(OWNER, refused, force=True) is DeliveryState.SCHEDULED


async def test_nobody_sends_anothers_message_again(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender)])
    id = await attempt(store, worker, RecipientState.REFUSED)

    assert await store.redrive(new_id(), id) is None
    assert await ledger(store, id) == ["refused"]


async def test_what_is_not_over_is_not_sent_again(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])

    before = await store.find(OWNER, receipt.id)
    await store.redrive(OWNER, receipt.id)
    after = await store.find(OWNER, receipt.id)

    assert before == after


# ---------------------------------------------------------------------------------------------- what does not move


async def stuck_reasons(store: Store, owner_id: UUID | None = None) -> dict[str, int]:
    stuck = await store.stuck(owner_id, after=5 * MINUTE)
    assert stuck.count == sum(stuck.reasons.values())
    return {reason.value: many for reason, many in stuck.reasons.items()}


async def overdue(store: Store, sender: Account, *, by: timedelta = 12 * MINUTE) -> UUID:
    (receipt,) = await store.schedule(OWNER, [new(sender, due=await store.now() - by)])
    return receipt.id


async def test_a_queue_that_moves_is_not_stuck(store: Store, sender: Account, worker: UUID):
    await overdue(store, sender, by=MINUTE)
    await store.schedule(OWNER, [new(sender, due=HOUR)])
    stuck = await store.stuck(None, after=5 * MINUTE)

    assert (stuck.count, stuck.oldest_due, stuck.reasons) == (0, None, {})


async def test_without_a_worker_that_is_the_reason(store: Store, sender: Account):
    await overdue(store, sender)
    oldest = await overdue(store, sender, by=HOUR)
    stuck = await store.stuck(OWNER, after=5 * MINUTE)
    item = await store.find(OWNER, oldest)

    assert item is not None
    assert (stuck.count, stuck.oldest_due, stuck.reasons) == (2, item.delivery.due_at, {StuckReason.NO_WORKER: 2})
    assert (await store.stuck(new_id(), after=5 * MINUTE)).count == 0
    assert (await store.stuck(None, after=5 * MINUTE)).count == 2


async def test_a_paused_account_a_breaker_and_a_riddle_are_told_apart(store: Store, sender: Account, worker: UUID):
    resting = account(address="rest@example.org")
    riddle = account(address="riddle@example.org", smtp=Server("127.0.0.1", 2526, Security.PLAIN))
    for one in (resting, riddle):
        await store.save_account(one)
    for one in (sender, resting, riddle):
        await overdue(store, one)
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="On holiday.")
    await store.trip([Trip(Target(resting.id), BreakerKind.SLOW, 1, HOUR, "It asked to slow down.")])

    assert await stuck_reasons(store) == {"paused": 1, "breaker": 1, "unknown": 1}


async def test_a_breaker_of_a_server_explains_all_its_accounts(store: Store, sender: Account, worker: UUID):
    await overdue(store, sender)
    await store.trip([Trip(Target(None, sender.smtp.host, sender.smtp.port), BreakerKind.FAILING, 1, HOUR, "Silence.")])

    assert await stuck_reasons(store) == {"breaker": 1}


async def test_what_was_set_aside_is_stuck_all_the_same(store: Store, sender: Account, worker: UUID):
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="On holiday.")
    now = await store.now()
    await store.schedule(OWNER, [new(sender, due=now - 12 * MINUTE) for _ in range(60)])
    for _ in range(3):
        await store.claim(worker, limit=5, closed=())

    assert await stuck_reasons(store) == {"paused": 60}


async def test_what_somebody_holds_for_that_long_is_stuck(store: Store, sender: Account, worker: UUID):
    await overdue(store, sender)
    await store.claim(worker, limit=1, closed=())
    assert await stuck_reasons(store) == {}

    earlier = await store.now() - 10 * MINUTE
    id = (await store.audited_ids(OWNER, after=None, limit=1))[0]
    await backdated(store, id, earlier)
    assert await stuck_reasons(store) == {"sending": 1}

    await changed(store, update(workers).values(lease_expires_at=earlier))
    await store.register_worker(new_id(), "another", lease=LEASE)
    assert await stuck_reasons(store) == {"holder_died": 1}


async def backdated(store: Store, id: UUID, at: datetime) -> None:
    await changed(store, update(audit_entries).where(audit_entries.c.message_id == id).values(at=at))


async def test_a_message_that_waits_for_its_next_try_is_not_stuck(store: Store, sender: Account, worker: UUID):
    id = await overdue(store, sender)
    await changed(store, update(deliveries).where(deliveries.c.id == id).values(due_at=await store.now() + MINUTE))

    assert await stuck_reasons(store) == {}
    assert (await store.find(OWNER, id)) is not None


async def test_a_message_that_went_elsewhere_is_not_sent_again_here(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])
    gone = {"state": "cancelled", "transfer_step": "gone"}
    await changed(store, update(deliveries).where(deliveries.c.id == receipt.id).values(gone))

    with pytest.raises(PersonError) as refused:
        await store.redrive(OWNER, receipt.id)

    assert refused.value.code == "elsewhere"
    assert replace(sender) == sender
