"""The model sets that can be had: what each is, its size, where it comes from; brought only on a click."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core import paths
from core.catalogue import SETS, Downloading, ModelSet
from core.catalogue.installed import is_installed
from gui import icons
from gui.library.wording import size_text
from gui.process.child import Failure
from gui.process.worker import Call
from gui.translating import say, tr
from gui.widgets.announcing import announce
from gui.widgets.text_label import TextLabel

OFFERED = ("small", "starter")
BAR_STEPS = 1000
Download = Callable[[str], Call]


class SetCard(QFrame):
    """One set, with a button that brings it, how far it is, and a button that stops it."""

    installed = Signal(object)  # paths of the set's models

    def __init__(self, model_set: ModelSet, download: Download | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set, self._download = model_set, download
        self._call: Call | None = None
        self.setProperty("kind", "card")
        self.setAccessibleName(tr(model_set.title))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(6)
        self._add_words()
        self.bar = self._bar()
        self.state = TextLabel("", "small", self)
        policy = self.state.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the button would be as wide as the card
        self.state.setSizePolicy(policy)
        self.get = self._button(
            self.tr("Download {0}").format(size_text(model_set.download_bytes)), "primary"
        )
        self.get.setIcon(icons.icon("download", "on_accent"))
        self.get.setIconSize(icons.BESIDE_TEXT)
        self.get.clicked.connect(self.begin)
        self.stop = self._button(self.tr("Stop"), "")
        self.stop.clicked.connect(self._stop)
        self._add_foot()
        self._show(is_busy=False)

    @property
    def set_name(self) -> str:
        """What the set is called in the catalogue."""
        return self._set.name

    @property
    def is_busy(self) -> bool:
        """Whether the set is on its way."""
        return self._call is not None

    def begin(self) -> None:
        """Bring the set; what came before goes on from there."""
        if self._download is None or self._call is not None:
            return
        self._call = self._download(self._set.name)
        self._call.progressed.connect(self._take_progress)
        self._call.finished.connect(self._take_models)
        self._call.failed.connect(self._take_failure)
        self._call.stopped.connect(self._take_stop)
        self._say(self.tr("Beginning…"))
        self._show(is_busy=True)

    def _stop(self) -> None:
        if self._call is not None:
            self.stop.setEnabled(False)
            self._say(self.tr("Stopping…"))
            self._call.stop()

    def _take_progress(self, event: Any) -> None:
        if isinstance(event, Downloading) and self.stop.isEnabled():
            self.bar.setValue(round(BAR_STEPS * event.done_bytes / max(1, event.total_bytes)))
            done, total = size_text(event.done_bytes), size_text(event.total_bytes)
            self._say(self.tr("{0} of {1} · {2}").format(done, total, say(event.step)))

    def _take_models(self, models: tuple[Path, ...]) -> None:
        self._end(self.tr("Installed."))
        self.installed.emit(models)

    def _take_failure(self, failure: Failure) -> None:
        self._end(say(failure.sentence), "danger")

    def _take_stop(self) -> None:
        self._end(self.tr("Stopped. What has come is kept; the download goes on from there."))

    def _end(self, sentence: str, kind: str = "small") -> None:
        self._call = None
        self._say(sentence, kind)
        announce(self, sentence)
        self._show(is_busy=False)

    def _say(self, sentence: str, kind: str = "small") -> None:
        self.state.setText(sentence)
        if self.state.property("kind") != kind:
            self.state.setProperty("kind", kind)
            self.state.style().polish(self.state)

    def _show(self, *, is_busy: bool) -> None:
        has_all = all(is_installed(item) for item in self._set.items)
        if has_all and not is_busy:
            self._say(self.tr("Installed."))
        self.get.setVisible(not is_busy and not has_all)
        self.get.setEnabled(self._download is not None)
        self.stop.setVisible(is_busy)
        self.stop.setEnabled(True)
        self.bar.setVisible(is_busy)
        self.state.setVisible(bool(self.state.text()))

    def _add_words(self) -> None:
        self._column.addWidget(TextLabel(tr(self._set.title), "heading", self))
        self._column.addWidget(TextLabel(tr(self._set.purpose), "", self))
        origin = self.tr("From the Python Package Index (pypi.org) into the models folder · licence: {0}")
        words = TextLabel(origin.format(self._set.licence), "small", self)
        words.setToolTip(str(paths.models()))
        self._column.addWidget(words)

    def _add_foot(self) -> None:
        self._column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.state, 1)
        row.addWidget(self.get)
        row.addWidget(self.stop)
        self._column.addLayout(row)

    def _bar(self) -> QProgressBar:
        bar = QProgressBar(self)
        bar.setTextVisible(False)
        bar.setMaximum(BAR_STEPS)
        bar.setAccessibleName(self.tr("Download of {0}").format(tr(self._set.title)))
        return bar

    def _button(self, text: str, kind: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", kind)
        button.setAccessibleName(f"{text}: {tr(self._set.title)}")
        button.setAutoDefault(False)
        return button


def offered() -> tuple[ModelSet, ...]:
    """Return the sets that are offered in the window."""
    return tuple(SETS[name] for name in OFFERED)
