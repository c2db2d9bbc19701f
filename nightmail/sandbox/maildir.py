"""Keep caught messages in a Maildir, exactly as received, and their envelopes in `accepted.jsonl`. Reads nothing back."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nightmail.clock import rfc3339
from nightmail.errors import OutsideError

_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>\r\n]*>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Caught:
    """One accepted message: its envelope, its octets without dot-stuffing, and when MAIL and the dot came."""

    mail_from: str
    recipients: tuple[str, ...]
    content: bytes
    mail_from_at: datetime
    accepted_at: datetime

    @property
    def message_id(self) -> str:
        head = self.content.partition(b"\r\n\r\n")[0]
        match = _MESSAGE_ID.search(head)
        return match[1].decode("utf-8", "replace") if match else ""


class Maildir:
    """Messages that wait together are written together, on a thread; `keep` returns once they are on the disk."""

    def __init__(self, folder: Path) -> None:
        """Raises OutsideError `maildir-unwritable`."""
        self._folder = folder
        self._waiting: list[tuple[Caught, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._count = 0
        self._host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())
        try:
            for name in ("tmp", "new", "cur"):
                (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutsideError("maildir-unwritable", f"The folder {folder} can't be written: {error.strerror}.") from error

    async def keep(self, caught: Caught) -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((caught, written))
        if self._writer is None:
            self._writer = asyncio.ensure_future(self._write_waiting())
        await written

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer

    async def _write_waiting(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    await asyncio.to_thread(self._write, [caught for caught, _ in batch])
                except OSError as error:
                    _tell(batch, error)
                else:
                    _tell(batch, None)
        finally:
            self._writer = None

    def _write(self, batch: list[Caught]) -> None:
        lines = [self._write_one(caught) for caught in batch]
        _sync_folder(self._folder / "new")
        with open(self._folder / "accepted.jsonl", "ab") as log:
            log.write("".join(lines).encode())
            log.flush()
            os.fsync(log.fileno())

    def _write_one(self, caught: Caught) -> str:
        """Maildir delivery: whole and synced under `tmp`, then renamed into `new`."""
        self._count += 1
        name = f"{caught.accepted_at.timestamp():.6f}.P{os.getpid()}Q{self._count}.{self._host}"
        temporary = self._folder / "tmp" / name
        with open(temporary, "xb") as file:
            file.write(caught.content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, self._folder / "new" / name)
        return json.dumps(_line(caught, name), ensure_ascii=False) + "\n"


def _line(caught: Caught, file: str) -> dict[str, object]:
    return {
        "accepted_at": rfc3339(caught.accepted_at),
        "mail_from_at": rfc3339(caught.mail_from_at),
        "message_id": caught.message_id,
        "mail_from": caught.mail_from,
        "rcpt": list(caught.recipients),
        "size": len(caught.content),
        "file": f"new/{file}",
    }


def _tell(batch: list[tuple[Caught, asyncio.Future[None]]], error: OSError | None) -> None:
    for _, written in batch:
        if written.done():
            continue
        if error is None:
            written.set_result(None)
        else:
            written.set_exception(error)


def _sync_folder(folder: Path) -> None:
    # Windows can't open folders; its renames are journalled.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
