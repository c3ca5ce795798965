"""The bar in which a person searches the document."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gui.pages.finder import Finder
from gui.widgets.announcing import announce
from gui.widgets.files_passing import FilesPassingLine
from gui.widgets.icon_button import IconButton

TYPING_MS = 200
LEAST_WIDTH = 90


class FindBar(QFrame):
    """Searches while the person types. Enter goes on, Shift+Enter back, Escape closes."""

    closed = Signal()  # and the keyboard, which was in it, needs another place
    search_wanted = Signal(str)

    def __init__(self, finder: Finder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finder = finder
        self.setProperty("kind", "bar")
        self.line = FilesPassingLine(self)
        self.line.setAccessibleName(self.tr("Find in document"))
        self.line.setPlaceholderText(self.tr("Find in document"))
        self.line.setMinimumWidth(LEAST_WIDTH)
        self.count = QLabel(self)
        self.count.setProperty("kind", "dim")
        self.previous = IconButton("chevron-up", self.tr("Previous hit"), self, shortcut="Shift+F3")
        self.next = IconButton("chevron-down", self.tr("Next hit"), self, shortcut="F3")
        self.close_button = IconButton("close", self.tr("Close search"), self, shortcut="Esc")
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()
        self._tell()
        self.hide()

    def begin(self, text: str = "") -> None:
        """Appear and take the keyboard; with `text`, search for it."""
        self.show()
        if text:
            self.line.setText(text)
            self._search()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def dismiss(self) -> None:
        """End the search and go away."""
        self._typing.stop()
        self._finder.stop()
        had_keyboard = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        if had_keyboard:
            self.closed.emit()

    def step(self, by: int) -> None:
        """Go to the next hit or the one before; what was typed last is searched for first."""
        if self._typing.isActive() or self._finder.query != self.line.text().strip():
            self._search()
        else:
            self._finder.step(by)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.count)
        for button in (self.previous, self.next, self.close_button):
            row.addWidget(button)

    def _connect(self) -> None:
        self._typing.timeout.connect(self._search)
        self.line.textEdited.connect(lambda _: self._typing.start())
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.dismiss)
        self._finder.changed.connect(self._tell)

    def _search(self) -> None:
        self._typing.stop()
        self.search_wanted.emit(self.line.text())

    def _tell(self) -> None:
        said = self._said()
        is_new = said != self.count.text()
        self.count.setText(said)
        for button in (self.previous, self.next):
            button.setEnabled(self._finder.hit_count > 0)
        if is_new and said and not self._finder.is_searching:
            announce(self.line, said)

    def _said(self) -> str:
        finder = self._finder
        if not finder.query:
            return ""
        if finder.hit_count:
            counts = f"{finder.hit_number:,}", f"{finder.hit_count:,}"
            return (self.tr("{0} of {1}…") if finder.is_searching else self.tr("{0} of {1}")).format(*counts)
        return self.tr("Searching…") if finder.is_searching else self.tr("Not found")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
