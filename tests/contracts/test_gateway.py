"""What the screens rely on, over this PC's gateway and the cloud's alike."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop.gateway.port import Gateway, NewAccount
from nightmail.account.model import Account, AccountState, Security, Server, WhenUnknown
from nightmail.account.secret import Secret
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.delivery.breaker import BreakerKind, Target, Trip
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.errors import Invalid, PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft, DraftFile
from nightmail.ports import OutboxQuery, Place
from nightmail.schedule.model import After, WallTime
from tests import databases
from tests.contracts import gateways
from tests.supabase_stack.fixture import Stack, stack

LATER = After(timedelta(hours=2))
SCHEDULED = frozenset({DeliveryState.SCHEDULED})
EVERYTHING = frozenset(DeliveryState)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture(params=["local", "supabase"])
def project(request: pytest.FixtureRequest) -> Iterator[Stack | None]:
    """None: this PC."""
    if request.param == "local":
        yield None
        return
    with stack(request.getfixturevalue("server")) as running:
        yield running


@pytest.fixture
async def gateway(project: Stack | None, tmp_path: Path) -> AsyncIterator[Gateway]:
    opened = gateways.local(tmp_path) if project is None else gateways.supabase(tmp_path, project)
    async with opened as made:
        yield made


@pytest.fixture
async def anna(gateway: Gateway) -> Account:
    return await gateway.add_account(new_account("anna@example.org"))


def new_account(address: str, password: str | None = "hunter2") -> NewAccount:
    smtp = Server("smtp.example.org", 465, Security.TLS, address if password else None)
    return NewAccount(address, "Anna Example", smtp, None, Secret(password) if password else None)


def letter(subject: str = "Invoice", *files: DraftFile, to: str = "Tom Hansen <tom@example.net>") -> Draft:
    return Draft(to=(to,), bcc=("boss@example.org",), subject=subject, text="Hello", html="<p>Hello</p>", files=files)


async def put(gateway: Gateway, account: Account, subject: str = "Invoice", wait: timedelta = timedelta(hours=2)) -> UUID:
    id = new_id()
    await gateway.schedule(letter(subject), account, After(wait), id=id)
    return id


async def state_of(gateway: Gateway, id: UUID) -> DeliveryState:
    return (await gateway.show(id)).delivery.state


# ----------------------------------------------------------------------------------------- schedule


async def test_a_scheduled_message_stands_in_the_list_and_shows_itself_whole(gateway: Gateway, anna: Account) -> None:
    id = new_id()
    morning = WallTime(datetime(2028, 11, 13, 8), "Europe/Berlin")

    receipt = await gateway.schedule(letter(), anna, morning, id=id)

    assert (receipt.id, receipt.state, receipt.is_new) == (id, DeliveryState.SCHEDULED, True)
    assert receipt.due_at == datetime(2028, 11, 13, 7, tzinfo=UTC)
    (row,) = await gateway.list(OutboxQuery(SCHEDULED))
    assert (row.delivery.id, row.subject, row.wall_time) == (id, "Invoice", morning)
    assert row.to[0] == "Tom Hansen"
    item = await gateway.show(id)
    assert (item.message.text, item.message.html) == ("Hello", "<p>Hello</p>")
    assert [address.spec for address in item.message.bcc] == ["boss@example.org"]
    assert [entry.event for entry in item.audit] == ["scheduled"]


async def test_repeating_with_the_same_id_adds_nothing(gateway: Gateway, anna: Account) -> None:
    id = new_id()
    await gateway.schedule(letter(), anna, LATER, id=id)

    again = await gateway.schedule(letter(), anna, LATER, id=id)

    assert (again.id, again.is_new) == (id, False)
    assert len(await gateway.list(OutboxQuery(EVERYTHING))) == 1


async def test_a_draft_with_mistakes_is_refused_with_all_of_them(gateway: Gateway, anna: Account) -> None:
    with pytest.raises(Invalid) as refused:
        await gateway.schedule(Draft(to=("anna@@example.org", "nobody"), subject="x"), anna, LATER, id=new_id())

    assert len(refused.value.problems) >= 2
    assert await gateway.list(OutboxQuery(EVERYTHING)) == ()


async def test_a_time_that_has_passed_is_refused(gateway: Gateway, anna: Account) -> None:
    with pytest.raises(PersonError) as refused:
        await gateway.schedule(letter(), anna, WallTime(datetime(2020, 1, 1, 8), "Europe/Berlin"), id=new_id())

    assert refused.value.code == "past-time"


async def test_an_edited_message_takes_the_place_of_the_first_in_one_step(gateway: Gateway, anna: Account) -> None:
    first, second = await put(gateway, anna, "First words"), new_id()
    await gateway.hold(first)

    await gateway.schedule(letter("Better words"), anna, LATER, id=second, replaces=first)

    assert await state_of(gateway, first) is DeliveryState.CANCELLED
    assert [row.subject for row in await gateway.list(OutboxQuery(SCHEDULED))] == ["Better words"]


async def test_an_edited_message_keeps_its_priority(gateway: Gateway, anna: Account) -> None:
    first, second = new_id(), new_id()
    await gateway.schedule(letter("First words"), anna, LATER, id=first, priority=Priority.URGENT)

    await gateway.schedule(letter("Better words"), anna, LATER, id=second, replaces=first)

    assert (await gateway.show(second)).delivery.priority is Priority.URGENT
    assert [row.delivery.priority for row in await gateway.list(OutboxQuery(SCHEDULED))] == [Priority.URGENT]


async def test_what_is_held_back_is_told_and_a_person_can_have_it_tried_at_once(
    gateway: Gateway, project: Stack | None, anna: Account
) -> None:
    await put(gateway, anna, wait=timedelta(0))
    target = Target(anna.id)
    await gateways.trip(gateway, project, Trip(target, BreakerKind.QUOTA, 1, timedelta(hours=1), "452 4.5.3 Too many."))

    ((place, (hold,)),) = (await gateway.holds()).items()
    await gateway.resume_account(anna.id, None)

    assert place is (Place.LOCAL if project is None else Place.CLOUD)
    assert (hold.account_id, hold.kind, hold.waiting, hold.reason) == (anna.id, BreakerKind.QUOTA, 1, "452 4.5.3 Too many.")
    assert await gateway.holds() == {place: ()}


async def test_limits_and_options_are_kept_and_nothing_else_of_an_account(gateway: Gateway, anna: Account) -> None:
    options = replace(anna.options, when_unknown=WhenUnknown.RESEND, files_copy=True, oauth="google", sent_folder="Elsewhere")
    asked = replace(anna, name="Somebody", options=options, limits=replace(anna.limits, daily_messages=2000))

    await gateway.change_account(asked)

    (kept,) = await gateway.accounts()
    assert (kept.limits.daily_messages, kept.options.when_unknown, kept.options.files_copy) == (2000, WhenUnknown.RESEND, True)
    assert (kept.name, kept.options.oauth, kept.options.sent_folder) == (anna.name, "", "")
    assert await gateway.usage(anna.id) is None


async def test_of_two_edits_of_one_message_the_second_is_refused_and_adds_nothing(gateway: Gateway, anna: Account) -> None:
    first = await put(gateway, anna)
    await gateway.schedule(letter("One desktop"), anna, LATER, id=new_id(), replaces=first)

    with pytest.raises(PersonError) as refused:
        await gateway.schedule(letter("Another desktop"), anna, LATER, id=new_id(), replaces=first)

    assert refused.value.code == "edited-elsewhere"
    assert [row.subject for row in await gateway.list(OutboxQuery(SCHEDULED))] == ["One desktop"]


async def test_a_message_becomes_a_draft_again_with_its_files(gateway: Gateway, anna: Account) -> None:
    id = new_id()
    plan = DraftFile("plan.pdf", "application/pdf", 300_000, content=bytes(range(256)) * 1171 + b"x" * 224)
    heard: list[tuple[int, int]] = []

    await gateway.schedule(letter("Plans", plan), anna, LATER, id=id, progress=lambda done, total: heard.append((done, total)))
    draft = await gateway.draft_of(id)

    assert (draft.subject, draft.text, draft.to, draft.bcc) == (
        "Plans",
        "Hello",
        ("Tom Hansen <tom@example.net>",),
        ("boss@example.org",),
    )
    assert [(file.filename, file.media_type, file.content) for file in draft.files] == [
        ("plan.pdf", "application/pdf", plan.content)
    ]
    assert heard == [] or heard[-1] == (300_000, 300_000)


# ----------------------------------------------------------------------------------------- change one's mind


async def test_a_cancelled_message_can_be_scheduled_again(gateway: Gateway, anna: Account) -> None:
    id = await put(gateway, anna)

    await gateway.cancel(id)
    await gateway.cancel(id)
    cancelled = await state_of(gateway, id)
    await gateway.reschedule(id, WallTime(datetime(2028, 1, 3, 9), "Europe/Berlin"))

    assert cancelled is DeliveryState.CANCELLED
    item = await gateway.show(id)
    assert item.delivery.state is DeliveryState.SCHEDULED
    assert item.delivery.due_at == datetime(2028, 1, 3, 8, tzinfo=UTC)
    assert item.wall_time == WallTime(datetime(2028, 1, 3, 9), "Europe/Berlin")


async def test_how_late_it_may_go_is_kept_until_another_time_says_otherwise(gateway: Gateway, anna: Account) -> None:
    id = new_id()
    await gateway.schedule(letter(), anna, LATER, id=id, lifetime=timedelta(minutes=15))

    await gateway.reschedule(id, WallTime(datetime(2028, 1, 3, 9), "Europe/Berlin"))
    kept = (await gateway.show(id)).delivery
    await gateway.reschedule(id, WallTime(datetime(2028, 1, 3, 9), "Europe/Berlin"), lifetime=timedelta(hours=72))
    changed = (await gateway.show(id)).delivery

    assert kept.deadline_at - kept.due_at == timedelta(minutes=15)
    assert changed.deadline_at - changed.due_at == timedelta(hours=72)
    with pytest.raises(PersonError) as refused:
        await gateway.reschedule(id, LATER, lifetime=timedelta(hours=73))
    assert refused.value.code == "bad-deadline"


async def test_what_is_on_hold_waits_until_it_is_resumed(gateway: Gateway, anna: Account) -> None:
    id = await put(gateway, anna)

    await gateway.hold(id)
    held = await state_of(gateway, id)
    await gateway.resume(id)

    assert (held, await state_of(gateway, id)) == (DeliveryState.HELD, DeliveryState.SCHEDULED)


async def test_sending_now_makes_it_due_at_once(gateway: Gateway, anna: Account) -> None:
    id = await put(gateway, anna)
    before = (await gateway.show(id)).delivery.due_at

    await gateway.send_now(id)

    assert (await gateway.show(id)).delivery.due_at < before - timedelta(minutes=90)


async def test_a_request_that_comes_too_late_says_so(gateway: Gateway, anna: Account) -> None:
    id = await put(gateway, anna)
    await gateway.cancel(id)

    for request in (gateway.hold(id), gateway.resume(id)):
        with pytest.raises(PersonError) as refused:
            await request
        assert refused.value.code == "too-late"


async def test_nothing_is_to_be_resolved_where_nothing_is_in_doubt(gateway: Gateway, anna: Account) -> None:
    id = await put(gateway, anna)

    with pytest.raises(PersonError) as refused:
        await gateway.resolve(id, arrived=True)

    assert refused.value.code == "not-in-doubt"


@pytest.mark.parametrize(("arrived", "state"), [(True, DeliveryState.SENT), (False, DeliveryState.SCHEDULED)])
async def test_a_persons_word_settles_a_message_in_doubt(
    gateway: Gateway, anna: Account, project: Stack | None, *, arrived: bool, state: DeliveryState
) -> None:
    id = await put(gateway, anna, wait=timedelta(0))
    await gateways.bring_into_doubt(gateway, project, id)
    doubtful = await state_of(gateway, id)

    await gateway.resolve(id, arrived=arrived)

    assert (doubtful, await state_of(gateway, id)) == (DeliveryState.IN_DOUBT, state)


async def test_a_message_that_is_not_there_is_said_to_be_missing(gateway: Gateway, anna: Account) -> None:
    nobodys = new_id()

    for request in (
        gateway.show(nobodys),
        gateway.cancel(nobodys),
        gateway.hold(nobodys),
        gateway.resume(nobodys),
        gateway.send_now(nobodys),
        gateway.reschedule(nobodys, LATER),
        gateway.resolve(nobodys, arrived=True),
        gateway.draft_of(nobodys),
    ):
        with pytest.raises(PersonError) as refused:
            await request
        assert refused.value.code == "no-such-message"


# ----------------------------------------------------------------------------------------- look


async def test_the_next_to_go_comes_first_and_pages_follow_without_gap(gateway: Gateway, anna: Account) -> None:
    for hours in (5, 1, 4, 2, 3):
        await put(gateway, anna, f"in {hours} h", timedelta(hours=hours))

    pages = [await gateway.list(OutboxQuery(SCHEDULED, limit=2, offset=offset)) for offset in (0, 2, 4, 6)]

    assert [[row.subject for row in page] for page in pages] == [["in 1 h", "in 2 h"], ["in 3 h", "in 4 h"], ["in 5 h"], []]


async def test_open_messages_come_before_finished_ones(gateway: Gateway, anna: Account) -> None:
    first, second = await put(gateway, anna, "early", timedelta(hours=1)), await put(gateway, anna, "late", timedelta(hours=3))
    await gateway.cancel(first)

    rows = await gateway.list(OutboxQuery(EVERYTHING))

    assert [row.delivery.id for row in rows] == [second, first]


async def test_a_search_looks_at_subject_and_recipients_whatever_the_case(gateway: Gateway, anna: Account) -> None:
    await put(gateway, anna, "Invoice for October")
    await gateway.schedule(letter("Party", to="Lena Vogt <lena@example.net>"), anna, LATER, id=new_id())

    async def found(text: str) -> list[str]:
        return [row.subject for row in await gateway.list(OutboxQuery(SCHEDULED, text=text))]

    assert await found("OCTOBER") == ["Invoice for October"]
    assert await found("lena") == ["Party"]
    assert await found("%") == []


async def test_an_account_narrows_the_list(gateway: Gateway, anna: Account) -> None:
    work = await gateway.add_account(new_account("work@example.org"))
    await put(gateway, anna, "private")
    await put(gateway, work, "at work")

    rows = await gateway.list(OutboxQuery(SCHEDULED, account_id=work.id))

    assert [row.subject for row in rows] == ["at work"]


async def test_counts_tell_each_state(gateway: Gateway, anna: Account) -> None:
    ids = [await put(gateway, anna) for _ in range(3)]
    await gateway.cancel(ids[0])
    await gateway.hold(ids[1])

    counts = await gateway.counts()

    assert {state: many for state, many in counts.items() if many} == {
        DeliveryState.SCHEDULED: 1,
        DeliveryState.HELD: 1,
        DeliveryState.CANCELLED: 1,
    }


async def test_changes_are_told_from_where_one_began(gateway: Gateway, anna: Account) -> None:
    before = await put(gateway, anna)
    start = await gateway.changes_since("")
    after = await put(gateway, anna)
    await gateway.cancel(after)

    told = await gateway.changes_since(start.cursor)
    rest = await gateway.changes_since(told.cursor)

    assert start.ids == ()
    assert after in told.ids
    assert before not in told.ids
    assert (rest.ids, rest.cursor) == ((), told.cursor)


# ----------------------------------------------------------------------------------------- accounts


async def test_an_account_is_kept_with_its_servers_and_can_send(gateway: Gateway, anna: Account) -> None:
    (kept,) = await gateway.accounts()

    assert (kept.id, kept.address, kept.name, kept.smtp) == (anna.id, "anna@example.org", "Anna Example", anna.smtp)
    assert kept.state is AccountState.ACTIVE


async def test_the_same_address_is_not_added_twice(gateway: Gateway, anna: Account) -> None:
    with pytest.raises(PersonError) as refused:
        await gateway.add_account(new_account("anna@example.org"))

    assert refused.value.code == "account-exists"
    assert len(await gateway.accounts()) == 1


async def test_a_paused_account_says_why_and_sends_again_with_a_new_password(gateway: Gateway, anna: Account) -> None:
    await gateway.pause_account(anna.id)
    (paused,) = await gateway.accounts()
    await gateway.resume_account(anna.id, Secret("another"))
    (resumed,) = await gateway.accounts()

    assert (paused.state, paused.pause_reason) == (AccountState.PAUSED, PAUSED_BY_PERSON)
    assert (resumed.state, resumed.pause_reason) == (AccountState.ACTIVE, "")


async def test_an_account_with_mail_to_go_stays_and_one_without_goes(gateway: Gateway, anna: Account) -> None:
    work = await gateway.add_account(new_account("work@example.org", password=None))
    await put(gateway, anna)

    with pytest.raises(PersonError) as refused:
        await gateway.remove_account(anna.id)
    await gateway.remove_account(work.id)

    assert refused.value.code == "account-in-use"
    assert [account.address for account in await gateway.accounts()] == ["anna@example.org"]
