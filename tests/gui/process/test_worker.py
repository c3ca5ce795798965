import atexit
import os
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.errors import DocumentEmpty, Stopped
from core.paths import ASSETS
from gui.process.child import Failure, Handler
from gui.process.worker import GONE, Call, Worker


@dataclass(frozen=True)
class Count:
    to: int
    pause_s: float = 0.0


@dataclass(frozen=True)
class Quick:
    text: str


@dataclass(frozen=True)
class Fault:
    kind: str


class Counting:
    """Counts slowly in one lane, echoes in another, and fails as it is told to."""

    def __init__(self, start: int) -> None:
        self._start = start

    def handlers(self) -> Mapping[type, Handler]:
        return {
            Count: Handler("slow", self._count),
            Quick: Handler("quick", lambda quick: quick.text),
            Fault: Handler("slow", self._fail),
        }

    def stop(self, request: Any) -> None:
        pass

    def close_lane(self, lane: str) -> None:
        pass

    def _count(self, count: Count) -> Generator[int, None, str]:
        for number in range(self._start, self._start + count.to):
            yield number
            time.sleep(count.pause_s)
        return "counted"

    @staticmethod
    def _fail(fault: Fault) -> None:
        if fault.kind == "crash":
            os._exit(11)
        if fault.kind == "stop":
            raise Stopped
        if fault.kind == "person":
            raise DocumentEmpty(ASSETS / "empty.pdf")
        raise ZeroDivisionError("nobody foresaw this")


class Tidied(Counting):
    """Leaves a mark when its interpreter is taken down."""

    def __init__(self, mark: Path) -> None:
        super().__init__(0)
        atexit.register(mark.touch)


@pytest.fixture
def worker(qtbot: QtBot) -> Generator[Worker]:
    made = Worker("counting", Counting, 10)
    made.start()
    yield made
    made.close()


def _failure(qtbot: QtBot, call: Call) -> Failure:
    with qtbot.waitSignal(call.failed, timeout=20_000) as caught:
        pass
    failure = caught.args[0]
    assert isinstance(failure, Failure)
    return failure


def test_what_a_handler_yields_and_returns_arrives_in_order(qtbot: QtBot, worker: Worker) -> None:
    call = worker.call(Count(3))
    seen: list[int] = []
    call.progressed.connect(seen.append)
    with qtbot.waitSignal(call.finished, timeout=20_000) as caught:
        pass
    assert (seen, caught.args) == ([10, 11, 12], ["counted"])


def test_a_quick_request_does_not_wait_for_a_slow_one_in_another_lane(qtbot: QtBot, worker: Worker) -> None:
    slow = worker.call(Count(1000, 0.05))
    quick = worker.call(Quick("hello"))
    with qtbot.waitSignal(quick.finished, timeout=20_000) as caught:
        pass
    assert caught.args == ["hello"]
    with qtbot.waitSignal(slow.stopped, timeout=20_000):
        slow.stop()


def test_a_request_that_waits_its_turn_can_be_stopped_before_it_begins(qtbot: QtBot, worker: Worker) -> None:
    first, second = worker.call(Count(1000, 0.05)), worker.call(Count(1))
    seen: list[int] = []
    second.progressed.connect(seen.append)
    second.stop()
    with qtbot.waitSignals([first.stopped, second.stopped], timeout=20_000):
        first.stop()
    assert seen == []


def test_an_error_meant_for_the_person_is_a_sentence_and_no_bug(qtbot: QtBot, worker: Worker) -> None:
    failure = _failure(qtbot, worker.call(Fault("person")))
    assert failure.name == "DocumentEmpty"
    assert "empty.pdf has no pages" in str(failure.sentence)
    assert not failure.is_bug


def test_an_error_that_nobody_foresaw_brings_its_traceback(qtbot: QtBot, worker: Worker) -> None:
    failure = _failure(qtbot, worker.call(Fault("bug")))
    assert failure.is_bug
    assert "ZeroDivisionError: nobody foresaw this" in failure.trace


def test_a_stop_inside_a_handler_is_silent(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.call(Fault("stop")).stopped, timeout=20_000):
        pass


def test_a_crash_fails_what_was_under_way_and_a_restart_serves_again(qtbot: QtBot, worker: Worker) -> None:
    with qtbot.waitSignal(worker.died, timeout=20_000) as death:
        assert _failure(qtbot, worker.call(Fault("crash"))) == GONE
    assert death.args == [11]
    assert _failure(qtbot, worker.call(Quick("too late"))) == GONE
    worker.restart()
    with qtbot.waitSignal(worker.call(Quick("again")).finished, timeout=20_000) as caught:
        pass
    assert caught.args == ["again"]


@pytest.mark.parametrize("end", [Worker.close, Worker.kill])
def test_no_thread_holds_a_worker_whose_child_has_ended(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, end: Callable[[Worker], None]
) -> None:
    receive = Worker._receive

    def receive_and_dally(worker: Worker, generation: int, connection: Connection) -> None:
        receive(worker, generation, connection)
        time.sleep(0.5)

    monkeypatch.setattr(Worker, "_receive", receive_and_dally)
    worker = Worker("dallying", Counting, 0)
    worker.start()
    with qtbot.waitSignal(worker.call(Quick("ready")).finished, timeout=20_000):
        pass
    listening = {thread for thread in threading.enumerate() if thread.name == "dallying-pipe"}
    assert listening
    end(worker)
    assert listening.isdisjoint(threading.enumerate())


def test_closing_while_a_request_runs_ends_the_child(qtbot: QtBot, worker: Worker) -> None:
    call = worker.call(Count(1000, 0.05))
    with qtbot.waitSignal(call.progressed, timeout=20_000):
        pass
    worker.close()
    assert not worker.is_running


def test_a_child_ends_without_taking_down_what_it_has_loaded_also_around_a_request_that_will_not_end(
    qtbot: QtBot, tmp_path: Path
) -> None:
    worker = Worker("tidied", Tidied, tmp_path / "mark")
    worker.start()
    with qtbot.waitSignal(worker.call(Count(1, pause_s=600.0)).progressed, timeout=20_000):
        pass
    worker.close()
    assert not worker.is_running
    assert not (tmp_path / "mark").exists()
    worker.start()
    with qtbot.waitSignal(worker.call(Quick("ready")).finished, timeout=20_000):
        pass
    process = worker._process
    worker.close()
    assert process.exitcode == 0, "it ended by itself"
    assert not (tmp_path / "mark").exists()
