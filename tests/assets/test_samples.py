"""The sample documents hold what their questions ask, and can be drawn again."""

import importlib.util
import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from core import paths
from core.documents.document import BlockKind, Document
from core.documents.pdf import read_document

SAMPLES = paths.ASSETS / "samples"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
DOCUMENTS = ("sample-en.pdf", "sample-he.pdf")
KINDS = {"passage", "table", "whole", "unanswerable"}


@dataclass(frozen=True)
class Evidence:
    page_number: int
    text: str


@dataclass(frozen=True)
class SampleQuestion:
    document: str
    kind: str
    suggested: bool
    question: str
    answers: list[str]
    evidence: list[Evidence]


def _questions() -> list[SampleQuestion]:
    listed = json.loads((SAMPLES / "questions.json").read_text(encoding="utf-8"))
    return [
        SampleQuestion(**each | {"evidence": [Evidence(**found) for found in each["evidence"]]})
        for each in listed
    ]


QUESTIONS = _questions()


@cache
def _read(name: str) -> Document:
    document: Document | None = None
    for event in read_document(SAMPLES / name, None):
        if isinstance(event, Document):
            document = event
    assert document is not None
    return document


def _text(document: Document, page_number: int) -> str:
    return " ".join(document.page(page_number).text.split())


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_builder", SAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by its name
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.question)
def test_the_evidence_of_each_question_stands_on_its_page(question: SampleQuestion) -> None:
    document = _read(question.document)
    for evidence in question.evidence:
        assert evidence.text in _text(document, evidence.page_number)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.question)
def test_an_answer_is_in_the_evidence_and_only_the_unanswerable_have_none(question: SampleQuestion) -> None:
    assert question.kind in KINDS
    evidence = " ".join(each.text for each in question.evidence)
    if question.kind == "whole":
        assert len({each.page_number for each in question.evidence}) > 2
        assert all(answer in evidence for answer in question.answers)
    elif question.kind == "unanswerable":
        assert (question.answers, question.evidence) == ([], [])
    else:
        assert any(answer in evidence for answer in question.answers)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_sample_offers_three_questions_to_begin_with(name: str) -> None:
    assert sum(each.suggested for each in QUESTIONS if each.document == name) == 3


@pytest.mark.parametrize(("name", "language"), [("sample-en.pdf", "en"), ("sample-he.pdf", "he")])
def test_a_sample_is_a_whole_document(name: str, language: str) -> None:
    document = _read(name)
    assert document.language == language
    assert len(document.pages) >= 8
    assert document.skipped == ()
    assert {item.level for item in document.outline} == {0, 1}
    assert sum(block.kind is BlockKind.TABLE for page in document.pages[1:] for block in page.blocks) == 3


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_contents_name_the_pages_of_the_outline(name: str) -> None:
    document = _read(name)
    for item in document.outline:
        assert item.title in document.page(item.page_number).text
        if item.level == 0:
            assert f"{item.title} | {item.page_number}" in _text(document, 1)


def test_hebrew_comes_out_in_logical_order_with_its_brackets() -> None:
    text = "\n".join(page.text for page in _read("sample-he.pdf").pages)
    assert re.findall(r"\b[םןץףך][א-ת]", text) == []
    assert "התגלו 39 מהם (כמעט כולם בקופסה הלא נכונה); את 15 הנותרים" in text
    assert "בשנת השיא, 1951, הופקו כאן 11,300 טונות" in " ".join(text.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_pdf_says_what_its_source_says(builder: ModuleType, name: str) -> None:
    report = builder.parse((SAMPLES / name).with_suffix(".md").read_text(encoding="utf-8"))
    words = {word for block in report.blocks for word in re.findall(r"\w+", block.text)}
    document = _read(name)
    assert words - set(re.findall(r"\w+", " ".join(page.text for page in document.pages))) == set()


@pytest.mark.skipif(not FONTS.is_dir(), reason="needs the DejaVu fonts")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_drawing_a_source_twice_gives_the_same_bytes(builder: ModuleType, name: str) -> None:
    source = (SAMPLES / name).with_suffix(".md").read_text(encoding="utf-8")
    source = re.sub(r"^(serif\w*|sans\w*): .*$", r"\1: DejaVuSans.ttf", source, flags=re.MULTILINE)
    report = builder.parse(source)
    drawn = builder.build(report, FONTS)
    assert drawn.startswith(b"%PDF-")
    assert drawn == builder.build(report, FONTS)
