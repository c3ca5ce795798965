"""The panel beside the pages: outline and thumbnails."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from core.documents.document import OutlineItem
from gui.pages.labels import PageLabels
from gui.pages.outline import OutlineTree
from gui.pages.supply import Supply
from gui.pages.thumbnails import Thumbnails

LEAST_WIDTH = 112


class SidePanel(QTabWidget):
    """Two ways to a page. Without an outline, the thumbnails are the only one."""

    page_wanted = Signal(int)

    def __init__(self, supply: Supply, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outline, self.thumbnails = OutlineTree(self), Thumbnails(supply, self)
        self.addTab(self.outline, self.tr("Outline"))
        self.addTab(self.thumbnails, self.tr("Pages"))
        self.setDocumentMode(True)
        self.setMinimumWidth(LEAST_WIDTH)
        for part in (self, self.tabBar()):
            part.setAccessibleName(self.tr("Outline or thumbnails"))
        for way in (self.outline, self.thumbnails):
            way.page_wanted.connect(self.page_wanted)

    def show_document(
        self,
        sizes: Sequence[tuple[float, float]],
        labels: PageLabels,
        outline: Sequence[OutlineItem],
        quarters: int = 0,
    ) -> None:
        """Show the ways through another document."""
        self.outline.show_outline(outline, labels)
        self.thumbnails.show_pages(sizes, labels, quarters)
        had_outline = self.isTabVisible(0)
        self.setTabVisible(0, bool(outline))
        if bool(outline) != had_outline:
            self.setCurrentIndex(0 if outline else 1)

    def show_page(self, page_number: int) -> None:
        """Mark the page that is looked at, and its section."""
        self.outline.show_page(page_number)
        self.thumbnails.show_page(page_number)
