"""The numbered list of sources below an answer: where each is, and the words it is from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.answering.events import Citation
from gui import theme
from gui.answers import wording
from gui.widgets.direction import direction_of

SHOWN_AT_FIRST = 3
PADDING_PX = 6


@dataclass(frozen=True, slots=True)
class Source:
    """A span of a document that an answer cites, once however often it does."""

    number: int
    citation: Citation
    place: str
    line: str  # the same, page first
    quote: str = ""

    @property
    def tip(self) -> str:
        """What is told on hovering over its number."""
        return wording.tooltip(self.place, [self.quote] if self.quote else [])


class SourceRow(QAbstractButton):
    """One source in two lines: number and place, then its words as far as they fit."""

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_source(source)

    def show_source(self, source: Source) -> None:
        """Show this source."""
        self.source = source
        self.setText(f"{source.number}  {source.line}")
        name = self.tr("Source {number}: {place}").format(number=source.number, place=source.place)
        self.setAccessibleName(name)
        self.setAccessibleDescription(source.quote)
        self.setToolTip(source.tip)
        self.updateGeometry()
        self.update()

    def _paint_words(self, painter: QPainter, colours: theme.Theme) -> None:
        room = self.rect().adjusted(PADDING_PX, PADDING_PX - 2, -PADDING_PX, 0)
        number_width = painter.fontMetrics().horizontalAdvance("00") + PADDING_PX
        number = QRect(room.left(), room.top(), number_width, painter.fontMetrics().height())
        words = room.adjusted(number_width, 0, 0, 0)
        if self.isRightToLeft():
            number.moveRight(room.right())
            words = room.adjusted(0, 0, -number_width, 0)
        self._paint_line(painter, number, str(self.source.number), colours.accent)
        words.setHeight(painter.fontMetrics().height())
        self._paint_line(painter, words, self.source.line, colours.text)
        if self.source.quote:
            words.translate(0, painter.fontMetrics().lineSpacing() + 1)
            self._paint_line(painter, words, self.source.quote.replace("\n", " "), colours.dim)

    def _paint_line(self, painter: QPainter, box: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        direction = direction_of(text)
        is_auto = direction == Qt.LayoutDirection.LayoutDirectionAuto
        painter.setLayoutDirection(self.layoutDirection() if is_auto else direction)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine, shown)

    def sizeHint(self) -> QSize:
        lines = 2 if self.source.quote else 1
        metrics = self.fontMetrics()
        return QSize(240, lines * (metrics.lineSpacing() + 1) + 2 * PADDING_PX - 3)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.sunken) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), colours.radius, colours.radius)
        self._paint_words(painter, colours)
        painter.end()


class SourceList(QWidget):
    """The sources of one answer; beyond the first few they are shown on request."""

    chosen = Signal(object)  # a Citation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SourceRow] = []
        self._sources: list[Source] = []
        self._is_whole = False
        self.more_button = QPushButton(self)
        self.more_button.setProperty("kind", "link")
        self.more_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.more_button.clicked.connect(self._toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.setAccessibleName(self.tr("Sources"))

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show these sources; rows that are there already keep their focus."""
        self._sources = list(sources)
        self._fold()

    def _add(self, source: Source) -> None:
        row = SourceRow(source, self)
        row.clicked.connect(lambda: self.chosen.emit(row.source.citation))
        self._column.insertWidget(len(self.rows), row)
        if self.rows:
            self.setTabOrder(self.rows[-1], row)
        self.rows.append(row)

    def _toggle(self) -> None:
        self._is_whole = not self._is_whole
        self._fold()

    def _fold(self) -> None:
        # One more than fits is shown too: to fold a single one away saves nothing.
        is_long = len(self._sources) > SHOWN_AT_FIRST + 1
        self._fill(self._sources if self._is_whole or not is_long else self._sources[:SHOWN_AT_FIRST])
        self.more_button.setVisible(is_long)
        every = self.tr("Show all {count} sources").format(count=len(self._sources))
        self.more_button.setText(self.tr("Show fewer sources") if self._is_whole else every)
        self.more_button.setAccessibleName(self.more_button.text())
        self.setVisible(bool(self.rows))

    def _fill(self, sources: Sequence[Source]) -> None:
        for row, source in zip(self.rows, sources, strict=False):
            row.show_source(source)
        for row in self.rows[len(sources) :]:
            row.hide()
            row.deleteLater()
        del self.rows[len(sources) :]
        for source in sources[len(self.rows) :]:
            self._add(source)
