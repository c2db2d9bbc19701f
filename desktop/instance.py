"""One desktop per profile: the first keeps a lock and listens, a second hands over what it was asked to do and leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1500
_LONGEST_CALL = 64 * 1024


class Instance(QObject):
    """`called` carries the arguments a later start handed over (perhaps none: then it only asks to be seen)."""

    called = Signal(list)

    def __init__(self, profile: Path) -> None:
        super().__init__()
        profile.mkdir(parents=True, exist_ok=True)
        self._name = "nightmail-" + hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:24]
        self._lock = QLockFile(str(profile / "desktop.lock"))
        # Zero: age says nothing, since the app runs for weeks; Qt still breaks the lock of a process that no longer lives.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def claim(self) -> bool:
        """True where this is the first; it then listens."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def hand_over(self, arguments: Sequence[str]) -> bool:
        """Tell the first instance; False where it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(json.dumps(list(arguments)).encode() + b"\n")
        said = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return said

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        heard = bytearray()
        socket.readyRead.connect(self._reader(socket, heard))
        socket.disconnected.connect(socket.deleteLater)

    def _reader(self, socket: QLocalSocket, heard: bytearray) -> Callable[[], None]:
        def read() -> None:
            heard.extend(socket.readAll().data())
            if len(heard) > _LONGEST_CALL:
                socket.abort()
            elif heard.endswith(b"\n"):
                self.called.emit(_arguments(bytes(heard)))

        return read


def _arguments(line: bytes) -> list[str]:
    try:
        said = json.loads(line)
    except ValueError:
        return []
    return [word for word in said if isinstance(word, str)] if isinstance(said, list) else []
