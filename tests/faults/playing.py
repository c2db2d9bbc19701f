"""A whole run against a server that misbehaves on order: real dispatcher, real store, real SMTP over loopback.

Whatever the server does, four things are checked of every message that was sent through a `Scene`: at most one copy of it
was accepted (unless a person said so), it stands where its person sees it with a reason and a next step, its audit chain
holds, and the server's words stand in it without loss.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from nightmail import ports
from nightmail.account.model import Account, AccountState, Limits, Options, Security, Server
from nightmail.account.secret import Secret
from nightmail.cli import standing
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.model import DeliveryState
from nightmail.delivery.retry import RetryPolicy
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.metronome import ApMetronome
from nightmail.ports import DispatchEvent, Item, OutboxQuery, Store
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.replies import told_in
from nightmail.smtp.settings import SmtpSettings
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.verify import verify_all
from tests.letters import OWNER, account, new
from tests.passwords import Passwords
from tests.patience import PATIENCE

# Far enough off for a run to end before it, on a busy machine as well.
_SOON = timedelta(milliseconds=200)
QUICK = RetryPolicy(gaps=(_SOON,), grey_gaps=(_SOON,))
# A limit that is to run out is named by its test. Nothing hangs on the last one: a connection that does not say goodbye is left.
PATIENT = SmtpSettings(
    connect=PATIENCE,
    tls=PATIENCE,
    command=PATIENCE,
    data=PATIENCE,
    stall=PATIENCE,
    dot=PATIENCE,
    dot_window=PATIENCE,
    reset=1,
)
_JUDGED = (AuditEvent.RETRY, AuditEvent.FAILED, AuditEvent.SENT, AuditEvent.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one attempt came to, as the audit log has it."""

    event: str
    fields: Mapping[str, Any]

    @property
    def what(self) -> tuple[str, str, str]:
        """(event, class, phase)."""
        return self.event, self.fields.get("class", ""), self.fields.get("phase", "")

    @property
    def reply(self) -> str:
        return str(self.fields.get("reply") or self.fields.get("reason", ""))

    @property
    def raw(self) -> bytes:
        """The server's octets."""
        raw = self.fields.get("raw")
        return base64.b64decode(raw) if raw else f"{self.reply}\r\n".encode()

    def raw_of(self, n: int) -> bytes:
        """What was said of one recipient."""
        if (raw := self.fields.get("raws", {}).get(str(n))) is not None:
            return base64.b64decode(raw)
        return next(f"{reply}\r\n".encode() for number, _, reply in self.fields["results"] if number == n)


@dataclass
class Scene:
    """One account at one sandbox."""

    store: Store
    folder: Path
    sandbox: Sandbox
    account: Account
    smtp: SmtpSettings
    passwords: ports.Passwords
    events: list[DispatchEvent] = field(default_factory=list)
    allowed_copies: int = 1
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _last: UUID | None = None
    _dispatcher: Dispatcher | None = None

    async def schedule(self, *to: str, **content: object) -> UUID:
        (receipt,) = await self.store.schedule(OWNER, [new(self.account, to=to or ("bob@example.net",), **content)])  # type: ignore[arg-type]
        return receipt.id

    @asynccontextmanager
    async def running(self, *, patience: SmtpSettings | None = None, concurrency: int = 50) -> AsyncIterator[Dispatcher]:
        blobs = FolderBlobs(self.folder / "blobs")
        submitter = SmtpSubmitter(self.passwords, blobs, settings=patience or self.smtp, observe=self._observe)
        dispatcher = Dispatcher(
            self.store,
            blobs,
            submitter,
            metronome=ApMetronome(),
            settings=DispatchSettings(name="theatre", rests=(_SOON,), concurrency=concurrency),
            observe=self._observe,
            retry=QUICK,
        )
        self.events.clear()
        self._dispatcher = dispatcher
        run = asyncio.create_task(dispatcher.run())
        try:
            yield dispatcher
        finally:
            dispatcher.stop()
            await asyncio.wait_for(run, PATIENCE)
            await submitter.close()

    def _observe(self, event: DispatchEvent) -> None:
        self.events.append(event)
        self._heard.set()
        if self._dispatcher and self._last and self._is_begun(event):
            # What is under way comes to its verdict, however long that takes to write: another attempt is not begun.
            self._dispatcher.stop()

    def _is_begun(self, event: DispatchEvent) -> bool:
        if event.name == "delivery.claimed":
            return event.fields["count"] == 1
        return event.name == "delivery.settled" and event.fields["delivery"] == self._last

    @property
    def everything(self) -> OutboxQuery:
        return OutboxQuery()

    def named(self, name: str) -> list[Mapping[str, object]]:
        return [event.fields for event in self.events if event.name == name]

    async def until(self, name: str, count: int = 1, **fields: object) -> None:
        while sum(event.name == name and fields.items() <= event.fields.items() for event in self.events) < count:
            self._heard.clear()
            await asyncio.wait_for(self._heard.wait(), PATIENCE)

    async def until_quiet(self, settled: int) -> None:
        """So many verdicts, or what is left waits for its person or for better times."""
        while sum(event.name == "delivery.settled" for event in self.events) < settled:
            if self.named("account.paused") or self.named("breaker.opened"):
                return
            self._heard.clear()
            await asyncio.wait_for(self._heard.wait(), PATIENCE)

    # ------------------------------------------------------------------ one message

    async def first_verdict(self, *to: str, **content: object) -> Verdict:
        """Of a message scheduled now: what its first attempt came to."""
        id = self._last = await self.schedule(*to, **content)
        async with self.running():
            await self.until("delivery.settled", delivery=id)
        self._last = None
        return await self.verdict(id)

    async def deliver(self, count: int, *, patience: SmtpSettings | None = None) -> list[UUID]:
        """So many messages, sent in one run, each at its first attempt that the store heard of."""
        ids = [await self.schedule() for _ in range(count)]
        async with self.running(patience=patience):
            await self.until("delivery.settled", count, state="sent")
        for id in ids:
            assert [entry.event for entry in (await self.item(id)).audit] == ["scheduled", "claimed", "transmitting", "sent"]
        return ids

    async def verdict(self, id: UUID, at: int = 0) -> Verdict:
        """What the `at`th attempt came to. Checks what holds always."""
        item = await self.item(id)
        judged = [entry for entry in item.audit if entry.event in _JUDGED]
        return Verdict(judged[at].event, judged[at].fields)

    async def arrives(self, *, transactions: int = 1) -> None:
        """The server has come to its senses: what waits is accepted, and by then it took part in so many transactions."""
        waiting = await self.store.list(OWNER, OutboxQuery(states=frozenset({DeliveryState.SCHEDULED})))
        async with self.running(
            patience=PATIENT if self.smtp.tls_context is None else replace(PATIENT, tls_context=self.smtp.tls_context)
        ):
            for row in waiting:
                await self.until("delivery.settled", delivery=row.delivery.id, state="sent")
        for row in waiting:
            await self.item(row.delivery.id)
        assert self.sandbox.count == transactions

    async def item(self, id: UUID) -> Item:
        """A message as its person sees it, with everything that must hold whatever a server does."""
        item = await self.store.find(OWNER, id)
        assert item is not None
        assert (await verify_all(self.store, OWNER)).broken == ()
        assert max(self.copies(item).values(), default=0) <= self.allowed_copies
        await self._is_explained(item)
        return item

    def copies(self, item: Item) -> Counter[str]:
        """How many copies the server accepted, by recipient."""
        mine = [caught for caught in self.sandbox.caught if caught.message_id == item.message.message_id]
        return Counter(address for caught in mine for address in caught.recipients)

    async def _is_explained(self, item: Item) -> None:
        """Nothing is lost: it is sent, or its person reads why not and what to do."""
        delivery = item.delivery
        if delivery.state is DeliveryState.SENT:
            assert self.copies(item).keys() == {recipient.address for recipient in delivery.recipients}
            return
        (holder,) = [one for one in await self.store.accounts(OWNER) if one.id == self.account.id]
        reason = standing.reason(delivery, holder)
        assert reason and reason.isprintable()
        told = told_in(item.audit)
        assert standing.next_step(delivery, holder, told=told) or (told and told.next)

    async def paused(self) -> str:
        """Why the account waits for its person; empty where it does not."""
        (holder,) = [one for one in await self.store.accounts(OWNER) if one.id == self.account.id]
        return holder.pause_reason if holder.state is AccountState.PAUSED else ""

    async def states(self, id: UUID) -> list[str]:
        """Of the recipients, in ledger order."""
        return [recipient.state.value for recipient in (await self.item(id)).delivery.recipients]


class Theatre:
    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self._folder = folder

    @asynccontextmanager
    async def playing(
        self,
        *faults: str,
        security: Security = Security.PLAIN,
        username: str | None = None,
        limits: Limits | None = None,
        is_tls: bool = False,
        tokens: ports.Passwords | None = None,
        **patience: float,
    ) -> AsyncIterator[Scene]:
        """`patience` are limits in seconds (see `SmtpSettings`). With `tokens` the account signs in by those."""
        passwords = tokens or Passwords()
        async with Sandbox(faults=faults, is_tls=is_tls) as sandbox:
            server = Server("127.0.0.1", sandbox.port, security, username)
            options = Options(oauth="custom") if tokens else Options()
            anna = account(smtp=server, limits=limits or Limits(4, 100, 1000), options=options)
            await self.store.save_account(anna)
            if username is not None and not tokens:
                await passwords.put(anna, Secret("pw"))
            context = None if security is Security.PLAIN else ssl.create_default_context(cadata=sandbox.certificate)
            smtp = replace(PATIENT, tls_context=context, **patience)  # type: ignore[arg-type]
            yield Scene(self.store, self._folder, sandbox, anna, smtp, passwords)
