"""Saved answers follow a document whose text has moved: it was read again by a better reader."""

from collections.abc import Callable
from dataclasses import replace

from core.answering.events import Answer, Citation
from core.answering.history import decode, encode
from core.documents.document import Document, Page, Span
from core.library.passages import Passage


def moving(before: Document, after: Document) -> Callable[[str], str]:
    """Return what makes of a saved answer about `before` one about `after`, the same file read again.

    What it cites is looked for on the same page. Where it is no longer there, the citation goes: it would
    mark other words than those that were meant.
    """

    def moved(saved: str) -> str:
        answer = decode(saved)
        quoted = {each.document_id for each in answer.passages}
        quoted |= {each.document_id for each in answer.citations}
        return encode(_moved(answer, before, after)) if before.document_id in quoted else saved

    return moved


def place(before: Page, after: Page, span: Span) -> Span | None:
    """Return where the text of a span of `before` stands in `after`, white space aside; None: nowhere.

    Where it stands several times, the place nearest to where it was is meant.
    """
    if before.text == after.text:
        return span
    wanted = "".join(before.text[span.start : span.end].split())
    origins = [at for at, char in enumerate(after.text) if not char.isspace()]
    text = "".join(after.text.split())
    at, found = text.find(wanted), list[int]()
    while wanted and at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    if not found:
        return None
    near = min(found, key=lambda start: abs(origins[start] - span.start))
    return Span(span.page_number, origins[near], origins[near + len(wanted) - 1] + 1)


def _moved(answer: Answer, before: Document, after: Document) -> Answer:
    def to(document_id: str, span: Span) -> Span | None:
        if document_id != before.document_id:
            return span
        return place(before.page(span.page_number), after.page(span.page_number), span)

    citations = [
        replace(citation, page_start=found.start, page_end=found.end)
        for citation in answer.citations
        if (found := to(citation.document_id, _span(citation)))
    ]
    passages = [
        replace(passage, spans=spans) for passage in answer.passages if (spans := _spans(passage, to))
    ]
    return replace(answer, citations=tuple(citations), passages=tuple(passages))


def _span(citation: Citation) -> Span:
    return Span(citation.page_number, citation.page_start, citation.page_end)


def _spans(passage: Passage, to: Callable[[str, Span], Span | None]) -> tuple[Span, ...]:
    return tuple(filter(None, (to(passage.document_id, span) for span in passage.spans)))
