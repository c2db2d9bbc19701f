"""Passwords in the operating system's keyring. Its calls block, so each runs in a thread; without a keyring nothing is kept.

Windows' takes 2,560 octets an entry, as UTF-16: what is longer, like a provider's tokens, is kept in parts. The entry itself
then names them and changes last, so that there is the old secret or the new one, never half of each.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import suppress
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.errors import OutsideError

_SERVICE = "nightmail"
_LONGEST = 1_000
_IN_PARTS = re.compile(r"nightmail-parts-1:([0-9a-f]{16}):(\d{1,3})")


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
            value = await asyncio.to_thread(_read, str(account_id))
        except keyring.errors.KeyringError as error:
            raise _failed(error) from error
        return None if value is None else Secret(value)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        import keyring

        try:
            await asyncio.to_thread(_write, str(account_id), secret.reveal())
        except keyring.errors.KeyringError as error:
            raise _failed(error) from error

    async def delete(self, account_id: UUID) -> None:
        import keyring

        try:
            await asyncio.to_thread(_remove, str(account_id))
        except keyring.errors.KeyringError as error:
            raise _failed(error) from error


def _read(name: str) -> str | None:
    import keyring

    for _ in range(2):
        entry = keyring.get_password(_SERVICE, name)
        parts = [keyring.get_password(_SERVICE, part) for part in _parts_of(name, entry)]
        if not parts:
            return entry
        if None not in parts:
            return "".join(part for part in parts if part is not None)
        # Replaced while it was read: the entry names others by now.
    return None


def _write(name: str, value: str) -> None:
    import keyring

    before, entry = keyring.get_password(_SERVICE, name), value
    pieces: list[str] = []
    if len(value) > _LONGEST or _IN_PARTS.fullmatch(value):
        pieces = [value[at : at + _LONGEST] for at in range(0, len(value), _LONGEST)]
        entry = f"nightmail-parts-1:{secrets.token_hex(8)}:{len(pieces)}"
    try:
        for part, piece in zip(_parts_of(name, entry), pieces, strict=True):
            keyring.set_password(_SERVICE, part, piece)
        keyring.set_password(_SERVICE, name, entry)
    except keyring.errors.KeyringError:
        _drop(_parts_of(name, entry))
        raise
    _drop(_parts_of(name, before))


def _remove(name: str) -> None:
    import keyring

    entry = keyring.get_password(_SERVICE, name)
    _drop([name, *_parts_of(name, entry)])


def _drop(names: list[str]) -> None:
    import keyring

    for name in names:
        with suppress(keyring.errors.PasswordDeleteError):  # it was not there
            keyring.delete_password(_SERVICE, name)


def _parts_of(name: str, entry: str | None) -> list[str]:
    """The names of the parts that an entry stands for; none where it is the secret itself."""
    match = _IN_PARTS.fullmatch(entry or "")
    return [f"{name}:{match[1]}:{number}" for number in range(int(match[2]))] if match else []


def _failed(error: Exception) -> OutsideError:
    return OutsideError(
        "keyring-failed",
        f"The keyring did not answer: {error}",
        next="Unlock it and try again, or set NIGHTMAIL_KEYRING=file to keep passwords in a sealed file.",
    )
