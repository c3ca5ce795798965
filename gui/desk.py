"""The desk behind the window: settings, the core child, the model in use and the documents on the shelf.

Holds no widget. What it does is told by signals; what goes wrong comes as a Failure, to be shown as a banner.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from core import paths, settings
from core.errors import OpenBookError
from core.settings import Settings
from gui.library.shelf import Shelf
from gui.process.child import Failure
from gui.process.children import core_service
from gui.process.requests import (
    ENGINE_SETTINGS,
    ForeseeCosts,
    LoadedModel,
    LoadModel,
    PreparingModel,
    WarmEmbedder,
)
from gui.process.worker import GONE, Call, Worker

FORESEE_AFTER_MS = 150


class Desk(QObject):
    """What the window's panes share."""

    model_changed = Signal()
    foreseen = Signal(object)  # Foreseen, or None while it cannot be told
    failed = Signal(object)  # Failure of something that has no better place to be shown
    crashed = Signal(int)
    restarted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self._settings_fault = saved_settings()
        self.worker = Worker("core", core_service, parent=self)
        self.shelf = Shelf(self.worker, lambda: self.settings, self)
        self.model: LoadedModel | None = None
        self.model_failure: Failure | None = None
        self.preparing: PreparingModel | None = None
        self._loading: Call | None = None
        self._subject: tuple[int | None, tuple[str, ...]] = (None, ())
        self._foreseeing: Call | None = None
        self._foreseen: dict[object, object] = {}  # what was last foreseen of each subject
        self._foresee_soon = QTimer(self, singleShot=True, interval=FORESEE_AFTER_MS)
        self._foresee_soon.timeout.connect(self._foresee)
        self.worker.died.connect(self._mourn)

    @property
    def is_loading(self) -> bool:
        """Whether the model is on its way into memory."""
        return self._loading is not None

    def start(self) -> None:
        """Start the core child, fetch what the library keeps, and begin to load the model."""
        self.worker.start()
        self.shelf.load()
        self.load_model()
        if self._settings_fault is not None:
            self.failed.emit(self._settings_fault)

    def close(self) -> None:
        """End the core child."""
        self.worker.close()

    def restart(self) -> None:
        """Start the core child anew after a crash; what was under way begins again."""
        self.worker.restart()
        self.shelf.resume()
        self.load_model()
        self.restarted.emit()

    def change_settings(self, changed: Settings) -> None:
        """Keep new settings; the model is loaded again where they ask for it."""
        before, self.settings = self.settings, changed
        try:
            settings.save(changed, paths.settings_file())
        except OpenBookError as error:
            self.failed.emit(Failure.of(error))
        if any(getattr(before, name) != getattr(changed, name) for name in ENGINE_SETTINGS):
            self.load_model()
        else:
            self.foresee()

    def load_model(self) -> None:
        """Bring the chosen model into memory, in the background."""
        if self._loading is not None:
            self._loading.stop()
        self.model = self.model_failure = self.preparing = None
        self._foreseen.clear()
        call = self._loading = self.worker.call(LoadModel(self.settings))
        call.progressed.connect(self._take_preparing)
        call.finished.connect(self._take_model)
        call.failed.connect(self._fail_model)
        call.ended.connect(lambda: self._end_loading(call))
        self.model_changed.emit()

    def set_subject(self, conversation_id: int | None, document_ids: Sequence[str]) -> None:
        """Say what a next question would be about, so that its cost can be foreseen."""
        self._subject = (conversation_id, tuple(document_ids))
        if self._subject in self._foreseen:
            self.foreseen.emit(self._foreseen[self._subject])
        self.foresee()

    def foresee(self) -> None:
        """Ask soon what the next question would cost; many reasons in a moment ask once."""
        self._foresee_soon.start()

    def _foresee(self) -> None:
        if self.model is None or self._foreseeing is not None:
            self.foreseen.emit(None) if self.model is None else None
            return
        asked = self._subject
        call = self._foreseeing = self.worker.call(ForeseeCosts(*asked, self.settings))
        call.finished.connect(lambda foreseen: self._take_foreseen(asked, foreseen))
        call.ended.connect(self._end_foreseeing)

    def _take_foreseen(self, asked: object, foreseen: object) -> None:
        self._foreseen[asked] = foreseen
        if asked == self._subject:
            self.foreseen.emit(foreseen)
        else:
            self.foresee()

    def _end_foreseeing(self) -> None:
        self._foreseeing = None

    def _take_preparing(self, preparing: PreparingModel) -> None:
        self.preparing = preparing
        self.model_changed.emit()

    def _take_model(self, model: LoadedModel) -> None:
        self.model, self.model_failure = model, None
        self.worker.call(WarmEmbedder(self.settings))
        self.foresee()

    def _fail_model(self, failure: Failure) -> None:
        if failure != GONE:  # a crash is told once, by `crashed`
            self.model_failure = failure

    def _end_loading(self, call: Call) -> None:
        if self._loading is call:
            self._loading, self.preparing = None, None
            self.model_changed.emit()

    def _mourn(self, exit_code: int) -> None:
        self._loading = self._foreseeing = self.model = None
        self.crashed.emit(exit_code)
        self.model_changed.emit()


def saved_settings() -> tuple[Settings, Failure | None]:
    """Return the saved settings, or the defaults with the reason why they could not be read."""
    try:
        return settings.load(paths.settings_file()), None
    except OpenBookError as error:
        return Settings(), Failure.of(error)
