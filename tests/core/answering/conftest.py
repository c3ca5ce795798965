"""What the tests of answering share: answers made by hand, and a document to be about."""

from collections.abc import Iterator

import pytest

from core import paths
from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from tests.core.library.documents import document, page, paragraph


@pytest.fixture
def library() -> Iterator[Library]:
    """Return an empty library in the test's own data folder."""
    with Library(paths.library_file()) as opened:
        yield opened


@pytest.fixture
def clinic(library: Library) -> Document:
    """Return a document of two pages that the library keeps."""
    made = document(
        page(1, paragraph("The clinic in Haifa opened in 1998.")),
        page(2, paragraph("In 2022 it treated 4,705 patients.")),
        title="The clinic",
    )
    library.add(made, chunk_document(made, EstimatedTokens()))
    return made
