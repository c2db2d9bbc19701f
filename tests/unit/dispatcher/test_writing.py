"""What is told of intents and verdicts that were written together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from nightmail.dispatcher.writing import Writing
from nightmail.ids import new_id
from nightmail.ports import Store, Transmission

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Leases:
    """A store that lets through what is asked with the lease it has."""

    def __init__(self, leases: dict[UUID, int]) -> None:
        self._leases = leases

    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]:
        return frozenset(intent.id for intent in intents if self._leases.get(intent.id) == intent.run_lease)


def intent(id: UUID, run_lease: int) -> Transmission:
    return Transmission(id, run_lease, NOW, "00" * 32, (0,))


async def passed(leases: dict[UUID, int], *intents: Transmission) -> list[bool]:
    writing = Writing(cast("Store", Leases(leases)), name=new_id, spill=None, say=say)
    return await asyncio.gather(*(writing.intend(one) for one in intents))


def say(event: str, **fields: Any) -> None: ...


async def test_of_two_claims_of_one_delivery_in_one_group_the_later_alone_may_write_its_dot() -> None:
    one, other = new_id(), new_id()

    assert await passed({one: 2, other: 1}, intent(one, 1), intent(other, 1), intent(one, 2)) == [False, True, True]
    assert await passed({one: 2, other: 1}, intent(one, 2), intent(one, 1)) == [True, False]


async def test_a_claim_that_is_no_longer_the_one_may_not_even_where_it_is_the_later_of_two() -> None:
    one = new_id()

    assert await passed({one: 3}, intent(one, 1), intent(one, 2)) == [False, False]
