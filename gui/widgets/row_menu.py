"""The place of the menu of a list's row: at the mouse, or at the row that the keyboard is at."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu


def place_of(view: QAbstractItemView, event: QContextMenuEvent) -> QPoint:
    """Return where, in the viewport, the row is that a menu was asked for."""
    if event.reason() == QContextMenuEvent.Reason.Keyboard:
        return view.visualRect(view.currentIndex()).center()
    return event.pos()


def show(menu: QMenu, view: QAbstractItemView, place: QPoint) -> None:
    """Open a menu at a place of the viewport; it deletes itself once it is closed."""
    menu.aboutToHide.connect(menu.deleteLater)  # later: what was chosen is still told
    menu.popup(view.viewport().mapToGlobal(place))
