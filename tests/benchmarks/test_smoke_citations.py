"""The benchmark of citations runs, on two tiny articles and a drawn PDF."""

import io
from pathlib import Path

from rich.console import Console

from core.answering.citations import whole_evidence
from core.documents.document import Block, BlockKind, Document, Page
from tests.benchmarks.citations import half_of, measure, passage_task, pdf_task, show
from tests.benchmarks.table_rows import row_questions
from tests.core.documents.drawn import new_pdf, paragraph, saved

SHIPS = "In 1911 the ferry Amalia was built by Agnes Thorley. It carries forty cars across the strait."
BREAD = "Bread rises because yeast makes gas in the dough. In Haifa, Miriam Alon bakes 212 loaves a day."


def question(document: str, text: str, answer: str, evidence: str) -> dict[str, object]:
    return {"document": document, "question": text, "answers": [answer], "evidence_text": evidence,
            "evidence_pages": [1], "answerable": True, "meta": {}}  # fmt: skip


def test_right_answers_are_found_and_wrong_ones_are_not() -> None:
    asked = [
        question("Ships", "Who built the ferry Amalia?", "Agnes Thorley", SHIPS),
        question("Ships", "When was the ferry Amalia built?", "1911", SHIPS),
        question("Ships", "How many loaves does Miriam Alon bake a day?", "212", BREAD),
    ]
    task = passage_task("tiny", asked, half_of("Ships"))
    shown: list[str] = []
    tallies = measure(task, {"tiny": whole_evidence(list(task.documents.values()))}, shown)
    assert {sort: (each.total, each.found, each.none) for sort, each in tallies.items()} == {
        "bare": (3, 3, 0),
        "sentence": (3, 3, 0),
        "bare, wrong number": (2, 0, 2),
        "sentence, wrong number": (2, 0, 2),
        "bare, wrong name, far": (1, 0, 1),
        "sentence, wrong name, far": (1, 0, 1),
        # so short a document is about all that it names
        "bare, other subject": (3, 3, 0),
        "sentence, other subject": (3, 3, 0),
    }
    assert all("other subject" in told for told in shown)


def test_wrong_names_in_hebrew_text_are_whole_and_are_names() -> None:
    text = "מירי אלון כתבה ב-Business Korea על המכשיר של Acme. הרומאים קראו."
    asked = [
        question("Ships", "מי כתבה על המכשיר?", "מירי אלון", text) | {"meta": {"WH Question": "מי"}},
        question("Ships", "מי קראו?", "הרומאים", text) | {"meta": {"WH Question": "מי"}},
    ]
    wrong = {
        case.answer
        for case in passage_task("tiny", asked, half_of("Ships")).cases
        if case.sort.startswith("bare, wrong name")
    }
    assert wrong <= {"Business Korea", "Acme"}
    assert wrong


def test_an_answer_is_found_on_its_page_of_a_pdf_and_the_shares_are_shown(tmp_path: Path) -> None:
    pdf = new_pdf()
    for text in (SHIPS, BREAD):
        pdf.add_page()
        paragraph(pdf, text)
    saved(pdf, tmp_path / "a.pdf")
    asked = question("a.pdf", "How many loaves does Miriam Alon bake?", "212", "")
    task = pdf_task("tiny", tmp_path, [asked], half_of("a.pdf"))
    tallies = measure(task, {"a.pdf": whole_evidence(list(task.documents.values()))})
    assert (tallies["given"].found, tallies["given, wrong number"].none) == (1, 1)
    console = Console(file=io.StringIO(), width=100)
    show(task, tallies, console)
    assert isinstance(console.file, io.StringIO)
    assert "given, wrong number" in console.file.getvalue()


def test_a_row_is_asked_for_with_the_figures_beside_and_below_it_as_wrong_answers() -> None:
    rows = ("(in millions) | 2022 | 2021", "Gross profit | 412 | 377", "Interest paid | 1,520 | 1,604")
    text = "\n".join((*rows, "Total | 900 | 800"))
    page = Page(1, "1", text, (Block(0, len(text), BlockKind.TABLE),))
    asked = row_questions(Document("id", Path("a.pdf"), "A", "en", (page,)), 10)
    assert sorted(row.label for row in asked) == ["Gross profit", "Interest paid"]
    profit = next(row for row in asked if row.label == "Gross profit")
    right, beside, below = {"2022": ("412", "377", "1,520"), "2021": ("377", "412", "1,604")}[profit.year]
    assert {profit.year, profit.other_year} == {"2021", "2022"}
    assert (profit.figure, profit.other_column, profit.other_row) == (right, beside, below)
    assert text[profit.start : profit.end] == "Gross profit | 412 | 377"
