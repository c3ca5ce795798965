"""All pages at a glance: which of them an answer read, and which it cites."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.answers import wording
from gui.answers.shown import ShownDocument
from gui.translating import tr
from gui.widgets.announcing import announce

Place = tuple[str, int]  # document and page number

WIDEST_PX, USUAL_PX, NARROWEST_PX = 14.0, 6.0, 4.0
ROW_PX, LOW_ROW_PX, ROW_GAP_PX = 18, 10, 3
MOST_ROWS = 8
MARGIN_PX, SIDE_PX = 3, 1  # for the frame around the page that the keyboard is at
NEAR_PX = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """How pages are set in rows: so many columns, each `pitch` pixels wide."""

    pitch: float
    columns: int
    rows: int

    @property
    def row_height(self) -> int:
        """Pixels of one row, without the gap below it."""
        return ROW_PX if self.rows == 1 else LOW_ROW_PX


class PageStrip(QWidget):
    """Every page is a small box, with a gap between documents. Arrow keys go from page to page."""

    page_chosen = Signal(str, int)

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._documents: dict[str, ShownDocument] = {}
        self._slots: list[Place | None] = []  # None is the gap between two documents
        self._read: frozenset[Place] = frozenset()
        self._cited: frozenset[Place] = frozenset()
        self._at = 0
        self._picture = QPixmap()
        self._painted: object = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def current_page(self) -> Place | None:
        """The page that the keyboard is at."""
        return self._slots[self._at] if self._at < len(self._slots) else None

    def show_documents(self, documents: Sequence[ShownDocument]) -> None:
        """Show the pages of these documents."""
        self._documents = {document.document_id: document for document in documents}
        self._slots = []
        for document in documents:
            if self._slots:
                self._slots.append(None)
            self._slots += [(document.document_id, number) for number in range(1, document.page_count + 1)]
        self._at = 0
        self.setVisible(bool(self._slots))
        self.updateGeometry()
        self.update()

    def mark(self, read: Iterable[Place], cited: Iterable[Place]) -> None:
        """Mark the pages that were read, and stronger those that are cited."""
        self._read, self._cited = frozenset(read), frozenset(cited)
        self.update()

    def grid(self, width: int) -> Grid:
        """Return how the pages are set in this width: in one row where they fit."""
        room, count = max(1.0, width - 2.0 * SIDE_PX), max(1, len(self._slots))
        if room / count >= NARROWEST_PX:
            return Grid(min(WIDEST_PX, room / count), count, 1)
        rows = min(MOST_ROWS, ceil(count / max(1, int(room / USUAL_PX))))
        columns = ceil(count / rows)
        return Grid(room / columns, columns, rows)

    def box(self, index: int) -> QRectF:
        """Return where a slot is painted."""
        grid = self.grid(self.width())
        row, column = divmod(index, grid.columns)
        x = SIDE_PX + column * grid.pitch
        if self.isRightToLeft():
            x = self.width() - x - grid.pitch
        gap = 2.0 if grid.pitch >= USUAL_PX else 1.0 if grid.pitch >= NARROWEST_PX else 0.2
        y = MARGIN_PX + row * (grid.row_height + ROW_GAP_PX)
        return QRectF(x + gap / 2, y, max(0.8, grid.pitch - gap), grid.row_height)

    def page_at(self, point: QPointF) -> Place | None:
        """Return the page under a point; a marked one wins that is only a few pixels away."""
        grid = self.grid(self.width())
        x = self.width() - point.x() if self.isRightToLeft() else point.x()
        row = int((point.y() - MARGIN_PX) // (grid.row_height + ROW_GAP_PX))
        reach = range(-NEAR_PX, NEAR_PX + 1) if grid.pitch < NEAR_PX else (0,)
        near = [self._slot(row, int((x - SIDE_PX + by) // grid.pitch), grid) for by in sorted(reach, key=abs)]
        marked = [slot for slot in near if slot in self._cited] or [s for s in near if s in self._read]
        return (marked or near)[0]

    def describe(self, page: Place) -> str:
        """Return what there is to say of a page."""
        document = self._documents.get(page[0])
        said = (
            wording.place(document, page[1]) if len(self._documents) > 1 else wording.page(document, page[1])
        )
        read = tr("read") if page in self._read else tr("not read")
        state = tr("cited") if page in self._cited else read
        return f"{said[0].upper()}{said[1:]}: {state}"

    def _slot(self, row: int, column: int, grid: Grid) -> Place | None:
        index = row * grid.columns + column
        is_inside = 0 <= column < grid.columns and row >= 0 and index < len(self._slots)
        return self._slots[index] if is_inside else None

    def _picture_now(self) -> QPixmap:
        """Return the pages as a picture, painted when something has changed: there may be hundreds."""
        ratio = self.devicePixelRatioF()
        looks = theme.current(), self.size(), ratio, self.layoutDirection()
        state = *looks, self._read, self._cited, len(self._slots)
        if state != self._painted:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_pages(painter)
            painter.end()
            self._painted = state
        return self._picture

    def _paint_pages(self, painter: QPainter) -> None:
        shown = theme.current()
        colours = (QColor(shown.sunken), theme.tint(getattr(shown, self._colour), 0.5), QColor(shown.cite))
        edge = QPen(QColor(shown.border))
        is_wide = self.grid(self.width()).pitch >= NARROWEST_PX
        for index, slot in enumerate(self._slots):
            if slot is None or slot in self._cited:
                continue
            is_read = slot in self._read
            painter.setPen(edge if is_wide and not is_read else Qt.PenStyle.NoPen)
            painter.setBrush(colours[is_read])
            painter.drawRoundedRect(self.box(index), 1.5, 1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours[2])
        for index, slot in enumerate(self._slots):  # last, so that nothing hides them
            if slot in self._cited:
                box = self.box(index)
                more = max(0.0, (3 - box.width()) / 2)
                painter.drawRoundedRect(box.adjusted(-more, -1, more, 1), 1.5, 1.5)

    def _go(self, index: int) -> None:
        step = 1 if index >= self._at else -1
        index = max(0, min(index, len(self._slots) - 1))
        while 0 <= index < len(self._slots) and self._slots[index] is None:
            index += step
        if 0 <= index < len(self._slots):
            self._at = index
            self.update()
            self._tell(self._slots[index])

    def _tell(self, page: Place | None) -> None:
        if page is not None:
            self.setAccessibleDescription(self.describe(page))
            announce(self, self.describe(page))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        grid = self.grid(width)
        return 2 * MARGIN_PX + grid.rows * (grid.row_height + ROW_GAP_PX) - ROW_GAP_PX

    def sizeHint(self) -> QSize:
        return QSize(200, ROW_PX)  # the height is by the width

    def minimumSizeHint(self) -> QSize:
        return QSize(60, ROW_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture_now())
        if self.hasFocus() and self.current_page is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().accent), 2))
            painter.drawRoundedRect(self.box(self._at).adjusted(-1, -1, 1, 1), 2, 2)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            page = self.page_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.describe(page) if page else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_page = self.page_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_page else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        page = self.page_at(event.position())
        if page is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = self._slots.index(page)
            self.update()
            self.page_chosen.emit(*page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ahead = -1 if self.isRightToLeft() else 1
        columns = self.grid(self.width()).columns
        steps: dict[int, int] = {
            Qt.Key.Key_Right: ahead, Qt.Key.Key_Left: -ahead,
            Qt.Key.Key_Down: columns, Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Home: -len(self._slots), Qt.Key.Key_End: len(self._slots),
        }  # fmt: skip
        if event.key() in steps:
            self._go(self._at + steps[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current_page:
            self.page_chosen.emit(*self.current_page)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell(self.current_page)
        self.update()
