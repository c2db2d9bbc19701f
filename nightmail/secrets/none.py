"""Passwords of hosted accounts, before they can be sealed to the worker: there are none, and none is taken."""

from __future__ import annotations

from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.errors import PersonError


class NoSecrets:
    async def get(self, account_id: UUID) -> Secret | None:
        return None

    async def put(self, account_id: UUID, secret: Secret) -> None:
        raise PersonError(
            "sealing-unavailable",
            "A hosted account's password can't be sealed yet, and it is never stored in plain text.",
            next="Add the account without a password, or add it to a local profile with --profile.",
        )

    async def delete(self, account_id: UUID) -> None:
        return None
