"""One model in the list of models: what it is, whether it fits, and what to beware of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.model.fitness import Fit, Fitness
from gui.library.wording import size_text
from gui.translating import say, tr
from gui.widgets.direction import kept
from gui.widgets.elided_label import ElidedLabel

GB, MB, GIB = 1e9, 1e6, 1024**3
BAR_STEPS = 1000
BAR_WIDTH = 180
LEVELS = {Fit.WHOLE: "good", Fit.SMALLER_WINDOW: "warning", Fit.TOO_LARGE: "danger", Fit.UNUSABLE: "danger"}


def name_of(model: Fitness) -> str:
    """Return what a person calls the model: its file's name, which is also what the command line takes."""
    return model.path.stem


def count_text(count: float) -> str:
    """Return a number of parameters in words: 135 M, 1.5 B."""
    return f"{count / GB:.1f} B" if count >= 0.95 * GB else f"{count / MB:,.0f} M"


def facts_text(model: Fitness) -> str:
    """Return what a model is, in one line."""
    weights = model.weights
    if weights is None:
        return str(model.path.parent)
    return " · ".join(
        (
            tr("{0} parameters").format(kept(count_text(weights.parameter_count))),
            kept(weights.quantisation),
            size_text(weights.file_bytes),
            tr("window {0} tokens").format(f"{weights.context_tokens:,}"),
        )
    )


def verdict_text(model: Fitness) -> str:
    """Return whether a model can be used here, in one sentence."""
    if model.fit is Fit.UNUSABLE:
        return tr("Cannot be used: {0}").format(say(model.reason))
    if model.fit is Fit.TOO_LARGE:
        return tr("Too large for the memory that is free")
    if model.fit is Fit.SMALLER_WINDOW:
        return tr("Fits with a window of {0} tokens").format(f"{model.context_tokens:,}")
    return tr("Fits with its whole window")


def warning_text(model: Fitness) -> str:
    """Return what to beware of, "" where nothing is."""
    if model.weights is None:
        return ""
    if not model.has_chat_template:
        return tr("No chat template: it goes on writing a text and was not taught to answer.")
    if model.is_toy:
        return tr("A toy: good for trying OpenBook, not for trusting.")
    return ""


def memory_text(model: Fitness, available_bytes: int) -> str:
    """Return the memory that a model needs against what is free."""
    needed, free = model.needed_bytes / GIB, available_bytes / GIB
    return tr("needs {0} of {1} GB free").format(f"{needed:.1f}", f"{free:.1f}")


class ModelCard(QWidget):
    """Shows one model; the list below it shows whether it is chosen."""

    def __init__(
        self, model: Fitness, available_bytes: int, *, is_in_use: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(4)
        self._add_top(model, is_in_use)
        self._column.addWidget(_line(facts_text(model), "small", self))
        if model.weights is not None:
            self._add_memory(model, available_bytes)
        else:
            self._column.addWidget(_line(verdict_text(model), "danger", self))
        if warning := warning_text(model):
            self._column.addWidget(_line(warning, "warning", self))
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()  # a list asks for the size before anything is shown

    def _add_top(self, model: Fitness, is_in_use: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_line(name_of(model), "heading", self), 1)
        if is_in_use:
            chip = QLabel(tr("in use"), self)
            chip.setProperty("kind", "chip")
            chip.setProperty("mode", "chosen")
            row.addWidget(chip)
        self._column.addLayout(row)

    def _add_memory(self, model: Fitness, available_bytes: int) -> None:
        bar = QProgressBar(self)
        bar.setTextVisible(False)
        bar.setProperty("level", LEVELS[model.fit])
        bar.setMaximum(BAR_STEPS)
        bar.setValue(min(BAR_STEPS, round(BAR_STEPS * model.needed_bytes / max(1, available_bytes))))
        bar.setFixedWidth(BAR_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(bar)
        row.addWidget(_line(memory_text(model, available_bytes), "small", self))
        row.addWidget(_line(verdict_text(model), LEVELS[model.fit], self), 1)
        self._column.addLayout(row)


def told(model: Fitness, available_bytes: int, *, is_in_use: bool) -> str:
    """Return everything that the card shows, for a screen reader."""
    parts = [name_of(model), tr("in use") if is_in_use else "", facts_text(model)]
    if model.weights is not None:
        parts.append(memory_text(model, available_bytes))
    parts += [verdict_text(model), warning_text(model)]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _line(text: str, kind: str, parent: QWidget) -> ElidedLabel:
    label = ElidedLabel(text, parent)
    label.setProperty("kind", kind)
    return label
