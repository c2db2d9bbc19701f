"""Passwords in one sealed file: AES-256-GCM over all of them at once. It refuses to open with a wrong key or a changed byte.

    {"format": "nightmail-secrets-1", "key": {"name": "scrypt", …}, "nonce": hex, "sealed": hex}

The header (format and key parameters) is authenticated with the content. Each write has a new nonce and replaces the file.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.errors import PersonError
from nightmail.secrets.file_lock import locked
from nightmail.secrets.keys import MasterKey, Stretch

_FORMAT = "nightmail-secrets-1"
_NONCE_OCTETS = 12  # NIST SP 800-38D 8.2: 96 bits


@dataclass(frozen=True, slots=True)
class _Box:
    stretch: Stretch
    nonce: bytes
    sealed: bytes


class SealedFile:
    def __init__(self, path: Path, master_key: MasterKey) -> None:
        self._path = path
        self._master_key = master_key

    @property
    def exists(self) -> bool:
        return self._path.exists()

    async def get(self, account_id: UUID) -> Secret | None:
        kept = await asyncio.to_thread(self._read)
        value = kept.get(str(account_id))
        return None if value is None else Secret(value)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        await asyncio.to_thread(self._change, str(account_id), secret.reveal())

    async def delete(self, account_id: UUID) -> None:
        if self.exists:
            await asyncio.to_thread(self._change, str(account_id), None)

    def _read(self) -> dict[str, str]:
        box = self._box()
        return {} if box is None else self._open(box)

    def _change(self, account: str, value: str | None) -> None:
        # Another process may add an account at the same time: read, change and replace are one step.
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self._path.with_suffix(".lock")):
            box = self._box()
            kept = {} if box is None else self._open(box)
            kept.pop(account, None)
            if value is not None:
                kept[account] = value
            self._write(box.stretch if box else Stretch.new(), kept)

    def _box(self) -> _Box | None:
        try:
            fields = json.loads(self._path.read_text(encoding="ascii"))
            if fields["format"] != _FORMAT:
                raise ValueError("unknown format")
            return _Box(Stretch.from_json(fields["key"]), bytes.fromhex(fields["nonce"]), bytes.fromhex(fields["sealed"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise PersonError(
                "secrets-damaged",
                f"The sealed password file {self._path} can't be read.",
                next="Bring it back from a copy, or delete it and enter the passwords again.",
            ) from error

    def _open(self, box: _Box) -> dict[str, str]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._master_key.key(box.stretch)
        try:
            opened = AESGCM(key).decrypt(box.nonce, box.sealed, _header(box.stretch))
        except InvalidTag as error:
            raise PersonError(
                "wrong-master-key",
                f"The key does not open the sealed password file {self._path}.",
                next="Give the NIGHTMAIL_MASTER_KEY or passphrase the file was made with.",
            ) from error
        kept: dict[str, str] = json.loads(opened)
        return kept

    def _write(self, stretch: Stretch, kept: Mapping[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE_OCTETS)
        sealed = AESGCM(self._master_key.key(stretch)).encrypt(nonce, json.dumps(kept).encode(), _header(stretch))
        fields = {"format": _FORMAT, "key": stretch.as_json(), "nonce": nonce.hex(), "sealed": sealed.hex()}
        _replace(self._path, json.dumps(fields).encode("ascii"))


def _header(stretch: Stretch) -> bytes:
    return json.dumps({"format": _FORMAT, "key": stretch.as_json()}, sort_keys=True).encode()


def _replace(path: Path, content: bytes) -> None:
    """Write beside, sync, rename: after a power cut there is the old file or the new one, never half of one."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle of a folder to sync; its rename is journaled.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
