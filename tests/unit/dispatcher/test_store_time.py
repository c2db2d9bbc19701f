"""The store's time between its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from nightmail.dispatcher.store_time import StoreTime
from nightmail.ports import Store

STORE = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass
class Machine:
    """Its clock shows an hour more than the store's; `slept` seconds did not count for the monotonic one."""

    seconds: float = 500.0
    slept: float = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return STORE + timedelta(hours=1, seconds=self.seconds + self.slept)


class Asked:
    def __init__(self, at: datetime) -> None:
        self.at, self.times = at, 0

    async def now(self) -> datetime:
        self.times += 1
        return self.at


def test_what_the_machine_shows_does_not_matter() -> None:
    machine = Machine()
    time = StoreTime(machine)
    time.told(STORE)
    machine.seconds += 2.5

    assert time.now() == STORE + timedelta(seconds=2.5)
    assert time.comes_at(STORE + timedelta(seconds=4)) == 504.0


async def test_after_a_sleep_the_store_is_asked_again_and_else_it_is_not() -> None:
    machine = Machine()
    time, store = StoreTime(machine), Asked(STORE + timedelta(hours=8))
    time.told(STORE)

    machine.seconds += 900
    await time.keep(cast("Store", store))
    assert (time.now(), store.times) == (STORE + timedelta(seconds=900), 0)

    machine.slept = 8 * 3600
    await time.keep(cast("Store", store))
    assert (time.now(), store.times) == (STORE + timedelta(hours=8), 1)

    await time.keep(cast("Store", store))
    assert store.times == 1
