"""Something is made by a program of its own, in a folder that goes in any case.

That it is a program of its own keeps its imports and its memory out of the process that wants the result, and
lets that process stop it at any moment. What it says on stdout is how far it is, line by line.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from core import paths

TRY_AGAIN = 3  # the exit status for what a fuller installation or an emptier disk would mend
WORKING = "making-"
ROOT = Path(__file__).resolve().parents[1]
POLL_S, KILL_AFTER_S = 0.1, 2.0


class MakingFailed(Exception):
    """The program ended without a result; `is_final` where it would again."""

    def __init__(self, reason: str, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


@contextmanager
def workplace(place: Path) -> Iterator[Path]:
    """Give a folder for half-made files that goes in any case, as do those of processes that were killed.

    Errors: LibraryUnwritable, DiskFull.
    """
    paths.ensure_folder(place)
    for left in place.glob(f"{WORKING}*"):
        if not psutil.pid_exists(int(left.name.split("-")[1])):
            shutil.rmtree(left, ignore_errors=True)
    working = Path(tempfile.mkdtemp(prefix=f"{WORKING}{os.getpid()}-", dir=place))
    try:
        yield working
    finally:
        shutil.rmtree(working, ignore_errors=True)


def module_command(module: str, *arguments: str) -> Sequence[str]:
    """Return the command that runs one of our modules."""
    return (sys.executable, "-P", "-m", module, *arguments)


def run(command: Sequence[str], working: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a program until it ends, and yield some times a second the last whole line that it said.

    If the iterator is closed, the program is ended first. `environment` is added to ours.
    Errors: MakingFailed.
    """
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(working))
    variables = {**os.environ, **temporary, "PYTHONPATH": str(ROOT), **(environment or {})}
    with (working / "stdout").open("w+b") as said, (working / "stderr").open("w+b") as complained:
        process = subprocess.Popen(
            command, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=complained
        )
        try:
            while not has_ended(process):
                yield _last_line(working / "stdout")
        finally:
            end(process)
    if process.returncode != 0:
        reason = _last_line(working / "stderr") or f"exit status {process.returncode}"
        raise MakingFailed(reason[:300], is_final=process.returncode != TRY_AGAIN)


def _last_line(file: Path) -> str:
    whole = file.read_text(encoding="utf-8", errors="replace").rpartition("\n")[0]
    return next((line for line in reversed(whole.split("\n")) if line.strip()), "")


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Say whether a program has ended, after waiting for it for POLL_S."""
    try:
        process.wait(POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program, gently at first; harmless when it has ended."""
    process.terminate()
    try:
        process.wait(KILL_AFTER_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
