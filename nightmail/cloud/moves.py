"""The cloud's side of a move, for whoever is signed in on this PC. What a move is, `nightmail.moving` knows."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from nightmail import records
from nightmail.account.model import AccountState
from nightmail.cloud.accounts import CloudAccounts
from nightmail.cloud.client import Cloud
from nightmail.cloud.files import CloudFiles
from nightmail.cloud.refusals import signed_out
from nightmail.cloud.session import SessionKeeper
from nightmail.message.model import Attachment
from nightmail.ports import Parcel


class CloudMoves:
    """See `nightmail.ports.CloudSide`."""

    def __init__(self, cloud: Cloud, session: SessionKeeper, accounts: CloudAccounts, files: CloudFiles) -> None:
        self._cloud = cloud
        self._session = session
        self._accounts = accounts
        self._files = files

    @property
    def name(self) -> str:
        connection = self._session.connection
        if connection.user_id is None:
            raise signed_out()
        return f"{urlsplit(connection.url).netloc} {connection.user_id}"

    @property
    def device(self) -> str:
        connection = self._session.connection
        return f"{connection.device} ({connection.device_id})"

    async def sends_for(self, account_id: UUID) -> bool:
        account = next((known for known in await self._accounts.all() if known.id == account_id), None)
        if account is None or account.state is not AccountState.ACTIVE:
            return False
        if account.smtp.username is None:
            return True
        return any(seal.account_id == account_id and seal.is_current for seal in await self._accounts.seals())

    async def upload(self, files: Sequence[Attachment]) -> None:
        for file in files:
            await self._files.upload(file.sha256, file.size)

    async def download(self, files: Sequence[Attachment]) -> None:
        for file in files:
            await self._files.download(file.sha256, file.size)

    async def show(self, id: UUID) -> Parcel | None:
        found = await self._cloud.call("show_message", {"id": str(id)})
        return records.parcel_of(found) if found else None

    async def take(self, parcel: Parcel) -> None:
        await self._cloud.call("schedule_message", {"message": records.handed_over(parcel)})

    async def give(self, id: UUID, transfer: int, device: str) -> Parcel | None:
        answer = await self._cloud.call("give_message", {"id": str(id), "transfer": transfer, "device": device})
        return records.parcel_of(answer["item"]) if answer["state"] else None
