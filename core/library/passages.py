"""What is put before the model in retrieved mode: plain frozen values, made by `core.library.retriever`."""

from dataclasses import dataclass

from core.documents.document import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring chunks, put before the model.

    `page_number` and `label` are of the page where it begins. `text` is the text of `spans`, one below the
    other. `score` and `similarity` are those of its best chunk.
    """

    document_id: str
    title: str
    page_number: int
    label: str
    section: str
    spans: tuple[Span, ...]
    text: str
    score: float
    similarity: float | None
    chunk_ids: tuple[int, ...]
