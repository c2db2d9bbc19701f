"""Find out what became of messages in doubt, and file copies of sent ones, by the mailboxes of their accounts.

Decides nothing about a message (`delivery.doubt` does) and sends nothing: what was proven absent is due again, and the
dispatcher sends it. Two of these may run over one store; each row is looked at by one of them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account
from nightmail.clock import Clock, SystemClock
from nightmail.delivery.doubt import Ask, Doubt, Look, NoMailbox, NotAsked, NotSeen, Seen, judge, put_back
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError, OutsideError
from nightmail.message.dates import zone_of
from nightmail.message.mime import serialize
from nightmail.ports import (
    Beat,
    BlobStore,
    Chore,
    Copy,
    DispatchEvent,
    DoubtStore,
    Looked,
    Observe,
    SentLookup,
    Store,
    Wanted,
)

_SECOND = timedelta(seconds=1)
_DOUBTS = frozenset({DeliveryState.IN_DOUBT.value})
_DOUBTS_AND_SENT = _DOUBTS | {DeliveryState.SENT.value}
# A visit that asks for more may take longer than a visit can.
_AT_A_VISIT = 25
_TRIPPED = "Something went wrong here while the mailbox was asked."


class ReconcilerStore(Store, DoubtStore, Protocol):
    """Both of its sides."""


@dataclass(frozen=True, slots=True)
class ReconcileSettings:
    """`every` beat it is asked whether something is due, which costs nothing; the store is asked when that is known to be so,
    and each `net` besides. Whoever takes a row has it for `lease`. `at_once` mailboxes at a time."""

    every: timedelta = timedelta(seconds=5)
    net: timedelta = timedelta(minutes=30)
    lease: timedelta = timedelta(minutes=5)
    batch: int = 100
    copies: int = 20
    at_once: int = 4


class Reconciler:
    def __init__(
        self,
        store: ReconcilerStore,
        blobs: BlobStore,
        mailboxes: SentLookup,
        *,
        clock: Clock | None = None,
        observe: Observe = lambda event: None,
        settings: ReconcileSettings | None = None,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._mailboxes = mailboxes
        self._clock = clock or SystemClock()
        self._observe = observe
        self._settings = settings or ReconcileSettings()
        self._wakes_at = float("-inf")
        self._awaited = _DOUBTS
        self._busy = asyncio.Lock()
        self._in_hand: dict[UUID, Doubt] = {}
        self._gate = asyncio.Semaphore(self._settings.at_once)

    @property
    def beat(self) -> Beat:
        return Beat("reconcile", self._settings.every, self.turn)

    def listening(self, observe: Observe) -> Observe:
        """`observe` for a dispatcher of this process, whose news are heard here too: a new doubt, or a sent message, is looked
        after without waiting for the net."""

        def both(event: DispatchEvent) -> None:
            self._hear(event)
            observe(event)

        return both

    def _hear(self, event: DispatchEvent) -> None:
        if event.name == "delivery.settled" and event.fields["state"] not in self._awaited:
            # Almost every event is one of these.
            return
        chores = event.fields.get("chores")
        is_waiting = isinstance(chores, list) and Chore.DOUBTS in chores
        if is_waiting or event.name == "deliveries.rescued" or event.fields.get("state") in self._awaited:
            self._wakes_at = float("-inf")

    async def turn(self) -> None:
        """Look at what is due now, if anything is known or supposed to be."""
        if self._busy.locked() or self._clock.monotonic() < self._wakes_at:
            return
        async with self._busy:
            self._wakes_at = self._clock.monotonic() + self._settings.net / _SECOND
            try:
                accounts = {account.id: account for account in await self._store.accounts()}
                await self._look_at_doubts(accounts)
                wishing = [account for account in accounts.values() if _wants_copies(account)]
                self._awaited = _DOUBTS_AND_SENT if wishing else _DOUBTS
                await self._file_copies(wishing)
                await self._plan()
            except OutsideError as error:
                self._say("store.unreachable", code=error.code)

    async def _plan(self) -> None:
        due = await self._store.next_look()
        if due.wait is not None:
            wakes_at = self._clock.monotonic() + max(due.wait / _SECOND, 0)
            self._wakes_at = min(self._wakes_at, wakes_at)

    # ------------------------------------------------------------------ in doubt

    async def _look_at_doubts(self, accounts: dict[UUID, Account]) -> None:
        doubts = await self._store.doubts(limit=self._settings.batch, lease=self._settings.lease)
        of_account = sorted(doubts, key=lambda doubt: doubt.account_id)
        groups = [(accounts[id], tuple(group)) for id, group in groupby(of_account, lambda doubt: doubt.account_id)]
        self._in_hand = {doubt.id: doubt for doubt in doubts}
        try:
            await asyncio.gather(*(self._look_at(account, group) for account, group in groups))
        except asyncio.CancelledError:
            # The run ends: the next one need not wait for the lease.
            await self._put_back()
            raise

    async def _put_back(self) -> None:
        with contextlib.suppress(OutsideError):
            now = await self._store.now()
            for doubt in self._in_hand.values():
                await self._store.decide(doubt, put_back(doubt, now=now))

    async def _look_at(self, account: Account, doubts: Sequence[Doubt]) -> None:
        for start in range(0, len(doubts), _AT_A_VISIT):
            await self._look_at_some(account, doubts[start : start + _AT_A_VISIT])

    async def _look_at_some(self, account: Account, doubts: Sequence[Doubt]) -> None:
        async with self._gate:
            looks = await self._looks(account, [doubt for doubt in doubts if doubt.is_single])
        now = await self._store.now()
        for doubt in doubts:
            look = looks.get(doubt.id, NoMailbox())
            verdict = judge(doubt, account.options, look, now=now)
            state = await self._store.decide(doubt, verdict)
            self._in_hand.pop(doubt.id, None)
            if state is None:
                continue
            name = "delivery.asked" if isinstance(verdict, Ask) else "delivery.looked_for"
            self._say(name, delivery=doubt.id, saw=type(look).__name__, state=state.value, verdict=type(verdict).__name__)

    async def _looks(self, account: Account, doubts: Sequence[Doubt]) -> dict[UUID, Look]:
        """What the account's mailbox shows of each. Whatever goes wrong is a word about the mailbox, never about a message."""
        if account.imap is None or not doubts:
            return {}
        wanted = [Wanted(doubt.id, doubt.message_id) for doubt in doubts]
        try:
            looked = await self._mailboxes.look(account, wanted, since=min(doubt.since for doubt in doubts))
        except NightmailError as error:
            self._say("mailbox.not_asked", account=account.id, code=error.code)
            return dict.fromkeys((doubt.id for doubt in doubts), NotAsked(error.message))
        except Exception as error:
            self._say("mailbox.crashed", account=account.id, error=repr(error), trace=error)
            return dict.fromkeys((doubt.id for doubt in doubts), NotAsked(_TRIPPED))
        return {doubt.id: _seen(looked, doubt.id) for doubt in doubts}

    # ------------------------------------------------------------------ copies

    async def _file_copies(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            copies = await self._store.copies(account, limit=self._settings.copies, lease=self._settings.lease)
            for copy in copies:
                await self._file(account, copy)
            if len(copies) == self._settings.copies:
                self._wakes_at = float("-inf")

    async def _file(self, account: Account, copy: Copy) -> None:
        """Where it does not come about now, it is tried again after the lease: the store knows that none was filed."""
        message = copy.message
        try:
            content = await self._content(copy)
            async with self._gate:
                seen = await self._mailboxes.file(account, Wanted(message.id, message.message_id), content, at=copy.dated_at)
        except NightmailError as error:
            self._say("copy.not_filed", delivery=message.id, code=error.code)
        except Exception as error:
            self._say("copy.not_filed", delivery=message.id, error=repr(error), trace=error)
        else:
            await self._store.copied(message.id, seen.folder)
            self._say("copy.filed", delivery=message.id)

    async def _content(self, copy: Copy) -> bytes:
        wire = serialize(copy.message, date=copy.dated_at.astimezone(zone_of(copy.zone)))
        await self._blobs.bring(copy.owner_id, copy.message.attachments)
        stuffed = await asyncio.to_thread(lambda: b"".join(wire.chunks(self._blobs.read)))
        # RFC 5321 4.5.2: outside of SMTP a line that begins with a dot has it once.
        return (stuffed[1:] if stuffed.startswith(b"..") else stuffed).replace(b"\r\n..", b"\r\n.")

    def _say(self, event: str, **fields: object) -> None:
        self._observe(DispatchEvent(event, fields))


def _seen(looked: Looked, id: UUID) -> Look:
    sighting = looked.found.get(id)
    if sighting is None:
        return NotSeen(looked.sent_folder)
    return Seen(sighting.folder, sighting.uid, sighting.header, sighting.message_id)


def _wants_copies(account: Account) -> bool:
    return account.imap is not None and account.options.files_copy and account.options.saves_sent is not True
