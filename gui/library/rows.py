"""The shelf as a list model, and how a row of it is painted."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.icons import paint as paint_icon
from gui.library.shelf import Entry, Shelf, State
from gui.library.wording import hindrance, kept_text, status
from gui.translating import tr
from gui.widgets.direction import direction_of
from gui.widgets.progress_ring import paint_ring

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
BADGE_PX, PIN_PX = 20, 14
LEAST_SHARE = 0.02  # of a ring, so that one that has just begun is seen to be one


class DocumentsModel(QAbstractListModel):
    """The entries of a shelf, the one opened last at the bottom."""

    def __init__(self, shelf: Shelf, parent: QObject) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._entries: list[Entry] = list(shelf.entries)
        shelf.added.connect(self._add)
        shelf.removed.connect(self._remove)
        shelf.changed.connect(self._change)
        shelf.renamed.connect(self._change)

    def row_of(self, entry: Entry) -> int:
        """Return the row of an entry, -1 where it is not here."""
        return self._entries.index(entry) if entry in self._entries else -1

    def _add(self, entry: Entry) -> None:
        row = len(self._entries)
        self.beginInsertRows(QModelIndex(), row, row)
        self._entries.append(entry)
        self.endInsertRows()

    def _remove(self, entry: Entry) -> None:
        row = self.row_of(entry)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._entries.pop(row)
            self.endRemoveRows()

    def _change(self, entry: Entry) -> None:
        row = self.row_of(entry)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.ToolTipRole:
                own = entry.stored.title if entry.stored and entry.stored.title not in entry.title else ""
                lines = (
                    entry.title,
                    own,
                    str(entry.path),
                    status(entry),
                    hindrance(entry),
                    kept_text(entry.kept),
                )
                return "\n".join(filter(None, lines))
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (entry.title, status(entry), _pinned(entry))))
            case _:
                return entry if role == ENTRY else None


class DocumentDelegate(QStyledItemDelegate):
    """Paints a document: a badge that says its state, its title, and a line about it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title, small = row_fonts(option.font)
        lines = 2 if index.data(ENTRY).state is State.FAILED else 1
        height = QFontMetrics(title).height() + lines * QFontMetrics(small).height() + 3 * theme.current().gap
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option)
        _paint_row(painter, option, index.data(ENTRY))
        painter.restore()


def row_fonts(base: QFont) -> tuple[QFont, QFont]:
    """Return the fonts of a row's title and of the line below it."""
    title, small = QFont(base), QFont(base)
    title.setWeight(QFont.Weight.Medium)
    small.setPointSizeF(max(7.5, base.pointSizeF() * 0.88))
    return title, small


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what shows that a row is selected, under the mouse, or has the keyboard."""
    look, state = theme.current(), option.state
    box = option.rect.adjusted(2, 2, -2, -2)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(look.accent_soft))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(look.sunken))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    has_focus = state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange
    painter.setPen(QPen(QColor(look.accent), 1.5) if has_focus else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, look.radius, look.radius)


def _paint_row(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    look, direction = theme.current(), option.direction
    gap = look.gap
    inner = option.rect.adjusted(gap + 4, gap, -gap - 4, -gap)
    badge = QRect(inner.left(), inner.top() + 1, BADGE_PX, BADGE_PX)
    text = inner.adjusted(BADGE_PX + gap + 2, 0, 0, 0)
    _paint_badge(painter, QStyle.visualRect(direction, inner, badge), entry)
    title, small = row_fonts(option.font)
    text = QStyle.visualRect(direction, inner, text)
    line = QRect(text.left(), text.top(), text.width(), QFontMetrics(title).height())
    write_line(painter, line, title, look.text, entry.title, option)
    below = text.adjusted(0, line.height() + 2, 0, 0)
    if entry.state is State.FAILED:
        _write_reason(painter, below, small, status(entry), option)
    else:
        below.setHeight(QFontMetrics(small).height())
        if _pinned(entry):
            below = _paint_pin(painter, below, direction)
        write_line(painter, below, small, look.dim, status(entry), option)


def write_line(
    painter: QPainter, box: QRect, font: QFont, colour: str, text: str, option: QStyleOptionViewItem
) -> None:
    """Write one line of text at the reading start of `box`, elided where it is too long."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.setLayoutDirection(direction_of(text))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(_start(option) | Qt.AlignmentFlag.AlignVCenter), shown)


def _write_reason(
    painter: QPainter, box: QRect, font: QFont, text: str, option: QStyleOptionViewItem
) -> None:
    """Write up to two lines; only the second one is elided."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    first = line.textLength()
    layout.endLayout()
    box = QRect(box.left(), box.top(), box.width(), QFontMetrics(font).height())
    for part in (text[:first].strip(), text[first:].strip()):
        write_line(painter, box, font, theme.current().danger, part, option)
        box.translate(0, box.height())


def _pinned(entry: Entry) -> str:
    """Return that what was read of a document stays on the disk, "" where it may go."""
    return tr("kept on the disk") if entry.kept is not None and entry.kept.is_pinned else ""


def _paint_pin(painter: QPainter, line: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Paint a pin at the end of a line, and return what is left of it."""
    pin = QRect(line.right() - PIN_PX, line.top() + (line.height() - PIN_PX) // 2, PIN_PX, PIN_PX)
    paint_icon(painter, QRectF(QStyle.visualRect(direction, line, pin)), "pin", "accent")
    return QStyle.visualRect(direction, line, line.adjusted(0, 0, -PIN_PX - 4, 0))


def _start(option: QStyleOptionViewItem) -> Qt.AlignmentFlag:
    is_rtl = option.direction == Qt.LayoutDirection.RightToLeft
    return (
        Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
    ) | Qt.AlignmentFlag.AlignAbsolute


def _paint_badge(painter: QPainter, box: QRect, entry: Entry) -> None:
    if entry.state in (State.OPENING, State.INDEXING, State.WAITING):
        _paint_share(painter, box, entry.share)
        return
    if entry.read_share is not None:
        _paint_share(painter, box, entry.read_share)
        return
    names = {State.FAILED: "warning", State.LOCKED: "lock"}
    name = names.get(entry.state, "document")
    paint_icon(painter, QRectF(box), name, "danger" if entry.state is State.FAILED else "dim")


def _paint_share(painter: QPainter, box: QRect, share: float) -> None:
    paint_ring(painter, QRectF(box), max(share, LEAST_SHARE))
