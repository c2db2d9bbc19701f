"""A profile on this PC, with the agent that sends from it. Lives on the background loop; imports the core when opened."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.gateway import uploads
from desktop.gateway.drafting import draft_from
from desktop.gateway.port import (
    SANDBOX_ADDRESS,
    AgentKind,
    AgentStatus,
    NewAccount,
    PasswordHome,
    Progress,
    unheard,
)
from desktop.language import tr
from desktop.words import sentence_of
from nightmail.account.model import Account, AccountState, Security, Server
from nightmail.account.secret import Secret
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import NightmailError, OurError
from nightmail.message.draft import Draft
from nightmail.ports import (
    Changes,
    DispatchEvent,
    Item,
    OutboxQuery,
    OutboxRow,
    Place,
    Scheduled,
    ServerFacts,
    Stuck,
    Suppression,
    Usage,
)
from nightmail.schedule.model import Schedule
from nightmail.watchdog import DEFAULT_AFTER

if TYPE_CHECKING:
    from desktop.gateway.passwords import Passwords
    from nightmail.dispatcher import Dispatcher
    from nightmail.profile import Profile
    from nightmail.sandbox.server import Sandbox

_LOOPBACK = "127.0.0.1"
_TRY_AGAIN = 5.0
# A file this young may belong to a message that is just being scheduled.
_YOUNG = timedelta(days=1)


class LocalGateway:
    """`live` opens the profile and sends until `close`; every other method waits until it is open. `changed` may be called at any
    moment, on the loop's thread. `sends` False: no agent of its own, for when another one is to do the sending."""

    def __init__(
        self, folder: Path, *, passwords: Callable[[], Passwords], changed: Callable[[], None], sends: bool = True
    ) -> None:
        self._folder = folder
        self._make_passwords = passwords
        self._changed = changed
        self._sends = sends
        self._opened = asyncio.Event()
        self._unlocked = asyncio.Event()
        self._passwords: Passwords | None = None
        self._profile: Profile | None = None
        self._failure: NightmailError | None = None
        self._status = AgentStatus(AgentKind.OPENING)
        self._dispatcher: Dispatcher | None = None
        self._sandbox: Sandbox | None = None
        self._living: asyncio.Task[None] | None = None
        self._is_closing = False

    # ------------------------------------------------------------------------------------- living

    async def live(self) -> None:
        """Open, send, and close again when told to. A profile that can't be opened is reported by every later call."""
        self._living = asyncio.current_task()
        try:
            async with AsyncExitStack() as stack:
                profile = await self._open(stack)
                self._profile = profile
                self._opened.set()
                tidying = asyncio.create_task(self._tidy(profile))
                stack.callback(tidying.cancel)
                await self._keep_sending(profile)
        except NightmailError as problem:
            self._give_up(problem)
        except Exception:
            self._give_up(OurError("desktop-agent", tr("Something went wrong inside Nightmail."), next=tr("Start it again.")))
            raise

    async def close(self) -> None:
        """Let what is being sent come to its verdict, then close the profile."""
        self._is_closing = True
        if self._dispatcher is not None:
            self._dispatcher.stop()
        elif self._living is not None:
            self._living.cancel()
        if self._living is not None:
            await asyncio.wait([self._living])

    async def _open(self, stack: AsyncExitStack) -> Profile:
        # Imported here: it takes the database's library along, which the first paint must not wait for.
        from nightmail.profile import open_profile

        self._passwords = self._make_passwords()
        profile = await stack.enter_async_context(open_profile(self._folder, secrets=self._passwords, on_copied=uploads.copied))
        stack.push_async_callback(self._stop_sandbox)
        await self._wake_sandbox(profile)
        return profile

    async def _tidy(self, profile: Profile) -> None:
        """Files of messages that moved to the cloud take room here for nothing."""
        with suppress(NightmailError):
            before = (await profile.store.now() - _YOUNG).timestamp()
            await profile.blobs.prune(await profile.store.needed_blobs(), before=before)

    async def _keep_sending(self, profile: Profile) -> None:
        while not self._is_closing and self._sends:
            try:
                await self._wait_while_locked(profile)
                self._dispatcher = profile.dispatcher(observe=self._observed)
                self._say(AgentKind.HERE)
                await self._dispatcher.run()
            except NightmailError as problem:
                kind = AgentKind.ELSEWHERE if problem.code == "agent-running" else AgentKind.STOPPED
                self._say(kind, sentence_of(problem))
                self._dispatcher = None
                await asyncio.sleep(_TRY_AGAIN)
        if not self._is_closing:
            self._say(AgentKind.ELSEWHERE)
            await asyncio.Event().wait()

    async def _wait_while_locked(self, profile: Profile) -> None:
        """Sending without the passwords would pause every account. Raises PersonError `agent-running`."""
        # Whoever else sends has its own way to them, so nobody is asked here then.
        profile.lock.take()
        if not await self._is_locked(profile):
            return
        # An agent that knows the passphrase may take over meanwhile.
        profile.lock.give_back()
        self._say(AgentKind.LOCKED)
        await self._unlocked.wait()

    async def _is_locked(self, profile: Profile) -> bool:
        accounts = await profile.accounts.all()
        needed = any(account.smtp.username and account.state is AccountState.ACTIVE for account in accounts)
        return needed and await self.password_home() is PasswordHome.LOCKED

    def _give_up(self, problem: NightmailError) -> None:
        """Whoever waits for the profile hears why it never came."""
        self._failure = problem
        self._say(AgentKind.STOPPED, sentence_of(problem))
        self._opened.set()

    def _observed(self, event: DispatchEvent) -> None:
        if event.name.startswith(("delivery.", "account.", "breaker.")):
            self._changed()

    def _say(self, kind: AgentKind, why: str = "") -> None:
        self._status = AgentStatus(kind, why)
        self._changed()

    async def profile(self) -> Profile:
        """Once it is open. Raises why it can't be."""
        await self._opened.wait()
        if self._failure is not None:
            raise self._failure
        assert self._profile is not None
        return self._profile

    # ------------------------------------------------------------------------------------- the outbox

    async def schedule(
        self,
        draft: Draft,
        account: Account,
        schedule: Schedule,
        *,
        id: UUID,
        replaces: UUID | None = None,
        priority: Priority | None = None,
        lifetime: timedelta = DEFAULT_LIFETIME,
        progress: Progress = unheard,
    ) -> Scheduled:
        profile = await self.profile()
        with uploads.told(progress, sum(file.size for file in draft.files if file.path is not None), stays_here=True):
            receipt = await profile.outbox.schedule(
                draft, account, schedule, id=id, replaces=replaces, priority=priority, lifetime=lifetime
            )
        self._changed()
        return receipt

    async def cancel(self, id: UUID) -> None:
        await (await self.profile()).outbox.cancel(id)
        self._changed()

    async def send_now(self, id: UUID) -> None:
        await (await self.profile()).outbox.send_now(id)
        self._changed()

    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        await (await self.profile()).outbox.reschedule(id, schedule, lifetime=lifetime)
        self._changed()

    async def hold(self, id: UUID) -> None:
        await (await self.profile()).outbox.hold(id)
        self._changed()

    async def resume(self, id: UUID) -> None:
        await (await self.profile()).outbox.resume(id)
        self._changed()

    async def resolve(self, id: UUID, *, arrived: bool) -> None:
        await (await self.profile()).outbox.resolve(id, arrived=arrived)
        self._changed()

    async def redrive(self, id: UUID) -> None:
        await (await self.profile()).outbox.redrive(id)
        self._changed()

    async def suppressions(self) -> tuple[Suppression, ...]:
        return await (await self.profile()).outbox.suppressions()

    async def stuck(self) -> Stuck:
        return await (await self.profile()).outbox.stuck(after=DEFAULT_AFTER)

    async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        return await (await self.profile()).outbox.list(query)

    async def counts(self) -> Mapping[DeliveryState, int]:
        return await (await self.profile()).outbox.counts()

    async def show(self, id: UUID) -> Item:
        return await (await self.profile()).outbox.show(id)

    async def draft_of(self, id: UUID) -> Draft:
        profile = await self.profile()
        item = await profile.outbox.show(id)
        return await asyncio.to_thread(draft_from, item, profile.blobs)

    async def holds(self) -> Mapping[Place, tuple[Hold, ...]]:
        return {Place.LOCAL: await (await self.profile()).outbox.holds()}

    async def usage(self, account_id: UUID) -> Usage | None:
        return (await (await self.profile()).outbox.usage()).get(account_id)

    async def changes_since(self, cursor: str) -> Changes:
        return await (await self.profile()).outbox.changes_since(cursor)

    async def agent(self) -> AgentStatus:
        return self._status

    # ------------------------------------------------------------------------------------- accounts

    async def accounts(self) -> tuple[Account, ...]:
        return await (await self.profile()).accounts.all()

    async def add_account(self, new: NewAccount) -> Account:
        accounts = (await self.profile()).accounts
        account = await accounts.add(
            address=new.address, name=new.name, smtp=new.smtp, imap=new.imap, password=new.password, id=new.id, ca=new.ca
        )
        self._changed()
        return account

    async def test_account(self, new: NewAccount) -> ServerFacts:
        trial, password = await self.trial(new)
        return await (await self.profile()).accounts.test(trial, password)

    async def trial(self, new: NewAccount) -> tuple[Account, Secret | None]:
        """The account as it would be, and the password to try: of one that is kept already, its own where no other is given."""
        accounts = (await self.profile()).accounts
        # Under an id of its own: what a try brings to light is not to be kept of the account as it is.
        made = accounts.draft(address=new.address, name=new.name, smtp=new.smtp, imap=new.imap)
        made = replace(made, options=replace(made.options, ca=new.ca))
        if new.id is None or new.password is not None:
            return made, new.password
        kept = await accounts.find(str(new.id))
        signed_in = replace(made, id=kept.id, options=replace(made.options, oauth=kept.options.oauth))
        password = await accounts.password(kept) if new.smtp.username else None
        return signed_in if kept.options.oauth else made, password

    async def change_servers(self, new: NewAccount) -> Account:
        assert new.id is not None
        accounts = (await self.profile()).accounts
        changed = await accounts.change_servers(
            new.id, name=new.name, smtp=new.smtp, imap=new.imap, ca=new.ca, password=new.password
        )
        self._changed()
        return changed

    async def resume_account(self, id: UUID, password: Secret | None) -> None:
        accounts = (await self.profile()).accounts
        if password is None:
            # Where the passwords are locked, that is said now; the next message would pause the account again.
            await accounts.password(await accounts.find(str(id)))
            await accounts.resume(id)
        else:
            await accounts.set_password(await accounts.find(str(id)), password)
        self._changed()

    async def pause_account(self, id: UUID) -> None:
        await (await self.profile()).accounts.pause(id, PAUSED_BY_PERSON)
        self._changed()

    async def change_account(self, account: Account) -> None:
        await (await self.profile()).accounts.change(account.id, account.options, account.limits)
        self._changed()

    async def remove_account(self, id: UUID) -> None:
        accounts = (await self.profile()).accounts
        # Where the passwords are locked, that is said while the account is still there.
        await accounts.password(await accounts.find(str(id)))
        await accounts.remove(id)
        self._changed()

    async def password_home(self) -> PasswordHome:
        return await (await self.passwords()).home()

    async def unlock(self, passphrase: Secret) -> None:
        await (await self.passwords()).unlock(passphrase)
        self._unlocked.set()
        self._changed()

    async def passwords(self) -> Passwords:
        if self._passwords is None:
            await self.profile()
        assert self._passwords is not None
        return self._passwords

    # ------------------------------------------------------------------------------------- the sandbox

    async def add_sandbox(self) -> Account:
        profile = await self.profile()
        known = [account for account in await profile.accounts.all() if account.address == SANDBOX_ADDRESS]
        if known:
            return known[0]
        sandbox = await self._start_sandbox(0)
        smtp = Server(_LOOPBACK, sandbox.port, Security.PLAIN)
        account = await profile.accounts.add(address=SANDBOX_ADDRESS, name="You", smtp=smtp, imap=None, password=None)
        self._changed()
        return account

    async def _wake_sandbox(self, profile: Profile) -> None:
        """A profile that was tried out before keeps its sandbox: on its old port, or on another where that is taken now."""
        for account in await profile.accounts.all():
            if account.address == SANDBOX_ADDRESS and self._sandbox is None:
                with suppress(NightmailError):
                    await self._start_sandbox(account.smtp.port)
                    return
                sandbox = await self._start_sandbox(0)
                await profile.store.save_account(replace(account, smtp=replace(account.smtp, port=sandbox.port)))

    async def _start_sandbox(self, port: int) -> Sandbox:
        from nightmail.sandbox.server import Sandbox

        if self._sandbox is None:
            sandbox = Sandbox(self.sandbox_folder, port=port)
            await sandbox.start()
            self._sandbox = sandbox
        return self._sandbox

    async def end_sandbox(self) -> None:
        """Nobody sends into it any more; what it caught goes with it."""
        await self._stop_sandbox()
        await asyncio.to_thread(shutil.rmtree, self.sandbox_folder, ignore_errors=True)
        self._changed()

    @property
    def sandbox_folder(self) -> Path:
        return self._folder / "sandbox"

    async def _stop_sandbox(self) -> None:
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            await sandbox.stop()
