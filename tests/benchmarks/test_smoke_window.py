import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux shows them")


@pytest.fixture
def environment(
    tmp_path: Path, starter_gguf: Path, starter_embedder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    models = tmp_path / "models"
    models.mkdir()
    for each in (starter_gguf, starter_embedder):
        (models / each.name).symlink_to(each)
    with window.data_folder(models) as found:
        yield found


def test_each_step_is_watched_and_each_process_weighed(environment: dict[str, str], tmp_path: Path) -> None:
    assert len(window.starts(environment, 1)) == 1
    pdf = window.drawn(tmp_path / "long.pdf", page_count=120)
    stalls, weights, tile_bytes = window.stalls(environment, pdf, screens=3)
    assert [stall.ticks > 0 for stall in stalls] == [True] * 5
    assert {"window", "models and library", "pages"} <= {weight.name for weight in weights}
    assert tile_bytes > 0
