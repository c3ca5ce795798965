"""The child's side of the pipe: requests are worked off in lanes, one thread each.

A handler is a function of the request that returns a result, or a generator that yields events and returns a
result. It belongs to one lane: what one lane does waits for the lane's earlier requests and for nothing else.
Everything that travels is pickled, so it is made of plain values and frozen dataclasses.
"""

import logging
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any, Protocol, Self

from core.errors import OpenBookError, Stopped
from core.sentences import Words

log = logging.getLogger(__name__)
LEAVE_S = 2.0


class Kind(StrEnum):
    """What a message from the child says of a call."""

    PROGRESSED = "progressed"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call failed: `name` is the error's class, `sentence` is for the person.

    `is_bug` says that nobody foresaw it; `trace` is then what a report needs, and otherwise "".
    """

    name: str
    sentence: Words
    is_bug: bool = False
    trace: str = ""

    @classmethod
    def of(cls, error: OpenBookError) -> Self:
        """Return what a person is told of an error."""
        return cls(type(error).__name__, error.sentence)


@dataclass(frozen=True, slots=True)
class Handler:
    """The function that serves one type of request, and the lane that it runs in."""

    lane: str
    serve: Callable[[Any], Any]


class Service(Protocol):
    """What a child process does. It is made in the child, so that its imports happen there."""

    def handlers(self) -> Mapping[type, Handler]:
        """Return the handler of each type of request."""

    def stop(self, request: Any) -> None:
        """Hurry up a running request that is to stop and may be deep inside a library."""

    def close_lane(self, lane: str) -> None:
        """Give back what belongs to a lane; called in the lane's own thread, at its end."""


@dataclass(slots=True, eq=False)
class _Job:
    call_id: int
    request: Any
    is_stopping: threading.Event
    is_running: bool = False


class Child:
    """Serves one connection until it closes."""

    def __init__(self, connection: Connection, service: Service) -> None:
        self._connection, self._service = connection, service
        self._handlers = dict(service.handlers())
        self._sending = threading.Lock()
        self._jobs: dict[int, _Job] = {}
        lanes = {handler.lane for handler in self._handlers.values()}
        self._queues: dict[str, queue.SimpleQueue[_Job | None]] = {
            lane: queue.SimpleQueue() for lane in lanes
        }

    def run(self) -> None:
        """Take requests until the window closes the pipe or is gone."""
        threads = [
            threading.Thread(target=self._work, args=(lane,), name=lane, daemon=True) for lane in self._queues
        ]
        for thread in threads:
            thread.start()
        with suppress(EOFError, OSError):
            while (message := self._connection.recv()) is not None:
                self._take(*message)
        self._leave(threads)

    def _take(self, call_id: int, request: Any) -> None:
        if request is None:
            self._stop(call_id)
            return
        job = _Job(call_id, request, threading.Event())
        self._jobs[call_id] = job
        self._queues[self._handlers[type(request)].lane].put(job)

    def _stop(self, call_id: int) -> None:
        job = self._jobs.get(call_id)
        if job is not None:
            job.is_stopping.set()
            if job.is_running:
                self._service.stop(job.request)

    def _leave(self, threads: list[threading.Thread]) -> None:
        for job in list(self._jobs.values()):
            self._stop(job.call_id)
        for waiting in self._queues.values():
            waiting.put(None)
        until = time.monotonic() + LEAVE_S
        for thread in threads:
            thread.join(timeout=max(0.0, until - time.monotonic()))

    def _work(self, lane: str) -> None:
        while (job := self._queues[lane].get()) is not None:
            job.is_running = True
            kind, payload = self._outcome(job)
            self._jobs.pop(job.call_id, None)
            self._send(job.call_id, kind, payload)
        self._service.close_lane(lane)

    def _outcome(self, job: _Job) -> tuple[Kind, Any]:
        if job.is_stopping.is_set():
            return Kind.STOPPED, None
        try:
            result = self._handlers[type(job.request)].serve(job.request)
            return Kind.FINISHED, self._follow(job, result) if isinstance(result, Generator) else result
        except Stopped:
            return Kind.STOPPED, None
        except OpenBookError as error:
            return Kind.FAILED, Failure.of(error)
        except Exception as error:  # a bug must reach the window, not end the lane
            log.exception("a request failed: %r", type(job.request).__name__)
            return Kind.FAILED, Failure(type(error).__name__, str(error), True, traceback.format_exc())

    def _follow(self, job: _Job, events: Generator[Any, None, Any]) -> Any:
        try:
            while not job.is_stopping.is_set():
                self._send(job.call_id, Kind.PROGRESSED, next(events))
        except StopIteration as end:
            return end.value
        finally:
            events.close()
        raise Stopped

    def _send(self, call_id: int, kind: Kind, payload: Any) -> None:
        # A window that is gone hears nothing; `run` sees the closed pipe too, and ends.
        with self._sending, suppress(BrokenPipeError, OSError):
            self._connection.send((call_id, kind, payload))


def serve(connection: Connection, make_service: Callable[..., Service], *arguments: Any) -> None:
    """Be the child process: the target of its start."""
    child = Child(connection, make_service(*arguments))
    child.run()
    # Each lane has closed what is its own, or is deep in a library, which must not be taken down around it:
    # C++ would call that a crash. And to take down all that was loaded takes seconds that nobody needs.
    os._exit(0)
