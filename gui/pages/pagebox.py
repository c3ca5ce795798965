"""The box that says which page is looked at; a label or a number typed into it goes there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.pages.labels import PageLabels
from gui.widgets.announcing import announce
from gui.widgets.files_passing import FilesPassingLine
from gui.widgets.icon_button import described

BOX_CHARS = 5
SHORTCUT = "Ctrl+G"


class _Line(FilesPassingLine):
    """A field that is selected whole when it is entered, and left by Escape."""

    left = Signal()
    blurred = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.blurred.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PageBox(QWidget):
    """Shows "12" in a field and "(14 of 503)" behind it, or "of 503" where the label is the number."""

    page_wanted = Signal(int)
    left = Signal()  # the person is done here: back to the pages

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = PageLabels((), 0)
        self._page_number = 0
        self.line = _Line(self)
        self.line.setAccessibleName(self.tr("Page"))
        self.line.setToolTip(described(self.tr("Go to a page, by its printed label or its number"), SHORTCUT))
        self.line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.line.setFixedWidth(self.line.fontMetrics().horizontalAdvance("0" * BOX_CHARS) + 22)
        self.of = QLabel(self)
        self.of.setProperty("kind", "dim")
        self.of.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line)
        row.addWidget(self.of)
        self.line.returnPressed.connect(self._go)
        self.line.left.connect(self._leave)
        self.line.blurred.connect(self._show)
        self.line.textEdited.connect(lambda _: self._mark(is_invalid=False))
        self._show()

    def show_labels(self, labels: PageLabels) -> None:
        """Speak of another document."""
        self._labels, self._page_number = labels, 0
        self._show()

    def show_page(self, page_number: int) -> None:
        """Say which page is looked at; what is being typed is not disturbed."""
        self._page_number = page_number
        if not (self.line.hasFocus() and self.line.isModified()):
            self._show()

    def begin(self) -> None:
        """Take the keyboard."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _show(self) -> None:
        number, count = self._page_number, self._labels.page_count
        is_known = 1 <= number <= count
        self.line.setEnabled(bool(count))
        self.line.setText(self._labels[number] if is_known else "")
        self.line.setCursorPosition(0)
        self.line.setModified(False)
        self._mark(is_invalid=False)
        if not count:
            self.of.setText("")
        elif not is_known or self._labels[number] == str(number):
            self.of.setText(self.tr("of {0}").format(f"{count:,}"))
        else:
            self.of.setText(self.tr("({0} of {1})").format(f"{number:,}", f"{count:,}"))

    def _go(self) -> None:
        number = self._labels.page_called(self.line.text())
        if number is None:
            self._mark(is_invalid=True)
            self.line.selectAll()
            announce(self.line, self.tr("There is no page {0}.").format(self.line.text()))
            return
        self.line.setModified(False)
        self.page_wanted.emit(number)
        self._leave()

    def _leave(self) -> None:
        self._show()
        self.left.emit()

    def _mark(self, *, is_invalid: bool) -> None:
        if bool(self.line.property("invalid")) != is_invalid:
            self.line.setProperty("invalid", is_invalid)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
