"""How workers divide the connections of an account."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nightmail.dispatcher.lanes import Lanes, part_of
from nightmail.ports import Company
from tests.letters import account

TURNS = st.integers(0, 2**128 - 1)


@given(st.integers(1, 200), st.integers(1, 20), TURNS)
def test_the_parts_are_the_whole_and_nobody_has_much_more_than_another(connections: int, workers: int, turn: int):
    parts = [part_of(connections, Company(workers, before), turn=turn) for before in range(workers)]

    assert sum(parts) == max(connections, workers)
    assert max(parts) - min(parts) <= 1


def test_what_is_left_over_goes_to_another_worker_at_another_account():
    mine = {part_of(3, Company(2, 0), turn=turn) for turn in range(2)}

    assert mine == {1, 2}


def test_a_lane_follows_the_company():
    lanes, anna = Lanes(batch=200, concurrency=50), account()
    lanes.update((anna,))
    allowed = anna.effective.connections
    lane = lanes.get(anna.id)
    assert lane is not None and lane.connections == allowed

    assert lanes.share(Company(allowed, 0))
    assert not lanes.share(Company(allowed, 0))
    assert lane.connections == 1

    assert lanes.share(Company(1, 0))
    assert lane.connections == allowed


def test_a_server_that_asked_for_patience_gets_half_of_the_part():
    lanes, anna = Lanes(batch=200, concurrency=50), account()
    lanes.update((anna,))
    lane = lanes.get(anna.id)
    assert lane is not None
    lanes.share(Company(2, 0))
    part = lane.connections

    lane.narrow()

    assert lane.connections == max(1, part // 2)
