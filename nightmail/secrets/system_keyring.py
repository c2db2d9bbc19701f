"""Passwords in the operating system's keyring. Its calls block, so each runs in a thread; without a keyring nothing is kept."""

from __future__ import annotations

import asyncio
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.errors import OutsideError

_SERVICE = "nightmail"


async def is_keyring_present() -> bool:
    return await asyncio.to_thread(_is_present)


def keyring_name() -> str:
    """What the keyring calls itself; "" where there is none. Blocks."""
    import keyring

    return keyring.get_keyring().name if _is_present() else ""


def _is_present() -> bool:
    import keyring
    from keyring.backends import fail, null

    # `null` answers every call and keeps nothing: a password would be gone without a word.
    return not isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring)) and keyring.get_keyring().priority > 0


class SystemKeyring:
    async def get(self, account_id: UUID) -> Secret | None:
        import keyring

        try:
            value = await asyncio.to_thread(keyring.get_password, _SERVICE, str(account_id))
        except keyring.errors.KeyringError as error:
            raise _failed(error) from error
        return None if value is None else Secret(value)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        import keyring

        try:
            await asyncio.to_thread(keyring.set_password, _SERVICE, str(account_id), secret.reveal())
        except keyring.errors.KeyringError as error:
            raise _failed(error) from error

    async def delete(self, account_id: UUID) -> None:
        import keyring

        try:
            await asyncio.to_thread(keyring.delete_password, _SERVICE, str(account_id))
        except keyring.errors.PasswordDeleteError:
            return  # it was not there
        except keyring.errors.KeyringError as error:
            raise _failed(error) from error


def _failed(error: Exception) -> OutsideError:
    return OutsideError(
        "keyring-failed",
        f"The keyring did not answer: {error}",
        next="Unlock it and try again, or set NIGHTMAIL_KEYRING=file to keep passwords in a sealed file.",
    )
