"""A person's outbox and accounts in the cloud, for the screens. It asks the project each time and remembers nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from desktop.gateway import uploads
from desktop.gateway.drafting import draft_from
from desktop.gateway.port import AgentKind, AgentStatus, NewAccount, PasswordHome, Progress, unheard
from desktop.language import tr
from nightmail.account.model import Account, AccountState
from nightmail.account.secret import Secret
from nightmail.accounts import PAUSED_BY_PERSON, Accounts
from nightmail.cloud.accounts import CloudAccounts
from nightmail.cloud.connection import CloudRoom
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import NightmailError, PersonError
from nightmail.message.draft import Draft
from nightmail.ports import (
    BlobStore,
    Changes,
    Item,
    OutboxQuery,
    OutboxRow,
    Place,
    Scheduled,
    ServerFacts,
    Stuck,
    Submitter,
    Suppression,
    Usage,
)
from nightmail.profile import LOCAL_OWNER
from nightmail.schedule.model import Schedule
from nightmail.watchdog import DEFAULT_AFTER

T = TypeVar("T")
Noted = Callable[[NightmailError | None], None]


class SupabaseGateway:
    """`noted` hears after each request what the project made of it: None where it answered, be it with a refusal."""

    def __init__(self, room: CloudRoom, blobs: BlobStore, submitter: Submitter, *, noted: Noted = lambda problem: None) -> None:
        self._room = room
        self._blobs = blobs
        self._noted = noted
        rows = _AccountRows(room.accounts)
        self._accounts = Accounts(rows, _Sealing(room.accounts), submitter, owner_id=LOCAL_OWNER)  # type: ignore[arg-type]  # no more of the store is asked

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
        with uploads.told(progress, sum(file.size for file in draft.files)):
            return await self._asked(
                self._room.outbox.schedule(
                    draft, account, schedule, id=id, replaces=replaces, priority=priority, lifetime=lifetime
                )
            )

    async def cancel(self, id: UUID) -> None:
        await self._asked(self._room.outbox.cancel(id))

    async def send_now(self, id: UUID) -> None:
        await self._asked(self._room.outbox.send_now(id))

    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        await self._asked(self._room.outbox.reschedule(id, schedule, lifetime=lifetime))

    async def hold(self, id: UUID) -> None:
        await self._asked(self._room.outbox.hold(id))

    async def resume(self, id: UUID) -> None:
        await self._asked(self._room.outbox.resume(id))

    async def resolve(self, id: UUID, *, arrived: bool) -> None:
        await self._asked(self._room.outbox.resolve(id, arrived=arrived))

    async def redrive(self, id: UUID) -> None:
        await self._asked(self._room.outbox.redrive(id))

    async def suppressions(self) -> tuple[Suppression, ...]:
        return await self._asked(self._room.outbox.suppressions())

    async def stuck(self) -> Stuck:
        return await self._asked(self._room.outbox.stuck(after=DEFAULT_AFTER))

    async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        return await self._asked(self._room.outbox.list(query))

    async def counts(self) -> Mapping[DeliveryState, int]:
        return await self._asked(self._room.outbox.counts())

    async def show(self, id: UUID) -> Item:
        return await self._asked(self._room.outbox.show(id))

    async def draft_of(self, id: UUID) -> Draft:
        item = await self.show(id)
        for file in item.message.attachments:
            await self._asked(self._room.files.download(file.sha256, file.size))
        return await asyncio.to_thread(draft_from, item, self._blobs)

    async def holds(self) -> Mapping[Place, tuple[Hold, ...]]:
        return {Place.CLOUD: await self._asked(self._room.outbox.holds())}

    async def usage(self, account_id: UUID) -> Usage | None:
        return (await self._asked(self._room.outbox.usage())).get(account_id)

    async def changes_since(self, cursor: str) -> Changes:
        return await self._asked(self._room.outbox.changes_since(cursor))

    async def agent(self) -> AgentStatus:
        return AgentStatus(AgentKind.ELSEWHERE)

    # ------------------------------------------------------------------------------------- accounts

    async def accounts(self) -> tuple[Account, ...]:
        """With those that their person removed: an address that comes back is the same account."""
        return await self._asked(self._room.accounts.all())

    async def add_account(self, new: NewAccount) -> Account:
        return await self._asked(
            self._accounts.add(address=new.address, name=new.name, smtp=new.smtp, imap=new.imap, password=new.password)
        )

    async def test_account(self, new: NewAccount) -> ServerFacts:
        """From this PC: what the worker can reach is only seen there."""
        trial = self._accounts.draft(address=new.address, name=new.name, smtp=new.smtp, imap=new.imap)
        return await self._asked(self._accounts.test(trial, new.password))

    async def resume_account(self, id: UUID, password: Secret | None) -> None:
        if password is None:
            await self._asked(self._accounts.resume(id))
        else:
            await self._asked(self._set_password(id, password))

    async def _set_password(self, id: UUID, password: Secret) -> None:
        await self._accounts.set_password(await self._accounts.find(str(id)), password)

    async def pause_account(self, id: UUID) -> None:
        await self._asked(self._accounts.pause(id, PAUSED_BY_PERSON))

    async def change_account(self, account: Account) -> None:
        await self._asked(self._accounts.change(account.id, account.options, account.limits))

    async def change_servers(self, account: Account) -> None:
        """As they are on this PC; what was sealed for the old ones opens no more."""
        kept = await self._asked(self._accounts.find(str(account.id)))
        options = replace(kept.options, ca=account.options.ca)
        changed = replace(kept, name=account.name, smtp=account.smtp, imap=account.imap, options=options)
        await self._asked(self._room.accounts.save(changed))

    async def remove_account(self, id: UUID) -> None:
        await self._asked(self._accounts.remove(id))

    async def password_home(self) -> PasswordHome:
        return PasswordHome.WORKER

    async def unlock(self, passphrase: Secret) -> None:
        """Nothing is locked: passwords in the cloud can't be read back."""

    async def add_sandbox(self) -> Account:
        raise PersonError(
            "no-sandbox-in-cloud", tr("The sandbox runs on a PC, and the cloud can't reach it."), next=tr("Add it to this PC.")
        )

    async def _asked(self, answer: Awaitable[T]) -> T:
        try:
            got = await answer
        except NightmailError as problem:
            self._noted(problem)
            raise
        self._noted(None)
        return got


class _AccountRows:
    """The cloud's accounts as `Accounts` asks a store for them."""

    def __init__(self, accounts: CloudAccounts) -> None:
        self._accounts = accounts

    async def accounts(self, owner_id: UUID | None = None) -> tuple[Account, ...]:
        return await self._accounts.all()

    async def save_account(self, account: Account) -> None:
        await self._accounts.save(account)
        if account.options.is_retired:
            await self._accounts.revoke(account.id)
        await self._accounts.set_state(account.id, account.state, reason=account.pause_reason)

    async def set_account_state(self, account_id: UUID, state: AccountState, *, reason: str = "") -> None:
        await self._accounts.set_state(account_id, state, reason=reason)

    async def remove_account(self, account_id: UUID) -> None:
        await self._accounts.remove(account_id)


class _Sealing:
    """Passwords go in, sealed, and never come out."""

    def __init__(self, accounts: CloudAccounts) -> None:
        self._accounts = accounts

    async def get(self, account: Account) -> Secret | None:
        return None

    async def put(self, account: Account, secret: Secret) -> None:
        await self._accounts.seal(account, secret)

    async def delete(self, account_id: UUID) -> None:
        """It went together with its account."""
