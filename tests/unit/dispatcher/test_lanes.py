"""What a lane holds: what waits, what ripens, and one claim of each delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from nightmail.account.model import Account, Limits
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.dispatcher.lanes import AHEAD, Lane, Lanes
from nightmail.ids import new_id
from nightmail.ports import Claimed
from tests.letters import OWNER, account, message

DUE = datetime(2026, 11, 22, 8, tzinfo=UTC)


def claimed(sender: Account) -> Claimed:
    delivery = Delivery(new_id(), OWNER, sender.id, DeliveryState.CLAIMED, DUE, DUE, DUE + timedelta(days=1), run_lease=1)
    return Claimed(delivery, message(sender), None)


def again(one: Claimed) -> Claimed:
    return replace(one, delivery=replace(one.delivery, run_lease=one.delivery.run_lease + 1))


def lanes_of(sender: Account) -> tuple[Lanes, Lane]:
    lanes = Lanes(batch=400, concurrency=100)
    lanes.update((sender,))
    lane = lanes.get(sender.id)
    assert lane is not None
    return lanes, lane


def anna() -> Account:
    return account(limits=Limits(connections=2, recipients_per_envelope=100, messages_per_connection=1000))


def test_what_ripens_waits_for_its_turn_from_its_instant_on() -> None:
    lanes, lane = lanes_of(anna())
    early, late, now = (claimed(lane.account) for _ in range(3))
    lanes.keep(lane, [(20.0, late), (10.0, early)])
    lanes.place(lane, [now])

    assert (lanes.held, lanes.ripening) == (3, 2)
    assert lanes.ripen(9.9) == [] and list(lane.waiting) == [now]
    assert lanes.ripen(10.0) == [lane] and list(lane.waiting) == [now, early]
    assert lanes.ripen(30.0) == [lane] and list(lane.waiting) == [now, early, late]
    assert lanes.ripening == 0


def test_what_ripens_takes_no_room_from_what_is_due() -> None:
    lanes, lane = lanes_of(anna())
    lanes.keep(lane, [(10.0, claimed(lane.account)) for _ in range(300)])

    assert (lane.room, lanes.free, lanes.closed(0.0)) == (2 * AHEAD, 400, [])
    assert len(list(lanes.waiting)) == 300


def test_a_delivery_claimed_again_replaces_what_was_held_of_it() -> None:
    lanes, lane = lanes_of(anna())
    ripening, waiting = claimed(lane.account), claimed(lane.account)
    lanes.keep(lane, [(10.0, ripening)])
    lanes.place(lane, [waiting])

    lanes.keep(lane, [(20.0, again(ripening))])
    lanes.place(lane, [again(waiting)])
    assert list(lane.ripening) == [(20.0, again(ripening))] and list(lane.waiting) == [again(waiting)]

    lanes.place(lane, [again(again(ripening))])
    assert not lane.ripening and list(lane.waiting) == [again(waiting), again(again(ripening))]


def test_emptied_it_gives_out_both() -> None:
    lanes, lane = lanes_of(anna())
    one, other = claimed(lane.account), claimed(lane.account)
    lanes.keep(lane, [(10.0, one)])
    lanes.place(lane, [other])

    assert lane.empty() == [other, one]
    assert lanes.held == 0
