"""The keys that move about in the pages, beside the arrow keys, which scroll by themselves."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollBar

OVERLAP = 0.1  # of a screenful stays in sight when a key scrolls by one

Move = Callable[[], None]


def move_for(event: QKeyEvent, bar: QScrollBar, step_page: Callable[[int], None]) -> Move | None:
    """Return what a key does: Page Up and Down and Space go by screens, with Control by pages."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if key == Qt.Key.Key_Space and modifiers & Qt.KeyboardModifier.ShiftModifier:
        key = Qt.Key.Key_PageUp
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        on, back = partial(step_page, 1), partial(step_page, -1)
    else:
        screenful = round(bar.pageStep() * (1 - OVERLAP))
        on, back = (partial(bar.setValue, bar.value() + by) for by in (screenful, -screenful))
    moves: dict[Qt.Key, Move] = {
        Qt.Key.Key_PageDown: on,
        Qt.Key.Key_Space: on,
        Qt.Key.Key_PageUp: back,
        Qt.Key.Key_Home: partial(bar.setValue, bar.minimum()),
        Qt.Key.Key_End: partial(bar.setValue, bar.maximum()),
    }
    return moves.get(key)
