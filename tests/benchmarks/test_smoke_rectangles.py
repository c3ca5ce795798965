from pathlib import Path

from tests.benchmarks.rectangles import measured
from tests.core.documents.drawn import report


def test_the_rectangles_benchmark_finds_each_sentence_of_a_report_under_its_own(tmp_path: Path) -> None:
    found = list(measured(report(tmp_path / "a.pdf"), page_count=2))
    assert len(found) > 4
    assert not any(is_off for is_off, _, _ in found)
