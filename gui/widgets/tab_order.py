"""The order in which the Tab key goes through panes: one after the other, however their widgets came to be.

Qt goes by the order of creation, which is not the reading order where banners, conversations and answers
come and go.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def stops(panes: Sequence[QWidget]) -> list[QWidget]:
    """Return what the Tab key can stop at: pane by pane, within a pane in Qt's own order.

    A pane that lies inside another one is named before it.
    """
    found: list[list[QWidget]] = [[] for _ in panes]
    for widget in _chain(panes[0].window()):
        if _is_stop(widget):
            index = next((i for i, pane in enumerate(panes) if _holds(pane, widget)), -1)
            if index >= 0:
                found[index].append(widget)
    return [stop for part in found for stop in part]


def step(panes: Sequence[QWidget], focused: QWidget | None, *, is_forward: bool) -> QWidget | None:
    """Give the keyboard to the stop after or before the one that has it, and return that."""
    order = stops(panes)
    if not order:
        return None
    if focused in order:
        stop = order[(order.index(focused) + (1 if is_forward else -1)) % len(order)]
    else:
        stop = order[0 if is_forward else -1]
    reasons = Qt.FocusReason
    take_keyboard(stop, reasons.TabFocusReason if is_forward else reasons.BacktabFocusReason)
    return stop


def take_keyboard(stop: QWidget, reason: Qt.FocusReason) -> None:
    """Give the keyboard to a widget, where it can be seen that it has it."""
    stop.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    stop.setFocus(reason)
    parent = stop.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(stop)
        parent = parent.parentWidget()


def _chain(window: QWidget) -> Iterator[QWidget]:
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        yield widget
        widget = widget.nextInFocusChain()


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _is_stop(widget: QWidget) -> bool:
    # What only passes the keyboard on is no stop: the widget that it passes it on to is one.
    wants_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants_tab and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()
