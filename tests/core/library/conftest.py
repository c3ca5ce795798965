"""What the tests of the library share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import paths
from core.documents.document import Document, OutlineItem, SkippedPage
from core.library.embedder import Embedder
from core.library.store import Library
from tests.core.library.documents import document, furniture, heading, page, paragraph, table


@pytest.fixture
def library() -> Iterator[Library]:
    """Return an empty library in the test's own data folder."""
    with Library(paths.library_file()) as opened:
        yield opened


@pytest.fixture(scope="session")
def embedder(starter_embedder: Path) -> Embedder:
    """Return the starter's embedder, loaded once for all tests."""
    return Embedder(starter_embedder)


@pytest.fixture
def animals() -> Document:
    """Return a document of three pages, the second of which is a picture."""
    return document(
        page(1, furniture("RUNNING"), heading("Cats"), paragraph("They purr. They sleep a lot.")),
        page(2),
        page(3, heading("Dogs"), paragraph("They bark."), table("Dog | 2022", "Rex | 12")),
        title="Animals",
        outline=[OutlineItem("Cats", 0, 1), OutlineItem("Dogs", 0, 3)],
        skipped=[SkippedPage(2, "a picture without text")],
        path=Path("/papers/animals.pdf"),
    )


@pytest.fixture
def plants() -> Document:
    """Return a document of one page."""
    return document(
        page(1, paragraph("Trees grow. Grass too.")), title="Plants", path=Path("/papers/plants.pdf")
    )
