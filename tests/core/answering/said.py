"""Answers made by hand."""

from core.answering.events import Answer, Citation, Mode, Timings, TokenCounts
from core.documents.document import Document, Span
from core.library.passages import Passage


def answer(mode: Mode, text: str, about: Document | None = None, question: str = "When?") -> Answer:
    """Return an answer; one about a document cites its first page, which is also what retrieved mode read."""
    passages: tuple[Passage, ...] = ()
    citations: tuple[Citation, ...] = ()
    if about is not None:
        first = about.page(1)
        citations = (Citation(0, len(text), about.document_id, 1, 0, len(first.text), 0.75),)
        if mode is Mode.RETRIEVED:
            spans = (Span(1, 0, len(first.text)),)
            passages = (
                Passage(
                    about.document_id, about.title, 1, first.label, "", spans, first.text, 1.5, None, (3, 4)
                ),
            )
    return Answer(
        question=question,
        mode=mode,
        text=text,
        model="a-model-Q4_1",
        passages=passages,
        citations=citations,
        timings=Timings(0.25, 1.5, 2.0, 4.0),
        tokens=TokenCounts(1200, 34, 21),
        context_tokens=8192,
        is_cut=False,
    )
