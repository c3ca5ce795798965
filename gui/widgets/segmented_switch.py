"""A switch of a few segments, of which exactly one is chosen."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui import icons
from gui.widgets.icon_button import described

ICON_SIZE = QSize(23, 17)  # wider than the picture: Qt leaves too little between an icon and its text
STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
ENDS: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: `value` is what `chosen` says; `colour` is a theme colour for its icon when chosen."""

    value: str
    text: str
    icon_name: str = ""
    tool_tip: str = ""
    colour: str = "accent"
    shortcut: str = ""


class SegmentedSwitch(QFrame):
    """Arrow keys, Home and End move the choice.

    Where room is short, segments with an icon lose their text: first the others, then the chosen one.
    """

    chosen = Signal(str)

    def __init__(self, name: str, segments: tuple[Segment, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = {each.value: each for each in segments}
        self._buttons: dict[str, QPushButton] = {}
        self._value = segments[0].value
        self.setProperty("kind", "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(2)
        for segment in segments:
            self._add(segment)
        self._measure()
        self._show()

    @property
    def value(self) -> str:
        """The value of the chosen segment."""
        return self._value

    def choose(self, value: str) -> None:
        """Choose a segment and say so, unless it is chosen already."""
        if value == self._value:
            self._show()  # a click on the chosen button has switched it off
            return
        had_focus = self._buttons[self._value].hasFocus()
        self._value = value
        self._show()
        if had_focus:
            self._buttons[value].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(value)

    def _add(self, segment: Segment) -> None:
        button = QPushButton(segment.text, self)
        button.setProperty("kind", "segment")
        button.setCheckable(True)
        button.setAutoExclusive(True)  # a screen reader then says "1 of 3"
        button.setAutoDefault(False)
        button.setIconSize(ICON_SIZE)
        button.setAccessibleName(segment.text)
        button.setToolTip(_tip(segment))
        if segment.icon_name:
            button.setIcon(icons.icon(segment.icon_name, "dim"))
        button.clicked.connect(lambda: self.choose(segment.value))
        button.installEventFilter(self)
        self._buttons[segment.value] = button
        self._row.addWidget(button)

    def _measure(self) -> None:
        """Learn how wide each segment is with its text, and without."""
        self._full: dict[str, int] = {}
        self._least: dict[str, int] = {}
        for value, button in self._buttons.items():
            button.ensurePolished()
            button.setText(self._segments[value].text)
            self._full[value] = self._least[value] = button.sizeHint().width()
            if self._segments[value].icon_name:
                button.setText("")
                self._least[value] = button.sizeHint().width()

    def _show(self) -> None:
        for value, button in self._buttons.items():
            segment, is_chosen = self._segments[value], value == self._value
            button.setChecked(is_chosen)
            if segment.icon_name:
                button.setIcon(icons.icon(segment.icon_name, segment.colour if is_chosen else "dim"))
            # One stop for the Tab key; the arrows do the rest.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._buttons[self._value])
        self._fit()

    def _fit(self) -> None:
        has_room = self.width() >= self._width(self._full)
        with_chosen = {**self._least, self._value: self._full[self._value]}
        keeps_chosen = self.width() >= self._width(with_chosen)
        for value, button in self._buttons.items():
            keeps_text = has_room or (keeps_chosen and value == self._value)
            segment = self._segments[value]
            button.setText(segment.text if keeps_text or not segment.icon_name else "")

    def _width(self, widths: dict[str, int]) -> int:
        margins = self._row.contentsMargins()
        return (
            sum(widths.values()) + self._row.spacing() * (len(widths) - 1) + margins.left() + margins.right()
        )

    def _step(self, key: int) -> None:
        values = list(self._buttons)
        if key in ENDS:
            self.choose(values[ENDS[key]])
            return
        step = STEPS[key]
        if self.isRightToLeft() and key in SIDEWAYS:
            step = -step
        self.choose(values[(values.index(self._value) + step) % len(values)])

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._full), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(self._least), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
            self._fit()
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in STEPS or key in ENDS:
                self._step(key)
                return True
        return False


def _tip(segment: Segment) -> str:
    return described(segment.tool_tip or segment.text, segment.shortcut)
