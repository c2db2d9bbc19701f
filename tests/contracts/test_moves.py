"""Moves step by step: what travels, what is refused before anything is frozen, and a crash before and after every step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.delivery.model import DeliveryState, Priority, RecipientState
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.model import Address
from nightmail.outbox import Outbox
from nightmail.ports import OutboxQuery, Place, TransferStep
from nightmail.profile import LOCAL_OWNER
from nightmail.schedule.model import WallTime
from nightmail.store.blobs import FolderBlobs
from tests import databases
from tests.letters import OWNER, account, attachment, new
from tests.moves import IN_AN_HOUR, Break, Crash, Stage, calm, dropped, parcel_at, staged


@pytest.fixture(params=databases.versions())
async def stage(request: pytest.FixtureRequest, servers: dict[int, PostgresServer], tmp_path: Path) -> AsyncIterator[Stage]:
    with databases.fresh(servers[request.param]) as url:
        async with staged(url, tmp_path) as made:
            yield made


# ---------------------------------------------------------------------------------------------- what travels


async def test_a_message_goes_to_the_cloud_whole_and_leaves_this_pc(stage: Stage):
    wall = WallTime(datetime(2027, 3, 1, 9, 0), "Europe/Berlin")
    due = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    id = await stage.here(
        due=due, wall_time=wall, idempotency_key="order-7", to=("bob@example.net", "eve@example.net"),
        bcc=(Address("boss@example.org", "The Boss"),), html="<p>Hé</p>", attachments=(attachment(),),
        reply_to=Address("desk@example.org"), references=("<a@example.org>",), metadata={"order": "7"},
    )  # fmt: skip
    before = await stage.local(id)

    await stage.pc.mover.to_cloud(id)

    after = await stage.in_cloud(id)
    assert after.message == before.message
    assert after.wall_time == wall
    assert after.delivery == replace(before.delivery, owner_id=OWNER, run_lease=0)
    assert stage.pc.cloud.files == {attachment().sha256}
    assert (await stage.local(id)).place is Place.CLOUD
    assert await stage.pc.store.list(LOCAL_OWNER, OutboxQuery()) == ()
    assert await stage.live(id) == [DeliveryState.SCHEDULED]
    await stage.proven()


async def test_a_message_comes_to_this_pc_whole_and_leaves_the_cloud(stage: Stage):
    id = await stage.there(due=IN_AN_HOUR, to=("bob@example.net", "eve@example.net"), idempotency_key="k", metadata={"a": "b"})
    before = await stage.in_cloud(id)

    await stage.pc.mover.to_local(id)

    after = await stage.local(id)
    assert after.message == before.message
    assert after.delivery == replace(before.delivery, owner_id=LOCAL_OWNER)
    assert after.place is Place.LOCAL
    gone = await stage.in_cloud(id)
    assert gone.place is Place.LOCAL
    assert gone.delivery.reason == "Moved to laptop."
    assert await stage.hosted.list(OWNER, OutboxQuery()) == ()
    assert await stage.live(id) == [DeliveryState.SCHEDULED]
    await stage.proven()


async def test_who_has_it_already_is_not_sent_it_again_after_a_move(stage: Stage):
    to = tuple(f"u{n}@example.net" for n in range(4))
    states = (RecipientState.ACCEPTED, RecipientState.REFUSED, RecipientState.DEFERRED, RecipientState.ACCEPTED)
    id = await stage.here(to=to)
    await stage.pc.agent.send(lambda n: states[n])
    await stage.pc.mover.to_cloud(id)

    moved = await stage.in_cloud(id)
    assert [recipient.state for recipient in moved.delivery.recipients] == list(states)
    assert moved.delivery.attempts == 1
    await stage.proven()

    await stage.worker.send(lambda n: RecipientState.DEFERRED)
    await stage.pc.mover.to_local(id)
    back = await stage.local(id)
    assert back.delivery.attempts == 2
    await stage.pc.agent.send()

    assert stage.server.copies == {(id, 0): 1, (id, 2): 1, (id, 3): 1}
    assert len(stage.server.dates[id]) == 1, "every copy carries the same Date, so that the bytes are the same"
    assert (await stage.local(id)).delivery.state is DeliveryState.FAILED, "one recipient was refused"
    await stage.proven()


async def test_what_is_on_hold_stays_on_hold_wherever_it_goes(stage: Stage):
    id = await stage.here()
    await stage.pc.store.hold(LOCAL_OWNER, id)

    await stage.pc.mover.to_cloud(id)
    assert (await stage.in_cloud(id)).delivery.state is DeliveryState.HELD
    await stage.pc.mover.to_local(id)
    assert (await stage.local(id)).delivery.state is DeliveryState.HELD
    await stage.pc.mover.to_cloud(id)

    assert await stage.live(id) == [DeliveryState.HELD]
    await stage.hosted.release_hold(OWNER, id)
    await stage.worker.send()
    assert stage.server.copies == {(id, 0): 1}
    await stage.proven()


async def test_what_is_urgent_stays_urgent_wherever_it_goes(stage: Stage):
    (receipt,) = await stage.pc.store.schedule(LOCAL_OWNER, [replace(new(stage.anna, due=IN_AN_HOUR), priority=Priority.URGENT)])
    id = receipt.id

    await stage.pc.mover.to_cloud(id)
    assert (await stage.in_cloud(id)).delivery.priority is Priority.URGENT

    await stage.pc.mover.to_local(id)
    assert (await stage.local(id)).delivery.priority is Priority.URGENT


async def test_the_proof_goes_on_on_the_other_side(stage: Stage):
    id = await stage.here(due=IN_AN_HOUR)
    await stage.pc.mover.to_cloud(id)
    await stage.pc.mover.to_local(id)

    here, there = (await stage.local(id)).audit, (await stage.in_cloud(id)).audit
    assert [entry.event for entry in here] == ["scheduled", "moving", "moved", "moving", "arrived"]
    assert [entry.event for entry in there] == ["scheduled", "moved"]
    assert there[0].fields["chain"] == {"seq": 2, "hash": here[1].hash.hex()}
    assert here[4].fields["chain"] == {"seq": 2, "hash": there[1].hash.hex()}


async def test_a_message_changes_hands_between_two_pcs_by_way_of_the_cloud(stage: Stage):
    id = await stage.here(idempotency_key="k")
    await stage.pc.mover.to_cloud(id)
    await stage.other.mover.to_local(id)

    with pytest.raises(PersonError, match="desk") as elsewhere:
        await stage.pc.mover.to_local(id)
    assert elsewhere.value.code == "elsewhere"
    await stage.other.agent.send()
    assert stage.server.copies == {(id, 0): 1}
    await stage.proven()


async def test_moving_twice_is_moving_once(stage: Stage):
    id = await stage.here(due=IN_AN_HOUR)
    for _ in range(2):
        await stage.pc.mover.to_cloud(id)
    for _ in range(2):
        await stage.pc.mover.to_local(id)

    assert [entry.event for entry in (await stage.local(id)).audit].count("arrived") == 1
    assert await stage.live(id) == [DeliveryState.SCHEDULED]


# ---------------------------------------------------------------------------------------------- what is refused


async def test_nothing_is_frozen_where_the_cloud_can_not_send_from_the_account(stage: Stage):
    id = await stage.here(due=IN_AN_HOUR)
    stage.pc.cloud.accounts.clear()

    with pytest.raises(PersonError) as refused:
        await stage.pc.mover.to_cloud(id)

    assert refused.value.code == "account-not-in-cloud"
    assert await parcel_at(stage.pc.store, LOCAL_OWNER, id) == (DeliveryState.SCHEDULED, None)


@pytest.mark.parametrize("step", ["before sends_for", "before upload"])
async def test_nothing_is_frozen_where_the_cloud_does_not_answer(stage: Stage, step: str):
    id = await stage.here(due=IN_AN_HOUR)
    stage.pc.cloud.hook = Break(step, dropped)

    with pytest.raises(OutsideError):
        await stage.pc.mover.to_cloud(id)

    assert await parcel_at(stage.pc.store, LOCAL_OWNER, id) == (DeliveryState.SCHEDULED, None)


async def test_what_is_being_sent_was_sent_or_cancelled_does_not_move(stage: Stage):
    id = await stage.here()
    await stage.pc.agent.claim()
    for _ in range(2):
        with pytest.raises(PersonError) as refused:
            await stage.pc.mover.to_cloud(id)
        assert refused.value.code == "too-late"
        await stage.pc.agent.transmit()
        await stage.pc.agent.settle()
    there = await stage.there(due=IN_AN_HOUR)
    await stage.hosted.cancel(OWNER, there)
    with pytest.raises(PersonError) as refused:
        await stage.pc.mover.to_local(there)
    assert refused.value.code == "too-late"
    assert await stage.pc.store.find(LOCAL_OWNER, there) is None


async def test_a_message_of_an_account_that_this_pc_does_not_have_stays_in_the_cloud(stage: Stage):
    stranger = account(address="carl@example.org")
    await stage.hosted.save_account(stranger)
    (receipt,) = await stage.hosted.schedule(OWNER, [new(stranger, due=IN_AN_HOUR)])

    with pytest.raises(PersonError) as refused:
        await stage.pc.mover.to_local(receipt.id)

    assert refused.value.code == "account-not-here"
    assert await stage.live(receipt.id) == [DeliveryState.SCHEDULED]


async def test_a_message_that_the_cloud_refuses_is_here_as_before(stage: Stage):
    """The account was removed there between the look and the request."""
    (anna2,) = [account(address="anna2@example.org")]
    await stage.pc.add(anna2)
    (receipt,) = await stage.pc.store.schedule(LOCAL_OWNER, [new(anna2)])

    with pytest.raises(PersonError) as refused:
        await stage.pc.mover.to_cloud(receipt.id)

    assert refused.value.code == "no-such-account"
    assert await stage.live(receipt.id) == [DeliveryState.SCHEDULED]
    await stage.pc.agent.send()
    assert stage.server.copies == {(receipt.id, 0): 1}
    # The request, should it arrive late, finds the move called off.
    await stage.hosted.save_account(anna2)
    await stage.pc.replay(0)
    assert await stage.hosted.find(OWNER, receipt.id) is None
    await stage.proven()


async def test_two_messages_with_one_idempotency_key_stay_two(stage: Stage):
    here, there = await stage.here(due=IN_AN_HOUR, idempotency_key="k"), await stage.there(due=IN_AN_HOUR, idempotency_key="k")

    for move in (stage.pc.mover.to_cloud(here), stage.pc.mover.to_local(there)):
        with pytest.raises(PersonError) as refused:
            await move
        assert refused.value.code == "key-taken"

    assert await stage.live(here) == await stage.live(there) == [DeliveryState.SCHEDULED]


async def test_a_frozen_message_listens_to_nobody(stage: Stage):
    id = await stage.here()
    stage.pc.cloud.hook = Break("before take")
    with pytest.raises(Crash):
        await stage.pc.mover.to_cloud(id)

    await stage.pc.agent.send()
    store, outbox = stage.pc.store, Outbox(stage.pc.store, None, owner_id=LOCAL_OWNER)  # type: ignore[arg-type]
    for ask in (outbox.cancel, outbox.resume, outbox.send_now):
        with pytest.raises(PersonError) as refused:
            await ask(id)
        assert refused.value.code == "is-moving"

    assert await parcel_at(store, LOCAL_OWNER, id) == (DeliveryState.HELD, "going")
    assert (await outbox.show(id)).delivery.reason == "On its way to the cloud."
    assert not stage.server.copies


# ---------------------------------------------------------------------------------------------- crashes

TO_CLOUD = ["before freeze", "after freeze", "before take", "after take", "before gone", "after gone"]
TO_LOCAL = [f"{when} {step}" for step in ("show", "expect", "give", "arrive") for when in ("before", "after")]
OFF = [f"{when} {step}" for step in ("recall", "give", "stay", "arrive") for when in ("before", "after")]
WAYS: tuple[tuple[str, Callable[[], Exception]], ...] = (("crash", Crash), ("dropped", dropped))


async def test_a_move_to_the_cloud_may_break_off_anywhere(stage: Stage):
    for step, (how, with_) in product(TO_CLOUD, WAYS):
        id = await stage.here(to=("bob@example.net", "eve@example.net"))
        await _broken(stage, Break(step, with_), stage.pc.mover.to_cloud(id))
        await _sent_once(stage, id, f"{how} {step}")
    await stage.proven()


async def test_a_move_to_this_pc_may_break_off_anywhere(stage: Stage):
    for step, (how, with_) in product(TO_LOCAL, WAYS):
        id = await stage.there(to=("bob@example.net", "eve@example.net"))
        await _broken(stage, Break(step, with_), stage.pc.mover.to_local(id))
        await _sent_once(stage, id, f"{how} {step}")
    await stage.proven()


async def _broken(stage: Stage, at: Break, move: Awaitable[None]) -> None:
    stage.pc.cloud.hook = at
    with pytest.raises((Crash, OutsideError)):
        await move
    stage.pc.cloud.hook = calm


async def _sent_once(stage: Stage, id: UUID, story: str) -> None:
    """Both sides send what they may; then the move is finished, and both send again."""
    assert len(await stage.live(id)) <= 1, story
    await stage.pc.agent.send()
    await stage.worker.send()
    assert all(recovered.place is not None for recovered in await stage.pc.mover.recover()), story
    await stage.pc.agent.send()
    await stage.worker.send()
    assert await stage.live(id) == [DeliveryState.SENT], story
    assert [stage.server.copies[id, n] for n in range(2)] == [1, 1], story


async def test_calling_a_move_off_may_break_off_anywhere(stage: Stage):
    """Whether the request that is called off arrived (after take) or not."""
    for lost, step in product(("before take", "after take"), OFF):
        id = await stage.here(due=IN_AN_HOUR)
        await _broken(stage, Break(lost), stage.pc.mover.to_cloud(id))
        stage.pc.cloud.hook = broken = Break(step)
        # What never arrived stays; what had arrived comes back.
        is_on_the_way = not step.endswith("stay" if lost == "after take" else "arrive")
        if is_on_the_way:
            with pytest.raises(Crash):
                await stage.pc.mover.call_off(id)
        else:
            await stage.pc.mover.call_off(id)
        assert broken.is_done is is_on_the_way
        stage.pc.cloud.hook = calm

        await stage.pc.mover.recover()
        for n in range(len(stage.pc.cloud.asked)):
            await stage.pc.replay(n)

        assert await stage.live(id) == [DeliveryState.SCHEDULED], f"{lost}, {step}"
        # Until the call-off is durable nobody knows of it, and the move goes on.
        expected = Place.CLOUD if step == "before recall" else Place.LOCAL
        assert (await stage.local(id)).place is expected, f"{lost}, {step}"
    await stage.proven()


async def test_a_move_called_off_too_late_is_the_clouds(stage: Stage):
    id = await stage.here()
    stage.pc.cloud.hook = Break("after take", dropped)
    with pytest.raises(OutsideError):
        await stage.pc.mover.to_cloud(id)
    await stage.worker.send()

    await stage.pc.mover.call_off(id)

    assert (await stage.local(id)).place is Place.CLOUD
    assert await stage.live(id) == [DeliveryState.SENT]
    await stage.pc.agent.send()
    assert stage.server.copies == {(id, 0): 1}
    await stage.proven()


async def test_what_the_cloud_did_before_a_move_was_called_off_is_known_here(stage: Stage):
    id = await stage.here(to=("bob@example.net", "eve@example.net"))
    stage.pc.cloud.hook = Break("after take", dropped)
    with pytest.raises(OutsideError):
        await stage.pc.mover.to_cloud(id)
    await stage.worker.send(lambda n: RecipientState.ACCEPTED if n == 0 else RecipientState.DEFERRED)

    await stage.pc.mover.call_off(id)
    await stage.pc.agent.send()

    assert stage.server.copies == {(id, 0): 1, (id, 1): 1}
    assert len(stage.server.dates[id]) == 1
    await stage.proven()


async def test_calling_off_the_second_way_up_keeps_what_this_pc_did_since_the_first(stage: Stage):
    """The cloud knows the message from before, without the copy that this PC sent meanwhile."""
    id = await stage.there(to=("bob@example.net", "eve@example.net"))
    await stage.pc.mover.to_local(id)
    await stage.pc.agent.send(lambda n: RecipientState.ACCEPTED if n == 0 else RecipientState.DEFERRED)
    stage.pc.cloud.hook = Break("before take", dropped)
    with pytest.raises(OutsideError):
        await stage.pc.mover.to_cloud(id)

    await stage.pc.mover.call_off(id)
    for n in range(len(stage.pc.cloud.asked)):
        await stage.pc.replay(n)

    assert await stage.live(id) == [DeliveryState.SCHEDULED]
    await stage.pc.agent.send()
    await stage.worker.send()
    assert stage.server.copies == {(id, 0): 1, (id, 1): 1}
    await stage.proven()


# ---------------------------------------------------------------------------------------------- late, twice, at once


async def test_requests_of_moves_long_past_change_nothing(stage: Stage):
    id = await stage.here(due=IN_AN_HOUR)
    for _ in range(3):
        await stage.pc.mover.to_cloud(id)
        await stage.pc.mover.to_local(id)
    before = (await stage.in_cloud(id)).audit

    for n in range(len(stage.pc.cloud.asked)):
        await stage.pc.replay(n)

    assert (await stage.in_cloud(id)).audit == before
    assert await stage.live(id) == [DeliveryState.SCHEDULED]


async def test_of_two_pcs_that_take_a_message_at_once_one_has_it(stage: Stage):
    id = await stage.there()
    stage.pc.cloud.hook = Break("before give")
    with pytest.raises(Crash):
        await stage.pc.mover.to_local(id)

    await stage.other.mover.to_local(id)
    (lost,) = await stage.pc.mover.recover()

    assert lost.place is Place.CLOUD
    assert (await stage.local(id)).delivery.reason == "Moved to desk."
    await stage.pc.agent.send()
    await stage.other.agent.send()
    assert stage.server.copies == {(id, 0): 1}
    await stage.proven()


async def test_a_worker_that_holds_a_message_finds_its_fence_shut_once_it_moved(stage: Stage):
    id = await stage.there()
    await stage.worker.claim()
    assert stage.worker.claimed

    await stage.pc.mover.to_local(id)
    await stage.worker.transmit()

    assert not stage.server.copies
    await stage.pc.agent.send()
    assert stage.server.copies == {(id, 0): 1}
    await stage.proven()


async def test_a_message_whose_arrival_is_unknown_is_kept_here_and_goes_up_once(stage: Stage):
    """The desktop asked the cloud to schedule it, and the line broke."""
    wanted = new(stage.anna)
    await stage.hosted.schedule(OWNER, [wanted])

    await stage.pc.mover.keep(wanted)
    await stage.pc.agent.send()
    assert not stage.server.copies
    (recovered,) = await stage.pc.mover.recover()

    assert recovered.place is Place.CLOUD
    await stage.worker.send()
    assert stage.server.copies == {(wanted.message.id, 0): 1}
    await stage.proven()


async def test_a_kept_message_that_never_arrived_goes_up_too(stage: Stage):
    wanted = new(stage.anna)
    await stage.pc.mover.keep(wanted)
    await stage.pc.mover.keep(wanted)

    await stage.pc.mover.recover()
    await stage.hosted.schedule(OWNER, [wanted])

    await stage.worker.send()
    assert stage.server.copies == {(wanted.message.id, 0): 1}
    await stage.proven()


async def test_a_kept_message_can_be_called_off_while_its_first_request_is_still_under_way(stage: Stage):
    wanted = new(stage.anna)
    await stage.pc.mover.keep(wanted)

    await stage.pc.mover.call_off(wanted.message.id)

    with pytest.raises(PersonError, match="called off"):
        await stage.hosted.schedule(OWNER, [wanted])
    assert await stage.live(wanted.message.id) == [DeliveryState.SCHEDULED]


# ---------------------------------------------------------------------------------------------- strangers and lies


async def test_a_move_is_only_finished_with_the_cloud_it_began_with(stage: Stage):
    id = await stage.here(due=IN_AN_HOUR)
    stage.pc.cloud.hook = Break("after take", dropped)
    with pytest.raises(OutsideError):
        await stage.pc.mover.to_cloud(id)
    stage.pc.cloud.user = new_id()

    (left,) = await stage.pc.mover.recover()

    assert left.error is not None
    assert left.error.code == "other-cloud"
    assert await stage.live(id) == [DeliveryState.SCHEDULED], "it is in the cloud it went to"


async def test_a_pc_that_changed_its_name_still_gets_what_it_asked_for(stage: Stage):
    id = await stage.there(due=IN_AN_HOUR)
    stage.pc.cloud.hook = Break("after give")
    with pytest.raises(Crash):
        await stage.pc.mover.to_local(id)
    stage.pc.cloud.hook, stage.pc.cloud.device = calm, "laptop, renamed"

    (recovered,) = await stage.pc.mover.recover()

    assert recovered.place is Place.LOCAL


async def test_what_the_cloud_has_lost_comes_on_hold_with_the_doubt_named(stage: Stage):
    """Somebody emptied the project between the look and the request."""
    id = await stage.there(due=IN_AN_HOUR)
    stage.pc.cloud.hook = Break("before give")
    with pytest.raises(Crash):
        await stage.pc.mover.to_local(id)
    await stage.pc.cloud.line.execute("alter table audit_entries disable trigger user")
    await stage.pc.cloud.line.execute("delete from messages")
    stage.pc.cloud.hook = calm

    await stage.pc.mover.recover()

    found = await stage.local(id)
    assert found.delivery.state is DeliveryState.HELD
    assert "may have sent it" in found.delivery.reason


async def test_the_cloud_believes_no_ledger_that_takes_an_acceptance_back(stage: Stage):
    id = await stage.there(to=("bob@example.net", "eve@example.net"))
    await stage.worker.send(lambda n: RecipientState.ACCEPTED if n == 0 else RecipientState.DEFERRED)
    await stage.pc.mover.to_local(id)
    parcel = await stage.pc.store.freeze(LOCAL_OWNER, id, cloud="c", device="laptop")
    assert parcel is not None and parcel.step is TransferStep.GOING
    forged = replace(parcel.delivery.recipients[0], state=RecipientState.PENDING, reply="")
    lie = replace(parcel, delivery=replace(parcel.delivery, recipients=(forged, parcel.delivery.recipients[1])))

    with pytest.raises(PersonError) as refused:
        await stage.pc.cloud.take(lie)

    assert refused.value.code == "bad-message"


async def test_a_recipient_in_two_spellings_is_one_on_either_side(stage: Stage):
    id = await stage.there(to=("Bob@example.net", "eve@example.net", "bob@example.net"))
    await stage.worker.send(lambda n: RecipientState.ACCEPTED if n == 0 else RecipientState.DEFERRED)

    await stage.pc.mover.to_local(id)

    item = await stage.pc.store.find(LOCAL_OWNER, id)
    assert item is not None
    assert [(each.address, each.state) for each in item.delivery.recipients] == [
        ("Bob@example.net", RecipientState.ACCEPTED),
        ("eve@example.net", RecipientState.DEFERRED),
    ]


async def test_the_cloud_takes_no_other_content_for_a_message_it_knows(stage: Stage):
    id = await stage.there(due=IN_AN_HOUR)
    await stage.pc.mover.to_local(id)
    parcel = await stage.pc.store.freeze(LOCAL_OWNER, id, cloud="c", device="laptop")
    assert parcel is not None

    with pytest.raises(PersonError) as refused:
        await stage.pc.cloud.take(replace(parcel, message=replace(parcel.message, subject="Something else")))

    assert refused.value.code == "other-content"


async def test_nobody_can_withdraw_what_another_person_will_send(stage: Stage):
    id = await stage.here()
    mallory = new_id()
    await stage.pc.cloud.line.execute("insert into auth.users (id, email) values (%s, 'mallory@example.org')", (mallory,))
    stage.other.cloud.user = mallory
    assert await stage.other.cloud.give(id, 99, "desk") is None

    await stage.pc.mover.to_cloud(id)

    assert (await stage.local(id)).place is Place.CLOUD
    assert await stage.other.cloud.give(id, 99, "desk") is None
    assert await stage.live(id) == [DeliveryState.SCHEDULED]


# ---------------------------------------------------------------------------------------------- asking the wrong side


async def test_nobody_is_told_that_a_message_is_cancelled_while_the_other_side_will_send_it(stage: Stage, tmp_path: Path):
    id = await stage.here()
    blobs = FolderBlobs(tmp_path / "blobs")
    outbox = Outbox(stage.pc.store, blobs, owner_id=LOCAL_OWNER)
    await stage.pc.mover.to_cloud(id)

    for ask in (outbox.cancel, outbox.send_now, outbox.hold, outbox.resume):
        with pytest.raises(PersonError) as refused:
            await ask(id)
        assert refused.value.code == "elsewhere"
    assert await stage.live(id) == [DeliveryState.SCHEDULED]

    await stage.pc.mover.to_local(id)
    hosted = Outbox(stage.hosted, blobs, owner_id=OWNER)
    for ask in (hosted.cancel, hosted.send_now, hosted.hold, hosted.resume):
        with pytest.raises(PersonError) as refused:
            await ask(id)
        assert refused.value.code == "elsewhere"
    assert await stage.live(id) == [DeliveryState.SCHEDULED]
