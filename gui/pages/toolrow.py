"""The row of tools above the pages. Where room is short, the menu behind the zoom has what is left out."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QSizePolicy, QToolButton, QWidget

from gui import icons
from gui.pages.pagebox import PageBox
from gui.pages.zoom import Fit, Zoom, at
from gui.widgets.icon_button import IconButton, described

ROOM_FOR_STEPS, ROOM_FOR_ALL = 380, 500  # logical pixels; below, first the fits go, then the steps
FACTORS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 4.0)
# The window owns these shortcuts; here they are told.
SIDE, ZOOM_OUT, ZOOM_IN = "Ctrl+Shift+B", "Ctrl+-", "Ctrl++"
FIT_WIDTH, FIT_PAGE, ROTATE, FIND = "Ctrl+0", "Ctrl+9", "Ctrl+Shift+L", "Ctrl+F"


class ToolRow(QFrame):
    """Outline, page, zoom, fit, rotation and search."""

    side_toggled = Signal(bool)
    zoom_wanted = Signal(object)  # Zoom
    stepped = Signal(int)  # 1 larger, -1 smaller
    turned = Signal()
    find_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.side = IconButton("page-outline", self.tr("Outline and thumbnails"), self, shortcut=SIDE)
        self.side.setCheckable(True)
        self.side.toggled.connect(self.side_toggled)
        self.page_box = PageBox(self)
        self.smaller = self._button("zoom-out", self.tr("Zoom out"), ZOOM_OUT, partial(self.stepped.emit, -1))
        self.zoom = self._zoom_button()
        self.larger = self._button("zoom-in", self.tr("Zoom in"), ZOOM_IN, partial(self.stepped.emit, 1))
        self.fit_width = self._button(
            "fit-width", self.tr("Fit width"), FIT_WIDTH, self._wanting(Zoom(Fit.WIDTH))
        )
        self.fit_page = self._button("fit-page", self.tr("Fit page"), FIT_PAGE, self._wanting(Zoom(Fit.PAGE)))
        for fit in (self.fit_width, self.fit_page):
            fit.setCheckable(True)
        self.rotate = self._button("rotate", self.tr("Rotate"), ROTATE, self.turned.emit)
        self.search = self._button("search", self.tr("Find in document"), FIND, self.find_wanted.emit)
        self._lay_out()
        self.show_zoom(Zoom())

    def show_zoom(self, zoom: Zoom) -> None:
        """Say how large the pages are."""
        shown = f"{zoom.factor:.0%}"
        self.zoom.setText(shown)
        self.zoom.setAccessibleName(self.tr("Zoom, {0}").format(shown))
        self.fit_width.setChecked(zoom.fit is Fit.WIDTH)
        self.fit_page.setChecked(zoom.fit is Fit.PAGE)

    def _wanting(self, zoom: Zoom) -> Callable[[], None]:
        def want() -> None:
            self.zoom_wanted.emit(zoom)
            self.fit_width.setChecked(zoom.fit is Fit.WIDTH)  # a second click does not let go
            self.fit_page.setChecked(zoom.fit is Fit.PAGE)

        return want

    def _button(self, icon_name: str, text: str, shortcut: str, act: Callable[[], None]) -> IconButton:
        button = IconButton(icon_name, text, self, shortcut=shortcut)
        button.clicked.connect(lambda _: act())
        return button

    def _zoom_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(self.tr("Size and rotation"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setMinimumWidth(button.fontMetrics().horizontalAdvance("800%") + 22)
        menu = QMenu(button)
        self._add(menu, "fit-width", self.tr("Fit width"), FIT_WIDTH, self._wanting(Zoom(Fit.WIDTH)))
        self._add(menu, "fit-page", self.tr("Fit page"), FIT_PAGE, self._wanting(Zoom(Fit.PAGE)))
        menu.addSeparator()
        for factor in FACTORS:
            self._add(menu, "", f"{factor:.0%}", "", self._wanting(at(factor)))
        menu.addSeparator()
        self._add(menu, "zoom-in", self.tr("Zoom in"), ZOOM_IN, partial(self.stepped.emit, 1))
        self._add(menu, "zoom-out", self.tr("Zoom out"), ZOOM_OUT, partial(self.stepped.emit, -1))
        self._add(menu, "rotate", self.tr("Rotate"), ROTATE, self.turned.emit)
        button.setMenu(menu)
        return button

    def _add(self, menu: QMenu, icon_name: str, text: str, keys: str, act: Callable[[], None]) -> None:
        # Behind a tab stands what the keys are, without a second owner for them.
        action = QAction(f"{text}\t{keys}" if keys else text, menu)
        if icon_name:
            action.setIcon(icons.icon(icon_name))
        action.setToolTip(described(text, keys))
        action.triggered.connect(lambda _: act())
        menu.addAction(action)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it gives way by hiding tools
        row.setSpacing(2)
        row.addWidget(self.side)
        row.addSpacing(4)
        row.addWidget(self.page_box)
        row.addStretch(1)
        for tool in (self.smaller, self.zoom, self.larger, self.fit_width, self.fit_page, self.rotate):
            row.addWidget(tool)
        row.addSpacing(4)
        row.addWidget(self.search)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for tool in (self.smaller, self.larger):
            tool.setVisible(self.width() >= ROOM_FOR_STEPS)
        for tool in (self.fit_width, self.fit_page, self.rotate):
            tool.setVisible(self.width() >= ROOM_FOR_ALL)
