"""An answer in words for the terminal, and as one object for `--json`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import duration, output
from core.documents.document import Document, Page, Span
from core.errors import DocumentError

if TYPE_CHECKING:
    from core.answering.events import Answer, Citation
    from core.documents.textlayer import Rectangle
    from core.library.passages import Passage


def print_json(value: object) -> None:
    """Print one JSON value on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def answer_json(
    answer: "Answer",
    documents: Sequence[Document],
    seconds: dict[str, float],
    password: str | None = None,
) -> dict[str, Any]:
    """Return the object that `openbook ask --json` prints; README describes it.

    The PDFs are opened again for the rectangles of the citations; of one that is gone there are none.
    """
    from core.answering.unsupported import unsupported

    timings = answer.timings
    return {
        "question": answer.question,
        "answer": answer.text,
        "mode": str(answer.mode),
        "model": answer.model,
        "is_cut": answer.is_cut,
        "is_looping": answer.is_looping,
        "documents": [_document_json(document) for document in documents],
        "passages": [_passage_json(passage) for passage in answer.passages],
        "citations": _citations_json(answer, documents, password),
        "unsupported": [answer.text[start:end] for start, end in unsupported(answer)],
        "timings": {
            **{name: round(value, 4) for name, value in seconds.items()},
            "retrieve_s": round(timings.retrieve_s, 4),
            "read_s": round(timings.read_s, 4),
            "first_token_s": round(timings.first_token_s, 4),
            "total_s": round(timings.total_s, 4),
        },
        "tokens": {
            "read": answer.tokens.read,
            "from_cache": answer.tokens.from_cache,
            "generated": answer.tokens.generated,
            "noted": answer.tokens.noted,
        },
        "context_tokens": answer.context_tokens,
        "part_count": answer.part_count,
        "is_focused": answer.is_focused,
    }


def print_answer_end(answer: "Answer", documents: Sequence[Document]) -> None:
    """Print what follows a streamed answer: its sources, and one line of cost."""
    output.print()
    if answer.is_cut:
        output.print("The answer reached its length limit; allow more with --answer-tokens.", style="yellow")
    if answer.is_looping:
        output.print("The model began to repeat itself and was stopped.", style="yellow")
    output.print()
    for line in _source_lines(answer, documents):
        output.print(line, markup=False, soft_wrap=True)
    output.print(_cost(answer), style="dim", markup=False, soft_wrap=True)


def _source_lines(answer: "Answer", documents: Sequence[Document]) -> list[str]:
    from core.library.naming import names

    called = names(documents)
    pages = {document.document_id: document.page for document in documents}

    def place(document_id: str, page_number: int) -> str:
        return f"  {called[document_id]}, {_page_name(pages[document_id](page_number))}"

    cited = dict.fromkeys((c.document_id, c.page_number) for c in answer.citations)
    if cited:
        return ["Sources:", *(place(*each) for each in cited)]
    if answer.passages:
        read = dict.fromkeys((p.document_id, p.page_number) for p in answer.passages)
        return [
            "Read, but not found to support the answer:",
            *(place(*each) for each in read),
        ]
    if documents:
        return [
            "Read in whole, but no line was found to support the answer:",
            *(f"  {name}" for name in called.values()),
        ]
    return ["Sources: none (closed book)"]


def _page_name(page: Page) -> str:
    printed = f" (printed {page.label})" if page.label != str(page.page_number) else ""
    return f"page {page.page_number}{printed}"


def _cost(answer: "Answer") -> str:
    timings, tokens = answer.timings, answer.tokens
    parts = [f"read in {answer.part_count} parts"] if answer.part_count > 1 else []
    parts += ["passages taken from what was read before"] if answer.is_focused else []
    return " · ".join(
        (
            *parts,
            f"{tokens.read:,} tokens read"
            + (f" ({tokens.from_cache:,} from memory)" if tokens.from_cache else ""),
            f"first token after {duration(timings.first_token_s)}",
            f"{duration(timings.total_s)} in all",
            f"{timings.rate(tokens.generated):.1f} tokens/s",
        )
    )


def _document_json(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "title": document.title,
        "path": str(document.path),
        "page_count": len(document.pages),
        "skipped_pages": [page.page_number for page in document.skipped],
    }


def _passage_json(passage: "Passage") -> dict[str, Any]:
    first = passage.spans[0]
    return {
        "document_id": passage.document_id,
        "page_number": passage.page_number,
        "start": first.start,
        "end": first.end,
        "spans": [{"page_number": s.page_number, "start": s.start, "end": s.end} for s in passage.spans],
        "score": round(passage.score, 6),
        "text": passage.text,
    }


def _citations_json(
    answer: "Answer", documents: Sequence[Document], password: str | None
) -> list[dict[str, Any]]:
    found: dict[Citation, Sequence[Rectangle]] = {}
    for document in documents:
        cited = [each for each in answer.citations if each.document_id == document.document_id]
        if cited:
            found.update(zip(cited, _rectangles(document.path, cited, password), strict=True))
    return [_citation_json(answer, each, found.get(each, ())) for each in answer.citations]


def _citation_json(
    answer: "Answer", citation: "Citation", rectangles: Sequence["Rectangle"]
) -> dict[str, Any]:
    return {
        "sentence": answer.text[citation.start : citation.end],
        "document_id": citation.document_id,
        "page_number": citation.page_number,
        "start": citation.page_start,
        "end": citation.page_end,
        "support": round(citation.support, 3),
        "rectangles": [[round(side, 2) for side in (r.left, r.bottom, r.right, r.top)] for r in rectangles],
    }


def _rectangles(
    path: Path, citations: Sequence["Citation"], password: str | None
) -> Sequence[Sequence["Rectangle"]]:
    from core.documents.geometry import rectangles_of_spans

    spans = [Span(each.page_number, each.page_start, each.page_end) for each in citations]
    try:
        return rectangles_of_spans(path, spans, password)
    except DocumentError:  # moved away, or replaced, since it was read
        return [()] * len(citations)
