"""What answers cost, as bars side by side: all bars of one kind of cost on one scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.answering.events import Answer
from gui import theme
from gui.ask.wording import mode_name, seconds
from gui.translating import tr
from gui.widgets.direction import direction_of

BAR_PX = 8
ROW_GAP_PX, GROUP_GAP_PX, COLUMN_GAP_PX = 3, 10, 10
MOST_LABEL_SHARE = 0.36


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of cost: its name, an answer's value, and the value in words."""

    name: str
    value: Callable[[Answer], float]
    words: Callable[[float], str]


MEASURES = (
    Measure("Tokens read", lambda answer: answer.tokens.read, lambda count: f"{count:,.0f}"),
    Measure("To the first word", lambda answer: answer.timings.first_token_s, seconds),
    Measure("In all", lambda answer: answer.timings.total_s, seconds),
)


def names_width(font: QFont) -> int:
    """Return how wide the longest name of a cost is, in whole logical pixels."""
    metrics = QFontMetricsF(font)  # its namesake rounds down, and then a name is cut that has room
    return max(ceil(metrics.horizontalAdvance(tr(each.name))) for each in MEASURES)


class CostBars(QWidget):
    """For each kind of cost one bar per answer, in its mode's colour, with the value behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: list[Answer] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Costs"))

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show what these answers cost."""
        self._answers = list(answers)
        said = self.sentences()
        self.setAccessibleDescription("\n".join(said))
        self.setToolTip("\n".join(said))
        self.updateGeometry()
        self.update()

    def sentences(self) -> list[str]:
        """Return what the bars show, one line for each kind of cost."""
        return [
            f"{tr(measure.name)}: "
            + ", ".join(f"{mode_name(a.mode)} {measure.words(measure.value(a))}" for a in self._answers)
            for measure in MEASURES
        ]

    def _row_height(self) -> int:
        return QFontMetrics(theme.font("small")).height() + ROW_GAP_PX

    def _group_height(self) -> int:
        return len(self._answers) * self._row_height() + GROUP_GAP_PX

    def _paint_group(self, painter: QPainter, top: int, measure: Measure) -> None:
        values = [measure.value(answer) for answer in self._answers]
        most = max([*values, 1e-9])
        metrics = painter.fontMetrics()
        label_width = min(names_width(painter.font()) + COLUMN_GAP_PX, int(self.width() * MOST_LABEL_SHARE))
        value_width = max(metrics.horizontalAdvance(measure.words(value)) for value in values) + COLUMN_GAP_PX
        room = max(10, self.width() - label_width - value_width)
        label = QRect(0, top, label_width - COLUMN_GAP_PX, metrics.height())
        name = metrics.elidedText(tr(measure.name), Qt.TextElideMode.ElideRight, label.width())
        self._write(painter, label, name, theme.current().dim)
        for row, (answer, value) in enumerate(zip(self._answers, values, strict=True)):
            y = top + row * self._row_height()
            length = max(2.0, room * value / most)
            self._paint_bar(painter, QRectF(label_width, y, length, metrics.height()), answer.mode.value)
            words = QRect(round(label_width + length) + 6, y, value_width, metrics.height())
            self._write(painter, words, measure.words(value), theme.current().text)

    def _paint_bar(self, painter: QPainter, row: QRectF, colour: str) -> None:
        bar = QRectF(row.left(), row.center().y() - BAR_PX / 2, row.width(), BAR_PX)
        if self.isRightToLeft():
            bar.moveRight(self.width() - row.left())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme.current(), colour)))
        painter.drawRoundedRect(bar, 2, 2)

    def _write(self, painter: QPainter, box: QRect, text: str, colour: str) -> None:
        side = Qt.AlignmentFlag.AlignLeft
        if self.isRightToLeft():
            box.moveRight(self.width() - box.left())
            side = Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(colour))
        painter.setLayoutDirection(direction_of(text))  # "12 s" is not "s 12" in a mirrored window
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, text)

    def sizeHint(self) -> QSize:
        return QSize(240, len(MEASURES) * self._group_height() - GROUP_GAP_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._answers:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        for index, measure in enumerate(MEASURES):
            self._paint_group(painter, index * self._group_height(), measure)
        painter.end()
