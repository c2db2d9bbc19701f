"""What holds mail back: limits, breakers and priorities; one suite over every store. Nobody else's mail waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from nightmail.account.model import Account, AccountState, Learned, Limits, Options, Security, Server, WhenUnknown
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.breaker import BreakerKind, Target, Trip
from nightmail.delivery.model import DeliveryState, Priority, RecipientState
from nightmail.delivery.outcome import RecipientResult
from nightmail.delivery.settle import Settled
from nightmail.ids import new_id
from nightmail.ports import Claimed, Settlement, Store, Transmission, Usage
from tests.letters import OWNER, account, new

MINUTE = timedelta(minutes=1)


async def enlisted(store: Store) -> UUID:
    worker = new_id()
    await store.register_worker(worker, "test", lease=timedelta(minutes=5))
    return worker


async def saved(store: Store, **changes: object) -> Account:
    made = account(address=f"{uuid4().hex[:8]}@example.org", **changes)
    await store.save_account(made)
    return made


def limited(**limits: int) -> Limits:
    return replace(account().limits, **limits)


async def sent(store: Store, worker: UUID, claimed: Sequence[Claimed]) -> None:
    """T2 and T3 of what was claimed, to all its recipients."""
    now = datetime.now(UTC)
    intents, settlements = [], []
    for one in claimed:
        delivery = one.delivery
        numbers = tuple(recipient.n for recipient in delivery.recipients)
        intents.append(Transmission(delivery.id, delivery.run_lease, now, "ab" * 32, numbers))
        results = tuple(RecipientResult(n, RecipientState.ACCEPTED, "250 2.0.0 Ok") for n in numbers)
        settled = Settled(DeliveryState.SENT, AuditEvent.SENT, delivery.due_at, 1, 0, "", results, {})
        settlements.append(Settlement(delivery.id, delivery.run_lease, settled))
    assert len(await store.transmitting(worker, intents)) == len(claimed)
    await store.settle(worker, settlements)


async def test_an_accounts_options_limits_and_lessons_are_kept(store: Store):
    options = Options(oauth="google", when_unknown=WhenUnknown.RESEND, saves_sent=True, keeps_id=False, sent_folder="Sent")
    anna = await saved(store, limits=limited(per_minute=30, daily_messages=500, daily_recipients=9), options=options)

    await store.learn(anna.id, Learned(recipients_per_envelope=7))
    await store.learn(anna.id, Learned(max_size=1234))

    (kept,) = await store.accounts(OWNER)
    assert (kept.limits, kept.options) == (anna.limits, options)
    assert kept.learned == Learned(recipients_per_envelope=7, max_size=1234)
    assert (kept.effective.recipients_per_envelope, kept.effective.max_size) == (7, 1234)

    await store.save_account(replace(anna, name="Anna B."))
    (again,) = await store.accounts(OWNER)
    assert (again.name, again.learned) == ("Anna B.", kept.learned)

    await store.unlearn(anna.id)
    (fresh,) = await store.accounts(OWNER)
    assert (fresh.learned, fresh.limits) == (Learned(), anna.limits)


async def test_a_lesson_that_says_more_than_the_limit_raises_nothing(store: Store):
    limits = Limits(connections=2, recipients_per_envelope=100, messages_per_connection=50, max_size=1000)

    lowered = Learned(connections=5, recipients_per_envelope=10, max_size=2000).applied(limits)

    assert (lowered.connections, lowered.recipients_per_envelope, lowered.max_size) == (2, 10, 2000)


# ------------------------------------------------------------------------------------- limits


async def test_no_more_than_a_minutes_messages_are_handed_out(store: Store):
    anna, ben = await saved(store, limits=limited(per_minute=3)), await saved(store)
    worker = await enlisted(store)
    await store.schedule(OWNER, [new(anna) for _ in range(5)] + [new(ben)])

    claimed = await store.claim(worker, limit=10, closed=[])

    assert sorted(one.delivery.account_id for one in claimed) == sorted([anna.id] * 3 + [ben.id])
    (hold,) = await store.holds(OWNER)
    assert (hold.account_id, hold.kind, hold.waiting) == (anna.id, BreakerKind.RATE, 2)
    assert hold.reason == "Its limit of 3 messages a minute is reached."
    # Nothing in between: what is claimed counts before it is sent.
    assert await store.claim(worker, limit=10, closed=[]) == ()


async def test_a_full_minute_opens_again_when_its_messages_lie_a_minute_back(store: Store, expire_hold):
    anna = await saved(store, limits=limited(per_minute=3))
    worker = await enlisted(store)
    await store.schedule(OWNER, [new(anna) for _ in range(5)])
    await sent(store, worker, await store.claim(worker, limit=10, closed=[]))

    await expire_hold()
    assert await store.claim(worker, limit=10, closed=[]) == ()

    (hold,) = await store.holds(OWNER)
    left = hold.until - await store.now()
    assert MINUTE / 2 < left <= timedelta(seconds=70)
    due = await store.next_due(worker, closed=[])
    assert due.wait is not None
    assert timedelta(0) < due.wait <= timedelta(seconds=70)


async def test_a_days_messages_and_recipients_are_counted_over_24_hours(store: Store, expire_hold):
    anna = await saved(store, limits=limited(daily_messages=2))
    ben = await saved(store, limits=limited(daily_recipients=5))
    worker = await enlisted(store)
    three = ("a@example.net", "b@example.net", "c@example.net")
    await store.schedule(OWNER, [new(anna) for _ in range(3)] + [new(ben, to=three) for _ in range(2)])

    claimed = await store.claim(worker, limit=10, closed=[])
    assert sorted(one.delivery.account_id for one in claimed) == sorted([anna.id] * 2 + [ben.id])
    await sent(store, worker, claimed)
    await expire_hold()
    assert await store.claim(worker, limit=10, closed=[]) == ()

    held = {hold.account_id: hold for hold in await store.holds(OWNER)}
    assert held[anna.id].reason == "Its limit of 2 messages a day is reached."
    assert held[anna.id].until - await store.now() > timedelta(hours=23)
    assert await store.usage(OWNER) == {anna.id: Usage(2, 2), ben.id: Usage(1, 3)}
    # Two recipients are left, and the message has three.
    assert held[ben.id].reason == "Its limit of 5 recipients a day is reached."


async def test_what_does_not_fit_into_the_rest_of_a_day_waits_for_the_next_and_says_so(store: Store, expire_hold):
    anna = await saved(store, limits=limited(per_minute=30, daily_messages=500, daily_recipients=5))
    worker = await enlisted(store)
    four, two = ("a@example.net", "b@example.net", "c@example.net", "d@example.net"), ("a@example.net", "b@example.net")
    await store.schedule(OWNER, [new(anna, to=four)])
    await sent(store, worker, await store.claim(worker, limit=10, closed=[]))
    await store.schedule(OWNER, [new(anna, to=two)])

    assert await store.claim(worker, limit=10, closed=[]) == ()

    (hold,) = await store.holds(OWNER)
    assert hold.reason == "Its limit of 5 recipients a day is reached."
    assert hold.until - await store.now() > timedelta(hours=23)
    assert (await store.busy(within=MINUTE)).pending == 0


async def test_a_message_to_more_than_a_days_recipients_goes_alone(store: Store):
    anna = await saved(store, limits=limited(daily_recipients=2))
    worker = await enlisted(store)
    many = tuple(f"{n}@example.net" for n in range(4))
    earlier = await store.now() - timedelta(seconds=1)
    await store.schedule(OWNER, [new(anna, due=earlier, to=many), new(anna)])

    (claimed,) = await store.claim(worker, limit=10, closed=[])

    assert len(claimed.delivery.recipients) == 4


async def test_two_workers_share_one_limit(store: Store):
    anna = await saved(store, limits=limited(per_minute=3))
    one, other = await enlisted(store), await enlisted(store)
    await store.schedule(OWNER, [new(anna) for _ in range(5)])

    first = await store.claim(one, limit=2, closed=[])
    second = await store.claim(other, limit=2, closed=[])

    assert (len(first), len(second)) == (2, 1)


# ------------------------------------------------------------------------------------- breakers


def trips(account: Account, *, wait: timedelta = timedelta(hours=1), kind: BreakerKind = BreakerKind.SLOW) -> list[Trip]:
    return [Trip(Target(account.id), kind, 1, wait, "421 4.7.0 Try again later.")]


async def test_behind_an_open_breaker_nothing_is_handed_out_and_others_go_on(store: Store):
    anna, ben = await saved(store), await saved(store)
    worker = await enlisted(store)
    await store.trip(trips(anna))
    await store.schedule(OWNER, [new(anna), new(ben)])

    (claimed,) = await store.claim(worker, limit=10, closed=[])

    assert claimed.delivery.account_id == ben.id
    (breaker,) = await store.breakers()
    assert (breaker.target, breaker.kind, breaker.openings) == (Target(anna.id), BreakerKind.SLOW, 1)
    (hold,) = await store.holds(OWNER)
    assert (hold.account_id, hold.host, hold.waiting, hold.reason) == (anna.id, "", 1, "421 4.7.0 Try again later.")
    due = await store.next_due(worker, closed=[])
    assert due.wait is not None
    assert timedelta(minutes=59) < due.wait <= timedelta(hours=1)


async def test_a_hosts_breaker_holds_every_account_behind_it_and_no_other(store: Store):
    there = Server("mail.example.org", 587, Security.STARTTLS)
    anna, ben = await saved(store, smtp=there), await saved(store, smtp=there)
    carla = await saved(store, smtp=replace(there, port=465))
    worker = await enlisted(store)
    await store.trip([Trip(Target(None, there.host, there.port), BreakerKind.FAILING, 1, MINUTE, "It does not answer.")])
    await store.schedule(OWNER, [new(anna), new(ben), new(carla)])

    (claimed,) = await store.claim(worker, limit=10, closed=[])

    assert claimed.delivery.account_id == carla.id
    holds = await store.holds(OWNER)
    assert {hold.account_id for hold in holds} == {anna.id, ben.id}
    assert {hold.host for hold in holds} == {there.host}


async def test_behind_a_half_open_breaker_one_message_tries_for_all(store: Store):
    there = Server("mail.example.org", 587, Security.STARTTLS)
    anna, ben = await saved(store, smtp=there), await saved(store, smtp=there)
    one, other = await enlisted(store), await enlisted(store)
    target = Target(None, there.host, there.port)
    await store.trip([Trip(target, BreakerKind.FAILING, 1, timedelta(0), "It does not answer.")])
    await store.schedule(OWNER, [new(anna), new(anna), new(ben)])

    assert len(await store.claim(one, limit=10, closed=[])) == 1
    assert await store.claim(other, limit=10, closed=[]) == ()
    await store.mend([target])

    assert len(await store.claim(other, limit=10, closed=[])) == 2
    assert await store.breakers() == ()


async def test_a_breaker_that_opens_again_takes_its_new_rest(store: Store):
    anna = await saved(store)
    worker = await enlisted(store)
    await store.trip(trips(anna, wait=timedelta(0)))
    await store.schedule(OWNER, [new(anna), new(anna)])
    assert len(await store.claim(worker, limit=10, closed=[])) == 1

    await store.trip([replace(trips(anna)[0], openings=2)])

    (breaker,) = await store.breakers()
    assert breaker.openings == 2
    assert await store.claim(worker, limit=10, closed=[]) == ()


async def test_whoever_resumes_an_account_gets_a_try_at_once(store: Store):
    anna = await saved(store)
    worker = await enlisted(store)
    await store.trip(trips(anna, kind=BreakerKind.QUOTA))
    await store.schedule(OWNER, [new(anna)])

    await store.set_account_state(anna.id, AccountState.ACTIVE)

    assert len(await store.claim(worker, limit=10, closed=[])) == 1


async def test_whoever_resumes_an_account_lets_one_message_try_a_server_that_others_share(store: Store, age_breakers):
    there = Server("mail.example.org", 587, Security.STARTTLS)
    anna, ben = await saved(store, smtp=there), await saved(store, smtp=there)
    worker = await enlisted(store)
    await store.trip([Trip(Target(None, there.host, there.port), BreakerKind.FAILING, 3, MINUTE, "It does not answer.")])
    await store.schedule(OWNER, [new(anna), new(ben)])

    await store.set_account_state(anna.id, AccountState.ACTIVE)
    assert await store.claim(worker, limit=10, closed=[]) == (), "a second after it was opened nobody knows better"
    await age_breakers()
    await store.set_account_state(anna.id, AccountState.ACTIVE)

    assert len(await store.claim(worker, limit=10, closed=[])) == 1
    (breaker,) = await store.breakers()
    assert breaker.openings == 3


async def test_what_waited_for_a_limit_goes_as_soon_as_the_limit_is_raised(store: Store):
    anna = await saved(store, limits=limited(daily_messages=1))
    worker = await enlisted(store)
    await store.schedule(OWNER, [new(anna) for _ in range(3)])
    await sent(store, worker, await store.claim(worker, limit=10, closed=[]))
    assert len(await store.holds(OWNER)) == 1

    await store.save_account(replace(anna, limits=limited(daily_messages=2000)))

    assert await store.holds(OWNER) == ()
    assert len(await store.claim(worker, limit=10, closed=[])) == 2


async def test_a_run_has_nothing_soon_to_do_behind_a_breaker_that_rests_longer(store: Store):
    anna = await saved(store)
    await store.schedule(OWNER, [new(anna)])
    await store.trip(trips(anna))

    assert (await store.busy(within=MINUTE)).pending == 0
    assert (await store.busy(within=timedelta(hours=2))).pending == 1


# ------------------------------------------------------------------------------------- a long blocked backlog


async def test_a_long_backlog_that_is_blocked_keeps_nobody_waiting_and_comes_back_in_order(store: Store):
    anna, ben = await saved(store), await saved(store)
    worker = await enlisted(store)
    now = await store.now()
    backlog = await store.schedule(OWNER, [new(anna, due=now - timedelta(seconds=400 - n)) for n in range(300)])
    await store.set_account_state(anna.id, AccountState.PAUSED, reason="wait")
    await store.schedule(OWNER, [new(ben) for _ in range(3)])

    theirs = [await store.claim(worker, limit=5, closed=[]) for _ in range(3)]
    assert [len(claimed) for claimed in theirs] == [3, 0, 0]
    assert (await store.next_due(worker, closed=[])).wait is None
    assert (await store.stats(OWNER)).states[DeliveryState.SCHEDULED] == 300

    await store.set_account_state(anna.id, AccountState.ACTIVE)
    due = await store.next_due(worker, closed=[])
    assert due.wait is not None
    assert due.wait <= timedelta(0)
    back = []
    while claimed := await store.claim(worker, limit=50, closed=[]):
        back += [one.delivery.id for one in claimed]
    assert sorted(back) == sorted(receipt.id for receipt in backlog)
    assert set(back[:50]) == {receipt.id for receipt in backlog[:50]}


async def test_what_only_waits_for_its_account_does_not_fail_for_that(store: Store):
    paused, limited_one = await saved(store), await saved(store, limits=limited(daily_messages=1))
    worker = await enlisted(store)
    await store.schedule(OWNER, [new(limited_one)])
    await sent(store, worker, await store.claim(worker, limit=10, closed=[]))
    await store.set_account_state(paused.id, AccountState.PAUSED, reason="It wants another password.")
    day_ago, a_day = await store.now() - timedelta(hours=25), timedelta(hours=24)
    receipts = await store.schedule(OWNER, [new(one, due=day_ago, lifetime=a_day) for one in (paused, limited_one)])

    assert await store.expire() == ()

    assert await store.expire() == ()
    for receipt in receipts:
        item = await store.find(OWNER, receipt.id)
        assert item is not None
        assert item.delivery.state is DeliveryState.SCHEDULED
        assert item.delivery.deadline_at > await store.now()


async def test_what_must_not_be_late_fails_though_its_account_is_paused(store: Store):
    anna = await saved(store)
    await store.set_account_state(anna.id, AccountState.PAUSED, reason="It wants another password.")
    hour = timedelta(hours=1)
    (late,) = await store.schedule(OWNER, [new(anna, due=await store.now() - 2 * hour, lifetime=hour)])

    assert await store.expire() == (late.id,)


async def test_what_is_set_aside_expires_is_counted_and_can_be_cancelled(store: Store):
    anna = await saved(store)
    worker = await enlisted(store)
    backlog = await store.schedule(OWNER, [new(anna, lifetime=timedelta(hours=1)) for _ in range(60)])
    await store.set_account_state(anna.id, AccountState.PAUSED, reason="wait")
    assert await store.claim(worker, limit=5, closed=[]) == ()

    assert await store.cancel(OWNER, backlog[0].id) is DeliveryState.CANCELLED
    assert (await store.stats(OWNER)).oldest_due is not None
    assert await store.reschedule(OWNER, backlog[1].id, due=timedelta(hours=2), lifetime=MINUTE, wall_time=None)
    await store.set_account_state(anna.id, AccountState.ACTIVE)

    claimed = [one for _ in range(20) for one in await store.claim(worker, limit=5, closed=[])]
    assert len(claimed) == 58


# ------------------------------------------------------------------------------------- priorities


async def test_urgent_mail_overtakes_and_bulk_mail_gives_way(store: Store):
    anna = await saved(store)
    worker = await enlisted(store)
    asked = [Priority.BULK, Priority.NORMAL, Priority.URGENT]
    receipts = await store.schedule(OWNER, [replace(new(anna), priority=priority) for priority in asked])

    order = [one.delivery.id for _ in range(3) for one in await store.claim(worker, limit=1, closed=[])]

    assert order == [receipt.id for receipt in reversed(receipts)]


async def test_five_minutes_of_waiting_are_worth_one_step(store: Store):
    anna = await saved(store)
    worker = await enlisted(store)
    now = await store.now()
    old = replace(new(anna, due=now - timedelta(minutes=11)), priority=Priority.BULK)
    fresh = replace(new(anna, due=now - timedelta(seconds=5)), priority=Priority.URGENT)
    aged, urgent = await store.schedule(OWNER, [old, fresh])

    order = [one.delivery.id for _ in range(2) for one in await store.claim(worker, limit=1, closed=[])]

    assert order == [aged.id, urgent.id]


async def test_a_claim_says_what_priority_a_message_has(store: Store):
    anna = await saved(store)
    worker = await enlisted(store)
    await store.schedule(OWNER, [replace(new(anna), priority=Priority.BULK)])

    (claimed,) = await store.claim(worker, limit=1, closed=[])

    assert claimed.delivery.priority is Priority.BULK


@pytest.fixture
def age_breakers(store: Store, database: object):
    """Let them have been opened long ago."""

    async def age() -> None:
        if isinstance(database, str):
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("update public.breakers set changed_at = changed_at - interval '1 minute'")
        else:
            await store._write(lambda line: line.exec_driver_sql("update breakers set changed_at = 0"))  # type: ignore[attr-defined]

    return age


@pytest.fixture
def expire_hold(store: Store, database: object):
    """Let the first second pass after which a limit is looked at again."""

    async def expire() -> None:
        if isinstance(database, str):
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("update public.breakers set open_until = now()")
        else:
            await store._write(lambda line: line.exec_driver_sql("update breakers set open_until = 0"))  # type: ignore[attr-defined]

    return expire
