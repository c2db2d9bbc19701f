"""Choose where passwords live: the operating system's keyring or a sealed file. Never in plain text, never silently elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.errors import PersonError
from nightmail.ports import Secrets
from nightmail.secrets.keys import Ask, MasterKey
from nightmail.secrets.sealed_file import SealedFile
from nightmail.secrets.system_keyring import SystemKeyring, is_keyring_present

Kind = Literal["auto", "file"]

SEALED_FILE = "secrets.sealed"


def open_secrets(kind: Kind, folder: Path, master_key: str | None, *, ask: Ask | None = None) -> Secrets:
    """Passwords of the profile in `folder`. Nothing is opened before the first use.

    `ask` reads a passphrase from the person where no master key is given. Using the answer raises PersonError
    `no-keyring`, `no-master-key`, `wrong-master-key`, `secrets-damaged`, or OutsideError `keyring-failed`.
    """
    sealed = SealedFile(folder / SEALED_FILE, MasterKey(master_key, ask))
    return sealed if kind == "file" else ChosenAtFirstUse(sealed, has_key=master_key is not None)


class ChosenAtFirstUse:
    """The keyring where there is one, else the sealed file: if a master key opens it, or if it is there already."""

    def __init__(self, sealed: SealedFile, *, has_key: bool) -> None:
        self._sealed = sealed
        self._has_key = has_key
        self._chosen: Secrets | None = None

    async def get(self, account_id: UUID) -> Secret | None:
        return await (await self._choose()).get(account_id)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        await (await self._choose()).put(account_id, secret)

    async def delete(self, account_id: UUID) -> None:
        # Without a keyring and without a file nothing was ever kept, so an account can always be removed.
        if not self._has_key and not self._sealed.exists and not await is_keyring_present():
            return
        await (await self._choose()).delete(account_id)

    async def _choose(self) -> Secrets:
        if self._chosen is None:
            self._chosen = await self._present()
        return self._chosen

    async def _present(self) -> Secrets:
        if await is_keyring_present():
            return SystemKeyring()
        if self._has_key or self._sealed.exists:
            return self._sealed
        raise PersonError(
            "no-keyring",
            "This computer has no keyring that could keep the password.",
            next="Set NIGHTMAIL_MASTER_KEY, or NIGHTMAIL_KEYRING=file to be asked for a passphrase: "
            "passwords are then kept in a sealed file.",
        )
