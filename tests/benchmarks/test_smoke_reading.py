"""The benchmark of reading runs, on little text; its figures are not judged here."""

from pathlib import Path

import pytest
from fpdf import FPDF

from core.model.weights import read_weights
from tests.benchmarks.reading import compare_forks, compare_speed
from tests.benchmarks.reading_once import compare_once


def test_both_engines_read_and_are_compared(starter_gguf: Path) -> None:
    (speed,) = compare_speed(read_weights(starter_gguf), [128], repeats=1)
    assert speed.ours > 0
    assert speed.high_level > 0


def test_forked_and_cold_answers_are_the_same(starter_gguf: Path) -> None:
    forks = list(compare_forks(read_weights(starter_gguf), 200, ["Who is it about?", "What is it?"]))
    assert all(fork.is_same for fork in forks)


def drawn(file: Path, keeper: str) -> Path:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(0, text=f"The keeper of the light is {keeper}. " + "She wrote down the weather. " * 50)
    pdf.output(str(file))
    return file


def test_a_document_is_measured_cold_and_restored_and_the_next_one_is_foreseen(
    starter_gguf: Path, tmp_path: Path
) -> None:
    files = [drawn(tmp_path / f"{keeper}.pdf", keeper) for keeper in ("Joan", "Mary")]
    first, second = compare_once(read_weights(starter_gguf), files, 1024, retrieves=False)
    assert first.foreseen_s is None
    assert second.foreseen_s == pytest.approx(second.cold_s, rel=10)
    for once in (first, second):
        assert once.is_same
        assert once.reread_tokens < once.tokens / 4
        assert min(once.bytes_kept, once.save_s, once.load_s, once.restored_s) > 0
