"""How much of the model's window is taken, and what the next question will cost in each mode."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from core.answering.estimates import Meter, Outlook
from core.answering.events import Mode
from gui import theme
from gui.ask.wording import seconds, short_mode_name
from gui.process.requests import Foreseen
from gui.translating import tr
from gui.widgets.elided_label import ElidedLabel

BAR_PX = (72, 6)


class WindowBar(QWidget):
    """A bar of the model's window: what the documents take, then what the conversation takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = (0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_shares(self, documents: float, conversation: float) -> None:
        """Show two shares of the window; together more than 1 means that it cannot be read."""
        self._shares = (documents, conversation)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*BAR_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        self._paint(painter, track, 1.0, look.border)
        documents, conversation = self._shares
        is_over = documents + conversation > 1
        self._paint(
            painter, track, min(1.0, documents + conversation), look.danger if is_over else look.accent
        )
        if not is_over:
            self._paint(painter, track, documents, look.whole)

    def _paint(self, painter: QPainter, track: QRectF, share: float, colour: str) -> None:
        width = track.width() * share
        if width < 1:
            return
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = track.right() - width if is_rtl else track.left()
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, track.top(), width, track.height()), 3, 3)


class ContextMeter(QWidget):
    """One quiet line: the window and how full it is, and the predicted seconds for each mode."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = WindowBar(self)
        self._fill, self._costs = self._label(), self._label()
        window = QHBoxLayout()
        window.addWidget(self._bar)
        window.addWidget(self._fill, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(2, 0, 2, 0)
        self._row.setSpacing(4)
        self._row.addLayout(window, 1)
        self._row.addWidget(self._costs)
        self.say("")

    def say(self, text: str) -> None:
        """Show only a sentence, while there is nothing to measure."""
        self._bar.hide()
        self._show(text, "")

    def show_foreseen(self, foreseen: Foreseen, modes: tuple[Mode, ...]) -> None:
        """Show what a question in `modes` would meet."""
        meter = foreseen.meter
        self._bar.show()
        self._bar.show_shares(*_shares(foreseen, modes))
        fill = _fill_text(meter) if Mode.WHOLE in modes else _question_text(foreseen, modes)
        self._show(fill, " · ".join(_cost_text(mode, foreseen.costs[mode]) for mode in modes))
        self._fill.setToolTip(_fill_details(meter))
        self._costs.setToolTip(
            self.tr("Expected seconds to the first word, from what was measured on this computer")
        )

    def _show(self, fill: str, costs: str) -> None:
        self._fill.setText(fill)
        self._costs.setText(costs)
        for label, name in ((self._fill, self.tr("Window")), (self._costs, self.tr("Expected cost"))):
            label.setAccessibleName(f"{name}: {label.text()}" if label.text() else name)
        self._fit()

    def _fit(self) -> None:
        """Set the costs below the window where both do not fit in one line."""
        wanted = self._bar.sizeHint().width() + self._fill.sizeHint().width() + self._costs.sizeHint().width()
        is_narrow = bool(self._costs.text()) and wanted + 3 * theme.current().gap > self.width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _label(self) -> ElidedLabel:
        label = ElidedLabel("", self)
        label.setProperty("kind", "small")
        return label


def _shares(foreseen: Foreseen, modes: tuple[Mode, ...]) -> tuple[float, float]:
    meter, whole = foreseen.meter, foreseen.costs.get(Mode.WHOLE)
    if Mode.WHOLE not in modes:
        return 0.0, _question_share(foreseen, modes)
    if whole is not None and whole.part_count > 1:
        return 1.0, 0.0  # each part fills the window
    return meter.document_tokens / meter.context_tokens, meter.conversation_tokens / meter.context_tokens


def _question_share(foreseen: Foreseen, modes: tuple[Mode, ...]) -> float:
    """Return how much of the window a question fills that does not read whole documents."""
    tokens = max((foreseen.costs[mode].prompt_tokens for mode in modes), default=0)
    return tokens / foreseen.meter.context_tokens


def _question_text(foreseen: Foreseen, modes: tuple[Mode, ...]) -> str:
    share = max(0.01, _question_share(foreseen, modes))
    return tr("A question fills {0} of the window").format(f"{share:.0%}")


def _fill_text(meter: Meter) -> str:
    if not meter.page_count:
        return tr("The model's window holds {0} tokens").format(f"{meter.context_tokens:,}")
    if meter.fitting_pages < meter.page_count:
        counts = f"{meter.fitting_pages:,}", f"{meter.page_count:,}"
        return tr("{0} of {1} pages fit the window").format(*counts)
    used = (meter.document_tokens + meter.conversation_tokens) / meter.context_tokens
    one, pages = tr("The page fits"), tr("All {0} pages fit").format(f"{meter.page_count:,}")
    full = tr("{0} full").format(f"{max(0.01, used):.0%}")
    return f"{pages if meter.page_count > 1 else one} · {full}"


def _fill_details(meter: Meter) -> str:
    counts = meter.document_tokens, meter.conversation_tokens, meter.context_tokens
    return tr("The documents take {0} tokens and the conversation {1}; the model's window holds {2}.").format(
        *(f"{count:,}" for count in counts)
    )


def _cost_text(mode: Mode, cost: Outlook) -> str:
    name = short_mode_name(mode)
    if not cost.fits:
        return tr("{0} too long").format(name)
    if cost.part_count > 1:
        name = tr("{0} in {1} parts").format(name, f"{cost.part_count:,}")
    if cost.first_token_s is None:
        return tr("{0} {1} tokens").format(name, f"{cost.prompt_tokens - cost.held_tokens:,}")
    return f"{name} ≈ {seconds(cost.first_token_s)}"
