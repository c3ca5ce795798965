from pathlib import Path

import pytest

from core.answering.assembly import choose_weights
from core.errors import ModelNotFound, ModelNotInstalled
from core.settings import Settings


@pytest.fixture
def watched(tmp_path: Path, starter_gguf: Path) -> Path:
    """Return a folder that OpenBook does not know by itself, with one model in it."""
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "own.gguf").symlink_to(starter_gguf)
    return folder


def test_a_model_in_a_watched_folder_is_known_by_its_name(watched: Path) -> None:
    chosen = choose_weights(Settings(model="own", model_folders=(str(watched),)))
    assert chosen.path == watched / "own.gguf"
    with pytest.raises(ModelNotFound):
        choose_weights(Settings(model="own"))


def test_the_most_capable_model_may_lie_in_a_watched_folder(watched: Path) -> None:
    assert choose_weights(Settings(model_folders=(str(watched),))).path == watched / "own.gguf"
    with pytest.raises(ModelNotInstalled):
        choose_weights(Settings())
