"""Accounts' passwords in a keeper of secrets, for a PC's own profile: no other than its person changes its accounts."""

from __future__ import annotations

from uuid import UUID

from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.ports import Secrets
from nightmail.secrets.dkim_keys import dkim_secret_id


class ByAccount:
    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def get(self, account: Account) -> Secret | None:
        return await self._secrets.get(account.id)

    async def put(self, account: Account, secret: Secret) -> None:
        await self._secrets.put(account.id, secret)

    async def delete(self, account_id: UUID) -> None:
        await self._secrets.delete(account_id)
        await self._secrets.delete(dkim_secret_id(account_id))
