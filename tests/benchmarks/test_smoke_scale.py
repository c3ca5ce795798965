from pathlib import Path

import pytest

from tests.benchmarks import scale


@pytest.mark.parametrize("exact_vectors", [100_000, 100])
def test_the_scale_benchmark_runs_on_a_small_library(tmp_path: Path, exact_vectors: int) -> None:
    rows, recall = scale.measure(tmp_path, 1, exact_vectors)
    assert recall >= 0.98
    assert {"first search by meaning", "3 documents, by words", "a document is forgotten"} < {
        row[0] for row in rows
    }
