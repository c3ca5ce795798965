"""The program with a window, in a process of its own, as a test or a benchmark holds it by the hand."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

PATIENCE_S = 120.0
POLL_S = 0.05
ROOT = Path(__file__).parents[2]
Found = dict[str, Any]


def wait_until(is_so: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    """Ask again and again until something is so; fail when that takes too long."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(POLL_S)


class Program:
    """A window that runs, watched from within; its children are found by their parent.

    What it says on standard error goes to `log`.
    """

    def __init__(self, files: Sequence[Path], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        self.started_s = time.monotonic()
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.watched", *map(str, files)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                env=dict(environment),
                cwd=ROOT,
                bufsize=0,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        left = self.family()
        for each in left:
            each.kill()
        psutil.wait_procs(left)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self.process.wait()

    def tell(self, command: str) -> Any:
        """Give a command (see `watcher`) and return what is answered."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command.encode() + b"\n")
        answer = self.process.stdout.readline()
        assert answer, self.complaints()
        return json.loads(answer)

    def state(self) -> Found:
        """Return what is shown, and what it costs."""
        state = self.tell("state")
        assert isinstance(state, dict)
        return state

    def wait_until(self, is_so: Callable[[Found], bool], within_s: float = PATIENCE_S) -> Found:
        """Wait until the state is so, and return it."""
        state = self.state()
        deadline = time.monotonic() + within_s
        while not is_so(state):
            assert time.monotonic() < deadline, state
            assert "Traceback" not in (told := self.complaints()), told
            time.sleep(POLL_S)
            state = self.state()
        return state

    def complaints(self) -> str:
        """Return what was said on standard error."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def family(self) -> list[psutil.Process]:
        """Return the processes that live: the window's and its children's."""
        try:
            window = psutil.Process(self.process.pid)
            return [window, *window.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []
