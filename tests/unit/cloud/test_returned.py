"""A person's own words on mail in the cloud that failed, came back, or does not move."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from nightmail.account.model import Account, Security, Server
from nightmail.cloud.connection import CloudRoom
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.ports import StuckReason
from nightmail.schedule.model import NOW, After
from tests import letters
from tests.unit.cloud.desk import Desk, letter

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def account(room: CloudRoom) -> Account:
    kept = letters.account(smtp=Server("smtp.example.org", 465, Security.TLS, "anna"))
    await room.accounts.save(kept)
    return kept


def told(desk: Desk, statement: str, *values: object) -> None:
    with psycopg.connect(desk.project.database_url, autocommit=True) as database:
        database.execute(statement.encode(), values)


async def test_what_failed_there_is_sent_again_from_here(desk: Desk, room: CloudRoom, account: Account) -> None:
    receipt = await room.outbox.schedule(letter(), account, NOW)
    told(desk, "update deliveries set state = 'failed' where id = %s", receipt.id)
    told(desk, "update recipients set state = 'refused', reply = '550 no' where message_id = %s", receipt.id)

    await room.outbox.redrive(receipt.id)

    item = await room.outbox.show(receipt.id)
    assert item.delivery.state is DeliveryState.SCHEDULED
    assert [recipient.is_open for recipient in item.delivery.recipients] == [True]
    assert item.audit[-1].event == "redriven" and item.audit[-1].actor == "person"


async def test_what_can_not_be_sent_again_says_why(desk: Desk, room: CloudRoom, account: Account) -> None:
    receipt = await room.outbox.schedule(letter(), account, After(timedelta(hours=1)))
    told(desk, "update deliveries set state = 'sent' where id = %s", receipt.id)
    told(desk, "update recipients set state = 'accepted' where message_id = %s", receipt.id)
    waiting = await room.outbox.schedule(letter(), account, After(timedelta(hours=1)))

    codes = {}
    for name, id in (("sent", receipt.id), ("unknown", new_id())):
        with pytest.raises(PersonError) as refused:
            await room.outbox.redrive(id, force=True)
        codes[name] = refused.value.code

    assert codes == {"sent": "nobody-missing", "unknown": "no-such-message"}
    before = await room.outbox.show(waiting.id)
    assert before.delivery.state is DeliveryState.SCHEDULED and len(before.audit) == 1


async def test_whoever_returned_mail_there_is_known_here_and_can_be_forgiven(desk: Desk, room: CloudRoom) -> None:
    told(
        desk,
        "insert into suppressions (owner_id, address, reason) select id, 'bob@example.net', 'It does not exist.' from auth.users",
    )

    (known,) = await room.outbox.warnings(["Bob <BOB@example.net>", "cid@example.net"])
    assert (known.address, known.reason) == ("bob@example.net", "It does not exist.")
    await room.outbox.forgive("Bob@example.net")
    assert await room.outbox.suppressions() == ()
    with pytest.raises(PersonError) as unknown:
        await room.outbox.forgive("bob@example.net")
    assert unknown.value.code == "not-suppressed"


async def test_mail_that_does_not_move_there_is_counted_with_the_reason(desk: Desk, room: CloudRoom, account: Account) -> None:
    assert (await room.outbox.stuck(after=5 * MINUTE)).count == 0
    receipt = await room.outbox.schedule(letter(), account, NOW)
    told(desk, "update deliveries set wanted_at = now() - interval '12 minutes', due_at = now() - interval '12 minutes'")

    stuck = await room.outbox.stuck(after=5 * MINUTE)

    item = await room.outbox.show(receipt.id)
    assert (stuck.count, stuck.oldest_due, stuck.reasons) == (1, item.delivery.due_at, {StuckReason.NO_WORKER: 1})
