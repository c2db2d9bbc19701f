"""Where the passwords of this PC's accounts live: the system's keyring, else a file sealed with a passphrase. Asks nobody.

It says `passphrase-needed` instead, and goes on once `unlock` has heard the passphrase, which stays in memory only.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from desktop.gateway.port import PasswordHome
from desktop.language import tr
from nightmail.account.secret import Secret
from nightmail.environment import KeyringKind
from nightmail.errors import PersonError
from nightmail.ports import Secrets
from nightmail.secrets.choose import SEALED_FILE, open_secrets
from nightmail.secrets.system_keyring import is_keyring_present

_NOBODY = UUID(int=0)


class Passwords:
    """The Secrets of a profile, for a program that has windows to ask in. Used on one loop."""

    def __init__(self, folder: Path, *, kind: KeyringKind, master_key: Secret | None = None) -> None:
        self._folder = folder
        self._kind = kind
        self._master_key = master_key
        self._opened: Secrets | None = None
        self._home: PasswordHome | None = None

    async def home(self) -> PasswordHome:
        if self._home in (None, PasswordHome.LOCKED, PasswordHome.UNMADE):
            self._home = await self._look()
        assert self._home is not None
        return self._home

    async def ready(self) -> None:
        """Raises PersonError `passphrase-needed` while nothing could be kept."""
        await self._open()

    async def unlock(self, passphrase: Secret) -> None:
        """Open the sealed file, or choose the passphrase of one that is not there yet. Raises PersonError `wrong-master-key`."""
        opened = open_secrets("file", self._folder, None, ask=passphrase.reveal)
        await opened.get(_NOBODY)
        self._opened, self._home = opened, PasswordHome.SEALED

    async def get(self, account_id: UUID) -> Secret | None:
        if await self.home() is PasswordHome.UNMADE:
            return None
        return await (await self._open()).get(account_id)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        await (await self._open()).put(account_id, secret)

    async def delete(self, account_id: UUID) -> None:
        if await self.home() is not PasswordHome.UNMADE:
            await (await self._open()).delete(account_id)

    async def _look(self) -> PasswordHome:
        if self._kind == "auto" and await is_keyring_present():
            return PasswordHome.KEYRING
        if self._master_key is not None:
            return PasswordHome.SEALED
        return PasswordHome.LOCKED if (self._folder / SEALED_FILE).exists() else PasswordHome.UNMADE

    async def _open(self) -> Secrets:
        home = await self.home()
        if home in (PasswordHome.LOCKED, PasswordHome.UNMADE):
            raise PersonError(
                "passphrase-needed",
                tr("Passwords are sealed on this PC with a passphrase."),
                next=tr("Enter it, and what you wanted goes on."),
            )
        if self._opened is None:
            key = self._master_key.reveal() if self._master_key else None
            self._opened = open_secrets("auto" if home is PasswordHome.KEYRING else "file", self._folder, key)
        return self._opened
