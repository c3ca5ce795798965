"""One window for each library: a second start hands its files to the first one, and ends."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from core import paths

ANSWER_MS = 3000


class Instance(QObject):
    """The claim of this process to be the one window of its library."""

    files_handed_over = Signal(list)  # [Path, ...]; empty: only show yourself

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        home = paths.ensure_folder(paths.home())
        self._name = "openbook-" + hashlib.sha256(str(home).encode()).hexdigest()[:16]
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)  # held as long as its process lives
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)

    def claim(self, wait_ms: int = 0) -> bool:
        """Become the one window; false where another process is, and is not done after `wait_ms`."""
        if not self._lock.tryLock(wait_ms):
            return False
        QLocalServer.removeServer(self._name)  # left by one that crashed
        self._server.listen(self._name)
        return True

    def hand_over(self, files: Sequence[Path]) -> bool:
        """Give files to the window that runs; false where it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(json.dumps([str(file.absolute()) for file in files]).encode() + b"\n")
        was_taken = socket.waitForBytesWritten(ANSWER_MS)
        socket.disconnectFromServer()
        return was_taken

    def leave(self) -> None:
        """Take no more files: the window is closing, and what is handed over now would be lost."""
        self._server.close()

    def release(self) -> None:
        """Give up the claim."""
        self.leave()
        self._lock.unlock()

    def _take(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            files = json.loads(bytes(socket.readLine().data()))
            self.files_handed_over.emit([Path(file) for file in files])
