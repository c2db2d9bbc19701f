"""Outbox, accounts and sealed passwords in the cloud: the PC's own behaviour over the project's functions, also when cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from nightmail.account.model import Account, AccountState, Security, Server
from nightmail.account.sealing import WorkerKey, open_sealed
from nightmail.account.secret import Secret
from nightmail.cloud.connection import CloudRoom
from nightmail.cloud.consent import consent
from nightmail.delivery.model import DeliveryState
from nightmail.errors import Invalid, OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.outbox import Request
from nightmail.ports import OutboxQuery, Place
from nightmail.sandbox.certificate import make_certificate
from nightmail.schedule.model import NOW, After, WallTime
from tests import letters
from tests.unit.cloud.desk import PASSWORD, Desk, letter

TOMORROW = After(timedelta(days=1))
EVERYTHING = OutboxQuery(limit=5000)


@pytest.fixture
async def account(room: CloudRoom) -> Account:
    kept = letters.account(smtp=Server("smtp.example.org", 465, Security.TLS, "anna"))
    await room.accounts.save(kept)
    return kept


def publish(desk: Desk, key: WorkerKey) -> None:
    with psycopg.connect(desk.project.database_url, autocommit=True) as database:
        database.execute("update worker_keys set state = 'retired', retired_at = now() where state = 'active'")
        database.execute("insert into worker_keys (id, public_key) values (%s, %s)", (key.fingerprint, key.public.octets))


def one(desk: Desk, question: str) -> object:
    with psycopg.connect(desk.project.database_url) as database:
        row = database.execute(question).fetchone()
    assert row is not None
    return row[0]


async def test_a_message_scheduled_in_the_cloud_is_shown_and_listed_as_it_was_written(room: CloudRoom, account: Account) -> None:
    berlin = WallTime(datetime(2036, 1, 2, 8, 0), "Europe/Berlin")

    receipt = await room.outbox.schedule(letter(b"one", b"two", subject="[Plan] für Müller"), account, berlin)
    shown = await room.outbox.show(receipt.id)
    (row,) = await room.outbox.list(EVERYTHING)

    assert (receipt.state, receipt.is_new) == (DeliveryState.SCHEDULED, True)
    assert receipt.due_at == datetime(2036, 1, 2, 7, 0, tzinfo=UTC)
    assert (shown.message.subject, shown.wall_time, shown.place) == ("[Plan] für Müller", berlin, Place.CLOUD)
    assert [file.size for file in shown.message.attachments] == [3, 3]
    assert (row.delivery.id, row.to, row.has_attachments, row.place) == (receipt.id, ("Bob",), True, Place.CLOUD)
    assert await room.outbox.counts() == {DeliveryState.SCHEDULED: 1}


async def test_every_change_of_mind_has_the_codes_of_the_pc(room: CloudRoom, account: Account) -> None:
    outbox = room.outbox
    id = (await outbox.schedule(letter(), account, TOMORROW)).id

    await outbox.hold(id)
    await outbox.resume(id)
    moved = await outbox.reschedule(id, WallTime(datetime(2036, 1, 2, 8, 0), "Europe/Berlin"))
    await outbox.cancel(id)
    await outbox.reschedule(id, TOMORROW)
    await outbox.send_now(id)

    assert moved == datetime(2036, 1, 2, 7, 0, tzinfo=UTC)
    item = await outbox.show(id)
    assert abs(item.delivery.wanted_at - datetime.now(UTC)) < timedelta(seconds=30)
    assert item.delivery.deadline_at - item.delivery.wanted_at == timedelta(hours=24)
    for what, code in (
        (lambda: outbox.cancel(new_id()), "no-such-message"),
        (lambda: outbox.hold(new_id()), "no-such-message"),
        (lambda: outbox.show(new_id()), "no-such-message"),
        (lambda: outbox.resolve(id, arrived=True), "not-in-doubt"),
        (lambda: outbox.reschedule(id, WallTime(datetime(2020, 1, 2, 8, 0), "Europe/Berlin")), "past-time"),
        (lambda: outbox.reschedule(id, WallTime(datetime(2036, 1, 2, 8, 0), "Europe/Nowhere")), "unknown-zone"),
        (lambda: outbox.schedule(letter(), account, NOW, lifetime=timedelta(days=9)), "bad-deadline"),
    ):
        with pytest.raises(PersonError) as caught:
            await what()
        assert caught.value.code == code


async def test_what_is_already_on_its_way_can_not_be_cancelled(desk: Desk, room: CloudRoom, account: Account) -> None:
    id = (await room.outbox.schedule(letter(), account, NOW)).id
    with psycopg.connect(desk.project.database_url, autocommit=True) as database:
        database.execute("update deliveries set state = 'transmitting', lease_owner = gen_random_uuid()")

    with pytest.raises(PersonError) as caught:
        await room.outbox.cancel(id)

    assert caught.value.code == "too-late"


async def test_an_edited_message_takes_the_place_of_the_old_one_and_of_two_edits_one_wins(
    room: CloudRoom, account: Account
) -> None:
    old = (await room.outbox.schedule(letter(), account, TOMORROW)).id

    new = (await room.outbox.schedule(letter(subject="Better"), account, TOMORROW, replaces=old)).id
    with pytest.raises(PersonError) as caught:
        await room.outbox.schedule(letter(subject="Worse"), account, TOMORROW, replaces=old)

    assert caught.value.code == "edited-elsewhere"
    assert [
        row.delivery.id for row in await room.outbox.list(replace(EVERYTHING, states=frozenset({DeliveryState.SCHEDULED})))
    ] == [new]


async def test_a_bad_draft_is_refused_here_with_every_problem(room: CloudRoom, account: Account) -> None:
    with pytest.raises(Invalid):
        await room.outbox.schedule(Draft(to=("nobody",), subject="x"), account, NOW)

    assert await room.outbox.counts() == {}


@pytest.mark.parametrize("every", [1, 2, 3])
async def test_a_request_dropped_after_its_commit_makes_one_message_with_one_entry(
    desk: Desk, room: CloudRoom, account: Account, every: int
) -> None:
    fault = {"next": 1} if every == 1 else {"every": every}
    desk.project.fault(drop_after_commit={**fault, "only": "/rest/v1/rpc/"})

    for _ in range(4):
        id = (await room.outbox.schedule(letter(), account, TOMORROW)).id
    await room.outbox.cancel(id)

    desk.project.heal()
    assert await room.outbox.counts() == {DeliveryState.SCHEDULED: 3, DeliveryState.CANCELLED: 1}
    assert [entry.event for entry in (await room.outbox.show(id)).audit] == ["scheduled", "cancelled"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"html_502": {"every": 1}}, "cloud-unreachable"),
        ({"unavailable": {"every": 1}}, "cloud-unreachable"),
        ({"drop_before_commit": {"every": 1}}, "cloud-unreachable"),
        ({"paused": True}, "project-paused"),
    ],
)
async def test_a_project_that_does_not_answer_is_said_to_be_away_and_nothing_is_scheduled(
    desk: Desk, room: CloudRoom, account: Account, fault: dict[str, object], code: str
) -> None:
    desk.project.fault(**fault)

    with pytest.raises(OutsideError) as caught:
        await room.outbox.schedule(letter(), account, NOW)

    assert caught.value.code == code
    desk.project.heal()
    assert await room.outbox.counts() == {}


async def test_two_gateway_errors_in_a_row_are_ridden_out(desk: Desk, room: CloudRoom, account: Account) -> None:
    desk.project.fault(html_502={"next": 1}, unavailable={"next": 1})

    assert (await room.outbox.schedule(letter(), account, NOW)).is_new


async def test_many_messages_are_scheduled_in_parts_and_listed_past_the_servers_page(
    desk: Desk, room: CloudRoom, account: Account
) -> None:
    asked = [Request(letter(subject=f"No. {n}"), account, TOMORROW) for n in range(1203)]

    receipts = await room.outbox.schedule_many([*asked, Request(Draft(), account)])

    assert isinstance(receipts[-1], Invalid)
    rows = await room.outbox.list(EVERYTHING)
    assert len({row.delivery.id for row in rows}) == 1203
    assert len(await room.outbox.list(OutboxQuery(limit=7, offset=1200))) == 3
    assert [row.subject for row in await room.outbox.list(OutboxQuery(text="no. 1202"))] == ["No. 1202"]


async def test_changes_are_told_after_a_cursor_with_a_number_for_the_accounts(room: CloudRoom, account: Account) -> None:
    start = await room.outbox.changes_since("")
    version = room.outbox.accounts_version
    id = (await room.outbox.schedule(letter(), account, TOMORROW)).id
    await room.accounts.set_state(account.id, AccountState.PAUSED, reason="Away.")

    changes = await room.outbox.changes_since(start.cursor)

    assert (start.ids, changes.ids) == ((), (id,))
    assert room.outbox.accounts_version != version


async def test_a_project_with_other_tables_is_told_apart_from_a_bug(desk: Desk, room: CloudRoom) -> None:
    with psycopg.connect(desk.project.database_url, autocommit=True) as database:
        database.execute("drop function public.count_messages()")

    with pytest.raises(PersonError) as caught:
        await room.outbox.counts()

    assert caught.value.code == "migrations-differ"


# ------------------------------------------------------------------------------------------ accounts and passwords


async def test_accounts_are_kept_changed_paused_and_removed(room: CloudRoom, account: Account) -> None:
    owner_id = room.connection.user_id
    assert owner_id is not None
    await room.accounts.save(replace(account, name="Anna E."))
    await room.accounts.set_state(account.id, AccountState.PAUSED, reason="Away.")

    paused = replace(account, name="Anna E.", owner_id=owner_id, state=AccountState.PAUSED, pause_reason="Away.")
    # Only an operator can make it so.
    paused = replace(paused, is_trusted=False)
    assert await room.accounts.all() == (paused,)
    with pytest.raises(PersonError) as caught:
        await room.accounts.save(letters.account())
    assert caught.value.code == "account-exists"
    await room.accounts.remove(account.id)
    assert await room.accounts.all() == ()


async def test_a_sealed_password_opens_for_the_worker_and_can_be_taken_back(
    desk: Desk, room: CloudRoom, account: Account
) -> None:
    key = WorkerKey.new()
    publish(desk, key)

    sealed_to = await room.accounts.seal(account, PASSWORD)

    (seal,) = await room.accounts.seals()
    sealed = one(desk, "select sealed from secrets")
    owner_id = room.connection.user_id
    assert sealed_to == key.public and (seal.account_id, seal.key_id, seal.is_current) == (account.id, key.fingerprint, True)
    assert isinstance(sealed, bytes) and owner_id is not None
    assert open_sealed(sealed, key, replace(account, owner_id=owner_id)) == PASSWORD
    await room.accounts.revoke(account.id)
    await room.accounts.revoke(account.id)
    assert await room.accounts.seals() == ()


async def test_a_password_is_sealed_for_servers_as_they_are_vouched_for(desk: Desk, room: CloudRoom, account: Account) -> None:
    key, owner_id = WorkerKey.new(), room.connection.user_id
    publish(desk, key)
    trusting = replace(account, options=replace(account.options, ca=make_certificate(datetime.now(UTC)).pem))

    await room.accounts.seal(trusting, PASSWORD)

    sealed = one(desk, "select sealed from secrets")
    assert isinstance(sealed, bytes) and owner_id is not None
    (kept,) = await room.accounts.all()
    assert kept.options.ca == trusting.options.ca
    assert open_sealed(sealed, key, kept) == PASSWORD
    assert [seal.is_current for seal in await room.accounts.seals()] == [True]

    await room.accounts.save(account)

    assert [seal.is_current for seal in await room.accounts.seals()] == [False]
    with pytest.raises(PersonError):
        open_sealed(sealed, key, replace(account, owner_id=owner_id))


async def test_nothing_is_sealed_without_a_key_or_to_another_than_the_person_agreed_to(
    desk: Desk, room: CloudRoom, account: Account
) -> None:
    with pytest.raises(PersonError) as caught:
        await room.accounts.seal(account, PASSWORD)
    assert caught.value.code == "no-worker-key"

    shown = WorkerKey.new()
    publish(desk, shown)
    publish(desk, WorkerKey.new())
    with pytest.raises(PersonError) as caught:
        await room.accounts.seal(account, PASSWORD, shown.public)

    assert caught.value.code == "key-retired"
    assert one(desk, "select count(*) from secrets") == 0


async def test_a_published_key_that_is_not_what_its_fingerprint_says_is_refused(desk: Desk, room: CloudRoom) -> None:
    publish(desk, WorkerKey.new())
    with psycopg.connect(desk.project.database_url, autocommit=True) as database:
        database.execute("update worker_keys set public_key = %s", (WorkerKey.new().public.octets,))

    with pytest.raises(OutsideError) as caught:
        await room.accounts.worker_key()

    assert caught.value.code == "bad-worker-key"


def test_what_a_person_agrees_to_names_what_leaves_who_can_open_it_and_how_to_revoke() -> None:
    key = WorkerKey.new().public
    with_password = letters.account(smtp=Server("smtp.example.org", 465, Security.TLS, "anna"))

    words = consent(with_password, key, host="project.example.org")

    assert "project.example.org" in words.leaves and "sealed on this PC" in words.leaves
    assert "private half" in words.opens
    assert "nightmail cloud revoke anna@example.org" in words.revoke
    assert words.key == key.fingerprint
    assert "no password" in consent(letters.account(), None, host="x").opens


async def test_another_person_sees_nothing_of_it(desk: Desk, room: CloudRoom, account: Account) -> None:
    id = (await room.outbox.schedule(letter(b"mine"), account, TOMORROW)).id
    desk.project.create_user("eve@example.org", "eves password")
    eve = Desk(desk.project, desk.folder / "eve")
    async with eve.open() as hers:
        await hers.session.sign_in("eve@example.org", Secret("eves password"))

        assert (await hers.outbox.counts(), await hers.accounts.all()) == ({}, ())
        for act in (hers.outbox.show(id), hers.outbox.cancel(id), hers.accounts.revoke(account.id)):
            with pytest.raises(PersonError) as caught:
                await act
            assert caught.value.code in ("no-such-message", "no-such-account")
