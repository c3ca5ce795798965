"""A short note that comes and goes by itself, for what needs no answer: "Copied"."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gui.widgets.announcing import announce

SHOWN_MS = 2600
DISTANCE = 24  # from the host's lower edge


class Toast(QFrame):
    """Floats above the lower edge of its host; `show_note` replaces what is there."""

    def __init__(self, host: QWidget, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(host)
        self._host = host
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    @property
    def note(self) -> str:
        """What it says, or said last."""
        return self._label.text()

    def show_note(self, note: str) -> None:
        """Show `note` for some seconds."""
        self._label.setText(note)
        self._settle()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, note)

    def _settle(self) -> None:
        host = self._host
        self._label.setWordWrap(False)
        self.adjustSize()
        if self.width() > host.width() - 2 * DISTANCE:
            self._label.setWordWrap(True)
            self.resize(host.width() - 2 * DISTANCE, self.heightForWidth(host.width() - 2 * DISTANCE))
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - DISTANCE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False
