"""The text of an answer: it grows while it is written, can be selected, and links to its sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QToolTip, QWidget

from gui import theme
from gui.answers.document import CODE_PX, QUOTE_PX, AnswerDocument, Placed
from gui.answers.markdown import Block, Kind, parse, parse_growing
from gui.answers.notes import Note, with_notes

FLUSH_MS = 66
CODE_PADDING_PX = 7
BOTTOM_PX = 3  # room for what hangs below the last line
CARET_PX = 8
SCROLL_KEYS = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of an answer that are shown in a special way, and what is said of them.

    `look` is "unsupported", or the name of a theme's colour that is laid behind the text.
    """

    start: int
    end: int
    look: str
    tip: str = ""


class AnswerText(QTextBrowser):
    """Shows Markdown as high as it needs to be; the conversation around it scrolls."""

    grew = Signal()
    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._open_from = "", 0
        self._finished_blocks: list[Block] = []
        self._spans: list[Span] = []
        self._tip_of_link: Callable[[str], str] = str
        self._is_growing = False
        self.caret_colour = "accent"
        self._document = AnswerDocument(self)
        self.setDocument(self._document)
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.setInterval(FLUSH_MS)
        self._flush_timer.timeout.connect(self.flush)
        self._set_up()

    @property
    def text(self) -> str:
        """The answer as the model wrote it."""
        return self._text

    @property
    def answer_document(self) -> AnswerDocument:
        """The document that is shown."""
        return self._document

    def add(self, text: str) -> None:
        """Let the answer grow; it is shown a moment later, with what comes until then."""
        self._text += text
        self._is_growing = True
        if not self._flush_timer.isActive():
            self._flush_timer.start()

    def flush(self) -> None:
        """Show what has come."""
        self._flush_timer.stop()
        self._document.set_direction(self._text[:2000])
        blocks, open_from = parse_growing(self._text[self._open_from :], self._open_from)
        kept = len(self._finished_blocks)
        self._document.show_blocks([*self._finished_blocks, *blocks], kept)
        self._finished_blocks += [block for block in blocks if block.start < open_from]
        self._open_from = open_from
        self._changed()

    def parsed(self, text: str) -> list[Block]:
        """Return the blocks of the whole answer; what was parsed while it came is not parsed again."""
        if not text.startswith(self._text.rstrip()):
            return parse(text)[0]
        return [*self._finished_blocks, *parse(text[self._open_from :], self._open_from)[0]]

    def finish(
        self,
        text: str,
        notes: Sequence[Note] = (),
        spans: Sequence[Span] = (),
        blocks: Sequence[Block] | None = None,
    ) -> None:
        """Show the whole answer with the numbers of its sources; a selection stays.

        `blocks` is the text parsed, where the caller has done so already.
        """
        self._flush_timer.stop()
        self._text, self._is_growing = text, False
        self._finished_blocks, self._open_from = [], 0
        self._document.set_direction(text)
        selected = self._selected_places()
        blocks = parse(text)[0] if blocks is None else blocks
        self._document.show_blocks(with_notes(blocks, notes))
        self._select_places(selected)
        self.show_spans(spans)
        self._changed()

    def stop(self) -> None:
        """Show what has come, and that no more will."""
        self._is_growing = False
        self.flush()

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show these spans in their ways, and no others."""
        self._spans = list(spans)
        self.setExtraSelections([made for span in self._spans for made in self._selections(span)])

    def set_link_tips(self, tip: Callable[[str], str]) -> None:
        """Say what the tooltip of a link is, given its target."""
        self._tip_of_link = tip

    def _set_up(self) -> None:
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            flags.TextSelectableByMouse
            | flags.TextSelectableByKeyboard
            | flags.LinksAccessibleByMouse
            | flags.LinksAccessibleByKeyboard
        )
        # Else a text edit sets its own width again whenever the height for another is asked for.
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._document.setDefaultFont(theme.font())
        self.anchorClicked.connect(lambda url: self.link_activated.emit(url.toString()))

    def _set_width(self, width: int) -> None:
        if width != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(width)

    def _changed(self) -> None:
        self.updateGeometry()
        self.viewport().update()
        self.grew.emit()

    def _selected_places(self) -> tuple[int, int] | None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        first = self._document.answer_place(cursor.selectionStart())
        last = self._document.answer_place(cursor.selectionEnd() - 1)
        return None if first is None or last is None else (first, last + 1)

    def _select_places(self, places: tuple[int, int] | None) -> None:
        ranges = self._document.ranges(*places) if places else []
        cursor = self.textCursor()
        cursor.setPosition(ranges[0][0] if ranges else 0)
        if ranges:
            cursor.setPosition(ranges[-1][1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _selections(self, span: Span) -> list[QTextEdit.ExtraSelection]:
        made = []
        for first, last in self._document.ranges(span.start, span.end):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self._document)
            selection.cursor.setPosition(first)
            selection.cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            selection.format = _span_format(span.look)
            made.append(selection)
        return made

    def _retheme(self) -> None:
        if self._document.theme_shown is not theme.current():
            places = self._selected_places()
            self._document.refresh()
            self._select_places(places)
            self.show_spans(self._spans)
            self.updateGeometry()

    def _paint_behind(self, painter: QPainter) -> None:
        for first, last in _groups(self._document.placed, lambda block: block.kind is Kind.CODE):
            box = self._box(first, last).adjusted(-CODE_PX, -CODE_PADDING_PX, CODE_PX, CODE_PADDING_PX)
            box.setRight(max(box.right(), self.viewport().width() - 0.5))
            painter.setBrush(QColor(theme.current().sunken))
            painter.drawRoundedRect(box, theme.current().radius, theme.current().radius)
        for first, last in _groups(self._document.placed, lambda block: block.quotes > 0):
            box = self._box(first, last)
            is_rtl = (
                self._document.findBlock(first.cells[0]).textDirection() == Qt.LayoutDirection.RightToLeft
            )
            x = self.viewport().width() - 3.0 if is_rtl else box.left() - QUOTE_PX * (box.left() > 0)
            painter.setBrush(QColor(theme.current().border))
            painter.drawRoundedRect(QRectF(x, box.top(), 3, box.height()), 1.5, 1.5)

    def _box(self, first: Placed, last: Placed) -> QRectF:
        layout = self._document.documentLayout()
        top = layout.blockBoundingRect(self._document.findBlock(first.cells[0]))
        return top.united(layout.blockBoundingRect(self._document.findBlock(last.cells[0])))

    def _paint_caret(self, painter: QPainter) -> None:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        line = self.cursorRect(cursor)
        is_rtl = cursor.block().textDirection() == Qt.LayoutDirection.RightToLeft
        x = line.left() - CARET_PX - 3 if is_rtl else line.left() + 3
        box = QRectF(max(0, x), line.top() + 3, CARET_PX, line.height() - 6)
        painter.setBrush(QColor(getattr(theme.current(), self.caret_colour)))
        painter.drawRoundedRect(box, 2, 2)

    def _painter(self) -> QPainter:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        return painter

    def _tip_at(self, point: QPoint) -> str:
        target = self.anchorAt(point)
        if target:
            return self._tip_of_link(target)
        place = self._document.answer_place(self.cursorForPosition(point).position())
        tips = (span.tip for span in self._spans if place is not None and span.start <= place < span.end)
        return next((tip for tip in tips if tip), "")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._set_width(width)
        return ceil(self._document.size().height()) + BOTTOM_PX

    def sizeHint(self) -> QSize:
        return QSize(240, 20)  # the height is by the width

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._document.theme_shown is not theme.current():
            QTimer.singleShot(0, self, self._retheme)
        painter = self._painter()
        self._paint_behind(painter)
        painter.end()
        super().paintEvent(event)
        if self._is_growing:
            painter = self._painter()
            self._paint_caret(painter)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_width(self.viewport().width())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor, made = self.textCursor(), QMimeData()
        made.setText(self._document.plain_text(cursor.selectionStart(), cursor.selectionEnd()))
        return made

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        return None  # nothing that a model names is ever fetched

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the conversation scrolls, not its parts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in SCROLL_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _span_format(look: str) -> QTextCharFormat:
    made = QTextCharFormat()
    if look == "unsupported":
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        made.setUnderlineColor(QColor(theme.current().strong_border))
    else:
        made.setBackground(theme.tint(getattr(theme.current(), look), 0.22))
    return made


def _groups(placed: Sequence[Placed], belongs: Callable[[Block], bool]) -> list[tuple[Placed, Placed]]:
    """Return the first and last of each run of neighbouring blocks that belong together."""
    groups: list[tuple[Placed, Placed]] = []
    was_in = False
    for each in placed:
        is_in = belongs(each.block)
        goes_on = is_in and was_in and (each.block.kind is not Kind.CODE or each.block.is_tight)
        if goes_on:
            groups[-1] = (groups[-1][0], each)
        elif is_in:
            groups.append((each, each))
        was_in = is_in
    return groups
