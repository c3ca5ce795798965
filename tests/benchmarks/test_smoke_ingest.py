from pathlib import Path

from rich.console import Console

from tests.benchmarks import ingest
from tests.core.documents.drawn import report


def test_the_text_benchmark_runs_on_a_small_pdf(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=3)
    console = Console(record=True, width=120)
    console.print(ingest.machine(), ingest.text_table(path, repeat=1))
    assert "pypdf" in console.export_text()


def test_each_measurement_counts_pages_and_memory(tmp_path: Path, starter_embedder: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=3)
    ready = ingest.measured(ingest.keywords_ready, path, starter_embedder)
    assert (ready.pages, ready.chunks > 0, ready.peak_bytes > 10**7) == (3, True, True)


def test_both_ways_to_vectors_run_on_a_small_pdf(tmp_path: Path, starter_embedder: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=3)
    (tmp_path / "part").mkdir()
    part = ingest.first_pages(path, 2, tmp_path / "part")
    for way in (ingest.vectors_by_openbook, ingest.vectors_by_baseline):
        found = way(part, starter_embedder)
        assert (found.pages, found.chunks > 0) == (2, True)
