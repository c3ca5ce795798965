"""A fast copy of a slow-format model: made once, kept in a cache, and used only if it says the same, sooner.

llama.cpp reads some quantisation formats with its best kernels and others not, so that a larger file may be
read twice as fast. The copy is made, compared with the original and timed by `core.model.converting`. It lies
in a hidden folder beside a model of the app's own, and in the data folder for a file of the person's.
"""

import hashlib
import json
import logging
import os
import platform
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.metadata import distribution, version
from pathlib import Path

import psutil

from core import paths
from core.errors import ModelError, OpenBookError
from core.making import MakingFailed, module_command, run, workplace
from core.model.gguf import read_gguf
from core.model.weights import Weights, memory_needed
from core.paths import write_whole

log = logging.getLogger(__name__)

BYTES_PER_WEIGHT = 34 / 32  # of the smallest copy
# Measured: what is in these already is read about as fast as its copy would be. Q4_K is even faster.
FAST_FORMATS = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q5_0", "IQ4_NL", "Q4_K", "MXFP4"}
MOST_BYTES = 1024**3  # of a copy: a larger model writes more slowly from 8 bits than it gains in reading
SHARE_OF_MEMORY = 0.5  # that the copy may take, its window included
ROOM_TO_LEAVE = 1024**3  # on the disk
HEAD_BYTES = 1024**2
LLAMA = "llama-cpp-python"

BESIDE = ".fast"
CACHE = "models"  # within paths.quantised()
MODEL, NOTE = "model.gguf", "verdict.json"


@dataclass(frozen=True, slots=True)
class Preparing:
    """The fast copy of the model called `name` is being made; `share` of the work is done, in [0, 1]."""

    name: str
    share: float
    step: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a model's copy: measured once on one machine, and kept beside the copy.

    `source` is the original and `source_id` its identity, `made_by` says on what machine; `kind` is the
    copy's format and `copy_id` its identity. `reading` and `writing` are how many times as fast as the
    original the copy is; `divergence` is the mean KL divergence of what it expects, in nats, and `agreement`
    the share of tokens after which both expect the same one. `reason` is why the original is used all the
    same, "" where the copy is.
    """

    source: str = ""
    source_id: str = ""
    made_by: str = ""
    kind: str = ""
    copy_id: str = ""
    reading: float = 0.0
    writing: float = 0.0
    divergence: float = 0.0
    agreement: float = 0.0
    reason: str = ""

    @classmethod
    def read(cls, file: Path) -> "Verdict | None":
        """Return the verdict in a file, or None where it is missing or broken."""
        try:
            return cls(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, file: Path) -> None:
        """Put the verdict into a file, whole or not at all."""
        write_whole(file, json.dumps(asdict(self), indent=1) + "\n")


Command = Callable[[Path, Path, int], Sequence[str]]


def fast_copy(weights: Weights) -> Path | None:
    """Return the copy to load in the model's place, or None where there is none, or none that is whole."""
    for place, verdict in _verdicts(weights.path):
        if not verdict.reason and _is_there(place / MODEL, verdict.copy_id):
            return place / MODEL
    return None


def verdict_on(path: Path) -> Verdict | None:
    """Return what was measured of the copy of the model at `path`, None where nothing was."""
    return next((verdict for _, verdict in _verdicts(path)), None)


def read_as(weights: Weights) -> str:
    """Return the format of the model's fast copy, "" where there is none."""
    verdict = verdict_on(weights.path)
    return verdict.kind if verdict and fast_copy(weights) else ""


def describe_copy(weights: Weights) -> str:
    """Say in a few words what became of the model's copy, "" where none was thought of."""
    verdict = verdict_on(weights.path)
    if verdict is None:
        return ""
    if verdict.reason:
        return f"no fast copy: {verdict.reason}"
    if fast_copy(weights) is None:
        return ""
    return f"read from a copy in {verdict.kind}, {verdict.reading:.1f} times as fast"


def file_to_load(weights: Weights, context_tokens: int, kv_type: str, available_bytes: int) -> Path:
    """Return the copy where there is one that fits comfortably with its window, else the model itself."""
    copy = fast_copy(weights)
    if copy is None:
        return weights.path
    needed = memory_needed(replace(weights, file_bytes=copy.stat().st_size), context_tokens, kv_type)
    return copy if needed <= available_bytes * SHARE_OF_MEMORY else weights.path


def make_fast_copy(
    weights: Weights, threads: int, command: Command | None = None
) -> Generator[Preparing, None, None]:
    """Make the copy of a slow-format model where it is wanted and was not tried; lasts some seconds.

    Yields some times a second. If the iterator is closed, the work is given up and nothing is left of it. A
    failure is told to the log alone, since the original can do the same: `fast_copy` says what there is in
    the end. `command` returns the program that makes it, from the model, the folder to write into, threads.
    """
    clean_up()
    if not _is_wanted(weights):
        return
    place = place_to_write(weights.path)
    blank = Verdict(str(weights.path.resolve()), identity(weights.path), made_by())
    try:
        with workplace(place) as working:
            for said in run((command or _command)(weights.path, working, threads), working):
                yield _preparing(weights, said)
            _put_in_place(working, place, blank)
    except (OSError, OpenBookError, MakingFailed) as error:
        log.info("%s has no fast copy: %s", weights.path, error)
        if isinstance(error, MakingFailed) and error.is_final:
            _note_failure(place, replace(blank, reason=str(error)))


def clean_up() -> None:
    """Remove the copies whose originals are gone or are other files now."""
    for place in all_places():
        verdict = Verdict.read(place / NOTE)
        if verdict and not _is_there(Path(verdict.source), verdict.source_id):
            log.info("the fast copy in %s has lost its original", place)
            shutil.rmtree(place, ignore_errors=True)  # what is in use stays until the next time


def identity(path: Path) -> str:
    """Return what tells a model file from others: its size, its time, and a hash of its head.

    Errors: OSError.
    """
    with path.open("rb") as file:
        state, head = os.fstat(file.fileno()), file.read(HEAD_BYTES)
    return hashlib.sha256(f"{state.st_size} {state.st_mtime_ns} ".encode() + head).hexdigest()[:32]


def made_by() -> str:
    """Return what a verdict depends on beside the model: llama.cpp as it was built, and the processor.

    Where one build fails or is slow, the same version built otherwise may not be.
    """
    processor = f"{platform.machine()} {platform.processor()} {psutil.cpu_count()}"
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n")
        processor += next((line.partition(":")[2] for line in lines if line.startswith("model name")), "")
    return f"{LLAMA} {version(LLAMA)} {_build(_libraries())}, {processor}"


def _libraries() -> Path:
    return Path(str(distribution(LLAMA).locate_file("llama_cpp/lib")))


@lru_cache
def _build(folder: Path) -> str:
    """Return a hash of llama.cpp's libraries: of the code that computes on CPUs, and of the others' sizes."""
    hashed = hashlib.sha256()
    for file in sorted(folder.glob("*ggml*")):
        hashed.update(f"{file.name} {file.stat().st_size}".encode())
        if "ggml-cpu" in file.name:
            hashed.update(file.read_bytes())
    return hashed.hexdigest()[:8]


def places(path: Path) -> tuple[Path, Path]:
    """Return the folders in which there may be something made for the model at `path`."""
    real = path.resolve()
    hashed = hashlib.sha256(str(real).encode()).hexdigest()[:8]
    return real.parent / BESIDE / real.stem, _cache() / f"{real.stem}-{hashed}"


def all_places() -> list[Path]:
    """Return every folder in which something made for a model lies now."""
    return [place for folder in (paths.models() / BESIDE, _cache()) for place in folder.glob("*/")]


def place_to_write(path: Path) -> Path:
    """Return the one of them in which to make something for it."""
    beside, cache = places(path)
    home = path.resolve().parent
    return beside if home == paths.models().resolve() and os.access(home, os.W_OK) else cache


def _verdicts(path: Path) -> list[tuple[Path, Verdict]]:
    """Return the places in which there is a verdict on this very file, of this very machine."""
    found = [(place, Verdict.read(place / NOTE)) for place in places(path)]
    return [
        (place, verdict)
        for place, verdict in found
        if verdict and verdict.made_by == made_by() and _is_there(path, verdict.source_id)
    ]


def _is_wanted(weights: Weights) -> bool:
    """Whether the model is small, in a slow format, and not tried on this machine, or its copy is gone."""
    copy_bytes = weights.parameter_count * BYTES_PER_WEIGHT
    if copy_bytes > MOST_BYTES or not _is_slow(weights.path):
        return False
    if any(verdict.reason for _, verdict in _verdicts(weights.path)) or fast_copy(weights):
        return False
    home = next(each for each in (paths.home(), *paths.home().parents) if each.is_dir())
    return shutil.disk_usage(home).free > MOST_BYTES + ROOM_TO_LEAVE


def _is_slow(path: Path) -> bool:
    """Whether more than half of the weights are in formats that llama.cpp has no fast kernels for."""
    try:
        file = read_gguf(path)
    except ModelError:
        return False
    slow = sum(t.value_count for t in file.tensors if t.type_name not in FAST_FORMATS)
    return 2 * slow > sum(t.value_count for t in file.tensors) and "split.count" not in file.metadata


def _is_there(path: Path, known_id: str) -> bool:
    with suppress(OSError):
        return identity(path) == known_id
    return False


def _cache() -> Path:
    return paths.quantised() / CACHE


def _command(model: Path, working: Path, threads: int) -> Sequence[str]:
    return module_command("core.model.converting", str(model), str(working), str(threads), str(MOST_BYTES))


def _preparing(weights: Weights, said: str) -> Preparing:
    share, _, step = said.partition(" ")
    try:
        return Preparing(weights.path.stem, float(share), step)
    except ValueError:
        return Preparing(weights.path.stem, 0.0, "")


def _put_in_place(working: Path, place: Path, blank: Verdict) -> None:
    """Move what was made into place, the copy first; `copy_id` tells whether the two belong together."""
    measured, made = Verdict.read(working / NOTE), working / MODEL
    if measured is None:
        raise MakingFailed("nothing was written", is_final=True)
    copy_id = "" if measured.reason else identity(made)
    verdict = replace(
        measured,
        source=blank.source,
        source_id=blank.source_id,
        made_by=blank.made_by,
        copy_id=copy_id,
    )
    if copy_id:
        made.replace(place / MODEL)
    verdict.write(place / NOTE)
    log.info("fast copy of %s: %s", blank.source, verdict)


def _note_failure(place: Path, verdict: Verdict) -> None:
    try:
        verdict.write(place / NOTE)
    except OSError as error:
        log.info("that could not be noted: %s", error)
