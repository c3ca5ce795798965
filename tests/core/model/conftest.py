"""What the tests of models share: the starter model, installed anew."""

from pathlib import Path

import pytest

from core import paths
from core.model.weights import Weights, read_weights


@pytest.fixture
def own(starter_gguf: Path) -> Weights:
    """Return the starter model as an installed one, of which nothing was measured and no copy was made."""
    paths.models().mkdir(parents=True)
    own = paths.models() / starter_gguf.name
    own.hardlink_to(starter_gguf)
    return read_weights(own)
