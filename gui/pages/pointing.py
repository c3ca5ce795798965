"""The mouse on the pages: selecting and copying text, following links, the menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QCursor, QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.documents.document import Span
from core.documents.textlayer import Link
from gui import icons
from gui.pages.painting import Wash
from gui.pages.selection import Selection, Unit
from gui.pages.supply import Supply
from gui.pages.text import PointedText
from gui.pages.view import PagesView

SELECTED = 0.30
DRAG_TICK_MS = 30
TEXTS_KEPT = 8


class Pointing(QObject):
    """Watches the view's viewport for the mouse, and keeps what is selected."""

    asked_about = Signal(str)
    address_clicked = Signal(str)

    def __init__(self, view: PagesView, supply: Supply) -> None:
        super().__init__(view)
        self._view, self._supply = view, supply
        self.selection = Selection()
        self._texts: dict[int, PointedText] = {}
        self._is_dragging = False
        self._pressed_at = QPointF()
        self._pressed_link: Link | None = None
        self._clicks = 0
        self._since_click = QTimer(self, singleShot=True)
        self._scrolling = QTimer(self, interval=DRAG_TICK_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self._wanted: tuple[list[Span], list[str], Callable[[str], None]] | None = None
        self._make_actions()
        supply.read.connect(self._on_read)
        view.add_washer(self._washes)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)  # the keyboard's way to the menu
        view.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def _make_actions(self) -> None:
        self.copy_action = self._action(self.tr("Copy"), "copy", QKeySequence.StandardKey.Copy, self.copy)
        self.ask_action = self._action(self.tr("Ask about this"), "quote", None, self.ask)
        self.all_action = self._action(
            self.tr("Select all on this page"), None, QKeySequence.StandardKey.SelectAll, self.select_page
        )
        self._enable()

    def _action(
        self, text: str, icon: str | None, keys: QKeySequence.StandardKey | None, act: Callable[[], None]
    ) -> QAction:
        action = QAction(text, self)
        if icon is not None:
            action.setIcon(icons.icon(icon))
        if keys is not None:
            action.setShortcuts(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _: act())
        self._view.addAction(action)
        return action

    # What the actions do

    def copy(self) -> None:
        """Put what is selected on the clipboard, in the order in which it is read."""
        self._with_text(QGuiApplication.clipboard().setText)

    def ask(self) -> None:
        """Say that the person wants to ask about what is selected."""
        self._with_text(self.asked_about.emit)

    def select_page(self) -> None:
        """Select all text of the page that is looked at."""
        if text := self._text(self._view.page_number):
            self.selection.select(Span(self._view.page_number, 0, len(text.layer.text)))
            self._enable()

    def clear(self) -> None:
        """Select nothing, and forget what was pointed at."""
        self.selection.clear()
        self._texts.clear()
        self._wanted = None
        self._is_dragging = False
        self._scrolling.stop()
        self._enable()

    def _enable(self) -> None:
        self.copy_action.setEnabled(bool(self.selection))
        self.ask_action.setEnabled(bool(self.selection))
        self._view.viewport().update()

    def _with_text(self, use: Callable[[str], None]) -> None:
        """Call `use` with the selected text, as soon as the texts of all its pages are there."""
        self._wanted = (list(self.selection.spans()), [], use)
        self._gather()

    def _gather(self) -> None:
        if self._wanted is None:
            return
        spans, parts, use = self._wanted
        while spans and (layer := self._supply.layer(spans[0].page_number)) is not None:
            span = spans.pop(0)
            parts.append(layer.copied(span.start, span.end))
        if not spans:
            self._wanted = None
            use("\n".join(parts))

    def _on_read(self, page_number: int) -> None:
        self._texts.pop(page_number, None)
        self._gather()

    def _text(self, page_number: int) -> PointedText | None:
        if page_number not in self._texts:
            layer = self._supply.layer(page_number)
            if layer is None:
                return None
            if len(self._texts) >= TEXTS_KEPT:
                self._texts.clear()
            self._texts[page_number] = PointedText(layer)
        return self._texts[page_number]

    def _washes(self, page_number: int) -> list[Wash]:
        span = self.selection.on_page(page_number)
        return [Wash("accent", SELECTED, self._view.boxes(span))] if span is not None else []

    # The mouse

    def _press(self, event: QMouseEvent) -> None:
        point = event.position()
        number, x, y = self._view.spot_at(point)
        text = self._text(number)
        self._pressed_at = point
        self._clicks = self._clicks % 3 + 1 if self._since_click.isActive() and self._clicks else 1
        self._since_click.start(QApplication.doubleClickInterval())
        if text is None:
            return
        self._pressed_link = text.link_at(x, y) if self._clicks == 1 else None
        self._is_dragging = True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.selection.extend(number, text, text.index_at(x, y))
        else:
            self._begin(number, text, x, y)
        self._enable()

    def _begin(self, number: int, text: PointedText, x: float, y: float) -> None:
        letter = text.letter_at(x, y)
        unit = Unit(self._clicks) if letter is not None else Unit.LETTER
        at = letter if letter is not None and unit is not Unit.LETTER else text.index_at(x, y)
        self.selection.begin(number, text, at, unit)

    def _move(self, point: QPointF) -> None:
        if self._is_dragging:
            self._drag(point)
            is_outside = not self._view.viewport().rect().contains(point.toPoint())
            if is_outside != self._scrolling.isActive():
                (self._scrolling.start if is_outside else self._scrolling.stop)()
        else:
            self._show_cursor(point)

    def _drag(self, point: QPointF) -> None:
        if (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_link = None
            self._since_click.stop()
        number, x, y = self._view.spot_at(point)
        text = self._text(number)
        if text is not None and self._pressed_link is None:
            self.selection.extend(number, text, text.index_at(x, y))
            self._enable()

    def _release(self) -> None:
        self._is_dragging = False
        self._scrolling.stop()
        link, self._pressed_link = self._pressed_link, None
        if link is not None and not self.selection:
            self._follow(link)

    def _follow(self, link: Link) -> None:
        if link.address:
            self.address_clicked.emit(link.address)
        else:
            self._view.go_to_height(link.page_number, link.top)

    def _scroll_on(self) -> None:
        """Scroll while the mouse is dragged beyond the edge, the faster the farther."""
        viewport = self._view.viewport()
        point = viewport.mapFromGlobal(QPointF(QCursor.pos()))
        beyond = min(point.y(), 0) + max(point.y() - viewport.height(), 0)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(beyond / 2))
        self._drag(point)

    def _show_cursor(self, point: QPointF) -> None:
        number, x, y = self._view.spot_at(point)
        text = self._text(number) if self._view.page_count else None
        shape, tip = Qt.CursorShape.ArrowCursor, ""
        if text is not None and (link := text.link_at(x, y)) is not None:
            shape, tip = Qt.CursorShape.PointingHandCursor, link.address or self._way(link.page_number)
        elif text is not None and text.letter_at(x, y) is not None:
            shape = Qt.CursorShape.IBeamCursor
        viewport = self._view.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)
        if viewport.toolTip() != tip:
            viewport.setToolTip(tip)

    def _way(self, page_number: int) -> str:
        return self.tr("Go to page {0}").format(page_number)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.copy_action, self.ask_action])
        menu.addSeparator()
        menu.addAction(self.all_action)
        menu.popup(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_meant = self._view.page_count and (
            watched is not self._view or isinstance(event, QContextMenuEvent)
        )
        act = self._deed(event) if is_meant else None
        if act is None:
            return super().eventFilter(watched, event)
        act()
        return True

    def _deed(self, event: QEvent) -> Callable[[], None] | None:
        if isinstance(event, QContextMenuEvent):
            return partial(self._show_menu, event.globalPos())
        if not isinstance(event, QMouseEvent):
            return None
        kind, is_left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseMove:
            return partial(self._move, event.position())
        if kind in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick} and is_left:
            return partial(self._press, event)
        return self._release if kind == QEvent.Type.MouseButtonRelease and is_left else None
