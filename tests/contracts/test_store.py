"""What every Store promises, run over each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from nightmail.account.model import Account, AccountState, Learned, Security, Server
from nightmail.delivery.audit import AuditEvent, verify
from nightmail.delivery.doubt import STOPPED
from nightmail.delivery.model import DeliveryState, Priority, RecipientState
from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Phase, RecipientResult, Reply, ReplyClass
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import settle
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.message.model import Address
from nightmail.ports import Claimed, OutboxQuery, Settlement, Store, Transmission
from nightmail.schedule.model import WallTime
from nightmail.store.tables import deliveries
from nightmail.verify import verify_all
from tests.letters import OWNER, account, attachment, new
from tests.patience import PATIENCE

LEASE = timedelta(seconds=60)
HOUR = timedelta(hours=1)
OpenStore = Callable[[], Awaitable[Store]]


@pytest.fixture
async def sender(store: Store) -> Account:
    anna = account()
    await store.save_account(anna)
    return anna


@pytest.fixture
async def worker(store: Store):
    id = new_id()
    await store.register_worker(id, "test", lease=LEASE)
    return id


def intent(held: Claimed, recipients: tuple[int, ...] = (0,)) -> Transmission:
    return Transmission(held.delivery.id, held.delivery.run_lease, datetime.now(UTC), "00" * 32, recipients)


def accepted(held: Claimed, *numbers: int) -> Settlement:
    results = tuple(RecipientResult(n, RecipientState.ACCEPTED, "250 2.0.0 queued") for n in numbers or (0,))
    return verdict(held, Accepted(Reply(250, "2.0.0 queued"), results))


def verdict(held: Claimed, outcome: Accepted | Deferred | InDoubt) -> Settlement:
    settled = settle(held.delivery, outcome, retry=RetryPolicy(), now=datetime.now(UTC), spread=0.5)
    return Settlement(held.delivery.id, held.delivery.run_lease, settled)


async def claim_one(store: Store, worker) -> Claimed:
    (held,) = await store.claim(worker, limit=10, closed=())
    return held


async def send(store: Store, worker, held: Claimed) -> None:
    assert await store.transmitting(worker, [intent(held)]) == {held.delivery.id}
    assert await store.settle(worker, [accepted(held)]) == {held.delivery.id}


async def events(store: Store, id) -> list[str]:
    entries = await store.audit(OWNER, id)
    assert verify(id, entries, (await store.audit_heads([id]))[id]) is None
    return [entry.event for entry in entries]


# ---------------------------------------------------------------------------------------------- keeping


async def test_what_was_scheduled_is_found_again_whole(store: Store, sender: Account):
    wanted = new(
        sender,
        due=datetime.now(UTC).replace(microsecond=123456) + HOUR,
        wall_time=WallTime(datetime.fromisoformat("2026-12-01T09:00"), "Europe/Berlin"),
        cc=(Address("cid@example.net", "Cid, Jr."),),
        bcc=(Address("bcc@example.net"),),
        html="<p>Grüße 🌙</p>",
        attachments=(attachment(),),
        reply_to=Address("office@example.org", "Office"),
        references=("<a@b>", "<c@d>"),
        metadata={"invoice": "77"},
    )

    (receipt,) = await store.schedule(OWNER, [wanted])
    item = await store.find(OWNER, receipt.id)

    assert item is not None
    assert item.message == replace(wanted.message, created_at=item.message.created_at)
    assert item.wall_time == wanted.wall_time
    assert item.delivery.due_at == item.delivery.wanted_at == wanted.due
    assert item.delivery.deadline_at == wanted.due + timedelta(hours=24)
    assert item.delivery.state is DeliveryState.SCHEDULED
    assert [recipient.address for recipient in item.delivery.recipients] == [
        "bob@example.net",
        "cid@example.net",
        "bcc@example.net",
    ]
    assert await events(store, receipt.id) == ["scheduled"]


async def test_an_address_named_twice_is_one_recipient_but_both_headers_stay(store: Store, sender: Account):
    wanted = new(sender, cc=(Address("bob@example.net"),))

    (receipt,) = await store.schedule(OWNER, [wanted])
    item = await store.find(OWNER, receipt.id)

    assert item is not None
    assert len(item.delivery.recipients) == 1
    assert item.message.cc == (Address("bob@example.net"),)


async def test_an_address_in_two_spellings_is_one_recipient_named_as_it_was_first(store: Store, sender: Account):
    to = ("Bob@example.net", "cid@example.net", "bob@example.net")
    bcc = (Address("dora@example.net"), Address("BOB@example.net"))
    wanted = new(sender, to=to, cc=(Address("CID@example.net", "Cid"),), bcc=bcc)

    (receipt,) = await store.schedule(OWNER, [wanted])
    item = await store.find(OWNER, receipt.id)

    assert item is not None
    assert [each.address for each in item.delivery.recipients] == ["Bob@example.net", "cid@example.net", "dora@example.net"]
    assert [each.n for each in item.delivery.recipients] == [0, 1, 2]
    assert (item.message.to, item.message.cc, item.message.bcc) == (wanted.message.to, wanted.message.cc, wanted.message.bcc)
    assert item.audit[0].fields["recipients"] == 3
    assert (await verify_all(store, OWNER)).broken == ()


async def test_letters_beyond_ascii_make_different_recipients_in_either_database(store: Store, sender: Account):
    to = ("J\u00f6rg@example.net", "J\u00d6RG@example.net", "\u0130@example.net", "i@example.net")

    (receipt,) = await store.schedule(OWNER, [new(sender, to=to)])
    item = await store.find(OWNER, receipt.id)

    assert item is not None
    assert tuple(each.address for each in item.delivery.recipients) == to


async def test_the_same_key_twice_is_one_message(store: Store, sender: Account):
    (first,) = await store.schedule(OWNER, [new(sender, idempotency_key="k", due=HOUR)])
    again, twin = await store.schedule(OWNER, [new(sender, idempotency_key="k"), new(sender, idempotency_key="k")])

    assert (again.id, again.is_new, twin.id) == (first.id, False, first.id)
    assert again.due_at == first.due_at
    assert len(await store.list(OWNER, OutboxQuery())) == 1


async def test_the_same_id_twice_is_one_message(store: Store, sender: Account):
    once = new(sender, due=HOUR)

    receipts = [(await store.schedule(OWNER, [once]))[0] for _ in range(2)]

    assert [receipt.is_new for receipt in receipts] == [True, False]
    assert await events(store, once.message.id) == ["scheduled"]


async def test_two_processes_with_one_key_at_once_make_one_message(open_store: OpenStore, store: Store, sender: Account):
    other = await open_store()

    receipts = await asyncio.gather(
        *(where.schedule(OWNER, [new(sender, idempotency_key="race", due=HOUR)]) for where in (store, other) * 4)
    )

    assert len({receipt.id for (receipt,) in receipts}) == 1
    assert sum(receipt.is_new for (receipt,) in receipts) == 1


async def test_one_person_never_sees_anothers_rows(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])
    stranger = new_id()

    assert await store.find(stranger, receipt.id) is None
    assert await store.list(stranger, OutboxQuery()) == ()
    assert await store.audit(stranger, receipt.id) == ()
    assert await store.cancel(stranger, receipt.id) is None
    assert await store.counts(stranger) == {}


async def test_the_list_shows_what_goes_next_first_then_what_went_last(store: Store, sender: Account, worker):
    for hours, subject in ((3, "later"), (2, "sooner")):
        await store.schedule(OWNER, [new(sender, due=timedelta(hours=hours), subject=subject)])
    for subject in ("went first", "went second"):
        await store.schedule(OWNER, [new(sender, subject=subject)])
        await send(store, worker, await claim_one(store, worker))

    listed = await store.list(OWNER, OutboxQuery())

    assert [row.subject for row in listed] == ["sooner", "later", "went second", "went first"]
    assert [row.subject for row in await store.list(OWNER, OutboxQuery(limit=2, offset=1))] == ["later", "went second"]
    assert [row.subject for row in await store.list(OWNER, OutboxQuery(text="SOON"))] == ["sooner"]
    assert len(await store.list(OWNER, OutboxQuery(text="bob@"))) == 4
    assert await store.list(OWNER, OutboxQuery(text="100%")) == ()
    only_sent = await store.list(OWNER, OutboxQuery(states=frozenset({DeliveryState.SENT})))
    assert [row.subject for row in only_sent] == ["went second", "went first"]
    assert only_sent[0].sent_at is not None
    assert await store.counts(OWNER) == {DeliveryState.SENT: 2, DeliveryState.SCHEDULED: 2}


async def test_changes_after_a_cursor_name_each_message_once(store: Store, sender: Account):
    await store.schedule(OWNER, [new(sender, due=HOUR)])
    start = (await store.changes_since(OWNER, "")).cursor
    assert (await store.changes_since(OWNER, start)).ids == ()

    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])
    await store.cancel(OWNER, receipt.id)

    assert (await store.changes_since(OWNER, start)).ids == (receipt.id,)


# ---------------------------------------------------------------------------------------------- accounts


async def test_an_account_is_kept_changed_paused_and_removed(store: Store, sender: Account):
    assert await store.accounts(OWNER) == (sender,)

    await store.save_account(replace(sender, name="Anna E."))
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="The password was refused.")

    (kept,) = await store.accounts(OWNER)
    assert (kept.name, kept.state, kept.pause_reason) == ("Anna E.", AccountState.PAUSED, "The password was refused.")
    await store.remove_account(sender.id)
    assert await store.accounts() == ()


async def test_two_accounts_with_one_address_are_refused(store: Store, sender: Account):
    with pytest.raises(PersonError, match="already an account") as refused:
        await store.save_account(account(address=sender.address))

    assert refused.value.code == "account-exists"


async def test_an_account_with_mail_still_to_go_is_not_removed(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])
    with pytest.raises(PersonError) as in_use:
        await store.remove_account(sender.id)
    assert in_use.value.code == "account-in-use"

    await store.cancel(OWNER, receipt.id)
    with pytest.raises(PersonError) as history:
        await store.remove_account(sender.id)
    assert history.value.code == "account-has-history"


# ---------------------------------------------------------------------------------------------- claim, transmit, settle


async def test_only_what_is_due_is_claimed_earliest_first(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="future")])
    await store.schedule(OWNER, [new(sender, due=datetime.now(UTC) - ago, subject=str(ago)) for ago in (HOUR, 2 * HOUR)])

    held = await store.claim(worker, limit=10, closed=())

    assert [one.message.subject for one in held] == [str(2 * HOUR), str(HOUR)]
    assert all(one.delivery.state is DeliveryState.CLAIMED and one.delivery.run_lease == 1 for one in held)
    assert [recipient.address for recipient in held[0].delivery.recipients] == ["bob@example.net"]
    assert await store.claim(worker, limit=10, closed=()) == ()


async def test_a_claim_carries_all_it_takes_to_send(store: Store, sender: Account, worker):
    wanted = new(sender, html="<b>x</b>", attachments=(attachment(),), metadata={"a": "b"}, in_reply_to="<q@r>")
    await store.schedule(OWNER, [wanted])

    held = await claim_one(store, worker)

    assert held.message == replace(wanted.message, created_at=held.message.created_at)
    assert held.dated_at is None


async def test_accounts_that_may_not_send_now_are_left_out(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender)])

    assert await store.claim(worker, limit=10, closed=[sender.id]) == ()
    assert (await store.next_due(new_id(), closed=[sender.id])).wait is None
    assert len(await store.claim(worker, limit=10, closed=[new_id()])) == 1


async def test_a_paused_account_sends_nothing_from_that_moment(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender)])
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="x")
    assert await store.claim(worker, limit=10, closed=()) == ()

    await store.set_account_state(sender.id, AccountState.ACTIVE)
    assert len(await store.claim(worker, limit=10, closed=())) == 1


async def test_two_dispatchers_never_take_the_same_delivery(open_store: OpenStore, store: Store, sender: Account, worker):
    other, rival = await open_store(), new_id()
    await other.register_worker(rival, "rival", lease=LEASE)
    await store.schedule(OWNER, [new(sender) for _ in range(40)])

    shares = await asyncio.gather(*(where.claim(who, limit=7, closed=()) for where, who in ((store, worker), (other, rival)) * 5))

    taken = [held.delivery.id for share in shares for held in share]
    assert len(taken) == len(set(taken)) == 40


async def test_a_worker_without_a_living_lease_claims_nothing(store: Store, sender: Account):
    await store.schedule(OWNER, [new(sender)])
    dead = new_id()
    await store.register_worker(dead, "dead", lease=timedelta(seconds=-1))

    assert await store.claim(dead, limit=10, closed=()) == ()
    assert await store.claim(new_id(), limit=10, closed=()) == ()


async def test_a_message_is_sent_with_every_step_in_its_chain(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)

    await send(store, worker, held)

    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert (item.delivery.state, item.delivery.attempts) == (DeliveryState.SENT, 1)
    assert item.delivery.recipients[0].state is RecipientState.ACCEPTED
    assert item.delivery.recipients[0].reply == "250 2.0.0 queued"
    assert item.sent_at is not None
    assert item.sent_at >= item.delivery.wanted_at
    assert await events(store, receipt.id) == ["scheduled", "claimed", "transmitting", "sent"]
    assert [entry.actor for entry in item.audit] == ["person", *[f"worker:{worker}"] * 3]


async def test_what_becomes_due_in_a_moment_is_claimed_ahead_and_nothing_later(store: Store, sender: Account, worker):
    now, soon, later = await store.schedule(
        OWNER, [new(sender), new(sender, due=timedelta(minutes=2)), new(sender, due=timedelta(minutes=9))]
    )
    assert [held.delivery.id for held in await store.claim(worker, limit=9, closed=())] == [now.id]

    (held,) = await store.claim(worker, limit=9, closed=(), ahead=timedelta(minutes=5))

    assert held.delivery.id == soon.id and held.delivery.due_at == soon.due_at
    wait = (await store.next_due(worker, closed=())).wait
    assert wait is not None and wait > timedelta(minutes=5)
    assert await store.cancel(OWNER, soon.id) is DeliveryState.CANCELLED
    assert await store.transmitting(worker, [intent(held)]) == frozenset()
    assert await events(store, later.id) == ["scheduled"]


async def test_what_a_worker_still_holds_is_what_nobody_changed(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender) for _ in range(4)])
    kept, cancelled, again, begun = held = await store.claim(worker, limit=9, closed=())
    claims = [(one.delivery.id, one.delivery.run_lease) for one in held]
    assert await store.holding(worker, claims) == set(claims)

    await store.cancel(OWNER, cancelled.delivery.id)
    await store.release(worker, [(again.delivery.id, again.delivery.run_lease)])
    await store.claim(worker, limit=9, closed=())
    await store.transmitting(worker, [intent(begun)])

    assert await store.holding(worker, claims) == {(kept.delivery.id, kept.delivery.run_lease)}
    assert not await store.holding(new_id(), claims)
    assert not await store.holding(worker, [])


async def test_what_was_claimed_ahead_and_given_back_is_due_as_before(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=timedelta(minutes=2))])
    (held,) = await store.claim(worker, limit=9, closed=(), ahead=timedelta(minutes=5))

    await store.release(worker, [(held.delivery.id, held.delivery.run_lease)])

    item = await store.find(OWNER, receipt.id)
    assert item is not None and (item.delivery.state, item.delivery.due_at) == (DeliveryState.SCHEDULED, receipt.due_at)
    assert await store.claim(worker, limit=9, closed=()) == ()


async def test_a_claim_goes_on_behind_the_last_of_each_priority(store: Store, sender: Account, worker, database: Path | str):
    instants = [datetime.now(UTC) - timedelta(minutes=9 - n // 2) for n in range(8)]
    urgent = [replace(new(sender, due=instants[0]), priority=Priority.URGENT) for _ in range(3)]
    receipts = await store.schedule(OWNER, [*urgent, *(new(sender, due=due) for due in instants)])
    in_order = sorted(receipts[3:], key=lambda receipt: (receipt.due_at, receipt.id))
    first = await store.claim(worker, limit=7, closed=())
    front = {one.delivery.priority: (one.delivery.due_at, one.delivery.id) for one in first}
    await store.release(worker, [(one.delivery.id, one.delivery.run_lease) for one in first])

    behind = [held.delivery.id for held in await store.claim(worker, limit=20, closed=(), after=front)]

    assert set(front) == {Priority.URGENT, Priority.NORMAL}
    if isinstance(database, Path):
        assert len(behind) == 11, "it has no old rows in its way, and looks at everything"
        return
    assert behind == [receipt.id for receipt in in_order[4:]]
    wait = (await store.next_due(worker, closed=(), after=front)).wait
    assert wait is None
    wait = (await store.next_due(worker, closed=())).wait
    assert wait is not None and wait < timedelta(0)


async def test_next_due_says_at_what_time_it_was_asked(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])

    due = await store.next_due(worker, closed=())

    assert due.wait is not None and due.asked_at is not None
    assert due.asked_at + due.wait == receipt.due_at
    assert due.asked_at <= await store.now()


async def test_a_cancelled_delivery_is_refused_its_dot(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)

    assert await store.cancel(OWNER, receipt.id) is DeliveryState.CANCELLED

    assert await store.transmitting(worker, [intent(held)]) == frozenset()
    assert await store.settle(worker, [accepted(held)]) == frozenset()
    assert await events(store, receipt.id) == ["scheduled", "claimed", "cancelled"]


async def test_a_cancel_after_the_fence_is_told_that_it_is_too_late(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)
    await store.transmitting(worker, [intent(held)])

    assert await store.cancel(OWNER, receipt.id) is DeliveryState.TRANSMITTING
    assert await store.reschedule(OWNER, receipt.id, due=HOUR, lifetime=HOUR, wall_time=None) is DeliveryState.TRANSMITTING
    assert await store.hold(OWNER, receipt.id) is DeliveryState.TRANSMITTING


async def test_an_old_lease_opens_no_fence_and_settles_nothing(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender)])
    stale = await claim_one(store, worker)
    await store.release(worker, [(stale.delivery.id, stale.delivery.run_lease)])
    current = await claim_one(store, worker)
    assert current.delivery.run_lease == 2

    assert await store.transmitting(worker, [intent(stale)]) == frozenset()
    assert await store.settle(worker, [accepted(stale)]) == frozenset()
    await send(store, worker, current)


async def test_a_delivery_of_another_worker_opens_no_fence(store: Store, sender: Account, worker):
    thief = new_id()
    await store.register_worker(thief, "thief", lease=LEASE)
    await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)

    assert await store.transmitting(thief, [intent(held)]) == frozenset()


async def test_settling_twice_writes_once(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)
    await send(store, worker, held)

    assert await store.settle(worker, [accepted(held)]) == frozenset()
    assert (await events(store, receipt.id))[-1] == "sent"


async def test_a_deferred_delivery_waits_and_keeps_what_each_recipient_was_told(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender, to=("ok@x.org", "wait@x.org", "no@x.org"))])
    held = await claim_one(store, worker)
    await store.transmitting(worker, [intent(held, (0,))])
    results = (
        RecipientResult(0, RecipientState.ACCEPTED, "250 queued"),
        RecipientResult(1, RecipientState.DEFERRED, "450 busy"),
        RecipientResult(2, RecipientState.REFUSED, "550 5.1.1 no such user"),
    )

    await store.settle(worker, [verdict(held, Accepted(Reply(250, "queued"), results))])

    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert item.delivery.state is DeliveryState.SCHEDULED
    assert item.delivery.due_at > item.delivery.wanted_at
    assert [(one.state.value, one.reply) for one in item.delivery.recipients] == [
        ("accepted", "250 queued"),
        ("deferred", "450 busy"),
        ("refused", "550 5.1.1 no such user"),
    ]
    assert await store.claim(worker, limit=1, closed=()) == ()


async def test_many_are_fenced_and_settled_together(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender) for _ in range(30)])
    held = await store.claim(worker, limit=30, closed=())
    await store.cancel(OWNER, held[7].delivery.id)

    passed = await store.transmitting(worker, [intent(one) for one in held])
    written = await store.settle(worker, [accepted(one) for one in held])

    assert passed == written == {one.delivery.id for one in held} - {held[7].delivery.id}
    for one in held:
        await events(store, one.delivery.id)


async def test_the_date_fixed_at_the_first_fence_comes_back_with_the_next_claim(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    first = await claim_one(store, worker)
    dated = intent(first)
    await store.transmitting(worker, [dated])
    await store.settle(worker, [verdict(first, InDoubt("lost", (RecipientResult(0, RecipientState.IN_DOUBT, ""),)))])
    await store.resolve(OWNER, receipt.id, arrived=False)

    again = await claim_one(store, worker)

    assert again.dated_at == dated.dated_at
    await store.transmitting(worker, [intent(again)])
    await store.settle(worker, [accepted(again)])


async def test_released_deliveries_are_due_as_before_with_no_attempt_used(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)

    await store.release(worker, [(held.delivery.id, held.delivery.run_lease)])

    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert (item.delivery.state, item.delivery.attempts) == (DeliveryState.SCHEDULED, 0)
    assert item.delivery.due_at == held.delivery.due_at


# ---------------------------------------------------------------------------------------------- rescue


async def test_what_a_dead_worker_had_claimed_goes_back_at_once(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    dead = new_id()
    await store.register_worker(dead, "dead", lease=LEASE)
    held = await claim_one(store, dead)
    assert await store.rescue() == ()
    await store.retire_worker(dead)

    (rescued,) = await store.rescue()

    assert (rescued.id, rescued.state) == (receipt.id, DeliveryState.SCHEDULED)
    again = await claim_one(store, worker)
    assert again.delivery.run_lease == held.delivery.run_lease + 1
    assert await store.transmitting(dead, [intent(held)]) == frozenset()
    assert await events(store, receipt.id) == ["scheduled", "claimed", "rescued", "claimed"]


async def test_what_a_dead_worker_was_transmitting_is_in_doubt_and_never_claimed_again(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender, to=("a@x.org", "b@x.org"))])
    dead = new_id()
    await store.register_worker(dead, "dead", lease=LEASE)
    held = await claim_one(store, dead)
    await store.transmitting(dead, [intent(held, (1,))])
    await store.retire_worker(dead)

    (rescued,) = await store.rescue()

    assert rescued.state is DeliveryState.IN_DOUBT
    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert [one.state for one in item.delivery.recipients] == [RecipientState.PENDING, RecipientState.IN_DOUBT]
    assert await store.claim(worker, limit=10, closed=()) == ()
    assert await store.rescue() == ()


async def test_whoever_reads_what_a_dead_worker_left_in_doubt_reads_that_the_sender_stopped(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, to=("a@x.org", "b@x.org"))])
    dead = new_id()
    await store.register_worker(dead, "dead", lease=LEASE)
    held = await claim_one(store, dead)
    await store.transmitting(dead, [intent(held, (1,))])
    await store.retire_worker(dead)
    await store.rescue()

    item = await store.find(OWNER, receipt.id)

    assert item is not None
    assert item.delivery.reason == STOPPED
    assert [one.reply for one in item.delivery.recipients] == ["", STOPPED]
    assert item.audit[-1].fields == {"reason": STOPPED, "results": [[1, "in_doubt", STOPPED]]}
    assert (await verify_all(store, OWNER)).broken == ()


async def test_a_worker_that_was_only_slow_may_still_tell_what_the_server_said(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    slow = new_id()
    await store.register_worker(slow, "slow", lease=LEASE)
    held = await claim_one(store, slow)
    await store.transmitting(slow, [intent(held)])
    await store.retire_worker(slow)
    await store.rescue()

    assert await store.settle(slow, [accepted(held)]) == {receipt.id}

    assert (await events(store, receipt.id))[-2:] == ["in_doubt", "sent"]


async def test_a_message_that_kills_its_worker_again_and_again_fails_in_the_end(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    for _ in range(8):
        victim = new_id()
        await store.register_worker(victim, "victim", lease=LEASE)
        await pass_the_wait(store)
        await claim_one(store, victim)
        await store.retire_worker(victim)
        (rescued,) = await store.rescue()

    assert rescued.state is DeliveryState.FAILED
    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert "stopped 8 times" in item.delivery.reason


async def pass_the_wait(store: Store) -> None:
    """As if the time until the next try had gone by."""
    past = datetime.now(UTC) - HOUR
    await store._write(lambda connection: connection.execute(update(deliveries).values(due_at=past)))  # type: ignore[attr-defined]


async def test_rescued_twice_they_come_back_one_by_one(store: Store, sender: Account):
    await store.schedule(OWNER, [new(sender) for _ in range(3)])
    for _ in range(2):
        victim = new_id()
        await store.register_worker(victim, "victim", lease=LEASE)
        assert len(await store.claim(victim, limit=10, closed=())) == 3
        await store.retire_worker(victim)
        await store.rescue()

    dues = sorted([row.delivery.due_at for row in await store.list(OWNER, OutboxQuery())])

    assert len({(due - dues[0]) for due in dues}) == 3


# ---------------------------------------------------------------------------------------------- the person's word


async def test_a_message_in_doubt_that_arrived_is_sent(store: Store, sender: Account, worker):
    receipt_id = await _in_doubt(store, sender, worker)

    assert await store.resolve(OWNER, receipt_id, arrived=True) is DeliveryState.SENT

    item = await store.find(OWNER, receipt_id)
    assert item is not None
    assert item.delivery.recipients[0].state is RecipientState.ACCEPTED
    assert (await events(store, receipt_id))[-1] == "confirmed"


async def test_what_is_said_to_have_arrived_was_sent_when_it_was_let_through(store: Store, sender: Account, worker):
    receipt_id = await _in_doubt(store, sender, worker)

    await store.resolve(OWNER, receipt_id, arrived=True)

    item = await store.find(OWNER, receipt_id)
    assert item is not None
    (left_at,) = [entry.at for entry in item.audit if entry.event == "transmitting"]
    assert item.sent_at == left_at


async def test_a_message_in_doubt_may_be_sent_again_on_a_persons_word(store: Store, sender: Account, worker):
    receipt_id = await _in_doubt(store, sender, worker)
    assert await store.claim(worker, limit=1, closed=()) == ()

    assert await store.resolve(OWNER, receipt_id, arrived=False) is DeliveryState.SCHEDULED

    await send(store, worker, await claim_one(store, worker))
    assert (await events(store, receipt_id))[-4:] == ["send_again", "claimed", "transmitting", "sent"]


async def test_what_is_sent_again_has_its_whole_time_however_long_it_was_put_off(store: Store, sender: Account, worker):
    receipt_id = await _in_doubt(store, sender, worker)
    item = await store.find(OWNER, receipt_id)
    assert item is not None
    later = item.delivery.deadline_at - timedelta(minutes=1)
    await store._write(lambda connection: connection.execute(update(deliveries).values(due_at=later)))  # type: ignore[attr-defined]

    await store.resolve(OWNER, receipt_id, arrived=False)

    item = await store.find(OWNER, receipt_id)
    assert item is not None
    assert item.delivery.deadline_at - await store.now() > timedelta(hours=23)


async def test_only_what_is_in_doubt_can_be_resolved(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])

    assert await store.resolve(OWNER, receipt.id, arrived=True) is DeliveryState.SCHEDULED
    assert await events(store, receipt.id) == ["scheduled"]


async def _in_doubt(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)
    await store.transmitting(worker, [intent(held)])
    doubt = InDoubt("The connection broke after the dot.", (RecipientResult(0, RecipientState.IN_DOUBT, ""),))
    await store.settle(worker, [verdict(held, doubt)])
    return receipt.id


async def test_a_held_message_waits_until_it_is_released(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])

    assert await store.hold(OWNER, receipt.id) is DeliveryState.HELD
    assert await store.claim(worker, limit=1, closed=()) == ()
    assert await store.release_hold(OWNER, receipt.id) is DeliveryState.SCHEDULED

    assert len(await store.claim(worker, limit=1, closed=())) == 1
    assert await events(store, receipt.id) == ["scheduled", "held", "resumed", "claimed"]


async def test_rescheduling_moves_the_moment_and_brings_back_what_was_cancelled(store: Store, sender: Account):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=HOUR)])
    await store.cancel(OWNER, receipt.id)
    when = datetime(2031, 5, 1, 7, 0, tzinfo=UTC)
    wall_time = WallTime(datetime.fromisoformat("2031-05-01T09:00"), "Europe/Berlin")

    state = await store.reschedule(OWNER, receipt.id, due=when, lifetime=HOUR, wall_time=wall_time)

    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert state is item.delivery.state is DeliveryState.SCHEDULED
    assert (item.delivery.due_at, item.delivery.wanted_at, item.delivery.deadline_at) == (when, when, when + HOUR)
    assert item.wall_time == wall_time
    assert await events(store, receipt.id) == ["scheduled", "cancelled", "rescheduled"]


async def test_what_passed_its_deadline_fails_and_is_not_handed_out(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender, due=datetime.now(UTC) - HOUR, lifetime=HOUR / 2)])
    assert await store.claim(worker, limit=1, closed=()) == ()

    assert await store.expire() == (receipt.id,)

    assert await events(store, receipt.id) == ["scheduled", "expired"]
    item = await store.find(OWNER, receipt.id)
    assert item is not None
    assert item.delivery.state is DeliveryState.FAILED


# ---------------------------------------------------------------------------------------------- knowing


async def test_the_next_due_moment_is_told_as_a_wait_on_the_stores_clock(store: Store, sender: Account):
    assert (await store.next_due(new_id(), closed=())).wait is None

    await store.schedule(OWNER, [new(sender, due=HOUR), new(sender, due=2 * HOUR)])

    wait = (await store.next_due(new_id(), closed=())).wait
    assert wait is not None
    assert HOUR - timedelta(seconds=30) < wait <= HOUR


async def test_nothing_is_woken_for_that_may_not_be_claimed(store: Store, sender: Account):
    await store.schedule(OWNER, [new(sender, due=datetime.now(UTC) - HOUR, lifetime=HOUR / 2)])
    assert (await store.next_due(new_id(), closed=())).wait is None

    await store.schedule(OWNER, [new(sender)])
    assert (await store.next_due(new_id(), closed=())).wait is not None
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="x")
    assert (await store.next_due(new_id(), closed=())).wait is None


async def test_a_listener_is_rung_when_another_process_schedules_something_soon(
    open_store: OpenStore, store: Store, sender: Account
):
    other, rung = await open_store(), asyncio.Event()
    await store.listen(rung.set)
    if not store_rings_across_processes(store):
        other = store
    else:
        await asyncio.wait_for(rung.wait(), PATIENCE)  # once, when the line is up
        rung.clear()

    await other.schedule(OWNER, [new(sender)])

    await asyncio.wait_for(rung.wait(), PATIENCE)


def store_rings_across_processes(store: Store) -> bool:
    """SQLite rings across processes through a profile's doorbell, which has tests of its own."""
    return type(store).__name__ == "PostgresStore"


async def test_a_look_into_a_mailbox_that_is_soon_keeps_from_being_idle(store: Store, sender: Account, worker):
    minute = timedelta(seconds=60)
    await _in_doubt(store, sender, worker)
    assert (await store.busy(within=minute, looks=True)).pending == 0

    await store.save_account(replace(sender, imap=Server("127.0.0.1", 1143, Security.PLAIN)))

    assert (await store.busy(within=minute, looks=True)).pending == 1
    assert (await store.busy(within=minute)).pending == 0
    assert (await store.busy(within=timedelta(seconds=1), looks=True)).pending == 0


async def test_idle_means_nothing_due_soon_nor_held_by_anyone(store: Store, sender: Account, worker):
    minute = timedelta(seconds=60)
    assert (await store.busy(within=minute)).pending == 0
    await store.schedule(OWNER, [new(sender, due=HOUR), new(sender)])
    assert (await store.busy(within=minute)).pending == 1

    held = await claim_one(store, worker)
    assert (await store.busy(within=minute)).pending == 1
    await send(store, worker, held)
    assert (await store.busy(within=minute)).pending == 0

    await store.schedule(OWNER, [new(sender)])
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="x")
    assert (await store.busy(within=minute)).pending == 0


async def test_stats_count_states_and_measure_lateness(store: Store, sender: Account, worker):
    await store.schedule(OWNER, [new(sender, due=datetime.now(UTC) - timedelta(seconds=2))])
    await send(store, worker, await claim_one(store, worker))
    await store.schedule(OWNER, [new(sender, due=HOUR), new(sender, due=datetime.now(UTC) - timedelta(minutes=1))])

    stats = await store.stats(OWNER)

    assert stats.states == {DeliveryState.SENT: 1, DeliveryState.SCHEDULED: 2}
    assert stats.oldest_due is not None
    assert stats.lateness_ms is not None
    assert 2000 <= stats.lateness_ms[0] <= stats.lateness_ms[1]
    assert [(row.id, row.is_alive) for row in stats.workers] == [(worker, True)]
    assert (await store.stats(None)).states == stats.states


async def test_audited_ids_page_through_every_message_in_order(store: Store, sender: Account):
    ids = sorted(receipt.id for receipt in await store.schedule(OWNER, [new(sender, due=HOUR) for _ in range(5)]))

    first = await store.audited_ids(OWNER, after=None, limit=3)
    rest = await store.audited_ids(OWNER, after=first[-1], limit=3)

    assert [*first, *rest] == ids


async def test_times_are_aware_and_close_to_ours(store: Store):
    assert abs((await store.now() - datetime.now(UTC)).total_seconds()) < 30


async def test_events_of_the_audit_log_are_all_of_the_published_vocabulary(store: Store, sender: Account, worker):
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    held = await claim_one(store, worker)
    deferred = Deferred(Reply(421, "busy"), Phase.MAIL, ReplyClass.RETRY)
    await store.settle(worker, [verdict(held, deferred)])

    assert await events(store, receipt.id) == [AuditEvent.SCHEDULED, AuditEvent.CLAIMED, AuditEvent.RETRY]


async def revision(store: Store, sender: Account) -> int:
    return next(account.revision for account in await store.accounts() if account.id == sender.id)


async def state(store: Store, sender: Account) -> tuple[AccountState, str]:
    (found,) = [account for account in await store.accounts() if account.id == sender.id]
    return found.state, found.pause_reason


async def test_a_verdict_pauses_the_account_it_was_about(store: Store, sender: Account):
    assert await store.pause(sender.id, reason="The password was refused.", revision=await revision(store, sender))

    assert await state(store, sender) == (AccountState.PAUSED, "The password was refused.")


@pytest.mark.parametrize("is_paused_first", [True, False])
async def test_a_verdict_from_before_a_persons_resume_pauses_nothing(store: Store, sender: Account, is_paused_first: bool):
    before = await revision(store, sender)
    if is_paused_first:
        assert await store.pause(sender.id, reason="The password was refused.", revision=before)
    await store.set_account_state(sender.id, AccountState.ACTIVE)

    assert not await store.pause(sender.id, reason="The password was refused.", revision=before)

    assert await state(store, sender) == (AccountState.ACTIVE, "")


async def test_a_verdict_from_before_the_account_was_changed_pauses_nothing(store: Store, sender: Account):
    before = await revision(store, sender)
    await store.save_account(replace(sender, smtp=replace(sender.smtp, host="smtp.example.org")))

    assert not await store.pause(sender.id, reason="The password was refused.", revision=before)

    assert (await state(store, sender))[0] is AccountState.ACTIVE


async def test_a_persons_own_reason_for_a_pause_is_not_overwritten_by_a_verdict(store: Store, sender: Account):
    before = await revision(store, sender)
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="On holiday.")

    assert not await store.pause(sender.id, reason="The password was refused.", revision=before)
    assert not await store.pause(sender.id, reason="The password was refused.", revision=await revision(store, sender))

    assert await state(store, sender) == (AccountState.PAUSED, "On holiday.")


async def test_what_a_server_taught_is_no_new_revision(store: Store, sender: Account):
    before = await revision(store, sender)

    await store.learn(sender.id, Learned(connections=1))

    assert await revision(store, sender) == before


async def test_what_is_due_soon_is_counted_by_account(store: Store, sender: Account):
    other = account(address="ben@example.org", owner_id=sender.owner_id)
    await store.save_account(other)
    soon, later = timedelta(minutes=4), timedelta(minutes=20)
    urgent = replace(new(other, due=soon), priority=Priority.URGENT)
    await store.schedule(
        sender.owner_id, [new(sender, due=soon), new(sender, due=soon), new(sender, due=later), new(sender), urgent]
    )

    assert await store.upcoming(within=timedelta(minutes=5)) == {sender.id: 2, other.id: 1}
