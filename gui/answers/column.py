"""The turns of a conversation below each other: what is in sight is laid out at once, the rest later.

A hundred answers are laid out anew when the pane becomes wider. To do it in one go would hold up the window:
turns out of sight keep the height they had, and are measured one by one while nothing else is to be done.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

from gui.answers.turn import TurnView

MARGIN_PX, GAP_PX, WIDEST_PX = 14, 26, 1100


class TurnColumn(QWidget):
    """Places turns; `visible_part` tells which part of the column is in sight."""

    about_to_move = Signal()
    moved = Signal()

    def __init__(self, visible_part: Callable[[], QRect], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visible_part = visible_part
        self.turns: list[TurnView] = []
        self._measured: dict[
            TurnView, tuple[int, int]
        ] = {}  # the width a turn was measured for, and its height
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._measure_next)

    def insert(self, index: int, turn: TurnView) -> None:
        """Show one more turn."""
        turn.setParent(self)
        self.turns.insert(index, turn)
        turn.needs_room.connect(partial(self._make_room, turn))
        turn.show()
        self._make_room(turn)

    def remove(self, first: int) -> None:
        """Remove the turns from this index on."""
        for turn in self.turns[first:]:
            turn.needs_room.disconnect()
            self._measured.pop(turn, None)
            turn.hide()
            turn.deleteLater()
        del self.turns[first:]
        self.place()

    def settle(self) -> None:
        """Lay out what is in sight for the width there is now, and the rest when there is time."""
        self.about_to_move.emit()
        self._measure_in_sight()
        self._place()
        if self._stale():
            self._idle.start()

    def catch_up(self) -> None:
        """Lay out what has come in sight and was not laid out for this width yet."""
        if self._idle.isActive() and self._measure_in_sight():
            self.place()

    def _measure_in_sight(self) -> bool:
        sight = self._visible_part()
        stale = [turn for turn in self._stale() if turn.geometry().intersects(sight)]
        for turn in stale:
            self._measure(turn)
        return bool(stale)

    def place(self) -> None:
        """Put all turns where they belong."""
        self.about_to_move.emit()
        self._place()

    def _place(self) -> None:
        x, y = self._turn_x(), MARGIN_PX
        for turn in self.turns:
            # In the width it was measured for, which may not be the one there is now: a new one costs.
            width, height = self._measured[turn]
            turn.setGeometry(x, y, width, height)
            y += height + GAP_PX
        self.resize(self.width(), y - GAP_PX + MARGIN_PX if self.turns else 0)
        self.moved.emit()

    def _turn_width(self) -> int:
        return max(100, min(WIDEST_PX, self.width() - 2 * MARGIN_PX))

    def _turn_x(self) -> int:
        return (self.width() - self._turn_width()) // 2

    def _measure(self, turn: TurnView) -> None:
        width = self._turn_width()
        turn.arrange(width)
        self._measured[turn] = width, turn.height_for(width)

    def _make_room(self, turn: TurnView) -> None:
        before = self._measured.get(turn)
        self._measure(turn)
        if self._measured[turn] != before:
            self.place()

    def _stale(self) -> list[TurnView]:
        width = self._turn_width()
        return [turn for turn in self.turns if self._measured.get(turn, (0, 0))[0] != width]

    def _measure_next(self) -> None:
        stale = self._stale()
        if stale:
            self._measure(stale[-1])
            self.place()
        else:
            self._idle.stop()
