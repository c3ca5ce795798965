"""The window's side of the pipe: a child process as a Qt object."""

import itertools
import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from core.sentences import said
from gui.process.child import Failure, Kind, Service, serve

LEAVE_S = 3.0
GONE = Failure("WorkerDied", said("The part of OpenBook that was working on this has ended unexpectedly."))


class Call(QObject):
    """One request under way. Ends with exactly one of `finished`, `failed` and `stopped`."""

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)  # a Failure
    stopped = Signal()
    ended = Signal()  # after whichever of the three

    def __init__(self, call_id: int, request: Any, worker: "Worker") -> None:
        super().__init__(worker)
        self.call_id, self.request = call_id, request

    def stop(self) -> None:
        """Ask for the end; harmless when it is over."""
        # Known as the parent alone: a call that held its worker would take it down when it is deleted itself.
        worker = self.parent()
        if isinstance(worker, Worker):
            worker.stop(self)


class Worker(QObject):
    """A child process that serves calls. It starts with `start`, and again after `restart`.

    `make_service` is importable by name and is called in the child with `arguments`.
    """

    died = Signal(int)  # exit code; all calls under way have failed with GONE before
    _received = Signal(int, int, object, object)  # generation, call id, Kind, payload

    def __init__(
        self, name: str, make_service: Callable[..., Service], *arguments: Any, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._make_service, self._arguments = name, make_service, arguments
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count(1)
        self._generation = 0
        self._process: Any = None
        self._connection: Connection | None = None
        self._listener: threading.Thread | None = None
        # Queued also where the sender is the window's own thread: a caller connects first, then hears.
        self._received.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether the child lives."""
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the child; requests sent from now on wait in the pipe until it is ready."""
        self._generation += 1
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve,
            args=(theirs, self._make_service, *self._arguments),
            name=f"openbook-{self._name}",
            daemon=True,
        )
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        self._listener = threading.Thread(
            target=self._receive, args=(self._generation, ours), name=f"{self._name}-pipe", daemon=True
        )
        self._listener.start()

    def restart(self) -> None:
        """End the child, whatever it does, and start a new one."""
        self.kill()
        self.start()

    def kill(self) -> None:
        """End the child at once; calls under way fail."""
        self._drop_connection()
        if self._process is not None:
            self._process.kill()
            self._process.join(LEAVE_S)
        self._end_listening()
        self._generation += 1  # what is still in the queue of signals is of a child that is gone
        self._fail_all()

    def leave(self) -> None:
        """Ask the child to end, and hear no more of it; `close` waits for that."""
        self._generation += 1
        self._drop_connection()

    def close(self) -> None:
        """End the child in good order, or after some seconds without."""
        self.leave()
        if self._process is not None:
            self._process.join(LEAVE_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(LEAVE_S)
        self._end_listening()
        self._calls.clear()

    def call(self, request: Any) -> Call:
        """Send a request and return the call to connect to; nothing arrives before control is back."""
        call = Call(next(self._numbers), request, self)
        self._calls[call.call_id] = call
        if not self._send(call.call_id, request):
            self._received.emit(self._generation, call.call_id, Kind.FAILED, GONE)
        return call

    def stop(self, call: Call) -> None:
        """Ask the child to stop a call."""
        if call.call_id in self._calls:
            self._send(call.call_id, None)

    def _send(self, call_id: int, request: Any) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.send((call_id, request))
        except (BrokenPipeError, OSError):
            return False
        return True

    def _drop_connection(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.send(None)
            self._connection = None

    def _end_listening(self) -> None:
        """Wait for the thread that listens, which ends with the child.

        It holds this object. Were it the last to do so, a Qt object would be taken down outside its thread.
        """
        if self._listener is not None:
            self._listener.join(LEAVE_S)
            self._listener = None

    def _receive(self, generation: int, connection: Connection) -> None:
        """Turn what comes through the pipe into signals. Runs in a thread of its own."""
        with suppress(EOFError, OSError):
            while True:
                self._received.emit(generation, *connection.recv())
        connection.close()
        with suppress(RuntimeError):  # the window is gone, and this object with it
            self._received.emit(generation, 0, Kind.STOPPED, None)

    def _deliver(self, generation: int, call_id: int, kind: Kind, payload: Any) -> None:
        if generation != self._generation:
            return
        if not call_id:
            self._mourn()
            return
        call = self._calls.get(call_id)
        if call is None:
            return
        if kind is Kind.PROGRESSED:
            call.progressed.emit(payload)
        else:
            self._end(call, kind, payload)

    def _end(self, call: Call, kind: Kind, payload: Any) -> None:
        del self._calls[call.call_id]
        if kind is Kind.FINISHED:
            call.finished.emit(payload)
        elif kind is Kind.FAILED:
            call.failed.emit(payload)
        else:
            call.stopped.emit()
        call.ended.emit()
        call.deleteLater()

    def _mourn(self) -> None:
        self._connection = None
        self._process.join(LEAVE_S)
        self._end_listening()
        self._fail_all()
        self.died.emit(self._process.exitcode or 0)

    def _fail_all(self) -> None:
        for call in list(self._calls.values()):
            self._end(call, Kind.FAILED, GONE)
