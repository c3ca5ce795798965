"""Where quantised embedders are kept, and how one comes to be: made once for each folder and machine.

It lies beside its model where that is the app's own, and goes when the model goes. A folder of the person's
is never written to: what is made of it lies in a cache in the data folder.
"""

import logging
import os
from collections.abc import Callable, Generator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core import paths
from core.errors import OpenBookError
from core.library.quantised import QuantisedEmbedder, Recipe
from core.library.quantising import MODEL, NOTE, Note, sha256_of
from core.library.tokenizer import Tokenizer
from core.making import MakingFailed, module_command, run, workplace

log = logging.getLogger(__name__)

BESIDE = "openbook-int8"  # within the model's folder, and no part of the model
PACKAGES = ("torch", "sentence-transformers", "onnx", "onnxruntime")
NO_GPU = {"CUDA_VISIBLE_DEVICES": ""}

Command = Callable[[Path, Path, str], Sequence[str]]


def opened(folder: Path, made_of: str, tokenizer: Tokenizer, threads: int = 0) -> QuantisedEmbedder | None:
    """Return the quantised form of a folder, or None where there is none that is whole.

    `made_of` is the hash of the folder.
    """
    for place in _places(folder, made_of):
        note = Note.read(place)
        if note and note.made_of == made_of and note.sha256:
            try:
                return _opened(folder, place, note, tokenizer, threads)
            except Exception as error:  # noqa: BLE001  onnxruntime raises what it likes for a file it cannot use
                log.warning("%s cannot be used: %s", place / MODEL, error)
    return None


def make(folder: Path, made_of: str, command: Command | None = None) -> Generator[None, None, None]:
    """Make the quantised form of a folder where it can be had and is not there; lasts half a minute.

    Yields some times a second. If the iterator is closed, the work is given up and nothing is left of it. A
    failure is told to the log alone, since torch can do the same: `opened` says what there is in the end.
    `command` returns the program that makes it, from the folder, the folder to write into, and the hash.
    """
    if not _is_wanted(folder, made_of):
        return
    place = _place_to_write(folder, made_of)
    try:
        with workplace(place) as working:
            for _ in run((command or _command)(folder, working, made_of), working, NO_GPU):
                yield
            _put_in_place(working, place)
    except (OSError, OpenBookError, MakingFailed) as error:
        log.info("%s is not quantised: %s", folder, error)
        if isinstance(error, MakingFailed) and error.is_final:
            _note_failure(place, made_of, str(error))


def _opened(folder: Path, place: Path, note: Note, tokenizer: Tokenizer, threads: int) -> QuantisedEmbedder:
    recipe = Recipe.of(folder)
    if recipe is None or sha256_of(place / MODEL) != note.sha256:
        raise ValueError("it is damaged")
    return QuantisedEmbedder(recipe, place / MODEL, tokenizer, threads)


def _is_wanted(folder: Path, made_of: str) -> bool:
    """Whether the folder can be quantised as far as one can see, and has not failed with these packages."""
    try:
        if Recipe.of(folder) is None:
            return False
    except Exception:  # noqa: BLE001  a broken folder: torch's message says what is wrong with it
        return False
    failed = Note("", "", reason="never tried")
    notes = [Note.read(place) or failed for place in _places(folder, made_of)]
    return not any((note.made_of, note.made_by, note.sha256) == (made_of, _made_by(), "") for note in notes)


def _places(folder: Path, made_of: str) -> tuple[Path, Path]:
    return folder / BESIDE, paths.quantised() / made_of


def _place_to_write(folder: Path, made_of: str) -> Path:
    beside, cache = _places(folder, made_of)
    is_ours = folder.resolve().parent == paths.models().resolve() and os.access(folder, os.W_OK)
    return beside if is_ours else cache


def _made_by() -> str:
    return " ".join(f"{package}={_version(package)}" for package in PACKAGES)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _command(folder: Path, working: Path, made_of: str) -> Sequence[str]:
    return module_command("core.library.quantising", str(folder), str(working), made_of, _made_by())


def _put_in_place(working: Path, place: Path) -> None:
    """Move what was made into place, the note last: a model without its own note is not used."""
    note = Note.read(working)
    if note is None:
        raise MakingFailed("nothing was written", is_final=True)
    if note.sha256:
        (working / MODEL).replace(place / MODEL)
    (working / NOTE).replace(place / NOTE)
    log.info("quantised in %s: lowest cosine %.4f %s", place, note.lowest_cosine, note.reason)


def _note_failure(place: Path, made_of: str, reason: str) -> None:
    try:
        Note(made_of, _made_by(), reason=reason).write(place)
    except OSError as error:
        log.info("that could not be noted: %s", error)
