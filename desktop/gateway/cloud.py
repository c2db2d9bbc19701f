"""The cloud of one profile: connected or not, signed in or not, reachable or not; its polling, and what goes up when it can.

Lives on the background loop beside the local gateway. The lists that people see are put together in `joined`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from desktop.gateway import uploads
from desktop.gateway.cloud_port import CloudKind, CloudStanding, CloudStatus, Consent, WorkerLife
from desktop.gateway.cloud_sessions import status_of
from desktop.gateway.lifting import CloudLifting
from desktop.gateway.mirror import Mirror
from desktop.gateway.notes import CloudNotes
from desktop.gateway.noticing import Noticing
from desktop.gateway.port import needs_passphrase
from desktop.gateway.remembered import Remembered
from desktop.gateway.sealing import Sealing
from desktop.gateway.there import There
from desktop.gateway.watch import Watch
from desktop.words import sentence_of
from nightmail.clock import Clock
from nightmail.errors import NightmailError, PersonError

if TYPE_CHECKING:
    from desktop.gateway.local import LocalGateway
    from nightmail.cloud.connection import CloudRoom
    from nightmail.profile import Profile

log = logging.getLogger("nightmail.desktop")

# The project answered these, and not about what it was asked.
_TROUBLES = {
    "cloud-unreachable": CloudKind.OFFLINE,
    "project-paused": CloudKind.PAUSED,
    "clock-skew": CloudKind.SKEWED,
    "signed-out": CloudKind.ENDED,
    "project-restricted": CloudKind.TROUBLE,
    "cloud-refused": CloudKind.TROUBLE,
    "migrations-differ": CloudKind.TROUBLE,
    "bad-project-key": CloudKind.TROUBLE,
}
# Keys are retired by operators, which leaves no trace among a person's own changes.
_SEALS_LAST = timedelta(minutes=5)


class ProfileCloud(CloudLifting):
    """`live` runs until `close`. `changed` may be called at any moment, on the loop's thread; `pace` answers how many seconds
    lie between two looks."""

    def __init__(self, local: LocalGateway, *, clock: Clock, changed: Callable[[], None], pace: Callable[[], float]) -> None:
        super().__init__(local, clock=clock, changed=changed)
        self._pace = pace
        self._room: CloudRoom | None = None
        self._room_stack = AsyncExitStack()
        self._turn = asyncio.Lock()
        self._status = CloudStatus()
        self._heard_at: datetime | None = None
        self._watching: asyncio.Task[object] | None = None
        self._watch: Watch | None = None
        self._lifting: asyncio.Task[None] | None = None
        self._lift_bell = asyncio.Event()
        self._opened = asyncio.Event()
        self._meanwhile = CloudStanding()
        self._sealing = Sealing(local, clock)
        self.there: There | None = None

    # ------------------------------------------------------------------------------------- living

    async def live(self) -> None:
        """Open what is connected. A profile without a cloud costs nothing."""
        await self.reopen()

    async def close(self) -> None:
        async with self._turn:
            await self._leave()
            await self._room_stack.aclose()

    async def notice(self, *, every: float = 2.0) -> NoReturn:
        """Another program of this profile may connect it or sign somebody in: that counts here at once."""
        from nightmail.cloud.settings import FILE

        profile = await self._local.profile()
        await self._opened.wait()
        file = profile.folder / FILE
        await Noticing(file, others_changed=self._others_changed, reopen=self.reopen, every=every).run()

    async def _others_changed(self) -> bool:
        """What this program wrote itself it has read already; so has it while somebody is signed in as the file says."""
        from nightmail.cloud.settings import read_connection

        async with self._turn:
            profile = await self._local.profile()
            try:
                kept = await asyncio.to_thread(read_connection, profile.folder)
            except PersonError:
                return True
            known = self._room.connection if self._room is not None else None
            return self.there is None or known != kept

    async def opened(self) -> None:
        """Until it is known whether somebody is signed in, and as whom."""
        await self._opened.wait()

    async def reopen(self) -> None:
        """Read anew which project this profile is connected to, and as whom; other programs of the profile may change it."""
        before = self._status
        async with self._turn:
            # Whoever asks for a list waits these moments, rather than see only this PC's part of it.
            self._meanwhile = self.standing()
            self._opened.clear()
            try:
                await self._leave()
                await self._room_stack.aclose()
                self._room_stack, self._room = AsyncExitStack(), None
                with suppress(NightmailError):
                    await self._open()
            finally:
                self._opened.set()
        if self._status != before:
            self._changed()

    async def _open(self) -> None:
        from nightmail.cloud.settings import read_connection

        profile = await self._local.profile()
        try:
            connection = await asyncio.to_thread(read_connection, profile.folder)
        except PersonError as problem:
            self._status = CloudStatus(CloudKind.UNCONNECTED, why=sentence_of(problem))
            return
        if connection is None:
            self._status = CloudStatus()
            return
        # Only now: what speaks to a project takes long to load, and most profiles have none.
        from nightmail.cloud.connection import open_cloud

        cloud = open_cloud(
            profile.folder,
            secrets=await self._local.passwords(),
            blobs=profile.blobs,
            clock=self._clock,
            on_progress=uploads.heard,
        )
        self._room = await self._room_stack.enter_async_context(cloud)
        await self._enter(profile, self._room)

    async def _enter(self, profile: Profile, room: CloudRoom) -> None:
        """Begin to look, where somebody is signed in."""
        try:
            who = await room.session.who()
        except NightmailError as problem:
            kind = CloudKind.LOCKED if needs_passphrase(problem) else CloudKind.TROUBLE
            self._status = status_of(room.connection, kind, why=sentence_of(problem))
            return
        if who is None:
            self._status = status_of(room.connection, CloudKind.SIGNED_OUT)
            return
        self._status = status_of(room.connection, CloudKind.SIGNED_IN)
        self.there = self._make_there(profile, room, f"{room.connection.url} {who.user_id}")
        self._watch = Watch(self.there.gateway, self._there_changed, pace=self._pace, accounts=self._seals_seen)
        self._watching = asyncio.create_task(self._watch.run(), name="nightmail-cloud-watch")
        self._lifting = asyncio.create_task(self._keep_lifting(self.there), name="nightmail-cloud-lift")
        for task in (self._watching, self._lifting):
            task.add_done_callback(_tell_bugs)
        room.hints.start(self.ring)
        self._lift_bell.set()

    def _make_there(self, profile: Profile, room: CloudRoom, whose: str) -> There:
        from desktop.gateway.moves import open_moves
        from desktop.gateway.supabase import SupabaseGateway

        gateway = SupabaseGateway(room, profile.blobs, profile.submitter, noted=self._note)
        remembered = Remembered(profile.folder, whose)
        mirror = Mirror(gateway, self._changed, answers=lambda: self._status.answers, remembered=remembered)
        mirror.recall(*remembered.read())
        return There(room, gateway, mirror, open_moves(profile, room), CloudNotes(profile.folder, whose))

    async def _leave(self) -> None:
        """Nobody is signed in here any more: nothing is asked."""
        tasks = [task for task in (self._watching, self._lifting) if task is not None]
        there = self.there
        self._watching = self._lifting = self._watch = self.there = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if there is not None:
            await there.mirror.close()
        if self._room is not None:
            await self._room.hints.stop()

    # ------------------------------------------------------------------------------------- how it stands

    def standing(self) -> CloudStanding:
        if not self._opened.is_set():
            return self._meanwhile
        if self.there is None or self._room is None:
            return CloudStanding(self._status)
        there = self.there
        life = there.room.outbox.worker
        status = replace(
            self._status,
            ahead=there.room.line.ahead or timedelta(0),
            worker=WorkerLife(life.is_alive, life.seen_at) if life else None,
        )
        return CloudStanding(status, there.notes.sealed, there.notes.bound, there.stays)

    def ring(self) -> None:
        """Look at once."""
        if self._watch is not None:
            self._watch.ring()

    def _note(self, problem: NightmailError | None) -> None:
        kind = _TROUBLES.get(problem.code) if problem is not None else None
        if kind is None or problem is None:
            was_away = self._status.kind is not CloudKind.SIGNED_IN
            self._heard_at = self._clock.now()
            if was_away and self.there is not None:
                self._status = status_of(self.there.room.connection, CloudKind.SIGNED_IN)
                self._lift_bell.set()
                self._changed()
            return
        if self._status.kind is not kind and self.there is not None:
            self._status = status_of(self.there.room.connection, kind, why=sentence_of(problem), since=self._heard_at)
            self._changed()

    def _there_changed(self) -> None:
        if self.there is not None and self._status.answers:
            self.there.mirror.invalidate()
        self._changed()

    async def _seals_seen(self) -> object:
        """What the watch compares from time to time: asked for only where it may be another."""
        there, now = self.there, self._clock.now()
        if there is None:
            return None
        if there.notes.bound or there.leaving:
            self._lift_bell.set()
        version, read_at = there.room.outbox.accounts_version, there.seals_read_at
        if version != there.accounts_version or read_at is None or now - read_at > _SEALS_LAST:
            await self._sealing.read(there)
            there.accounts_version = version
        return there.notes.sealed, there.accounts

    # ------------------------------------------------------------------------------------- sealing

    async def consent_for(self, account_id: UUID) -> Consent:
        return await self._sealing.consent_for(self.signed_in(), account_id)

    async def seal(self, account_id: UUID, key_id: str) -> None:
        await self._sealing.seal(self.signed_in(), account_id, key_id)
        self._changed()

    async def revoke(self, account_id: UUID) -> None:
        await self._sealing.revoke(self.signed_in(), account_id)
        self._changed()

    async def read_seals(self) -> None:
        """Ask at once which passwords are sealed to which key, and which key is the newest."""
        await self._sealing.read(self.signed_in())
        self._changed()


def _tell_bugs(task: asyncio.Task[Any]) -> None:
    """Nobody waits for what runs on and on: without this its end would go unnoticed."""
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("desktop.cloud-failed", exc_info=problem)
