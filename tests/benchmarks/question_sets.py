"""Questions, the documents that they are asked of, and where in them the evidence is."""

import hashlib
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from core.documents.document import Block, BlockKind, Document, Page
from core.documents.pdf import read_document
from tests.benchmarks.plain import Plain, plain_chunks

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@dataclass(frozen=True)
class Case:
    """A question, the documents it is asked of (None: all), and the places that hold its evidence.

    `answers` are words of the evidence of which one answers; none where the answer is worked out.
    """

    question: str
    document_ids: tuple[str, ...] | None
    evidence: frozenset[Hashable]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A set of questions over documents; `place` says where a (document id, page number) is."""

    name: str
    documents: Sequence[Document]
    plain: Sequence[Plain]
    cases: Sequence[Case]
    place: Callable[[str, int], Hashable]


def pdf_task(name: str, folder: Path, questions: Sequence[dict[str, object]]) -> Task:
    """Return the task of finding the right page, each question in its own PDF."""
    documents: dict[str, Document] = {}
    plain: list[Plain] = []
    for file in dict.fromkeys(str(question["document"]) for question in questions):
        document = next(event for event in read_document(folder / file, None) if isinstance(event, Document))
        documents[file] = document
        texts = [page.extract_text() for page in PdfReader(folder / file).pages]
        key = document.document_id
        plain += plain_chunks(key, (((key, number), text) for number, text in enumerate(texts, 1)))
    cases = [_pdf_case(question, documents[str(question["document"])].document_id) for question in questions]
    return Task(name, list(documents.values()), plain, cases, lambda key, number: (key, number))


def _pdf_case(question: dict[str, object], document_id: str) -> Case:
    pages = question["evidence_pages"]
    assert isinstance(pages, list)  # 0-based in the data
    places = frozenset((document_id, number + 1) for number in pages)
    return Case(str(question["question"]), (document_id,), places)


def passage_task(name: str, questions: Sequence[dict[str, object]]) -> Task:
    """Return the task of finding the right passage among all passages of the set."""
    passages = {str(question["evidence_text"]): str(question["document"]) for question in questions}
    documents = {text: _passage_document(title, text) for text, title in passages.items()}
    plain = [
        part
        for d in documents.values()
        for part in plain_chunks(d.document_id, [(d.document_id, d.pages[0].text)])
    ]
    cases = [_passage_case(q, documents[str(q["evidence_text"])]) for q in questions if q["answerable"]]
    return Task(name, list(documents.values()), plain, cases, lambda key, _: key)


def _passage_case(question: dict[str, object], document: Document) -> Case:
    answers = question.get("answers", [])
    assert isinstance(answers, list)
    return Case(str(question["question"]), None, frozenset({document.document_id}), tuple(map(str, answers)))


def _passage_document(title: str, text: str) -> Document:
    key = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    page = Page(1, "1", text, (Block(0, len(text), BlockKind.PARAGRAPH),))
    return Document(key, Path(f"{key}.pdf"), title.replace("_", " "), "", (page,))


def load(name: str) -> Task:
    """Return a task over the shared data."""
    if name == "financebench":
        folder = DATA / "qa_pdf"
        return pdf_task(name, folder, json.loads((folder / name / "financebench.json").read_text("utf-8")))
    file = {"heq": DATA / "hebrew/heq/heq_val.json", "xquad": DATA / "qa_text/xquad/xquad.en.json"}[name]
    return passage_task(name, json.loads(file.read_text("utf-8")))
