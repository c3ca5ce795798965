"""Which lines of the documents support an answer: found by us, never asked of the model.

Small models cite badly, and a model that cites may invent. So each sentence of the answer is compared with
every sentence that was read, by its words (rare ones weigh more) and its numbers. A number that the sentence
has and the span lacks means that the span does not support it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from core.answering.events import Citation
from core.documents.document import BlockKind, Document
from core.documents.text import sentences
from core.library.keywords import STOP_WORDS, analyse
from core.library.passages import Passage

LEAST_SUPPORT = 0.5
NUMBER = re.compile(r"\d")
LIST_MARK = re.compile(r"\s*(?:\d{1,3}[.)]|[-*•])\s+")  # the model's own numbering is no claim


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of a document, by the terms it is compared with."""

    document_id: str
    page_number: int
    start: int
    end: int
    terms: frozenset[str]


class Evidence:
    """Sentences that were read, ready to be cited."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        self._places: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            for term in line.terms:
                self._places.setdefault(term, []).append(index)

    def cite(self, answer: str) -> tuple[Citation, ...]:
        """Return a citation for each sentence of `answer` that some span supports, in the answer's order."""
        found = (self._support(answer, start, end) for start, end in sentences(answer))
        return tuple(citation for citation in found if citation is not None)

    def _support(self, answer: str, start: int, end: int) -> Citation | None:
        mark = LIST_MARK.match(answer, start, end)
        terms = _terms(answer[mark.end() if mark else start : end])
        scores = self._scores(terms)
        if not scores:
            return None
        best = max(scores, key=lambda index: (scores[index], -index))
        line, support = self._lines[best], scores[best]
        if support < LEAST_SUPPORT:
            return None
        return Citation(start, end, line.document_id, line.page_number, line.start, line.end, support)

    def _scores(self, terms: frozenset[str]) -> dict[int, float]:
        """Return the weight of the terms that each line shares, in [0, 1], if it has all the numbers."""
        total = sum(self._weight(term) for term in terms)
        scores: dict[int, float] = {}
        for term in terms:
            for index in self._places.get(term, ()):
                scores[index] = scores.get(index, 0.0) + self._weight(term) / total
        numbers = {term for term in terms if NUMBER.search(term)}
        return {index: score for index, score in scores.items() if numbers <= self._lines[index].terms}

    def _weight(self, term: str) -> float:
        """Return the term's inverse document frequency, over the sentences that were read."""
        return log(1 + len(self._lines) / (1 + len(self._places.get(term, ()))))


def whole_evidence(
    documents: Iterable[Document], only: Collection[tuple[str, int]] | None = None
) -> Evidence:
    """Return what whole-document mode read: every block of every page, running headers left out.

    `only` names pages by (document id, page number), where not all of them were read.
    """
    return Evidence(
        [
            line
            for document in documents
            for page in document.pages
            if only is None or (document.document_id, page.page_number) in only
            for block in page.blocks
            if block.kind is not BlockKind.FURNITURE
            for line in _lines(document.document_id, page.page_number, page.text, block.start, block.end)
        ]
    )


def passage_evidence(documents: Iterable[Document], passages: Iterable[Passage]) -> Evidence:
    """Return what retrieved mode read: the spans of the passages."""
    known = {document.document_id: document for document in documents}
    return Evidence(
        [
            line
            for passage in passages
            for span in passage.spans
            for line in _lines(
                passage.document_id,
                span.page_number,
                known[passage.document_id].page(span.page_number).text,
                span.start,
                span.end,
            )
        ]
    )


def _lines(document_id: str, page_number: int, text: str, start: int, end: int) -> Iterable[_Line]:
    for first, last in sentences(text[start:end]):
        terms = _terms(text[start + first : start + last])
        if terms:
            yield _Line(document_id, page_number, start + first, start + last, terms)


def _terms(text: str) -> frozenset[str]:
    return frozenset(term for term in analyse(text).body.split() if term not in STOP_WORDS)
