"""What a model has read, kept on disk: a document is read once, and found again after a restart.

A snapshot is llama.cpp's memory of a prefix, in a file of its own, with a note beside it. Its name is a hash
of all that decides what is in it: the model (`model_key`) and the prefix's tokens. It is written to another
name and renamed; it is used only if its checksum and its tokens are right. What is wrong in any way is thrown
away, and the document is read again.
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

log = logging.getLogger(__name__)

VERSION = 1
STATE, NOTE = ".kv", ".json"
SAVE_EVERY_S = 45.0  # of a long read: so much of it is lost at most
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
        self._budget_bytes, self.save_every_s = budget_bytes, save_every_s

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

    def restore(self, snapshot: Snapshot, tokens: Sequence[int], load: Load) -> bool:
        """Load a snapshot of the beginning of `tokens`; one that is not what it should be is deleted."""
        state = self._folder / (snapshot.name + STATE)
        try:
            is_sound = state.stat().st_size == snapshot.size_bytes and _checksum(state) == snapshot.checksum
            expected = list(tokens[: snapshot.token_count])
            if is_sound and load(state, snapshot.token_count) == expected:
                with suppress(OSError):  # a folder that can only be read serves too
                    self._write_note(replace(snapshot, used_s=time.time()))
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
        if len(tokens) < LEAST_TOKENS or not self._has_room(state_bytes, tuple(document_ids)):
            return False
        name, now_s = self._name(tokens), time.time()
        working = self._folder / f"{name}.{uuid4().hex[:8]}.partial"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            size_bytes = save(working)
            if not size_bytes:
                raise OSError("llama.cpp could not write it")
            note = Snapshot(
                name, self._model_key, self._model_name, len(tokens), working.stat().st_size,
                _checksum(working), tuple(document_ids), now_s, now_s, is_partial,
            )  # fmt: skip
            _sync(working)
            working.replace(self._folder / (name + STATE))
            self._write_note(note)
        except OSError as error:
            log.warning("what was read is not kept on disk: %s", error)
            with suppress(OSError):
                working.unlink(missing_ok=True)
            return False
        self._drop_beginnings(tokens)
        return True

    def forget(self, document_id: str) -> None:
        """Delete every snapshot that holds the document."""
        for each in self.all():
            if document_id in each.document_ids:
                self._delete(each)

    def forget_all_but(self, document_ids: Collection[str]) -> None:
        """Delete the snapshots of other documents than these, and what writers left that were killed."""
        for each in self.all():
            if not set(each.document_ids) <= set(document_ids):
                self._delete(each)
        for left in self._folder.glob("*.partial"):
            if time.time() - left.stat().st_mtime > 3600:
                left.unlink(missing_ok=True)

    def held_bytes(self, document_id: str) -> int:
        """Return how much of the disk is taken by what was read of a document."""
        return sum(each.size_bytes for each in self.all() if document_id in each.document_ids)

    def pin(self, document_id: str, *, is_pinned: bool) -> None:
        """Keep the document's snapshots whatever the budget says, or no longer."""
        for each in self.all():
            if document_id in each.document_ids:
                self._write_note(replace(each, is_pinned=is_pinned))

    def _name(self, tokens: Sequence[int]) -> str:
        return next(self._names(tokens, [len(tokens)]))

    def _names(self, tokens: Sequence[int], lengths: Sequence[int]) -> Iterator[str]:
        """Yield what the beginnings of `tokens` of these lengths, ascending, are called."""
        digest, done = hashlib.sha256(self._model_key.encode()), 0
        for length in lengths:
            digest.update(array("i", tokens[done:length]).tobytes())
            done = length
            yield digest.hexdigest()[:32]

    def _budget(self) -> int:
        if self._budget_bytes is not None:
            return self._budget_bytes
        taken = sum(each.size_bytes for each in self.all())
        return min(MOST_BYTES, int((self._free_bytes() + taken) * SHARE_OF_DISK))

    def _free_bytes(self) -> int:
        there = next(each for each in (self._folder, *self._folder.parents) if each.is_dir())
        return shutil.disk_usage(there).free

    def _has_room(self, state_bytes: int, document_ids: tuple[str, ...]) -> bool:
        """Whether a state of this size may be kept; what was not used for longest has gone for it then.

        Never another part of the same documents: parts are read in order, and where not all of them fit, each
        would drive out the one that is needed next, and none would ever be found.
        """
        kept = self.all()
        taken, budget = sum(each.size_bytes for each in kept), self._budget()
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
        is_ours = snapshot.model_key == self._model_key and not snapshot.is_partial
        return is_ours and snapshot.document_ids == document_ids

    def _is_free(self, state_bytes: int) -> bool:
        return self._free_bytes() >= state_bytes + SPARE_BYTES

    def _drop_beginnings(self, tokens: Sequence[int]) -> None:
        """Delete what was saved on the way to `tokens`."""
        for each in list(self.longest(tokens[:-1], 0)):
            if each.is_partial:
                self._delete(each)

    def _delete(self, snapshot: Snapshot) -> None:
        for ending in (NOTE, STATE):
            try:
                (self._folder / (snapshot.name + ending)).unlink(missing_ok=True)
            except OSError as error:  # another process has it open, on Windows
                log.warning("the snapshot %s cannot be deleted: %s", snapshot.name, error)

    def _write_note(self, snapshot: Snapshot) -> None:
        partial = self._folder / f"{snapshot.name}.{uuid4().hex[:8]}.partial"
        partial.write_text(json.dumps(asdict(snapshot)), encoding="utf-8")
        partial.replace(self._folder / (snapshot.name + NOTE))


def _read_note(file: Path) -> Snapshot | None:
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
        note = Snapshot(**{**fields, "document_ids": tuple(fields["document_ids"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return note if note.version == VERSION and note.name == file.stem else None


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(file: Path) -> None:
    """Bring a file to the disk, so that no power cut leaves a note beside an empty state."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
