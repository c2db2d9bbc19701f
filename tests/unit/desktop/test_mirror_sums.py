"""The sums of the cloud while a message moves up: it is counted once, whatever moment an answer was asked for or came."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from desktop.gateway.mirror import Mirror
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxRow, Place
from tests.patience import PATIENCE
from tests.unit.desktop.fakes import FakeGateway, item_of, message, row_of

WAITS = DeliveryState.SCHEDULED


class SlowGateway(FakeGateway):
    """Counts what is there when it is asked, and answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_now = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def counts(self) -> Mapping[DeliveryState, int]:
        counted = await super().counts()
        self.asked_now.set()
        await self.may_answer.wait()
        return counted


def mirror_of(gateway: SlowGateway) -> Mirror:
    return Mirror(gateway, lambda: None, answers=lambda: True, patience=PATIENCE)


def accept(gateway: SlowGateway) -> OutboxRow:
    item = item_of(message("Plan"), place=Place.CLOUD)
    gateway.add(item)
    return row_of(item)


async def test_a_sum_that_had_the_message_before_it_arrived_is_asked_for_again() -> None:
    gateway = SlowGateway()
    mirror = mirror_of(gateway)
    await mirror.counts()

    with mirror.coming():
        row = accept(gateway)
        mirror.invalidate()
        await mirror.counts()
        mirror.arrive(row)

    assert mirror.waiting == 1
    assert (await mirror.counts())[WAITS] == 1


async def test_a_sum_whose_answer_comes_after_the_message_arrived_counts_it_once() -> None:
    gateway = SlowGateway()
    mirror = mirror_of(gateway)
    gateway.may_answer.clear()

    with mirror.coming():
        row = accept(gateway)
        asking = asyncio.create_task(mirror.counts())
        await gateway.asked_now.wait()
        mirror.arrive(row)
    gateway.may_answer.set()

    assert (await asking)[WAITS] == 1
    assert mirror.waiting == 1
    assert (await mirror.counts())[WAITS] == 1


async def test_what_was_heard_before_a_move_stands_while_it_lasts_and_when_it_fails() -> None:
    gateway = SlowGateway()
    accept(gateway)
    mirror = mirror_of(gateway)
    await mirror.counts()

    with mirror.coming():
        mirror.invalidate()
        meanwhile = await mirror.counts()

    assert meanwhile[WAITS] == 1
    assert (await mirror.counts())[WAITS] == 1
