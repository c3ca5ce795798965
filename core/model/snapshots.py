"""What a model has read, kept on disk: a document is read once, and found again after a restart.

A snapshot is llama.cpp's memory of a prefix, in a file of its own, with a note beside it. Its name is a hash
of all that decides what is in it: the model (`model_key`) and the prefix's tokens. It is written to another
name and renamed. It is used only if its checksum, its tokens and its note are right to the last bit. What is
wrong in any way is thrown away, and the document is read again.
"""

import hashlib
import json
import logging
import os
import shutil
import time
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

import psutil

log = logging.getLogger(__name__)

VERSION = 2
STATE, NOTE, PARTIAL = ".kv", ".note", ".partial"
SAVE_EVERY_S = 45.0  # of a long read: so much of it is lost at most
PAUSE_PER_SAVE = 20  # times what a save took, at least: a slow disk must not slow reading by more than a 20th
LEFT_AFTER_S = 3600.0  # a file that nobody finished in this time was left by a process that was killed
LEAST_TOKENS = 256  # less is read anew in a second
SHARE_OF_DISK, MOST_BYTES = 0.1, 20 * 1024**3  # the budget where none is set: of the free space, at most
SPARE_BYTES = 512 * 1024**2  # left free on the disk whatever happens

Save = Callable[[Path], int]  # writes a state to a path and returns its bytes, 0 for a failure
Load = Callable[[Path, int], Sequence[int] | None]  # reads it back, (path, most tokens) -> its tokens


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The note beside a state: what it holds and for which documents, and when it was last of use.

    `is_partial`: the prefix was not read to its end. Seconds count from 1970.
    """

    name: str
    model_key: str
    model_name: str
    token_count: int
    size_bytes: int
    checksum: str
    document_ids: tuple[str, ...]
    saved_s: float
    used_s: float
    is_partial: bool = False
    is_pinned: bool = False
    version: int = VERSION


class Snapshots:
    """The snapshots in a folder, of whatever model; found and kept for one.

    `model_key` says what decides a state: weights, llama.cpp, precision. `budget_bytes` None is a tenth of
    the free space, 20 GB at most; with 0 nothing is kept. No method raises for a disk that is full or
    read-only: a snapshot saves time and is never needed.
    """

    def __init__(
        self,
        folder: Path,
        model_key: str = "",
        model_name: str = "",
        budget_bytes: int | None = None,
        save_every_s: float = SAVE_EVERY_S,
    ) -> None:
        self._folder, self._model_key, self._model_name = folder, model_key, model_name
        self._budget_bytes, self._save_every_s, self._save_s = budget_bytes, save_every_s, 0.0
        self._begun_s = time.time()

    @property
    def save_every_s(self) -> float:
        """How long to read on before what was read is saved again: saving must cost little beside it."""
        return max(self._save_every_s, PAUSE_PER_SAVE * self._save_s)

    def all(self) -> list[Snapshot]:
        """Return every snapshot in the folder, the last used first."""
        found = filter(None, map(_read_note, sorted(self._folder.glob(f"*{NOTE}"))))
        return sorted(found, key=lambda each: -each.used_s)

    def longest(self, tokens: Sequence[int], more_than: int) -> Iterator[Snapshot]:
        """Yield what is kept of the beginning of `tokens`, the longest first, if longer than `more_than`."""
        ours = {each.name: each for each in self.all() if each.model_key == self._model_key}
        lengths = {each.token_count for each in ours.values() if more_than < each.token_count <= len(tokens)}
        found = [ours[name] for name in self._names(tokens, sorted(lengths)) if name in ours]
        yield from reversed(found)

    def has_any(self, document_ids: Collection[str]) -> bool:
        """Whether this model's snapshots are of any of these documents."""
        ours = (each for each in self.all() if each.model_key == self._model_key)
        return any(not set(document_ids).isdisjoint(each.document_ids) for each in ours)

    def restore(self, snapshot: Snapshot, tokens: Sequence[int], load: Load) -> bool:
        """Load a snapshot of the beginning of `tokens`; one that is not what it should be is deleted."""
        state = self._folder / (snapshot.name + STATE)
        try:
            is_sound = state.stat().st_size == snapshot.size_bytes and _checksum(state) == snapshot.checksum
            expected = list(tokens[: snapshot.token_count])
            if is_sound and load(state, snapshot.token_count) == expected:
                self._change(replace(snapshot, used_s=time.time()))
                return True
        except OSError as error:
            log.warning("the snapshot %s cannot be read: %s", snapshot.name, error)
        log.warning("the snapshot %s is damaged; the document is read again", snapshot.name)
        self._delete(snapshot)
        return False

    def keep(
        self,
        tokens: Sequence[int],
        document_ids: Sequence[str],
        state_bytes: int,
        save: Save,
        *,
        is_partial: bool,
    ) -> bool:
        """Save the state of a prefix, and make room for it; false where it is not kept."""
        self._sweep()
        ids, begun_at = tuple(document_ids), time.perf_counter()
        if len(tokens) < LEAST_TOKENS or not self._has_room(state_bytes, ids):
            return False
        name = self._name(tokens)
        working = self._working(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not save(working):
                raise OSError("llama.cpp could not write it")
            note = self._note(name, tokens, ids, working, is_partial=is_partial)
            _sync(working)
            self._settle(working, note)
        except OSError as error:
            log.warning("what was read is not kept on disk: %s", error)
            self._unlink(working)
            return False
        self._drop_beginnings(tokens)
        self._save_s = time.perf_counter() - begun_at
        return True

    def forget(self, document_id: str) -> None:
        """Delete every snapshot that holds the document, and every file that does not say what it holds."""
        for each in self.all():
            if document_id in each.document_ids:
                self._delete(each)
        for file in self._nameless():
            self._unlink(file)

    def forget_all(self) -> None:
        """Delete every snapshot, the pinned ones too."""
        for each in self.all():
            self._delete(each)
        for file in self._nameless():
            self._unlink(file)

    def forget_all_but(self, document_ids: Collection[str]) -> None:
        """Delete the snapshots of other documents than these, and what writers left that were killed."""
        for each in self.all():
            if not set(each.document_ids) <= set(document_ids):
                self._delete(each)
        self._sweep()

    def held_bytes(self, document_id: str) -> int:
        """Return how much of the disk is taken by what was read of a document."""
        return sum(each.size_bytes for each in self.all() if document_id in each.document_ids)

    def pin(self, document_id: str, *, is_pinned: bool) -> None:
        """Keep the document's snapshots whatever the budget says, or no longer."""
        for each in self.all():
            if document_id in each.document_ids:
                self._change(replace(each, is_pinned=is_pinned))

    def mark_used(self, document_ids: Sequence[str]) -> None:
        """Note that what was read of these documents together was of use just now, from memory perhaps."""
        for each in self.all():
            if each.document_ids == tuple(document_ids):
                self._change(replace(each, used_s=time.time()))

    def budget_bytes(self) -> int:
        """Return how much of the disk snapshots may take."""
        if self._budget_bytes is not None:
            return self._budget_bytes
        taken = sum(each.size_bytes for each in self.all())
        return min(MOST_BYTES, int((self._free_bytes() + taken) * SHARE_OF_DISK))

    def limit(self, budget_bytes: int | None) -> None:
        """Take another budget, and delete at once what does not fit it: what was not used for longest."""
        self._budget_bytes = budget_bytes
        kept, budget = self.all(), self.budget_bytes()
        over = sum(each.size_bytes for each in kept) - budget
        for each in reversed([each for each in kept if not each.is_pinned]):
            if over <= 0:
                break
            self._delete(each)
            over -= each.size_bytes

    def _note(
        self,
        name: str,
        tokens: Sequence[int],
        document_ids: tuple[str, ...],
        state: Path,
        *,
        is_partial: bool,
    ) -> Snapshot:
        """Return the note on a state that was just written. A document that is pinned stays so."""
        now_s = time.time()
        is_pinned = any(each.is_pinned for each in self.all() if each.document_ids == document_ids)
        return Snapshot(
            name, self._model_key, self._model_name, len(tokens), state.stat().st_size, _checksum(state),
            document_ids, now_s, now_s, is_partial, is_pinned,
        )  # fmt: skip

    def _settle(self, working: Path, note: Snapshot) -> None:
        """Give a state its name and its note, or neither."""
        state = self._folder / (note.name + STATE)
        working.replace(state)
        try:
            self._write_note(note)
        except OSError:
            self._unlink(state)
            raise

    def _working(self, name: str) -> Path:
        """Return a new name to write to; it says which process does."""
        return self._folder / f"{name}.{os.getpid()}-{uuid4().hex[:8]}{PARTIAL}"

    def _nameless(self) -> list[Path]:
        """Return the files that belong to no sound note: half written, damaged, or of an older version."""
        sound = {each.name for each in self.all()}
        return [file for file in self._folder.glob("*.*") if file.suffix == PARTIAL or file.stem not in sound]

    def _sweep(self) -> None:
        """Delete what was left by a process that was killed, or is damaged; never what is being written."""
        for file in self._nameless():
            if _is_left(file):
                self._unlink(file)

    def _name(self, tokens: Sequence[int]) -> str:
        return next(self._names(tokens, [len(tokens)]))

    def _names(self, tokens: Sequence[int], lengths: Sequence[int]) -> Iterator[str]:
        """Yield what the beginnings of `tokens` of these lengths, ascending, are called."""
        digest, done = hashlib.sha256(self._model_key.encode()), 0
        for length in lengths:
            digest.update(array("i", tokens[done:length]).tobytes())
            done = length
            yield digest.hexdigest()[:32]

    def _free_bytes(self) -> int:
        there = next(each for each in (self._folder, *self._folder.parents) if each.is_dir())
        return shutil.disk_usage(there).free

    def _has_room(self, state_bytes: int, document_ids: tuple[str, ...]) -> bool:
        """Whether a state of this size may be kept; what was not used for longest has gone for it then.

        Never another part of the same documents that was of use to this model since it was loaded: parts are
        read in order, and where not all of them fit, each would drive out the one that is needed next, and
        none would ever be found. What is older may be of another window, and of no use any more.
        """
        kept = self.all()
        taken, budget = sum(each.size_bytes for each in kept), self.budget_bytes()
        fixed = [each for each in kept if each.is_pinned or self._is_sibling(each, document_ids)]
        if sum(each.size_bytes for each in fixed) + state_bytes > budget:
            return False
        for each in reversed([each for each in kept if each not in fixed]):
            if taken + state_bytes <= budget and self._is_free(state_bytes):
                break
            self._delete(each)
            taken -= each.size_bytes
        return self._is_free(state_bytes)

    def _is_sibling(self, snapshot: Snapshot, document_ids: tuple[str, ...]) -> bool:
        is_ours = snapshot.model_key == self._model_key and snapshot.document_ids == document_ids
        return is_ours and not snapshot.is_partial and snapshot.used_s >= self._begun_s

    def _is_free(self, state_bytes: int) -> bool:
        return self._free_bytes() >= state_bytes + SPARE_BYTES

    def _drop_beginnings(self, tokens: Sequence[int]) -> None:
        """Delete what was saved on the way to `tokens`."""
        for each in list(self.longest(tokens[:-1], 0)):
            if each.is_partial:
                self._delete(each)

    def _delete(self, snapshot: Snapshot) -> None:
        for ending in (NOTE, STATE):
            self._unlink(self._folder / (snapshot.name + ending))

    @staticmethod
    def _unlink(file: Path) -> None:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:  # another process has it open, on Windows; the folder can only be read
            log.warning("%s cannot be deleted: %s", file, error)

    def _change(self, changed: Snapshot) -> None:
        with suppress(OSError):  # a folder that can only be read serves too
            self._write_note(changed)

    def _write_note(self, snapshot: Snapshot) -> None:
        partial = self._working(snapshot.name)
        said = json.dumps(asdict(snapshot))
        try:
            partial.write_text(f"{_seal(said)}\n{said}", encoding="utf-8")
            partial.replace(self._folder / (snapshot.name + NOTE))
        except OSError:
            self._unlink(partial)
            raise


def _read_note(file: Path) -> Snapshot | None:
    """Return a note; None for one that was not written so, to the last bit."""
    try:
        seal, _, said = file.read_bytes().decode("utf-8").partition("\n")
        fields = json.loads(said) if seal == _seal(said) else {}
        note = Snapshot(**{**fields, "document_ids": tuple(fields["document_ids"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return note if note.version == VERSION and note.name == file.stem else None


def _seal(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def _is_left(file: Path) -> bool:
    """Whether nobody works on a file any more: its process is gone, or it is old."""
    try:
        if time.time() - file.stat().st_mtime > LEFT_AFTER_S:
            return True
    except OSError:  # gone meanwhile
        return False
    if file.suffix != PARTIAL:
        return False
    process_id = file.suffixes[-2][1:].partition("-")[0]
    return process_id.isdigit() and not psutil.pid_exists(int(process_id))


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(file: Path) -> None:
    """Bring a file to the disk, so that no power cut leaves a note beside an empty state."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
