"""Each behaviour of a server that has one message behind another's dot: what it does to one is not done to its neighbours."""

from __future__ import annotations

from uuid import UUID

import pytest

from nightmail.account.model import Limits
from nightmail.delivery.model import DeliveryState
from nightmail.ports import Item
from nightmail.sandbox.misbehave import CATALOGUE, Misdeed, Point
from tests.faults.playing import Scene, Theatre
from tests.letters import OWNER

MESSAGES = 5
ONE_CONNECTION = Limits(1, 100, 1000)
_POINTS = (Point.MAIL, Point.RCPT, Point.DATA, Point.BODY, Point.DOT, Point.KEPT)
# From the first MAIL on, and without an amount that asks for patience or for more messages.
_FIRST_NUMBER = 13


def _order(name: str, misdeed: Misdeed) -> str | None:
    if misdeed.amount is not None or misdeed.number < _FIRST_NUMBER:
        return None
    if misdeed.at is None:
        return name
    return f"{name}:2" if misdeed.at in _POINTS else None


ORDERS = [order for name, misdeed in CATALOGUE.items() if (order := _order(name, misdeed)) is not None]


@pytest.mark.parametrize("order", ORDERS)
async def test_a_server_that_fails_the_second_message_costs_the_others_nothing(theatre: Theatre, order: str) -> None:
    async with theatre.playing(order, limits=ONE_CONNECTION, dot=1, behind=0.5, stall=1) as scene:
        ids = [await scene.schedule(text=f"Message {n}") for n in range(MESSAGES)]
        async with scene.running():
            await scene.until_quiet(MESSAGES)

        items = [await _seen(scene, id) for id in ids]
        for item in items:
            if scene.copies(item):
                assert item.delivery.state in (DeliveryState.SENT, DeliveryState.IN_DOUBT)
        ended_badly = [item for item in items if item.delivery.state in (DeliveryState.IN_DOUBT, DeliveryState.FAILED)]
        assert len(ended_badly) <= (MESSAGES if CATALOGUE[order.removesuffix(":2")].at is None else 1)


async def _seen(scene: Scene, id: UUID) -> Item:
    """`item` sees to it that nothing arrived twice, that what is not sent has a reason, and that the chains hold. What was not
    tried yet, behind a pause or a breaker, only waits."""
    item = await scene.store.find(OWNER, id)
    assert item is not None
    is_untried = item.delivery.state is DeliveryState.SCHEDULED and not item.delivery.attempts and not item.delivery.reason
    return item if is_untried else await scene.item(id)


@pytest.mark.parametrize("order", ["lose-reply:2", "hang-after-dot:2", "dot-421:2", "reset-after-dot:2", "close-idle:2"])
async def test_what_a_server_did_to_one_message_is_told_of_that_one(any_theatre: Theatre, order: str) -> None:
    async with any_theatre.playing(order, limits=ONE_CONNECTION, dot=1) as scene:
        ids = [await scene.schedule(text=f"Message {n}") for n in range(MESSAGES)]
        async with scene.running():
            await scene.until("delivery.settled", MESSAGES)
            if order == "dot-421:2":
                await scene.until("delivery.settled", MESSAGES, state="sent")

        states = sorted([(await scene.item(id)).delivery.state.value for id in ids])
    is_told = order in ("dot-421:2", "close-idle:2")
    assert states == ["sent"] * MESSAGES if is_told else ["in_doubt"] + ["sent"] * (MESSAGES - 1)
