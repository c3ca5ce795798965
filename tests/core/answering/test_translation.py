"""What is embedded for an answer in another script; test_citations holds that real vectors find its lines."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.answering.citations import whole_evidence
from core.answering.translation import LEAST_LIKENESS_OF_CHUNK, Vector
from core.documents.document import Block, BlockKind, Document, Page, Span
from core.library.chunks import Chunk
from core.library.quantised import Kind

TEXT = "The roof was mended in spring. Rain came in no more. " + "The salt lay and lay " * 40 + "in the barn."
PAGE = Page(1, "1", TEXT, (Block(0, len(TEXT), BlockKind.PARAGRAPH),))
BOOK = Document("id", Path("a.pdf"), "A", "en", (PAGE,))
ANSWER = "הגג של הבית תוקן באביב. הגשם כבר לא חדר פנימה."


class Counting:
    """Every text has the same vector; what was embedded is counted."""

    def __init__(self, cosine: float) -> None:
        self.cosine, self.calls = cosine, list[tuple[Kind, list[str]]]()

    def vectors(self, texts: Sequence[str], kind: Kind) -> Sequence[Vector]:
        self.calls.append((kind, list(texts)))
        return [np.ones(1, np.float32)] * len(texts)

    def nearest(
        self, vector: Vector, document_ids: Sequence[str], count: int
    ) -> Sequence[tuple[Chunk, float]]:
        return [(Chunk("id", 0, "", (Span(1, 0, len(TEXT)),), TEXT, 99), self.cosine)]


def test_all_sentences_are_embedded_at_once_and_each_line_once_in_a_conversation() -> None:
    meaning = Counting(LEAST_LIKENESS_OF_CHUNK)
    evidence = whole_evidence([BOOK], meaning=meaning)
    assert len(evidence.cite(ANSWER)) == 2
    claims = ["הגג של הבית תוקן באביב.", "הגשם כבר לא חדר פנימה."]
    lines = ["The roof was mended in spring.", "Rain came in no more."]  # the third is too long to be shown
    assert meaning.calls == [("query", claims), ("document", lines)]
    evidence.cite(ANSWER)
    assert meaning.calls[2:] == [("query", claims)]


def test_no_line_of_a_chunk_that_is_far_is_embedded() -> None:
    meaning = Counting(LEAST_LIKENESS_OF_CHUNK - 0.01)
    assert whole_evidence([BOOK], meaning=meaning).cite(ANSWER) == ()
    assert [kind for kind, _ in meaning.calls] == ["query"]


def test_an_answer_in_the_documents_script_is_not_embedded() -> None:
    meaning = Counting(1.0)
    whole_evidence([BOOK], meaning=meaning).cite("Bananas are yellow in the summer.")
    assert meaning.calls == []
