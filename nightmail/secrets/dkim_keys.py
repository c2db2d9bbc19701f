"""Where private signing keys are kept: among a profile's secrets, or as files in a folder of the hosted worker. Signs nothing."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid5

from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.errors import OutsideError, PersonError
from nightmail.message.dkim import check_names
from nightmail.ports import Secrets


class DkimKeys(Protocol):
    """Keys as PEM, each of the domain and selector that `account.options` name."""

    async def get(self, account: Account) -> Secret | None: ...

    async def put(self, account: Account, pem: Secret) -> None: ...

    async def delete(self, account: Account) -> None: ...


def dkim_secret_id(account_id: UUID) -> UUID:
    """A secret of its own beside the account's password."""
    return uuid5(account_id, "dkim")


class KeptKeys:
    """For a PC's own profile: one key an account."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def get(self, account: Account) -> Secret | None:
        return await self._secrets.get(dkim_secret_id(account.id))

    async def put(self, account: Account, pem: Secret) -> None:
        await self._secrets.put(dkim_secret_id(account.id), pem)

    async def delete(self, account: Account) -> None:
        await self._secrets.delete(dkim_secret_id(account.id))


class FolderKeys:
    """For the hosted worker: `<selector>._domainkey.<domain>.pem`, made by its operator and shared by a domain's accounts.

    Accounts that people added themselves don't get one: each could name any address, and would then sign for its domain."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def get(self, account: Account) -> Secret | None:
        if not account.is_trusted:
            raise PersonError(
                "dkim-not-allowed",
                f"Only the operator can let {account.address} sign for its domain.",
                next="Turn signing off for this account, or ask the operator to add it.",
            )
        path = self._path(account)
        try:
            return Secret(await asyncio.to_thread(path.read_text, "ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise OutsideError(
                "dkim-key-unreadable", f"The signing key {path.name} can't be read.", next="Check the file."
            ) from error

    async def put(self, account: Account, pem: Secret) -> None:
        """Raises PersonError `dkim-key-taken` where another key has these names: it may be published, and signed with."""

        def write() -> None:
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path(account), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(pem.reveal())

        if (kept := await self.get(account)) is not None:
            if kept != pem:
                raise PersonError(
                    "dkim-key-taken",
                    f"{self._path(account).name} holds another key.",
                    next="Choose another selector, and publish its record before the old one goes.",
                )
            return
        try:
            await asyncio.to_thread(write)
        except OSError as error:
            raise OutsideError(
                "folder-unwritable", f"{self._folder} can't be written: {error.strerror}.", next="Check NIGHTMAIL_DKIM_KEYS."
            ) from error

    async def delete(self, account: Account) -> None:
        """Left where it is: other accounts of the domain may sign with it."""

    def _path(self, account: Account) -> Path:
        domain, selector = account.options.dkim_domain, account.options.dkim_selector
        # The two become a path: nothing but names of the DNS may.
        check_names(domain, selector)
        return self._folder / f"{selector.lower()}._domainkey.{domain.lower()}.pem"
