"""A list that is searched by the field above it; while there is nothing to list, something that teaches."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QStackedLayout, QVBoxLayout, QWidget

from gui.widgets.empty_state import EmptyState
from gui.widgets.search_line import SearchLine


class SearchedList(QWidget):
    """Lays out the search line over `rows`, or `empty` in place of both."""

    def __init__(
        self, search_line: SearchLine, rows: QListView, empty: EmptyState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows, self._empty = rows, empty
        rows.setMouseTracking(True)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        search_line.left.connect(self._begin)
        self._full = QWidget(self)
        column = QVBoxLayout(self._full)
        column.setContentsMargins(8, 8, 8, 4)
        column.addWidget(search_line)
        column.addWidget(rows, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._full)

    def show_rows(self, has_any: bool) -> None:
        """Show the list, or what stands in its place."""
        self._stack.setCurrentWidget(self._full if has_any else self._empty)

    def _begin(self) -> None:
        """Give the list the keyboard, at its first row where none was chosen."""
        if not self._rows.currentIndex().isValid():
            self._rows.setCurrentIndex(self._rows.model().index(0, 0))
        self._rows.setFocus(Qt.FocusReason.TabFocusReason)
