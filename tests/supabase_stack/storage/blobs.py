"""The bytes of stored objects, as files in a folder of this project's own. Knows no buckets' rules and no rights."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import BinaryIO

Key = tuple[str, str]
"""Bucket and path."""


class Blobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[Key, Path] = {}

    def put(self, key: Key, content: BinaryIO) -> None:
        """The path names the new bytes only once they are whole."""
        file = self._folder / uuid.uuid4().hex
        with file.open("wb") as target:
            shutil.copyfileobj(content, target, 1 << 20)
        self.remove(key)
        self._files[key] = file

    def find(self, key: Key) -> Path | None:
        return self._files.get(key)

    def remove(self, key: Key) -> None:
        if file := self._files.pop(key, None):
            file.unlink()

    def alter(self, key: Key) -> None:
        """One bit of its first byte is another from now on."""
        file = self._files[key]
        content = bytearray(file.read_bytes())
        content[0] ^= 1
        file.write_bytes(content)
