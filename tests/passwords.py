"""Passwords kept in memory, for tests whose subject is something else."""

from __future__ import annotations

from uuid import UUID

from nightmail.account.secret import Secret


class Passwords:
    def __init__(self) -> None:
        self.kept: dict[UUID, Secret] = {}

    async def get(self, account_id: UUID) -> Secret | None:
        return self.kept.get(account_id)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        self.kept[account_id] = secret

    async def delete(self, account_id: UUID) -> None:
        self.kept.pop(account_id, None)
