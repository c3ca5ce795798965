"""What the window asks of the child that draws pages, and what comes back: light to import."""

from dataclasses import dataclass, field
from pathlib import Path

from core.documents.document import OutlineItem, Span
from core.documents.tile import Tile
from gui.process.child import Service


@dataclass(frozen=True, slots=True)
class OpenPages:
    """Returns PagesOpened; what was open before is closed. The password stays in the child's memory."""

    document_id: str
    path: Path
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PagesOpened:
    """A PDF is open: width and height of each page in points, its label ("" for none), the outline."""

    sizes: tuple[tuple[float, float], ...]
    labels: tuple[str, ...]
    outline: tuple[OutlineItem, ...]


@dataclass(frozen=True, slots=True)
class ClosePages:
    """Closes what is open."""


@dataclass(frozen=True, slots=True)
class DrawTile:
    """Returns the bytes of `Rendering.drawn`; is stopped where another document was opened meanwhile."""

    document_id: str
    tile: Tile

    @property
    def page_number(self) -> int:
        """The page it is about."""
        return self.tile.page_number


@dataclass(frozen=True, slots=True)
class ReadTextLayer:
    """Returns the page's TextLayer; is stopped where another document was opened meanwhile."""

    document_id: str
    page_number: int


@dataclass(frozen=True, slots=True)
class FindText:
    """Yields PagesSearched from `first_page` on and round to the page before it; returns None."""

    document_id: str
    query: str
    first_page: int = 1


@dataclass(frozen=True, slots=True)
class PagesSearched:
    """So many pages have been searched, and these hits are new."""

    done: int
    total: int
    hits: tuple[Span, ...]


def make_service() -> Service:
    """Make the child's service, in the child: PDFium is loaded there and nowhere else."""
    from gui.pages.service import PagesService

    return PagesService()
