"""What the tests of the library share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import paths
from core.library.embedder import Embedder
from core.library.store import Library


@pytest.fixture
def library() -> Iterator[Library]:
    """Return an empty library in the test's own data folder."""
    with Library(paths.library_file()) as opened:
        yield opened


@pytest.fixture(scope="session")
def embedder(starter_embedder: Path) -> Embedder:
    """Return the starter's embedder, loaded once for all tests."""
    return Embedder(starter_embedder)
