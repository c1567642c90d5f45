"""One window a library: a second start brings the first to the front and hands it what to add.

A local socket of the user's own (no network): its name is made from the library's folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app import paths

_PATIENCE_MS = 500
_MOST_BYTES = 1 << 20


class Instance(QObject):
    """`handed_over` is True where another window took over; else this one listens."""

    wanted = Signal(list)  # paths to add; often none

    def __init__(self, library: Path | None, add: Sequence[Path]) -> None:
        super().__init__()
        folder = (library or paths.default_library()).expanduser().absolute()
        name = "triptych-" + hashlib.sha256(str(folder).encode()).hexdigest()[:24]
        message = json.dumps([str(path.absolute()) for path in add]).encode() + b"\n"
        self.handed_over = _tell(name, message)
        self._server = QLocalServer(self)
        if self.handed_over:
            return
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # left by one that was killed: nobody answered
        self._server.newConnection.connect(self._greet)
        self._server.listen(name)

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda caller=socket: self._hear(caller))
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _MOST_BYTES:
                socket.abort()
            return
        try:
            told = json.loads(bytes(socket.readLine(_MOST_BYTES).data()))
        except ValueError:
            told = []
        socket.write(b"ok\n")
        socket.flush()
        self.wanted.emit([str(path) for path in told] if isinstance(told, list) else [])


def _tell(name: str, message: bytes) -> bool:
    """Whether a window of that name answered."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(message)
    socket.flush()
    answered = socket.waitForReadyRead(_PATIENCE_MS * 4)
    socket.disconnectFromServer()
    return answered
