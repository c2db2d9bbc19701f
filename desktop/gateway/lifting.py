"""What goes up to the cloud when it can: one message at once, and what waits or was on its way when something ended it."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.gateway.cloud_sessions import CloudSessions
from desktop.gateway.sealing import Sealing
from desktop.gateway.there import There
from desktop.words import sentence_of
from nightmail.errors import NightmailError, PersonError
from nightmail.ports import OutboxRow, Place

if TYPE_CHECKING:
    from desktop.gateway.moves import Whereabouts


class CloudLifting(CloudSessions):
    _sealing: Sealing
    _lift_bell: asyncio.Event

    @abstractmethod
    def _note(self, problem: NightmailError | None) -> None: ...

    async def bind(self, id: UUID) -> None:
        """It goes to the cloud now or later; kept when this returns."""
        there = self.signed_in()
        there.stays.pop(id, None)
        await asyncio.to_thread(there.notes.bind, id)

    async def unbind(self, id: UUID) -> None:
        if self.there is not None:
            await asyncio.to_thread(self.there.notes.unbind, id)

    async def whereabouts(self, id: UUID) -> Whereabouts:
        from desktop.gateway.moves import whereabouts

        profile = await self._local.profile()
        return await whereabouts(profile.store, profile.owner_id, id)

    async def lift(self, id: UUID) -> None:
        """Move one message up. Raises OutsideError where that has to wait, PersonError where it can't be."""
        there = self.signed_in()
        try:
            with there.mirror.coming():
                row = await there.moves.row_there(id)
                await self._moved_up(there, id)
                self._arrived(there, row)
        except NightmailError as problem:
            self._note(problem)
            there.leaving = await there.moves.leaving()
            if isinstance(problem, PersonError) and problem.code != "signed-out":
                await asyncio.to_thread(there.notes.unbind, id)
                if problem.code != "too-late":
                    there.stays[id] = sentence_of(problem)
            raise
        self._note(None)
        await asyncio.to_thread(there.notes.unbind, id)

    async def _moved_up(self, there: There, id: UUID) -> None:
        try:
            await there.moves.to_cloud(id)
        except PersonError as refusal:
            if refusal.code != "account-not-in-cloud":
                raise
            # Something changed there since the seals were read, and what it was is the reason to show.
            await self._sealing.read(there)
            why = self._sealing.why_not(there, (await self._local.show(id)).message.account_id)
            raise (PersonError(refusal.code, why) if why else refusal) from None

    def _arrived(self, there: There, row: OutboxRow | None) -> None:
        if row is None:
            there.mirror.invalidate()
        else:
            there.mirror.arrive(row)

    async def _keep_lifting(self, there: There) -> None:
        while True:
            await self._lift_bell.wait()
            self._lift_bell.clear()
            with suppress(NightmailError):
                await self._lift_all(there)
            self._changed()

    async def _lift_all(self, there: There) -> None:
        """First what was on its way when something ended it, then what waits. Stops where the project does not answer."""
        there.leaving = await there.moves.leaving()
        if not self._status.is_signed_in or not (there.leaving or there.notes.bound):
            return
        rows = {id: await there.moves.row_there(id) for id in there.leaving}
        try:
            with there.mirror.coming():
                for one in await there.moves.recover():
                    if one.place is Place.CLOUD:
                        self._arrived(there, rows.get(one.id))
        except NightmailError as problem:
            self._note(problem)
            raise
        there.leaving = await there.moves.leaving()
        for id in sorted(there.notes.bound):
            with suppress(PersonError):
                await self.lift(id)
        there.mirror.invalidate()
