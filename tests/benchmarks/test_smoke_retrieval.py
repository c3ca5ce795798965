import io
from pathlib import Path

from fpdf import FPDF
from rich.console import Console

from tests.benchmarks.question_sets import passage_task, pdf_task
from tests.benchmarks.retrieval import measure, show
from tests.benchmarks.word_steps import STEPS

SHIPS = "The ferry Amalia carries forty cars across the strait."
BREAD = "Bread rises because yeast makes gas in the dough."
CATS = "Cats sleep for most of the day and hunt at dusk."


def question(document: str, text: str, evidence: str, page_index: int = 0) -> dict[str, object]:
    return {"document": document, "question": text, "evidence_text": evidence,
            "evidence_pages": [page_index], "answerable": True}  # fmt: skip


def test_the_passages_of_a_tiny_set_are_found(starter_embedder: Path, tmp_path: Path) -> None:
    questions = [
        question("Ships", "How many cars does the ferry carry?", SHIPS),
        question("Bread", "Why does bread rise?", BREAD),
        question("Cats", "When do cats hunt?", CATS),
    ]
    rows = dict(measure(passage_task("tiny", questions), starter_embedder, tmp_path))
    steps = [step.name for step in STEPS]
    assert list(rows) == ["baseline dense", "baseline BM25", *steps, "dense", "keywords", "fused", "late"]
    assert all(shares["@1"] == 1 for shares in rows.values())
    assert rows["late"]["in 256"] == 1


def test_the_page_of_a_tiny_pdf_is_found_and_shown(starter_embedder: Path, tmp_path: Path) -> None:
    drawn = FPDF()
    drawn.set_font("Helvetica")
    for text in (SHIPS, BREAD, CATS):
        drawn.add_page()
        drawn.multi_cell(0, 10, text)
    drawn.output(str(tmp_path / "tiny.pdf"))
    task = pdf_task("tiny", tmp_path, [question("tiny.pdf", "Why does bread rise?", "", 1)])
    rows = measure(task, starter_embedder, tmp_path / "cache")
    assert dict(rows)["fused"]["@3"] == 1  # three short pages are one chunk
    said = io.StringIO()
    show(task, rows, Console(file=said, width=120))
    assert "1 questions, 1 documents" in said.getvalue()
