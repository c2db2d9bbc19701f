"""Secrets and passwords kept in memory, for tests whose subject is something else."""

from __future__ import annotations

from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.secrets.by_account import ByAccount


class KeptSecrets:
    def __init__(self) -> None:
        self.kept: dict[UUID, Secret] = {}

    async def get(self, id: UUID) -> Secret | None:
        return self.kept.get(id)

    async def put(self, id: UUID, secret: Secret) -> None:
        self.kept[id] = secret

    async def delete(self, id: UUID) -> None:
        self.kept.pop(id, None)


class Passwords(ByAccount):
    def __init__(self) -> None:
        super().__init__(KeptSecrets())
