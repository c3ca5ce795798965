from dataclasses import replace
from pathlib import Path

import pytest

from core.answering.citations import whole_evidence
from core.answering.events import Mode, TokenCounts
from core.cli.report import answer_json, print_answer_end
from core.documents.document import Document
from core.documents.pdf import read_document
from tests.core.answering.said import answer
from tests.core.documents.drawn import report


def test_an_answer_says_that_it_was_read_in_parts(capsys: pytest.CaptureFixture[str]) -> None:
    said = replace(answer(Mode.WHOLE, "In 1998."), part_count=5, tokens=TokenCounts(120, 9_000, 20, 300))
    print_answer_end(said, [])
    assert "read in 5 parts · 120 tokens read (9,000 from memory)" in capsys.readouterr().out
    told = answer_json(said, [], {})
    assert (told["part_count"], told["tokens"]["noted"]) == (5, 300)


def test_an_answer_that_was_read_in_one_says_nothing_of_parts(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer_end(answer(Mode.WHOLE, "In 1998."), [])
    assert "parts" not in capsys.readouterr().out


def test_an_answer_says_that_its_passages_were_not_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    said = replace(answer(Mode.RETRIEVED, "In 1998."), is_focused=True, tokens=TokenCounts(20, 480, 9))
    print_answer_end(said, [])
    assert (
        "passages taken from what was read before · 20 tokens read (480 from memory)"
        in capsys.readouterr().out
    )
    assert answer_json(said, [], {})["is_focused"]


def test_a_citation_has_rectangles_on_its_page_and_what_has_none_is_named(tmp_path: Path) -> None:
    *_, read = read_document(report(tmp_path / "a.pdf", page_count=2))
    assert isinstance(read, Document)
    text = "Three keepers lived in the tower with their families. They ate bread on each Sunday."
    said = replace(answer(Mode.WHOLE, text), citations=whole_evidence([read]).cite(text))
    told = answer_json(said, [read], {})
    assert told["unsupported"] == ["They ate bread on each Sunday."]
    (citation,) = told["citations"]
    assert citation["page_number"] == 1
    assert all(72 <= left < right <= 541 for left, _, right, _ in citation["rectangles"])
    read.path.unlink()
    assert answer_json(said, [read], {})["citations"][0]["rectangles"] == []


def test_documents_with_the_head_of_one_form_are_cited_by_their_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    *_, read = read_document(report(tmp_path / "a.pdf", page_count=1))
    assert isinstance(read, Document)
    head = "UNITED STATES SECURITIES AND EXCHANGE COMMISSION"
    filed = [
        replace(read, document_id=name, title=head, path=tmp_path / f"{name}_10K.pdf")
        for name in ("NIKE", "3M")
    ]
    text = "Three keepers lived in the tower with their families."
    citations = [citation for each in filed for citation in whole_evidence([each]).cite(text)]
    print_answer_end(replace(answer(Mode.WHOLE, text), citations=tuple(citations)), filed)
    shown = capsys.readouterr().out
    assert "  NIKE_10K.pdf, page 1" in shown
    assert "  3M_10K.pdf, page 1" in shown
