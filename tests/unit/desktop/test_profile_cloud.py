"""The gateways as the desktop plugs them together, over a real profile and a stand-in project; no windows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from desktop.gateway.cloud import ProfileCloud
from desktop.gateway.cloud_port import CloudKind, CloudStatus, is_out_of_reach
from desktop.gateway.joined import JoinedGateway
from desktop.gateway.local import LocalGateway
from desktop.gateway.passwords import Passwords
from desktop.gateway.port import NewAccount
from desktop.gateway.sealing import Sealing
from desktop.gateway.set_up import ProfileSetUp
from nightmail.account.model import Account, Security, Server, WhenUnknown
from nightmail.account.secret import Secret
from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.clock import SystemClock
from nightmail.delivery.model import DeliveryState
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft, DraftFile
from nightmail.ports import OutboxQuery, Place
from nightmail.schedule.model import After
from tests import databases
from tests.contracts.gateways import PASSWORD, PERSON, publish
from tests.patience import PATIENCE
from tests.supabase_stack.fixture import Stack, stack

SCHEDULED = OutboxQuery(frozenset({DeliveryState.SCHEDULED}))
HELD = OutboxQuery(frozenset({DeliveryState.HELD}))
HOURS = After(timedelta(hours=2))
SMTP = Server("smtp.example.org", 465, Security.TLS, PERSON)


class Pc:
    """One start of the desktop on a profile, without its windows and without an agent that sends."""

    def __init__(self, folder: Path) -> None:
        passwords = Passwords(folder, kind="file", master_key=Secret("for tests only"))
        clock = SystemClock()
        self._news = asyncio.Event()
        self.local = LocalGateway(folder, passwords=lambda: passwords, changed=self._news.set, sends=False)
        self.cloud = ProfileCloud(self.local, clock=clock, changed=self._news.set, pace=lambda: 0.05)
        self.gateway = JoinedGateway(self.local, self.cloud, clock=clock, changed=self._news.set)
        self._living: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        self._living = [asyncio.create_task(self.local.live())]
        await self.cloud.live()

    async def close(self) -> None:
        await self.gateway.close()
        await self.cloud.close()
        await self.local.close()
        await asyncio.gather(*self._living, return_exceptions=True)

    async def join(self, project: Stack) -> None:
        await self.gateway.connect(project.url, project.publishable_key)
        await self.gateway.sign_in(PERSON, Secret(PASSWORD))

    async def add_account(self, smtp: Server = SMTP) -> Account:
        return await self.gateway.add_account(NewAccount(PERSON, "Anna", smtp, None, Secret("hunter2")))

    async def allow(self, account: Account) -> None:
        consent = await self.gateway.consent_for(account.id)
        await self.gateway.seal(account.id, consent.key_id)

    async def there_accounts(self) -> tuple[Account, ...]:
        await self.cloud.read_seals()
        assert self.cloud.there is not None
        return tuple(self.cloud.there.accounts.values())

    async def schedule(self, account: Account, *files: DraftFile) -> UUID:
        id = new_id()
        draft = Draft(to=("tom@example.net",), subject="Hello", text="Dear Tom", files=files)
        await self.gateway.schedule(draft, account, HOURS, id=id)
        return id

    async def status(self) -> CloudStatus:
        return (await self.gateway.standing()).status

    async def place_of(self, id: UUID, query: OutboxQuery = SCHEDULED) -> Place | None:
        return next((row.place for row in await self.gateway.list(query) if row.delivery.id == id), None)

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not seen():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), 0.1)
                self._news.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def project(server: PostgresServer) -> Iterator[Stack]:
    with stack(server) as running:
        running.create_user(PERSON, PASSWORD)
        yield running


@pytest.fixture
async def pc(tmp_path: Path, project: Stack) -> AsyncIterator[Pc]:
    made = Pc(tmp_path / "pc")
    await made.open()
    yield made
    await made.close()


def rows(project: Stack) -> list[tuple[str, str]]:
    with psycopg.connect(project.database_url) as database:
        return database.execute("select id::text, state::text from deliveries where transfer_step is null").fetchall()


async def refused(work: object) -> str:
    with pytest.raises((PersonError, OutsideError)) as refusal:
        await work  # type: ignore[misc]
    return refusal.value.code


# ------------------------------------------------------------------------------------------------ connect and sign in


async def test_a_project_is_tried_before_it_is_remembered(pc: Pc, project: Stack) -> None:
    codes = [
        await refused(pc.gateway.connect("ftp://nowhere", "sb_publishable_x")),
        await refused(pc.gateway.connect(project.url, project.secret_key)),
        await refused(pc.gateway.connect(project.url, "sb_publishable_wrong")),
        await refused(pc.gateway.connect("http://127.0.0.1:1", project.publishable_key)),
    ]

    assert codes == ["bad-project-url", "secret-key", "bad-project-key", "cloud-unreachable"]
    assert (await pc.status()).kind is CloudKind.UNCONNECTED
    await pc.gateway.connect(f" {project.url}/ ", project.publishable_key)
    assert (await pc.status()).kind is CloudKind.SIGNED_OUT


async def test_a_sign_in_lasts_across_a_restart_and_a_sign_out_ends_it_here(pc: Pc, project: Stack, tmp_path: Path) -> None:
    await pc.gateway.connect(project.url, project.publishable_key)
    assert await refused(pc.gateway.sign_in(PERSON, Secret("wrong"))) == "wrong-password"
    await pc.gateway.sign_in(f" {PERSON} ", Secret(PASSWORD))
    await pc.close()

    again = Pc(tmp_path / "pc")
    await again.open()
    status = await again.status()
    await again.gateway.sign_out()
    after = await again.status()
    await again.close()

    assert (status.kind, status.email, status.host) == (CloudKind.SIGNED_IN, PERSON, project.url.removeprefix("http://"))
    assert (after.kind, after.email) == (CloudKind.SIGNED_OUT, PERSON)


async def test_signing_up_with_a_code_and_resetting_the_password_sign_in(pc: Pc, project: Stack) -> None:
    project.fault(confirm_emails=True)
    await pc.gateway.connect(project.url, project.publishable_key)

    is_in = await pc.gateway.sign_up("ben@example.org", Secret(PASSWORD))
    await pc.gateway.confirm("ben@example.org", project.mail("ben@example.org")[-1]["code"])
    first = await pc.status()
    await pc.gateway.sign_out()
    await pc.gateway.ask_reset("ben@example.org")
    code = project.mail("ben@example.org")[-1]["code"]
    await pc.gateway.reset("ben@example.org", code, Secret("another good password"))

    assert (is_in, first.kind, first.email) == (False, CloudKind.SIGNED_IN, "ben@example.org")
    assert (await pc.status()).kind is CloudKind.SIGNED_IN


async def test_signed_out_nothing_is_asked_of_the_project(pc: Pc, project: Stack) -> None:
    await pc.gateway.connect(project.url, project.publishable_key)
    project.forget_stats()

    await pc.gateway.list(SCHEDULED)
    await pc.gateway.counts()
    await pc.gateway.look()

    assert pc.cloud.there is None
    assert project.stats()["requests"] == {}


# ------------------------------------------------------------------------------------------------ going up


async def test_what_an_allowed_account_schedules_is_in_the_cloud_with_its_files(pc: Pc, project: Stack) -> None:
    key = publish(project)
    await pc.join(project)
    account = await pc.add_account()
    consent = await pc.gateway.consent_for(account.id)
    assert (consent.key_id, consent.before) == (key.fingerprint, "")
    assert "nightmail" not in consent.leaves + consent.opens
    await pc.allow(account)

    id = await pc.schedule(account, DraftFile("plan.pdf", "application/pdf", 5, content=b"plan!"))

    assert rows(project) == [(str(id), "scheduled")]
    assert await pc.place_of(id) is Place.CLOUD
    async with asyncio.timeout(PATIENCE):
        # An answer that was on its way while the message arrived counts it once more, until the next one.
        while (await pc.gateway.counts())[DeliveryState.SCHEDULED] != 1 or (await pc.gateway.standing()).waiting_there != 1:
            await pc.gateway.list(SCHEDULED)
    assert (await pc.gateway.draft_of(id)).files[0].content == b"plan!"


async def test_offline_it_waits_here_and_goes_up_once_when_the_project_answers_again(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    there = await pc.schedule(account)
    await pc.gateway.list(SCHEDULED)
    project.fault(unavailable={"every": 1})
    await pc.until(lambda: pc.cloud.standing().status.kind is CloudKind.OFFLINE)

    id = await pc.schedule(account)
    away = await pc.gateway.list(SCHEDULED)
    bound = (await pc.gateway.standing()).bound
    project.heal()
    await pc.until(lambda: not pc.cloud.standing().bound)

    assert {row.delivery.id: row.place for row in away} == {there: Place.CLOUD, id: Place.LOCAL}
    assert bound == {id}
    assert sorted(rows(project)) == sorted([(str(there), "scheduled"), (str(id), "scheduled")])
    assert await pc.place_of(id) is Place.CLOUD


async def test_a_request_whose_answer_is_lost_leaves_one_message_and_is_settled_later(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    project.fault(drop_after_commit={"every": 1, "only": "/rest/v1/rpc/schedule_message"})

    id = await pc.schedule(account)
    unknown = [row.is_moving for row in await pc.gateway.list(HELD) if row.delivery.id == id]
    project.heal()
    await pc.until(lambda: not pc.cloud.standing().bound)

    assert unknown in ([True], [])
    assert rows(project) == [(str(id), "scheduled")]
    assert await pc.place_of(id) is Place.CLOUD


async def test_what_was_bound_when_the_program_ended_goes_up_at_the_next_start(pc: Pc, project: Stack, tmp_path: Path) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    project.fault(unavailable={"every": 1})
    await pc.until(lambda: pc.cloud.standing().status.kind is CloudKind.OFFLINE)
    id = await pc.schedule(account)
    await pc.close()
    project.heal()

    again = Pc(tmp_path / "pc")
    await again.open()
    await again.until(lambda: not again.cloud.standing().bound)
    place = await again.place_of(id)
    await again.close()

    assert place is Place.CLOUD
    assert rows(project) == [(str(id), "scheduled")]


async def test_a_message_moves_up_and_back_and_is_in_one_place(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    id = await pc.schedule(account)
    assert await refused(pc.gateway.move(id, Place.CLOUD)) == "account-not-in-cloud"
    await pc.allow(account)

    await pc.gateway.move(id, Place.CLOUD)
    above = (await pc.place_of(id), rows(project))
    await pc.gateway.move(id, Place.LOCAL)

    assert above == (Place.CLOUD, [(str(id), "scheduled")])
    assert (await pc.place_of(id), rows(project)) == (Place.LOCAL, [])
    report = await pc.gateway.move_all()
    assert (report.moved, report.stays) == (1, ())


# ------------------------------------------------------------------------------------------------ keys


async def test_after_a_rotation_nothing_is_sealed_to_the_new_key_before_the_person_agrees(pc: Pc, project: Stack) -> None:
    old = publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute("update worker_keys set state = 'retired', retired_at = now() where id = %s", (old.fingerprint,))
    new = publish(project)
    await Sealing(pc.local, SystemClock()).read(pc.cloud.signed_in())

    is_current = (await pc.gateway.standing()).sealed[account.id].is_current
    here = await pc.schedule(account)
    await pc.gateway.resume_account(account.id, Secret("another"))
    consent = await pc.gateway.consent_for(account.id)
    stale = await refused(pc.gateway.seal(account.id, old.fingerprint))
    await pc.gateway.seal(account.id, consent.key_id)

    assert not is_current
    assert await pc.place_of(here) is Place.LOCAL
    assert (consent.before, consent.key_id) == (old.fingerprint, new.fingerprint)
    assert stale == "key-retired"
    assert (await pc.gateway.standing()).sealed[account.id].key_id == new.fingerprint


async def test_a_newer_key_is_asked_about_while_the_old_one_still_opens(pc: Pc, project: Stack) -> None:
    old = publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    new = publish(project)

    await pc.gateway.resume_account(account.id, Secret("another"))
    between = (await pc.gateway.standing()).sealed[account.id]
    there = await pc.place_of(await pc.schedule(account))
    await pc.allow(account)
    await pc.gateway.resume_account(account.id, Secret("a third"))

    assert (between.key_id, between.is_current, between.is_newest) == (old.fingerprint, True, False)
    assert there is Place.CLOUD
    after = (await pc.gateway.standing()).sealed[account.id]
    assert (after.key_id, after.is_settled) == (new.fingerprint, True)


async def test_a_move_that_a_retired_key_refuses_says_so_at_once(pc: Pc, project: Stack) -> None:
    old = publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute("update worker_keys set state = 'retired', retired_at = now() where id = %s", (old.fingerprint,))

    id = await pc.schedule(account)
    standing = await pc.gateway.standing()

    assert not standing.sealed[account.id].is_current
    assert "key has changed" in standing.stays[id]
    assert await pc.place_of(id) is Place.LOCAL


async def test_taken_back_the_next_message_stays_on_this_pc(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)

    await pc.gateway.revoke(account.id)

    assert (await pc.gateway.standing()).sealed == {}
    assert await pc.place_of(await pc.schedule(account)) is Place.LOCAL


# ------------------------------------------------------------------------------------------------ how it stands


async def test_a_paused_project_and_one_that_comes_back_are_noticed(pc: Pc, project: Stack) -> None:
    await pc.join(project)
    project.fault(paused=True)
    await pc.until(lambda: pc.cloud.standing().status.kind is CloudKind.PAUSED)
    away = await pc.status()
    project.heal()

    await pc.until(lambda: pc.cloud.standing().status.kind is CloudKind.SIGNED_IN)

    assert away.is_signed_in
    assert "paused" in away.why


async def test_the_poll_tells_whether_a_worker_runs(pc: Pc, project: Stack) -> None:
    await pc.join(project)
    await pc.until(lambda: pc.cloud.standing().status.worker is not None)
    before = (await pc.status()).worker
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute(
            "insert into workers (id, name, lease_expires_at) values (gen_random_uuid(), 'w', now() + interval '1 minute')"
        )

    await pc.until(lambda: bool((life := pc.cloud.standing().status.worker) and life.is_alive))

    assert before is not None
    assert (before.is_alive, before.seen_at) == (False, None)


async def test_a_change_made_on_another_pc_is_seen_by_the_next_poll(pc: Pc, project: Stack, tmp_path: Path) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    await pc.gateway.list(SCHEDULED)
    other = Pc(tmp_path / "other")
    await other.open()
    await other.join(project)
    assert [each.id for each in await other.gateway.accounts()] in ([], [account.id])

    await other.gateway.cancel(id)
    await other.close()

    async with asyncio.timeout(PATIENCE):
        while await pc.place_of(id) is not None:  # noqa: ASYNC110 - what changed is another process's doing
            await asyncio.sleep(0.05)
    assert rows(project) == [(str(id), "cancelled")]


async def test_an_account_that_the_worker_paused_is_seen_here_and_sends_again_with_a_new_password(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute("update accounts set state = 'paused', pause_reason = '535 5.7.8 Wrong password'")

    async def seen() -> str:
        return (await pc.gateway.accounts())[0].pause_reason

    async with asyncio.timeout(PATIENCE):
        while await seen() != "535 5.7.8 Wrong password":  # noqa: ASYNC110 - the worker is another process
            await asyncio.sleep(0.05)
    await pc.gateway.resume_account(account.id, Secret("another"))
    await Sealing(pc.local, SystemClock()).read(pc.cloud.signed_in())

    assert await seen() == ""
    assert await pc.place_of(await pc.schedule(account)) is Place.CLOUD


async def test_signing_out_tells_how_many_messages_stay_in_the_cloud(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    async with asyncio.timeout(PATIENCE):
        # As above: what was on its way may count it once more.
        while (await pc.gateway.standing()).waiting_there != 1:
            await pc.gateway.counts()

    stay = await pc.gateway.sign_out()

    assert stay == 1
    assert is_out_of_reach(await pc.gateway.show(id), await pc.status())
    assert await refused(pc.gateway.reschedule(id, HOURS)) == "signed-out"
    assert (await pc.gateway.draft_of(id)).subject == "Hello"
    assert await pc.place_of(id) is None


async def test_while_the_cloud_is_opened_anew_no_list_is_shown_without_its_part(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    signed_in = pc.cloud.standing()

    opening = asyncio.create_task(pc.cloud.reopen())
    await asyncio.sleep(0)
    while pc.cloud.there is not None:  # noqa: ASYNC110 - the moment in between is what is looked at
        await asyncio.sleep(0)
    meanwhile = pc.cloud.standing()

    assert await pc.place_of(id) is Place.CLOUD
    assert meanwhile == signed_in
    await opening


async def test_an_account_added_on_a_second_pc_is_the_one_the_cloud_has(pc: Pc, project: Stack, tmp_path: Path) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    other = Pc(tmp_path / "other")
    await other.open()
    await other.join(project)

    adopted = await other.add_account(smtp=Server("mail.example.org", 587, Security.STARTTLS, PERSON))
    seen = [each.id for each in await other.gateway.accounts()]
    consent = await other.gateway.consent_for(adopted.id)
    await other.allow(adopted)
    await other.gateway.move(id, Place.LOCAL)
    place = await other.place_of(id)
    await other.close()

    assert (adopted.id, seen, place) == (account.id, [account.id], Place.LOCAL)
    assert "other server settings (smtp.example.org:465)" in consent.leaves
    assert rows(project) == []


async def test_an_account_that_was_here_before_the_sign_in_is_not_taken_for_that_of_the_cloud(
    pc: Pc, project: Stack, tmp_path: Path
) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    other = Pc(tmp_path / "other")
    await other.open()
    mine = await other.add_account()
    await other.join(project)

    codes = [await refused(other.gateway.consent_for(mine.id)), await refused(other.gateway.move(id, Place.LOCAL))]
    await other.gateway.remove_account(mine.id)
    again = await other.add_account()
    await other.gateway.move(id, Place.LOCAL)
    await other.close()

    assert codes == ["account-twice", "account-not-here"]
    assert again.id == account.id
    assert rows(project) == []


async def test_limits_that_a_person_raised_come_along_to_their_other_pc(pc: Pc, project: Stack, tmp_path: Path) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    raised = replace(account.limits, daily_messages=2_000, connections=3)
    options = replace(account.options, when_unknown=WhenUnknown.RESEND)
    await pc.gateway.change_account(replace(account, limits=raised, options=options))
    await pc.allow(account)
    other = Pc(tmp_path / "other")
    await other.open()
    await other.join(project)

    adopted = await other.add_account()
    await other.allow(adopted)
    (here,) = await other.local.accounts()
    (there,) = await pc.there_accounts()
    await other.close()

    assert (here.id, here.limits, here.options.when_unknown) == (account.id, raised, WhenUnknown.RESEND)
    assert (there.limits, there.options.when_unknown) == (raised, WhenUnknown.RESEND)


async def test_other_servers_are_known_in_the_cloud_too_and_their_password_is_sealed_anew(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    smtp, imap = replace(SMTP, host="mail.example.org"), Server("imap.example.org", 993, Security.TLS, PERSON)

    await ProfileSetUp(pc.local, pc.cloud).change_servers(NewAccount(PERSON, "Anna", smtp, imap, None, account.id))

    (there,) = await pc.there_accounts()
    assert (there.smtp, there.imap) == (smtp, imap)
    assert pc.cloud.standing().sealed[account.id].is_settled
    (here,) = await pc.gateway.accounts()
    assert here.imap == imap


async def test_an_address_that_was_removed_comes_back_as_the_same_account_on_another_pc(
    pc: Pc, project: Stack, tmp_path: Path
) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    await pc.gateway.cancel(id)
    await pc.gateway.remove_account(account.id)
    await pc.cloud.read_seals()
    gone = await pc.gateway.accounts()
    other = Pc(tmp_path / "other")
    await other.open()
    await other.join(project)

    back = await other.add_account()
    await other.allow(back)
    seen = await other.gateway.accounts()
    await other.close()

    assert gone == ()
    assert back.id == account.id
    assert [each.options.is_retired for each in seen] == [False]


async def test_a_sign_in_by_another_program_of_the_profile_counts_at_once(pc: Pc, project: Stack, tmp_path: Path) -> None:
    noticing = asyncio.create_task(pc.cloud.notice(every=0.02))
    other = Pc(tmp_path / "pc")
    await other.open()

    await other.join(project)
    await other.close()

    await pc.until(lambda: pc.cloud.standing().status.kind is CloudKind.SIGNED_IN)
    assert (await pc.status()).email == PERSON
    noticing.cancel()


async def test_a_message_that_moved_up_is_never_missing_from_the_list(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    id = await pc.schedule(account)
    await pc.allow(account)
    await pc.gateway.list(SCHEDULED)
    project.fault(unavailable={"every": 1, "only": "/rest/v1/rpc/list_messages"})

    await pc.gateway.move(id, Place.CLOUD)

    assert await pc.place_of(id) is Place.CLOUD
    project.heal()
    await pc.until(lambda: pc.cloud.standing().status.answers)
    assert await pc.place_of(id) is Place.CLOUD


async def test_a_session_that_was_revoked_leaves_what_is_known_of_a_message(pc: Pc, project: Stack) -> None:
    publish(project)
    await pc.join(project)
    account = await pc.add_account()
    await pc.allow(account)
    id = await pc.schedule(account)
    secret_id = pc.cloud.signed_in().room.connection.secret_id
    await (await pc.local.passwords()).put(secret_id, Secret("worn-out"))
    project.expire_tokens()
    await pc.until(lambda: pc.cloud.standing().status.kind is CloudKind.ENDED)

    item = await pc.gateway.show(id)

    assert item.message.subject == "Hello"
    assert is_out_of_reach(item, await pc.status())
