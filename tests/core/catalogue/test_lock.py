import subprocess
import sys
from pathlib import Path

import pytest

from core.catalogue.lock import Lock

HOLD = """
import sys
from pathlib import Path
from core.catalogue.lock import Lock
print(Lock(Path(sys.argv[1])).acquire(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_only_one_holds_the_lock(path: Path) -> None:
    first, second = Lock(path), Lock(path)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_releasing_what_is_not_held_is_nothing(path: Path) -> None:
    Lock(path).release()
    assert not path.exists()


def test_a_process_that_is_killed_gives_its_lock_back(path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(path)]
    lock = Lock(path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not lock.acquire()
        holder.kill()
        holder.wait()
    assert lock.acquire()
    lock.release()
