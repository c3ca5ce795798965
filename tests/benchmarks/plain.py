"""The baseline, as one would write it in an afternoon: 200 words a chunk, and BM25 over lower-case words."""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BASELINE_WORDS = 200


@dataclass(frozen=True)
class Plain:
    """The baseline's chunk: its words and where they are."""

    document_id: str
    text: str
    places: tuple[Hashable, ...]


def plain_chunks(document_id: str, pages: Iterable[tuple[Hashable, str]]) -> list[Plain]:
    """Return a document's words in runs of BASELINE_WORDS, each with the places it touches."""
    words = [(word, place) for place, text in pages for word in text.split()]
    runs = [words[at : at + BASELINE_WORDS] for at in range(0, len(words), BASELINE_WORDS)]
    return [
        Plain(document_id, " ".join(word for word, _ in run), tuple(dict.fromkeys(place for _, place in run)))
        for run in runs
    ]


def lower_words(text: str) -> list[str]:
    """Return the words of a text, as a regular expression knows them."""
    return re.findall(r"\w+", text.lower())


class Bm25:
    """BM25 with its usual numbers (k1 1.5, b 0.75) over lists of words."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(words) for words in texts]
        lengths = np.array([len(words) for words in texts], np.float64)
        self._norm = 1.5 * (0.25 + 0.75 * lengths / max(1.0, lengths.mean()))
        self._holders = Counter(word for count in self._counts for word in count)

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of each text; shape (n,)."""
        total = np.zeros(len(self._counts))
        for word in set(words) & self._holders.keys():
            held = np.array([count[word] for count in self._counts], np.float64)
            rarity = math.log(1 + (len(held) - self._holders[word] + 0.5) / (self._holders[word] + 0.5))
            total += rarity * held * 2.5 / (held + self._norm)
        return total
