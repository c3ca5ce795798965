"""The continuous view of a document's pages: it scrolls, zooms and turns, and asks for what is in sight."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from core.documents.document import Span
from core.documents.textlayer import Rectangle
from gui.pages.keys import move_for
from gui.pages.layout import GAP, PageLayout, Size, Spot
from gui.pages.painting import PageSight, Wash, paint_ground, paint_page, paint_washes, sight
from gui.pages.supply import Supply
from gui.pages.tiles import TileKey, preview_of
from gui.pages.zoom import Zoom, at

LINE = 40  # logical pixels for an arrow key; a notch of the wheel is three
READ_AT = 0.3  # of the viewport's height: where what is shown is put, and which page is the current one
AHEAD = 1.0  # viewports below that are drawn before they are seen, and half as many above
PREVIEWS_AROUND = 3
WHEEL_NOTCH = 120
MOST_RECTANGLES = 20_000  # a single letter is found hundreds of times on a page

Washer = Callable[[int], Sequence[Wash]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person was in a document: what stood at the viewport's top, how large and how turned."""

    spot: Spot
    zoom: Zoom
    quarters: int


START = Place(Spot(1, 0.5, -0.05), Zoom(), 0)  # with the margin above the first page


class PagesView(QAbstractScrollArea):
    """Shows the document that the supply has open."""

    page_changed = Signal(int)
    zoom_changed = Signal(object)  # Zoom

    def __init__(self, supply: Supply, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._supply = supply
        self._layout = PageLayout(())
        self._zoom, self._quarters = Zoom(), 0
        self._notes: Mapping[int, str] = {}
        self._page_number = 0
        self._target: Span | None = None
        self._rectangles: dict[Span, list[Rectangle]] = {}
        self._washers: list[Washer] = []
        self._wishing = QTimer(self, singleShot=True, interval=0)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else a fit could flicker
        # A page is not mirrored with the window, and so neither is the way along it.
        self.horizontalScrollBar().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _connect(self) -> None:
        self._wishing.timeout.connect(self._wish)
        self._supply.drawn.connect(self._on_drawn)
        self._supply.read.connect(self._on_read)

    # What is shown

    def show_pages(
        self,
        sizes: Sequence[tuple[float, float]],
        notes: Mapping[int, str] | None = None,
        place: Place = START,
    ) -> None:
        """Show pages of these sizes, in points, with a note at the foot of some, at a place."""
        self._notes, self._page_number, self._target = notes or {}, 0, None
        self._rectangles.clear()
        self._layout = PageLayout(sizes)
        self._zoom, self._quarters = place.zoom, place.quarters
        self._lay_out(place.spot, QPointF(self.viewport().width() / 2, 0))
        self.zoom_changed.emit(self._zoom)

    def clear(self) -> None:
        """Show nothing."""
        self.show_pages(())

    def add_washer(self, washer: Washer) -> None:
        """Let `washer` say what is to be washed over on a page that is painted; the last one is on top."""
        self._washers.append(washer)

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return self._layout.page_count

    @property
    def page_number(self) -> int:
        """The page that is looked at, 0 where there is none."""
        return self._page_number

    @property
    def quarters(self) -> int:
        """The quarters by which the view turns the pages clockwise."""
        return self._quarters

    @property
    def zoom(self) -> Zoom:
        """How large the pages are."""
        return self._zoom

    @property
    def place(self) -> Place:
        """Where the person is, to come back to."""
        if not self.page_count:
            return START
        return Place(self._layout.spot(self._top_middle()), self._zoom, self._quarters)

    # Going

    def go_to(self, page_number: int, down: float = 0.0) -> None:
        """Put a page to the top, or what is a share of its height further down."""
        if not self.page_count:
            return
        self._target = None
        spot = Spot(min(max(page_number, 1), self.page_count), 0.5, down)
        self.verticalScrollBar().setValue(round(self._layout.point(spot).y() - GAP))

    def go_to_height(self, page_number: int, height: float | None) -> None:
        """Put a height of a page to the top, in points from the page's lower edge; None is the page's top."""
        if height is None or not 1 <= page_number <= self.page_count or self._quarters:
            self.go_to(page_number)
        else:
            whole = self._layout.sizes[page_number - 1][1]
            self.go_to(page_number, min(max(1 - height / whole, 0.0), 1.0))

    def show_span(self, span: Span) -> None:
        """Bring a run of a page's text into sight."""
        if not 1 <= span.page_number <= self.page_count:
            return
        self._target = span
        if self._supply.layer(span.page_number) is not None:
            self._reveal(span)
        elif span.page_number not in self.pages_in_sight():
            self.go_to(span.page_number)
            self._target = span
        self.viewport().update()

    def pages_in_sight(self) -> range:
        """Return the pages of which something is seen."""
        top = self.verticalScrollBar().value()
        return self._layout.pages_between(top, top + self.viewport().height() - 1)

    @property
    def is_drawn(self) -> bool:
        """Whether all that is in sight is there, and sharp."""
        return all(key in self._supply.tiles for key in self._tiles_in(self.viewport().rect()))

    # Size and turn

    def set_zoom(self, zoom: Zoom, anchor: QPointF | None = None) -> None:
        """Show the pages in another size; what is at `anchor`, a point of the viewport, stays there."""
        if not self.page_count:
            return
        anchor = anchor or QPointF(self.viewport().width() / 2, 0)
        spot = self._layout.spot(self.to_column(anchor))
        self._zoom = zoom
        self._lay_out(spot, anchor)
        self.zoom_changed.emit(self._zoom)

    def zoom_in(self) -> None:
        """Show the pages a step larger."""
        self.set_zoom(self._zoom.larger(), self._middle())

    def zoom_out(self) -> None:
        """Show the pages a step smaller."""
        self.set_zoom(self._zoom.smaller(), self._middle())

    def turn(self) -> None:
        """Turn all pages clockwise by a quarter."""
        page_number = self._page_number
        self._quarters = (self._quarters + 1) % 4
        self._lay_out(Spot(max(page_number, 1), 0.5, 0.0), QPointF(self.viewport().width() / 2, GAP))

    # Places

    def to_column(self, point: QPointF) -> QPointF:
        """Return where a point of the viewport lies in the column of pages."""
        return point + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def spot_at(self, point: QPointF) -> tuple[int, float, float]:
        """Return the page at a point of the viewport, and the place on it, in points from its bottom left."""
        column = self.to_column(point)
        number = self._layout.page_at(column.y())
        return number, *self._layout.to_page(number, column)

    def boxes(self, span: Span) -> list[QRectF]:
        """Return where a span is in the viewport; nothing until the page's text has come."""
        offset = self._offset()
        return [
            self._layout.to_column(span.page_number, rectangle).translated(-offset)
            for rectangle in self._rectangles_of(span)
        ]

    def _offset(self) -> QPointF:
        return self.to_column(QPointF())

    def _middle(self) -> QPointF:
        return QPointF(self.viewport().width() / 2, self.viewport().height() / 2)

    def _top_middle(self) -> QPointF:
        return self.to_column(QPointF(self.viewport().width() / 2, 0))

    def _rectangles_of(self, span: Span) -> list[Rectangle]:
        found = self._rectangles.get(span)
        layer = self._supply.layer(span.page_number) if found is None else None
        if layer is not None:
            if len(self._rectangles) >= MOST_RECTANGLES:
                self._rectangles.clear()
            found = self._rectangles[span] = layer.rectangles(span.start, span.end)
        return found or []

    def _step_page(self, by: int) -> None:
        self.go_to(self._page_number + by)

    # Laying out

    def _lay_out(self, spot: Spot, anchor: QPointF) -> None:
        """Lay the pages out anew so that `spot` of the document is at `anchor` of the viewport."""
        sizes, room = self._layout.sizes, QSizeF(self.viewport().size())

        def factor(turned: Size) -> float:
            return self._zoom.fitted(turned, room).factor

        self._layout = PageLayout(sizes, factor, self._quarters, room.width())
        self._set_ranges()
        if sizes:
            point = self._layout.point(spot) - anchor
            self.verticalScrollBar().setValue(round(point.y()))
            self.horizontalScrollBar().setValue(round(point.x()))
        self._on_moved()

    def _set_ranges(self) -> None:
        room = self.viewport().size()
        for bar, length, page in (
            (self.verticalScrollBar(), self._layout.height, room.height()),
            (self.horizontalScrollBar(), self._layout.width, room.width()),
        ):
            bar.setRange(0, max(round(length) - page, 0))
            bar.setPageStep(page)
            bar.setSingleStep(LINE)

    def _on_moved(self) -> None:
        self.viewport().update()
        self._wishing.start()
        number = self._page_in_sight() if self.page_count else 0
        if number:
            self._follow_fit(self._layout.factor(number))
        if number != self._page_number:
            self._page_number = number
            self.setAccessibleDescription(self.tr("Page {0} of {1}").format(number, self.page_count))
            self.page_changed.emit(number)

    def _follow_fit(self, factor: float) -> None:
        """Say how large the page in sight is drawn: pages of several sizes fit each at its own."""
        if factor != self._zoom.factor:
            self._zoom = Zoom(self._zoom.fit, factor)
            self.zoom_changed.emit(self._zoom)

    def _page_in_sight(self) -> int:
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        if top >= self.verticalScrollBar().maximum() > 0:
            return self._layout.page_at(top + height)
        first = self._layout.page_at(top + GAP)
        place = self._layout.place(first)
        if 2 * (place.bottom() - max(top, place.top())) >= place.height():
            return first  # more than half of it, however short it is
        return self._layout.page_at(top + READ_AT * height)

    def _reveal(self, span: Span) -> None:
        """Scroll to a span whose page has been read, unless it is in sight already."""
        self._target = None
        boxes = self.boxes(span)
        if not boxes:
            return self.go_to(span.page_number)
        around = boxes[0]
        for box in boxes[1:]:
            around = around.united(box)
        room = QRectF(self.viewport().rect())
        if not room.adjusted(0, GAP, 0, -GAP).contains(around):
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + around.top() - READ_AT * room.height()))
            across = self.horizontalScrollBar()
            if around.left() < 0 or around.right() > room.width():
                across.setValue(round(across.value() + around.center().x() - room.width() / 2))
        return None

    # What is asked for

    def _wish(self) -> None:
        """Ask for what is in sight and near it, and for nothing else."""
        if not self.page_count or not self.isVisible():
            return
        room = QRect(QPoint(), self.viewport().size())
        near = room.adjusted(0, -round(AHEAD * room.height() / 2), 0, round(AHEAD * room.height()))
        seen = list(self.pages_in_sight())
        around = range(
            max(seen[0] - PREVIEWS_AROUND, 1), min(seen[-1] + PREVIEWS_AROUND, self.page_count) + 1
        )
        previews = [self._preview(number) for number in seen if not self._is_begun(number)]
        tiles = self._tiles_in(room)
        self._supply.want("view", [*previews, *tiles, *map(self._preview, around), *self._tiles_in(near)])
        if self.is_drawn:
            for number in seen:
                self._supply.layer(number)

    def _tiles_in(self, room: QRect) -> list[TileKey]:
        offset, ratio = self._offset(), self.viewport().devicePixelRatioF()
        top, bottom = room.top() + offset.y(), room.bottom() + offset.y()
        found: list[TileKey] = []
        for number in self._layout.pages_between(top, bottom):
            page = self._sight(number)
            seen = QRectF(room).intersected(page.place)
            if not seen.isEmpty():
                corner = seen.topLeft() - page.place.topLeft()
                found += page.sheet.tiles(QRectF(corner * ratio, seen.size() * ratio).toAlignedRect())
        return found

    def _is_begun(self, page_number: int) -> bool:
        return bool(self._supply.tiles.stand_in(self._sight(page_number).sheet))

    def _preview(self, page_number: int) -> TileKey:
        ratio = self.viewport().devicePixelRatioF()
        return preview_of(page_number, self._layout.sizes[page_number - 1], self._quarters, ratio)

    def _sight(self, page_number: int) -> PageSight:
        place = self._layout.place(page_number).translated(-self._offset())
        sheet, corner = sight(page_number, place, self.viewport().devicePixelRatioF(), self._quarters)
        note = self._notes.get(page_number, "")
        return PageSight(sheet, place, corner, note, self._supply.is_barred(page_number))

    def _on_drawn(self, page_number: int) -> None:
        if page_number in self.pages_in_sight():
            self.viewport().update()
            self._wishing.start()

    def _on_read(self, page_number: int) -> None:
        if self._target is not None and self._target.page_number == page_number:
            self._reveal(self._target)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_ground(painter, event.rect())
        ratio = self.viewport().devicePixelRatioF()
        for number in self.pages_in_sight():
            paint_page(painter, self._sight(number), self._supply.tiles, event.rect(), ratio)
            paint_washes(painter, [wash for washer in self._washers for wash in washer(number)])
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self._layout.spot(self._top_middle()) if self.page_count else START.spot
        self._lay_out(before, QPointF(self.viewport().width() / 2, 0))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wishing.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._wishing.start()
        return super().event(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._on_moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / WHEEL_NOTCH
            self.set_zoom(at(self._zoom.factor * 1.15**notches), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = move_for(event, self.verticalScrollBar(), self._step_page)
        if move is None:
            super().keyPressEvent(event)
        else:
            move()
