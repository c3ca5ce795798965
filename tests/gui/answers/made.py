"""Answers, documents and turns to show."""

from core.answering.events import Answer, Citation, Mode, Timings, TokenCounts
from core.documents.document import Span
from core.documents.text import sentences
from core.library.passages import Passage
from gui.answers.shown import ShownDocument

REPORT = ShownDocument("report", "Annual report", 6, ("i", "ii", "1", "2", "3", "4"))
PAPER = ShownDocument("paper", "Paper", 3)


def citation(text: str, sentence: str, page_number: int = 3, document_id: str = "report") -> Citation:
    start = text.index(sentence)
    return Citation(start, start + len(sentence), document_id, page_number, 10, 60, 0.9)


def passage(page_number: int, document_id: str = "report") -> Passage:
    spans = (Span(page_number, 0, 50),)
    return Passage(document_id, "Annual report", page_number, "", "", spans, "text", 0.5, 0.4, (page_number,))


def answer(
    text: str,
    mode: Mode = Mode.WHOLE,
    citations: tuple[Citation, ...] = (),
    passages: tuple[Passage, ...] = (),
    *,
    is_cut: bool = False,
    read_tokens: int = 1200,
    total_s: float = 4.0,
) -> Answer:
    timings, tokens = Timings(0.1, 0.5, 0.8, total_s), TokenCounts(read_tokens, 900, 65)
    return Answer("Why?", mode, text, "tiny-model", passages, citations, timings, tokens, 8192, is_cut)


def cited_throughout(text: str, mode: Mode = Mode.WHOLE) -> Answer:
    spans = [text[start:end] for start, end in sentences(text)]
    return answer(text, mode, tuple(citation(text, each, 1 + n) for n, each in enumerate(spans)))
