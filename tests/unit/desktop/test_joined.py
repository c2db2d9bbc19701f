from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop.gateway.cloud_port import CloudKind, CloudStanding, CloudStatus, Sealed
from desktop.gateway.joined import JoinedGateway
from desktop.gateway.mirror import Mirror
from desktop.gateway.moves import Whereabouts
from desktop.gateway.notes import CloudNotes
from nightmail.account.model import Account, AccountState
from nightmail.account.secret import Secret
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft, DraftFile
from nightmail.ports import OutboxQuery, OutboxRow, Place, Scheduled
from nightmail.schedule.model import After
from tests.patience import PATIENCE
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, NOW_AT, WORK, FakeCloud, FakeGateway, StillClock, item_of, message, row_of

SCHEDULED = OutboxQuery(frozenset({DeliveryState.SCHEDULED}))
LATER = After(timedelta(hours=2))
AWAY = OutsideError("cloud-unreachable", "The cloud at night.example does not answer.", next="Check the connection.")


class There:
    def __init__(self, sky: Sky) -> None:
        self._sky = sky
        self.gateway = FakeGateway(known=())
        self.mirror = Mirror(self.gateway, lambda: None, answers=lambda: sky.answers)
        self.accounts: dict[UUID, Account] = {}

    async def to_local(self, id: UUID) -> None:
        self._sky.local.items[id] = replace(self.gateway.items.pop(id), place=Place.LOCAL)

    async def call_off(self, id: UUID) -> None:
        self._sky.called_off.append(id)


class Sky(FakeCloud):
    """A project whose moves are one step, and which may be away."""

    def __init__(self, local: FakeGateway, folder: Path) -> None:
        super().__init__()
        self.local = local
        self.notes = CloudNotes(folder, "night anna")
        self.answers = True
        self.called_off: list[UUID] = []
        self.held_up: asyncio.Event | None = None
        self.there: There | None = There(self)
        self.sealed = {ANNA: Sealed("k-1")}
        self.newly_sealed: dict[UUID, Sealed] = {}
        self.rung = 0

    def standing(self) -> CloudStanding:  # type: ignore[override]
        kind = CloudKind.SIGNED_IN if self.answers else CloudKind.OFFLINE
        return CloudStanding(CloudStatus(kind, "night.example"), self.sealed, self.notes.bound)

    async def opened(self) -> None: ...

    async def reopen(self) -> None: ...

    def ring(self) -> None:
        self.rung += 1

    async def bind(self, id: UUID) -> None:
        self.notes.bind(id)

    async def unbind(self, id: UUID) -> None:
        self.notes.unbind(id)

    async def lift(self, id: UUID) -> None:
        self._called("lift", id)
        if self.held_up is not None:
            await self.held_up.wait()
        if not self.answers:
            raise AWAY
        assert self.there is not None
        self.there.gateway.items[id] = replace(self.local.items.pop(id), place=Place.CLOUD)
        self.notes.unbind(id)
        self.there.mirror.invalidate()

    async def read_seals(self) -> None:
        self.sealed = self.newly_sealed or self.sealed

    async def whereabouts(self, id: UUID) -> Whereabouts:
        return Whereabouts.HERE if id in self.local.items else Whereabouts.NOT_HERE


class Joined:
    def __init__(self, folder: Path) -> None:
        self.local = FakeGateway()
        self.sky = Sky(self.local, folder)
        self.changes = 0
        self.gateway = JoinedGateway(self.local, self.sky, clock=StillClock(), changed=self._changed, patience=0.05)

    def _changed(self) -> None:
        self.changes += 1

    @property
    def there(self) -> There:
        assert self.sky.there is not None
        return self.sky.there

    def put(self, subject: str, hours: float, *, place: Place, state: DeliveryState = DeliveryState.SCHEDULED) -> UUID:
        item = item_of(message(subject), due=NOW_AT + timedelta(hours=hours), place=place, state=state)
        return (self.local if place is Place.LOCAL else self.there.gateway).add(item)

    async def subjects(self, query: OutboxQuery = SCHEDULED) -> list[str]:
        return [row.subject for row in await self.gateway.list(query)]

    async def schedule(self, *, account: UUID = ANNA, replaces: UUID | None = None) -> UUID:
        id = new_id()
        sender = next(each for each in ACCOUNTS if each.id == account)
        draft = Draft(to=("tom@example.net",), subject="New", text="x")
        await self.gateway.schedule(draft, sender, LATER, id=id, replaces=replaces)
        return id


@pytest.fixture
def joined(tmp_path: Path) -> Joined:
    return Joined(tmp_path)


# ------------------------------------------------------------------------------------------------ looking


async def test_both_parts_are_one_list_in_the_order_of_going(joined: Joined) -> None:
    joined.put("second", 2, place=Place.CLOUD)
    joined.put("first", 1, place=Place.LOCAL)
    joined.put("third", 3, place=Place.LOCAL)

    assert await joined.subjects() == ["first", "second", "third"]
    assert (await joined.gateway.counts())[DeliveryState.SCHEDULED] == 3


async def test_pages_of_the_joined_list_follow_without_gap_or_repetition(joined: Joined) -> None:
    for hour in range(9):
        joined.put(str(hour), hour, place=Place.CLOUD if hour % 3 else Place.LOCAL)

    pages = [await joined.subjects(replace(SCHEDULED, limit=4, offset=offset)) for offset in (0, 4, 8)]

    assert pages == [["0", "1", "2", "3"], ["4", "5", "6", "7"], ["8"]]


async def test_an_answer_is_asked_for_once_until_something_changes(joined: Joined) -> None:
    await joined.subjects()
    joined.put("unheard of", 1, place=Place.CLOUD)

    before = await joined.subjects()
    joined.there.mirror.invalidate()

    assert (before, await joined.subjects()) == ([], ["unheard of"])


async def test_without_an_answer_the_last_one_stands_and_this_pc_goes_on(joined: Joined) -> None:
    joined.put("there", 1, place=Place.CLOUD)
    joined.put("here", 2, place=Place.LOCAL)
    await joined.subjects()
    await joined.gateway.counts()

    joined.sky.answers = False
    joined.there.mirror.invalidate()
    another = OutboxQuery(SCHEDULED.states, text="the")

    assert await joined.subjects() == ["there", "here"]
    assert await joined.subjects(another) == ["there"]
    assert (await joined.gateway.counts())[DeliveryState.SCHEDULED] == 2


async def test_a_project_that_takes_its_time_does_not_keep_the_list_waiting(joined: Joined) -> None:
    slow = asyncio.Event()

    class Slow(FakeGateway):
        async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
            await slow.wait()
            return await FakeGateway.list(self, query)

    joined.there.gateway = Slow(known=())
    joined.there.mirror = Mirror(joined.there.gateway, joined._changed, answers=lambda: True, patience=0.02)
    joined.put("here", 1, place=Place.LOCAL)
    joined.put("late", 2, place=Place.CLOUD)

    at_once = await joined.subjects()
    slow.set()
    await turns_until(lambda: bool(joined.changes))

    assert (at_once, await joined.subjects()) == (["here"], ["here", "late"])


async def test_what_has_just_come_there_is_listed_and_counted_before_any_answer_has_it(joined: Joined) -> None:
    joined.put("there", 1, place=Place.CLOUD)
    await joined.subjects()
    await joined.gateway.counts()
    id = joined.put("moved", 2, place=Place.CLOUD)
    gone = joined.there.gateway.items.pop(id)
    stale = asyncio.create_task(joined.subjects(replace(SCHEDULED, text="e")))
    await asyncio.sleep(0)
    joined.sky.answers = False

    joined.there.mirror.arrive(row_of(gone))
    at_once = (await stale, await joined.subjects(), (await joined.gateway.counts())[DeliveryState.SCHEDULED])
    joined.sky.answers = True
    answered = (await joined.subjects(), (await joined.gateway.counts())[DeliveryState.SCHEDULED])

    assert at_once == (["there", "moved"], ["there", "moved"], 2)
    assert answered == (["there"], 1)


@pytest.mark.parametrize("problem", [AWAY, PersonError("signed-out", "Your session in the cloud has ended.")])
async def test_what_is_shown_of_the_cloud_stays_readable_while_it_is_away(joined: Joined, problem: NightmailError) -> None:
    id = joined.put("there", 1, place=Place.CLOUD)
    await joined.gateway.show(id)
    joined.there.gateway.show = refusing(problem)  # type: ignore[method-assign, assignment]

    assert (await joined.gateway.show(id)).message.subject == "there"
    with pytest.raises(type(problem)):
        await joined.gateway.show(new_id())


async def turns_until(seen: Callable[[], bool]) -> None:
    """Let everything else on the loop have its turn."""
    for _ in range(200):
        if seen():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never happened")


def refusing(problem: NightmailError) -> Callable[..., object]:
    async def refuse(*_: object, **__: object) -> None:
        raise problem

    return refuse


# ------------------------------------------------------------------------------------------------ scheduling


async def test_mail_of_an_account_the_cloud_may_send_from_goes_there(joined: Joined) -> None:
    id = await joined.schedule()

    assert list(joined.there.gateway.items) == [id]
    assert joined.local.items == {}
    assert joined.sky.notes.bound == frozenset()


async def test_mail_of_another_account_stays_on_this_pc(joined: Joined) -> None:
    id = await joined.schedule(account=WORK)

    assert list(joined.local.items) == [id]
    assert joined.sky.asked("lift") == []


async def test_after_a_key_was_retired_mail_stays_here_until_the_person_agrees(joined: Joined) -> None:
    joined.sky.sealed = {ANNA: Sealed("k-1", is_current=False)}

    id = await joined.schedule()

    assert list(joined.local.items) == [id]


async def test_offline_it_is_scheduled_here_and_remembered_for_later_across_a_restart(joined: Joined, tmp_path: Path) -> None:
    joined.sky.answers = False

    id = await joined.schedule()

    assert list(joined.local.items) == [id]
    assert joined.sky.asked("lift") == []
    assert CloudNotes(tmp_path, "night anna").bound == {id}
    assert CloudNotes(tmp_path, "night somebody else").bound == frozenset()


async def test_a_project_that_goes_away_meanwhile_leaves_it_scheduled_here(joined: Joined) -> None:
    joined.sky.refuses["lift"] = AWAY

    id = await joined.schedule()

    assert list(joined.local.items) == [id]
    assert joined.sky.notes.bound == {id}


async def test_a_move_that_drags_on_does_not_hold_the_composer(joined: Joined) -> None:
    joined.sky.held_up = asyncio.Event()

    id = await asyncio.wait_for(joined.schedule(), PATIENCE)
    before = list(joined.local.items)
    joined.sky.held_up.set()
    await turns_until(lambda: id in joined.there.gateway.items)

    assert before == [id]
    await joined.gateway.close()


async def test_stopping_an_upload_leaves_nothing_that_would_go_up_later(joined: Joined) -> None:
    joined.sky.held_up = asyncio.Event()
    joined.gateway = JoinedGateway(joined.local, joined.sky, clock=StillClock(), changed=lambda: None, patience=60)
    scheduling = asyncio.create_task(joined.schedule())
    await turns_until(lambda: bool(joined.sky.asked("lift")))

    scheduling.cancel()
    with suppress(asyncio.CancelledError):
        await scheduling

    (id,) = joined.local.items
    assert joined.sky.notes.bound == frozenset()
    await joined.gateway.cancel(id)
    assert joined.local.items[id].delivery.state is DeliveryState.CANCELLED


async def test_an_edit_of_a_message_in_the_cloud_is_one_request_there(joined: Joined) -> None:
    old = joined.put("old", 1, place=Place.CLOUD)

    new = await joined.schedule(replaces=old)

    assert joined.there.gateway.asked("replace") == [old]
    assert new in joined.there.gateway.items
    assert joined.local.items == {}


async def test_an_edit_that_moves_to_another_account_withdraws_the_one_in_the_cloud_first(joined: Joined) -> None:
    old = joined.put("old", 1, place=Place.CLOUD)

    new = await joined.schedule(account=WORK, replaces=old)

    assert joined.there.gateway.items[old].delivery.state is DeliveryState.CANCELLED
    assert list(joined.local.items) == [new]


async def test_an_edit_that_leaves_the_cloud_keeps_its_priority(joined: Joined) -> None:
    old = joined.put("old", 1, place=Place.CLOUD)
    item = joined.there.gateway.items[old]
    joined.there.gateway.items[old] = replace(item, delivery=replace(item.delivery, priority=Priority.BULK))

    new = await joined.schedule(account=WORK, replaces=old)

    assert joined.local.items[new].delivery.priority is Priority.BULK


async def test_an_edit_of_what_was_sent_from_the_cloud_meanwhile_schedules_nothing(joined: Joined) -> None:
    old = joined.put("old", -1, place=Place.CLOUD, state=DeliveryState.SENT)

    with pytest.raises(PersonError) as refused:
        await joined.schedule(account=WORK, replaces=old)

    assert refused.value.code == "edited-elsewhere"
    assert joined.local.items == {}


# ------------------------------------------------------------------------------------------------ one message


async def test_a_request_goes_to_whoever_has_the_message(joined: Joined) -> None:
    here, there = joined.put("here", 1, place=Place.LOCAL), joined.put("there", 1, place=Place.CLOUD)

    await joined.gateway.hold(here)
    await joined.gateway.hold(there)

    assert (joined.local.asked("hold"), joined.there.gateway.asked("hold")) == ([here], [there])


async def test_a_message_moves_up_and_back_down(joined: Joined) -> None:
    id = joined.put("x", 1, place=Place.LOCAL)

    await joined.gateway.move(id, Place.CLOUD)
    above = [row.place for row in await joined.gateway.list(SCHEDULED)]
    await joined.gateway.move(id, Place.LOCAL)

    assert above == [Place.CLOUD]
    assert [row.place for row in await joined.gateway.list(SCHEDULED)] == [Place.LOCAL]


async def test_a_move_while_the_project_is_away_is_said_and_kept_for_later(joined: Joined) -> None:
    id = joined.put("x", 1, place=Place.LOCAL)
    joined.sky.answers = False

    with pytest.raises(OutsideError) as refused:
        await joined.gateway.move(id, Place.CLOUD)

    assert "goes to the cloud when it can be reached" in refused.value.next
    assert joined.sky.notes.bound == {id}
    await joined.gateway.move(id, Place.LOCAL)
    assert joined.sky.notes.bound == frozenset()


async def test_moving_everything_reports_what_stays_and_why(joined: Joined) -> None:
    kept = joined.put("too large", 1, place=Place.LOCAL)
    joined.put("fine", 2, place=Place.LOCAL)
    joined.put("held", 3, place=Place.LOCAL, state=DeliveryState.HELD)
    lift = joined.sky.lift

    async def choosy(id: UUID) -> None:
        if id == kept:
            raise PersonError("file-too-large", "A file is too large.")
        await lift(id)

    joined.sky.lift = choosy  # type: ignore[method-assign]

    report = await joined.gateway.move_all()

    assert (report.moved, report.stays) == (1, (("too large", "A file is too large."),))


async def test_moving_everything_asks_an_absent_project_once(joined: Joined) -> None:
    for hour in (1, 2, 3):
        joined.put(str(hour), hour, place=Place.LOCAL)
    joined.sky.answers = False

    report = await joined.gateway.move_all()

    assert report.moved == 0
    assert len(report.stays) == 3
    assert len(joined.sky.asked("lift")) == 1


# ------------------------------------------------------------------------------------------------ accounts


async def test_accounts_of_another_pc_are_listed_behind_those_of_this_one(joined: Joined) -> None:
    elsewhere = replace(ACCOUNTS[0], id=new_id(), address="anna@other.example")
    joined.there.accounts = {ANNA: ACCOUNTS[0], elsewhere.id: elsewhere}

    assert [account.address for account in await joined.gateway.accounts()][-1] == "anna@other.example"
    assert (await joined.gateway.standing()).only_there == {elsewhere.id}


async def test_a_pause_holds_in_both_places(joined: Joined) -> None:
    joined.there.accounts = {ANNA: ACCOUNTS[0]}
    joined.there.gateway.known = (ACCOUNTS[0],)

    await joined.gateway.pause_account(ANNA)

    assert joined.there.gateway.known[0].state is AccountState.PAUSED
    assert joined.local.known[0].state is AccountState.PAUSED


async def test_a_new_password_is_sealed_again_only_to_the_key_that_was_agreed_to(joined: Joined) -> None:
    joined.there.accounts = {ANNA: ACCOUNTS[0], WORK: ACCOUNTS[1]}
    joined.there.gateway.known = ACCOUNTS
    joined.sky.sealed = {ANNA: Sealed("k-1"), WORK: Sealed("k-0", is_current=False)}

    await joined.gateway.resume_account(ANNA, Secret("new"))
    await joined.gateway.resume_account(WORK, Secret("new"))

    assert joined.sky.asked("seal") == [(ANNA, "k-1")]
    assert joined.there.gateway.asked("resume_account") == [(ANNA, None)]


async def test_a_new_password_is_not_sealed_while_a_newer_key_waits_for_consent(joined: Joined) -> None:
    joined.there.accounts = {ANNA: ACCOUNTS[0]}
    joined.there.gateway.known = (ACCOUNTS[0],)
    joined.sky.newly_sealed = {ANNA: Sealed("k-1", is_newest=False)}

    await joined.gateway.resume_account(ANNA, Secret("new"))

    assert joined.sky.asked("seal") == []
    assert joined.local.asked("resume_account") != []
    assert joined.there.gateway.asked("resume_account") == []


async def test_signed_out_it_is_this_pc_alone(joined: Joined) -> None:
    joined.put("here", 1, place=Place.LOCAL)
    joined.sky.there = None

    assert await joined.subjects() == ["here"]
    id = await joined.schedule()
    assert id in joined.local.items
    with pytest.raises(PersonError) as refused:
        await joined.gateway.move(id, Place.CLOUD)
    assert refused.value.code == "signed-out"


# ------------------------------------------------------------------------------------------------ held to be taken back


async def undoable(joined: Joined, size: int) -> tuple[UUID, Scheduled]:
    id = new_id()
    files = (DraftFile("film.mp4", "video/mp4", size, content=b""),)
    draft = Draft(to=("tom@example.net",), subject="New", text="x", files=files)
    return id, await joined.gateway.schedule(draft, ACCOUNTS[0], After(timedelta(seconds=13)), id=id)


async def test_what_takes_time_to_go_up_can_be_taken_back_for_as_long_as_promised(joined: Joined) -> None:
    joined.sky.sealed = {ANNA: Sealed("key")}

    id, receipt = await undoable(joined, 8_000_000)

    assert joined.local.asked("schedule")[0][2] == After(timedelta(seconds=133))
    assert joined.there.gateway.asked("reschedule") == [(id, After(timedelta(seconds=13)))]
    assert receipt.id == id


async def test_what_is_there_at_once_is_held_from_the_start(joined: Joined) -> None:
    joined.sky.sealed = {ANNA: Sealed("key")}

    await undoable(joined, 1_000)

    assert joined.local.asked("schedule")[0][2] == After(timedelta(seconds=13))
    assert joined.there.gateway.asked("reschedule") == []


async def test_what_can_not_go_up_is_held_by_this_pcs_clock(joined: Joined) -> None:
    joined.sky.sealed, joined.sky.answers = {ANNA: Sealed("key")}, False

    id, _ = await undoable(joined, 8_000_000)

    assert joined.local.asked("reschedule") == [(id, After(timedelta(seconds=13)))]
