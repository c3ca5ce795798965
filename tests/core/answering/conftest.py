"""What the tests of answering share: answers made by hand, and a document to be about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core import paths
from core.answering.assembly import load_engine
from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from core.model.engine import Engine
from core.model.weights import read_weights
from core.settings import Settings
from tests.core.library.documents import document, page, paragraph


@contextmanager
def loaded(settings: Settings, gguf: Path, home: Path) -> Iterator[Engine]:
    """Load a model for the tests of a whole module: none of them has a data folder of its own yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.HOME_VARIABLE, str(home))
        engine = load_engine(settings, read_weights(gguf))
    with engine:
        yield engine


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
