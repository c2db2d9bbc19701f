"""Who is signed in to which project: connecting, signing in and out, and what that asks of this PC."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from desktop.gateway.cloud_port import CloudKind, CloudStatus
from desktop.gateway.there import There
from desktop.language import tr
from nightmail.account.secret import Secret
from nightmail.clock import Clock
from nightmail.errors import PersonError

if TYPE_CHECKING:
    from desktop.gateway.local import LocalGateway
    from nightmail.cloud.connection import CloudRoom
    from nightmail.cloud.settings import Connection


class CloudSessions(ABC):
    there: There | None
    _room: CloudRoom | None
    _status: CloudStatus
    _turn: asyncio.Lock

    def __init__(self, local: LocalGateway, *, clock: Clock, changed: Callable[[], None]) -> None:
        self._local = local
        self._clock = clock
        self._changed = changed

    @abstractmethod
    async def reopen(self) -> None: ...

    @abstractmethod
    async def _leave(self) -> None: ...

    async def connect(self, url: str, key: str) -> None:
        from nightmail.cloud.connection import open_cloud
        from nightmail.cloud.settings import new_connection, write_connection

        wanted = new_connection(url, key)
        profile = await self._local.profile()
        with TemporaryDirectory(prefix="nightmail-") as scratch:
            trial = open_cloud(Path(scratch), secrets=_NoSecrets(), blobs=profile.blobs, connection=wanted, clock=self._clock)
            async with trial as room:
                await room.cloud.is_there()
        known = self._room.connection if self._room else None
        if known is not None:
            wanted = replace(wanted, device_id=known.device_id, device=known.device)
            if known.url == wanted.url:
                wanted = replace(wanted, email=known.email, user_id=known.user_id)
        await asyncio.to_thread(write_connection, profile.folder, wanted)
        await self.reopen()

    async def sign_up(self, email: str, password: Secret) -> bool:
        await self._ready_to_keep()
        who = await self._connected().session.sign_up(email.strip(), password)
        if who is not None:
            await self.reopen()
        return who is not None

    async def confirm(self, email: str, code: str) -> None:
        await self._ready_to_keep()
        await self._connected().session.confirm(email.strip(), code.strip())
        await self.reopen()

    async def sign_in(self, email: str, password: Secret) -> None:
        await self._ready_to_keep()
        await self._connected().session.sign_in(email.strip(), password)
        await self.reopen()

    async def ask_reset(self, email: str) -> None:
        await self._connected().session.reset_password(email.strip())

    async def reset(self, email: str, code: str, password: Secret) -> None:
        await self._ready_to_keep()
        await self._connected().session.finish_reset(email.strip(), code.strip(), password)
        await self.reopen()

    async def sign_out(self) -> int:
        """Answers how many messages are still to go from there, as last heard."""
        room, there = self._connected(), self.there
        waiting = there.mirror.waiting if there is not None else 0
        async with self._turn:
            await self._leave()
        if there is not None:
            await asyncio.to_thread(there.mirror.forget_all)
        # Said at once: the project may take long to answer, and nothing of it is shown any more.
        self._status = status_of(room.connection, CloudKind.SIGNED_OUT)
        self._changed()
        try:
            await room.session.sign_out()
        finally:
            await self.reopen()
        return waiting

    async def _ready_to_keep(self) -> None:
        """Where nothing can keep the session yet, that is said before anybody is signed in. Raises `passphrase-needed`."""
        passwords = await self._local.passwords()
        await passwords.ready()

    def _connected(self) -> CloudRoom:
        if self._room is None:
            raise PersonError(
                "not-connected", tr("No project is connected yet."), next=tr("Enter its address and its key first.")
            )
        return self._room

    def signed_in(self) -> There:
        if self.there is None:
            raise PersonError(
                "signed-out", tr("You are not signed in to the cloud."), next=tr("Sign in from the menu, under “Cloud”.")
            )
        return self.there


def status_of(connection: Connection, kind: CloudKind, *, why: str = "", since: datetime | None = None) -> CloudStatus:
    return CloudStatus(
        kind=kind,
        host=urlsplit(connection.url).netloc,
        url=connection.url,
        key=connection.key,
        email=connection.email,
        device=connection.device,
        since=since,
        why=why,
    )


class _NoSecrets:
    """For a project that is only tried out: nobody is signed in to it."""

    async def get(self, account_id: UUID) -> Secret | None:
        return None

    async def put(self, account_id: UUID, secret: Secret) -> None: ...

    async def delete(self, account_id: UUID) -> None: ...
