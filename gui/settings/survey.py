"""Looks through the models of this computer, away from the window's thread."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.catalogue import Kind, installed
from core.errors import ModelError
from core.model.fitness import Fitness, judge
from core.model.weights import available_memory, memory_needed, read_weights


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and how a model would be loaded; `files` lie outside of all folders.

    `loaded` is the model in memory, if there is one, and `loaded_tokens` its window: another model would take
    its place.
    """

    folders: tuple[str, ...]
    files: tuple[Path, ...]
    kv_type: str
    context_tokens: int
    loaded: Path | None = None
    loaded_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Surveyed:
    """All models that were found, the most capable first, what cannot be used last."""

    models: tuple[Fitness, ...]
    available_bytes: int


class Survey(QObject):
    """Says with `finished` what it found; a survey that a later one has overtaken says nothing."""

    finished = Signal(Surveyed)
    _surveyed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._surveyed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def begin(self, wanted: Wanted) -> None:
        """Look in a thread."""
        self._number += 1
        threading.Thread(target=self._look, args=(self._number, wanted), name="survey", daemon=True).start()

    def _look(self, number: int, wanted: Wanted) -> None:
        found = survey(wanted)
        with suppress(RuntimeError):  # the dialog is gone, and nobody wants to know any more
            self._surveyed.emit(number, found)

    def _deliver(self, number: int, found: Surveyed) -> None:
        if number == self._number:
            self.finished.emit(found)


def survey(wanted: Wanted) -> Surveyed:
    """Find and judge all language models; what cannot be read is among them, with the reason."""
    available_bytes = available_memory() + _freed(wanted)
    listed = [model.path for model in installed(wanted.folders) if model.kind is Kind.LANGUAGE_MODEL]
    paths = _once([*listed, *wanted.files])
    judged = [judge(path, wanted.kv_type, wanted.context_tokens, available_bytes) for path in paths]
    return Surveyed(tuple(sorted(judged, key=_rank)), available_bytes)


def _freed(wanted: Wanted) -> int:
    """Return what the model in memory gives back, beside its file, whose pages count as free already."""
    if wanted.loaded is None:
        return 0
    try:
        weights = read_weights(wanted.loaded)
    except ModelError:
        return 0
    return memory_needed(weights, wanted.loaded_tokens, wanted.kv_type) - weights.file_bytes


def _once(paths: Sequence[Path]) -> list[Path]:
    return list({path.resolve(): path for path in reversed(paths)}.values())


def _rank(model: Fitness) -> tuple[bool, int, str]:
    size = model.weights.parameter_count if model.weights is not None else 0
    return model.weights is None, -size, model.path.name
