"""Which lines say in another script what an answer says, so that no word of both can be compared.

A Hebrew answer on an English document is cited by its numbers and Latin names, and by what it means. To embed
takes the time: so each line is embedded once in a conversation, and those of a chunk that is far not at all.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.answering.evidence import Line, Lines
from core.answering.support import Sought
from core.errors import OpenBookError
from core.library.chunks import Chunk
from core.library.quantised import Kind

log = logging.getLogger(__name__)

# Cosines of multilingual-e5-small between Hebrew and English: what is alien reaches .83.
LEAST_LIKENESS, LEAST_LIKENESS_WITH_NUMBER = 0.845, 0.8
LEAST_LIKENESS_OF_CHUNK = 0.82  # below it no line of a chunk was near enough
TRANSLATED_LINES, LONGEST_LINE_CHARS = 6, 600

Vector = NDArray[np.float32]


class Meaning(Protocol):
    """What compares texts of different languages; a `Retriever` does."""

    def vectors(self, texts: Sequence[str], kind: Kind) -> Sequence[Vector]:
        """Return the unit vector of each text; nothing where there is no embedder."""

    def nearest(
        self, vector: Vector, document_ids: Sequence[str], count: int
    ) -> Sequence[tuple[Chunk, float]]:
        """Return the chunks that mean most nearly what has this vector, and their cosines to it."""


class Translations:
    """Lines in another script than the claims of an answer."""

    def __init__(self, lines: Lines, meaning: Meaning) -> None:
        self._lines, self._meaning = lines, meaning
        self._vectors: dict[str, Vector] = {}

    def of(self, claims: Sequence[Sought]) -> list[tuple[Line, float] | None]:
        """Return for each claim the line that says it in another script and their cosine, if there is one."""
        asked = [at for at, sought in enumerate(claims) if self._may_be_translated(sought)]
        found: list[tuple[Line, float] | None] = [None] * len(claims)
        try:
            vectors = self._meaning.vectors([claims[at].claim.text for at in asked], "query") if asked else ()
            pairs = list(zip(asked, vectors, strict=False))
            lines = {at: self._alike(claims[at], vector) for at, vector in pairs}
            self._embed([line.text for each in lines.values() for line in each])
        except OpenBookError as error:  # an answer is worth more than its sources
            log.warning("no line was compared by its meaning: %s", error)
            return found
        for at, vector in pairs:
            found[at] = self._best(claims[at], vector, lines[at])
        return found

    def _may_be_translated(self, sought: Sought) -> bool:
        return sought.claim.is_certain and any(sought.is_foreign(line) for line in self._lines.sample())

    def _alike(self, sought: Sought, vector: Vector) -> list[Line]:
        """Return lines in another script: those with the claim's numbers, or of the chunks nearest to it."""
        lines = (self._lines[index] for index in dict.fromkeys(self._places(sought, vector)))
        short = (line for line in lines if len(line.text) <= LONGEST_LINE_CHARS)
        return [*islice(filter(sought.is_translated, short), TRANSLATED_LINES)]

    def _places(self, sought: Sought, vector: Vector) -> Iterator[int]:
        if sought.has_number:
            for number, _ in sought.numbers:
                yield from self._lines.holding(number.forms).tolist()
        else:
            for chunk, cosine in self._meaning.nearest(vector, self._lines.document_ids, 1):
                if cosine >= LEAST_LIKENESS_OF_CHUNK:
                    yield from self._lines.of_chunk(chunk)

    def _embed(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._meaning.vectors(new, "document"), strict=True))

    def _best(self, sought: Sought, vector: Vector, lines: Sequence[Line]) -> tuple[Line, float] | None:
        least = LEAST_LIKENESS_WITH_NUMBER if sought.has_number else LEAST_LIKENESS
        cosines = [(float(self._vectors[line.text] @ vector), line) for line in lines]
        cosine, line = max(cosines, key=lambda each: each[0], default=(0.0, None))
        return (line, cosine) if line is not None and cosine >= least else None
